"""The visible checks of init_weights and activation_gain, and the wrong rules that people write."""

from __future__ import annotations

import math
from functools import partial
from typing import Any

import numpy as np

from cs231n_core.answer import Answer, in_any_order, kind_of
from cs231n_core.checks import Facet, Item
from cs231n_core.expect import expect
from cs231n_core.initializers import activation_gain, fan_in_and_fan_out
from cs231n_core.stages import s04_random as chance

Rng = np.random.Generator
Shape = tuple[int, ...]

VARIANCE = {"lecun": 1.0, "xavier": 1.0, "he": 2.0}
"""The numerator c of the variance c / n."""


def rule(shape: Shape, scheme: str, fan: str) -> float:
    """Return the standard deviation that a scheme asks for."""
    fan_in, fan_out = fan_in_and_fan_out(shape)
    size = {"in": fan_in, "out": fan_out, "avg": (fan_in + fan_out) / 2}[fan]
    return math.sqrt(VARIANCE[scheme] / size)


def wrong_sizes(shape: Shape, scheme: str, fan: str) -> chance.Sizes:
    """Return the standard deviations of rules that are not the one asked for."""
    std = rule(shape, scheme, fan)
    fan_in, fan_out = fan_in_and_fan_out(shape)
    c, n = VARIANCE[scheme], VARIANCE[scheme] / std**2
    other = {"in": "fan_out", "out": "fan_in", "avg": "one fan alone"}[fan]
    return (
        ("this is the variance: the standard deviation is its square root", std**2),
        ("this is √(c/n)/n: divided by n once too often", std / n),
        (f"{other} is used instead of fan={fan!r}", math.sqrt(c / fan_out)),
        (f"{other} is used instead of fan={fan!r}", math.sqrt(c / fan_in)),
        (
            "the variance is divided by fan_in + fan_out"
            + (": that is 4 / (in + out), the textbook's rule, not He's" if fan != "avg" else ""),
            math.sqrt(2 * c / (fan_in + fan_out)),
        ),
        ("the sum of both fans is used, expected their mean", math.sqrt(c / (fan_in + fan_out))),
        ("the 2 of He's rule is missing", math.sqrt(1 / n) if c == 2 else 0),
        ("a factor 2 too much: it belongs to He's rule only", math.sqrt(2 / n) if c == 1 else 0),
        ("the fraction is upside down: n belongs below", math.sqrt(n / c)),
        ("the root is missing above: 2 / √n instead of √(2 / n)", c / math.sqrt(n)),
        ("the half-width b of a uniform is not its standard deviation b / √3", std / math.sqrt(3)),
        ("the standard deviation is taken for the bound / √3", std * math.sqrt(3)),
        ("this is a plain standard normal: it is not scaled", 1.0),
        ("this is np.random.rand, scaled: uniform on [0, 1) has another spread", std / 12**0.5),
        ("channels alone are no fan: a filter has C · HH · WW inputs", _channels(shape, c, fan)),
    )


def _channels(shape: Shape, c: float, fan: str) -> float:
    if len(shape) == 2:
        return 0.0
    size = {"in": shape[1], "out": shape[0], "avg": (shape[0] + shape[1]) / 2}[fan]
    return math.sqrt(c / size)


def ask_rule(
    answer: Answer,
    rng: Rng,
    shape: Shape,
    scheme: str = "he",
    dist: str = "normal",
    fan: str = "in",
) -> np.ndarray:
    """Compare spread and centre of drawn weights with the rule, and return them."""
    w = chance.draw(answer, "init_weights", shape, scheme, dist, fan, rng=fresh(rng))
    expect_rule(w, scheme, dist, fan)
    return w


def expect_rule(w: np.ndarray, scheme: str, dist: str, fan: str) -> None:
    """Demand the spread and the centre that the rule asks for, and numbers that do not repeat."""
    std, where = rule(w.shape, scheme, fan), f"w for {scheme}, {dist}, fan={fan!r}"
    chance.expect_signs(w, where)
    chance.expect_spread(w, std, where, wrong_sizes(w.shape, scheme, fan))
    chance.expect_centred(w, std, where)
    told = f"{where}: its entries repeat, expected a random number for each"
    expect(len(np.unique(w)) > w.size // 2, told)


def fresh(rng: Rng) -> Rng:
    """Return a new generator, seeded by this one."""
    return np.random.default_rng(int(rng.integers(2**32)))


def _shape(answer: Answer, rng: Rng) -> None:
    w = chance.draw(answer, "init_weights", (6, 4), rng=fresh(rng), wanted=np.float32)
    expect(len(np.unique(w)) > 20, "w: its entries repeat, expected a random number for each")


def _he(answer: Answer, rng: Rng) -> None:
    w = chance.draw(answer, "init_weights", (800, 200), rng=fresh(rng))
    expect_rule(w, "he", "normal", "in")


def _xavier(answer: Answer, rng: Rng) -> None:
    for scheme in ("xavier", "lecun"):
        ask_rule(answer, rng, (800, 200), scheme)


def _repeats(answer: Answer, rng: Rng) -> None:
    seed = int(rng.integers(2**31))
    chance.expect_own_generator(answer, "init_weights", (40, 30), seed=seed)
    ask_rule(answer, rng, (800, 200))


def weights_item() -> Item:
    """Return the item init_weights with its visible facets."""
    facets = (
        Facet("shape", 1, "shape, and float32 unless told otherwise", _shape),
        Facet(
            "he",
            4,
            "He: 800 inputs, 200 units, default arguments",
            _he,
            "a variance of 2/n is a standard deviation of √(2/n), with n = fan_in",
        ),
        Facet("xavier", 3, "Xavier and LeCun: 800 inputs, 200 units", _xavier),
        Facet(
            "repeats",
            2,
            "one seed, one result; another seed, another result",
            _repeats,
            "every random number comes from the generator rng: rng.normal, rng.uniform",
        ),
    )
    return Item("init_weights", 6, ("init_weights",), facets, 8)


# --- activation_gain ----------------------------------------------------------------------------


def gain_mistakes(name: str, alpha: float | None) -> tuple[tuple[str, float], ...]:
    """Return wrong gains."""
    slope = 0.01 if alpha is None else alpha
    right = activation_gain(name, alpha)
    asked = "the default of alpha is 0.01, not 0.1" if alpha is None else ""
    leaky = (
        *([(asked, math.sqrt(2 / 1.01))] if asked else []),
        ("alpha is ignored: a leaky unit lets α² of the other half through", math.sqrt(2)),
        (
            "alpha is not squared: it is 1 + α² below the root",
            math.sqrt(2 / max(abs(1 + slope), 1e-12)),
        ),
        (
            "alpha is taken as not given: ask whether it is None, for 0 is a slope too",
            math.sqrt(2 / 1.0001),
        ),
        ("alpha belongs below: 2 / (1 + α²)", math.sqrt(2 * (1 + slope**2))),
        ("1 - α² is used, expected 1 + α²", math.sqrt(2 / max(abs(1 - slope**2), 1e-12))),
    )
    return (
        ("this is the square, the factor on the variance: take its root", right**2),
        ("this is the inverse: the gain makes up for what is lost", 1 / right),
        *(leaky if name == "leaky_relu" else ()),
        ("this is the gain of ReLU", math.sqrt(2)),
        ("this is the gain of a linear layer", 1.0),
        ("PyTorch says 3/4 for SELU; LeCun's weights, gain 1, are what its paper asks for", 0.75),
    )


def ask_gain(answer: Answer, name: str, alpha: float | None = None) -> None:
    """Compare a gain."""
    given = () if alpha is None else (alpha,)
    got = answer.call("activation_gain", name, *given)
    where = f"the gain of {name}" + (f" with alpha = {alpha:g}" if given else "")
    expect_number(got, activation_gain(name, alpha), where, gain_mistakes(name, alpha))


def expect_number(
    got: Any, want: float, where: str, mistakes: tuple[tuple[str, float], ...] = ()
) -> None:
    """Demand one plain number, right to 1e-7."""
    kind = type(got)
    expect(
        kind in (float, int, np.float64, np.float32),
        f"{where} is {kind_of(got)}, expected one plain number",
    )
    value = float(got)
    if abs(value - want) <= 1e-7 * max(1.0, abs(want)):
        return
    for sentence, wrong in mistakes:
        if abs(value - wrong) <= 1e-6 * max(1.0, abs(wrong)):
            chance.raise_for(where, sentence)
    expect(bool(np.isfinite(value)), f"{where} is not finite")
    chance.raise_for(where, f"it is too {'large' if value > want else 'small'}")


def _relu(answer: Answer, rng: Rng) -> None:  # noqa: ARG001 - nothing is drawn
    ask_gain(answer, "relu")


def _fixed(answer: Answer, rng: Rng) -> None:
    names = rng.permutation(["linear", "sigmoid", "tanh", "selu"])
    in_any_order(answer, rng, [partial(ask_gain, answer, str(name)) for name in names])


def _leaky(answer: Answer, rng: Rng) -> None:  # noqa: ARG001 - nothing is drawn
    ask_gain(answer, "leaky_relu", 0.5)


def gain_item() -> Item:
    """Return the item activation_gain with its visible facets."""
    facets = (
        Facet("relu", 3, "ReLU", _relu, "what stays of the second moment is one half"),
        Facet("fixed", 2, "linear, sigmoid, tanh and SELU", _fixed),
        Facet("leaky", 3, "leaky ReLU with alpha = 0.5", _leaky, "E[f(z)²] = (1 + α²)/2"),
    )
    return Item("activation_gain", 2, ("activation_gain",), facets, 3)
