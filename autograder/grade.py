"""One submission: a judge of its own, forked from the worker, and the worker that watches it.

Whatever student values do to the judge ends with it; what it proved before is kept.
"""

from __future__ import annotations

import dataclasses
import json
import os
import resource
import select
import signal
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO

from autograder.jail.cage import Cage, JailError
from autograder.jail.limits import Limits
from autograder.judge.again import judge_again
from autograder.judge.examination import Examination
from autograder.judge.session import Session
from autograder.judge.transcript import Diverged
from autograder.notebook.plan import Plan
from autograder.records import FacetResult, Graded, ItemResult, Usage

JUDGE_MEMORY = 6 * 2**30
"""Address space of the judge: arrays of the largest size may be there several times."""

GRACE_SECONDS = 30.0
"""How much longer than a submission's own time its judge may take."""

MAX_REPORT = 64 * 2**20


@dataclass(frozen=True)
class Task:
    """What a worker needs to grade one notebook of one student.

    ``answers`` is the file that keeps what the tests were answered. ``before`` is the JSON of an
    earlier record with such a file: no code runs then, unless the tests ask what they did not ask
    before.
    """

    student: str
    notebook: str
    text: str
    limits: Limits = field(default_factory=Limits)
    seed: int | None = None
    files: Mapping[str, bytes] = field(default_factory=dict)
    before: Mapping[str, Any] | None = None
    answers: str = ""


def grade(task: Task, plan: Plan, cage: Cage) -> Graded:
    """Grade one submission in a judge of its own and return what it earned.

    Never raises for what a submission does: a judge that is lost keeps the points proved so far.

    Raises
    ------
    JailError
        When there is no jail any more. Nothing is known of the submission then.
    """
    cage.ready()  # the judge must find it so: what a fork learns, this process does not
    read, write = os.pipe()
    judge = os.fork()
    if judge == 0:
        os.close(read)
        _be_judge(task, plan, cage, write)
    os.close(write)
    proved: list[ItemResult] = []
    reason = "its judge ended without a result"
    try:
        for entry in _lines(read, time.monotonic() + task.limits.total_seconds + GRACE_SECONDS):
            if "jail" in entry:
                raise JailError(entry["jail"])
            if "graded" in entry:
                return graded_from(entry["graded"])
            if "error" in entry:
                reason = str(entry["error"])
            else:
                proved.append(_item(entry["item"]))
    except TimeoutError:
        reason = "it could not be judged within its time"
    finally:
        os.kill(judge, signal.SIGKILL)
        os.waitpid(judge, 0)
        cage.end()
    return lost(task, plan, reason, proved)


def _be_judge(task: Task, plan: Plan, cage: Cage, write: int) -> None:
    """Judge one submission, write down what is found, and end this process."""
    limits = task.limits
    with open(write, "w", encoding="utf-8") as stream:
        try:
            resource.setrlimit(resource.RLIMIT_AS, (JUDGE_MEMORY, JUDGE_MEMORY))
            known = _judged_again(task, plan)
            if known is not None:
                _tell(stream, graded=known)
                os._exit(0)
            session = Session(
                start=lambda: cage.start(limits),
                end=cage.end,
                cell_seconds=limits.cell_seconds,
                total_seconds=limits.total_seconds,
                files=dict(task.files),
            )
            examination = Examination(
                task.student, task.seed, plan, session, lambda item: _tell(stream, item=item)
            )
            graded = examination.run(task.text)
            kept = _kept(task.answers, session.link.transcript.packed())
            _tell(stream, graded=dataclasses.replace(graded, answers=kept))
        except JailError as error:
            _tell(stream, jail=str(error))
        except BaseException as error:  # noqa: BLE001 - the worker says it
            _tell(stream, error=f"{type(error).__name__}: {error}"[:500])
    os._exit(0)


def _judged_again(task: Task, plan: Plan) -> Graded | None:
    """Return what the answers of an earlier time earn, or None if the code must run."""
    if task.before is None:
        return None
    before = graded_from(task.before)
    if not before.answers or before.refused:
        return None
    try:
        return judge_again(before, Path(before.answers).read_bytes(), plan)
    except (OSError, Diverged):
        return None


def _kept(answers: str, content: bytes) -> str:
    """Write what the tests were answered and return where, or "" if it is not kept."""
    if not answers or not content:
        return ""
    fresh = f"{answers}.{os.getpid()}.new"
    with open(fresh, "wb") as stream:
        stream.write(content)
    os.replace(fresh, answers)
    return answers


def _tell(stream: TextIO, **content: Any) -> None:
    plain = {
        key: dataclasses.asdict(value) if dataclasses.is_dataclass(value) else value  # type: ignore[arg-type]
        for key, value in content.items()
    }
    stream.write(json.dumps(plain) + "\n")
    stream.flush()


def _lines(read: int, deadline: float) -> Iterator[dict[str, Any]]:
    """Yield what the judge writes; raise TimeoutError when it takes too long or says too much."""
    rest, size = b"", 0
    with open(read, "rb", buffering=0) as stream:
        while True:
            left = deadline - time.monotonic()
            if size > MAX_REPORT or left <= 0 or not select.select([stream], [], [], left)[0]:
                raise TimeoutError
            part = stream.read(2**18)
            if not part:
                return
            size += len(part)
            *lines, rest = (rest + part).split(b"\n")
            yield from (json.loads(line) for line in lines)


def _item(content: Mapping[str, Any]) -> ItemResult:
    facets = tuple(FacetResult(**facet) for facet in content["facets"])
    return ItemResult(**{**content, "facets": facets, "notes": tuple(content["notes"])})


def graded_from(content: Mapping[str, Any]) -> Graded:
    """Return the record from its JSON form."""
    plain = {key: tuple(content[key]) for key in ("repairs", "attempts", "copies")}
    items = tuple(_item(item) for item in content["items"])
    return Graded(**{**content, **plain, "items": items, "usage": Usage(**content["usage"])})


def lost(task: Task, plan: Plan, reason: str, proved: list[ItemResult] | None = None) -> Graded:
    """Return the record of a submission whose judge was lost, with what was proved by then.

    Of a test that was judged twice, the better result counts, of equal ones the first, as it would
    have for a judge that came to its end.
    """
    found: dict[str, ItemResult] = {}
    for item in proved or ():
        if item.name not in found or item.points > found[item.name].points:
            found[item.name] = item
    items = tuple(
        found.get(cell.name, ItemResult(cell.name, 0.0, cell.points, flag=reason))
        for cell in plan.of_role("test")
    )
    unread = f"not compared with the core's text: {reason}"
    return Graded(task.student, plan.notebook, items, attempts=(reason,), copies=(unread,))
