"""Stock nbgrader under the same attacks: the score that it gives, and whether its class goes on.

Hostile code runs here with nbgrader's own means, so each class of two (an attack, then an honest
student) is graded in a sandbox: no network, no files but the libraries and its own course, its own
processes, limits on memory and time. It writes ``docs/stock-attacks.md``.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from hostile import ROOT, Attack, attacks, hand_in, honest

from autograder.authoring.release import release
from autograder.authoring.sample import leave_out_demonstrations
from autograder.gradebook.course import Course, load_course
from autograder.gradebook.ledger import read_scores
from autograder.jail.sandbox import _folders, _outermost, _system, _walls
from autograder.records import CourseError

STAGE = "02_activations"
SECONDS = 300
CELL_SECONDS = 15
FIRST_USER = 50_000
"""Each sandbox has a user of its own: the limit on processes counts all those of a user."""
INSIDE = Path("/course")
EMPTY = Path("/tmp")  # noqa: S108 - the sandbox has one of its own
PAGE = ROOT / "docs" / "stock-attacks.md"
SITTERS = int(os.environ.get("WORKERS", "2"))


@dataclass(frozen=True)
class Found:
    """What stock nbgrader made of one attack."""

    name: str
    wanted: float
    points: float | None
    goes_on: bool

    @property
    def stolen(self) -> bool:
        """Whether it gave more than the work is worth."""
        return self.points is not None and self.points > self.wanted + 1e-5


def main() -> None:
    """Grade every class and write the page."""
    with tempfile.TemporaryDirectory() as folder:
        course = _course(Path(folder) / "course")
        with ThreadPoolExecutor(SITTERS) as pool:
            users = range(FIRST_USER, FIRST_USER + len(attacks(STAGE)))
            found = list(pool.map(partial(_graded, course), attacks(STAGE), users))
    PAGE.write_text(page(found), encoding="utf-8")
    sys.stdout.write(f"{_counts(found)}; written: {PAGE}\n")


def _course(root: Path) -> Course:
    """Return the stage in a course with nbgrader's own settings."""
    root.mkdir()
    config = (ROOT / "nbgrader_config.py").read_text(encoding="utf-8")
    plain = config.split("# --- grading")[0] + f"c.Execute.timeout = {CELL_SECONDS}\n"
    (root / "nbgrader_config.py").write_text(plain, encoding="utf-8")
    shutil.copytree(ROOT / "notebooks" / STAGE, root / "notebooks" / STAGE)
    shutil.copy(ROOT / "notebooks" / f"{STAGE}.py", root / "notebooks")
    release(STAGE, root)
    leave_out_demonstrations(root / "build" / "release" / STAGE / f"{STAGE}.ipynb")
    return load_course(root)


def _graded(course: Course, attack: Attack, user: int) -> Found:
    own = Path(tempfile.mkdtemp(dir=course.root.parent))
    copied = own / "course"
    shutil.copytree(course.root, copied)
    mine = load_course(copied)
    second = replace(honest(STAGE), student="z-honest")
    hand_in(mine, STAGE, iter([replace(attack.verdict, student="a-attack"), second]))
    for path in [own, *own.rglob("*")]:
        os.chown(path, *(user, user) if os.getuid() == 0 else (-1, -1))
    log, limit = own / "log", SECONDS + 10
    with log.open("wb") as said, contextlib.suppress(subprocess.TimeoutExpired):
        subprocess.run(sandboxed(copied, user), stdout=said, stderr=said, timeout=limit)
    wanted = sum(attack.verdict.scores.values())
    found = Found(attack.verdict.student, wanted, *_scores(mine, sum(second.scores.values())))
    shutil.rmtree(own, ignore_errors=True)
    return found


def _scores(course: Course, right: float) -> tuple[float | None, bool]:
    try:
        scores = {entry.student: entry for entry in read_scores(course, STAGE) if entry.items}
    except (CourseError, ValueError):
        return None, False
    first, second = scores.get("a-attack"), scores.get("z-honest")
    return first.raw if first else None, second is not None and second.raw == right


def sandboxed(course: Path, user: int) -> list[str]:
    """Return the command that grades a course by stock nbgrader, away from everything else."""
    seen = _outermost(
        [Path(sys.base_prefix), Path(sys.prefix), ROOT / "cs231n_core", ROOT / "autograder"]
    )
    seen = [path for path in seen if not path.is_relative_to("/usr")]
    command = ["bwrap", *_system(), "--perms", "1777", "--tmpfs", str(EMPTY)]
    command += [*_folders([*seen, INSIDE / "any"]), "--dev", "/dev", "--proc", "/proc"]
    for path in seen:
        command += ["--ro-bind", str(path), str(path)]
    command += ["--bind", str(course), str(INSIDE), "--chdir", str(INSIDE), *_walls()]
    command += ["--clearenv", "--setenv", "HOME", str(EMPTY)]
    for name, value in _environment().items():
        command += ["--setenv", name, value]
    root = os.getuid() == 0
    drop = ["setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups"] if root else []
    limits = [
        "prlimit",
        "--nproc=150",
        f"--as={4 * 2**30}",
        f"--fsize={2**28}",
        "timeout",
        "-k",
        "2",
    ]
    return [*command, "--", *drop, *limits, str(SECONDS), *_nbgrader()]


def _environment() -> dict[str, str]:
    program = str(Path(sys.executable).parent)
    return {
        "PATH": f"{program}:/usr/bin:/bin",
        "PYTHONPATH": str(ROOT),
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "JUPYTER_PLATFORM_DIRS": "1",
    }


def _nbgrader() -> list[str]:
    return [str(Path(sys.executable).parent / "nbgrader"), "autograde", STAGE]


def _counts(found: Sequence[Found]) -> str:
    stolen = sum(one.stolen for one in found)
    lost = sum(one.points is None for one in found)
    stopped = sum(not one.goes_on for one in found)
    return (
        f"{len(found)} attacks: {stolen} got more points than their work is worth, {lost} got no "
        f"score at all, after {stopped} the next student was not graded or not rightly"
    )


def page(found: Sequence[Found]) -> str:
    """Return the page in markdown."""
    lines = [
        "# Stock nbgrader under the same attacks",
        "",
        f"Made by `make attacks-stock`, in a sandbox. {_counts(found)}.",
        f"The stage is `{STAGE}`, without its experiments; a cell may take {CELL_SECONDS} s. "
        "The score here is what `make attacks` demands.",
        "",
        "| attack | score here | stock nbgrader | the next student |",
        "|---|---|---|---|",
    ]
    for one in found:
        points = "none" if one.points is None else f"{one.points:g}"
        points = f"**{points}**" if one.stolen else points
        following = "graded" if one.goes_on else "**not graded, or not rightly**"
        name = one.name.replace("-", " ")
        lines.append(f"| {name} | {one.wanted:g} | {points} | {following} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
