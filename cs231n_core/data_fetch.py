"""The command ``cs231n-data``: fetch CIFAR-10 from its official address, or say which data is used.

The archive is kept only if its SHA-256 is the official one. Of what it holds, the known files are
copied out one by one, so that no path or link inside it can reach another place; the finished
folder is moved in place as a whole.
"""
# ruff: noqa: T201 - a command line prints

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import sys
import tarfile
import tempfile
from collections.abc import Sequence
from pathlib import Path

from cs231n_core.data_utils import (
    CIFAR10_FOLDER,
    TEST_FILE,
    TRAIN_FILES,
    checkout_folder,
    choose_data,
)
from cs231n_core.errors import explain

URL = "https://www.cs.toronto.edu/~kriz/cifar-10-python.tar.gz"
SHA256 = "6d958be074577803d12ecdefd02955f39262c83c16fe9348329d7fe0b5c001ce"

FILES = (*TRAIN_FILES, TEST_FILE, "batches.meta")

_WHERE = "cs231n-data fetch"
_MAX_MEMBER = 64 * 2**20  # an official batch has 31 MB
_IGNORED = ("readme.html",)


def fetch_CIFAR10(
    dest: Path,
    *,
    url: str = URL,
    sha256: str | None = None,
    force: bool = False,
    progress: bool = False,
) -> Path:
    """Return the folder ``dest/cifar-10-batches-py``, downloaded unless it is there already.

    Parameters
    ----------
    dest : Path
        Made if it does not exist. A download that fails leaves nothing in it.
    url : str
        A mirror, for instance.
    sha256 : str, optional
        What the archive must have, wherever it comes from: by default ``SHA256``.
    force : bool
        Download even if the folder is complete, and replace it.
    progress : bool
        Show a progress bar on stderr.

    Raises
    ------
    OSError
        If the download breaks off or the folder cannot be written.
    ValueError
        If the archive has another checksum or holds something unexpected.
    """
    folder = dest / CIFAR10_FOLDER
    if not force and all((folder / name).is_file() for name in FILES):
        return folder
    dest.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=dest, prefix=".fetch-") as scratch:
        archive, unpacked = Path(scratch, "archive.tar.gz"), Path(scratch, "unpacked")
        _download(url, archive, progress)
        _verify(archive, url, sha256 or SHA256)
        unpacked.mkdir()
        _unpack(archive, unpacked)
        if folder.exists():
            os.replace(folder, Path(scratch, "old"))
        os.replace(unpacked, folder)
    return folder


def default_destination() -> Path:
    """Return where ``cs231n-data fetch`` puts the data when no folder is named.

    It is ``$CS231N_DATA_DIR``; else ``data/`` of the checkout that the package runs from; else
    ``data/`` in the current folder. The loaders look in all three.
    """
    named = os.environ.get("CS231N_DATA_DIR")
    if named:
        folder = Path(named).expanduser()
        return folder.parent if folder.name == CIFAR10_FOLDER else folder
    return (checkout_folder() or Path.cwd()) / "data"


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code: 0 done, 1 failed, 2 bad usage."""
    args = _parser().parse_args(argv)
    try:
        if args.verb == "where":
            _say_where()
        else:
            dest = args.dest if args.dest is not None else default_destination()
            folder = fetch_CIFAR10(dest, url=args.url, force=args.force, progress=True)
            print(f"CIFAR-10 is in {folder}")
    except (OSError, ValueError) as error:
        message = str(error)
        start = "" if message.startswith("cs231n-data") else f"cs231n-data {args.verb}: "
        print(f"{start}{message}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(f"{_WHERE}: stopped; nothing was kept", file=sys.stderr)
        return 1
    return 0


def _say_where() -> None:
    choice = choose_data()
    name = "CIFAR-10" if choice.kind == "cifar10" else "the embedded set of generated images"
    print(f"{name} will be used: {choice.why}")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="cs231n-data",
        description="CIFAR-10 for the notebooks. Without it they run on generated images.",
        epilog="exit codes: 0 done, 1 failed, 2 bad usage",
    )
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    fetch = verbs.add_parser("fetch", help="download CIFAR-10 (170 MB) and check it")
    fetch.add_argument(
        "dest",
        nargs="?",
        type=Path,
        metavar="DEST",
        help="folder (default: $CS231N_DATA_DIR, or data/ of this checkout, or ./data)",
    )
    fetch.add_argument("--url", default=URL, help="another address of the same archive")
    fetch.add_argument("--force", action="store_true", help="download again and replace")
    verbs.add_parser("where", help="say which data the notebooks will use, and why")
    return parser


def _download(url: str, archive: Path, progress: bool) -> None:
    # These take 0.3 s to import, and only this function needs them.
    from pooch import HTTPDownloader
    from requests.exceptions import HTTPError, RequestException
    from tqdm import tqdm

    try:
        # pooch replaces the total by the file's size, and takes a bar without one for no bar.
        with tqdm(total=1, unit="B", unit_scale=True, ncols=79, disable=not progress) as bar:
            headers = {"Accept-Encoding": "identity"}  # the file's bytes, not unzipped on the way
            HTTPDownloader(progressbar=bar, chunk_size=2**16, headers=headers)(url, archive, None)
    except RequestException as error:
        reason = str(error) if isinstance(error, HTTPError) else type(error).__name__
        hint = "check the address and the network, and try again"
        raise OSError(
            explain(_WHERE, f"the download of {url} ended with", reason, "an archive", hint)
        ) from None


def _verify(archive: Path, url: str, sha256: str) -> None:
    with archive.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != sha256:
        hint = "it is damaged or another file; nothing was kept"
        raise ValueError(
            explain(_WHERE, f"the archive from {url} has SHA-256", found, sha256, hint)
        )


def _unpack(archive: Path, folder: Path) -> None:
    """Copy the known files out of the archive, and refuse any other content."""
    try:
        with tarfile.open(archive) as tar:
            for member in tar:
                _copy_out(tar, member, folder)
    except (tarfile.TarError, EOFError) as error:
        raise ValueError(
            explain(
                _WHERE,
                "the archive is",
                f"unreadable ({str(error).splitlines()[0]})",
                "a gzipped tar file",
            )
        ) from None
    missing = [name for name in FILES if not (folder / name).is_file()]
    if missing:
        raise ValueError(
            explain(_WHERE, "the archive lacks", ", ".join(missing), "all of CIFAR-10")
        )


def _copy_out(tar: tarfile.TarFile, member: tarfile.TarInfo, folder: Path) -> None:
    path = member.name.rstrip("/")
    if member.isdir() and path == CIFAR10_FOLDER:
        return
    top, _, name = path.partition("/")
    known = top == CIFAR10_FOLDER and name in (*FILES, *_IGNORED)
    if not (known and member.isreg() and member.size <= _MAX_MEMBER):
        kind = f"{member.name} ({member.size} bytes{'' if member.isreg() else ', no plain file'})"
        raise ValueError(explain(_WHERE, "the archive holds", kind, "CIFAR-10's files alone"))
    source = tar.extractfile(member)
    if source is not None and name in FILES:
        with source, (folder / name).open("xb") as target:
            shutil.copyfileobj(source, target)
