"""What there is of packages before a build makes anything itself, and whom it asks for the rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from laid import snapshot
from speaking import LANGUAGES
from staged import DAY, TABLES, Others, downloads_in, laid_down, pages_in, source_of, town

from generator.publishing import gathering
from generator.publishing.downloads import Made, keep_downloads
from generator.publishing.gathering import Begun, Joining, Sharing, gather
from generator.publishing.making import SHARES, Downloads, PackageSource, Pages, whole_program
from generator.publishing.pages import Site
from generator.publishing.pages.plan import Share
from generator.publishing.pages.render import Around, around
from generator.publishing.pages.views import PackageView
from generator.publishing.settings import Settings
from generator.publishing.store import Store
from generator.verdicts.standings import assess_package

PLAIN = Settings(LANGUAGES)


@pytest.fixture(scope="module")
def views() -> list[PackageView]:
    """Two packages, of which only the names matter here."""
    packages = town(), replace(town(), id="village")
    return [PackageView(package, assess_package(package, DAY)) for package in packages]


@dataclass
class Language:
    """The pages of one language: it knows those of some packages, and takes over what it is given."""

    language: str
    known: tuple[str, ...] = ()
    taken: list[Pages] = field(default_factory=list)

    @property
    def memory(self) -> Language:
        return self

    def has(self, package: str) -> bool:
        return package in self.known

    def take_over(self, pages: Pages) -> None:
        self.taken.append(pages)


@dataclass
class Build:
    """A build in a folder that has come to where it looks for what is there."""

    folder: Path
    views: Sequence[PackageView]
    known: tuple[str, ...] = ()
    steps: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.store = Store(self.folder / "store")
        (self.folder / "work").mkdir()
        self.languages = [Language(name, self.known if name == "zh" else ()) for name in LANGUAGES]
        self.told: Around = around(Site(tuple(self.views), {}, DAY, DAY, PLAIN))

    def gathered(self, sharing: Sharing | None = None, joining: Joining | None = None) -> Begun:
        origins = {view.package.id: f"origin of {view.package.id}" for view in self.views}
        languages: list[Any] = [*self.languages]
        return gather(
            self.folder / "work",
            self.views,
            self.told,
            languages,
            origins,
            self.store,
            sharing,
            joining,
            self.steps.append,
        )

    def keep(self, package: str) -> None:
        """Have the store hold the downloads of a package."""
        made = laid_down(self.folder / "made" / package, downloads_in(package).files)
        keep_downloads(f"origin of {package}", made, package, Made(TABLES, ("zh", "en"), {}), self.store)

    def written(self) -> Mapping[str, bytes]:
        """The downloads that are there."""
        data = self.folder / "work" / "data"
        return {f"data/{path}": text for path, text in snapshot(data).items()} if data.exists() else {}


def files_of(*packages: str) -> dict[str, bytes]:
    """The downloads of packages where the site has them."""
    return {
        f"data/{package}/{path}": content
        for package in packages
        for path, content in downloads_in(package).files.items()
    }


def test_of_what_nobody_made_there_is_nothing(tmp_path: Path, views: list[PackageView]) -> None:
    build = Build(tmp_path, views)
    assert build.gathered() == ({}, frozenset(), [])
    assert (build.steps, build.written()) == ([], {})


def test_downloads_that_the_store_has_are_put_in_their_place(
    tmp_path: Path, views: list[PackageView]
) -> None:
    build = Build(tmp_path, views)
    build.keep("village")
    assert build.gathered() == ({"village": TABLES}, frozenset(), [])
    assert (build.steps, build.written()) == ([], files_of("village"))


SHARED: list[tuple[dict[str, bool], bool, str, str]] = [
    # how the work is shared, whether it is worth it, whose pages are known: whose are shared
    ({}, False, "", ""),
    ({}, True, "", "town village"),
    ({}, True, "town", "village"),
    ({}, True, "town village", ""),
    ({"any": True}, False, "", "town village"),
    ({"any": True}, False, "village", "town"),
    ({"any": True}, False, "town village", ""),
    ({"apart": True}, False, "town", ""),
    ({"apart": True, "any": True}, False, "town village", "town village"),
]


@pytest.mark.parametrize(("how", "worth", "known", "shared"), SHARED)
def test_work_is_shared_where_that_is_worth_it_or_wanted(
    how: dict[str, bool],
    *,
    worth: bool,
    known: str,
    shared: str,
    tmp_path: Path,
    views: list[PackageView],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whoever joins sites needs the texts of all pages, also of those that are known as they were rendered."""
    monkeypatch.setattr(gathering, "worth_sharing", lambda items: worth and bool(items))
    build, others = Build(tmp_path, views, tuple(known.split())), Others(2)
    crew: Any = others
    begun = build.gathered(Sharing(crew, source_of, **how))
    assert begun.paged == {*shared.split()} == {package for _, package, _ in others.asked}
    assert [*begun.downloads] == shared.split()
    assert build.steps == (["shared"] if shared else [])


def test_whether_it_is_worth_it_is_asked_of_what_is_not_known(
    tmp_path: Path, views: list[PackageView], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[list[str]] = []
    monkeypatch.setattr(
        gathering, "worth_sharing", lambda items: asked.append([view.package.id for view in items])
    )
    crew: Any = Others(2)
    Build(tmp_path, views, ("town",)).gathered(Sharing(crew, source_of))
    assert asked == [["village"]]


@pytest.mark.parametrize("apart", [False, True])
def test_what_others_made_is_put_in_its_place_and_kept(
    tmp_path: Path, views: list[PackageView], *, apart: bool
) -> None:
    build, others = Build(tmp_path, views), Others(2)
    crew: Any = others
    begun = build.gathered(Sharing(crew, source_of, any=True, apart=apart))
    share, names = Share(0, 1), ("town", "village")
    assert others.asked == [
        ("downloads", "town", None),
        ("pages", "town", share),
        ("downloads", "village", None),
        ("pages", "village", share),
    ]
    assert others.lent == {(whole_program(), build.store.folder)}
    place = build.folder / "work" / "lent"
    assert others.places == {place}
    assert not place.exists()
    assert begun.downloads == {"town": TABLES, "village": TABLES}
    assert build.written() == files_of(*names)
    assert [item.taken for item in build.languages] == [
        [pages_in(language, name) for name in names] for language in LANGUAGES
    ]
    # Whoever joins sites gets them too.
    expected = [pages_in(language, name) for name in names for language in LANGUAGES]
    assert begun.pages == (expected if apart else [])
    assert [build.store.value(f"of {name}") for name in names] == [b"kept"] * 2
    # The next build has the downloads.
    later = Build(tmp_path / "next", views)
    later.store = build.store
    assert later.gathered().downloads == {"town": TABLES, "village": TABLES}
    assert later.written() == files_of(*names)


def test_others_make_no_downloads_that_the_store_has(tmp_path: Path, views: list[PackageView]) -> None:
    build, others = Build(tmp_path, views), Others(2)
    build.keep("town")
    crew: Any = others
    begun = build.gathered(Sharing(crew, source_of, any=True))
    share = Share(0, 1)
    assert others.asked == [
        ("pages", "town", share),
        ("downloads", "village", None),
        ("pages", "village", share),
    ]
    assert begun.downloads == {"town": TABLES, "village": TABLES}
    assert build.written() == files_of("town", "village")


def test_where_others_are_more_than_packages_each_gets_shares(
    tmp_path: Path, views: list[PackageView]
) -> None:
    """And on other machines no store, and no folder to leave downloads in."""
    build, others = Build(tmp_path, views), Others(3)
    crew: Any = others
    build.gathered(Sharing(crew, source_of, any=True, here=False))
    shares = [share for kind, package, share in others.asked if kind == "pages" and package == "town"]
    assert shares == [Share(number, 3 * SHARES) for number in range(3 * SHARES)]
    assert others.lent == {(whole_program(), None)}
    assert others.places == {None}
    assert build.written() == files_of("town", "village")
    assert len(build.languages[0].taken) == 2 * 3 * SHARES


@dataclass
class Apart:
    """A package that was built apart, which fits or not."""

    package: str
    fitting: bool = True
    asked: list[tuple[Around, PackageSource]] = field(default_factory=list)

    @property
    def pages(self) -> list[Pages]:
        # In no particular order.
        return [pages_in(language, self.package) for language in ("fr", *reversed(LANGUAGES))]

    def fits(self, told: Around, source: PackageSource) -> bool:
        self.asked.append((told, source))
        return self.fitting

    def downloads(self, package: Any) -> Downloads:
        assert package.id == self.package
        return downloads_in(self.package)


JOINED: list[tuple[dict[str, bool], str]] = [
    # which packages were built apart, and whether they fit: which are taken over
    ({}, ""),
    ({"town": True}, "town"),
    ({"village": True}, "village"),
    ({"town": True, "village": True}, "town village"),
    ({"town": False, "village": True}, "village"),
    ({"town": False}, ""),
]


@pytest.mark.parametrize(("apart", "taken"), JOINED)
def test_packages_that_were_built_apart_are_taken_over_where_they_fit(
    apart: dict[str, bool], taken: str, tmp_path: Path, views: list[PackageView]
) -> None:
    build = Build(tmp_path, views)
    parts: Any = {name: Apart(name, fits) for name, fits in apart.items()}
    begun = build.gathered(joining=Joining(parts, source_of))
    names = taken.split()
    assert begun == (dict.fromkeys(names, TABLES), frozenset(names), [])
    assert build.steps == ["joined"]
    assert build.written() == files_of(*names)
    assert [item.taken for item in build.languages] == [
        [pages_in(language, name) for name in names] for language in LANGUAGES
    ]
    sources = {view.package.id: source_of(view) for view in views}
    assert [part.asked for part in parts.values()] == [[(build.told, sources[name])] for name in apart]


def test_what_was_not_built_apart_is_looked_for_and_shared(tmp_path: Path, views: list[PackageView]) -> None:
    build, others = Build(tmp_path, views), Others(2)
    # What was built apart is taken from there.
    build.keep("town")
    crew: Any = others
    parts: Any = {"town": Apart("town")}
    begun = build.gathered(Sharing(crew, source_of, any=True), Joining(parts, source_of))
    assert begun == ({"town": TABLES, "village": TABLES}, frozenset({"town", "village"}), [])
    assert build.steps == ["joined", "shared"]
    assert {package for _, package, _ in others.asked} == {"village"}
