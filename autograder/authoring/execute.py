"""Run a stage's notebook in a fresh kernel of this very Python and keep what it shows."""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError
from nbformat.notebooknode import NotebookNode
from tqdm import tqdm
from traitlets import default
from traitlets.config import Config

from autograder.authoring.text import AuthoringError

CELL_SECONDS = 120
"""The longest that one cell may run; a whole stage is meant to stay under 60 s."""

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"

_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS")
_ADDRESS = re.compile(r"\bat 0x[0-9a-f]+")
_CELL_FILE = re.compile(r"""(?<![^\s"'(])[^\s"'(]*/ipykernel_\d+/\d+\.py""")
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")


class _ThisPython(KernelSpecManager):
    """Names one kernel, whatever is asked for: the Python that runs us, not the user's python3."""

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        command = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        return KernelSpec(argv=command, display_name=kernel_name, language="python")


class _Kernels(AsyncKernelManager):
    """Starts the kernel that `_ThisPython` names."""

    @default("kernel_spec_manager")
    def _this_python(self) -> KernelSpecManager:
        return _ThisPython()


def _sockets(folder: Path) -> Config:
    """Return settings for sockets in ``folder``, which no other user of the machine can join."""
    if os.name != "posix":
        return Config()
    return Config(KernelManager={"transport": "ipc", "ip": str(folder / "kernel")})


def stage_environment(home: Path, images: str = "embedded") -> dict[str, str]:
    """Return the environment in which a stage shows the same on every machine.

    The embedded images unless ``images`` is "cifar10", one thread, inline figures, a fixed hash
    seed; no setting of the user's IPython (``home`` takes its place) and no secret of the course.
    """
    kept = {k: v for k, v in os.environ.items() if not k.startswith("CS231N_")}
    wanted = {"CS231N_BACKEND"} | ({"CS231N_DATA_DIR"} if images == "cifar10" else set())
    kept |= {name: os.environ[name] for name in wanted & os.environ.keys()}
    return {
        **kept,
        **dict.fromkeys(_THREADS, "1"),
        "CS231N_DATASET": images,
        "IPYTHONDIR": str(home),
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "PYTHONHASHSEED": "0",
        "TQDM_DISABLE": "1",
    }


def execute(
    notebook: NotebookNode,
    path: Path,
    *,
    cell_seconds: int = CELL_SECONDS,
    images: str = "embedded",
) -> None:
    """Run every code cell of ``notebook`` in place; ``path`` names its text in errors.

    The kernel works in an empty folder, so a stage relies on no file beside it. Outputs are
    cleaned of what differs from run to run (`clean_outputs`).

    Raises
    ------
    AuthoringError
        If a cell raises, runs longer than ``cell_seconds`` or kills the kernel; names the cell.
    """
    total = sum(cell.cell_type == "code" for cell in notebook.cells)
    with (
        tempfile.TemporaryDirectory(prefix="stage-") as folder,
        tqdm(total=total, desc=path.stem, unit="cell", disable=None, leave=False) as bar,
    ):
        current = [""]

        def started(cell: NotebookNode, **_: Any) -> None:
            current[0] = cell.id

        def done(**_: Any) -> None:
            bar.update()

        work = Path(folder) / "work"
        work.mkdir()
        client = NotebookClient(
            notebook,
            kernel_manager_class=_Kernels,
            config=_sockets(Path(folder)),
            timeout=cell_seconds,
            record_timing=False,
            coalesce_streams=True,
            resources={"metadata": {"path": str(work)}},
            on_cell_execute=started,
            on_cell_executed=done,
        )
        try:
            client.execute(env=stage_environment(Path(folder) / "ipython", images))
        except (CellExecutionError, CellTimeoutError, RuntimeError) as error:
            reason = _reason(error, notebook)
            raise AuthoringError(f'{path} cell "{current[0]}": {reason}') from None
    if images == "embedded":  # the other images print where they lie; nobody commits that
        clean_outputs(notebook, path)


def _reason(error: Exception, notebook: NotebookNode) -> str:
    if isinstance(error, CellExecutionError):
        outputs = [out for cell in notebook.cells for out in cell.get("outputs", [])]
        frames = [out.traceback for out in outputs if out.output_type == "error"]
        trace = _COLOUR.sub("", "\n".join(frames[-1])) if frames else ""
        return f"raised {error.ename}: {error.evalue}\n{trace}"
    if isinstance(error, CellTimeoutError):
        return "ran longer than the limit for one cell"
    return f"the kernel failed: {error}"  # it died, or it never answered


def clean_outputs(notebook: NotebookNode, path: Path) -> None:
    """Remove what differs from run to run: widget views, addresses, kernel file names, timings.

    Raises
    ------
    AuthoringError
        If an output shows a path of this machine.
    """
    notebook.metadata = {k: v for k, v in notebook.metadata.items() if k in _KEPT}
    notebook.metadata["language_info"] = {"name": "python"}
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        if cell.cell_type != "code":
            continue
        cell.outputs = [out for out in cell.outputs if WIDGET_VIEW not in out.get("data", {})]
        for output in cell.outputs:
            _clean(output)
            private = _private_path(output)
            if private:
                where = f'{path} cell "{cell.id}"'
                raise AuthoringError(f"{where}: shows {private}, expected no path of this machine")


_KEPT = ("kernelspec", "language_info")


def _clean(output: NotebookNode) -> None:
    if "text" in output:
        output["text"] = _neutral(output["text"])
    data: Mapping[str, Any] = output.get("data", {})
    for kind, value in data.items():
        if isinstance(value, str) and kind.startswith("text/"):
            output["data"][kind] = _neutral(value)


def _neutral(text: str) -> str:
    return _CELL_FILE.sub("this cell", _ADDRESS.sub("at 0x...", text))


def _private_path(output: NotebookNode) -> str:
    shown = [output.get("text", ""), *(v for v in output.get("data", {}).values())]
    places = {str(Path.cwd()), sys.prefix, sys.base_prefix, tempfile.gettempdir(), str(Path.home())}
    for place in sorted(places - {"/", "/usr"}):
        if any(isinstance(text, str) and f"{place}/" in text for text in shown):
            return place
    return ""
