"""Hidden facets of batchnorm_forward: the statistics over time, modes, degenerate batches."""

from __future__ import annotations

from typing import Any

import numpy as np

from cs231n_core.cases import LAYOUTS, global_random_state
from cs231n_core.checks import Answer, CheckFailed, Facet
from cs231n_core.expect import expect, expect_array, expect_close, expect_quiet, expect_right
from cs231n_core.stages.s05_forward import (
    NAME,
    RUNNING,
    Param,
    ask,
    eval_mistakes,
    follow,
    layer_call,
    running,
    running_mistakes,
    statistics,
    tested,
    train_mistakes,
    trained,
)
from cs231n_core.stages.s05_graph import Rng


def _running(answer: Answer, rng: Rng) -> None:
    for momentum in (0.9, 0.6):
        param: Param = {"mode": "train"} | ({} if momentum == 0.9 else {"momentum": momentum})
        calls = [layer_call(rng, n, 3) for n in (4, 6, 5, 4, 7)]
        for count, call in enumerate(calls, start=1):
            ask(answer, call, param)
            if count in (1, 2, 5):
                _compare([x for x, _, _ in calls[:count]], momentum, param)


def _compare(batches: list[Any], momentum: float, param: Param) -> None:
    for key, what in zip(RUNNING, ("mean", "var"), strict=True):
        want = follow(batches, momentum, what)
        known = running_mistakes(batches, momentum, what)
        expect_close(running(param, key, want), want, key, mistakes=known)


def _eps(answer: Answer, rng: Rng) -> None:
    call = layer_call(rng, 5, 4)
    param: Param = {"mode": "train", "eps": 0.1}
    out, _ = ask(answer, call, param)
    expect_close(out, trained(call, 0.1), "out", mistakes=train_mistakes(call, 0.1))
    want = follow([call[0]], 0.9, "var")
    known = running_mistakes([call[0]], 0.9, "var")
    expect_close(running(param, "running_var", want), want, "running_var", mistakes=known)
    param = statistics(rng, 4) | {"eps": 0.1}
    right, wrong = tested(call, param), eval_mistakes(call, param)
    out, _ = ask(answer, call, param)
    expect_close(out, right, "out in mode test", mistakes=wrong)


def _kept(answer: Answer, rng: Rng) -> None:
    call, param = layer_call(rng, 5, 4), statistics(rng, 4)
    before = {key: param[key].tobytes() for key in RUNNING}
    want, known = tested(call, param), eval_mistakes(call, param)
    out, _ = ask(answer, call, param)
    for key in RUNNING:
        same = key in param and np.asarray(param[key]).tobytes() == before[key]
        expect(same, f"mode test changes {key}: only mode train updates it")
    expect_close(out, want, "out in mode test", mistakes=known)


def _mates(answer: Answer, rng: Rng) -> None:
    x, gamma, beta = layer_call(rng, 5, 4)
    param = statistics(rng, 4)
    want = tested((x, gamma, beta), param)
    for i in range(len(x)):
        call = (x[i : i + 1], gamma, beta)
        known = eval_mistakes(call, param)
        alone, _ = ask(answer, call, dict(param))
        alone = expect_array(alone, "out", (1, 4), np.float64)
        zero = np.allclose(alone, beta)
        expect(
            not zero,
            "a single example in mode test gives beta: it was normalised by its own statistics",
        )
        expect_close(alone, want[i : i + 1], "out of a single example", mistakes=known)


def _flat(answer: Answer, rng: Rng) -> None:
    for n, d in ((1, 4), (5, 1), (2, 3)):
        call = layer_call(rng, n, d)
        out, _ = ask(answer, call, {"mode": "train"})
        expect_close(out, trained(call), "out", mistakes=train_mistakes(call))
    x, gamma, beta = layer_call(rng, 6, 4)
    x[:, 1] = 3.0
    out, _ = ask(answer, (x, gamma, beta), {"mode": "train"})
    known = train_mistakes((x, gamma, beta))
    expect_close(out, trained((x, gamma, beta)), "out with a constant feature", mistakes=known)
    expect_quiet(answer, NAME)


def _far(answer: Answer, rng: Rng) -> None:
    x, gamma, beta = layer_call(rng, 256, 4)
    call = tuple(a.astype(np.float32) for a in (x + 10_000 * np.sign(gamma), gamma, beta))
    out, _ = ask(answer, call, {"mode": "train"})
    mistake = (
        "a small variance is lost beside a large mean: average (x - mean)**2, do not subtract "
        "mean**2 from the mean of x**2"
    )
    value = expect_array(out, "out", x.shape, np.float32)
    # float32 holds 1e4 in steps of a thousandth, so the mean is no better than that.
    expect(bool(np.allclose(value, trained(call), atol=0.05)), f"out: {mistake}")


def _mode(answer: Answer, rng: Rng) -> None:
    call = layer_call(rng, 5, 4)
    out, _ = ask(answer, call, {"mode": "train"})
    expect_right(out, trained(call), "out")
    for mode in ("training", "Test", ""):
        arrays = [array.copy() for array in call]
        param = statistics(rng, 4) | {"mode": mode}
        expect(
            answer.raises(ValueError, NAME, *arrays, param),
            f"an unknown mode ({mode!r}) is taken silently: expected a ValueError",
        )


def _layouts(answer: Answer, rng: Rng) -> None:
    call = layer_call(rng, 5, 4)
    want = trained(call)
    out, _ = ask(answer, call, {"mode": "train"})
    expect_right(out, want, "out")
    for laid, word in LAYOUTS:
        given = [laid(array) for array in call]
        out, _ = answer.forward(NAME, *given, {"mode": "train"})
        try:
            expect_right(out, want, "out")
        except CheckFailed:
            raise CheckFailed(f"{NAME} is wrong for {word}: it depends on memory order") from None


def _two_layers(answer: Answer, rng: Rng) -> None:
    state = global_random_state()
    params: list[Param] = [{"mode": "train"}, {"mode": "train"}]
    batches: list[list[Any]] = [[], []]
    for _ in range(2):
        for param, seen in zip(params, batches, strict=True):
            call = layer_call(rng, 5, 3)
            seen.append(call[0])
            out, _ = ask(answer, call, param)
            expect_right(out, trained(call), "out")
    for param, seen in zip(params, batches, strict=True):
        want = follow(seen, 0.9, "mean")
        got = running(param, "running_mean", want)
        first_only = ("it is right for one layer and wrong for two: keep nothing but in bn_param",)
        known = [(first_only[0], follow([x for pair in batches for x in pair], 0.9, "mean"))]
        known += [(first_only[0], value) for value in _mixed(batches)]
        expect_close(got, want, "running_mean of two layers in turn", mistakes=known)
    expect(global_random_state() == state, f"{NAME} uses NumPy's global random generator")


def _mixed(batches: list[list[Any]]) -> list[Any]:
    """Return what one store for both layers holds after each of the four calls."""
    order = [x for pair in zip(*batches, strict=True) for x in pair]
    return [follow(order[: i + 1], 0.9, "mean") for i in range(len(order))]


FACETS = (
    Facet("running", 5, "running statistics after 1, 2 and 5 calls, momentum .9 and .6", _running),
    Facet("eps", 2, "another eps, in both modes", _eps, "eps stands under the root, nowhere else"),
    Facet("kept", 2, "mode test leaves the running statistics as they are", _kept),
    Facet("mates", 2, "mode test, one example at a time", _mates),
    Facet("flat", 1, "N = 1, D = 1, a feature that does not vary", _flat),
    Facet("far", 1, "float32 with a mean of 10,000", _far, "two passes: first the mean"),
    Facet(
        "mode", 1, "an unknown mode is refused", _mode, "raise ValueError(...) in the last else"
    ).hinting_at_errors(),
    Facet("layouts", 1, "arrays that are read-only, transposed or slices", _layouts),
    Facet("independent", 1, "two layers in turn, each with its bn_param", _two_layers),
)
"""The hidden facets of batchnorm_forward."""
