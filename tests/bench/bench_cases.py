"""What is measured: layers and training steps, with the same inputs for every competitor."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from fnmatch import fnmatch
from itertools import pairwise

import numpy as np

FORWARD, BACKWARD, STEP = "forward", "backward", "step"
Arrays = dict[str, np.ndarray]


@dataclass(frozen=True)
class Case:
    """One thing that every competitor does: its name, its kind and the sizes of that kind."""

    name: str
    kind: str
    sizes: dict[str, int]

    @property
    def phases(self) -> tuple[str, ...]:
        """Return what is timed, each for itself."""
        if self.kind in {"convnet", "deep"}:
            return (STEP,)
        return (FORWARD,) if self.kind == "softmax" else (FORWARD, BACKWARD)


def _conv(name: str, shape: str, filters: str) -> Case:
    images, channels, height, width = map(int, shape.split("x"))
    count, field, stride, pad = map(int, filters.split())
    sizes = {"N": images, "C": channels, "H": height, "W": width}
    return Case(
        f"conv/{name}", "conv", sizes | {"F": count, "K": field, "stride": stride, "pad": pad}
    )


def _pool(name: str, shape: str, window: int, stride: int) -> Case:
    images, channels, height, width = map(int, shape.split("x"))
    sizes = {"N": images, "C": channels, "H": height, "W": width}
    return Case(f"pool/{name}", "pool", sizes | {"K": window, "stride": stride})


CONVOLUTIONS = (
    _conv("7x7", "100x3x32x32", "32 7 1 3"),
    _conv("course", "100x3x31x31", "25 3 2 1"),
    _conv("3x3-32", "64x32x32x32", "64 3 1 1"),
    _conv("3x3-64", "64x64x16x16", "128 3 1 1"),
    _conv("5x5", "128x3x32x32", "64 5 1 2"),
    _conv("1x1", "32x64x28x28", "64 1 1 0"),
    _conv("223", "16x3x223x223", "64 7 2 3"),
    _conv("tiny", "2x3x8x8", "4 3 1 1"),
)
"""Filters, size of the (square) filter, stride and padding follow the shape of the images.

223 rather than ImageNet's 224: windows that do not tile the images are refused here.
"""

LAYERS = (
    _pool("2x2", "100x32x32x32", 2, 2),
    _pool("3x3s2", "64x32x33x33", 3, 2),
    Case("batchnorm/100x500", "batchnorm", {"N": 100, "D": 500}),
    Case("batchnorm/spatial", "spatial_batchnorm", {"N": 64, "C": 32, "H": 32, "W": 32}),
    Case("relu/large", "relu", {"N": 100, "D": 32 * 32 * 32}),
    Case("relu/small", "relu", {"N": 100, "D": 100}),
    Case("softmax/100x10", "softmax", {"N": 100, "C": 10}),
    Case("softmax/500x1000", "softmax", {"N": 500, "C": 1000}),
    Case("affine/3072-100", "affine", {"N": 100, "D": 3072, "M": 100}),
)

STEPS = (
    Case("step/convnet", "convnet", {"N": 100, "F": 32, "K": 7, "hidden": 100, "classes": 10}),
    Case("step/fc-bn", "deep", {"N": 100, "hidden": 100, "layers": 5, "classes": 10}),
)
"""The three-layer ConvNet of the course, and five affine layers with batch norm, both with Adam."""

CASES = (*CONVOLUTIONS, *LAYERS, *STEPS)
SMALL = ("conv/tiny", "relu/small", "softmax/100x10")
"""What ``--quick`` measures: a few seconds in all."""


def chosen(patterns: tuple[str, ...]) -> list[Case]:
    """Return the cases whose names match any of the patterns, all without a pattern."""
    patterns = patterns or ("*",)
    return [case for case in CASES if any(fnmatch(case.name, p) for p in patterns)]


def by_name(name: str) -> Case:
    """Return one case."""
    return next(case for case in CASES if case.name == name)


def inputs(case: Case, dtype: str) -> Arrays:
    """Return the arrays of a case, the same in every process; no two entries of x are equal."""
    rng = np.random.default_rng(zlib.crc32(case.name.encode()))
    arrays = _MAKERS[case.kind](case.sizes, rng)
    return {
        name: array.astype(dtype) if array.dtype.kind == "f" else array
        for name, array in arrays.items()
    }


def output_size(s: dict[str, int]) -> tuple[int, int]:
    """Return height and width of what a convolution or a pooling returns."""
    pad = 2 * s.get("pad", 0)
    height, width = ((s[side] + pad - s["K"]) // s["stride"] + 1 for side in ("H", "W"))
    return height, width


def _conv_arrays(s: dict[str, int], rng: np.random.Generator) -> Arrays:
    fan_in = s["C"] * s["K"] ** 2
    return {
        "x": rng.normal(size=(s["N"], s["C"], s["H"], s["W"])),
        "w": rng.normal(size=(s["F"], s["C"], s["K"], s["K"])) / np.sqrt(fan_in),
        "b": rng.normal(size=s["F"]),
        "dout": rng.normal(size=(s["N"], s["F"], *output_size(s))),
    }


def _pool_arrays(s: dict[str, int], rng: np.random.Generator) -> Arrays:
    count = s["N"] * s["C"] * s["H"] * s["W"]
    x = rng.permutation(count).reshape(s["N"], s["C"], s["H"], s["W"]) / count
    return {"x": x, "dout": rng.normal(size=(s["N"], s["C"], *output_size(s)))}


def _norm_arrays(s: dict[str, int], rng: np.random.Generator) -> Arrays:
    spatial = "C" in s
    shape = (s["N"], s["C"], s["H"], s["W"]) if spatial else (s["N"], s["D"])
    return {
        "x": rng.normal(1.0, 2.0, shape),
        "gamma": rng.normal(size=shape[1]),
        "beta": rng.normal(size=shape[1]),
        "dout": rng.normal(size=shape),
    }


def _relu_arrays(s: dict[str, int], rng: np.random.Generator) -> Arrays:
    return {"x": rng.normal(size=(s["N"], s["D"])), "dout": rng.normal(size=(s["N"], s["D"]))}


def _softmax_arrays(s: dict[str, int], rng: np.random.Generator) -> Arrays:
    return {"x": rng.normal(size=(s["N"], s["C"])), "y": rng.integers(s["C"], size=s["N"])}


def _affine_arrays(s: dict[str, int], rng: np.random.Generator) -> Arrays:
    return {
        "x": rng.normal(size=(s["N"], s["D"])),
        "w": rng.normal(size=(s["D"], s["M"])) / np.sqrt(s["D"]),
        "b": rng.normal(size=s["M"]),
        "dout": rng.normal(size=(s["N"], s["M"])),
    }


def _convnet_arrays(s: dict[str, int], rng: np.random.Generator) -> Arrays:
    flat = s["F"] * 16 * 16
    return {
        "X": rng.normal(size=(s["N"], 3, 32, 32)),
        "y": rng.integers(s["classes"], size=s["N"]),
        "W1": rng.normal(size=(s["F"], 3, s["K"], s["K"])) / np.sqrt(3 * s["K"] ** 2),
        "b1": np.zeros(s["F"]),
        "W2": rng.normal(size=(flat, s["hidden"])) / np.sqrt(flat),
        "b2": np.zeros(s["hidden"]),
        "W3": rng.normal(size=(s["hidden"], s["classes"])) / np.sqrt(s["hidden"]),
        "b3": np.zeros(s["classes"]),
    }


def _deep_arrays(s: dict[str, int], rng: np.random.Generator) -> Arrays:
    arrays: Arrays = {
        "X": rng.normal(size=(s["N"], 3, 32, 32)),
        "y": rng.integers(s["classes"], size=s["N"]),
    }
    dims = [3 * 32 * 32, *[s["hidden"]] * (s["layers"] - 1), s["classes"]]
    for i, (wide, narrow) in enumerate(pairwise(dims), start=1):
        arrays[f"W{i}"] = rng.normal(size=(wide, narrow)) / np.sqrt(wide)
        arrays[f"b{i}"] = np.zeros(narrow)
        if i < s["layers"]:
            arrays[f"gamma{i}"], arrays[f"beta{i}"] = np.ones(narrow), np.zeros(narrow)
    return arrays


_MAKERS = {
    "conv": _conv_arrays,
    "pool": _pool_arrays,
    "batchnorm": _norm_arrays,
    "spatial_batchnorm": _norm_arrays,
    "relu": _relu_arrays,
    "softmax": _softmax_arrays,
    "affine": _affine_arrays,
    "convnet": _convnet_arrays,
    "deep": _deep_arrays,
}
