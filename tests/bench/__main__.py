"""``make bench``: how long this package takes, and how much longer others take for the same."""

from __future__ import annotations

import os
from collections.abc import Sequence
from itertools import product
from pathlib import Path
from typing import Any

import click
from bench_cases import CASES, CONVOLUTIONS, SMALL, Case, by_name, chosen
from bench_extras import IMPORTS, alternation, import_seconds, memory_table
from bench_measure import Blocks, DisagreementError, Plan, measure
from bench_peers import OURS, PEERS, Peer, absent
from bench_table import disturbance, machine, memory_rows, rates, ratio_table, save, show
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from cs231n_core.kernels import backend_report

BUILD = Path(__file__).resolve().parents[2] / "build" / "bench"
FULL, QUICK = Plan(rounds=7, seconds=0.08), Plan(rounds=3, seconds=0.02)
EXTRAS = ("memory", "import", "alternate")
_USUAL = tuple(peer.name for peer in PEERS if not peer.asked)
CASE_NAMES = ", ".join(case.name for case in CASES)


@click.command(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=f"Cases: {CASE_NAMES}. Example: make bench BENCH_ARGS=\"--only 'conv/*' --peers torch\"",
)
@click.option("--only", "patterns", multiple=True, help="A case, or a pattern such as 'conv/*'.")
@click.option(
    "--peers", "names", multiple=True,
    type=click.Choice([peer.name for peer in PEERS if peer.name != OURS]),
    help=f"A competitor. [default: of {', '.join(_USUAL)}, those that this machine has]",
)  # fmt: skip
@click.option("--threads", multiple=True, type=click.IntRange(1), help="[default: 1 and 2]")
@click.option("--dtype", "dtypes", multiple=True, type=click.Choice(["float32", "float64"]))
@click.option("--rounds", type=click.IntRange(1), help=f"[default: {FULL.rounds}]")
@click.option(
    "--extras", multiple=True, type=click.Choice([*EXTRAS, "none"]), help="[default: all]"
)
@click.option("--quick", is_flag=True, help="Three small cases in a few seconds.")
@click.option("--json", "path", type=click.Path(path_type=Path), help="[default: build/bench/]")
def main(
    patterns: tuple[str, ...],
    names: tuple[str, ...],
    threads: tuple[int, ...],
    dtypes: tuple[str, ...],
    rounds: int | None,
    extras: tuple[str, ...],
    quick: bool,
    path: Path | None,
) -> None:
    """Measure layers and training steps beside other libraries and print tables of ratios.

    Each competitor runs in a process of its own, on as many cpus as threads. Results are compared
    with a float64 reference before anything is timed. float64 is measured on the convolutions.
    """
    cases = chosen(patterns or (SMALL if quick else ()))
    if not cases:
        raise click.BadParameter(
            f"no case matches; the cases are {CASE_NAMES}", param_hint="--only"
        )
    console, plan = Console(width=None if os.isatty(1) else 110), QUICK if quick else FULL
    plan = Plan(rounds or plan.rounds, plan.seconds)
    peers = _present(console, names)
    record: dict[str, Any] = {"machine": machine()}
    show(console, ", ".join(f"{key} {value}" for key, value in record["machine"].items()))
    show(console, backend_report())
    available = len(os.sched_getaffinity(0))
    counts = [n for n in threads or (1, 2) if n <= available]
    runs = [
        (d, n, [c for c in cases if d == "float32" or c in CONVOLUTIONS])
        for d, n in product(dtypes or ("float32", "float64"), counts)
    ]
    blocks = _measure_all(console, [run for run in runs if run[2]], peers, plan)
    wanted = extras or (("none",) if quick or patterns else EXTRAS)
    record |= _extras(console, wanted, peers, plan, max(counts))
    show(console, disturbance(blocks))
    path = path or BUILD / "bench.json"
    save(path, record, blocks)
    show(console, f"written to {path}")


def _present(console: Console, names: Sequence[str]) -> list[Peer]:
    """Return the competitors that can run, ours first; say why another one cannot."""
    wanted = [p for p in PEERS if p.name in (names or _USUAL) or p.name == OURS]
    reasons = {peer.name: absent(peer) for peer in wanted}
    for peer in wanted:
        show(console, f"{peer.name:>15}: {reasons[peer.name] or peer.about}")
    return [peer for peer in wanted if not reasons[peer.name]]


def _measure_all(
    console: Console,
    runs: Sequence[tuple[str, int, Sequence[Case]]],
    peers: Sequence[Peer],
    plan: Plan,
) -> list[Blocks]:
    """Measure every run, and print its table as soon as it is there."""
    everything: list[Blocks] = []
    columns = (TextColumn("{task.description:32}"), BarColumn(), MofNCompleteColumn())
    errors = Console(stderr=True)
    with Progress(*columns, TimeElapsedColumn(), console=errors, transient=True) as progress:
        task = progress.add_task("", total=sum(len(cases) for *_, cases in runs), completed=-1)

        def tick(name: str) -> None:
            progress.update(task, description=name, advance=1)

        for dtype, threads, cases in runs:
            try:
                blocks = measure(cases, dtype, threads, peers, plan, tick)
            except (DisagreementError, RuntimeError) as error:
                raise click.ClickException(str(error)) from error
            console.print(ratio_table(blocks, peers))
            for line in rates(blocks):
                show(console, line)
            everything += blocks
    return everything


def _extras(
    console: Console, wanted: Sequence[str], peers: Sequence[Peer], plan: Plan, threads: int
) -> dict[str, Any]:
    """Measure what is not a time of a layer, and print it."""
    found: dict[str, Any] = {}
    if "memory" in wanted:
        found["memory"] = memory_table(peers)
        console.print(memory_rows(found["memory"], peers))
    if "import" in wanted:
        found["import"] = import_seconds(peers[0], 5 * plan.rounds)
        show(console, f"import {IMPORTS} after NumPy: {found['import'] * 1e3:.1f} ms")
    if "alternate" in wanted:
        found["alternate"] = {
            name: alternation(peers[0], by_name(name), threads, plan)
            for name in ("conv/course", "conv/3x3-64", "relu/large")
        }
        parts = ", ".join(f"{name} {ratio:.2f}" for name, ratio in found["alternate"].items())
        show(console, f"a NumPy matmul before each call, over the sum of the parts: {parts}")
    return found


if __name__ == "__main__":
    main()
