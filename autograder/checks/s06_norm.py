"""Hidden facets of spatial batch normalisation: shapes, statistics over time, layouts."""

from __future__ import annotations

import numpy as np

from cs231n_core.cases import LAYOUTS
from cs231n_core.checks import Answer, CheckFailed, Facet
from cs231n_core.expect import expect, expect_array, expect_close, expect_right
from cs231n_core.facets import Question
from cs231n_core.stages.s06_norm import (
    BACKWARD,
    MAPS,
    NAME,
    RUNNING,
    Param,
    ask,
    call,
    compare,
    gradients,
    normalised,
    running,
)
from cs231n_core.stages.s06_windows import Array, Rng

SHAPES = ((4, 4, 4, 4), (1, 3, 4, 2), (3, 1, 2, 4), (4, 3, 1, 1), (2, 5, 3, 5))


def _shapes(answer: Answer, rng: Rng) -> None:
    for shape in SHAPES:
        compare(answer, call(rng, *shape), {"mode": "train", "eps": 0.1})
    x, gamma, beta = call(rng, 2, 3, 4, 5)
    compare(answer, (x + 1000.0, gamma, beta), {"mode": "train"})  # float32 inside loses digits


def _running(answer: Answer, rng: Rng) -> None:
    param: Param = {"mode": "train", "momentum": 0.6}
    mean, var = np.zeros(3), np.zeros(3)
    for n in (2, 4):
        given = call(rng, n, 3, 4, 2)
        ask(answer, given, param)
        mean = 0.6 * mean + 0.4 * given[0].mean(axis=MAPS)
        var = 0.6 * var + 0.4 * given[0].var(axis=MAPS)
        for key, want in zip(RUNNING, (mean, var), strict=True):
            expect_close(running(param, key, want), want, key)
    given = call(rng, 3, 3, 2, 4)
    want = normalised(given, param | {"mode": "test"})
    expect_right(ask(answer, given, param | {"mode": "test"}), want, "out in mode test")


def _layouts(answer: Answer, rng: Rng) -> None:
    x, gamma, beta = call(rng, 2, 3, 4, 5)
    given = (x + 1000.0, gamma, beta)
    want = normalised(given, {"mode": "train"})
    expect_right(ask(answer, given, {"mode": "train"}), want, "out")
    for laid, word in LAYOUTS:
        arrays: list[Array] = [laid(array) for array in given]
        out, _ = answer.forward(NAME, *arrays, {"mode": "train"})
        try:
            expect_right(out, want, "out")
        except CheckFailed:
            raise CheckFailed(
                f"{NAME} is right for ordinary arrays and wrong for {word}: it depends on the "
                "order in memory"
            ) from None


def forward_facets() -> tuple[Facet, ...]:
    """Return the hidden facets of the forward pass."""
    layouts = "arrays that are read-only, transposed or slices of larger ones"
    return (
        Facet("shapes", 3, "N = C = H = W, one image, one channel, one pixel", _shapes),
        Facet("running", 2, "running statistics over several batches", _running),
        Facet("layouts", 1, layouts, _layouts),
    )


def _balance(answer: Answer, rng: Rng) -> None:
    """Shifting or stretching a whole map changes nothing: two facts that need no reference."""
    for dout, cache in gradients((3, 4, 5, 2))(rng):
        (want, *_), (dx, *_) = BACKWARD.want((dout, cache)), BACKWARD.got(answer, (dout, cache))
        value = expect_array(dx, "dx", want.shape, want.dtype)
        size = float(np.abs(value).max()) * dout[:, 0].size
        expect(size > 0, "dx is zero everywhere, expected a gradient")
        expect(
            bool(np.all(np.abs(value.sum(axis=MAPS)) <= 1e-9 * size)),
            "dx of a map does not add up to 0 over N, H and W: shifting a whole map changes "
            "nothing, so the path through the mean is wrong or the maps are mixed",
        )
        expect_right(value, want, "dx")


def backward_facets() -> tuple[Facet, ...]:
    """Return the hidden facets of the backward pass."""
    return (
        BACKWARD.values(
            Question("shapes", 3, "N = C = H = W, one image, one channel"), gradients(*SHAPES[:3])
        ),
        Facet("balance", 2, "shifting a whole map changes nothing", _balance),
        BACKWARD.layouts(1, gradients((2, 3, 4, 5))),
    )
