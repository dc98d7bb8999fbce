"""Visible checks of the three items on series and sizes: abort, smooth, update ratios."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

import numpy as np

from cs231n_core.answer import CheckFailed, in_any_order
from cs231n_core.arrays import Array
from cs231n_core.checks import Answer, Facet, Item
from cs231n_core.expect import Mistakes, expect, expect_close, plain
from cs231n_core.stages.s07_common import Rng, expect_number, number, truth, unpacked

ABORT = "should_abort"
SMOOTH = "smooth_losses"
RATIOS = "update_ratios"


# --- abort --------------------------------------------------------------------------------------


def expect_abort(answer: Answer, losses: Iterable[float], want: bool, what: str, **kw: Any) -> None:
    """Ask whether these losses end a run; ``what`` says in words which losses these are."""
    got = truth(answer.call(ABORT, list(losses), **kw), "the result")
    verb = "goes on" if want else "stops"
    expect(got is want, f"it {verb} for {what}")


def expect_aborts(answer: Answer, rng: Rng, *runs: tuple[Iterable[float], bool, str]) -> None:
    """Ask about several runs as `expect_abort` does about one."""
    in_any_order(answer, rng, [partial(expect_abort, answer, *run) for run in runs])


def _threefold(answer: Answer, rng: Rng) -> None:
    first = rng.uniform(1.5, 4.0)
    calm = first * np.linspace(1.0, 0.5, 6)
    jump = "a loss that jumps above 3 times the first"
    slow = first * np.linspace(1.0, 3.2, 12)
    below = first * np.linspace(1.0, 2.9, 12)
    expect_aborts(
        answer,
        rng,
        ([*calm, 3.1 * first], True, jump),
        (slow, True, "losses that creep above 3 times the first, not the previous"),
        (below, False, "losses that rise, but stay below 3 times the first"),
    )


def _nan(answer: Answer, rng: Rng) -> None:
    first = rng.uniform(1.5, 4.0)
    expect_aborts(
        answer,
        rng,
        ([first, 0.9 * first, np.nan], True, "a loss of NaN: comparing it is False"),
        ([first, 0.9 * first], False, "losses that fall"),
    )


def _falling(answer: Answer, rng: Rng) -> None:
    losses = 2.3 * np.exp(-np.linspace(0, 2, 50)) * rng.uniform(0.9, 1.1, 50)
    healthy = [(losses[:end], False, "a healthy run") for end in (2, 20, 50)]
    explodes = ([2.3, 70.0], True, "a second loss that is 30 times the first")
    expect_aborts(answer, rng, *healthy, explodes)


def abort_item() -> Item:
    """Return the item should_abort with its visible facets."""
    facets = (
        Facet("threefold", 3, "above and below 3 times the first loss", _threefold),
        Facet("nan", 2, "NaN", _nan, "every comparison with NaN is False: ask np.isfinite"),
        Facet("healthy", 1, "a healthy run, and one that explodes at once", _falling),
    )
    return Item(ABORT, 3, (ABORT,), facets, 6)


# --- smooth -------------------------------------------------------------------------------------


def smoothed(losses: Any, beta: float = 0.9, *, corrected: bool = True) -> Array:
    """Return the exponential average, the reference."""
    average, out = 0.0, []
    for t, loss in enumerate(np.asarray(losses, np.float64), 1):
        average = beta * average + (1 - beta) * loss
        out.append(average / (1 - beta**t) if corrected else average)
    return np.array(out)


def smooth_mistakes(losses: Any, beta: float = 0.9) -> Mistakes:
    """Return wrong averages."""
    x = np.asarray(losses, np.float64)
    known: list[tuple[str, Any]] = [
        (
            "it starts too low: the bias correction is missing",
            smoothed(x, beta, corrected=False),
        ),
        ("nothing is smoothed: these are the losses", x),
        ("this is the mean of all losses so far", np.cumsum(x) / np.arange(1, len(x) + 1)),
    ]
    if 0 < beta < 1:
        swapped = "beta and 1 - beta are swapped: beta weighs the past"
        known.append((swapped, smoothed(x, 1 - beta)))
        known.append((swapped, smoothed(x, 1 - beta, corrected=False)))
        known.append(("it starts at the first loss: correct the bias instead", _started(x, beta)))
    for half in range(1, 11):
        window = np.ones(2 * half + 1) / (2 * half + 1)
        if len(x) >= len(window):
            same = np.convolve(x, window, mode="same")
            edge = np.convolve(np.pad(x, half, mode="edge"), window, mode="valid")
            each = [x[max(0, t - half) : t + half + 1].mean() for t in range(len(x))]
            told = "a centred window looks into the future"
            known += [(told, same), (told, edge), (told, each)]
    return known


def _started(x: Array, beta: float) -> Array:
    out = x.copy()
    for t in range(1, len(x)):
        out[t] = beta * out[t - 1] + (1 - beta) * x[t]
    return out


def ask_smooth(answer: Answer, losses: Any, **kw: Any) -> None:
    """Compare the answer for these losses with the reference."""
    want = smoothed(losses, **kw)
    got = plain(answer.call(SMOOTH, losses, **kw), "the result", want.shape)
    expect(got.dtype.kind == "f", f"the result has dtype {got.dtype}, expected floats")
    expect_close(
        got.astype(np.float64),
        want,
        "the result",
        rtol=1e-6,
        mistakes=smooth_mistakes(losses, **kw),
    )


def _constant(answer: Answer, rng: Rng) -> None:
    ask_smooth(answer, [float(rng.uniform(1, 4))] * 20)


def _by_hand(answer: Answer, rng: Rng) -> None:
    ask_smooth(answer, list(2.3 + rng.normal(size=30)))


def _left_as_it_was(answer: Answer, rng: Rng) -> None:
    losses = 2.3 + rng.normal(size=12)
    before = losses.tobytes()
    result = answer.call(SMOOTH, losses)
    expect(losses.tobytes() == before, f"{SMOOTH} changed the losses in place: work on a copy")
    expect_close(
        plain(result, "the result", losses.shape).astype(np.float64),
        smoothed(losses),
        "the result",
        rtol=1e-6,
        mistakes=smooth_mistakes(losses),
    )


def smooth_item() -> Item:
    """Return the item smooth_losses with its visible facets."""
    hint = "divide the average by 1 - beta**t, with t = 1 for the first loss"
    facets = (
        Facet("constant", 2, "twenty equal losses stay as they are", _constant, hint),
        Facet("values", 3, "thirty noisy losses", _by_hand, hint),
        Facet("pure", 1, "an array of losses is left as it was", _left_as_it_was),
    )
    return Item(SMOOTH, 2, (SMOOTH,), facets, 4)


# --- update ratios ------------------------------------------------------------------------------


def ratio(w: Any, update: Any) -> float:
    """Return the reference's ratio of one parameter."""
    size = float(np.linalg.norm(np.ravel(w).astype(np.float64)))
    return float(np.linalg.norm(np.ravel(update).astype(np.float64)) / size) if size else np.nan


def ratio_mistakes(w: Any, update: Any) -> Mistakes:
    """Return wrong ratios."""
    matrices = [np.asarray(a, np.float64) for a in (w, update)]
    w, update = (a.ravel() for a in matrices)
    norm = np.linalg.norm
    largest = [norm(a, 2) if a.ndim == 2 else norm(a) for a in matrices]
    with np.errstate(all="ignore"):
        each = np.abs(update) / np.abs(w)
        return (
            ("this is weight over update, upside down", norm(w) / norm(update)),
            ("the mean of the ratios entry by entry: take norms first", np.mean(each)),
            ("the median of the ratios entry by entry: take norms first", np.median(each)),
            ("the squares of the norms: the root is missing", (norm(update) / norm(w)) ** 2),
            ("the logarithm is for the figure: return the ratio", np.log10(norm(update) / norm(w))),
            (
                "of a matrix, norm(w, 2) is the largest singular value: ravel it first",
                largest[1] / largest[0],
            ),
            ("mean of absolute values, not norms", np.abs(update).mean() / np.abs(w).mean()),
            ("only the update's norm: divide by the weight's", norm(update)),
            (
                "it is a learning rate too small: the update is -lr * gradient already",
                1e-3 * norm(update) / norm(w),
            ),
        )


def ask_ratios(answer: Answer, params: Mapping[str, Any], updates: Mapping[str, Any]) -> None:
    """Compare every ratio of the answer with the reference's."""
    given = [{name: np.copy(a) for name, a in each.items()} for each in (params, updates)]
    result = unpacked(answer.call(RATIOS, *given), "the result", list(params))
    extra = sorted(map(str, result.keys() - params.keys()))
    if extra:
        raise CheckFailed(f"the result has the keys {extra} that params has not")
    for name, w in params.items():
        known = ratio_mistakes(w, updates[name])
        if not np.any(w):
            silent = bool(np.isnan(number(result[name], f"the ratio of {name}")))
            expect(silent, f"{name} is all zero and has no ratio: expected nan, not a number")
            continue
        expect_number(result[name], ratio(w, updates[name]), f"the ratio of {name}", known)


def _toy(answer: Answer, rng: Rng) -> None:
    w, b = np.array([[3.0, 0.0], [0.0, 4.0]]), np.array([1.0, 2.0, 2.0])
    updates = {"W1": 0.01 * np.ones((2, 2)), "b1": np.array([0.0, 0.3, 0.0])}
    ask_ratios(answer, {"W1": rng.permutation(w), "b1": b}, updates)


def _layers(answer: Answer, rng: Rng) -> None:
    shapes = {"W1": (6, 5), "b1": (5,), "W2": (5, 3), "b2": (3,)}
    params = {name: rng.normal(size=shape) for name, shape in shapes.items()}
    updates = {name: -1e-3 * rng.normal(size=shape) for name, shape in shapes.items()}
    ask_ratios(answer, params, updates)


def ratios_item() -> Item:
    """Return the item update_ratios with its visible facets."""
    facets = (
        Facet("toy", 2, "two small arrays, computed by hand", _toy),
        Facet("layers", 3, "weights and biases of two layers", _layers),
    )
    return Item(RATIOS, 2, (RATIOS,), facets, 4)
