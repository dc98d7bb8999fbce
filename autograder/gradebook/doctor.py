"""Whether this machine and this course are ready, with the next step for whatever is not."""

from __future__ import annotations

import importlib
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from importlib import metadata
from pathlib import Path

from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel

from autograder.gradebook.course import Course, load_course
from autograder.jail.probe import walls
from autograder.records import Check, CheckState, CourseError

PACKAGES = ("cs231n-core", "cs231n-autograder", "nbgrader", "nbclient", "numpy", "SQLAlchemy")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "firefox")
FREE_BYTES = 2**30
"""A class of 300 takes about 300 MB: each notebook lies in four folders."""


def examine(start: Path) -> tuple[Check, ...]:
    """Return every check in the order in which problems should be solved. Never raises."""
    checks = [_python(), *map(_package, PACKAGES), _kernel(), _backend(), _data(), *_jail()]
    checks += [_browser(), _disk(start)]
    try:
        course = load_course(start)
    except CourseError as error:
        return (*checks, Check("course", "missing", str(error), "go into the course's folder"))
    return (*checks, *_course_checks(course))


def _python() -> Check:
    version = sys.version.split()[0]
    good = sys.version_info >= (3, 11)
    step = "" if good else "use Python 3.11 or newer"
    return Check("Python", "ok" if good else "missing", f"{version} at {sys.executable}", step)


def _package(name: str) -> Check:
    try:
        return Check(name, "ok", metadata.version(name))
    except metadata.PackageNotFoundError:
        return Check(name, "missing", "not installed", "run: make env")


def _kernel() -> Check:
    try:
        spec = KernelSpecManager().get_kernel_spec("python3")
    except NoSuchKernel:
        return Check("Jupyter kernel", "missing", "no kernel python3", "run: make env")
    return Check("Jupyter kernel", "ok", str(spec.argv[0]))


def _backend() -> Check:
    try:
        kernels = importlib.import_module("cs231n_core.kernels")
        backend = kernels.active()
    except (ImportError, ValueError) as error:
        return Check("compiled kernels", "missing", str(error), "run: make env")
    if backend.name == "cython":
        return Check("compiled kernels", "ok", backend.reason)
    step = "install a C compiler and run: make env; or leave it, NumPy serves"
    return Check("compiled kernels", "optional", f"NumPy: {backend.reason}", step)


def _data() -> Check:
    try:
        found = importlib.import_module("cs231n_core.data_utils").find_CIFAR10()
    except ImportError as error:
        return Check("CIFAR-10", "missing", str(error), "run: make env")
    if found is None:
        step = "run: cs231n-data fetch (170 MB); or leave it, the embedded images serve"
        return Check("CIFAR-10", "optional", "not found", step)
    return Check("CIFAR-10", "ok", str(found))


def _jail() -> Iterator[Check]:
    for wall in walls():
        state: CheckState = "ok" if wall.stands else "missing" if wall.needed else "optional"
        yield Check(f"jail: {wall.name}", state, wall.found, wall.next_step)


def _browser() -> Check:
    path = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if path:
        return Check("browser", "ok", path)
    return Check("browser", "optional", "none on the PATH", "only the browser tests need one")


def _disk(start: Path) -> Check:
    free = shutil.disk_usage(start).free
    good = free > FREE_BYTES
    step = "" if good else "make room: grading writes about 1 MB per submission"
    return Check("free disk", "ok" if good else "missing", f"{free / 2**30:.1f} GB", step)


def _course_checks(course: Course) -> Iterator[Check]:
    yield Check("course", "ok", f"{course.directory.course_id} at {course.root}")
    stages = course.stages()
    step = "" if stages else "run: make notebooks"
    yield Check("stages", "ok" if stages else "missing", ", ".join(stages) or "none built", step)
    yield _guarded("gradebook", lambda: _gradebook(course))


def _guarded(name: str, check: Callable[[], Check]) -> Check:
    try:
        return check()
    except CourseError as error:
        return Check(name, "missing", str(error), "close other programs that use it")


def _gradebook(course: Course) -> Check:
    course.require_writable()
    with course.gradebook() as gradebook:
        released = sorted(entry.name for entry in gradebook.assignments)
        students = len(gradebook.students)
    text = f"{students} students; released: {', '.join(released) or 'nothing yet'}"
    step = "" if released else "run: autograder release STAGE"
    return Check("gradebook", "ok", f"{text} (SQLite {sqlite3.sqlite_version})", step)
