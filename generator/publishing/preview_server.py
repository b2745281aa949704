"""Serves a preview on this computer: has pages loaded again when something else is shown, and says on them what was saved and
is not shown, or what still follows.
"""

from __future__ import annotations

import json
import logging
import re
import string
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from threading import Condition, Thread
from typing import Any, Literal

from mkdocs.livereload import _SCRIPT_TEMPLATE, LiveReloadServer

from generator.core.languages import language as known
from generator.core.messages import lookup
from generator.publishing.rendering import LOST

State = Literal["there", "follows", "refused", "wrong"]
"""What was saved last is shown with all that belongs to it; its downloads follow; it is not shown; it is shown, but not fit to
be published.
"""

_LOOKS_EVERY = 0.1
"""Seconds between two looks at the files."""

_LOOKS_AGAIN_EVERY = 0.5
"""Seconds between two looks whether the folders are there at all."""

_WAITS = 0.05
"""Seconds without a further change after which the site is built: editors write a file in several steps."""

_PATIENCE = 60
"""Seconds after which a page is told that downloads still follow; it asks again."""

_RELOADING = "/livereload.js"
"""Where the script stands that has a page loaded again; what is asked for behind it says of which build the page is."""

_FOLLOWING = "/livereload/follows"
"""Where a page is told what is shown, as soon as nothing follows any more."""

_HERE = re.compile(r"((127\.0\.0\.1|localhost|\[::1\])(:\d+)?)?", re.IGNORECASE)
"""What this computer is called by who opens the preview on it, at whichever port it arrives. Under any other name a page from
elsewhere asks, whose keeper has that name lead here (DNS rebinding), to read what is not published yet.
"""

_NOTICE = string.Template("""
(() => {
  const shown = $shown;
  if (shown.state === "there") return;
  const bar = document.createElement("aside");
  const lead = document.createElement("strong");
  const told = document.createElement("pre");
  Object.assign(bar, {lang: shown.language, dir: shown.direction, role: "status", className: "mz-preview"});
  // The page's policy stops styles that stand in it, and not those that a script sets.
  bar.style.cssText = "position:sticky;top:0;z-index:100;padding:10px 16px;color:#fff;font:16px/1.5 sans-serif;" +
    "background:" + (shown.state === "follows" ? "#1f4f6b" : "#8a1c1c");
  told.style.cssText = "margin:6px 0 0;max-height:40vh;overflow:auto;white-space:pre-wrap;overflow-wrap:anywhere;" +
    "font:inherit;color:inherit;background:none";
  lead.textContent = shown.lead;
  told.textContent = shown.told;
  told.tabIndex = 0;
  bar.append(lead, ...(shown.told ? [told] : []));
  document.body.prepend(bar);
  if (shown.state !== "follows") return;
  const page = async () => (await fetch(location.href, {cache: "no-store"})).text();
  (async () => {
    const before = await page();
    let state;
    do state = await (await fetch("$following")).json(); while (state === "follows");
    if (state !== "there" || await page() !== before) location.reload();
    else bar.remove();
  })();
})();
""")


class Shown:
    """What a preview shows of what was saved last, as its pages say it in a language."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._changed = Condition()
        self._state: State = "there"
        self._told = ""
        self._behind = False

    def now(self, state: State, told: str = "", *, behind: bool = False) -> None:
        """Show that from now on; `told` is what was found wrong, `behind` that the downloads of what is shown were not made."""
        with self._changed:
            self._state, self._told, self._behind = state, told, behind
            self._changed.notify_all()

    def settled(self, patience: float = _PATIENCE) -> State:
        """What is shown when nothing follows any more, or still follows after so many seconds."""
        with self._changed:
            self._changed.wait_for(lambda: self._state != "follows", patience)
            return self._state

    def notice(self) -> str:
        """The script that says it on a page."""
        with self._changed:
            named = [] if self._state == "there" else [self._state, *(["behind"] if self._behind else [])]
            shown = {
                "state": self._state,
                "told": self._told,
                "lead": " ".join(lookup(self._language, "site", f"preview.{name}") for name in named),
                "language": known(self._language).html,
                "direction": known(self._language).direction,
            }
        return _NOTICE.substitute(shown=json.dumps(shown), following=_FOLLOWING)


class Server(LiveReloadServer):
    """MkDocs's server, whose script stands in a file of its own: the pages obey none that they hold themselves. `ready` is called
    as soon as pages can be asked for.
    """

    def __init__(
        self,
        build: Callable[[], None],
        host: str,
        port: int,
        site: Path,
        shown: Shown,
        ready: Callable[[], None],
    ) -> None:
        super().__init__(
            build, host, port, str(site.resolve()), mount_path="/", polling_interval=_LOOKS_EVERY
        )
        self.build_delay = _WAITS
        self._shown, self._ready = shown, ready
        self.error_handler = lambda _: self._lost(site)
        # What is asked for and is not there it would tell in English.
        logging.getLogger("mkdocs.livereload").setLevel(logging.ERROR)

    def look_at(self, folders: Callable[[], Iterable[Path]]) -> None:
        """Notice from now on what is saved in some folders, also before anything is served, and that one goes or comes."""
        self.observer.start()
        # The server would have it begin when it serves, which can be done once.
        self.observer.start = lambda: None  # type: ignore[method-assign]
        self._look(folders)
        Thread(target=self._go_on_looking, args=[folders], daemon=True).start()

    def _go_on_looking(self, folders: Callable[[], Iterable[Path]]) -> None:
        while not self._shutdown:
            time.sleep(_LOOKS_AGAIN_EVERY)
            if self._look(folders):
                with self._rebuild_cond:
                    self._want_rebuild = True
                    self._rebuild_cond.notify_all()

    def _look(self, folders: Callable[[], Iterable[Path]]) -> bool:
        """Look at the folders that are there; whether these are others than before. Nobody looks at one any more once it was
        away.
        """
        before = self._watched_paths.keys() & {
            str(item.watch.path) for item in self.observer.emitters if item.is_alive()
        }
        there = {str(folder.resolve()) for folder in folders() if folder.is_dir()}
        gone = [path for path in self._watched_paths if path not in before & there]
        for path in gone:
            # When it ends, nobody looks any more.
            with suppress(KeyError):
                self.unwatch(path)
        for path in there - self._watched_paths.keys():
            self.watch(path)
        return bool(gone) or before != there

    def server_activate(self) -> None:
        super().server_activate()
        self._ready()

    def _lost(self, site: Path) -> bytes:
        """The page for wrong addresses, which is loaded again when there is something else: before a first site could be built
        every address is one.
        """
        file = site / LOST
        content = file.read_bytes() if file.is_file() else b'<!doctype html><meta charset="utf-8"><body>'
        return self._inject_js_into_html(content, self._visible_epoch)

    def _inject_js_into_html(self, content: bytes, epoch: int) -> bytes:
        return b'%b<script src="%b?%d"></script>' % (content, _RELOADING.encode(), epoch)

    def _serve_request(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes] | None:
        asked, epoch = environ["PATH_INFO"], environ.get("QUERY_STRING", "")
        if not _HERE.fullmatch(environ.get("HTTP_HOST", "")):
            start_response("403 Forbidden", [("Content-Type", "text/plain")])
            return [self.url.encode()]
        if "\0" in asked:
            return None
        if asked == _FOLLOWING:
            kind, text = "application/json", json.dumps(self._shown.settled())
        elif asked != _RELOADING:
            return super()._serve_request(environ, start_response)
        elif epoch.isdecimal():
            script = _SCRIPT_TEMPLATE.substitute(epoch=epoch, request_id=time.time_ns() // 1_000_000)
            kind, text = "text/javascript", script + self._shown.notice()
        else:
            return None
        # What is told of unpublished data is for the pages of the preview alone.
        own = ("Cross-Origin-Resource-Policy", "same-origin")
        start_response("200 OK", [("Content-Type", kind), ("Cache-Control", "no-store"), own])
        return [text.encode()]
