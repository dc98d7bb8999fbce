"""Hidden facets of the items that are handed a model: its first loss, twenty examples."""

from __future__ import annotations

import copy
import math
from typing import Any

import numpy as np

from cs231n_core.arrays import Array, IntArray
from cs231n_core.cases import global_random_state
from cs231n_core.checks import Answer, Facet
from cs231n_core.expect import expect, expect_unchanged, frozen
from cs231n_core.layers import softmax_loss
from cs231n_core.stages.s07_common import (
    Rng,
    Watched,
    examples,
    expect_number,
    expect_same_model,
    small_net,
    snapshot,
    truth,
)
from cs231n_core.stages.s07_models import (
    FIRST,
    TINY,
    TINY_KEYS,
    ask_first,
    ask_tiny,
    compare_history,
    data_loss,
    expected_mistakes,
    history,
    loss_mistakes,
    separable,
    train_tiny,
)

# --- the first loss -----------------------------------------------------------------------------


def _classes(answer: Answer, rng: Rng) -> None:
    for classes in (3, 100):
        model, (X, y) = small_net(rng, classes=classes), examples(rng, 12, classes - 1)
        result = ask_first(answer, model, X, y)
        expect_number(
            result["expected"], math.log(classes), "expected", expected_mistakes(classes, y)
        )
        expect(truth(result["ok"], "ok"), "ok is False for small weights and another class count")


def _knowing(net: Any, labels: IntArray) -> Watched:
    """Return a model whose scores favour the right class: its first loss is far too low."""

    def change(answer: Any, X: Array, y: IntArray | None) -> Any:
        scores = 3.0 * np.eye(10)[labels[: len(X)]]
        return scores if y is None else (softmax_loss(scores, y)[0], answer[1])

    return Watched(net, change)


def _too_good(answer: Answer, rng: Rng) -> None:
    X, y = examples(rng, 20)
    fair = ask_first(answer, small_net(rng), X, y)
    expect(truth(fair["ok"], "ok"), "ok is False for small random weights")
    ok = truth(ask_first(answer, _knowing(small_net(rng), y), X, y)["ok"], "ok")
    expect(not ok, "ok is True for a loss far below guessing: compare the absolute difference")


def _tolerance(answer: Answer, rng: Rng) -> None:
    model, (X, y) = small_net(rng, scale=1.2), examples(rng, 30)
    off = abs(data_loss(model, X, y) - math.log(10))
    for share, want in ((1.5, True), (0.5, False)):
        ok = truth(ask_first(answer, model, X, y, share * off)["ok"], "ok")
        expect(ok is want, "the argument tol is not what decides ok")


def _batchnorm(answer: Answer, rng: Rng) -> None:
    model, (X, y) = small_net(rng, normalization="batchnorm"), examples(rng, 30)
    for _ in range(2):
        before, want = snapshot(model), data_loss(model, X, y)
        result = ask_first(answer, model, X, y)
        expect_same_model(before, model, FIRST)
        expect_number(result["loss"], want, "loss", loss_mistakes(model, X, y))
        model.loss(X + 1.0, y)


def _convnet_like(answer: Answer, rng: Rng) -> None:
    """Ask for images of four axes, read-only, and the global generator at rest."""
    model = small_net(rng)
    X, y = rng.normal(size=(7, 3, 2, 2)), rng.integers(10, size=7)
    X.flags.writeable = False
    state = global_random_state()
    result = answer.call(FIRST, model, X, y)
    expect(type(result) is dict, "for images (N, C, H, W) the result is no dict")
    expect_number(result.get("loss"), data_loss(model, X, y), "loss", loss_mistakes(model, X, y))
    expect(global_random_state() == state, f"{FIRST} uses NumPy's global random generator")


def first_facets() -> tuple[Facet, ...]:
    """Return the hidden facets of check_initial_loss."""
    return (
        Facet("classes", 2, "3 and 100 classes, not all of them among the labels", _classes),
        Facet("too_good", 1, "a first loss far below guessing", _too_good),
        Facet("tolerance", 1, "another tolerance", _tolerance),
        Facet("batchnorm", 2, "a net with batch norm: its running statistics", _batchnorm),
        Facet("images", 1, "images of four axes, read-only", _convnet_like),
    )


# --- twenty examples ----------------------------------------------------------------------------


def _broken_net(net: Any, factor: float) -> Watched:
    """Return a network with a bug in its gradient, which is multiplied by ``factor``."""

    def change(answer: Any, _: Array, y: IntArray | None) -> Any:
        if y is None:
            return answer
        loss, grads = answer
        return loss, {name: factor * g for name, g in grads.items()}

    return Watched(net, change)


def _broken(answer: Answer, rng: Rng) -> None:
    X, y = separable(rng)
    good = ask_tiny(answer, small_net(rng, classes=3, scale=0.2), X, y, 0.3, 600)
    expect(truth(good["ok"], "ok"), "ok is False for a sound model")
    for factor in (0.0, -1.0, np.nan):
        model = _broken_net(small_net(rng, classes=3, scale=0.2), factor)
        result = ask_tiny(answer, model, X, y, 0.3, 60)
        expect(
            not truth(result["ok"], "ok"),
            "ok is True for a model with a bug in its gradient, which learns nothing",
        )


def _not_yet(answer: Answer, rng: Rng) -> None:
    """All right, yet the loss is not small: ok needs both. Which rows are used is not asked."""
    X, y = separable(rng, 20)
    model = small_net(rng, classes=3, scale=0.2)
    start = copy.deepcopy(model)
    losses = np.array(train_tiny(model, X, y, 0.3, 600)[0])
    stop = 1 + int(np.argmax(losses < 0.1))
    twin = train_tiny(model, X, y, 0.3, stop)[1]
    accuracy = float((twin.loss(X[:20]).argmax(axis=1) == y[:20]).mean())
    result = ask_tiny(answer, model, X, y, 0.3, stop)
    history(result, stop)
    expect_number(result["train_acc"], accuracy, "train_acc")
    told = "ok is True although final_loss is not below 0.01: right answers are not enough"
    expect(not truth(result["ok"], "ok"), told)
    for loss, below in ((0.014, False), (0.008, True)):
        twin, enough = copy.deepcopy(start), int(np.argmax(losses < loss))
        ok = truth(ask_tiny(answer, twin, X, y, 0.3, enough)["ok"], "ok")
        side = "below" if below else "above"
        expect(ok is below, f"ok is {ok} for a final_loss a little {side} 0.01")


def _keys(answer: Answer, rng: Rng) -> None:
    X, y = separable(rng)
    result = ask_tiny(answer, small_net(rng, classes=3, scale=0.2), X, y, 0.3, 5)
    extra = sorted(str(key) for key in result.keys() - set(TINY_KEYS))
    expect(
        not any("val" in key for key in extra),
        "a validation accuracy is reported, but nothing was held out: these are training rows",
    )
    expect(not extra, "the dict has more keys than the exercise names")


def _in_place(answer: Answer, rng: Rng) -> None:
    model, (X, y) = small_net(rng, classes=3, scale=0.2), separable(rng)
    shapes = {name: (w.shape, w.dtype) for name, w in model.params.items()}
    result = ask_tiny(answer, model, X, y, 0.3, 40)
    history(result, 40)
    expect_number(
        result["final_loss"],
        data_loss(model, X[:20], y[:20]),
        "final_loss is not the loss of the model that is left behind: it",
    )
    now = {name: (w.shape, w.dtype) for name, w in model.params.items()}
    expect(now == shapes, "model.params has other names, shapes or dtypes after training")


def _few_rows(answer: Answer, rng: Rng) -> None:
    X, y = separable(rng, 7)
    model = small_net(rng, classes=3, scale=0.2, dtype=np.float32)
    start = copy.deepcopy(model)
    before = frozen(X=X, y=y)
    result = answer.call(TINY, model, X, y, 0.2, 25)
    expect_unchanged(before, {"X": X, "y": y}, TINY)
    expect(type(result) is dict, "for seven rows the result is no dict")
    got, want = history(result, 25), train_tiny(start, X, y, 0.2, 25)[0]
    told = "with seven rows in float32 the losses differ: use all rows there are"
    expect(bool(np.allclose(got, want, rtol=1e-3)), told)
    kept = all(w.dtype == np.float32 for w in model.params.values())
    expect(kept, "a float32 model is float64 after training")
    compare_history(
        ask_tiny(answer, copy.deepcopy(start := small_net(rng, classes=3)), X, y, 0.1, 3),
        start,
        X,
        y,
        0.1,
        3,
    )


def tiny_facets() -> tuple[Facet, ...]:
    """Return the hidden facets of overfit_tiny."""
    return (
        Facet("broken", 2, "models with a bug are reported as failures", _broken),
        Facet("not_yet", 1, "all twenty right, but the loss not yet small", _not_yet),
        Facet("keys", 1, "the dict holds what was measured, and nothing else", _keys),
        Facet("in_place", 1, "the model itself is trained", _in_place),
        Facet("few_rows", 1, "fewer than twenty rows, float32, inputs unchanged", _few_rows),
    )
