"""The hidden checks of stage 02, activations: one entry per item, and those of dead_fraction."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np

from autograder.checks import s02_curves as curves
from autograder.checks import s02_lines as lines
from autograder.checks.s02_shared import Rng
from autograder.checks.scoring import FullChecks
from cs231n_core.answer import in_any_order
from cs231n_core.cases import LAYOUTS
from cs231n_core.checks import Answer, Facet
from cs231n_core.expect import expect
from cs231n_core.stages.s02 import STAGE, ask_share, ask_shares

__all__ = ["CHECKS", "HIDDEN", "check", "evaluate_item"]


def _zero_is_off(answer: Answer, rng: Rng) -> None:
    drawn = []
    for units in (8, 6):
        pre = -rng.random((5, units)) - 0.1
        pre[0, 1:4] = 0.0
        pre[1, 0] = 1.0
        drawn.append(rng.permuted(pre, axis=0))
    ask_shares(answer, rng, *((pre,) for pre in drawn))


def _expect_refused(answer: Answer, pre: np.ndarray) -> None:
    expect(
        answer.raises(ValueError, "dead_fraction", pre),
        "dead_fraction returned a share for an array with NaN: expected a ValueError",
    )


def _nan_raises(answer: Answer, rng: Rng) -> None:
    pre = 0.1 + rng.random((6, 4))
    pre[:, 0] = -1.0
    asks = [partial(ask_share, answer, pre)]
    for unit in (0, 2):
        broken = pre.copy()
        broken[rng.integers(6), unit] = np.nan
        asks.append(partial(_expect_refused, answer, broken))
    in_any_order(answer, rng, asks)


def _per_channel(answer: Answer, rng: Rng) -> None:
    drawn = []
    for channels in (5, 6):
        pre = rng.normal(size=(3, channels, 2, 4))
        pre[:, :2] = -np.abs(pre[:, :2])
        pre[:, 2, 0] = -1.0
        pre[0, 2:, 1, 0] = 0.5
        drawn.append(pre)
    ask_shares(answer, rng, *((pre, (0, 2, 3)) for pre in drawn))


def _other_axes(answer: Answer, rng: Rng) -> None:
    signs = [[-1, -1, -1], [-1, -1, -1], [1, -1, -1], [1, 1, 1], [-1, 1, 1], [-1, -1, 1]]
    pre = (0.1 + rng.random((6, 3))) * signs
    ask_shares(answer, rng, (pre, 1), (pre, -1), (pre.T.reshape(3, 2, 3), (0, -1)))


def _layouts(answer: Answer, rng: Rng) -> None:
    asks = []
    for units in (6, 5):
        pre = rng.normal(size=(4, units))
        pre[:, :2] = -1.0
        pre[1, 2:] = 0.5
        asks += [partial(ask_share, answer, pre, given=laid(pre)) for laid, _ in LAYOUTS]
    in_any_order(answer, rng, asks, times=1)


def _dead() -> tuple[Facet, ...]:
    return (
        Facet("zero", 2, "pre-activations of exactly 0", _zero_is_off),
        Facet("nan", 2, "NaN among the pre-activations", _nan_raises, "np.isnan(pre).any()"),
        Facet("channels", 2, "(N, C, H, W), one unit per channel", _per_channel),
        Facet("axes", 1, "other axes, negative ones too", _other_axes),
        Facet("layouts", 1, "arrays that are read-only, transposed or slices", _layouts),
    )


HIDDEN: dict[str, Sequence[Facet]] = {
    "sigmoid": curves.sigmoid_facets(),
    "tanh": curves.tanh_facets(),
    "relu": lines.relu_facets(),
    "leaky_relu": lines.leaky_facets(),
    "prelu": lines.prelu_facets(),
    "elu": curves.elu_facets(),
    "selu": curves.selu_facets(),
    "gelu": curves.gelu_facets(),
    "maxout": lines.maxout_facets(),
    "dead_fraction": _dead(),
}
"""The hidden facets of each item."""

CHECKS = FullChecks(STAGE, HIDDEN)
check = CHECKS.check
evaluate_item = CHECKS.evaluate_item
