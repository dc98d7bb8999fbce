"""Every target holds for the inputs that were kept, and for some thousand near them."""

from __future__ import annotations

import contextlib
import random
from pathlib import Path
from types import CodeType

import pytest
from fuzz_guard import Broken, Guard, in_time, peak
from fuzz_mutate import mutated
from fuzz_targets import CORPUS, NAMES, Target

MOST_OF_ALL = 300_000
"""Bytes of the whole corpus in the repository."""

INPUTS = {"frames": 2000, "values": 2000, "link": 700, "read": 300, "heal": 500, "names": 1500,
          "archive": 400, "html": 1000, "pickle": 1000, "checkpoint": 500}  # fmt: skip
"""How many inputs are tried beside the kept ones: a second or two of each target."""


@pytest.fixture(params=NAMES)
def target(request: pytest.FixtureRequest) -> Target:
    return Target(request.param)


def test_the_kept_inputs_and_inputs_near_them_do_no_harm(target: Target) -> None:
    pool = target.corpus()
    rng = random.Random(target.name)  # noqa: S311 - nothing secret
    chosen = (rng.choice(pool) for _ in range(INPUTS[target.name]))
    near = (target.near(data, rng.getrandbits(32)) for data in chosen)
    with Guard(target.folder) as guard:
        for data in (*pool, *near):
            with in_time():
                _run(target, data, guard)


def _run(target: Target, data: bytes, guard: Guard) -> None:
    try:
        assert target.run(data, guard)
    except BaseException as error:
        error.add_note(f"the input for {target.name}: {data.decode()}")
        raise


def test_the_corpus_stays_small() -> None:
    assert sum(path.stat().st_size for path in CORPUS.glob("*.jsonl")) < MOST_OF_ALL
    assert {path.stem for path in CORPUS.iterdir()} <= set(NAMES)


def test_the_same_seed_makes_the_same_input() -> None:
    tokens = ["x", [1], {"a": None}]
    made = [mutated(b'{"a":[1,"bc",null]}', 99, random.Random(k), tokens) for k in range(50)]  # noqa: S311
    again = [mutated(b'{"a":[1,"bc",null]}', 99, random.Random(k), tokens) for k in range(50)]  # noqa: S311
    assert made == again
    assert len(set(made)) > 25
    assert max(map(len, made)) <= 99


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        ("print('x')", "printed or warned: ..x"),
        ("import warnings; warnings.warn('old', DeprecationWarning)", "printed or warned: .*old"),
        ("open('/dev/null', 'w').close()", "open /dev/null"),
        ("import os; os.system('true')", "os.system"),
        ("import subprocess; subprocess.run('true')", "subprocess.Popen"),
        ("import os; os.rename('/nowhere/a', '/nowhere/b')", "os.rename /nowhere/a"),
        ("while True: pass", "took longer"),
    ],
)
def test_harm_is_noticed(harm: str, said: str) -> None:
    code = compile(harm, __file__, "exec")
    with pytest.raises(Broken, match=said), in_time(1), Guard() as guard:
        guard.run(_harmful, code, 1)


def _harmful(code: CodeType) -> None:
    with contextlib.suppress(OSError):
        exec(code, {})  # noqa: S102 - that is what is noticed


def test_memory_is_noticed() -> None:
    with pytest.raises(Broken, match=r"an input of 1 bytes took [0-9]+ MiB"), Guard() as guard:
        # Only what exceeds the highest that this process ever had is seen.
        guard.run(lambda _: b"x" * (peak() + 2**27), None, 1)


def test_code_of_an_unknown_place_is_noticed() -> None:
    with pytest.raises(Broken, match="ran code of <string>"), Guard() as guard:
        guard.run(_harmful, compile("1 + 1", "<string>", "exec"), 1)


def test_files_in_the_own_folder_are_no_harm(tmp_path: Path) -> None:
    with Guard(str(tmp_path)) as guard:
        guard.run(_writing, f"{tmp_path}/x", 1)
    with pytest.raises(Broken, match="open"), Guard(f"{tmp_path}/deeper") as guard:
        guard.run(_writing, f"{tmp_path}/x", 1)


def _writing(path: str) -> None:
    Path(path).write_text("")
