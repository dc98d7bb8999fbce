"""The course's own solution, graded first: how its test cells end, and that they can be split.

A test cell of any course may end in points or in nothing. Which of them it is cannot be seen from
a student's run, where silence may be forged; it is seen from the run of the reference.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from autograder.engine.pool import Pool
from autograder.grade import Task
from autograder.gradebook.course import Course
from autograder.gradebook.files import read_json, write_atomically
from autograder.gradebook.released import master_texts, plans_key
from autograder.jail.limits import Limits
from autograder.notebook.plan import Plan
from autograder.records import CourseError, Graded


def calibrated(
    course: Course, stage: str, plans: Mapping[str, Plan], pool: Pool, limits: Limits
) -> dict[str, Plan]:
    """Return the plans with the endings of their test cells, graded by the pool if not known yet.

    Raises
    ------
    CourseError
        When the course's own solution does not get all points.
    """
    kept = course.build / "results" / stage / f"reference-{plans_key(plans)[:16]}.json"
    endings = read_json(kept)
    if endings is None:
        tasks = [
            Task("the course's own solution", name, text, limits)
            for name, text in master_texts(course, stage, plans).items()
        ]
        endings = {graded.name: _endings(stage, graded) for graded in pool.grade(tasks)}
        write_atomically(kept, endings)
    ready = {name: dataclasses.replace(plan, endings=endings[name]) for name, plan in plans.items()}
    pool.replan(ready)
    return ready


def _endings(stage: str, graded: Graded) -> dict[str, Any]:
    missing = [item for item in graded.items if item.points < item.max_points]
    if graded.refused or missing:
        reason = graded.refused or _why(missing[0])
        raise CourseError(
            f"{stage}: the course's own solution does not get all points ({reason}); "
            f"find out with: autograder lint {stage}"
        )
    return {item.name: item.ending for item in graded.items}


def _why(item: Any) -> str:
    said = item.flag or item.error or "the test cell gives less than its points"
    return f"{item.name}: {item.points:g} of {item.max_points:g}: {said}"[:300]
