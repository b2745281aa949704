"""What tests of several folders share. Nothing heavy is imported before a test asks for it."""

from __future__ import annotations

import atexit
import gc
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import trying  # noqa: F401 - the profiles of hypothesis, which `--hypothesis-profile` names
from archives import archive_at
from folders import BASE, DATA, HELPERS, ROOT, has_record
from serving import served
from sites import built, once

if TYPE_CHECKING:
    from playwright.sync_api import Browser


PROJECT = "some/project"

LONG = (
    *("browser/", "office/", "deployment/", "program/test_types.py", "record/", "forge/"),
    *("program/publishing/test_again.py", "program/publishing/test_parts.py"),
)
"""Where a test takes seconds: these begin, so that no worker is left with one at the end."""

# Nothing is garbage while thousands of tests are collected.
gc.disable()

# Nothing of this machine's git settings is seen by the tests, but unusual ones of their own.
for name in [name for name in os.environ if name.startswith("GIT_")]:
    del os.environ[name]
os.environ["GIT_CONFIG_GLOBAL"] = str(HELPERS / "gitconfig")
os.environ["GIT_CONFIG_NOSYSTEM"] = "1"

# Scripts find the Python of this one's environment, without its packages, and no program that first looks which one is meant.
PLAIN = Path(sys.base_prefix, "bin")
if (PLAIN / "python3").exists() and not (PLAIN / "python3").samefile(shutil.which("python3") or PLAIN):
    os.environ["PATH"] = f"{PLAIN}{os.pathsep}{os.environ['PATH']}"


def needs_record(item: pytest.Item) -> bool:
    """Whether a test is of the shipped record: by its folder, its mark, or what it looks at."""
    return (
        item.nodeid.startswith("tests/record/")
        or item.get_closest_marker("record") is not None
        or not {"site", "archive"}.isdisjoint(getattr(item, "fixturenames", ()))
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    def rank(item: pytest.Item) -> int:
        return next(
            (at for at, name in enumerate(LONG) if item.nodeid.startswith(f"tests/{name}")), len(LONG)
        )

    if not has_record():
        config.hook.pytest_deselected(items=[item for item in items if needs_record(item)])
        items[:] = [item for item in items if not needs_record(item)]
    items.sort(key=rank)


def pytest_collection_finish() -> None:
    """What was collected lasts as long as the run: nobody looks for garbage in it again, and in the rest as seldom as on
    the command line.
    """
    gc.freeze()
    # At the end of the process some libraries complain of what is left.
    atexit.register(gc.unfreeze)
    gc.set_threshold(200_000, 50, 50)
    gc.enable()


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Tests of the record read it when they are collected."""
    return True if collection_path == ROOT / "tests" / "record" and not has_record() else None


def pytest_report_header() -> str | None:
    return None if has_record() else "data/ holds other packages than ours: tests of our record are left out"


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the shipped record, in a folder two levels below the served root, as on project pages."""
    return (
        once(tmp_path_factory, "record", lambda folder: built(DATA, folder, PROJECT, proved=True)) / PROJECT
    )


@pytest.fixture(scope="session")
def town_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the small package, which knows no address."""
    return once(tmp_path_factory, "town", lambda folder: built(BASE, folder, "site")) / "site"


@pytest.fixture(scope="session")
def archive() -> Path:
    """The archived official texts of the shipped record."""
    return archive_at(os.environ, ROOT.parent / "shared" / "archive")


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """The address of the record's site on a plain web server, under a sub-path."""
    with served(site.parent.parent) as root:
        yield f"{root}/{PROJECT}/"


@pytest.fixture(scope="session")
def browsers() -> Iterator[Callable[[str], Browser]]:
    """The system's Chromium by Latin font, started once in each worker."""
    from browsing import browsers

    with browsers() as started:
        yield started


@pytest.fixture(scope="module")
def browser(browsers: Callable[[str], Browser], request: pytest.FixtureRequest) -> Browser:
    """The browser with the Latin font that a test is tried in, the wide one where it names none."""
    return browsers(getattr(request, "param", "wide"))
