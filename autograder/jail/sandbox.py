"""The outer sandbox as a bubblewrap command: what the warm parent can see, and as whom it runs."""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path

import autograder

INSIDE = Path("/jail")
"""Where the jail's own modules lie."""

HOME = INSIDE / "home"
"""The only folder that can be written to; every submission covers it with one of its own."""

ORDINARY_USER = 65534
"""Whom a sandbox started by root runs as: limits on processes do nothing for root."""

LIBRARIES = ("numpy", "matplotlib", "IPython", "matplotlib_inline", "traitlets", "PIL", "tqdm")
"""Packages whose site folders the sandbox must see."""

OWN_PARTS = ("wire", "jail")
"""The subpackages of the grader that run inside; all others, its checks above all, stay out."""

SYSTEM = ("/usr", "/lib", "/lib32", "/lib64", "/bin", "/sbin")
SYSTEM_FILES = ("/etc/ld.so.cache", "/etc/localtime", "/etc/fonts", "/etc/alternatives")

ONE_THREAD = (
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "NUMEXPR_NUM_THREADS",
    "CS231N_NUM_THREADS",
)
"""Variables that keep every computation on one thread, so that its bits never differ."""


def sandbox_command(bubblewrap: str, control: int) -> list[str]:
    """Return the command that starts the warm parent; ``control`` is the file of its socket."""
    sites = _site_folders()
    seen = _outermost([*map(Path, {sys.base_prefix, sys.prefix}), *sites])
    own = {
        INSIDE / "cs231n_core": _package_folder("cs231n_core"),
        INSIDE / "autograder" / "__init__.py": Path(autograder.__file__).resolve(),
        **{
            INSIDE / "autograder" / part: _package_folder("autograder") / part for part in OWN_PARTS
        },
    }
    outside = [path for path in seen if not path.is_relative_to("/usr")]
    command = [bubblewrap, *_system()]
    command += _folders([*outside, *own, HOME, Path("/tmp/any")])  # noqa: S108
    command += ["--perms", "1777", "--tmpfs", str(HOME)]
    for path in outside:
        command += ["--ro-bind", str(path), str(path)]
    for site in sites:
        command += _hidden(site)
    for target, source in own.items():
        command += ["--ro-bind", str(source), str(target)]
    command += ["--dev", "/dev", "--proc", "/proc", "--chdir", str(INSIDE)]
    command += [*_walls(), *_environment(), "--", *_change_user(), *_python(sites, control)]
    return command


def _package_folder(name: str) -> Path:
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(name)
    return Path(spec.origin).resolve().parent


def _site_folders() -> list[Path]:
    """Return the folders from which the libraries are imported."""
    found = {_package_folder(name).parent for name in LIBRARIES if importlib.util.find_spec(name)}
    return sorted(found)


def _outermost(paths: Iterable[Path]) -> list[Path]:
    """Return the folders, as named and as linked to, without those inside another one."""
    named = {path for given in paths for path in (given.absolute(), given.resolve())}
    return sorted(p for p in named if not any(p != q and p.is_relative_to(q) for q in named))


def _system() -> list[str]:
    arguments = []
    for name in SYSTEM:
        path = Path(name)
        if path.is_symlink():
            arguments += ["--symlink", os.readlink(path), name]
        elif path.is_dir():
            arguments += ["--ro-bind", name, name]
    for name in SYSTEM_FILES:
        arguments += ["--ro-bind-try", name, name]
    return arguments


def _folders(targets: Iterable[Path]) -> list[str]:
    """Make the folders above all targets readable: bubblewrap's own are its user's alone."""
    parents = {parent for target in targets for parent in target.parents} - {Path("/")}
    arguments = []
    for path in sorted(parents):
        arguments += ["--perms", "0755", "--dir", str(path)]
    return arguments


def _hidden(site: Path) -> list[str]:
    """Cover an installed grader: its checks are in it."""
    covered = [path for path in (site / "autograder",) if path.is_dir()]
    return [part for path in covered for part in ("--tmpfs", str(path))]


def _walls() -> list[str]:
    user = [] if os.getuid() == 0 else ["--unshare-user"]
    return [
        *user,
        *("--unshare-net", "--unshare-pid", "--unshare-ipc", "--unshare-uts"),
        *("--unshare-cgroup-try", "--die-with-parent", "--new-session"),
    ]


def _environment() -> list[str]:
    fixed = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "PYTHONHASHSEED": "0", "MPLBACKEND": "agg"}
    fixed |= dict.fromkeys(("HOME", "TMPDIR", "MPLCONFIGDIR"), str(HOME))
    fixed |= dict.fromkeys(ONE_THREAD, "1")
    return ["--clearenv", *(part for pair in fixed.items() for part in ("--setenv", *pair))]


def _change_user() -> list[str]:
    """Return the command that gives root's rights up before any Python runs."""
    if os.getuid() != 0:
        return []
    program = shutil.which("setpriv") or "/usr/bin/setpriv"
    user = str(ORDINARY_USER)
    return [
        program,
        *("--reuid", user, "--regid", user, "--clear-groups"),
        *("--inh-caps=-all", "--bounding-set=-all", "--no-new-privs"),
    ]


def _python(sites: list[Path], control: int) -> list[str]:
    start = "import sys; sys.path[:0] = sys.argv[2:]; from autograder.jail.inside import zygote; "
    executable = str(Path(sys.executable).absolute())
    paths = [str(INSIDE), *map(str, sites)]
    return [
        executable,
        "-I",
        "-B",
        "-c",
        f"{start}zygote.main(int(sys.argv[1]))",
        str(control),
        *paths,
    ]
