"""Wrong fans, statistics and counts that people write, each with the sentence that names it."""

from __future__ import annotations

from typing import Any

import numpy as np

from cs231n_core.diagnostics import activate, symmetry_groups
from cs231n_core.initializers import fan_in_and_fan_out

Shape = tuple[int, ...]


def wrong_fans(shape: Shape) -> tuple[tuple[str, tuple[int, int]], ...]:
    """Return wrong pairs for a shape."""
    fan_in, fan_out = fan_in_and_fan_out(shape)
    swapped = ("the two are swapped: (fan_in, fan_out)", (fan_out, fan_in))
    if len(shape) == 2:
        return (swapped, ("this is the number of weights", (fan_in * fan_out,) * 2))
    f, c, h, w = shape
    long = [n for n in shape if n > 1]
    short = (long[0], long[1]) if len(long) == 2 else (0, 0)
    return (
        ("axes of length 1 are left out: they are axes all the same", short),
        ("the kernel is left out: one output sums C · HH · WW numbers", (c, f)),
        ("the filter count F feeds no output: one output sums C · HH · WW numbers", swapped[1]),
        swapped,
        ("fan_out is the number of filters, without the kernel's HH · WW", (fan_in, f)),
        ("fan_in lacks the kernel: one output sums C · HH · WW numbers", (c, fan_out)),
        ("HH · HH is used: the kernel need not be square", (c * h * h, f * h * h)),
        ("WW · WW is used: the kernel need not be square", (c * w * w, f * w * w)),
        ("HH + WW is used: a kernel has HH · WW entries", (c * (h + w), f * (h + w))),
        ("the image's size is no part of it: the kernel's is", (c * 32 * 32, f * 32 * 32)),
        ("the axes are read as (HH, WW, C, F): they are (F, C, HH, WW)", (f * c * h, f * c * w)),
    )


def measure(h: np.ndarray) -> dict[str, float]:
    """Return the four statistics of a layer's outputs."""
    large = float((np.abs(h) > 0.97).mean())
    rms = float(np.sqrt(np.mean(h**2)))
    return {"mean": float(h.mean()), "std": float(h.std()), "rms": rms, "saturated": large}


def wrong_statistics(x: np.ndarray, weights: list[np.ndarray], name: str) -> list[Any]:
    """Return (sentence, statistics per layer) of wrong ways to send data through a stack."""
    right, pre, alone, twice, fixed = [x], [], [], [x], [x]
    for w in weights:
        pre.append(right[-1] @ w)
        right.append(activate(name, pre[-1]))
        twice.append(activate(name, activate(name, twice[-1] @ w)))
        fixed.append(np.tanh(fixed[-1] @ w))
        if w.shape[0] == x.shape[1]:
            alone.append(activate(name, x @ w))
    found = [
        ("these are the pre-activations: measure behind the activation", pre),
        ("every layer gets x: the output of one layer is the input of the next", alone),
        ("the activation is applied twice", twice[1:]),
        ("tanh is used, whatever the name of the activation says", fixed[1:]),
        ("all entries describe the last layer: make a new dict for each", right[-1:] * len(pre)),
    ]
    return [(sentence, [measure(h) for h in layers]) for sentence, layers in found]


def wrong_numbers(h: np.ndarray, pre: np.ndarray) -> dict[str, list[tuple[str, float]]]:
    """Return wrong values of each statistic of the outputs ``h`` of a layer."""
    m = measure(h)
    per_unit = float(h.std(axis=0).mean())
    unsquared = "squared after the mean, or not at all: square first"
    return {
        "mean": [
            ("this is the mean magnitude", float(np.abs(h).mean())),
            ("this is the sum", float(h.sum())),
        ],
        "std": [
            ("this is the variance: take its root", m["std"] ** 2),
            ("this is the root mean square: subtract the mean first", m["rms"]),
            ("this is an average of one std per unit: take all outputs together", per_unit),
            ("divided by the count minus 1", float(h.std(ddof=1)) if h.size > 1 else np.nan),
        ],
        "rms": [
            ("this is the std: the mean is not subtracted here", m["std"]),
            ("this is the mean square: take its root", m["rms"] ** 2),
            # One sentence for both: they are one number where all outputs have the same sign.
            (unsquared, float(np.abs(h).mean())),
            (unsquared, abs(m["mean"])),
        ],
        "saturated": [
            ("only the positive end is counted: take the magnitude", float((h > 0.97).mean())),
            ("counted in front of the activation", float((np.abs(pre) > 0.97).mean())),
            ("this is the share that is not saturated", 1 - m["saturated"]),
            ("this is a count, expected a share", m["saturated"] * h.size),
            ("this is a percentage, expected a share", m["saturated"] * 100),
            ("another threshold than 0.97 is used", float((np.abs(h) > 0.99).mean())),
            ("another threshold than 0.97 is used", float((np.abs(h) > 0.95).mean())),
            ("another threshold than 0.97 is used", float((np.abs(h) > 0.9).mean())),
        ],
    }


def wrong_groups(W: np.ndarray, tol: float) -> tuple[tuple[str, int], ...]:
    """Return wrong counts of different units."""
    columns = W.T
    first = sum(bool(np.abs(c - columns[0]).max() > tol) for c in columns) + 1
    steps = 1 + int((np.abs(np.diff(W, axis=1)).max(axis=0, initial=0) > tol).sum())
    exact = len({c.tobytes() for c in columns + 0.0})
    strict = "units that differ by less than tol count as different: are entries compared exactly, "
    return (
        ("columns of opposite sign count as one: they compute different things", _of(abs(W), tol)),
        ("the order of a column's entries is lost: each has its input", _of(np.sort(W, 0), tol)),
        ("a relative tolerance is added: np.allclose has rtol=1e-5 by itself", _close(W, tol)),
        (f"{strict}or rounded first?", _rounded(W, tol)),
        (f"{strict}or rounded first?", exact),
        ("tol is ignored: it is always 1e-9", _of(W, 1e-9)),
        ("units with the same sum count as one: compare every entry", _of(_sums(W), tol)),
        ("every unit is compared with the first one only", first),
        ("every unit is compared with its neighbour only: twins may stand apart", steps),
        ("rows are compared: a unit is a column of W", _of(W.T, tol)),
        ("this is the rank: units can differ and still be linearly dependent", _rank(W)),
        ("units that have a twin are counted, expected the groups", W.shape[1] - _of(W, tol)),
        ("the number of units is returned: identical ones count once", W.shape[1]),
    )


def _rounded(W: np.ndarray, tol: float) -> int:
    return len({c.tobytes() for c in np.round(W.T, round(-np.log10(tol))) + 0.0})


def _sums(W: np.ndarray) -> np.ndarray:
    total: np.ndarray = W.sum(axis=0, keepdims=True)
    return total


def _close(W: np.ndarray, tol: float) -> int:
    found: list[np.ndarray] = []
    for unit in W.T:
        if not any(np.allclose(unit, other, atol=tol) for other in found):
            found.append(unit)
    return len(found)


def _of(W: np.ndarray, tol: float) -> int:
    return symmetry_groups(np.ascontiguousarray(W), tol)


def _rank(W: np.ndarray) -> int:
    return int(np.linalg.matrix_rank(W))
