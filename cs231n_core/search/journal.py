"""Finished trials as lines of JSON in a file, from which an interrupted search goes on."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping, Sequence
from os import PathLike
from pathlib import Path
from typing import Any

import numpy as np

from cs231n_core.errors import explain


class Journal:
    """A file with one finished trial per line, or nothing at all if there is no path."""

    def __init__(self, where: str, path: str | PathLike[str] | None) -> None:
        self._where = where
        self._path = None if path is None else Path(path)

    def read(self, configs: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """Return the records of the trials that are wanted and finished.

        A last line without its end, left by a search that was killed while it wrote, is cut off.

        Raises
        ------
        ValueError
            If a line is no record, or its settings are not those that the search would try.
        """
        if self._path is None or not self._path.exists():
            return []
        text = self._path.read_bytes()
        whole = text[: text.rfind(b"\n") + 1]
        if len(whole) < len(text):
            with self._path.open("r+b") as file:
                file.truncate(len(whole))
        records = [self._record(n, line) for n, line in enumerate(whole.splitlines(), 1)]
        wanted = [record for record in records if record["number"] < len(configs)]
        for record in wanted:
            config = json.loads(_dump(configs[record["number"]]))
            if record["config"] != config:
                raise ValueError(
                    explain(
                        self._where,
                        f"trial {record['number']} of {self._path} has",
                        record["config"],
                        f"{config}",
                        "it is the journal of another search: use another file or the same seed",
                    )
                )
        # The given settings and not the read ones: JSON turns a tuple into a list.
        return [{**record, "config": dict(configs[record["number"]])} for record in wanted]

    def add(self, trial: Any) -> None:
        """Append a finished trial (a dataclass)."""
        if self._path is None:
            return
        record = {f.name: getattr(trial, f.name) for f in dataclasses.fields(trial)}
        with self._path.open("ab") as file:
            file.write(_dump(record).encode() + b"\n")

    def _record(self, n: int, line: bytes) -> dict[str, Any]:
        names = {"config", "val_acc", "number", "info", "error", "seconds"}
        try:
            record = json.loads(line)
        except ValueError:
            record = None
        if not isinstance(record, dict) or set(record) != names:
            where = f"line {n} of {self._path} is"
            raise ValueError(explain(self._where, where, line[:80], "a trial of a search"))
        return record


def _dump(value: Any) -> str:
    return json.dumps(value, default=_plain)


def _plain(value: Any) -> Any:
    """Return NumPy's numbers and arrays, and what else JSON lacks, as something that it has."""
    return value.tolist() if isinstance(value, np.generic | np.ndarray) else repr(value)
