"""A folder on a plain web server on this computer, as a host would show it."""

from __future__ import annotations

import re
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


class _InRanges(_Quiet):
    """Sends a part of a file where it is asked for one, as nginx and the hosts of static sites do."""

    def do_GET(self) -> None:
        found = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
        file = Path(self.translate_path(self.path))
        if not found or not file.is_file():
            super().do_GET()
            return
        content = file.read_bytes()
        start, end = int(found[1]), min(int(found[2] or len(content)), len(content) - 1)
        self.send_response(206)
        self.send_header("Content-Type", self.guess_type(file))
        self.send_header("Content-Range", f"bytes {start}-{end}/{len(content)}")
        self.send_header("Content-Length", str(end + 1 - start))
        self.end_headers()
        self.wfile.write(content[start : end + 1])


@contextmanager
def served(folder: Path, *, in_pieces: bool = False, in_ranges: bool = False) -> Iterator[str]:
    """The server's address, without a final slash. Pages come at once, or `in_pieces` as on a slow line; with `in_ranges`
    parts of files can be asked for.
    """
    kind = _InPieces if in_pieces else _InRanges if in_ranges else _Quiet
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(kind, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
