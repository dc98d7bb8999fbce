"""IPython without a kernel: runs cells and keeps what they show as outputs, bounded."""

from __future__ import annotations

import base64
import io
import sys
import traceback
from typing import Any

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets import Type
from traitlets.config import Config

MAX_OUTPUTS = 200
MAX_TRACEBACK = 40
MAX_LINE = 2000
STREAMS = ("stdout", "stderr")


class Recorder:
    """What the running cell has shown so far."""

    def __init__(self, room: int) -> None:
        self._room = room
        self.start()

    def start(self) -> None:
        """Forget everything."""
        self.outputs: list[dict[str, Any]] = []
        self._left = self._room
        self._told = False

    def text(self, name: str, text: str) -> None:
        """Keep what was written to a stream."""
        kept = self._fits(text)
        if not kept:
            return
        last = self.outputs[-1] if self.outputs else {}
        if last.get("name") == name:
            last["text"].append(kept)
        else:
            self._add({"output_type": "stream", "name": name, "text": [kept]})

    def data(self, kind: str, data: dict[str, Any], metadata: dict[str, Any]) -> None:
        """Keep a displayed object in all its forms that are text or pictures."""
        forms = {name: _printable(value) for name, value in data.items()}
        if len(self._fits("".join(forms.values()))) == sum(map(len, forms.values())):
            self._add({"output_type": kind, "data": forms, "metadata": metadata})

    def error(self, name: str, value: str, lines: list[str]) -> None:
        """Keep an exception; it always fits."""
        lines = [line[:MAX_LINE] for line in lines[-MAX_TRACEBACK:]]
        entry = {"ename": name[:100], "evalue": value[:MAX_LINE], "traceback": lines}
        self.outputs = [*self.outputs[:MAX_OUTPUTS], {"output_type": "error", **entry}]

    def finished(self) -> list[dict[str, Any]]:
        """Return the outputs in the form of a notebook."""
        return [
            entry | {"text": "".join(entry["text"])} if "text" in entry else entry
            for entry in self.outputs
        ]

    def _fits(self, text: str) -> str:
        kept = text[: max(0, self._left)]
        self._left -= len(text)
        if len(kept) < len(text) and not self._told:
            self._told = True
            note = "\n[more output than is kept]\n"
            self.outputs.append({"output_type": "stream", "name": "stdout", "text": [note]})
        return kept

    def _add(self, entry: dict[str, Any]) -> None:
        if len(self.outputs) < MAX_OUTPUTS:
            self.outputs.append(entry)


def _printable(value: Any) -> str:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    return value if isinstance(value, str) else ""


class _Stream(io.TextIOBase):
    def __init__(self, recorder: Recorder, name: str) -> None:
        self._recorder = recorder
        self._name = name

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        self._recorder.text(self._name, str(text))
        return len(text)


class _Publisher(DisplayPublisher):
    recorder: Recorder

    def publish(self, data: Any, metadata: Any = None, *_: Any, **__: Any) -> None:
        self.recorder.data("display_data", data, _plain(metadata))

    def clear_output(self, wait: bool = False) -> None:  # noqa: ARG002 - IPython's
        self.recorder.outputs.clear()


class _Hook(DisplayHook):
    recorder: Recorder

    def write_output_prompt(self) -> None:
        """Write none: a notebook has numbers of its own."""

    def write_format_data(self, format_dict: Any, md_dict: Any = None) -> None:
        self.recorder.data("execute_result", format_dict, _plain(md_dict))

    def finish_displayhook(self) -> None:
        """Write no newline."""


def _plain(metadata: Any) -> dict[str, Any]:
    """Keep sizes of pictures; nothing else in metadata is of use to a reader."""
    sizes = {}
    for kind, entries in (metadata or {}).items():
        if isinstance(entries, dict):
            sizes[str(kind)] = {
                key: entries[key]
                for key in ("width", "height")
                if isinstance(entries.get(key), int)
            }
    return {kind: entry for kind, entry in sizes.items() if entry}


class _Shell(InteractiveShell):
    displayhook_class = Type(_Hook)
    display_pub_class = Type(_Publisher)
    recorder: Recorder

    def enable_gui(self, gui: Any = None) -> None:
        """Have none."""

    def _showtraceback(self, etype: Any, evalue: Any, stb: Any) -> None:
        self.recorder.error(getattr(etype, "__name__", "Error"), _text(evalue), list(map(str, stb)))

    def system(self, cmd: str) -> Any:
        """Run a command; its output is piped through the recorder."""
        piped: Any = self.system_piped
        return piped(cmd)


def _text(value: Any) -> str:
    try:
        return str(value)
    except Exception:  # noqa: BLE001 - a student's exception may fail to say what it is
        return ""


class CellRunner:
    """One shell with its recorder: what a kernel is to a notebook."""

    def __init__(self, room: int) -> None:
        config = Config()
        config.HistoryManager.enabled = False
        config.InteractiveShell.colors = "nocolor"
        config.InteractiveShellApp.matplotlib = "inline"
        self.shell: Any = _Shell.instance(config=config)
        self._record(room)

    def _record(self, room: int) -> None:
        self.recorder = Recorder(room)
        parts: tuple[Any, ...] = (self.shell, self.shell.displayhook, self.shell.display_pub)
        for part in parts:
            part.recorder = self.recorder

    @property
    def names(self) -> dict[str, Any]:
        """The global names of the cells."""
        found: dict[str, Any] = self.shell.user_ns
        return found

    def run(self, source: str) -> list[dict[str, Any]]:
        """Run a cell and return what it showed; an exception is among the outputs."""
        self.recorder.start()
        before = sys.stdout, sys.stderr
        sys.stdout, sys.stderr = (_Stream(self.recorder, name) for name in STREAMS)
        try:
            result = self.shell.run_cell(source, store_history=True)
        finally:
            sys.stdout, sys.stderr = before
        error = result.error_before_exec or result.error_in_exec
        outputs = self.recorder.finished()
        if error is not None and not any(o["output_type"] == "error" for o in outputs):
            lines = traceback.format_exception_only(type(error), error)
            self.recorder.error(type(error).__name__, _text(error), lines)
            outputs = self.recorder.finished()
        return outputs

    def forget(self, room: int) -> None:
        """Start with an empty namespace."""
        self.shell.reset(new_session=True)
        self._record(room)
