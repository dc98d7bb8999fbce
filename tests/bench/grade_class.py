"""``make bench-grade``: one class, graded by this package and by stock nbgrader in turn.

Every round grades the same slice of the class four times, each in a fresh process with its
start-up: by one stock process, by one worker, by two stock processes side by side, by two workers.
The stock processes use the course's own configuration, which spares them the demonstrations that a
student left alone. Scores are compared cell by cell.
"""

from __future__ import annotations

import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import click

sys.path.insert(0, str(Path(__file__).parent))  # -P leaves it out, for tests/autograder's sake

from bench_class import Scores, hand_in, released, scores_of
from jail_latency import call_latencies, first_results

from autograder.gradebook.course import Course, load_course
from autograder.gradebook.results import read_results
from autograder.jail.cage import Cage

BIN = Path(sys.executable).parent
WAYS = ("stock, 1 process", "here, 1 worker", "stock, 2 processes", "here, 2 workers")


@dataclass
class Tally:
    """What one way of grading took over all rounds, and the scores that it gave."""

    seconds: float = 0.0
    cpu: float = 0.0
    scores: Scores = field(default_factory=dict)
    inside: float = 0.0


@click.command()
@click.option("--students", default=60, show_default=True, help="All rounds together.")
@click.option("--rounds", default=3, show_default=True)
@click.option("--stage", default="02_activations", show_default=True)
@click.option("--latency-only", is_flag=True, help="Only how soon the jail answers.")
@click.option("--scores-only", is_flag=True, help="Only with two processes, for the scores.")
def main(students: int, rounds: int, stage: str, latency_only: bool, scores_only: bool) -> None:
    """Grade a class by stock nbgrader and in the jail, in turn, and print the ratios."""
    if not scores_only:
        _say_latency(stage)
    if latency_only:
        return
    tallies = {way: Tally() for way in (WAYS[2:] if scores_only else WAYS)}
    with tempfile.TemporaryDirectory(prefix="bench-grade-") as folder:
        master = released(Path(folder) / "master", stage)
        names = list(hand_in(master, stage, students))
        for number in range(rounds):
            part = names[number::rounds]
            for way in tallies:
                _grade(way, tallies[way], master, stage, part, Path(folder) / f"round-{number}")
                done = tallies[way]
                click.echo(f"round {number + 1}: {way:<20} {done.seconds:7.1f} s so far")
    _say(tallies, students)


def _grade(
    way: str, tally: Tally, master: Course, stage: str, part: Sequence[str], folder: Path
) -> None:
    """Grade a slice of the class one way, in courses of its own."""
    stock, count = way.startswith("stock"), 2 if "2" in way else 1
    slices = [part[i::count] for i in range(count)] if stock else [part]
    courses = [
        _copy(master, stage, names, folder / f"{way}-{place}".replace(", ", "-").replace(" ", "-"))
        for place, names in enumerate(slices)
    ]
    command = [str(BIN / "nbgrader"), "autograde", stage]
    if not stock:
        command = [str(BIN / "autograder"), "grade", stage, "--workers", str(count)]
    started, used_before = time.perf_counter(), _cpu()
    running = [
        subprocess.Popen(
            command, cwd=course.root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        for course in courses
    ]
    for process in running:
        process.wait()
    tally.seconds += time.perf_counter() - started
    tally.cpu += _cpu() - used_before
    for course in courses:
        tally.scores |= scores_of(course, stage)
        if not stock:
            used = (one.usage.seconds for r in read_results(course, stage) for one in r.graded)
            tally.inside += sum(used) / count


def _cpu() -> float:
    """Return the processor time of all processes that were started and ended so far."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _copy(master: Course, stage: str, names: Sequence[str], root: Path) -> Course:
    def unwanted(folder: str, found: list[str]) -> set[str]:
        inside = Path(folder) == master.step("submitted")
        return {name for name in found if inside and name not in names}

    shutil.copytree(master.root, root, ignore=unwanted)
    return load_course(root)


def _say_latency(stage: str) -> None:
    with Cage(["cs231n_core.layers", f"cs231n_core.stages.s{stage[:2]}"]) as cage:
        times = sorted(first_results(cage))
        middle = times[len(times) // 2]
        click.echo(f"first result in the jail: median {middle:.1f} ms, all {times[0]:.1f} to "
                   f"{times[-1]:.1f} ms")  # fmt: skip
        for what, micros in call_latencies(cage).items():
            click.echo(f"one call, {what}: {micros:.0f} µs")


def _say(tallies: dict[str, Tally], students: int) -> None:
    click.echo()
    for way, tally in tallies.items():
        rate = 60 * students / tally.seconds
        where = f", {tally.inside:.1f} s of it on submissions" if tally.inside else ""
        click.echo(
            f"{way:<20} {tally.seconds:7.1f} s  {rate:6.1f} submissions/minute  "
            f"{tally.cpu:7.1f} s of CPU{where}"
        )
    pairs = [(WAYS[0], WAYS[1]), (WAYS[2], WAYS[3]), (WAYS[0], WAYS[3])]
    for stock, here in [pair for pair in pairs if tallies.keys() >= set(pair)]:
        ratio = tallies[stock].seconds / tallies[here].seconds
        work = tallies[stock].cpu / tallies[here].cpu
        click.echo(f"{here} against {stock}: {ratio:.1f} times as many, {work:.1f} by CPU time")
    here_scores = [tally.scores for way, tally in tallies.items() if way.startswith("here")]
    first, same = here_scores[0], here_scores[0] == here_scores[-1]
    if len(here_scores) > 1:
        click.echo(f"one worker and two: {'equal' if same else 'DIFFERENT'} in {len(first)} cells")
    stock_scores = next(iter(tallies.values())).scores
    differing = sorted(key for key in first if first[key] != stock_scores.get(key))
    click.echo(f"here and stock: {len(first) - len(differing)} of {len(first)} cells equal")
    for student, cell in differing:
        pair = stock_scores.get((student, cell)), first[student, cell]
        click.echo(f"  {student} {cell}: stock {pair[0]}, here {pair[1]}")
    if not same:
        sys.exit(1)


if __name__ == "__main__":
    main()
