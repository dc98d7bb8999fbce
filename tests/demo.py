"""The whole way of one stage on a sample class, in a course of its own under build/demo.

Run it as ``python -P tests/demo.py [STAGE]``: without -P, the folder tests/autograder hides the
package.
Builds the notebook if its text changed, then runs the verbs an instructor runs: release, collect,
grade, feedback, export, report. Exit code 1 if any score differs from what the sample class must
get.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import click
from rich.console import Console

from autograder.authoring.build import build_all
from autograder.authoring.sample import Verdict, read_class, write_archive
from autograder.gradebook.course import CONFIG_NAME, Course, load_course
from autograder.gradebook.ledger import read_scores
from autograder.records import StudentScores
from autograder.report.table import scores_table

ROOT = Path(__file__).resolve().parents[1]
STAGE = sys.argv[1] if len(sys.argv) > 1 else "02_activations"
DEMO = ROOT / "build" / "demo"
DUE = datetime(2026, 3, 1, 23, 59, 59, tzinfo=UTC)
TOLERANCE = 1e-5
"""Scores are rounded to six digits."""


def main() -> int:
    """Run the demonstration and return the exit code."""
    start = time.perf_counter()
    if build_all([STAGE], ROOT / "notebooks"):
        return 1
    course = _fresh_course()
    verdicts = read_class(STAGE, ROOT / "tests" / "submissions" / STAGE, course.step("source"))
    _autograder("release", STAGE, "--due", DUE.isoformat())
    archive = write_archive(
        STAGE,
        verdicts,
        release=course.folder("release", STAGE) / f"{STAGE}.ipynb",
        notebooks=course.step("source"),
        target=DEMO / "moodle.zip",
        due=DUE,
    )
    _autograder("collect", STAGE, str(archive))
    _autograder("grade", STAGE)
    _autograder("feedback", STAGE)
    _autograder("export", STAGE)
    _autograder("report", STAGE)
    differences = _compare(course, verdicts)
    _say_where(course, archive, time.perf_counter() - start)
    return 1 if differences else 0


def _fresh_course() -> Course:
    """Return an empty course with the real configuration and notebooks, beside the real one."""
    shutil.rmtree(DEMO, ignore_errors=True)
    DEMO.mkdir(parents=True)
    shutil.copy(ROOT / CONFIG_NAME, DEMO)
    shutil.copytree(ROOT / "notebooks", DEMO / "notebooks")
    return load_course(DEMO)


def _autograder(*arguments: str) -> None:
    """Run a verb as an instructor does; stop the demonstration when it fails."""
    click.secho(f"\n$ autograder {' '.join(arguments)}", bold=True)
    command = [str(Path(sys.executable).parent / "autograder"), *arguments]
    finished = subprocess.run(command, cwd=DEMO, check=False)
    if finished.returncode:
        click.echo(f"autograder {arguments[0]} ended with exit code {finished.returncode}")
        sys.exit(1)


def _compare(course: Course, verdicts: tuple[Verdict, ...]) -> int:
    """Print students × items and return how many scores differ from the verdicts."""
    scores = read_scores(course, STAGE)
    wanted = {verdict.student: verdict.scores for verdict in verdicts}
    click.secho("\nstudents × items, got≠expected where they differ", bold=True)
    Console(width=150).print(scores_table(scores, expected=wanted))
    found = {entry.student: entry for entry in scores}
    lines = [line for v in verdicts for line in _differences(v, found.get(v.student))]
    for line in lines:
        click.echo(line)
    count = sum(len(verdict.scores) for verdict in verdicts)
    click.echo(f"{len(verdicts)} students, {count} scores, {len(lines)} differ from their verdict")
    return len(lines)


def _differences(verdict: Verdict, entry: StudentScores | None) -> list[str]:
    got = {item.item: item.points for item in entry.items} if entry else {}
    lines = [
        f"{verdict.student}: {item} got {got.get(item)}, expected {points}"
        for item, points in verdict.scores.items()
        if item not in got or abs(got[item] - points) > TOLERANCE
    ]
    penalty = entry.penalty if entry else 0.0
    if abs(penalty - verdict.penalty) > TOLERANCE:
        lines.append(f"{verdict.student}: penalty {penalty}, expected {verdict.penalty}")
    return lines


def _say_where(course: Course, archive: Path, seconds: float) -> None:
    places = {
        "released notebook": course.folder("release", STAGE),
        "class archive": archive,
        "submissions": course.step("submitted"),
        "graded notebooks": course.step("autograded"),
        "feedback": course.step("feedback"),
        "tables": course.build / "export",
        "report": course.build / "report" / f"{STAGE}.html",
        "gradebook": course.build / "gradebook.db",
    }
    click.echo()
    for name, path in places.items():
        click.echo(f"{name:<18}{path.relative_to(ROOT)}")
    click.echo(f"formgrader        cd {DEMO.relative_to(ROOT)} && jupyter lab")
    click.echo(f"\nfinished in {seconds:.0f} s")


if __name__ == "__main__":
    sys.exit(main())
