"""Whether a stage's tests can be split: what its text says, and what its own solution gets."""

from __future__ import annotations

from autograder.engine.pool import Pool
from autograder.gradebook.calibrate import calibrated
from autograder.gradebook.course import Course
from autograder.gradebook.jailed import limits_of
from autograder.gradebook.released import load_plans
from autograder.jail.cage import JailError
from autograder.notebook.lint import Finding, lint
from autograder.records import CourseError


def text_findings(course: Course, stage: str) -> tuple[Finding, ...]:
    """Return what in the text of a released stage's test cells cannot be split."""
    course.require_release(stage)
    return tuple(finding for plan in load_plans(course, stage).values() for finding in lint(plan))


def lint_stage(course: Course, stage: str) -> tuple[tuple[Finding, ...], str]:
    """Return what cannot be split, and why the course's own solution loses points, or ""."""
    found, plans = text_findings(course, stage), load_plans(course, stage)
    try:
        with Pool(plans, 1) as pool:
            calibrated(course, stage, plans, pool, limits_of(course))
    except JailError:
        raise
    except CourseError as error:
        return found, str(error)
    return found, ""
