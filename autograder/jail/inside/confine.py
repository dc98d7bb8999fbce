"""The walls around one submission, built by the process itself before any student code is in it."""

from __future__ import annotations

import os
import resource
from typing import Any

from autograder.jail.inside import landlock, system

HOME = "/jail/home"
"""Where student code runs: an empty folder in memory, gone with the process."""

TEMPORARY = f"{HOME}/.tmp"

NAMESPACES = (
    system.CLONE_NEWUSER
    | system.CLONE_NEWNS
    | system.CLONE_NEWPID
    | system.CLONE_NEWNET
    | system.CLONE_NEWIPC
    | system.CLONE_NEWUTS
    | system.CLONE_NEWCGROUP
)
USER = 1000
"""What the process takes itself for."""

MAX_FD = 4096
_PRIVATE = system.MS_NOSUID | system.MS_NODEV


def enter_namespaces() -> None:
    """Leave the parent's network, processes, mounts and users; children are in the new ones."""
    uid, gid = os.getuid(), os.getgid()
    system.unshare(NAMESPACES)
    for name, text in (
        ("setgroups", "deny"),
        ("uid_map", f"{USER} {uid} 1"),
        ("gid_map", f"{USER} {gid} 1"),
    ):
        with open(f"/proc/self/{name}", "w", encoding="ascii") as stream:
            stream.write(text)


def confine(limits: dict[str, Any], code: bytes) -> dict[str, Any]:
    """Build all walls and return what each layer reports. Call it as the namespaces' first process.

    Parameters
    ----------
    limits : dict
        The fields of `autograder.jail.limits.Limits`.
    code : bytes
        The compiled system-call filter.

    Raises
    ------
    OSError
        When a layer that must be there cannot be built.
    """
    # Of all processes that the kernel could end for lack of memory, this one goes first.
    with open("/proc/self/oom_score_adj", "w", encoding="ascii") as stream:
        stream.write("1000")
    _private_files(limits["disk"])
    os.chdir(HOME)
    system.drop_capabilities()
    _set_limits(limits)
    version = landlock.restrict([HOME, "/tmp", "/dev"])  # noqa: S108
    system.install_filter(code)
    return {"landlock": version}


def _private_files(disk: int) -> None:
    """Make everything read-only but fresh, bounded /tmp and /dev/shm; hide all processes."""
    system.mount("", "/", "", system.MS_REC | system.MS_PRIVATE)
    size = f"size={disk},nr_inodes=4096,mode=755"
    system.mount("tmpfs", HOME, "tmpfs", _PRIVATE, size)
    os.mkdir(TEMPORARY)
    if not os.listdir("/tmp"):  # noqa: S108 - else the grader itself is installed below it
        system.mount(TEMPORARY, "/tmp", "", system.MS_BIND)  # noqa: S108
    system.mount("tmpfs", "/dev/shm", "tmpfs", _PRIVATE, "size=16m,nr_inodes=256")  # noqa: S108
    system.mount("tmpfs", "/proc", "tmpfs", _PRIVATE | system.MS_RDONLY, "size=4k,nr_inodes=2")
    for folder in ("/", "/dev"):
        _make_read_only(folder)


def _make_read_only(folder: str) -> None:
    """Remount a folder; the flags that it has must be repeated, or the kernel refuses."""
    has = os.statvfs(folder).f_flag & (os.ST_NOSUID | os.ST_NODEV | os.ST_NOEXEC | os.ST_NOATIME)
    flags = system.MS_REMOUNT | system.MS_BIND | system.MS_RDONLY
    system.mount("", folder, "", flags | has)


def _set_limits(limits: dict[str, Any]) -> None:
    wanted = {
        resource.RLIMIT_AS: limits["address_space"],
        resource.RLIMIT_CPU: int(limits["total_seconds"]) + 1,
        resource.RLIMIT_NPROC: limits["processes"],
        resource.RLIMIT_FSIZE: limits["disk"],
        resource.RLIMIT_NOFILE: limits["files"],
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_MSGQUEUE: 0,
        resource.RLIMIT_MEMLOCK: 0,
    }
    for kind, value in wanted.items():
        _, hard = resource.getrlimit(kind)
        allowed = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(kind, (allowed, allowed))


def only_files(keep: int) -> None:
    """Close every file but ``keep``; input is empty, output goes nowhere."""
    os.closerange(3, keep)
    os.closerange(keep + 1, MAX_FD)
    nothing = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nothing, descriptor)
    os.close(nothing)


def fresh_environment() -> None:
    """Forget the parent's environment."""
    os.environ.clear()
    os.environ.update(
        HOME=HOME,
        PATH="/usr/bin:/bin",
        LANG="C.UTF-8",
        MPLBACKEND="module://matplotlib_inline.backend_inline",
        MPLCONFIGDIR=HOME,
        IPYTHONDIR=f"{HOME}/.ipython",
        TMPDIR=TEMPORARY,
        NBGRADER_EXECUTION="autograde",
        OMP_NUM_THREADS="1",
        OPENBLAS_NUM_THREADS="1",
        MKL_NUM_THREADS="1",
    )
