"""The pages of a site, each filled in when it is looked at: most tests look at one or two. Where a run tries everything the
others are filled in too, whatever these show.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from trying import everything

from generator.publishing.pages import Site
from generator.publishing.pages.render import ELSEWHERE, elsewhere, planned_parts


class Shown(Mapping[str, str]):
    """All that `render_pages` gives in one language, by its path below the docs directory."""

    def __init__(self, site: Site, language: str) -> None:
        self._links = elsewhere(site, language)
        self._planned = {
            path: (page, fill)
            for part in planned_parts(site, language)
            for path, page, fill in part.files(part.view)
        }
        self._filled: dict[str, str] = {}
        if everything():
            self._filled = {path: self[path] for path in self._planned}

    def __getitem__(self, path: str) -> str:
        if path not in self._filled:
            page, fill = self._planned[path]
            self._filled[path] = fill(page).replace(ELSEWHERE, self._links.get(path, ""))
        return self._filled[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._planned)

    def __len__(self) -> int:
        return len(self._planned)


class Spoken(Mapping[str, str]):
    """The same in several languages, by the language and the path: `en/town/index.md`."""

    def __init__(self, site: Site, languages: Sequence[str]) -> None:
        self._pages = {language: Shown(site, language) for language in languages}

    def __getitem__(self, name: str) -> str:
        language, _, path = name.partition("/")
        return self._pages[language][path]

    def __iter__(self) -> Iterator[str]:
        return (f"{language}/{path}" for language, pages in self._pages.items() for path in pages)

    def __len__(self) -> int:
        return sum(map(len, self._pages.values()))
