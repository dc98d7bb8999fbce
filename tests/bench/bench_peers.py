"""The competitors: which ones this machine has, and a process for each."""

from __future__ import annotations

import contextlib
import importlib.util
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from cs231n_core.kernels import active

HERE = Path(__file__).resolve().parent
OURS = "ours"


@dataclass(frozen=True)
class Peer:
    """A competitor: its name, where its calls are built, and what its process is told."""

    name: str
    competitor: str
    about: str
    environment: tuple[tuple[str, str], ...] = ()
    asked: bool = False
    """Whether it takes part only when it is named: a step on the way to the fast convolution."""


def _level(name: str, level: str) -> Peer:
    settings = (("CS231N_BACKEND", "cython"), ("CS231N_CPU_LEVEL", level))
    return Peer(name, "peer_core:build", f"this package, compiled, as on {level}", settings, True)


PEERS = (
    Peer(OURS, "peer_core:build", "this package, compiled", (("CS231N_BACKEND", "cython"),)),
    Peer("numpy", "peer_core:build", "this package, NumPy only", (("CS231N_BACKEND", "numpy"),)),
    Peer(
        "official",
        "peer_official:build",
        "the course's package, its own choice: strides",
        (("CS231N_BACKEND", "numpy"),),
    ),
    Peer(
        "official-im2col",
        "peer_official:build_im2col",
        "the course's package, its Cython im2col",
        (("CS231N_BACKEND", "numpy"),),
    ),
    Peer("torch", "peer_torch:build", "PyTorch, eager"),
    Peer("jax", "peer_jax:build", "JAX, jit"),
    Peer("loops", "peer_core:build_loops", "this package's loops over windows", asked=True),
    Peer(
        "im2col",
        "peer_core:build_im2col",
        "this package's compiled im2col, one product",
        (("CS231N_BACKEND", "cython"),),
        asked=True,
    ),
    _level("baseline", "baseline"),
    _level("avx2", "x86-64-v3"),
)


def absent(peer: Peer) -> str:
    """Return why a competitor cannot run here, or nothing."""
    if peer.name.startswith("official"):
        folder = os.environ.get("CS231N_OFFICIAL")
        if not folder:
            return "set CS231N_OFFICIAL to the folder that holds the course's cs231n/"
        built = list(Path(folder, "cs231n").glob("im2col_cython*.so"))
        return "" if built else f"{folder}/cs231n holds no built im2col_cython"
    if peer.name in {"torch", "jax"} and importlib.util.find_spec(peer.name) is None:
        return f"{peer.name} is not installed"
    level, native = dict(peer.environment).get("CS231N_CPU_LEVEL"), active().native
    if level and (native is None or level not in native.levels()):
        return f"no kernels for {level} are built, or this processor cannot run them"
    return ""


def environment(peer: Peer, threads: int) -> dict[str, str]:
    """Return the environment of a competitor's process: every pool gets the same threads."""
    counts = ("OMP", "OPENBLAS", "MKL", "CS231N")
    several = "true" if threads > 1 else "false"
    return {
        **os.environ,
        **{f"{library}_NUM_THREADS": str(threads) for library in counts},
        "XLA_FLAGS": f"--xla_cpu_multi_thread_eigen={several}",
        "PYTHONPATH": os.pathsep.join([str(HERE), *sys.path[1:]]),
        **dict(peer.environment),
    }


class Process:
    """A competitor's process. Leaving the ``with`` block ends it."""

    def __init__(self, peer: Peer, threads: int, *options: str) -> None:
        self.peer = peer
        self._process = subprocess.Popen(
            [
                sys.executable,
                str(HERE / "bench_worker.py"),
                peer.competitor,
                str(threads),
                *options,
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment(peer, threads),
        )

    def __enter__(self) -> Process:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.communicate()

    def ask(self, do: str, **arguments: Any) -> Any:
        """Send a request and return the answer.

        Raises
        ------
        RuntimeError
            If the process has ended; what it said is on stderr.
        """
        if self._process.stdin is None or self._process.stdout is None:
            raise RuntimeError("the process has no pipes")
        with contextlib.suppress(BrokenPipeError):
            print(json.dumps({"do": do, **arguments}), file=self._process.stdin, flush=True)
        answer = self._process.stdout.readline()
        if not answer:
            code = self._process.wait()
            raise RuntimeError(f"{self.peer.name} ended with exit code {code}; see above")
        return json.loads(answer)
