"""Hidden facets of init_weights, activation_gain, orthogonal_init and lsuv_init."""

from __future__ import annotations

import math
from functools import partial

import numpy as np

from cs231n_core.answer import in_any_order, kind_of
from cs231n_core.cases import global_random_state, read_only, transposed
from cs231n_core.checks import Answer, Facet
from cs231n_core.expect import expect, plain
from cs231n_core.stages import s04_bonus as bonus
from cs231n_core.stages import s04_random as chance
from cs231n_core.stages import s04_weights as weights
from cs231n_core.stages.s04_units import stack

Rng = np.random.Generator

# --- init_weights ---------------------------------------------------------------------------------


def _fans(answer: Answer, rng: Rng) -> None:
    for scheme in ("he", "xavier", "lecun"):
        for fan in ("in", "out", "avg"):
            weights.ask_rule(answer, rng, (512, 64), scheme, "normal", fan)


def _uniform(answer: Answer, rng: Rng) -> None:
    for scheme, fan in (("he", "in"), ("xavier", "avg")):
        w = weights.ask_rule(answer, rng, (500, 300), scheme, "uniform", fan)
        std = weights.rule((500, 300), scheme, fan)
        chance.expect_uniform(w, math.sqrt(3) * std, f"w for {scheme}, uniform, fan={fan!r}")


def _normal(answer: Answer, rng: Rng) -> None:
    w = weights.ask_rule(answer, rng, (500, 300), "xavier", "normal")
    chance.expect_normal(w, "w for xavier, normal")


def _filters(answer: Answer, rng: Rng) -> None:
    for fan in ("in", "out"):
        weights.ask_rule(answer, rng, (64, 16, 5, 3), "he", "normal", fan)


def _constant(answer: Answer, rng: Rng) -> None:
    for fan, n in (("in", 30), ("out", 20), ("avg", 25)):
        w = chance.draw(
            answer, "init_weights", (30, 20), "constant", "normal", fan, rng=weights.fresh(rng)
        )
        where = f"w for constant, fan={fan!r}"
        expect(np.unique(w).size == 1, f"{where}: its entries differ, expected one number")
        value, want = float(w[0, 0]), 1 / math.sqrt(n)
        if abs(value - want) > 1e-6:
            expect(abs(value - 1 / n) > 1e-6, f"{where}: this is 1/n, expected 1/√n")
            chance.raise_for(where, f"every entry is too {'large' if value > want else 'small'}")


def _generator(answer: Answer, rng: Rng) -> None:
    for dist in ("normal", "uniform"):
        seed = int(rng.integers(2**31))
        chance.expect_own_generator(
            answer, "init_weights", (30, 20), "xavier", dist, seed=seed, dtype=np.float64
        )
    shared = weights.fresh(rng)
    first, second = (plain(answer.call("init_weights", (8, 5), rng=shared), "w") for _ in range(2))
    expect(
        not np.array_equal(first, second),
        "two layers from one generator get the same weights: draw from rng, do not start it anew",
    )
    state = global_random_state()
    once, again = (plain(answer.call("init_weights", (8, 5)), "w") for _ in range(2))
    expect(
        global_random_state() == state,
        "init_weights without rng uses NumPy's global generator: expected default_rng(0)",
    )
    expect(
        np.array_equal(once, again),
        "init_weights without rng draws other weights each time: expected default_rng(0)",
    )
    chance.expect_default_generator(answer, "init_weights", (8, 5))
    weights.ask_rule(answer, rng, (800, 200))


def _on_request(answer: Answer, rng: Rng) -> None:
    for dtype in (np.float64, np.float32):
        for scheme, dist in (("he", "normal"), ("xavier", "uniform"), ("constant", "normal")):
            chance.draw(
                answer,
                *("init_weights", (7, 3), scheme, dist, "avg"),
                rng=weights.fresh(rng),
                dtype=dtype,
                wanted=dtype,
            )


def _refuses(answer: Answer, rng: Rng) -> None:
    weights.ask_rule(answer, rng, (800, 200), "xavier")
    for given in (("xaver",), ("he", "gauss"), ("he", "normal", "sum")):
        expect(
            answer.raises(ValueError, "init_weights", (4, 3), *given),
            f"the unknown name {given[-1]!r} was accepted, expected a ValueError",
        )


def weights_facets() -> tuple[Facet, ...]:
    """Return the hidden facets of init_weights."""
    return (
        Facet("fans", 4, "every scheme with fan in, out and avg, 512 inputs, 64 units", _fans),
        Facet("uniform", 3, "uniform weights: the same variance, evenly spread", _uniform),
        Facet("normal", 1, "normal weights have the shape of a bell", _normal),
        Facet("filters", 2, "filters of a convolution, 5 × 3", _filters),
        Facet("constant", 1, "the scheme constant: every weight is 1/√n", _constant),
        Facet("generator", 2, "one generator for several layers, and none", _generator),
        Facet("dtype", 1, "float64 and float32 on request", _on_request),
        Facet("refuses", 1, "unknown names of scheme, dist and fan", _refuses),
    )


# --- activation_gain ------------------------------------------------------------------------------


def _default(answer: Answer, rng: Rng) -> None:
    names = ("leaky_relu", "linear")
    in_any_order(answer, rng, [partial(weights.ask_gain, answer, name) for name in names])


def _slopes(answer: Answer, rng: Rng) -> None:
    slopes = (0.0, 1.0, -0.5, 2.0, float(rng.uniform(0.1, 0.4)))
    asks = [partial(weights.ask_gain, answer, "leaky_relu", alpha) for alpha in slopes]
    in_any_order(answer, rng, asks)


def _expect_unknown(answer: Answer, name: str) -> None:
    expect(
        answer.raises(ValueError, "activation_gain", name),
        f"the unknown name {name!r} got a gain, expected a ValueError",
    )


def _unknown(answer: Answer, rng: Rng) -> None:
    asks = [partial(weights.ask_gain, answer, "tanh")]
    asks += [partial(_expect_unknown, answer, name) for name in ("swish", "ReLU6", "")]
    in_any_order(answer, rng, asks)


def gain_facets() -> tuple[Facet, ...]:
    """Return the hidden facets of activation_gain."""
    return (
        Facet("default", 1, "leaky ReLU without alpha", _default),
        Facet("slopes", 2, "leaky ReLU with other slopes, zero and negative ones too", _slopes),
        Facet("unknown", 2, "names that it does not know", _unknown),
    )


# --- orthogonal_init ------------------------------------------------------------------------------


def _tall(answer: Answer, rng: Rng) -> None:
    bonus.ask_orthogonal(answer, rng, 9, 4)
    bonus.ask_orthogonal(answer, rng, 7, 1, 2.0)


def _wide(answer: Answer, rng: Rng) -> None:
    bonus.ask_orthogonal(answer, rng, 4, 9)
    bonus.ask_orthogonal(answer, rng, 1, 6, 1.5)


def _even(answer: Answer, rng: Rng) -> None:
    count = 150
    source = weights.fresh(rng)
    draws = np.array(
        [
            chance.draw(answer, "orthogonal_init", (2, 2), rng=weights.fresh(source))
            for _ in range(count)
        ]
    )
    expect(bool(np.allclose(np.abs(np.linalg.det(draws)), 1)), "q is not orthogonal")
    limit = chance.SIGMAS * math.sqrt(0.5 / count)
    expect(
        bool((np.abs(draws.mean(axis=0)) < limit).all()),
        "over many draws an entry prefers one sign: multiply q's columns by the signs of r's "
        "diagonal",
    )
    single = [chance.draw(answer, "orthogonal_init", (1, 1), rng=source) for _ in range(count)]
    share = float((np.array(single) > 0).mean())
    expect(
        abs(share - 0.5) < chance.SIGMAS * 0.5 / math.sqrt(count),
        "a single weight prefers one sign: small numbers on r's diagonal have a sign too",
    )


def _own_generator(answer: Answer, rng: Rng) -> None:
    seed = int(rng.integers(2**31))
    chance.expect_own_generator(answer, "orthogonal_init", (6, 5), seed=seed)
    chance.expect_default_generator(answer, "orthogonal_init", (6, 5))
    bonus.ask_orthogonal(answer, rng, 6, 5)


def orthogonal_facets() -> tuple[Facet, ...]:
    """Return the hidden facets of orthogonal_init."""
    return (
        Facet("tall", 2, "more rows than columns: the columns are orthonormal", _tall),
        Facet("wide", 2, "more columns than rows: the rows are orthonormal", _wide),
        Facet("even", 2, "150 draws: no sign is preferred", _even),
        Facet("generator", 1, "numbers from rng only", _own_generator),
    )


# --- lsuv_init ------------------------------------------------------------------------------------


def _relu(answer: Answer, rng: Rng) -> None:
    x, matrices = stack(rng, (8, 8, 8, 3), 70, 1.0)
    bonus.ask_lsuv(answer, (x + 2.0, [0.1 * w for w in matrices]), "relu")
    bonus.ask_lsuv(answer, (x + 2.0, [np.abs(w) for w in matrices]), "relu")


def _direction(answer: Answer, rng: Rng) -> None:
    case = bonus.small_and_large(rng)
    done = bonus.ask_lsuv(answer, case, "tanh")
    for i, (w, given) in enumerate(zip(done, case[1], strict=True)):
        cosine = float((w * given).sum() / (np.linalg.norm(w) * np.linalg.norm(given)))
        expect(
            cosine > 1 - 1e-6,
            f"layer {i + 1}: its weights are no positive multiple of the given ones: scale them",
        )


def _dtypes(answer: Answer, rng: Rng) -> None:
    x, matrices = bonus.small_and_large(rng)
    small = (x.astype(np.float32), [w.astype(np.float32) for w in matrices])
    bonus.ask_lsuv(answer, small, "tanh")


def _layouts(answer: Answer, rng: Rng) -> None:
    x, matrices = bonus.small_and_large(rng)
    for laid in (read_only, transposed):
        got = answer.call("lsuv_init", [laid(w) for w in matrices], laid(x), "tanh")
        expect(type(got) in (list, tuple), f"lsuv_init returned {kind_of(got)}, expected a list")
        h = x
        for i, w in enumerate(bonus.scaled_weights(got, matrices)):
            std = float((h @ w).std())
            expect(abs(std - 1) <= 0.02, f"layer {i + 1} is not right for arrays laid out so")
            h = np.tanh(h @ w)


def lsuv_facets() -> tuple[Facet, ...]:
    """Return the hidden facets of lsuv_init."""
    return (
        Facet("relu", 3, "ReLU layers and data that are not centred", _relu),
        Facet("direction", 1, "every matrix is a positive multiple of the given one", _direction),
        Facet("dtype", 1, "float32 in gives float32 out", _dtypes),
        Facet("layouts", 1, "arrays that are read-only or transposed", _layouts),
    )
