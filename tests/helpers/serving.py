"""A folder on a plain web server on this computer, as a host would show it."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        pass


class _InPieces(_Quiet):
    """Sends the beginning of each page so slowly that a browser could paint after every piece."""

    def copyfile(self, source: Any, outputfile: Any) -> None:
        if source.name.endswith(".html"):
            for _ in range(12):
                outputfile.write(source.read(1500))
                time.sleep(1 / 30)
        shutil.copyfileobj(source, outputfile)


@contextmanager
def served(folder: Path, *, in_pieces: bool = False) -> Iterator[str]:
    """The server's address, without a final slash. Pages come at once, or `in_pieces` as on a slow line."""
    kind = _InPieces if in_pieces else _Quiet
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(kind, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
