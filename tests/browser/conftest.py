"""A headless Chromium, and Jupyter servers to drive with it: nothing outside this machine is asked.

Without Chromium these tests are skipped; with CS231N_REQUIRE_BROWSER=1 they fail instead.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, ViewportSize, expect, sync_playwright

from autograder.authoring.release import release
from autograder.authoring.text import stages

ROOT = Path(__file__).resolve().parents[2]
SCREENSHOTS = ROOT / "build" / "screenshots"
LAPTOP = ViewportSize(width=1366, height=768)
PATIENCE = 60.0
"""Seconds until a server that does not answer, or a page that does not load, is a failure."""

expect.set_options(timeout=1000 * PATIENCE)

CHROMIUM_OPTIONS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

SETTINGS = {
    # Every cell is in the page, whether or not it is scrolled into view.
    "notebook-extension/tracker": {"windowingMode": "none"},
    "apputils-extension/notification": {"checkForUpdates": False, "fetchNews": "false"},
    "docmanager-extension/plugin": {"autosave": False},
}

# A folded cell has a placeholder in the place of its prompt, which never gets a number.
ENDED = """() => {
    if (document.querySelector('[data-mime-type="application/vnd.jupyter.error"]')) return true;
    const prompts = [...document.querySelectorAll(
        '.jp-CodeCell .jp-InputPrompt:not(.jp-Placeholder-prompt)')];
    return prompts.length > 0 && prompts.every(prompt => /\\[\\d+\\]/.test(prompt.textContent));
}"""


@dataclass(frozen=True)
class Server:
    """A running Jupyter server whose files lie in ``root``."""

    url: str
    token: str
    root: Path

    def address(self, path: str) -> str:
        return f"{self.url}/{path}?token={self.token}"


@dataclass(frozen=True)
class Notebook:
    """A notebook that is open in JupyterLab, used as a student uses it."""

    page: Page

    def run_all(self, timeout: float) -> None:
        """Run every cell from the menu and wait for the last one, or for the first error."""
        self.page.get_by_role("menuitem", name="Run", exact=True).click()
        self.page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        self.page.wait_for_function(ENDED, timeout=1000 * timeout)

    def cell(self, source: str) -> Locator:
        """Return the one code cell that holds this source."""
        cell = self.page.locator(".jp-CodeCell").filter(
            has=self.page.locator(".cm-content", has_text=source)
        )
        expect(cell).to_have_count(1)
        return cell

    def run(self, cell: Locator) -> str:
        """Run one cell with Ctrl+Enter and return the text of its output."""
        prompt = cell.locator(".jp-InputPrompt")
        before = prompt.inner_text()
        cell.locator(".cm-content").click()
        self.page.keyboard.press("Control+Enter")
        expect(prompt).not_to_have_text(before)
        expect(prompt).to_have_text(re.compile(r"\[\d+\]"))
        return cell.locator(".jp-OutputArea").inner_text()

    def replace(self, cell: Locator, old: str, new: str) -> None:
        """Edit a cell: put ``new`` where its source has ``old``."""
        source = "\n".join(cell.locator(".cm-line").all_inner_texts())
        assert source.count(old) == 1, f"expected {old!r} once in:\n{source}"
        cell.locator(".cm-content").click()
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(source.replace(old, new))

    def press(self, control: Locator, key: str) -> None:
        """Press a key on a control: JupyterLab moves the focus itself while it activates a cell."""
        control.focus()
        cell = control.locator("xpath=ancestor::*[contains(@class, 'jp-CodeCell')]")
        expect(cell).to_have_class(re.compile(r"\bjp-mod-active\b"))
        control.press(key)

    def picture(self, name: str, of: Locator) -> None:
        """Save what one sees, from ``of`` on downwards, to build/screenshots."""
        of.evaluate("element => element.scrollIntoView({block: 'start'})")
        self.page.screenshot(path=SCREENSHOTS / f"{name}.png")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's Chromium, headless."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        reason = "no Chromium on the PATH (Debian: apt-get install chromium)"
        if os.environ.get("CS231N_REQUIRE_BROWSER") == "1":
            pytest.fail(f"{reason}, and CS231N_REQUIRE_BROWSER=1")
        pytest.skip(reason)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[*CHROMIUM_OPTIONS])
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A laptop-sized page that reaches this machine only; a failure leaves its last picture."""
    context = chromium.new_context(viewport=LAPTOP)
    context.route("**/*", _stay_here)
    page = context.new_page()
    page.set_default_timeout(1000 * PATIENCE)
    failed_before = request.session.testsfailed
    yield page
    if request.session.testsfailed > failed_before:
        page.screenshot(path=SCREENSHOTS / f"failed-{request.node.name}.png")
    context.close()


@pytest.fixture
def save_picture(page: Page) -> Callable[[str], None]:
    """Return ``save_picture(name)``, which saves what one sees to build/screenshots."""

    def save(name: str) -> None:
        page.screenshot(path=SCREENSHOTS / f"{name}.png")

    return save


@pytest.fixture(scope="session")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Server]]:
    """Return ``serve(folder, nbgrader=False)``, which starts JupyterLab on a folder."""
    with contextlib.ExitStack() as running:

        def start(folder: Path, *, nbgrader: bool = False) -> Server:
            home = tmp_path_factory.mktemp("jupyter")
            return running.enter_context(_running(folder, home, nbgrader=nbgrader))

        yield start


@pytest.fixture(scope="session")
def command() -> Callable[..., None]:
    """Return ``command(course, "grade", stage)``, which runs one of the course's commands."""

    def run(course: Path, *arguments: str) -> None:
        program = str(Path(sys.executable).with_name("autograder"))
        done = subprocess.run([program, *arguments], cwd=course, capture_output=True, text=True)
        said = f"autograder {' '.join(arguments)}\n{done.stdout}{done.stderr}"
        assert done.returncode == 0, said

    return run


@pytest.fixture(scope="session")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course of its own in which every stage is released."""
    folder = tmp_path_factory.mktemp("course")
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    shutil.copytree(ROOT / "notebooks", folder / "notebooks")
    for stage in stages(folder / "notebooks"):
        release(stage, folder)
    return folder


@pytest.fixture(scope="session")
def lab(
    course: Path, serve: Callable[..., Server], tmp_path_factory: pytest.TempPathFactory
) -> Server:
    """JupyterLab as a student has it, with every released notebook."""
    folder = tmp_path_factory.mktemp("student")
    for path in (course / "build" / "release").glob("*/*.ipynb"):
        shutil.copy(path, folder)
    return serve(folder)


@pytest.fixture
def open_notebook(page: Page) -> Callable[[Server, str], Notebook]:
    """Return ``open_notebook(server, path)``: the page with the notebook and an idle kernel."""

    def opened(server: Server, path: str) -> Notebook:
        # A workspace of its own, in which no other notebook is open.
        page.goto(server.address(f"lab/workspaces/{Path(path).stem}/tree/{path}"))
        kernel = page.locator("#jp-bottom-panel").get_by_text(re.compile(r"^Python 3.*\| Idle$"))
        expect(kernel).to_be_visible()
        return Notebook(page)

    return opened


def _stay_here(route: Route) -> None:
    if urlsplit(route.request.url).hostname == "127.0.0.1":
        route.continue_()
    else:
        route.abort()


@contextlib.contextmanager
def _running(folder: Path, home: Path, *, nbgrader: bool) -> Iterator[Server]:
    """Run JupyterLab with its settings, kernels and history in ``home`` until the block ends."""
    server = Server(f"http://127.0.0.1:{_free_port()}", secrets.token_hex(16), folder)
    log = home / "server.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            _command(server),
            cwd=folder,
            env=_environment(home, nbgrader=nbgrader),
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            _wait_until_ready(server, process, log)
            yield server
        finally:
            _stop(process)


def _command(server: Server) -> list[str]:
    return [
        *(sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"),
        "--ServerApp.ip=127.0.0.1",
        f"--ServerApp.port={urlsplit(server.url).port}",
        "--ServerApp.port_retries=0",
        f"--ServerApp.root_dir={server.root}",
        f"--IdentityProvider.token={server.token}",
    ]


def _environment(home: Path, *, nbgrader: bool) -> dict[str, str]:
    """Return an environment in which Jupyter neither reads nor writes the user's own files."""
    for name, values in SETTINGS.items():
        path = home / "settings" / "@jupyterlab" / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(values))
    disabled = {"@jupyterlab/apputils-extension:announcements": True}
    if not nbgrader:  # a student has no grader
        disabled["@jupyter/nbgrader"] = True
    page_config = home / "config" / "labconfig" / "page_config.json"
    page_config.parent.mkdir(parents=True)
    page_config.write_text(json.dumps({"disabledExtensions": disabled}))
    folders = {
        "JUPYTER_CONFIG_DIR": "config",
        "JUPYTER_DATA_DIR": "data",
        "JUPYTER_RUNTIME_DIR": "runtime",
        "JUPYTERLAB_SETTINGS_DIR": "settings",
        "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
        "IPYTHONDIR": "ipython",
    }
    own = {key: str(home / folder) for key, folder in folders.items()}
    return os.environ | own | {"CS231N_DATASET": "embedded"}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_ready(server: Server, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with (
            contextlib.suppress(urllib.error.URLError, ConnectionError),
            urllib.request.urlopen(server.address("api/status"), timeout=5),  # noqa: S310
        ):
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            code = process.wait(timeout=0.1)
            pytest.fail(f"JupyterLab ended with {code}:\n{log.read_text()}")
    pytest.fail(f"JupyterLab did not answer within {PATIENCE} s:\n{log.read_text()}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End the server and its kernels; whatever is left of them after ten seconds is killed."""
    process.send_signal(signal.SIGTERM)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(timeout=10)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
