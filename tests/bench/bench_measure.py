"""Rounds of blocks: every competitor in turn, agreement first, disturbed blocks measured again."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import geometric_mean, median

import numpy as np
from bench_cases import Arrays, Case
from bench_peers import OURS, Peer, Process
from bench_reference import reference

TOLERANCE = {"float32": 2e-4, "float64": 1e-10}
"""Largest difference from the reference, relative to the largest right value."""

DISTURBED = 0.03
"""A block is disturbed if its threads waited for a cpu for more than this share of the time."""

AGAIN = 3
"""How often a disturbed block is measured again before it is kept as it is."""

SETTLE = 0.03
"""Seconds in which a library's idle threads stop to spin before the next competitor starts."""


@dataclass(frozen=True)
class Plan:
    """How much is measured."""

    rounds: int
    seconds: float


@dataclass
class Blocks:
    """The times of one phase of one case, by competitor, one for each round."""

    case: str
    phase: str
    dtype: str
    threads: int
    seconds: dict[str, list[float]] = field(default_factory=dict)
    repeated: int = 0
    kept_disturbed: int = 0

    def ratio(self, peer: str) -> float:
        """Return the median over the rounds of their time divided by ours."""
        pairs = zip(self.seconds[peer], self.seconds[OURS], strict=True)
        return median(theirs / ours for theirs, ours in pairs)

    def typical(self, peer: str) -> float:
        """Return the median time in seconds."""
        return median(self.seconds[peer])


def total_ratio(blocks: Sequence[Blocks], peer: str) -> float:
    """Return the geometric mean of the ratios of those phases that the competitor has."""
    return geometric_mean([b.ratio(peer) for b in blocks if peer in b.seconds])


@contextmanager
def reference_file(case: Case, dtype: str) -> Iterator[str]:
    """Write the right results where the competitors' processes can read them."""
    right: Arrays = reference(case, dtype)
    with tempfile.TemporaryDirectory(prefix="cs231n-bench-") as folder:
        path = Path(folder) / "reference.npz"
        np.savez(path, **right)  # type: ignore[arg-type]
        yield str(path)


class DisagreementError(Exception):
    """A competitor's results are wrong, so that its time means nothing."""


def measure(
    cases: Sequence[Case],
    dtype: str,
    threads: int,
    peers: Sequence[Peer],
    plan: Plan,
    tick: Callable[[str], None],
) -> list[Blocks]:
    """Return the times of all phases of all cases; ``tick`` is called with each case's name.

    Raises
    ------
    DisagreementError
        If a competitor's results are not those of the reference.
    """
    found: list[Blocks] = []
    with ExitStack() as stack:
        processes = [stack.enter_context(Process(peer, threads)) for peer in peers]
        for case in cases:
            tick(f"{case.name} {dtype} {threads} thread{'s' * (threads > 1)}")
            found += _measure_case(case, dtype, threads, processes, plan)
    return found


def _measure_case(
    case: Case, dtype: str, threads: int, processes: Sequence[Process], plan: Plan
) -> list[Blocks]:
    with reference_file(case, dtype) as path:
        able = [p for p in processes if _agrees(p, case, dtype, path)]
    blocks = [Blocks(case.name, phase, dtype, threads) for phase in case.phases]
    for number in range(plan.rounds):
        for block in blocks:
            shift = number % len(able)
            for process in able[shift:] + able[:shift]:
                block.seconds.setdefault(process.peer.name, []).append(
                    _undisturbed(process, block, plan.seconds)
                )
    return blocks


def _agrees(process: Process, case: Case, dtype: str, path: str) -> bool:
    answer = process.ask("build", case=case.name, dtype=dtype, reference=path)
    if not answer["supported"]:
        return False
    far = {n: e for n, e in answer["errors"].items() if not e <= TOLERANCE[dtype]}
    if far or answer["complaints"]:
        raise DisagreementError(
            f"{process.peer.name}: {case.name} in {dtype}: off by {far}; {answer['complaints']}"
        )
    return True


def _undisturbed(process: Process, block: Blocks, seconds: float) -> float:
    for _ in range(AGAIN):
        time.sleep(SETTLE)
        answer = process.ask("time", phase=block.phase, seconds=seconds)
        if answer["disturbed"] <= DISTURBED:
            return float(answer["seconds"])
        block.repeated += 1
    time.sleep(SETTLE)
    answer = process.ask("time", phase=block.phase, seconds=seconds)
    block.kept_disturbed += answer["disturbed"] > DISTURBED
    return float(answer["seconds"])
