"""Which walls of the jail this machine has, found out by building one."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from autograder.jail.cage import Cage, JailError
from autograder.jail.filter import FilterError, compiled_filter
from autograder.jail.limits import Limits

APPARMOR = Path("/proc/sys/kernel/apparmor_restrict_unprivileged_userns")


@dataclass(frozen=True)
class Wall:
    """One layer of the jail. ``needed`` walls must stand, or nothing is graded."""

    name: str
    stands: bool
    found: str
    needed: bool = True
    next_step: str = ""


def walls() -> tuple[Wall, ...]:
    """Return every layer, in the order in which problems should be solved."""
    program, calls = _bubblewrap(), _filter()
    if not (program.stands and calls.stands):
        return (program, calls)
    try:
        with Cage() as cage:
            cage.start(Limits()).close()
            landlock = int(cage.layers.get("landlock", 0))
            cage.end()
    except JailError as error:
        return (program, calls, Wall("namespaces", False, str(error), next_step=_advice()))
    user = "an ordinary user" if os.getuid() else "nobody, started by root"
    built = f"network, processes, files, users are apart; runs as {user}"
    return (program, calls, Wall("namespaces", True, built), _landlock(landlock))


def _bubblewrap() -> Wall:
    path = shutil.which("bwrap")
    step = "" if path else "apt install bubblewrap"
    return Wall("bubblewrap", bool(path), path or "no bwrap on the PATH", next_step=step)


def _filter() -> Wall:
    try:
        size = len(compiled_filter()) // 8
    except FilterError as error:
        return Wall("system-call filter", False, str(error), next_step="apt install libseccomp2")
    return Wall("system-call filter", True, f"libseccomp, {size} instructions")


def _landlock(version: int) -> Wall:
    if version:
        return Wall("Landlock", True, f"version {version}", needed=False)
    step = "nothing to do: the namespaces keep files apart; kernels from 5.13 on have it"
    return Wall("Landlock", False, "this kernel has none", needed=False, next_step=step)


def _advice() -> str:
    """Return what most likely keeps user namespaces from being made here."""
    if APPARMOR.is_file() and APPARMOR.read_text(encoding="ascii").strip() == "1":
        return "sysctl kernel.apparmor_restrict_unprivileged_userns=0, see docs/instructor.md"
    if Path("/.dockerenv").exists() or Path("/run/.containerenv").exists():
        return "let the container make user namespaces, see docs/instructor.md"
    return "sysctl user.max_user_namespaces=15000, see docs/instructor.md"
