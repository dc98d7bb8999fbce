"""The hidden checks of stage 03, preprocessing: one entry per item."""

from __future__ import annotations

from collections.abc import Sequence

from autograder.checks import s03_apply as apply
from autograder.checks import s03_fit as fit
from autograder.checks.scoring import FullChecks
from cs231n_core.checks import Facet
from cs231n_core.stages.s03 import STAGE

__all__ = ["CHECKS", "HIDDEN", "check", "evaluate_item"]

HIDDEN: dict[str, Sequence[Facet]] = {
    "fit_preprocessor": fit.fit_facets(),
    "apply_preprocessor": apply.apply_facets(),
    "pca_whiten_fit": fit.pca_facets(),
    "pca_whiten_apply": apply.whiten_facets(),
    "invert_preprocessor": apply.invert_facets(),
}
"""The hidden facets of each item."""

CHECKS = FullChecks(STAGE, HIDDEN)
check = CHECKS.check
evaluate_item = CHECKS.evaluate_item
