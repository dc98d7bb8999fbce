"""Running a search: order, failures, processes, journals, interruption."""

from __future__ import annotations

import json
import math
import multiprocessing
import operator
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from cs231n_core.search import grid_search, random_search

SPACE: dict[str, tuple[Any, ...]] = {"x": ("linear", 0.0, 10.0), "rule": ("choice", ["a", "b"])}
both = pytest.mark.parametrize("workers", [1, 2])


def rng(seed: int = 0) -> np.random.Generator:
    return np.random.default_rng(seed)


def near_three(config: Any) -> float:
    return -abs(float(config["x"]) - 3)


@both
def test_the_best_comes_first_and_every_setting_is_tried(workers: int) -> None:
    trials = random_search(near_three, SPACE, 12, rng(), workers=workers, verbose=False)
    assert sorted(t.number for t in trials) == list(range(12))
    values = [t.val_acc for t in trials]
    assert values == sorted(values, reverse=True)
    assert len({t.config["x"] for t in trials}) == 12
    assert all(t.val_acc == near_three(t.config) and t.seconds >= 0 for t in trials)


def test_the_number_of_workers_changes_nothing() -> None:
    runs = [
        random_search(near_three, SPACE, 9, rng(4), workers=w, verbose=False) for w in (1, 2, 3)
    ]
    plain = [[(t.number, t.config, t.val_acc) for t in run] for run in runs]
    assert plain[0] == plain[1] == plain[2]


def test_workers_are_other_processes_and_may_run_a_closure() -> None:
    offset = 7

    def where(config: Any) -> dict[str, Any]:
        return {"val_acc": config["x"] + offset, "pid": os.getpid()}

    trials = random_search(where, SPACE, 6, rng(), workers=2, verbose=False)
    assert os.getpid() not in {t.info["pid"] for t in trials}
    assert all(t.val_acc == t.config["x"] + 7 for t in trials)


@both
def test_failures_are_recorded_come_last_and_nan_never_wins(workers: int) -> None:
    def moody(config: Any) -> float:
        if config["x"] > 8:
            raise FloatingPointError("too large")
        return math.nan if config["x"] < 2 else config["x"]

    trials = random_search(moody, SPACE, 30, rng(), workers=workers, verbose=False)
    good = [t for t in trials if math.isfinite(t.val_acc)]
    failed = [t for t in trials if t.error]
    assert trials[: len(good)] == good
    assert 0 < len(good) < len(trials)
    assert {t.error for t in failed} == {"FloatingPointError: too large"}
    assert all(t.config["x"] > 8 for t in failed)


def test_a_result_without_an_accuracy_is_a_failure() -> None:
    trial = random_search(lambda _: {"acc": 1}, SPACE, 1, rng(), verbose=False)[0]
    assert trial.error == "KeyError: 'val_acc'"


def test_a_train_function_cannot_change_the_record_of_its_setting() -> None:
    def greedy(config: Any) -> float:
        return float(config.pop("x"))

    trials = random_search(greedy, SPACE, 3, rng(), verbose=False)
    assert all(t.config["x"] == t.val_acc for t in trials)


def test_a_grid_is_searched_completely() -> None:
    trials = grid_search(near_three, SPACE, 11, verbose=False)
    assert len(trials) == 22
    assert [t.config for t in trials[:2]] == [{"x": 3.0, "rule": "a"}, {"x": 3.0, "rule": "b"}]


def test_progress_goes_to_stdout_and_only_when_asked(capsys: pytest.CaptureFixture[str]) -> None:
    random_search(near_three, SPACE, 2, rng(), verbose=False)
    assert capsys.readouterr() == ("", "")
    random_search(near_three, SPACE, 2, rng())
    shown = capsys.readouterr()
    assert "0/2" in shown.out
    assert shown.err == ""


# --- journals ------------------------------------------------------------------------------------


@both
def test_a_search_goes_on_after_the_trials_in_its_journal(tmp_path: Path, workers: int) -> None:
    journal, calls = tmp_path / "search.jsonl", tmp_path / "calls"

    def counted(config: Any) -> float:
        with calls.open("a") as file:
            file.write(".")
        return near_three(config)

    first = random_search(counted, SPACE, 5, rng(), workers=workers, journal=journal, verbose=False)
    longer = random_search(
        counted, SPACE, 8, rng(), workers=workers, journal=journal, verbose=False
    )
    assert len(calls.read_text()) == 8
    assert {t.number: t for t in longer}.items() >= {t.number: t for t in first}.items()
    fresh = random_search(near_three, SPACE, 8, rng(), verbose=False)
    assert [t.config for t in longer] == [t.config for t in fresh]


def test_a_line_that_was_cut_off_is_tried_again(tmp_path: Path) -> None:
    journal = tmp_path / "search.jsonl"
    random_search(near_three, SPACE, 4, rng(), journal=journal, verbose=False)
    whole = journal.read_bytes()
    journal.write_bytes(whole[:-20])
    again = random_search(near_three, SPACE, 4, rng(), journal=journal, verbose=False)
    assert len(again) == 4
    lines = journal.read_text().splitlines()
    assert [json.loads(line)["number"] for line in lines] == [0, 1, 2, 3]


def test_numpy_results_and_failures_survive_a_journal(tmp_path: Path) -> None:
    def rich(config: Any) -> dict[str, Any]:
        return {"val_acc": np.float32(0.5), "losses": np.arange(3), "reg": np.float64(0.1)}

    journal = tmp_path / "search.jsonl"
    random_search(rich, SPACE, 1, rng(), journal=journal, verbose=False)
    random_search(lambda c: math.nan, SPACE, 2, rng(), journal=journal, verbose=False)
    good, failed = random_search(rich, SPACE, 2, rng(), journal=journal, verbose=False)
    assert good.info == {"losses": [0, 1, 2], "reg": 0.1}
    assert math.isnan(failed.val_acc)


def test_the_journal_of_another_search_is_refused_and_kept(tmp_path: Path) -> None:
    journal = tmp_path / "search.jsonl"
    random_search(near_three, SPACE, 2, rng(), journal=journal, verbose=False)
    before = journal.read_bytes()
    with pytest.raises(ValueError, match=r"trial 0 of .* has {'x': .*; it is the journal of an"):
        random_search(near_three, SPACE, 2, rng(9), journal=journal, verbose=False)
    journal.write_bytes(b"[1]\n" + before)
    with pytest.raises(ValueError, match=r"line 1 of .*search.jsonl is b'\[1\]', expected a trial"):
        random_search(near_three, SPACE, 2, rng(), journal=journal, verbose=False)
    assert journal.read_bytes() == b"[1]\n" + before


def test_numbers_that_make_no_sense_are_refused() -> None:
    with pytest.raises(ValueError, match="n_trials is -1, expected 0 or more"):
        random_search(near_three, SPACE, -1, rng())
    with pytest.raises(ValueError, match="grid_search: workers is 0, expected at least 1"):
        grid_search(near_three, SPACE, 1, workers=0)
    assert random_search(near_three, SPACE, 0, rng(), workers=2, verbose=False) == []


# --- processes -----------------------------------------------------------------------------------


def test_a_worker_that_dies_ends_the_search_with_a_reason() -> None:
    with pytest.raises(RuntimeError, match=r"random_search: a worker process is dead, expected"):
        random_search(lambda _: os._exit(9), SPACE, 4, rng(), workers=2, verbose=False)
    assert multiprocessing.active_children() == []


@pytest.mark.slow
def test_where_nothing_is_forked_an_importable_function_is_enough(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    spawn = multiprocessing.get_context("spawn")
    monkeypatch.setattr(multiprocessing, "get_context", lambda method: spawn)
    get: Any = operator.itemgetter("x")
    trials = random_search(get, SPACE, 3, rng(), workers=2, verbose=False)
    assert all(t.val_acc == t.config["x"] for t in trials)


SCRIPT = """
import os, signal, sys
import numpy as np
from cs231n_core.search import random_search

def train(config):
    if os.path.exists(sys.argv[1]) and os.path.getsize(sys.argv[1]):
        os.write(1, b"training\\n")  # in one piece: another process may say it at the same time
        signal.pause()
    return config["x"]

random_search(train, {"x": ("linear", 0.0, 1.0)}, 50, np.random.default_rng(0),
              workers=int(sys.argv[2]), journal=sys.argv[1], verbose=False)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
@both
@pytest.mark.parametrize("whole_group", [True, False])
def test_an_interruption_ends_all_processes_and_keeps_the_journal(
    tmp_path: Path, workers: int, whole_group: bool
) -> None:
    journal = tmp_path / "search.jsonl"
    with subprocess.Popen(
        [sys.executable, "-c", SCRIPT, str(journal), str(workers)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
    ) as run:  # fmt: skip
        assert run.stdout is not None
        try:
            assert run.stdout.readline() == "training\n"
            (os.killpg if whole_group else os.kill)(run.pid, signal.SIGINT)
            _, errors = run.communicate(timeout=60)
        except BaseException:  # a failure must not wait for the end of what it failed to end
            os.killpg(run.pid, signal.SIGKILL)
            raise
    assert "KeyboardInterrupt" in errors
    assert run.returncode != 0
    with pytest.raises(ProcessLookupError):  # no worker is left in the group
        os.killpg(run.pid, 0)
    records = [json.loads(line) for line in journal.read_text().splitlines()]
    assert records
    assert all(record["error"] == "" for record in records)
