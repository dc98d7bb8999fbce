"""``make fuzz``: many inputs for each target, guided by coverage; what breaks is kept as a file."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from fuzz_guard import Guard
from fuzz_mutate import written
from fuzz_targets import CORPUS, NAMES, Target
from rich.console import Console
from rich.table import Table

BUILD = Path(__file__).resolve().parents[2] / "build" / "fuzz"
FIGURES = BUILD / "figures.json"
LONG = Path(__file__).with_name("fuzz_long.py")
RUNS = 1_000_000
INTERRUPTED = 72
"""LibFuzzer's exit code after ^C."""

console = Console(highlight=False)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Look for inputs that break a promise of the readers; see docs/contributing.md."""


@main.command()
@click.argument("names", nargs=-1, type=click.Choice(NAMES))
@click.option("--runs", default=RUNS, show_default=True, type=click.IntRange(10))
def run(names: tuple[str, ...], runs: int) -> None:
    """Fuzz these targets, or all, one after the other; ^C ends the one that runs."""
    rows: list[dict[str, Any]] = []
    for name in names or NAMES:
        rows.append(fuzz(name, runs))
        if rows[-1]["code"] == INTERRUPTED:
            break
    show(rows)
    remember(rows)
    sys.exit(any(row["finds"] for row in rows))


def fuzz(name: str, runs: int) -> dict[str, Any]:
    """Run one target in a process of its own and return its figures."""
    folder = BUILD / name
    seeds, found, finds = (folder / part for part in ("seeds", "found", "finds"))
    shutil.rmtree(seeds, ignore_errors=True)
    for place in (seeds, found, finds):
        place.mkdir(parents=True, exist_ok=True)
    target = Target(name)
    for data in (data for data in target.corpus() if len(data) <= target.most):
        (seeds / hashlib.sha256(data).hexdigest()[:16]).write_bytes(data)
    before = set(finds.iterdir())
    command = [sys.executable, str(LONG), name, str(runs), str(finds), str(found), str(seeds)]
    started = time.perf_counter()
    row: dict[str, Any] = {"target": name, "done": 0, "first": 0.0, "memory": 0.0, "edges": 0}
    with open(folder / "log", "w") as log:
        child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True)
        for figures in _progress(child):
            row |= {"done": figures["done"], "memory": figures["memory"], "used": figures["used"]}
            row["first"] = row["first"] or figures["memory"]
            rate = figures["done"] / figures["seconds"]
            so_far = f"{figures['done']:,} of {runs:,}, {rate:,.0f}/s"
            console.print(f"{name}: {so_far}, {figures['memory']:.0f} MiB")
        child.wait()
    row["seconds"] = time.perf_counter() - started
    row["edges"], inputs = _reached(folder / "log")
    row["done"], row["code"] = max(row["done"], inputs), child.returncode
    row["finds"] = [str(path) for path in sorted(set(finds.iterdir()) - before)]
    if child.returncode == INTERRUPTED:
        console.print(f"{name}: interrupted; the inputs so far are kept in {found}")
    elif child.returncode and not row["finds"]:
        console.print(f"{name}: ended early with code {child.returncode}; see {folder / 'log'}")
    for path in row["finds"]:
        console.print(f"{name}: [bold]found[/] {path}")
        console.print(f"  what it is: python tests/fuzz show {name} {path}")
        console.print(f"  mend it, then keep it: python tests/fuzz keep {name} {path}")
    return row


def _progress(child: subprocess.Popen[str]) -> Iterator[dict[str, Any]]:
    """Yield the figures that a long run prints; ^C goes to it too, and it ends by itself."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        for line in child.stdout or ():
            if line.startswith("{"):
                yield json.loads(line)
    finally:
        signal.signal(signal.SIGINT, before)


def _reached(log: Path) -> tuple[int, int]:
    """Return how many branches of the instrumented modules were reached, by how many inputs."""
    found = re.findall(r"^#(\d+)\t.*? cov: (\d+)", log.read_text(errors="replace"), re.MULTILINE)
    return max((int(cov) for _, cov in found), default=0), int(found[-1][0]) if found else 0


def remember(rows: list[dict[str, Any]]) -> None:
    """Keep the figures of each target's last run, whatever other targets ran before."""
    known = json.loads(FIGURES.read_text()) if FIGURES.is_file() else {}
    known |= {row["target"]: row for row in rows}
    FIGURES.write_text(json.dumps(known, indent=1))


@main.command()
def figures() -> None:
    """Print the figures of each target's last run as a table for the documentation."""
    known = json.loads(FIGURES.read_text())
    click.echo("| target | inputs | minutes | branches | MiB at a tenth | MiB at the end | found |")
    click.echo("|---|---|---|---|---|---|---|")
    for row in (known[name] for name in NAMES if name in known):
        memory = f"{row['first']:.0f} | {row['memory']:.0f}"
        counts = f"{row['done']:,} | {row['seconds'] / 60:.0f} | {row['edges']}"
        click.echo(f"| {row['target']} | {counts} | {memory} | {len(row['finds'])} |")


def show(rows: list[dict[str, Any]]) -> None:
    """Print the figures of all targets."""
    table = Table("target", "inputs", "inputs/s", "edges", "MiB at 10 %", "MiB at the end", "finds")
    for row in rows:
        rate = row["done"] / row["seconds"]
        figures = [f"{row['done']:,}", f"{rate:,.0f}", f"{row['edges']:,}"]
        memory = [f"{row['first']:.0f}", f"{row['memory']:.0f}"]
        table.add_row(row["target"], *figures, *memory, str(len(row["finds"])))
    console.print(table)


@main.command("show")
@click.argument("name", type=click.Choice(NAMES))
@click.argument("path", type=click.Path(path_type=Path, exists=True))
def show_one(name: str, path: Path) -> None:
    """Run one input and let its error be seen."""
    data = path.read_bytes()
    console.print(data.decode(errors="replace"), markup=False)
    target = Target(name)
    with Guard(target.folder) as guard:
        target.run(data, guard)
    console.print("it does no harm")


@main.command()
@click.argument("name", type=click.Choice(NAMES))
@click.argument("path", type=click.Path(path_type=Path, exists=True))
def keep(name: str, path: Path) -> None:
    """Add an input to the corpus in the repository: every test run tries it from now on."""
    kept = CORPUS / f"{name}.jsonl"
    line = written(json.loads(path.read_bytes()))
    lines = kept.read_bytes().splitlines() if kept.is_file() else []
    if line not in lines:
        kept.write_bytes(b"".join(entry + b"\n" for entry in [*lines, line]))
    console.print(f"{kept} holds {len(lines) + (line not in lines)} inputs")


@main.command()
@click.argument("names", nargs=-1, type=click.Choice(NAMES))
@click.option("--most", default=20_000, show_default=True, help="Bytes for each target.")
def distil(names: tuple[str, ...], most: int) -> None:
    """Add the shortest inputs that a long run found to the corpus, up to a size."""
    for name in names or NAMES:
        small = sorted((BUILD / name / "found").iterdir(), key=lambda path: path.stat().st_size)
        kept = CORPUS / f"{name}.jsonl"
        lines = dict.fromkeys(kept.read_bytes().splitlines() if kept.is_file() else ())
        size = sum(len(line) + 1 for line in lines)
        for path in small:
            line = written(json.loads(path.read_bytes()))
            if line not in lines and size + len(line) < most:
                lines[line] = None
                size += len(line) + 1
        CORPUS.mkdir(exist_ok=True)
        kept.write_bytes(b"".join(line + b"\n" for line in lines))
        console.print(f"{name}: {len(lines)} inputs, {size:,} bytes")


if __name__ == "__main__":
    main()
