"""The long run: one target under libFuzzer, guided by the coverage of our own modules.

Run by ``tests/fuzz/__main__.py`` with the Python that has Atheris. Prints one line of figures at
every tenth of the way.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import atheris  # type: ignore[import-not-found]
from fuzz_guard import SECONDS, Guard
from fuzz_targets import MODULES, Target

MEMORY = 3000
"""MiB after which libFuzzer ends the run."""


def resident() -> float:
    """Return the memory of this process in MiB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages / 256


class Run:
    """Counts the inputs of one target and says how far it is.

    Parameters
    ----------
    target : Target
        What is fuzzed.
    runs : int
        After how many inputs it is done.
    """

    def __init__(self, target: Target, runs: int) -> None:
        self.target = target
        self.guard = Guard(target.folder)
        self.runs = runs
        self.done = 0
        self.used = 0
        self.started = time.perf_counter()

    def one(self, data: bytes) -> int:
        """Run one input; libFuzzer keeps none of which this returns -1."""
        self.done += 1
        used = self.target.run(data, self.guard)
        self.used += used
        if self.done % max(self.runs // 10, 1) == 0:
            self.say()
        return 0 if used else -1

    def say(self) -> None:
        """Print the figures so far as one line of JSON."""
        seconds = time.perf_counter() - self.started
        figures = {"done": self.done, "seconds": seconds, "memory": resident(), "used": self.used}
        sys.__stdout__.write(json.dumps(figures) + "\n")  # type: ignore[union-attr]
        sys.__stdout__.flush()  # type: ignore[union-attr]

    def mutate(self, data: bytes, most: int, seed: int) -> bytes:
        """Return another input."""
        return self.target.near(data, seed)


def main() -> None:
    """Fuzz the target that the command line names, so often, from these folders of inputs."""
    name, runs, finds, *folders = sys.argv[1:]
    with atheris.instrument_imports(include=list(MODULES[name]), enable_loader_override=False):
        target = Target(name)
    run = Run(target, int(runs))
    options = [
        f"-runs={runs}", f"-max_len={target.most}", f"-timeout={SECONDS:.0f}",
        f"-rss_limit_mb={MEMORY}",
        f"-artifact_prefix={finds}/", "-len_control=0", "-report_slow_units=5", "-seed=1",
    ]  # fmt: skip
    atheris.Setup([sys.argv[0], *options, *folders], run.one, custom_mutator=run.mutate)
    run.guard.__enter__()  # for good: libFuzzer ends the process
    atheris.Fuzz()


if __name__ == "__main__":
    main()
