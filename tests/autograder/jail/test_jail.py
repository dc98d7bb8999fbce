"""The walls: what student code in the cage cannot reach, use up or leave behind."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from autograder.jail.cage import Cage
from autograder.jail.limits import MB, Limits
from autograder.wire.frames import OutOfTime, PeerGone, receive_frame, send_frame

pytestmark = pytest.mark.jail

SMALL = Limits(cell_seconds=20, total_seconds=40, memory=400 * MB, address_space=3000 * MB)
Run = Callable[[str], Any]
LOOP = "while True:\n    try:\n        while True: pass\n    except BaseException: pass"


def ask(sock: socket.socket, source: str, seconds: float = 60) -> list[dict[str, Any]]:
    send_frame(sock, {"q": 1, "op": "cell", "source": source})
    answer, _ = receive_frame(sock, time.monotonic() + seconds)
    outputs: list[dict[str, Any]] = answer["outputs"]
    return outputs


def result(outputs: list[dict[str, Any]]) -> str:
    """The value or the error of a cell."""
    for output in outputs:
        if output["output_type"] == "error":
            return f"{output['ename']}: {output['evalue']}"
    values = [o["data"]["text/plain"] for o in outputs if o["output_type"] == "execute_result"]
    return values[0] if values else ""


@pytest.fixture
def cell(cage: Cage) -> Iterator[socket.socket]:
    with cage.start(SMALL) as sock:
        yield sock
    cage.end()


@pytest.fixture
def run(cell: socket.socket) -> Run:
    return lambda source: result(ask(cell, source))


def test_a_cell_runs_and_shows_what_a_notebook_shows(cell: socket.socket) -> None:
    outputs = ask(cell, "print('a'); import sys; print('b', file=sys.stderr); display('c'); 6 * 7")
    assert [o["output_type"] for o in outputs] == [
        "stream", "stream", "display_data", "execute_result",
    ]  # fmt: skip
    assert outputs[3]["data"] == {"text/plain": "42"}
    ask(cell, "%matplotlib inline\nimport matplotlib.pyplot as plt")
    assert "image/png" in ask(cell, "plt.plot([1, 2]);")[0]["data"]


def test_the_network_is_not_there(run: Run) -> None:
    assert "OSError" in run("import socket; socket.socket()")
    assert "Error" in run("import urllib.request; urllib.request.urlopen('http://127.0.0.1')")
    assert run("import os; sorted(os.listdir('/sys')) if os.path.exists('/sys') else []") == "[]"


def test_only_the_libraries_can_be_read(run: Run) -> None:
    own = Path(__file__).resolve()
    for path in (
        own,
        own.parents[3] / "nbgrader_config.py",
        Path.home() / ".bashrc",
        "/etc/passwd",
    ):
        assert run(f"import os; os.path.exists({str(path)!r})") == "False"
    for name in ("autograder.checks.s02", "autograder.mutants", "autograder.gradebook"):
        assert "ModuleNotFoundError" in run(f"import {name}")


def test_nothing_can_be_written_but_the_own_folder(run: Run) -> None:
    places = ["/", "/usr", "/jail", "/jail/cs231n_core", "/dev", "/proc", "/etc", "/jail/home/.."]
    for place in places:
        assert "Error" in run(f"open('{place}/mine', 'w')"), place
    assert run("open('mine', 'w').write('x')") == "1"
    assert run("import tempfile; tempfile.TemporaryFile().write(b'x')") == "1"


def test_the_environment_and_other_processes_are_hidden(run: Run) -> None:
    os.environ["CS231N_TEST_MARK"] = "here"
    assert run("import os; 'CS231N_TEST_MARK' in os.environ") == "False"
    assert run("os.listdir('/proc')") == "[]"
    assert run("os.getpid(), os.getuid()") == "(1, 1000)"
    assert run("sorted(fd for fd in range(64) if not __import__('fcntl').fcntl(fd, 1) < 0)") != ""


def test_no_file_of_the_grader_is_open(run: Run) -> None:
    source = (
        "import os, stat\nfound = []\nfor fd in range(3, 256):\n"
        "    try: found.append(stat.S_ISSOCK(os.fstat(fd).st_mode))\n"
        "    except OSError: pass\nfound"
    )
    assert run(source) == "[True]"


def test_privileges_are_gone_for_good(run: Run) -> None:
    call = "import ctypes; c = ctypes.CDLL(None, use_errno=True); (c.{}, ctypes.get_errno())"
    for wanted in ("unshare(0x10000000)", "unshare(0x00020000)",
                   "mount(b'x', b'/tmp', b'tmpfs', 0, 0)",
                   "ptrace(0, 0, 0, 0)", "chroot(b'/tmp')", "setuid(0)", "sethostname(b'x', 1)",
                   "syscall(435, 0, 0)", "syscall(319, b'x', 0)"):  # fmt: skip
        assert run(call.format(wanted)).startswith("(-1,"), wanted
    clone = "import ctypes; c = ctypes.CDLL(None); c.syscall(56, 0x10000000 | 17, 0, 0, 0, 0)"
    assert run(clone) == "-1"


def test_a_process_cannot_hold_more_memory_than_allowed(run: Run) -> None:
    assert "MemoryError" in run("x = bytearray(4000 * 2**20)")
    assert run("1") == "1"


def test_all_processes_together_cannot_either(cage: Cage) -> None:
    source = (
        "import os, time\nfor _ in range(8):\n    if not os.fork():\n"
        "        keep = b'x' * (100 * 2**20); time.sleep(60)\ntime.sleep(60)"
    )
    with cage.start(SMALL) as sock, pytest.raises(PeerGone):
        ask(sock, source)
    use = cage.end()
    assert use["cause"] == "it used more than 400 MB of memory"


def test_processes_are_counted(run: Run) -> None:
    source = (
        "import os, time\nmade = 0\ntry:\n    for _ in range(200):\n"
        "        if not os.fork(): time.sleep(60); os._exit(0)\n        made += 1\n"
        "except OSError: pass\nmade"
    )
    assert 0 < int(run(source)) < SMALL.processes


def test_the_disk_is_bounded(run: Run) -> None:
    assert "Error" in run("open('big', 'wb').write(bytes(80 * 2**20))")
    fill = "for i in range(9): open(str(i), 'wb').write(bytes(20 * 2**20))"
    assert "No space left" in run(fill)


def test_output_is_bounded_where_it_is_made(cell: socket.socket) -> None:
    outputs = ask(cell, "for _ in range(4000): print('x' * 10_000)")
    assert sum(len(o["text"]) for o in outputs) < SMALL.output + 100
    assert "more output than is kept" in outputs[-1]["text"]


def test_an_endless_loop_ends_with_its_process(cage: Cage) -> None:
    with cage.start(SMALL) as sock, pytest.raises(OutOfTime):
        ask(
            sock,
            LOOP,
            0.5,
        )
    assert cage.end()["status"] == -9


def test_no_process_outlives_its_turn(cage: Cage) -> None:
    before = others()
    with cage.start(SMALL) as sock:
        ask(
            sock,
            "import os, time, ctypes\nfor _ in range(5):\n    if not os.fork():\n"
            "        os.setsid(); ctypes.CDLL(None).prctl(1, 0); time.sleep(600)",
        )
        assert len(others() - before) >= 6
    cage.end()
    assert others() <= before


def others() -> set[int]:
    """All processes of the user that the jail runs as."""
    found = set()
    for path in Path("/proc").iterdir():
        if path.name.isdigit():
            try:
                command = (path / "cmdline").read_bytes()
            except OSError:
                continue
            if b"autograder.jail.inside" in command:
                found.add(int(path.name))
    return found


def test_the_next_submission_finds_nothing_of_the_last(cage: Cage) -> None:
    with cage.start(SMALL) as sock:
        ask(sock, "import numpy as np; np.mean = None; open('left', 'w').write('x'); y = 1")
        ask(sock, "import os; os.environ['LEFT'] = '1'; open('/dev/shm/left', 'w').write('x')")
    with cage.start(SMALL) as sock:
        assert result(ask(sock, "import os; os.listdir('.'), os.listdir('/dev/shm')")) == (
            "(['.tmp'], [])"
        )
        assert result(ask(sock, "'LEFT' in os.environ, 'y' in globals()")) == "(False, False)"
        assert result(ask(sock, "import numpy as np; float(np.mean([1, 3]))")) == "2.0"
    cage.end()


def test_random_numbers_begin_alike_in_every_jail(cage: Cage) -> None:
    draws = set()
    for _ in range(2):
        with cage.start(SMALL) as sock:
            source = "import random, numpy as np; (random.random(), float(np.random.rand()))"
            draws.add(result(ask(sock, source)))
    cage.end()
    assert len(draws) == 1


@pytest.mark.parametrize(
    "source",
    ["import os; os._exit(0)", "import os; os.abort()", "import ctypes; ctypes.string_at(0)"],
)
def test_a_process_that_ends_itself_is_noticed(cage: Cage, source: str) -> None:
    with cage.start(SMALL) as sock, pytest.raises(PeerGone):
        ask(sock, source)
    cage.end()


def test_the_cage_says_what_was_used(cage: Cage) -> None:
    with cage.start(SMALL) as sock:
        ask(sock, "sum(i * i for i in range(300_000))")
    use = cage.end()
    assert use["cpu"] > 0
    assert use["memory"] > 10 * MB
    assert use["cause"] == ""


def test_a_signal_to_the_own_group_reaches_no_warm_parent(cage: Cage) -> None:
    with cage.start(SMALL) as sock:
        ask(sock, "import os, signal; os.killpg(0, signal.SIGCONT)")
        assert result(ask(sock, "os.getpgid(0) == os.getsid(0) == os.getpid()")) == "True"
    cage.end()


def test_a_submission_cannot_take_the_processors_from_others(cage: Cage) -> None:
    source = "import os\nfor _ in range(20):\n    if not os.fork(): break\nwhile True: pass"
    with cage.start(SMALL) as sock, pytest.raises(PeerGone):
        ask(sock, source)
    assert cage.end()["cause"] == "it kept more than 8 processes or threads computing"
