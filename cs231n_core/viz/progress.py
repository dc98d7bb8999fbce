"""A line that shows how far a long cell is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from IPython.display import display


def counting(label: str) -> Callable[[list[Any]], Iterator[Any]]:
    """Return a wrapper for the list of a long loop, which shows how many rounds are done.

    Parameters
    ----------
    label : str
        What is being done, in front of the count: ``"training"``.
    """

    def wrap(rounds: list[Any]) -> Iterator[Any]:
        handle = display({"text/plain": ""}, raw=True, display_id=True)
        for done, item in enumerate(rounds):
            handle.update({"text/plain": f"{label}: {done} of {len(rounds)}"}, raw=True)
            yield item
        handle.update({"text/plain": f"{label}: {len(rounds)} of {len(rounds)}"}, raw=True)

    return wrap
