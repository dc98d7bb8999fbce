"""The visible checks of batchnorm_forward, and what its hidden ones need."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from cs231n_core.checks import Answer, Facet, Item
from cs231n_core.expect import (
    Mistakes,
    expect,
    expect_array,
    expect_close,
    expect_right,
    expect_unchanged,
    frozen,
    plain,
)
from cs231n_core.stages.s05_graph import EPS, Array, Rng, cache_of, features, parameters

NAME = "batchnorm_forward"
RUNNING = ("running_mean", "running_var")
Param = dict[str, Any]
Call = tuple[Array, ...]
"""x, gamma and beta."""


def layer_call(rng: Rng, n: int, d: int) -> Call:
    """Return an x (n, d) and parameters that differ from 1 and 0."""
    return (features(rng, n, d), *parameters(rng, d))


def statistics(rng: Rng, d: int, dtype: Any = np.float64) -> Param:
    """Return a ``bn_param`` in mode test with running statistics."""
    mean, var = rng.uniform(-2.0, 2.0, d), rng.uniform(0.3, 2.5, d)
    named = zip(RUNNING, (mean, var), strict=True)
    return {"mode": "test", **{key: value.astype(dtype) for key, value in named}}


def trained(call: Call, eps: float = EPS) -> Array:
    """Return the right output in mode train, computed in float64."""
    x, gamma, beta = call
    wide = cache_of(x.astype(np.float64), gamma, eps)
    return np.asarray(gamma * wide["x_hat"] + beta, x.dtype)


def tested(call: Call, param: Param) -> Array:
    """Return the right output in mode test, computed in float64."""
    x, gamma, beta = call
    mean, var = (param[key].astype(np.float64) for key in RUNNING)
    x_hat = (x - mean) / np.sqrt(var + param.get("eps", EPS))
    return np.asarray(gamma * x_hat + beta, x.dtype)


def ask(answer: Answer, call: Call, param: Param) -> tuple[Any, Any]:
    """Call the answer on copies of x, gamma and beta, and on this very ``bn_param``."""
    return answer.forward(NAME, *(array.copy() for array in call), param)


def running(param: Mapping[str, Any], key: str, like: Array) -> Array:
    """Return a running statistic that the answer has left in ``bn_param``."""
    expect(key in param, f"after a call in mode train bn_param has no {key}: store it there")
    return expect_array(param[key], key, like.shape, like.dtype)


# --- what people write ---------------------------------------------------------------------------


def train_mistakes(call: Call, eps: float = EPS) -> Mistakes:
    """Return wrong outputs in mode train."""
    x, gamma, beta = call
    away, var = x - x.mean(axis=0), x.var(axis=0)
    n, rows = len(x), x - x.mean(axis=1, keepdims=True)
    x_hat = away / np.sqrt(var + eps)
    found = [
        (
            "mean and variance are taken over the features of one example: the batch is axis 0",
            rows / np.sqrt(x.var(axis=1, keepdims=True) + eps),
        ),
        (
            "the variance divides by N - 1: batch normalisation divides by N",
            away / np.sqrt(var * n / max(1, n - 1) + eps),
        ),
        ("it is divided by the variance: divide by its root", away / (var + eps)),
        ("the variance is squared under the root", away / np.sqrt(var**2 + eps)),
        ("eps is outside the root: sqrt(var + eps)", away / (np.sqrt(var) + eps)),
        ("eps is always 1e-5: take it from bn_param", away / np.sqrt(var + EPS)),
        (
            "mean and variance are those of the whole array: each feature has its own",
            (x - x.mean()) / np.sqrt(x.var() + eps),
        ),
        ("the mean is not subtracted", x / np.sqrt(var + eps)),
        ("it is centred, but not divided by the standard deviation", away),
    ]
    if np.all(var > 0):
        found.append(("eps is missing under the root: sqrt(var + eps)", away / np.sqrt(var)))
    whole = [(sentence, gamma * wrong + beta) for sentence, wrong in found]
    return (
        *whole,
        ("gamma and beta are missing: this is x_hat", x_hat),
        ("beta is missing", gamma * x_hat),
        ("gamma is missing", x_hat + beta),
        ("beta is added before gamma multiplies", gamma * (x_hat + beta)),
    )


def eval_mistakes(call: Call, param: Param) -> Mistakes:
    """Return wrong outputs in mode test."""
    x, gamma, beta = call
    (mean, var), eps = (param[key] for key in RUNNING), param.get("eps", EPS)
    away = x - mean
    found: list[tuple[str, Array]] = [
        ("eps is missing under the root in mode test", away / np.sqrt(var)),
        ("eps is always 1e-5: take it from bn_param", away / np.sqrt(var + EPS)),
        ("running_var is a variance: divide by its root", away / (var + eps)),
        ("the mean is not subtracted", x / np.sqrt(var + eps)),
        ("it is centred, but not divided by the standard deviation", away),
    ]
    if len(x) > 1:
        own = "mode test uses the statistics of this batch: it must use the running ones"
        found.append((own, cache_of(x, gamma, eps)["x_hat"]))
    x_hat = away / np.sqrt(var + eps)
    return (
        *((sentence, gamma * wrong + beta) for sentence, wrong in found),
        ("gamma and beta are missing in mode test", x_hat),
        ("beta is missing in mode test", gamma * x_hat),
        ("gamma is missing in mode test", x_hat + beta),
    )


def follow(batches: Sequence[Array], momentum: float, what: str, start: float = 0.0) -> Array:
    """Return a statistic after these batches: the right one, or what a mistake makes of it.

    Parameters
    ----------
    batches : sequence of (N, D) arrays
    momentum : float
        The share of the old value.
    what : str
        ``"mean"``, ``"var"``, ``"std"``, ``"var + eps"`` or ``"unbiased"``.
    start : float
        The value before the first batch.
    """
    value = np.full(batches[0].shape[1], start)
    for x in batches:
        var, n = x.var(axis=0), len(x)
        now = {
            "mean": x.mean(axis=0),
            "var": var,
            "std": np.sqrt(var),
            "var + eps": var + EPS,
            "var + large eps": var + 0.1,
            "unbiased": var * n / max(1, n - 1),
        }[what]
        value = momentum * value + (1 - momentum) * now
    return value


def running_mistakes(batches: Sequence[Array], momentum: float, what: str) -> Mistakes:
    """Return wrong running statistics after these batches."""
    last = follow(batches[-1:], 0.0, what)
    found = [
        (
            "momentum is on the wrong side: it is the share of the old value",
            follow(batches, 1 - momentum, what),
        ),
        ("it is the last batch's: a running value remembers the earlier ones", last),
        ("it does not change: store the new value in bn_param", np.zeros_like(last)),
        ("it starts from 1: here running statistics start from 0", _ones(batches, momentum, what)),
        ("momentum is always 0.9: take it from bn_param", follow(batches, 0.9, what)),
    ]
    if what == "var":
        known = {
            "std": "this is a standard deviation: the variance is asked for",
            "var + eps": "eps is in it: eps belongs under the root, not into the statistics",
            "var + large eps": "eps is in it: eps belongs under the root, not into the statistics",
            "unbiased": "the batch's variance divides by N - 1 here: this course divides by N",
        }
        found += [(sentence, follow(batches, momentum, kind)) for kind, sentence in known.items()]
    return found


def _ones(batches: Sequence[Array], momentum: float, what: str) -> Array:
    return follow(batches, momentum, what, start=1.0)


# --- visible facets ------------------------------------------------------------------------------


def _train(answer: Answer, rng: Rng) -> None:
    for n, d in ((6, 4), (5, 3)):
        call = layer_call(rng, n, d)
        out, _ = ask(answer, call, {"mode": "train"})
        expect_close(out, trained(call), "out", mistakes=train_mistakes(call))


def _test(answer: Answer, rng: Rng) -> None:
    call, param = layer_call(rng, 5, 4), statistics(rng, 4)
    want, known = tested(call, param), eval_mistakes(call, param)
    out, _ = ask(answer, call, param)
    expect_close(out, want, "out", mistakes=known)


def _one_step(answer: Answer, rng: Rng) -> None:
    call, param = layer_call(rng, 6, 4), {"mode": "train"}
    ask(answer, call, param)
    want = follow([call[0]], 0.9, "mean")
    got = running(param, "running_mean", want)
    known = running_mistakes([call[0]], 0.9, "mean")
    expect_close(got, want, "running_mean", mistakes=known)


def _cache(answer: Answer, rng: Rng) -> None:
    call = layer_call(rng, 6, 4)
    _, cache = ask(answer, call, {"mode": "train"})
    expect(type(cache) is dict, "the cache is no dict: leave the line that builds it as it was")
    for key, want in cache_of(call[0], call[1]).items():
        expect(key in cache, f"the cache has no entry {key!r}")
        if key == "eps":
            expect(type(cache[key]) is float, "cache['eps'] is not the number of bn_param")
            continue
        swapped = "this is the standard deviation: inv_std is one over it"
        known = [(swapped, 1 / want)] if key == "inv_std" else []
        if key == "var":
            known = [("eps is in it: var is the variance alone", want + EPS)]
        expect_close(cache[key], want, f"cache[{key!r}]", mistakes=known)


WIDE = 10


def _dtype(answer: Answer, rng: Rng) -> None:
    x, *rest = layer_call(rng, 6, 4)
    # So wide that no draw sees where eps is added: in float32 only some would.
    call = tuple(array.astype(np.float32) for array in (WIDE * x, *rest))
    param: Param = {"mode": "train"}
    out, _ = ask(answer, call, param)
    _single(out, call, "out")
    for key in RUNNING:
        running(param, key, call[1])
    param = statistics(rng, 4, np.float32)
    param["running_var"] *= np.float32(WIDE**2)
    want = tested(call, param)
    out, _ = ask(answer, call, param)
    _single(out, call, "out in mode test")
    expect_right(out, want, "out in mode test")


def _single(out: Any, call: tuple[Any, ...], where: str) -> None:
    expect_array(out, where, call[0].shape, np.float32)
    if where == "out":
        expect_right(out, trained(call), where)


def _pure(answer: Answer, rng: Rng) -> None:
    for mode in ("train", "test"):
        x, gamma, beta = layer_call(rng, 6, 4)
        param = statistics(rng, 4) | {"mode": mode}
        want = trained((x, gamma, beta)) if mode == "train" else tested((x, gamma, beta), param)
        arrays = {"x": x, "gamma": gamma, "beta": beta}
        before = frozen(**arrays)
        out, _ = answer.forward(NAME, x, gamma, beta, param)
        expect_unchanged(before, arrays, NAME)
        expect_right(plain(out, "out", want.shape), want, "out")


def item(hidden: int) -> Item:
    """Return the item, with its visible facets."""
    eps_hint = "bn_param.get('eps', 1e-5) stands above your lines already"
    step_hint = "new = momentum * old + (1 - momentum) * of_this_batch, then store it in bn_param"
    facets = (
        Facet("train", 4, "out in mode train", _train, "mean and variance along axis 0"),
        Facet(
            "test", 3, "out in mode test, with given running statistics", _test, eps_hint
        ).hinting_at_errors(),
        Facet(
            "step", 2, "running_mean after one call in mode train", _one_step, step_hint
        ).hinting_at_errors(),
        Facet("cache", 1, "what the cache holds after a call in mode train", _cache),
        Facet("dtype", 1, "float32 in, float32 out, in both modes", _dtype),
        Facet("pure", 1, "x, gamma and beta stay as they were", _pure),
    )
    return Item(NAME, 8, (NAME,), facets, hidden)
