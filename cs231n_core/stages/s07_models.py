"""Visible checks of the two items that are handed a model: its first loss, twenty examples."""

from __future__ import annotations

import copy
import math
from typing import Any

import numpy as np

from cs231n_core.arrays import Array, IntArray
from cs231n_core.checks import Answer, Facet, Item
from cs231n_core.expect import Mistakes, expect
from cs231n_core.stages.s07_common import (
    Rng,
    examples,
    expect_number,
    expect_same_model,
    recorder,
    small_net,
    snapshot,
    truth,
    unpacked,
)

FIRST = "check_initial_loss"
FIRST_KEYS = ("loss", "expected", "ok")
TINY = "overfit_tiny"
TINY_KEYS = ("loss_history", "final_loss", "train_acc", "ok")


# --- the first loss -----------------------------------------------------------------------------


def data_loss(model: Any, X: Array, y: IntArray, reg: float = 0.0) -> float:
    """Return the loss of a copy of the model, under another penalty."""
    twin = copy.deepcopy(model)
    twin.reg = reg
    return float(twin.loss(X, y)[0])


def ask_first(answer: Answer, model: Any, X: Array, y: IntArray, *tol: float) -> dict[str, Any]:
    """Call the answer and return its dict."""
    result = answer.call(FIRST, model, X.copy(), y.copy(), *tol)
    return unpacked(result, "the result", FIRST_KEYS)


def expected_mistakes(classes: int, y: IntArray) -> Mistakes:
    """Return wrong values for the loss of guessing."""
    seen = len(np.unique(y))
    known = [
        ("this is log10: the loss uses the natural logarithm, np.log", math.log10(classes)),
        ("this is log2: the loss uses the natural logarithm, np.log", math.log2(classes)),
        ("the sign is flipped: a loss is -log of a probability", -math.log(classes)),
        ("this is a probability, not a loss", 1 / classes),
        ("the ten classes of CIFAR-10 are assumed: count the columns of the scores", math.log(10)),
    ]
    if seen != classes:
        told = "the labels at hand are counted: count the columns of the scores"
        known += [(told, math.log(seen)), (told, math.log(int(y.max()) + 1))]
    return [(sentence, value) for sentence, value in known if value != math.log(classes)]


def loss_mistakes(model: Any, X: Array, y: IntArray) -> Mistakes:
    """Return wrong values for the loss of the data."""
    with_penalty = data_loss(model, X, y, model.reg)
    without = data_loss(model, X, y)
    return (
        ("the penalty is included: set model.reg to 0 for this call", with_penalty),
        ("this is the penalty alone", with_penalty - without),
        ("the sum over the examples, not their mean", without * len(X)),
    )


def _numbers(answer: Answer, rng: Rng) -> None:
    model, (X, y) = small_net(rng), examples(rng, 30)
    result = ask_first(answer, model, X, y)
    expect_number(result["expected"], math.log(10), "expected", expected_mistakes(10, y), rtol=1e-9)
    expect_number(result["loss"], data_loss(model, X, y), "loss", loss_mistakes(model, X, y))


def _penalty(answer: Answer, rng: Rng) -> None:
    model, (X, y) = small_net(rng, scale=0.05, reg=20.0), examples(rng, 30)
    result = ask_first(answer, model, X, y)
    expect_number(result["loss"], data_loss(model, X, y), "loss", loss_mistakes(model, X, y))


def _verdict(answer: Answer, rng: Rng) -> None:
    X, y = examples(rng, 30)
    for scale, good in ((1e-3, True), (2.0, False)):
        ok = truth(ask_first(answer, small_net(rng, scale=scale), X, y)["ok"], "ok")
        words = "small random weights" if good else "weights of standard deviation 2"
        expect(ok is good, f"ok is {ok} for {words}: compare loss with expected, both ways")


def _left_alone(answer: Answer, rng: Rng) -> None:
    model, (X, y) = small_net(rng, reg=0.5), examples(rng, 10)
    before = snapshot(model)
    ask_first(answer, model, X, y)
    expect_same_model(before, model, FIRST)


def first_item() -> Item:
    """Return the item check_initial_loss with its visible facets."""
    facets = (
        Facet("numbers", 3, "ten classes, small weights: loss and expected", _numbers),
        Facet("penalty", 2, "a model with a penalty: loss is that of the data alone", _penalty),
        Facet("verdict", 2, "ok for small weights, not for large ones", _verdict),
        Facet("unchanged", 2, "model.reg and model.params are as before", _left_alone),
    )
    return Item(FIRST, 3, (FIRST,), facets, 5)


# --- twenty examples ----------------------------------------------------------------------------


def train_tiny(
    model: Any, X: Array, y: IntArray, lr: float, epochs: int, reg: float = 0.0
) -> tuple[list[float], Any]:
    """Return the losses of full-batch descent on twenty rows, and the trained copy: the reference.

    The answer may be checked against it because the exercise leaves nothing to chance.
    """
    twin = copy.deepcopy(model)
    twin.reg, losses = reg, []
    for _ in range(epochs):
        loss, grads = twin.loss(X[:20], y[:20])
        losses.append(float(loss))
        twin.params = {name: w - lr * grads[name] for name, w in twin.params.items()}
    return losses, twin


def ask_tiny(
    answer: Answer, model: Any, X: Array, y: IntArray, lr: float, epochs: int
) -> dict[str, Any]:
    """Call the answer and return its dict."""
    result = answer.call(TINY, model, X.copy(), y.copy(), lr, epochs)
    return unpacked(result, "the result", TINY_KEYS)


def history(result: dict[str, Any], epochs: int) -> list[float]:
    """Return the list of losses that the result holds."""
    losses = result["loss_history"]
    expect(type(losses) is list, "loss_history is no list: append one float per epoch")
    expect(
        len(losses) == epochs,
        f"loss_history has {len(losses)} entries for {epochs} epochs: one update and one entry per "
        "epoch, to the last",
    )
    return [float(loss) for loss in losses]


def compare_history(
    result: dict[str, Any], model: Any, X: Array, y: IntArray, lr: float, epochs: int
) -> None:
    """Compare the losses with those of full-batch descent."""
    got = np.array(history(result, epochs))
    want, twin = train_tiny(model, X, y, lr, epochs)
    if np.allclose(got, want, rtol=1e-6):
        return
    wrong = {
        "the losses are those after the updates: store the loss first, then update": [
            *want[1:],
            data_loss(twin, X[:20], y[:20]),
        ],
        "the penalty is on: set model.reg to 0": train_tiny(
            model, X, y, lr, epochs, getattr(model, "reg", 0.0)
        )[0],
        "the weights climb: subtract lr times the gradient": train_tiny(model, X, y, -lr, epochs)[
            0
        ],
    }
    for sentence, losses in wrong.items():
        expect(not np.allclose(got, losses, rtol=1e-6), f"loss_history: {sentence}")
    start = np.isclose(got[0], want[0], rtol=1e-6)
    expect(
        not start,
        "loss_history starts right and then leaves plain full-batch descent: the same 20 rows, one "
        "update w - lr * gradient per epoch",
    )
    expect(False, "loss_history: its first entry is not the first 20 rows' loss before training")


def separable(rng: Rng, count: int = 32) -> tuple[Array, IntArray]:
    """Return rows in three classes that a small network soon tells apart."""
    y = rng.integers(3, size=count)
    y[:3] = [0, 1, 2]
    return rng.normal(size=(count, 12)) + 4.0 * np.eye(3, 12)[y], y


def _learns(answer: Answer, rng: Rng) -> None:
    model, (X, y) = small_net(rng, classes=3, scale=0.2), separable(rng)
    start = copy.deepcopy(model)
    result = ask_tiny(answer, model, X, y, 0.3, 300)
    compare_history(result, start, X, y, 0.3, 300)
    twin = train_tiny(start, X, y, 0.3, 300)[1]
    expect_number(
        result["final_loss"],
        data_loss(twin, X[:20], y[:20]),
        "final_loss",
        [("this is the loss before the last update", history(result, 300)[-1])],
    )
    expect_number(result["train_acc"], 1.0, "train_acc")
    expect(truth(result["ok"], "ok"), "ok is False although the 20 examples were learnt")


def _every_epoch(answer: Answer, rng: Rng) -> None:
    model, (X, y) = small_net(rng, classes=3, scale=0.2), separable(rng)
    result = ask_tiny(answer, model, X, y, 0.3, 120)
    history(result, 120)


def _same_rows(answer: Answer, rng: Rng) -> None:
    (model, got), (X, y) = recorder(small_net(rng, classes=3, scale=0.2)), separable(rng)
    ask_tiny(answer, model, X, y, 0.1, 6)
    asked, want = recorder(small_net(rng, classes=3))
    asked.loss(X[:20], y[:20])
    sizes = {len(rows) for rows in got}
    expect(bool(got), "the model was never asked for a loss: is a copy trained?")
    expect(
        set(got) == set(want),
        "the model is trained on other rows than the first 20"
        if sizes == {20}
        else "each call of model.loss gets all of the first 20 rows, and no others",
    )


def _penalty_off(answer: Answer, rng: Rng) -> None:
    model, (X, y) = small_net(rng, classes=3, scale=0.3, reg=0.7), separable(rng)
    start = copy.deepcopy(model)
    result = ask_tiny(answer, model, X, y, 0.1, 30)
    compare_history(result, start, X, y, 0.1, 30)
    expect(model.reg == 0.7, f"{TINY} left model.reg changed: put the old value back")


def tiny_item() -> Item:
    """Return the item overfit_tiny with its visible facets."""
    facets = (
        Facet("learns", 3, "a small net on separable rows: every number", _learns),
        Facet("every_epoch", 1, "one entry of loss_history per epoch", _every_epoch),
        Facet("same_rows", 2, "the same first 20 rows in every epoch", _same_rows),
        Facet("penalty", 2, "model.reg is 0 while training, and put back", _penalty_off),
    )
    return Item(TINY, 3, (TINY,), facets, 5)
