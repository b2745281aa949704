"""Builds of any copy of the program, each in a process of its own.

They are forked off a process in which this copy stands ready as it was loaded, and this off one in which the libraries do,
but nothing of the program, of which this module imports none.
"""

from __future__ import annotations

import gc
import hashlib
import json
import marshal
import os
import re
import signal
import sys
import traceback
from collections.abc import Callable
from datetime import date
from html import escape
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from types import CodeType
from typing import Any, NoReturn

LIBRARIES = [
    "altair",
    "babel",
    "click",
    "jinja2",
    "mkdocs.commands.build",
    "vl_convert",
    "xlsxwriter",
    "yaml",
]
"""What a build imports from others, which takes longer than to build an unchanged site."""

_ready = get_context("forkserver")
_ready.set_forkserver_preload([*LIBRARIES, __name__])


def build_apart(folder: Path, site: str, store: str, killed_at: str) -> tuple[int, str]:
    """The code with which a build ended that took program and data from a folder, negative where it was killed; and what it
    said.
    """
    said = folder / "said.txt"
    code = _loaded(folder, _program(folder)).ask(said, site, store, killed_at)
    return code, said.read_text(encoding="utf-8")


def _program(folder: Path) -> frozenset[tuple[str, int, int]]:
    """What tells a copy of the program from the same one after an edit."""
    files = {file: file.stat() for file in (folder / "generator").rglob("*.*") if file.suffix != ".pyc"}
    return frozenset((str(file), known.st_mtime_ns, known.st_size) for file, known in files.items())


class _Loaded:
    """A process that has loaded the program of a folder, and builds nothing itself."""

    def __init__(self, folder: Path) -> None:
        self._pipe, there = _ready.Pipe()
        self._process = _ready.Process(target=_serve, args=(folder, there), daemon=True)
        self._process.start()
        there.close()

    def ask(self, *build: object) -> int:
        """The code with which a build ended that was forked off it."""
        self._pipe.send(build)
        code: int = self._pipe.recv()
        return code

    def end(self) -> None:
        self._pipe.close()
        self._process.join()


_running: dict[tuple[Path, object], _Loaded] = {}
"""The one that was asked last, by its folder and program."""


def _loaded(folder: Path, program: object) -> _Loaded:
    if (folder, program) not in _running:
        while _running:
            _running.popitem()[1].end()
        _running[folder, program] = _Loaded(folder)
    return _running[folder, program]


def _serve(folder: Path, pipe: Connection) -> None:
    """Load the program of a folder and fork builds off, until nobody is there to ask for one."""
    # As on the command line; and nothing that stood ready is garbage.
    gc.set_threshold(200_000, 50, 50)
    os.chdir(folder)
    sys.path.insert(0, str(folder))
    import generator.publishing.build
    import generator.publishing.site
    import generator.publishing.store  # noqa: F401

    gc.freeze()
    while True:
        try:
            said, *asked = pipe.recv()
        except EOFError:
            return
        if (child := os.fork()) == 0:
            _build(folder, said, *asked)
        pipe.send(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))


def _at_hand(folder: Path) -> Callable[..., CodeType]:
    """How templates are compiled: the same source by the same program and settings once in an installation.

    It takes a clean build a third of its time. Whether one and the same template is compiled again is nothing that a store
    could get wrong unseen: a clean build goes by all of what it is compiled of.
    """
    from jinja2 import Environment

    compiled = Environment.compile
    sources = sorted((folder / "generator").rglob("*.py"))
    program = hashlib.sha256(b"".join(file.read_bytes() for file in sources)).hexdigest()

    def at_hand(env: Environment, source: str, name: str, filename: str) -> CodeType:
        escaped = env.autoescape(name) if callable(env.autoescape) else env.autoescape
        asked = repr((program, type(env), sorted(env.extensions), sorted(env.filters), escaped, name, source))
        kept = folder / "compiled" / hashlib.sha256(asked.encode()).hexdigest()
        if not kept.exists():
            code: CodeType = compiled(env, source, name, filename)
            kept.parent.mkdir(exist_ok=True)
            kept.write_bytes(marshal.dumps(code))
        found: CodeType = marshal.loads(kept.read_bytes())
        return found

    return at_hand


def _compiled(chart: Any) -> dict[str, Any]:
    """A form of charts with a place for everything that is named in it."""
    names = sorted(set(re.findall(r'"name": "(\w+)"', json.dumps(chart))))
    places: dict[str, Any] = {kind: [{"name": name} for name in names] for kind in ("data", "signals")}
    return places | {"marks": [], "axes": [], "form": chart}


def _drawn(chart: Any) -> str:
    """All of a chart that a drawing may show; what is told under the pointer is in none."""
    seen = json.loads(json.dumps(chart), object_hook=lambda row: {at: row[at] for at in row if at != "tip"})
    return f"<svg>{escape(json.dumps(seen))}</svg>"


def _build(folder: Path, said: Path, site: str, store: str, killed_at: str) -> NoReturn:
    """A build that ends all of a sudden at a moment, if one is named; without the program of the charts and the
    validation, which take seconds. Charts are not drawn, which takes a second: in the place of each stands all that it is
    drawn of.
    """
    code = 1
    with said.open("w", encoding="utf-8", buffering=1) as told:
        sys.stdout = sys.stderr = told
        try:
            _built(folder, site, store, killed_at)
            code = 0
        except BaseException:  # noqa: BLE001 - whatever it is, it is told where the build was asked for
            traceback.print_exc()
    os._exit(code)


def _built(folder: Path, site: str, store: str, killed_at: str) -> None:
    os.environ["SOURCE_DATE_EPOCH"] = "1795305600"
    import jinja2
    import vl_convert

    from generator.publishing import beside
    from generator.publishing import store as stores
    from generator.publishing.build import build

    def tell(step: str) -> None:
        if step == killed_at:
            os.kill(os.getpid(), signal.SIGKILL)

    replaced: list[tuple[Any, str, Any]] = [
        (beside, "bundle", lambda: ""),
        (jinja2.Environment, "compile", _at_hand(folder)),
        (vl_convert, "vegalite_to_vega", _compiled),
        (vl_convert, "vega_to_svg", _drawn),
    ]
    if killed_at == "settle":
        replaced.append((stores.Store, "settle", lambda _: tell(killed_at)))
    for owner, name, stand_in in replaced:
        setattr(owner, name, stand_in)
    kept = Path(store) if store else None
    places = Path("data"), Path(site), Path("work")
    today = date.fromisoformat(Path("day").read_text(encoding="utf-8"))
    report = build(*places, today=today, store=kept, prove=None, tell=tell)
    assert report.ok, report.render("text", "en")
