"""Settings of all tests, and the jail for those that need it."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import settings

# A busy machine is slow now and then; how long one example takes says nothing about the code.
settings.register_profile("no-deadline", deadline=None)
settings.load_profile("no-deadline")

# Whoever starts the tests in the background may have them ignore Ctrl-C, and their children would
# inherit that: a test that interrupts a child would wait for its end in vain.
signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the files with the longest tests first, so that several processes end together."""
    slowest, slow = (
        {item.path for item in items if item.get_closest_marker(marker)}
        for marker in ("browser", "slow")
    )
    items.sort(key=lambda item: (item.path not in slowest, item.path not in slow))


@pytest.fixture(scope="session")
def cage() -> Iterator[Any]:
    """One warm parent for all tests of a process; without a jail they are skipped."""
    from autograder.jail.cage import Cage, JailError
    from autograder.jail.limits import Limits

    try:
        with Cage(["cs231n_core.layers", "cs231n_core.stages.s02"]) as made:
            made.start(Limits()).close()
            made.end()
            yield made
    except JailError as error:
        if os.environ.get("CS231N_REQUIRE_JAIL") == "1":
            raise
        pytest.skip(str(error))
