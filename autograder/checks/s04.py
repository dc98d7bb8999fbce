"""The hidden checks of stage 04, initialization: one entry per item."""

from __future__ import annotations

from collections.abc import Sequence

from autograder.checks import s04_units as units
from autograder.checks import s04_weights as weights
from autograder.checks.scoring import FullChecks
from cs231n_core.checks import Facet
from cs231n_core.stages.s04 import STAGE

__all__ = ["CHECKS", "HIDDEN", "check", "evaluate_item"]

HIDDEN: dict[str, Sequence[Facet]] = {
    "symmetry_groups": units.groups_facets(),
    "forward_statistics": units.statistics_facets(),
    "activation_gain": weights.gain_facets(),
    "fan_in_and_fan_out": units.fans_facets(),
    "init_weights": weights.weights_facets(),
    "orthogonal_init": weights.orthogonal_facets(),
    "lsuv_init": weights.lsuv_facets(),
}
"""The hidden facets of each item."""

CHECKS = FullChecks(STAGE, HIDDEN)
check = CHECKS.check
evaluate_item = CHECKS.evaluate_item
