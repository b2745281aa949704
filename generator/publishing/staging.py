"""The pages of one language on their way from their texts to their place on the site."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path, PurePosixPath

from generator.core import sources
from generator.publishing.assets import assets
from generator.publishing.configuration import overrides, write_config
from generator.publishing.making import Pages, filled
from generator.publishing.moment import Moment
from generator.publishing.outputs import files_in, write_anew
from generator.publishing.pages import Site
from generator.publishing.pages.reads import Memory
from generator.publishing.pages.render import ELSEWHERE, PlannedPart, elsewhere
from generator.publishing.pictures import CARD, FINE, is_picture, png
from generator.publishing.settings import Settings
from generator.publishing.store import Store, fingerprint, of_files, program

_PAGE = "index.md"
"""The end of the path of what is rendered."""

Renderer = Callable[..., bool]
"""Makes the pages of a language out of its stage; called and answering as `rendering.render`."""


class Tongue:
    """The pages of one language on their way: staged as plain files, from which any renderer could go on, and rendered.

    What the store has is put in its place at once, and not staged; `made` are the files that it did not have.
    """

    def __init__(
        self, work: Path, site: Site, moment: Moment, language: str, store: Store, memory: Memory
    ) -> None:
        self.language, self.store, self.memory = language, store, memory
        self.staged, self._fresh = work / "pages" / language, work / "rendered" / language
        self._pictures = work / "pictures" / language
        self.staged.mkdir(parents=True)
        self.paths: list[str] = []
        self.files: dict[str, Path] = {}
        self._pictured: dict[str, str] = {}
        self._missing: dict[str, str] = {}
        self.made: dict[str, Path] = {}
        self._elsewhere = elsewhere(site, language)
        self._configuration = write_config(work, site, moment, language)
        self._key = fingerprint(
            program(),
            site.settings.renderer,
            self._configuration.read_bytes(),
            sources.MKDOCS.read_bytes(),
            of_files(overrides(work)),
            moment.made.isoformat(),
        )

    def take_over(self, pages: Pages) -> None:
        """Take over pages that somebody else made, with what goes with them."""
        for path, text in pages.texts.items():
            self._put(path, text, fingerprint(text))
        self.memory.take_over(pages.notes)

    def stage(self, parts: Iterable[PlannedPart], settings: Settings) -> None:
        """Write planned pages, whatever goes with them and what they load, as far as the store has not what becomes of
        them.
        """
        for part in parts:
            files = self.memory.part(part.name)
            if files is None or not all(self._take(path, text) for path, text in files):
                for path, text, made in filled(part, self.memory, self._take):
                    self._put(path, text, made)
        self.memory.keep()
        # Pictures stand once, at the root of the site, for the pages of all languages.
        left = "guide/" if self.language != settings.languages[0] else "\0"
        for path, content in assets(settings):
            if not path.startswith(left):
                self.store.put_down(self.staged, f"assets/{path}", content)

    def _put(self, path: str, text: str, made: str) -> None:
        """Stage a text, unless the store has what becomes of it; `made` is its fingerprint."""
        if self._take(path, made):
            return
        write_anew(self.staged / path, text.replace(ELSEWHERE, self._elsewhere.get(path, "")).encode())
        if path.endswith(_PAGE):
            self.paths.append(path.removesuffix(_PAGE))
            self._missing[f"{path.removesuffix(_PAGE)}index.html"] = self._name(path, made)
        else:
            self.store.keep(self._name(path, made), self.staged, [path])

    def _take(self, path: str, text: str) -> bool:
        """Have what becomes of a staged text, where the store has it."""
        if is_picture(path):
            self._pictured[path] = text
        found = self.store.files(self._name(path, text))
        if found is None:
            return False
        self.files.update(found)
        if path.endswith(_PAGE):
            self.paths.append(path.removesuffix(_PAGE))
        return True

    def draw(self) -> Iterator[str]:
        """Make a PNG of the drawing of each picture; the drawing of a page's own is no file of the site. What characters
        the font lacks keeps one from being made, and the drawing too: they are told.
        """
        for path, drawn in sorted(self._pictured.items()):
            made = PurePosixPath(path).with_suffix(".png").as_posix()
            key = fingerprint(program(), "picture", self.language, path, drawn)
            found, lacking = self.store.files(key), ""
            if found is None:
                text = self.files[path].read_text(encoding="utf-8")
                try:
                    fine = 1 if PurePosixPath(path).stem == CARD else FINE
                    write_anew(self._pictures / made, png(text, self.language, fine))
                except LookupError as error:
                    lacking = str(error.args[0])
                else:
                    self.store.keep(key, self._pictures, [made])
                    found = {made: self._pictures / made}
            self.files.update(found or {})
            if lacking or PurePosixPath(path).stem == CARD:
                del self.files[path]
            if lacking:
                yield lacking

    def _name(self, path: str, text: str) -> str:
        """What becomes of a staged text, by its fingerprint: pages depend on the configuration too, and on who holds the
        same indicator; others stay as they are.
        """
        if path.endswith(_PAGE):
            around = self._key, self._elsewhere.get(path, "")
        else:
            # Pages are looked through before they are kept, by the program as it is then.
            around = program() if path.endswith(".html") else "", ""
        return fingerprint(*around, path, text)

    def render(self, renderer: Renderer, made: date) -> None:
        """Have the pages rendered that the store lacks, and put everything else that is staged beside them."""
        around = fingerprint(self._key, "around")
        theme = self.store.files(around)
        self.files.update(theme or {})
        if theme is None or self._missing:
            alone = renderer(self._configuration, self._fresh, made, around=theme is None)
            made_now = files_in(self._fresh)
            if alone:
                for page, key in self._missing.items():
                    self.store.keep(key, self._fresh, [page])
                if theme is None:
                    self.store.keep(around, self._fresh, sorted(made_now.keys() - self._missing.keys()))
            self.made.update(made_now)
        staged = files_in(self.staged)
        self.made.update((path, file) for path, file in staged.items() if not path.endswith(".md"))
        self.files.update(self.made)
