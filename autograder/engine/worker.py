"""A worker process: opens its jail, then grades what it is handed, one submission after the other.

It reads and writes JSON on one connection; it touches no database, and of the course's files none
but those that keep the answers.
"""

from __future__ import annotations

import base64
import dataclasses
import gc
import importlib
import json
import signal
import sys
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import numpy  # noqa: F401 - every judge is forked from this process and needs it

from autograder.grade import Task, grade
from autograder.jail.cage import Cage, JailError
from autograder.jail.limits import Limits
from autograder.judge.copies import core_words
from autograder.notebook.names import modules_of
from autograder.notebook.plan import Plan
from autograder.notebook.read import parse_notebook

EMPTY = '{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}'


def work(connection: Connection) -> None:
    """Grade until the connection closes, or the jail is lost: another worker begins again then."""
    ready = False
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the coordinator's
    try:
        plans = _plans(json.loads(connection.recv_bytes())["plans"])
        preload = [name for plan in plans.values() for name in plan.modules()]
        with Cage(preload) as cage:
            _warm_up(plans)
            gc.freeze()  # what every judge shares stays shared
            _prove(cage)
            _say(connection, {"ready": True})
            ready = True
            _serve(connection, plans, cage)
    except JailError as error:
        if not ready:
            _say(connection, {"jail": str(error)})
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return


def _serve(connection: Connection, plans: dict[str, Plan], cage: Cage) -> None:
    while True:
        content = json.loads(connection.recv_bytes())
        if "plans" in content:
            plans = _plans(content["plans"])
            continue
        task = task_from(content)
        _say(connection, dataclasses.asdict(grade(task, plans[task.notebook], cage)))


def _plans(contents: list[Any]) -> dict[str, Plan]:
    return {plan.notebook: plan.warmed() for plan in map(Plan.from_json, contents)}


def _prove(cage: Cage) -> None:
    """Build one jail before anything is graded: a wall that is missing is known at once."""
    cage.start(Limits()).close()
    cage.end()


def _say(connection: Connection, content: Any) -> None:
    connection.send_bytes(json.dumps(content).encode())


def _warm_up(plans: dict[str, Plan]) -> None:
    """Do once what every judge would do: imports, and looking up the core's own text."""
    parse_notebook(Path("warm"), EMPTY)  # the first time, the rules of the format are compiled
    cells = (cell for plan in plans.values() for cell in plan.of_role("given", "test"))
    for name in dict.fromkeys(name for cell in cells for name in modules_of(cell.source)):
        try:
            importlib.import_module(name)
        except Exception:  # noqa: BLE001, S112 - many are functions; the cell says what fails
            continue
    for plan in plans.values():
        for name in plan.asked_names():
            core_words(name)


def task_as_json(task: Task) -> dict[str, Any]:
    """Return a task as JSON can hold it."""
    files = {name: base64.b64encode(content).decode() for name, content in task.files.items()}
    return {**dataclasses.asdict(task), "files": files}


def task_from(content: dict[str, Any]) -> Task:
    """Return the task that `task_as_json` wrote."""
    files = {name: base64.b64decode(text) for name, text in content["files"].items()}
    return Task(**{**content, "files": files, "limits": Limits(**content["limits"])})


if __name__ == "__main__":
    work(Connection(int(sys.argv[1])))
