"""The fuzz targets by name, and how one input runs through one of them."""

from __future__ import annotations

import importlib
import json
import random
import warnings
from pathlib import Path
from types import ModuleType
from typing import Any

from fuzz_guard import Guard
from fuzz_mutate import mutated, written

CORPUS = Path(__file__).parent / "corpus"
MOST = {"link": 1200, "heal": 1000, "pickle": 900, "checkpoint": 900, "values": 900}
USUAL_MOST = 700
"""Bytes of one input in the long run: small ones are quick, and say as much."""

MODULES = {
    "frames": ("autograder.wire",),
    "values": ("autograder.wire",),
    "link": ("autograder.wire", "autograder.judge"),
    "read": ("autograder.notebook",),
    "heal": ("autograder.notebook",),
    "names": ("autograder.gradebook.lms", "autograder.notebook.names"),
    "archive": ("autograder.gradebook", "zipfile"),
    "html": ("autograder.gradebook.clean_html", "mistune", "nbconvert.filters.markdown_mistune"),
    "pickle": ("cs231n_core.cifar_pickle", "pickletools"),
    "checkpoint": ("cs231n_core.solver", "cs231n_core.npz_files", "cs231n_core.classifiers"),
}
"""The targets, and the modules whose coverage guides a long run."""

NAMES = tuple(MODULES)


class Target:
    """One thing that is fuzzed: its property, and the inputs from which to start.

    Parameters
    ----------
    name : str
        One of `NAMES`.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.module: ModuleType = importlib.import_module(f"target_{name}")
        self.tokens: tuple[Any, ...] = self.module.TOKENS
        self.most = MOST.get(name, USUAL_MOST)
        self.folder: str = getattr(self.module, "FOLDER", "")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for seed in self.module.SEEDS:  # what is imported at the first use is imported here
                self.module.check(json.loads(written(seed)))

    def corpus(self) -> list[bytes]:
        """Return the inputs to start from: the module's, and those that were kept."""
        kept = CORPUS / f"{self.name}.jsonl"
        lines = kept.read_bytes().splitlines() if kept.is_file() else []
        return [*map(written, self.module.SEEDS), *filter(None, lines)]

    def run(self, data: bytes, guard: Guard) -> bool:
        """Run one input under a guard; tell whether it was one at all.

        Raises
        ------
        Exception
            Whatever breaks the target's property.
        """
        try:
            tree = json.loads(data)
        except (ValueError, RecursionError):
            return False
        guard.run(self.module.check, tree, len(data))
        return True

    def near(self, data: bytes, seed: int) -> bytes:
        """Return another input like this one."""
        rng = random.Random(seed)  # noqa: S311 - nothing secret
        return mutated(data, max(self.most, len(data)), rng, self.tokens)
