"""The right results in float64, from plain NumPy that shares no code with any competitor."""

from __future__ import annotations

import numpy as np
from bench_cases import Arrays, Case, inputs, output_size

EPS = 1e-5


def reference(case: Case, dtype: str) -> Arrays:
    """Return what a case must give for inputs rounded to ``dtype``, calculated in float64."""
    arrays = {
        name: array.astype(np.float64) if array.dtype.kind == "f" else array
        for name, array in inputs(case, dtype).items()
    }
    return _SOLVERS[case.kind](case.sizes, arrays)


def _windows(x: np.ndarray, s: dict[str, int]) -> np.ndarray:
    view = np.lib.stride_tricks.sliding_window_view(x, (s["K"], s["K"]), axis=(2, 3))
    height, width = output_size(s)
    return view[:, :, :: s["stride"], :: s["stride"]][:, :, :height, :width]


def _conv(s: dict[str, int], a: Arrays) -> Arrays:
    edge = (s["pad"], s["pad"])
    windows = _windows(np.pad(a["x"], ((0, 0), (0, 0), edge, edge)), s)
    out = np.tensordot(windows, a["w"], axes=([1, 4, 5], [1, 2, 3])).transpose(0, 3, 1, 2)
    dx = np.zeros((s["N"], s["C"], s["H"] + 2 * s["pad"], s["W"] + 2 * s["pad"]))
    height, width = output_size(s)
    for i in range(s["K"]):
        for j in range(s["K"]):
            rows = slice(i, i + s["stride"] * height, s["stride"])
            columns = slice(j, j + s["stride"] * width, s["stride"])
            share = np.tensordot(a["dout"], a["w"][:, :, i, j], axes=([1], [0]))
            dx[:, :, rows, columns] += share.transpose(0, 3, 1, 2)
    inner = (slice(s["pad"], s["pad"] + s["H"]), slice(s["pad"], s["pad"] + s["W"]))
    return {
        "out": out + a["b"][:, None, None],
        "dx": dx[:, :, *inner],
        "dw": np.tensordot(a["dout"], windows, axes=([0, 2, 3], [0, 2, 3])),
        "db": a["dout"].sum(axis=(0, 2, 3)),
    }


def _pool(s: dict[str, int], a: Arrays) -> Arrays:
    windows = _windows(a["x"], s)
    flat = windows.reshape(*windows.shape[:4], -1)
    row, column = np.divmod(flat.argmax(axis=-1), s["K"])
    height, width = output_size(s)
    n, c, h, w = np.ogrid[: s["N"], : s["C"], :height, :width]
    dx = np.zeros_like(a["x"])
    np.add.at(dx, (n, c, h * s["stride"] + row, w * s["stride"] + column), a["dout"])
    return {"out": flat.max(axis=-1), "dx": dx}


def _batchnorm(_: dict[str, int], a: Arrays) -> Arrays:
    axes = tuple(axis for axis in range(a["x"].ndim) if axis != 1)
    along = (1, -1, *(1,) * (a["x"].ndim - 2))
    centred = a["x"] - a["x"].mean(axis=axes, keepdims=True)
    std = np.sqrt((centred**2).mean(axis=axes, keepdims=True) + EPS)
    x_hat, dx_hat = centred / std, a["dout"] * a["gamma"].reshape(along)
    dx = dx_hat - dx_hat.mean(axis=axes, keepdims=True)
    dx -= x_hat * (dx_hat * x_hat).mean(axis=axes, keepdims=True)
    return {
        "out": a["gamma"].reshape(along) * x_hat + a["beta"].reshape(along),
        "dx": dx / std,
        "dgamma": (a["dout"] * x_hat).sum(axis=axes),
        "dbeta": a["dout"].sum(axis=axes),
    }


def _relu(_: dict[str, int], a: Arrays) -> Arrays:
    return {"out": np.maximum(a["x"], 0), "dx": a["dout"] * (a["x"] > 0)}


def _softmax(_: dict[str, int], a: Arrays) -> Arrays:
    rows = np.arange(len(a["y"]))
    p = np.exp(a["x"] - a["x"].max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    loss = -np.log(p[rows, a["y"]]).mean()
    p[rows, a["y"]] -= 1
    return {"loss": np.asarray(loss), "dx": p / len(rows)}


def _affine(_: dict[str, int], a: Arrays) -> Arrays:
    return {
        "out": a["x"] @ a["w"] + a["b"],
        "dx": a["dout"] @ a["w"].T,
        "dw": a["x"].T @ a["dout"],
        "db": a["dout"].sum(axis=0),
    }


def _convnet(s: dict[str, int], a: Arrays) -> Arrays:
    conv = {"N": s["N"], "C": 3, "H": 32, "W": 32, "K": s["K"], "stride": 1, "pad": s["K"] // 2}
    first = {"x": a["X"], "w": a["W1"], "b": a["b1"]}
    maps = _conv(conv, first | {"dout": np.zeros((s["N"], s["F"], 32, 32))})["out"]
    active = np.maximum(maps, 0)
    pool = {"N": s["N"], "C": s["F"], "H": 32, "W": 32, "K": 2, "stride": 2}
    windows = _windows(active, pool)
    pooled = windows.max(axis=(4, 5))
    flat = pooled.reshape(s["N"], -1)
    hidden = np.maximum(flat @ a["W2"] + a["b2"], 0)
    end = _softmax({}, {"x": hidden @ a["W3"] + a["b3"], "y": a["y"]})
    dscores = end["dx"]
    dhidden = (dscores @ a["W3"].T) * (hidden > 0)
    dpooled = (dhidden @ a["W2"].T).reshape(pooled.shape)
    dmaps = _pool(pool, {"x": active, "dout": dpooled})["dx"] * (maps > 0)
    first_grads = _conv(conv, first | {"dout": dmaps})
    return {
        "loss": end["loss"],
        "W1": first_grads["dw"],
        "b1": first_grads["db"],
        "W2": flat.T @ dhidden,
        "b2": dhidden.sum(axis=0),
        "W3": hidden.T @ dscores,
        "b3": dscores.sum(axis=0),
    }


def _deep(s: dict[str, int], a: Arrays) -> Arrays:
    h, caches = a["X"].reshape(s["N"], -1), []
    for i in range(1, s["layers"]):
        norm = {"x": h @ a[f"W{i}"] + a[f"b{i}"], "gamma": a[f"gamma{i}"], "beta": a[f"beta{i}"]}
        out = _batchnorm({}, norm | {"dout": np.zeros_like(norm["x"])})["out"]
        caches.append((h, norm, out))
        h = np.maximum(out, 0)
    last = s["layers"]
    end = _softmax({}, {"x": h @ a[f"W{last}"] + a[f"b{last}"], "y": a["y"]})
    grads = {"loss": end["loss"], f"W{last}": h.T @ end["dx"], f"b{last}": end["dx"].sum(axis=0)}
    dh = end["dx"] @ a[f"W{last}"].T
    for i, (below, norm, out) in reversed(list(enumerate(caches, start=1))):
        back = _batchnorm({}, norm | {"dout": dh * (out > 0)})
        grads[f"gamma{i}"], grads[f"beta{i}"] = back["dgamma"], back["dbeta"]
        grads[f"W{i}"] = below.T @ back["dx"]
        grads[f"b{i}"] = np.zeros(len(back["dbeta"]))  # batch norm takes any constant out again
        dh = back["dx"] @ a[f"W{i}"].T
    return grads


_SOLVERS = {
    "conv": _conv,
    "pool": _pool,
    "batchnorm": _batchnorm,
    "spatial_batchnorm": _batchnorm,
    "relu": _relu,
    "softmax": _softmax,
    "affine": _affine,
    "convnet": _convnet,
    "deep": _deep,
}
