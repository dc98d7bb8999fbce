"""Several workers: the same records as one, whichever of them is lost."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from autograder.engine.pool import Pool
from autograder.engine.worker import task_as_json, task_from
from autograder.grade import Task
from autograder.jail.cage import JailError
from autograder.jail.limits import MB, Limits
from autograder.notebook.plan import Plan
from autograder.records import Usage

pytestmark = [pytest.mark.jail, pytest.mark.slow]

SMALL = Limits(cell_seconds=5, total_seconds=20, memory=600 * MB)


def tasks(submission: Callable[..., str], count: int = 4, folder: Path | None = None) -> list[Task]:
    return [
        Task(
            f"s{i}",
            "tiny",
            submission(half=f"def half(x):\n    return x / {i}"),
            SMALL,
            answers=str(folder / f"s{i}") if folder else "",
        )
        for i in range(1, count + 1)
    ]


def records(results: Any) -> dict[str, Any]:
    """Everything but what the clock and the machine say."""
    found = {}
    for result in results:
        items = [replace(item, seconds=0.0) for item in result.items]
        found[result.student] = replace(result, items=tuple(items), usage=Usage())
    return found


def scores(results: Any) -> dict[str, list[float]]:
    return {r.student: [item.points for item in r.items] for r in results}


def test_one_two_and_four_workers_give_the_same_records_bit_by_bit(
    plan: Plan, submission: Any, tmp_path: Path
) -> None:
    found, answers = [], []
    for workers in (1, 2, 4):
        with Pool({"tiny": plan}, workers) as pool:
            found.append(records(pool.grade(tasks(submission, 4, tmp_path))))
        answers.append({path.name: path.read_bytes() for path in tmp_path.iterdir()})
    assert found[0] == found[1] == found[2]
    assert answers[0] == answers[1] == answers[2]
    assert len(answers[0]) == 4
    points = {name: [item.points for item in one.items] for name, one in found[0].items()}
    assert points["s2"] == [2.0, 3.0, 2.0]
    assert points["s3"] == [2.0, 0.0, 2.0]


def test_a_worker_that_is_killed_costs_nobody_anything(plan: Plan, submission: Any) -> None:
    with Pool({"tiny": plan}, 1) as pool:
        running = pool.grade(tasks(submission, 3))
        first = next(running)
        pid = pool._all[0].process.pid
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        results = [first, *running]
    assert len(results) == 3
    assert scores(results)["s2"] == [2.0, 3.0, 2.0]


def test_a_warm_parent_that_is_lost_costs_nobody_anything(plan: Plan, submission: Any) -> None:
    with Pool({"tiny": plan}, 1) as pool:
        running = pool.grade(tasks(submission, 3))
        first = next(running)
        pid = pool._all[0].process.pid
        assert pid is not None
        for path in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
            if b"bwrap" in Path(f"/proc/{path}/cmdline").read_bytes():
                os.kill(int(path), signal.SIGKILL)
        results = [first, *running]
    assert len(results) == 3
    assert scores(results)["s2"] == [2.0, 3.0, 2.0]


def test_without_a_jail_nothing_is_graded(
    plan: Plan, submission: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nonexistent")
    refusal = pytest.raises(JailError, match="no jail without bubblewrap, so nothing is graded")
    with refusal, Pool({"tiny": plan}, 1) as pool:
        list(pool.grade(tasks(submission)))


def test_a_task_survives_its_journey() -> None:
    task = Task("ann", "tiny", "text", SMALL, 7, {"a.txt": b"\x00\xff"})
    assert task_from(task_as_json(task)) == task
