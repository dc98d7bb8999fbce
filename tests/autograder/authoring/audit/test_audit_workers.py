"""A wrong answer that loops, eats memory or crashes is stopped, named so, and stops nobody else."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.authoring.audit.verdicts import Verdict
from autograder.authoring.audit.workers import Limits, Task, Workers
from autograder.authoring.text import AuthoringError

ROOT = Path(__file__).resolve().parents[4]
STAGE, ITEM = "04_initialization", "activation_gain"
HEAD = "def activation_gain(name, alpha=None):\n    "


def ask(*bodies: str, limits: Limits | None = None, **how: object) -> list[Verdict]:
    tasks = [Task(ITEM, HEAD + body if body else "", **how) for body in bodies]  # type: ignore[arg-type]
    with Workers(STAGE, ROOT / "notebooks", 1, limits or Limits()) as workers:
        return [verdict for _, verdict in sorted(workers.ask(tasks))]


def test_an_endless_loop_ends_with_its_time_and_the_next_answer_is_judged() -> None:
    endless, right = ask("while True: pass", "", limits=Limits(seconds=0.5))
    assert endless.ended == "stopped after 0.5 s of processor time"
    assert not endless.survives
    assert right.survives


def test_an_answer_that_waits_ends_too() -> None:
    (waiting,) = ask("import signal; signal.pause()", limits=Limits(seconds=0.1))
    assert waiting.ended == "stopped after 1 s"


def test_an_answer_that_eats_the_memory_hears_it() -> None:
    (greedy,) = ask("return bytearray(10**10)", limits=Limits(megabytes=256))
    assert greedy.visible is not None
    assert "raised MemoryError" in greedy.visible.message


def test_an_answer_that_ends_its_process_is_caught() -> None:
    crashed, left, wrong = ask(
        "import os; os.kill(os.getpid(), 11)", "import os; os._exit(3)", "return 1.0"
    )
    assert crashed.ended == "killed by SIGSEGV"
    assert left.ended == "ended its process (3)"
    assert wrong.visible is not None


def test_hidden_facets_are_asked_after_a_visible_one_only_on_request() -> None:
    assert ask("return 1.0", both=True)[0].hidden is not None
    assert ask("return 1.0", both=False)[0].hidden is None


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("gain = [", "SyntaxError: "),
        ("import no_such_module", "ModuleNotFoundError: No module named 'no_such_module'"),
    ],
)
def test_a_file_that_cannot_be_run_is_no_catch_but_a_mistake_of_its_author(
    source: str, why: str
) -> None:
    tasks = [Task(ITEM, source, "gain.py")]
    with (
        Workers(STAGE, ROOT / "notebooks", 1) as workers,
        pytest.raises(AuthoringError, match=f"^gain.py: cannot be asked about {ITEM}: {why}"),
    ):
        list(workers.ask(tasks))
