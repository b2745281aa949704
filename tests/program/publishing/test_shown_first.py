"""A preview shows the pages of what was saved first; downloads are made, and packages proved, when they are shown already."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from again import contents
from folders import BASE
from sites import TODAY

from generator.core.problems import Place, Problem, Report
from generator.publishing import preview
from generator.publishing.build import build
from generator.publishing.outputs import OutputError

OBSERVATIONS = "town/documents/2023-report/observations.csv"
WRONG = Report([Problem("missing-folder", Place(""), {"value": "data"})])


def test_pages_stand_with_the_downloads_that_were_made_last_until_these_are_made(tmp_path: Path) -> None:
    data, put_off = shutil.copytree(BASE, tmp_path / "data"), list[str]()
    page, table = "en/town/indicators/lamps-standing/index.html", "data/town/observations.csv"
    site = tmp_path / "site"

    def built(name: str, store: str, later: Callable[[str], object] | None = None) -> None:
        put_off.clear()
        report = build(
            data,
            tmp_path / name,
            tmp_path / "work",
            today=TODAY,
            store=tmp_path / store,
            prove=None,
            workers=1,
            later=later,
        )
        assert report.ok

    def told(number: str) -> tuple[bool, bool]:
        """Whether the page and the table have a number."""
        texts = [(site / path).read_text(encoding="utf-8") for path in (page, table)]
        return number in texts[0], number in texts[1]

    built("site", "store", put_off.append)
    # What was never made cannot be put off.
    assert (put_off, told("979")) == ([], (False, False))
    before = contents(site)
    text = (data / OBSERVATIONS).read_text(encoding="utf-8")
    (data / OBSERVATIONS).write_text(text.replace("980", "979"), encoding="utf-8")
    built("site", "store", put_off.append)
    assert (put_off, told("979")) == (["town"], (True, False))
    downloads = [path for path in before if path.startswith("data/town/") and path != "data/town/index.html"]
    after = contents(site)
    assert {path: after[path] for path in downloads} == {path: before[path] for path in downloads}
    built("site", "store")
    assert told("979") == (True, True)
    built("clean", "another")
    assert contents(site) == contents(tmp_path / "clean")
    # What the store has is never put off.
    (data / OBSERVATIONS).write_text(text, encoding="utf-8")
    built("site", "store", put_off.append)
    assert (put_off, contents(site)) == ([], before)


class Builds:
    """Builds of two packages, of which `put_off` tells those whose downloads are put off by each that may."""

    def __init__(self, *put_off: str) -> None:
        self.put_off = put_off
        self.done: list[str] = []
        self.said: list[str] = []
        self.report = Report()
        self.trouble: Exception | None = None
        self.waits: Event | None = None

    def __call__(
        self, *_: object, prove: Any, later: Any = None, tell: Any = lambda _: None, **__: object
    ) -> Report:
        self.done.append("shown" if later else "all")
        if not later and self.waits:
            # It goes on and on, until somebody wants it to end.
            self.waits.set()
            while True:
                try:
                    tell("downloads")
                except Exception as ended:
                    raise self.trouble or ended from ended
        if not later and self.trouble:
            raise self.trouble
        for name in ("town", "village"):
            if later and name in self.put_off:
                later(name)
            prove(Path(name))
        return self.report

    def builder(self, monkeypatch: pytest.MonkeyPatch, folder: Path, *, proved: bool = True) -> Any:
        monkeypatch.setattr(preview, "build", self)
        monkeypatch.setattr(preview, "STORE", folder / "store")

        def prove(package: Path) -> None:
            self.done.append(f"proved {package.name}")

        def say(text: str) -> str:
            self.said.append(text)
            return text

        telling = preview.Telling(
            "en",
            lambda report, _: say("sound" if report.ok else "wrong"),
            lambda error: say(str(error)),
            self.said.append,
        )
        return preview._Builder(  # noqa: SLF001 - the server around it is another's
            folder, folder / "work", None, prove if proved else None, telling
        )


def underway(monkeypatch: pytest.MonkeyPatch, folder: Path) -> tuple[Builds, Any]:
    """Builds of which the one that was put off has begun, and does not end by itself; and what has them made."""
    builds = Builds("town")
    builds.waits = Event()
    builder = builds.builder(monkeypatch, folder)
    builder.show()
    assert builds.waits.wait(60)
    return builds, builder


def waited(builder: Any) -> tuple[str, str]:
    """Wait for what nobody waits for; what is shown then, and what was said of it."""
    if builder._rest:  # noqa: SLF001 - nobody else may
        builder._rest.join()  # noqa: SLF001
    return builder.shown.settled(0), builder.shown._told  # noqa: SLF001


PROVED = ["proved town", "proved village"]


@pytest.mark.parametrize(
    ("put_off", "done", "said"),
    [
        ((), ["shown", *PROVED], ["sound"]),
        (("village",), ["shown", "all", *PROVED], ["sound", "follows", "complete"]),
        (("town", "village"), ["shown", "all", *PROVED], ["sound", "follows", "complete"]),
    ],
)
def test_it_is_built_once_more_only_where_something_was_put_off(
    put_off: tuple[str, ...],
    done: list[str],
    said: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    builds = Builds(*put_off)
    builder = builds.builder(monkeypatch, tmp_path)
    builder.show()
    assert waited(builder) == ("there", "")
    assert (builds.done, builds.said) == (done, said)


def test_what_is_wrong_is_told_and_nothing_follows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    builds = Builds("town")
    builds.report = WRONG
    builder = builds.builder(monkeypatch, tmp_path)
    builder.show()
    assert waited(builder) == ("refused", "wrong")
    assert (builds.done, builds.said) == (["shown"], ["wrong"])
    # Once it is mended nothing is said of it any more.
    builds.report = Report()
    builder.show()
    assert waited(builder) == ("there", "")


def test_what_is_wrong_from_the_start_is_told_on_the_pages_that_are_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    builds = Builds()
    builds.report = WRONG
    builder = builds.builder(monkeypatch, tmp_path)
    builder.all()
    assert waited(builder) == ("refused", "wrong")


def test_nothing_is_proved_where_nobody_asks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    builds = Builds("town")
    builder = builds.builder(monkeypatch, tmp_path, proved=False)
    builder.show()
    waited(builder)
    assert builds.done == ["shown", "all"]


def test_what_goes_wrong_later_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    builds = Builds("town")
    builds.trouble = OSError("no space")
    builder = builds.builder(monkeypatch, tmp_path)
    builder.show()
    assert waited(builder) == ("wrong", "no space")
    assert (builds.done, builds.said) == (["shown", "all"], ["sound", "follows", "no space"])


def test_what_is_saved_next_ends_what_was_put_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    builds, builder = underway(monkeypatch, tmp_path)
    builds.waits = None
    assert builder.shown.settled(0) == "follows"
    builder.show()
    assert waited(builder) == ("there", "")
    assert builds.done == ["shown", "all", "shown", "all", *PROVED]
    # That it was ended is nothing to be told.
    assert builds.said == ["sound", "follows", "sound", "follows", "complete"]


def test_nothing_is_left_running_when_it_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    builds, builder = underway(monkeypatch, tmp_path)
    rest = builder._rest  # noqa: SLF001 - whether it still runs
    builder.end()
    assert not rest.is_alive()
    assert (builds.done, builds.said) == (["shown", "all"], ["sound", "follows"])


def test_what_goes_wrong_while_it_ends_is_not_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who presses Ctrl-C twice has the folder of the build go from under it."""
    builds, builder = underway(monkeypatch, tmp_path)
    builds.trouble = FileNotFoundError("build/preview/work")
    builder.end()
    assert builds.said == ["sound", "follows"]


@pytest.mark.parametrize(
    "error", [OutputError("foreign", Path("site")), KeyError("nobody foresaw it")], ids=repr
)
def test_what_keeps_it_from_being_shown_is_told(
    error: Exception, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object, **__: object) -> Report:
        raise error

    builds = Builds()
    builder = builds.builder(monkeypatch, tmp_path)
    builder._built = refused  # noqa: SLF001 - what it calls
    builder.show()
    assert waited(builder) == ("refused", str(error))
    assert (builds.done, builds.said) == ([], [str(error)])
