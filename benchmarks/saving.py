"""How long somebody waits who saves a file while `mingzhang serve` runs, until the browser gets the new site."""

from __future__ import annotations

import os
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from measuring import Cost, FailedError

LONGEST = 600
"""Seconds after which nobody waits any longer."""

_HOME = ""
"""A page, which says of which build it is: it has the address of the script that loads it again."""


def saved(program: str, data: Path, folder: Path, save: Callable[[], object]) -> Cost:
    """The seconds from saving a change of the data to the answer of a preview that runs in a folder and shows it. Its downloads
    follow, which nobody waits for.

    `cpu` are those of its process meanwhile. Raises FailedError where the preview ends or none comes.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with _running([program, "serve", "--data", str(data), "--port", str(port)], folder) as process:
        url = f"http://127.0.0.1:{port}/{_HOME}"
        before = _awaited(process, url, b"")
        # Its watch looks at the files once before it sees what changes.
        time.sleep(2)
        used, begun = _used(process.pid), time.perf_counter()
        save()
        _awaited(process, url, before)
        return Cost(_used(process.pid) - used, time.perf_counter() - begun)


@contextmanager
def _running(command: list[str], folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    with (folder / "said.txt").open("wb") as said:
        process = subprocess.Popen(command, cwd=folder, stdout=said, stderr=subprocess.STDOUT)
        try:
            yield process
        finally:
            process.kill()
            process.wait()


def _awaited(process: subprocess.Popen[bytes], url: str, before: bytes) -> bytes:
    """An answer that is another than before."""
    end = time.monotonic() + LONGEST
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=LONGEST) as answer:  # noqa: S310 - on this computer
                if (found := answer.read()) != before:
                    return bytes(found)
        except (urllib.error.URLError, ConnectionError):
            pass
        time.sleep(0.02)
    raise FailedError(f"{url}: no new site")


def _used(pid: int) -> float:
    """Seconds of the processor that a running process has used; 0 where the system does not tell it in this way."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    except OSError:
        return 0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
