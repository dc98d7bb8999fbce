"""What a late submission costs: a share of its score per started day, with grace and a cap."""

from __future__ import annotations

import math
from typing import Any

from nbgrader.api import Gradebook
from nbgrader.plugins import LateSubmissionPlugin
from traitlets import Enum, Float

SECONDS_PER_DAY = 24 * 60 * 60


def daily_penalty(
    score: float, seconds_late: float, *, per_day: float, grace_minutes: float, cap: float
) -> float:
    """Return the points that a late submission loses.

    Parameters
    ----------
    score : float
        The points earned, extra credit included.
    seconds_late : float
        How long after the due date it was submitted.
    per_day : float
        The share of the score lost for every started day, between 0 and 1.
    grace_minutes : float
        Minutes after the due date that cost nothing; they are not given back afterwards.
    cap : float
        The largest share of the score that can be lost.

    Examples
    --------
    >>> daily_penalty(20.0, 600, per_day=0.1, grace_minutes=15, cap=0.5)
    0.0
    >>> daily_penalty(20.0, 25 * 3600, per_day=0.1, grace_minutes=15, cap=0.5)
    4.0
    >>> daily_penalty(20.0, 30 * 24 * 3600, per_day=0.1, grace_minutes=15, cap=0.5)
    10.0
    """
    if seconds_late <= 60 * grace_minutes or score <= 0:
        return 0.0
    days = math.ceil(seconds_late / SECONDS_PER_DAY)
    return round(score * min(per_day * days, cap, 1.0), 6)


class DailyPenalty(LateSubmissionPlugin):  # type: ignore[misc]
    """The late policy of this course, named in ``nbgrader_config.py``."""

    penalty_method = Enum(
        ("none", "zero", "daily"), default_value="daily", help="none, zero, or a share per day"
    ).tag(config=True)
    per_day = Float(0.1, min=0, max=1, help="share of the score lost per started day").tag(
        config=True
    )
    grace_minutes = Float(15, min=0, help="minutes after the due date that are free").tag(
        config=True
    )
    cap = Float(0.5, min=0, max=1, help="largest share of the score that can be lost").tag(
        config=True
    )

    def late_submission_penalty(
        self, student_id: str, score: float, total_seconds_late: float
    ) -> float | None:
        """Return the points lost (nbgrader's interface); None for none."""
        if self.penalty_method != "daily":
            penalty = super().late_submission_penalty(student_id, score, total_seconds_late)
            return None if penalty is None else float(penalty)
        return (
            daily_penalty(
                score,
                total_seconds_late,
                per_day=self.per_day,
                grace_minutes=self.grace_minutes,
                cap=self.cap,
            )
            or None
        )


def refresh_penalties(gradebook: Gradebook, stage: str, plugin: Any) -> None:
    """Compute every penalty of a stage anew.

    Nbgrader computes a penalty while it grades, from the score of that moment. A due date that
    moved or points given by hand since then would not count without this.
    """
    for submission in gradebook.assignment_submissions(stage):
        late = submission.total_seconds_late
        for notebook in submission.notebooks:
            penalty = None
            if late > 0:
                wanted = plugin.late_submission_penalty(submission.student_id, notebook.score, late)
                penalty = None if wanted is None else min(max(0.0, wanted), notebook.score)
            notebook.late_submission_penalty = penalty
    gradebook.db.commit()
