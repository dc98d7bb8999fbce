"""JAX on the CPU, compiled with jit: its convolution forward and, by vjp, backward."""

from __future__ import annotations

from typing import Any

import jax
import numpy as np
from bench_cases import Arrays, Case
from peer_core import Run

jax.config.update("jax_enable_x64", True)


def build(case: Case, arrays: Arrays) -> Run | None:
    """Return the calls of a case, or None if it is not a convolution."""
    if case.kind != "conv":
        return None
    s = case.sizes
    x, w, b, dout = (jax.numpy.asarray(arrays[name]) for name in ("x", "w", "b", "dout"))
    edge = (s["pad"], s["pad"])

    def convolve(x: Any, w: Any, b: Any) -> Any:
        out = (
            jax.lax.conv(x, w, (s["stride"],) * 2, "VALID")
            if s["pad"] == 0
            else (jax.lax.conv_general_dilated(x, w, (s["stride"],) * 2, (edge, edge)))
        )
        return out + b[:, None, None]

    forward = jax.jit(convolve)
    backward = jax.jit(lambda x, w, b, dout: jax.vjp(convolve, x, w, b)[1](dout))
    latest: dict[str, Any] = {}

    def run_forward() -> None:
        latest["out"] = forward(x, w, b).block_until_ready()

    def run_backward() -> None:
        latest["grads"] = jax.block_until_ready(backward(x, w, b, dout))

    def results() -> Arrays:
        named = zip(("dx", "dw", "db"), latest["grads"], strict=True)
        return {"out": np.asarray(latest["out"]), **{n: np.asarray(g) for n, g in named}}

    return Run({"forward": run_forward, "backward": run_backward}, results)
