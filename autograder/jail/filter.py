"""The system calls that student code may not make, compiled by libseccomp for this machine.

Namespaces already take the network and other processes away; what is refused here are the ways to
build new namespaces, to reach the kernel's rarely used parts, and to hold memory that no limit
counts. A refused call fails with an error, so that a library that merely probes for it goes on.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import errno
import os
import socket
import tempfile
from functools import lru_cache
from typing import Any

_ALLOW = 0x7FFF0000
_ERRNO = 0x00050000
_EQUAL_MASKED = 7
_NOT_EQUAL = 1

FORBIDDEN = (
    # other namespaces, other roots, other mounts
    "unshare", "setns", "mount", "umount", "umount2", "pivot_root", "chroot", "move_mount",
    "open_tree", "open_tree_attr", "fsopen", "fsconfig", "fsmount", "fspick", "mount_setattr",
    # other processes, and tracing
    "ptrace", "process_vm_readv", "process_vm_writev", "process_madvise", "pidfd_getfd", "kcmp",
    "perf_event_open", "lookup_dcookie",
    # the kernel itself
    "bpf", "kexec_load", "kexec_file_load", "init_module", "finit_module", "delete_module",
    "reboot", "syslog", "acct", "quotactl", "quotactl_fd", "swapon", "swapoff", "userfaultfd",
    "iopl", "ioperm", "modify_ldt", "vm86", "vm86old", "personality", "nfsservctl", "vhangup",
    "uselib", "_sysctl", "sysfs", "get_kernel_syms", "query_module", "create_module",
    "clock_settime", "clock_adjtime", "settimeofday", "adjtimex", "stime",
    "sethostname", "setdomainname", "fanotify_init", "name_to_handle_at", "open_by_handle_at",
    # keys and rings
    "add_key", "request_key", "keyctl", "io_uring_setup", "io_uring_enter", "io_uring_register",
    # memory that outlives a process or belongs to none
    "shmget", "shmat", "shmctl", "msgget", "msgsnd", "msgctl", "semget", "semctl", "mq_open",
    "memfd_secret", "migrate_pages", "move_pages", "mbind", "set_mempolicy",
)  # fmt: skip

ABSENT = ("clone3", "memfd_create")
"""Answered as an old kernel would, so that callers use the older call, which can be looked into."""

NAMESPACE_FLAGS = 0x7E020080
"""Every ``CLONE_NEW*``."""

TERMINAL_INPUT = 0x5412
"""The ``ioctl`` that types into a terminal."""


class FilterError(Exception):
    """The filter cannot be made on this machine."""


class _Comparison(ctypes.Structure):
    _fields_ = (
        ("argument", ctypes.c_uint),
        ("operation", ctypes.c_int),
        ("first", ctypes.c_uint64),
        ("second", ctypes.c_uint64),
    )


@lru_cache(maxsize=1)
def compiled_filter() -> bytes:
    """Return the filter as the kernel loads it.

    Raises
    ------
    FilterError
        If libseccomp is not there, or does not know this machine.
    """
    library = _library()
    context = library.seccomp_init(ctypes.c_uint32(_ALLOW))
    if not context:
        raise FilterError("libseccomp does not know this machine")
    try:
        for name in FORBIDDEN:
            _refuse(library, context, name, errno.EPERM)
        for name in ABSENT:
            _refuse(library, context, name, errno.ENOSYS)
        flags = _Comparison(0, _EQUAL_MASKED, 0, 0)
        for bit in range(32):
            if NAMESPACE_FLAGS >> bit & 1:
                flags = _Comparison(0, _EQUAL_MASKED, 1 << bit, 1 << bit)
                _refuse(library, context, "clone", errno.EPERM, flags)
        typed = _Comparison(1, _EQUAL_MASKED, 0xFFFFFFFF, TERMINAL_INPUT)
        _refuse(library, context, "ioctl", errno.EPERM, typed)
        other = _Comparison(0, _NOT_EQUAL, socket.AF_UNIX, 0)
        _refuse(library, context, "socket", errno.EAFNOSUPPORT, other)
        return _exported(library, context)
    finally:
        library.seccomp_release(ctypes.c_void_p(context))


def _library() -> Any:
    try:
        library = ctypes.CDLL(ctypes.util.find_library("seccomp") or "libseccomp.so.2")
    except OSError:
        raise FilterError("libseccomp is not installed; apt install libseccomp2") from None
    library.seccomp_init.restype = ctypes.c_void_p
    library.seccomp_syscall_resolve_name.restype = ctypes.c_int
    return library


def _refuse(library: Any, context: int, name: str, error: int, *when: _Comparison) -> None:
    number = library.seccomp_syscall_resolve_name(name.encode())
    if number == -1:  # younger than the library: the kernel may have it, the library cannot say
        return
    comparisons = (_Comparison * len(when))(*when)
    result = library.seccomp_rule_add_array(
        ctypes.c_void_p(context),
        ctypes.c_uint32(_ERRNO | error),
        ctypes.c_int(number),
        ctypes.c_uint(len(when)),
        comparisons,
    )
    if result:
        raise FilterError(f"libseccomp refuses the rule for {name}: {os.strerror(-result)}")


def _exported(library: Any, context: int) -> bytes:
    with tempfile.TemporaryFile() as stream:
        result = library.seccomp_export_bpf(ctypes.c_void_p(context), ctypes.c_int(stream.fileno()))
        if result:
            raise FilterError(f"libseccomp cannot write the filter: {os.strerror(-result)}")
        stream.seek(0)
        return stream.read()
