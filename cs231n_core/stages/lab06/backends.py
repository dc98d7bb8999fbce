"""One convolution on every path: do they agree, how long does each take, which did really run."""

from __future__ import annotations

import contextlib
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterator
from importlib import resources
from typing import Any, NamedTuple

import numpy as np

from cs231n_core import fast_layers, layers
from cs231n_core.arrays import Array
from cs231n_core.im2col import col2im, im2col
from cs231n_core.kernels import active, using


class Path(NamedTuple):
    """A way to compute the same convolution: kernels, forward and backward function."""

    kernels: str
    forward: Callable[..., Any]
    backward: Callable[..., Any]


LOOPS = Path("numpy", layers.conv_forward_naive, layers.conv_backward_naive)
NUMPY = Path("numpy", layers.conv_forward_im2col, layers.conv_backward_im2col)
CYTHON = Path("cython", layers.conv_forward_im2col, layers.conv_backward_im2col)
FAST = Path("cython", fast_layers.conv_forward_fast, fast_layers.conv_backward_fast)


def paths() -> dict[str, Path]:
    """Return the paths that this machine has, slowest first: two of four need compiled kernels."""
    known = {"loops": LOOPS, "columns, NumPy": NUMPY}
    if compiled():
        return known | {"columns, Cython": CYTHON, "fast": FAST}
    return known | {"fast": FAST._replace(kernels="numpy")}


def compiled() -> bool:
    """Tell whether the compiled kernels are in use."""
    return active().name == "cython"


# --- agreement -----------------------------------------------------------------------------------

GRID = (
    ((2, 3, 5, 7), (4, 3, 3, 3), 1, 1),
    ((2, 3, 4, 6), (4, 3, 2, 3), 1, 0),
    ((2, 3, 6, 4), (4, 3, 3, 2), 1, 0),
    ((2, 2, 7, 5), (3, 2, 3, 3), 2, 1),
    ((1, 2, 5, 8), (3, 2, 2, 5), 3, 0),
    ((3, 1, 4, 3), (1, 1, 4, 1), 1, 2),
    ((2, 4, 5, 5), (2, 4, 1, 1), 1, 0),
)
"""Shapes of x and w, stride and pad; height and width differ nearly everywhere."""


def layer(index: int, dtype: Any = np.float64) -> tuple[Array, Array, Array, dict[str, int]]:
    """Return x, w, b and conv_param for an entry of `GRID`."""
    shape, filters, stride, pad = GRID[index]
    rng = np.random.default_rng(index)
    x, w, b = (rng.normal(size=s).astype(dtype) for s in (shape, filters, filters[:1]))
    return x, w, b, {"stride": stride, "pad": pad}


def difference(path: Path, index: int) -> float:
    """Return how far out, dx, dw and db of a path are from the loops', relative to their size."""
    args = layer(index)
    with using("numpy"):
        want = _all_results(LOOPS, args)
    with using(path.kernels):
        got = _all_results(path, args)
    return max(float(np.abs(a - b).max() / np.abs(b).max()) for a, b in zip(got, want, strict=True))


def _all_results(path: Path, args: Any) -> list[Array]:
    out, cache = path.forward(*args)
    dout = np.random.default_rng(1).normal(size=out.shape)
    return [out, *path.backward(dout, cache)]


# --- time ----------------------------------------------------------------------------------------


def seconds(run: Callable[[], object], least: float = 0.03) -> float:
    """Return the median time of a call, of at least three calls and ``least`` seconds."""
    times: list[float] = []
    while len(times) < 3 or sum(times) < least:
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def image_layer(size: int, images: int = 20, filters: int = 8) -> tuple[Any, ...]:
    """Return x, w, b and conv_param: images of size×size in three channels, 3×3 filters."""
    rng = np.random.default_rng(0)
    x = rng.normal(size=(images, 3, size, size)).astype(np.float32)
    w = rng.normal(size=(filters, 3, 3, 3)).astype(np.float32)
    return x, w, np.zeros(filters, np.float32), {"stride": 1, "pad": 1}


def times(size: int, images: int = 20, least: float = 0.03) -> dict[str, tuple[float, float]]:
    """Return milliseconds of forward and of backward for every path, at one image size."""
    args = image_layer(size, images)
    found = {}
    for name, path in paths().items():
        with using(path.kernels):
            out, cache = path.forward(*args)
            ahead = seconds(lambda p=path: p.forward(*args), least)  # type: ignore[misc]
            back = seconds(lambda p=path, o=out, c=cache: p.backward(o, c), least)  # type: ignore[misc]
        found[name] = (1e3 * ahead, 1e3 * back)
    return found


def column_times(size: int = 32, images: int = 100) -> dict[str, tuple[float, float]]:
    """Return milliseconds of im2col and of col2im by `np.add.at`, by slices and by Cython."""
    x = image_layer(size, images)[0]
    found = {"indices, np.add.at": (seconds(lambda: _take(x)), seconds(lambda: _add_at(x)))}
    for name, kernels in (("slices, NumPy", "numpy"), ("loops, Cython", "cython")):
        if kernels == "numpy" or compiled():
            with using(kernels):
                cols = im2col(x, 3, 3, 1, 1)
                found[name] = (
                    seconds(lambda: im2col(x, 3, 3, 1, 1)),
                    seconds(lambda c=cols: col2im(c, x.shape, 3, 3, 1, 1)),  # type: ignore[misc]
                )
    return {name: (1e3 * a, 1e3 * b) for name, (a, b) in found.items()}


def _indices(x: Array) -> tuple[Any, ...]:
    """Return the index arrays (channel, row, column) of every entry of im2col, 3×3 and pad 1."""
    c, h, w = x.shape[1:]
    channel = np.repeat(np.arange(c), 9)[:, None]
    i = np.tile(np.repeat(np.arange(3), 3), c)[:, None] + np.repeat(np.arange(h), w)
    j = np.tile(np.arange(3), 3 * c)[:, None] + np.tile(np.arange(w), h)
    return slice(None), channel, i, j


def _take(x: Array) -> Array:
    x_pad = np.pad(x, ((0, 0), (0, 0), (1, 1), (1, 1)))
    return np.asarray(x_pad[_indices(x)].transpose(1, 2, 0).reshape(9 * x.shape[1], -1))


def _add_at(x: Array) -> Array:
    n, c, h, w = x.shape
    x_pad = np.zeros((n, c, h + 2, w + 2), x.dtype)
    np.add.at(x_pad, _indices(x), _take(x).reshape(9 * c, h * w, n).transpose(2, 0, 1))
    return x_pad[:, :, 1:-1, 1:-1]


# --- what ran ------------------------------------------------------------------------------------


@contextlib.contextmanager
def compiled_calls() -> Iterator[Counter[str]]:
    """Count the calls of each compiled kernel inside a ``with`` block.

    The counter stays empty where NumPy does the work: it is the proof of which code ran.

    Examples
    --------
    >>> with using("numpy"), compiled_calls() as calls:
    ...     _ = fast_layers.conv_forward_fast(*layer(0))
    >>> dict(calls)
    {}
    """
    calls: Counter[str] = Counter()
    native = active().native
    known = {
        name: getattr(native, name)
        for name in dir(native)
        if name.startswith(("conv_", "max_pool_", "batchnorm_", "affine_", "relu_"))
    }

    def counting(name: str) -> Callable[..., Any]:
        def run(*args: Any, **kwargs: Any) -> Any:
            result = known[name](*args, **kwargs)
            # The "plain" entry points decline with None what does not fit; that is no call.
            calls[name.removesuffix("_plain")] += result is not None
            return result

        return run

    for name in known:
        setattr(native, name, counting(name))
    try:
        yield calls
    finally:
        for name, kernel in known.items():
            setattr(native, name, kernel)


def kernel_source(name: str) -> str:
    """Return the Cython source of a function of ``im2col_cython.pyx``, its loops and all."""
    folder = resources.files("cs231n_core") / "kernels" / "im2col_cython.pyx"
    text = folder.read_text(encoding="utf-8")
    return "def " + text.split("\n\n\ndef ")[["", "im2col", "col2im"].index(name)].strip()
