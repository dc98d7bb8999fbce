"""What several items of stage 07 ask with: small networks, records of calls, numbers in a dict."""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from cs231n_core.answer import CheckFailed, kind_of
from cs231n_core.arrays import Array, IntArray
from cs231n_core.classifiers import FullyConnectedNet
from cs231n_core.expect import Mistakes, expect

Rng = np.random.Generator


def small_net(
    rng: Rng, *, classes: int = 10, scale: float = 1e-3, reg: float = 0.0, **options: Any
) -> FullyConnectedNet:
    """Return an untrained 12-9-C network in float64."""
    options = {"dtype": np.float64, "seed": int(rng.integers(2**31)), **options}
    return FullyConnectedNet(
        [9], input_dim=12, num_classes=classes, weight_scale=scale, reg=reg, **options
    )


def examples(rng: Rng, count: int, classes: int = 10) -> tuple[Array, IntArray]:
    """Return ``count`` random inputs (count, 12) and their labels, every class in turn."""
    y = rng.permutation(np.arange(count) % classes)
    return rng.normal(size=(count, 12)), y


class Watched:
    """A network whose answers pass through a function of the check: ``change(answer, X, y)``."""

    def __init__(self, net: Any, change: Callable[[Any, Array, IntArray | None], Any]) -> None:
        self.net = net
        self.change = change

    params = property(
        lambda self: self.net.params, lambda self, value: setattr(self.net, "params", value)
    )
    reg = property(lambda self: self.net.reg, lambda self, value: setattr(self.net, "reg", value))
    bn_params = property(
        lambda self: self.net.bn_params, lambda self, value: setattr(self.net, "bn_params", value)
    )

    def __copy__(self) -> Any:
        """Return a copy with a net of its own: what it is assigned does not reach the original."""
        return type(self)(copy.copy(self.net), self.change)

    def loss(self, X: Array, y: IntArray | None = None) -> Any:
        """Return what the function makes of the network's scores, or loss and gradients."""
        return self.change(self.net.loss(X, y), X, y)


class Recorded(Watched):
    """A network whose calls are watched; a copy of it is the plain network."""

    def __deepcopy__(self, memo: dict[int, Any]) -> Any:
        return copy.deepcopy(self.net, memo)


Rows = list[tuple[bytes, ...]]


def recorder(net: Any) -> tuple[Watched, Rows]:
    """Return a network and a list, which gains the rows that each of its training calls gets."""
    rows: Rows = []

    def remember(answer: Any, X: Array, y: IntArray | None) -> Any:
        if y is not None:
            pairs = zip(np.asarray(X, np.float64), np.asarray(y), strict=True)
            rows.append(tuple(sorted(x.tobytes() + bytes([int(label)]) for x, label in pairs)))
        return answer

    return Recorded(net, remember), rows


def unpacked(result: Any, where: str, keys: Sequence[str]) -> dict[str, Any]:
    """Return the result as the dict with exactly these keys that it must be."""
    expect(type(result) is dict, f"{where} returned {kind_of(result)}, expected a dict")
    missing = [key for key in keys if key not in result]
    expect(not missing, f"{where}: the dict lacks {', '.join(map(repr, missing))}")
    return dict(result)


def number(value: Any, where: str) -> float:
    """Return one plain number: a Python int or float, or a NumPy floating scalar."""
    kind = type(value)
    expect(
        kind in (float, int, np.float64, np.float32),
        f"{where} is {kind_of(value)}, expected one plain number: float(...) makes it one",
    )
    return float(value)


def truth(value: Any, where: str) -> bool:
    """Return a truth value: Python's or NumPy's."""
    expect(
        type(value) in (bool, np.bool_),
        f"{where} is {kind_of(value)}, expected True or False: bool(...) makes it one",
    )
    return bool(value)


def expect_number(
    value: Any, want: float, where: str, mistakes: Mistakes = (), *, rtol: float = 1e-6
) -> None:
    """Compare one number with ``want``; name the mistake without telling the value."""
    got = number(value, where)
    if _near(got, want, rtol):
        return
    for sentence, wrong in mistakes:
        if _near(got, float(wrong), rtol):
            raise CheckFailed(f"{where}: {sentence}")
    if not np.isfinite(got):
        raise CheckFailed(f"{where} is not finite")
    raise CheckFailed(f"{where} is too {'large' if got > want else 'small'}")


def _near(got: float, want: float, rtol: float) -> bool:
    return bool(np.isclose(got, want, rtol=rtol, atol=1e-12, equal_nan=True))


def snapshot(model: Any) -> dict[str, Any]:
    """Return all that a look at a model must leave as it was."""
    return {
        "params": {name: w.tobytes() for name, w in model.params.items()},
        "reg": model.reg,
        "bn_params": copy.deepcopy(model.bn_params),
    }


def expect_same_model(before: dict[str, Any], model: Any, where: str) -> None:
    """Compare a model with its `snapshot`, but for the mode of its normalisation layers."""
    now = snapshot(model)
    expect(now["reg"] == before["reg"], f"{where} left model.reg changed: put the old value back")
    expect(now["params"] == before["params"], f"{where} changed model.params")
    for old, new in zip(before["bn_params"], now["bn_params"], strict=True):
        keys = {key for key in old | new if key.startswith("running")}
        same = all(key in old and key in new and np.array_equal(old[key], new[key]) for key in keys)
        expect(
            same,
            f"{where} moved the running statistics of batch norm: a look must not train; work on "
            "a deep copy",
        )
