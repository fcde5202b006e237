"""The cells of a notebook in this very process: a kernel's shell and a kernel's client without its sockets.

Papermill runs it as an engine. The shell is ipykernel's, what it sends goes through jupyter_client's
packing to papermill's own client, so that outputs, counts and errors come out as from a kernel.
It takes over this process (its streams, its `__main__`), which therefore must be a fork made for it.
"""

from __future__ import annotations

import builtins
import io
import json
import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from jupyter_client.session import Session
from nbclient.exceptions import CellExecutionError, DeadKernelError
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import Engine, papermill_engines

from nkreport.briefing.run import SAVED, STREAMS

ENGINE = "nkreport-fork"
INLINE = "module://matplotlib_inline.backend_inline"  # what a kernel makes pyplot draw with


class _Wire(Session):
    """Takes what the shell sends, as the client of a kernel would receive it."""

    take: Callable[[dict[str, Any]], Any]

    def send(self, stream: Any, msg_or_type: Any, content: Any = None, *_: Any, **__: Any) -> Any:
        kind = msg_or_type if isinstance(msg_or_type, str) else msg_or_type["msg_type"]
        told = content if isinstance(msg_or_type, str) else msg_or_type["content"]
        header = {"msg_type": kind}
        return self.take({"msg_type": kind, "header": header, "parent_header": {}, "metadata": {},
                          "content": self.unpack(self.pack(told or {}))})


class _Stream(io.TextIOBase):
    """Standard output or error: sent when it is flushed, as a kernel does before it shows anything."""

    def __init__(self, name: str, wire: _Wire, descriptor: int) -> None:
        self.name, self._wire, self._descriptor = name, wire, descriptor
        self._parts: list[str] = []
        self._lock = threading.RLock()

    @property
    def encoding(self) -> str:  # type: ignore[override]
        return "UTF-8"

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._descriptor

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text)}")
        with self._lock:
            self._parts.append(text)
        return len(text)

    def flush(self) -> None:
        with self._lock:
            text, self._parts = "".join(self._parts), []
        if text:
            self._wire.send(None, "stream", {"name": self.name, "text": text})


class _Written:
    """What commands and libraries write past Python: the files that descriptors 1 and 2 lead to."""

    def __init__(self, paths: dict[str, Path], wire: _Wire) -> None:
        self._files = {name: path.open("rb") for name, path in paths.items()}
        self._wire = wire

    def send(self) -> None:
        for name, file in self._files.items():
            if text := file.read().decode("utf-8", errors="replace"):
                self._wire.send(None, "stream", {"name": name, "text": text})


def _shell(wire: _Wire, folder: Path) -> Any:
    """A kernel's shell without history, start-up files and configuration."""
    from ipykernel.compiler import XCachingCompiler
    from ipykernel.zmqshell import ZMQInteractiveShell
    from IPython.core.profiledir import ProfileDir
    from traitlets.config import Config

    # What a prompt of the process before left as its last result; a shell would take it for a translator.
    vars(builtins).pop("_", None)
    own = folder / "ipython"
    own.mkdir()
    shell = ZMQInteractiveShell.instance(
        config=Config({"HistoryManager": {"enabled": False}}), ipython_dir=str(own),
        profile_dir=ProfileDir(location=str(own)), user_ns={}, compiler_class=XCachingCompiler,
        kernel=SimpleNamespace(eventloop=None),
    )
    outlets: tuple[Any, Any] = (shell.display_pub, shell.displayhook)
    for outlet in outlets:
        outlet.session = wire
    outlets[1].topic = b"execute_result"
    return shell


def _draw_inline() -> None:
    """Pyplot draws into the notebook in its own style, as in a kernel, unless told otherwise."""
    if "matplotlib" in sys.modules:  # imported before the fork, in whatever folder and style that was
        sys.modules["matplotlib"].rcdefaults()
    if os.environ.get("MPLBACKEND"):
        return
    os.environ["MPLBACKEND"] = INLINE
    if "matplotlib" in sys.modules:
        sys.modules["matplotlib"].rcParams["backend"] = INLINE


class _Client(PapermillNotebookClient):  # type: ignore[misc]
    """Papermill's client, which asks the shell in this process instead of a kernel."""

    def __init__(self, manager: Any, folder: Path, begun: Callable[[int], None]) -> None:
        super().__init__(manager)
        self.begun, self.folder = begun, folder

    def execute(self, **_: Any) -> Any:
        self.reset_execution_trackers()
        self.wire = _Wire()
        self.wire.take = lambda message: None
        self.written = _Written({name: self.folder / name for name in STREAMS}, self.wire)
        sys.stdout = _Stream("stdout", self.wire, 1)
        sys.stderr = _Stream("stderr", self.wire, 2)
        _draw_inline()
        self.shell = _shell(self.wire, self.folder)
        self.papermill_execute_cells()
        return self.nb

    def execute_cell(self, cell: Any, cell_index: int, *_: Any, **__: Any) -> Any:
        if cell.cell_type != "code" or not cell.source.strip():
            return cell
        # Papermill would check and save the notebook twice a cell; this is for a run that dies in this one.
        (self.folder / SAVED).write_text(json.dumps(self.nb), encoding="utf-8")
        self.begun(cell_index)
        cell.outputs, self.clear_before_next_output = [], False
        self.wire.take = lambda message: self.process_message(message, cell, cell_index)
        result = self.shell.run_cell(cell.source, store_history=True)
        for send in (sys.stdout.flush, sys.stderr.flush, self.written.send):
            send()
        cell.execution_count = self.shell.execution_count - 1
        self._judge(cell, result)
        return cell

    def _judge(self, cell: Any, result: Any) -> None:
        """Raise what papermill's client would raise of a kernel's reply."""
        if self.shell.exit_now:
            raise DeadKernelError("Kernel died")
        fault = result.error_before_exec or result.error_in_exec
        if fault is None and not getattr(self.shell, "_last_traceback_during_displayhook", False):
            return
        if "raises-exception" not in cell.metadata.get("tags", []):
            reply = {"ename": type(fault).__name__, "evalue": str(fault),
                     "traceback": self.shell._last_traceback or []}
            raise CellExecutionError.from_cell_and_msg(cell, reply)


class _ForkEngine(Engine):  # type: ignore[misc]
    """The engine, as papermill knows it."""

    @classmethod
    def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, **kwargs: Any) -> Any:
        return _Client(nb_man, kwargs["place"], kwargs["begun"]).execute()


def register() -> str:
    """Make the engine known to papermill; returns its name."""
    papermill_engines.register(ENGINE, _ForkEngine)
    return ENGINE
