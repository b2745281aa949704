"""A preview shows what is saved, in the data as in the words, and ends when it is asked to."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from again import installation

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
                    return line.strip()
            time.sleep(0.01)
        return ""

    def shows(self, path: str, wanted: str) -> bool:
        """Whether a page has a text, now or before long."""
        end = time.monotonic() + LONGEST
        while time.monotonic() < end and self.process.poll() is None:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/{path}", timeout=LONGEST) as page:
                    if wanted in page.read().decode():
                        return True
            except OSError:
                pass
            time.sleep(0.1)
        return False

    def save(self, path: str, old: str, new: str) -> None:
        """Change a file of the installation."""
        file = self.folder / path
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[Preview]:
    running = Preview(installation(tmp_path / "town"))
    yield running
    running.process.kill()
    running.process.wait()
    running.said.close()


def test_what_is_saved_is_shown_until_it_is_ended(preview: Preview) -> None:
    page = "en/town/indicators/lamps-standing/"
    # The address is told when it answers: who opens it sooner finds nobody there.
    with urllib.request.urlopen(f"{preview.address()}{page}", timeout=LONGEST) as shown:
        assert "980" in shown.read().decode()
    preview.save(
        "data/town/documents/2023-report/observations.csv",
        "980,exact,A,,,,,一/(一),980盏",
        "979,exact,A,,,,,一/(一),979盏",
    )
    assert preview.shows(page, "979")
    # Its downloads follow.
    assert preview.shows("data/town/observations.csv", "979盏")
    preview.save("site_src/messages/en/site.yaml", "home: Home", "home: Start")
    assert preview.shows(page, "Start")
    assert preview.shows(page, "979")
    preview.process.send_signal(signal.SIGTERM)
    assert preview.process.wait(LONGEST) == 128 + signal.SIGTERM
