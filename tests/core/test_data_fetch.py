"""``cs231n-data`` keeps an archive only when it is whole, right and harmless."""

from __future__ import annotations

import gzip
import hashlib
import io
import tarfile
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from cs231n_core import data_fetch
from cs231n_core.data_fetch import FILES, default_destination, fetch_CIFAR10, main
from cs231n_core.data_utils import CIFAR10_FOLDER

CONTENT = {f"{CIFAR10_FOLDER}/{name}": name.encode() * 100 for name in (*FILES, "readme.html")}


def archive(content: dict[str, bytes], *extra: tarfile.TarInfo) -> bytes:
    """Return a .tar.gz, the same bytes each time."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as tar:
        folder = tarfile.TarInfo(CIFAR10_FOLDER)
        folder.type = tarfile.DIRTYPE
        tar.addfile(folder)
        for name, data in content.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            tar.addfile(member, io.BytesIO(data))
        for member in extra:
            tar.addfile(member)
    return gzip.compress(buffer.getvalue(), mtime=0)


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


class Server(ThreadingHTTPServer):
    """Serves ``body`` at ``/good``, half of it at ``/cut``, nothing elsewhere."""

    body = b""
    requests_seen = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        self.server.requests_seen += 1
        if self.path not in ("/good", "/cut"):
            self.send_error(404)
            return
        body = self.server.body
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body if self.path == "/good" else body[: len(body) // 2])

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with Server(("127.0.0.1", 0), Handler) as server:
        server.body = archive(CONTENT)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def official(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the server's archive stand for the official one."""
    monkeypatch.setattr(data_fetch, "SHA256", sha256(server.body))


def test_the_archive_is_fetched_checked_and_unpacked(server: Server, tmp_path: Path) -> None:
    dest = tmp_path / "new" / "data"
    folder = fetch_CIFAR10(dest, url=f"{server.url}/good", sha256=sha256(server.body))
    assert folder == dest / CIFAR10_FOLDER
    assert sorted(p.name for p in folder.iterdir()) == sorted(FILES)
    assert (folder / "data_batch_3").read_bytes() == b"data_batch_3" * 100
    assert list(dest.iterdir()) == [folder]


def test_a_complete_folder_is_left_alone_unless_forced(server: Server, tmp_path: Path) -> None:
    url, digest = f"{server.url}/good", sha256(server.body)
    folder = fetch_CIFAR10(tmp_path, url=url, sha256=digest)
    (folder / "test_batch").write_bytes(b"mine")
    assert fetch_CIFAR10(tmp_path, url=url, sha256=digest) == folder
    assert (folder / "test_batch").read_bytes() == b"mine"
    assert server.requests_seen == 1
    fetch_CIFAR10(tmp_path, url=url, sha256=digest, force=True)
    assert (folder / "test_batch").read_bytes() == b"test_batch" * 100
    assert list(tmp_path.iterdir()) == [folder]


def test_an_incomplete_folder_is_fetched_again(server: Server, tmp_path: Path) -> None:
    url, digest = f"{server.url}/good", sha256(server.body)
    folder = fetch_CIFAR10(tmp_path, url=url, sha256=digest)
    (folder / "batches.meta").unlink()
    fetch_CIFAR10(tmp_path, url=url, sha256=digest)
    assert (folder / "batches.meta").is_file()


def test_another_checksum_is_refused_and_nothing_is_kept(server: Server, tmp_path: Path) -> None:
    found = sha256(server.body)
    message = rf"archive from {server.url}/good has SHA-256 {found}, expected 6d958be0.*nothing was"
    with pytest.raises(ValueError, match=message):
        fetch_CIFAR10(tmp_path, url=f"{server.url}/good")
    assert list(tmp_path.iterdir()) == []


def test_a_download_that_breaks_off_leaves_nothing(server: Server, tmp_path: Path) -> None:
    with pytest.raises(OSError, match=r"ended with \w+Error, expected an archive; check the addr"):
        fetch_CIFAR10(tmp_path, url=f"{server.url}/cut", sha256=sha256(server.body))
    assert list(tmp_path.iterdir()) == []


def test_a_failed_download_keeps_the_data_that_was_there(server: Server, tmp_path: Path) -> None:
    folder = fetch_CIFAR10(tmp_path, url=f"{server.url}/good", sha256=sha256(server.body))
    with pytest.raises(OSError, match=r"ended with \w+Error"):
        fetch_CIFAR10(tmp_path, url=f"{server.url}/cut", force=True)
    assert sorted(p.name for p in folder.iterdir()) == sorted(FILES)
    assert list(tmp_path.iterdir()) == [folder]


def link(name: str, target: str, kind: bytes) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.type, member.linkname = kind, target
    return member


def empty(name: str, size: int = 0) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.size = size
    return member


@pytest.mark.parametrize(
    "member",
    [
        empty("../outside"),
        empty("/tmp/outside"),  # noqa: S108
        empty(f"{CIFAR10_FOLDER}/../outside"),
        empty(f"{CIFAR10_FOLDER}/sub/data_batch_1"),
        empty("other/data_batch_1"),
        link(f"{CIFAR10_FOLDER}/readme.html", "/etc/passwd", tarfile.SYMTYPE),
        link(f"{CIFAR10_FOLDER}/readme.html", f"{CIFAR10_FOLDER}/test_batch", tarfile.LNKTYPE),
        link(CIFAR10_FOLDER, "/tmp", tarfile.SYMTYPE),  # noqa: S108
        link(f"{CIFAR10_FOLDER}/readme.html", "", tarfile.FIFOTYPE),
        link(f"{CIFAR10_FOLDER}/readme.html", "", tarfile.CHRTYPE),
    ],
    ids=lambda member: f"{member.name}-{member.type.decode()}",
)
def test_an_archive_that_reaches_elsewhere_is_refused(
    server: Server, tmp_path: Path, member: tarfile.TarInfo
) -> None:
    server.body = archive(CONTENT, member)
    dest = tmp_path / "data"
    with pytest.raises(ValueError, match=r"the archive holds .*, expected CIFAR-10's files alone"):
        fetch_CIFAR10(dest, url=f"{server.url}/good", sha256=sha256(server.body))
    assert list(tmp_path.rglob("*")) == [dest]


def test_a_member_too_large_for_a_batch_is_refused(server: Server, tmp_path: Path) -> None:
    server.body = archive({}, empty(f"{CIFAR10_FOLDER}/data_batch_1", 2**40))
    with pytest.raises(ValueError, match=r"data_batch_1 \(1099511627776 bytes\), expected"):
        fetch_CIFAR10(tmp_path, url=f"{server.url}/good", sha256=sha256(server.body))


def test_an_archive_without_all_batches_is_refused(server: Server, tmp_path: Path) -> None:
    server.body = archive({k: v for k, v in CONTENT.items() if "batch_2" not in k})
    with pytest.raises(ValueError, match=r"the archive lacks data_batch_2, expected all of CIFAR"):
        fetch_CIFAR10(tmp_path, url=f"{server.url}/good", sha256=sha256(server.body))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("body", [b"no archive", archive(CONTENT)[:200]])
def test_an_unreadable_archive_is_refused(server: Server, tmp_path: Path, body: bytes) -> None:
    server.body = body
    with pytest.raises(ValueError, match=r"the archive is unreadable \(.*\), expected a gzipped"):
        fetch_CIFAR10(tmp_path, url=f"{server.url}/good", sha256=sha256(body))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("/good", "has SHA-256"),
        ("/cut", "check the address and the network"),
        ("/missing", "404 Client Error: Not Found"),
    ],
)
def test_the_command_fails_with_one_line(
    server: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str], path: str, message: str
) -> None:
    assert main(["fetch", str(tmp_path), "--url", server.url + path]) == 1
    said = capsys.readouterr()
    line = said.err.splitlines()[-1]  # the progress bar comes before it
    assert line.startswith("cs231n-data fetch: the ")
    assert message in line
    assert "Traceback" not in said.err
    assert said.out == ""
    assert list(tmp_path.iterdir()) == []


def test_a_server_that_is_down_gives_one_line(
    server: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as closed:
        port = closed.server_port
    assert main(["fetch", str(tmp_path), "--url", f"http://127.0.0.1:{port}/good"]) == 1
    err = capsys.readouterr().err
    line = err.splitlines()[-1]  # the progress bar comes before it
    assert line.startswith(f"cs231n-data fetch: the download of http://127.0.0.1:{port}/good ")
    assert "ended with ConnectionError" in line


@pytest.mark.usefixtures("official")
def test_the_command_fetches_where_the_data_will_be_looked_for(
    server: Server,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("CS231N_DATA_DIR", str(tmp_path))
    monkeypatch.delenv("CS231N_DATASET", raising=False)
    assert main(["fetch", "--url", f"{server.url}/good"]) == 0
    assert capsys.readouterr().out == f"CIFAR-10 is in {tmp_path / CIFAR10_FOLDER}\n"
    assert main(["where"]) == 0
    expected = f"CIFAR-10 will be used: CIFAR-10 was found in {tmp_path / CIFAR10_FOLDER}\n"
    assert capsys.readouterr().out == expected


def test_where_says_why_the_embedded_set_is_used(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CS231N_DATASET", "embedded")
    assert main(["where"]) == 0
    said = "the embedded set of generated images will be used: the embedded set was asked for\n"
    assert capsys.readouterr().out == said


def test_where_refuses_a_wrong_setting_in_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CS231N_DATASET", "imagenet")
    assert main(["where"]) == 1
    said = "choose_data: $CS231N_DATASET is 'imagenet', expected auto, cifar10, embedded"
    assert capsys.readouterr().err == f"cs231n-data where: {said}\n"


def test_a_file_in_the_place_of_the_folder_gives_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("")
    assert main(["fetch", str(tmp_path / "file" / "data")]) == 1
    err = capsys.readouterr().err
    assert err.startswith("cs231n-data fetch: ")
    assert err.count("\n") == 1


def test_an_unknown_verb_is_bad_usage(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["steal"])
    assert stop.value.code == 2
    assert "invalid choice: 'steal'" in capsys.readouterr().err


def test_the_default_destination_is_a_place_that_is_searched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CS231N_DATA_DIR", str(tmp_path / CIFAR10_FOLDER))
    assert default_destination() == tmp_path
    monkeypatch.delenv("CS231N_DATA_DIR")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("cs231n_core.data_utils.__file__", str(tmp_path / "checkout/core/x.py"))
    assert default_destination() == tmp_path / "data"
    (tmp_path / "checkout").mkdir()
    (tmp_path / "checkout" / "pyproject.toml").touch()
    assert default_destination() == tmp_path / "checkout/data"


def test_the_checksum_file_states_what_the_command_demands() -> None:
    stated = Path(__file__).parents[2].joinpath("data", "checksums.txt").read_text()
    assert f"SHA256 (cifar-10-python.tar.gz) = {data_fetch.SHA256}\n" in stated
    assert all(f"MD5 ({CIFAR10_FOLDER}/{name}) = " in stated for name in FILES)
