"""``make long-run``: a large class graded in one go, then again with kills at random moments.

The first run is watched: memory, open files and processes of everything that grades, and the time
per submission, from the first tenth of the class to the last. The second grades the same class in
another course; its coordinator or one of its workers is killed again and again, and it is started
anew. Every score must be the same in both, no submission graded twice, and nothing left behind.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import click
import numpy as np
import psutil

sys.path.insert(0, str(Path(__file__).parent))  # -P leaves it out, for tests/autograder's sake

from bench_class import Scores, hand_in, released, scores_of
from long_run_figure import draw

from autograder.authoring.sample import Verdict
from autograder.gradebook.course import Course, load_course

COMMAND = [str(Path(sys.executable).parent / "autograder"), "grade"]
SECONDS_BETWEEN = 0.5
TOLERANCE = 1e-5
"""Scores are rounded to six digits."""

WORKER = "autograder.engine.worker"


def _mounts() -> set[str]:
    text = Path("/proc/self/mountinfo").read_text(encoding="utf-8")
    return {line.split()[4] for line in text.splitlines()}


MOUNTS = _mounts()


@dataclass
class Sample:
    """One look at a running class: how many are done, and what each kind of process holds."""

    seconds: float
    done: int
    memory: dict[str, int] = field(default_factory=dict)
    files: dict[str, int] = field(default_factory=dict)
    processes: int = 0


@click.command()
@click.option("--students", default=600, show_default=True)
@click.option("--kills", default=10, show_default=True)
@click.option("--workers", default=2, show_default=True)
@click.option("--stage", default="02_activations", show_default=True)
@click.option("--seed", default=231, show_default=True, help="Of the moments of the kills.")
@click.option("--figure", type=click.Path(path_type=Path), help="Where a figure of it goes.")
def main(
    students: int, kills: int, workers: int, stage: str, seed: int, figure: Path | None
) -> None:
    """Grade a large class twice, the second time with kills, and say what it took."""
    with tempfile.TemporaryDirectory(prefix="long-run-") as folder:
        own = Path(folder) / "tmp"
        own.mkdir()
        os.environ["TMPDIR"] = str(own)  # every process of a run is known by it
        whole = released(Path(folder) / "whole", stage)
        wanted = hand_in(whole, stage, students)
        killed = load_course(shutil.copytree(whole.root, Path(folder) / "killed"))
        samples = watched(whole, stage, workers)
        say_samples(samples, students)
        if figure is not None:
            draw(samples, figure)
        rng = np.random.default_rng(seed)
        twice = run_with_kills(killed, stage, workers, kills, rng)
        found, again = scores_of(whole, stage), scores_of(killed, stage)
        wrong = differing(found, wanted)
        left = left_behind(own)
    click.echo(f"{len(found)} scores: {wrong} differ from the verdicts, "
               f"{'the same' if found == again else 'OTHERS'} after {kills} kills, "
               f"{twice} submissions graded twice")  # fmt: skip
    for kind, names in left.items():
        click.echo(f"{kind} left behind: {', '.join(names) or 'none'}")
    if wrong or twice or found != again or any(left.values()):
        sys.exit(1)


def start(course: Course, stage: str, workers: int) -> subprocess.Popen[bytes]:
    """Start the grading of a class."""
    return subprocess.Popen(
        [*COMMAND, stage, "--workers", str(workers)],
        cwd=course.root,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def records(course: Course, stage: str) -> dict[str, int]:
    """Return the students that are done, with the time at which that was written down."""
    folder = course.build / "grades" / stage
    return {path.stem: path.stat().st_mtime_ns for path in folder.glob("*.json")}


def watched(course: Course, stage: str, workers: int) -> list[Sample]:
    """Grade a class to its end and return what it held on the way."""
    started, run = time.perf_counter(), start(course, stage, workers)
    samples = [
        sample(run.pid, time.perf_counter() - started, len(records(course, stage)))
        for _ in looks(run)
    ]
    if run.returncode:
        raise click.ClickException(f"autograder grade ended with exit code {run.returncode}")
    done = len(records(course, stage))
    return [*samples, Sample(time.perf_counter() - started, done)]


def looks(run: subprocess.Popen[bytes]) -> Iterator[None]:
    """Go round a few times a second until a run has ended."""
    while run.poll() is None:
        yield
        try:
            run.wait(SECONDS_BETWEEN)
        except subprocess.TimeoutExpired:
            continue


def sample(pid: int, seconds: float, done: int) -> Sample:
    """Look at a coordinator and everything below it."""
    found = Sample(seconds, done)
    for process, kind in family(pid):
        try:
            memory = process.memory_info().rss
            files = process.num_fds()
        except (psutil.NoSuchProcess, psutil.AccessDenied):
            continue
        found.processes += 1
        found.memory[kind] = max(found.memory.get(kind, 0), memory)
        found.files[kind] = max(found.files.get(kind, 0), files)
    return found


def family(pid: int) -> list[tuple[psutil.Process, str]]:
    """Return a coordinator and its long-lived processes with what each is.

    A judge is a fork of its worker, a student's process one of the warm parent: both end with
    their submission.
    """
    try:
        coordinator = psutil.Process(pid)
        workers = [p for p in coordinator.children() if WORKER in p.cmdline()]
        below = [p for worker in workers for p in worker.children(recursive=True)]
        warm = [p for p in below if p.parent().name() == "bwrap" and p.name() != "bwrap"]
    except (psutil.NoSuchProcess, AttributeError):  # one of them ended meanwhile
        return []
    kinds = {"coordinator": [coordinator], "worker": workers, "warm parent": warm}
    return [(process, kind) for kind, processes in kinds.items() for process in processes]


def say_samples(samples: list[Sample], students: int) -> None:
    """Print memory and files at the first and the last tenth, and the time of each tenth."""
    busy = [entry for entry in samples if entry.memory and 0 < entry.done < students]
    early = [entry for entry in busy if entry.done <= max(1, students // 10)]
    late = [entry for entry in busy if entry.done >= students - max(1, students // 10)]
    click.echo(f"{students} submissions in {samples[-1].seconds:.1f} s, "
               f"at most {max(entry.processes for entry in busy)} lasting processes")  # fmt: skip
    for kind in busy[0].memory:
        memory = [max(e.memory.get(kind, 0) for e in part) / 2**20 for part in (early, late)]
        files = [max(e.files.get(kind, 0) for e in part) for part in (early, late)]
        click.echo(f"{kind:<12} {memory[0]:6.1f} MB in the first tenth, {memory[1]:6.1f} in the "
                   f"last; open files {files[0]}, {files[1]}")  # fmt: skip
    marks = np.linspace(0, students, 11)
    times = np.interp(marks, [e.done for e in samples], [e.seconds for e in samples])
    each = ", ".join(f"{1e3 * step:.0f}" for step in np.diff(times) / (students / 10))
    click.echo(f"milliseconds per submission, tenth by tenth, start-up in the first: {each}")


def run_with_kills(
    course: Course, stage: str, workers: int, kills: int, rng: np.random.Generator
) -> int:
    """Grade a class to its end in spite of kills; return how many were graded twice."""
    total = len(list(course.step("submitted").glob(f"*/{stage}")))
    moments = np.sort(rng.choice(np.arange(1, total), kills, replace=False))
    known: dict[str, int] = {}
    twice: set[str] = set()
    run = start(course, stage, workers)
    for moment in moments:
        for _ in looks(run):
            if len(records(course, stage)) >= moment:
                break
        found = family(run.pid)
        lasting = [process for process, kind in found if kind == "worker"]
        whole = not lasting or rng.random() < 0.7
        victim = psutil.Process(run.pid) if whole else lasting[rng.integers(len(lasting))]
        victim.kill()
        if whole:
            run.wait()
            psutil.wait_procs([process for process, _ in found[1:]])
            now = records(course, stage)
            twice |= {name for name, moment in known.items() if now.get(name) != moment}
            known = now
            run = start(course, stage, workers)
        what = "the coordinator" if whole else "a worker"
        click.echo(f"killed {what} after {len(records(course, stage))} of {total}")
    run.wait()
    now = records(course, stage)
    return len(twice | {name for name, moment in known.items() if now.get(name) != moment})


def differing(found: Scores, wanted: Mapping[str, Verdict]) -> int:
    """Return how many scores are not those of the verdicts."""
    points = {
        (student, f"test-{item}".replace("_", "-")): value
        for student, verdict in wanted.items()
        for item, value in verdict.scores.items()
    }
    return sum(abs((found.get(key) or 0.0) - value) > TOLERANCE for key, value in points.items())


def left_behind(folder: Path) -> dict[str, list[str]]:
    """Return what the runs of this tool left on the machine."""
    return {
        "processes": [str(p.pid) for p in psutil.process_iter() if str(folder) in _environment(p)],
        "mounts": sorted(_mounts() - MOUNTS),
        "files": sorted(path.name for path in folder.iterdir()),
    }


def _environment(process: psutil.Process) -> str:
    try:
        return process.environ().get("TMPDIR", "") if process.pid != os.getpid() else ""
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return ""


if __name__ == "__main__":
    main()
