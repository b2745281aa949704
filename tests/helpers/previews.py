"""A preview that runs in an installation, as its own process."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from urllib.error import HTTPError

_SERVE = """\
from generator.publishing import beside
beside.bundle = lambda: ""
from generator.cli import run
run()
"""
"""The command, without the program of the charts, which takes seconds."""

LONGEST = 120
"""Seconds after which nobody waits any longer."""


class Preview:
    """One that runs in an installation."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.said = (folder / "said").open("wb")
        self.process = subprocess.Popen(
            [
                sys.executable,
                "-c",
                _SERVE,
                "serve",
                "--no-validate",
                "--port",
                str(self.port),
                "--lang",
                "en",
            ],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(folder)},
            stdout=self.said,
            stderr=subprocess.DEVNULL,
        )

    def address(self) -> str:
        """The address that it tells, as soon as it does."""
        end = time.monotonic() + LONGEST
        while time.monotonic() < end and self.process.poll() is None:
            for line in (self.folder / "said").read_text(encoding="utf-8").splitlines(keepends=True):
                if line.startswith("http") and line.endswith("\n"):
                    return line.split()[0]
            time.sleep(0.01)
        return ""

    def shows(self, path: str, wanted: str) -> bool:
        """Whether a page has a text, now or before long."""
        end = time.monotonic() + LONGEST
        while time.monotonic() < end and self.process.poll() is None:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/{path}", timeout=LONGEST) as page:
                    text = page.read().decode()
            except HTTPError as refused:
                text = refused.read().decode()
            except OSError:
                text = ""
            if wanted in text:
                return True
            time.sleep(0.1)
        return False

    def save(self, path: str, old: str, new: str) -> None:
        """Change a file of the installation."""
        file = self.folder / path
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new), encoding="utf-8")

    def stop(self) -> None:
        """End it, however it stands."""
        self.process.kill()
        self.process.wait()
        self.said.close()
