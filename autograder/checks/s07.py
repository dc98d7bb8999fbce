"""The hidden checks of stage 07, babysitting: one entry per item."""

from __future__ import annotations

from collections.abc import Sequence

from autograder.checks import s07_diagnose, s07_models, s07_series
from autograder.checks.scoring import FullChecks
from cs231n_core.checks import Facet
from cs231n_core.stages.s07 import STAGE

__all__ = ["HIDDEN", "check", "evaluate_item"]

HIDDEN: dict[str, Sequence[Facet]] = {
    "check_initial_loss": s07_models.first_facets(),
    "overfit_tiny": s07_models.tiny_facets(),
    "should_abort": s07_series.abort_facets(),
    "smooth_losses": s07_series.smooth_facets(),
    "diagnose_loss_curve": s07_diagnose.curve_facets(),
    "diagnose_gap": s07_diagnose.gap_facets(),
    "update_ratios": s07_series.ratio_facets(),
}
"""The hidden facets of each item."""

CHECKS = FullChecks(STAGE, HIDDEN)
check = CHECKS.check
evaluate_item = CHECKS.evaluate_item
