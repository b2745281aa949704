"""A site is the same to the byte whoever makes it, and of what; what was made before is not made again."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from again import contents
from sites import TODAY, quickly, two_towns

from generator.core.model import Package
from generator.format.joint import FOLDER
from generator.publishing import site as sites
from generator.publishing.build import build
from generator.publishing.export import joint
from generator.publishing.joining import PartError
from generator.publishing.outputs import MARK
from generator.publishing.rendering import render


class Building:
    """Builds of two towns in a folder, each in this process and as if at one moment."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.data = folder / "data"
        two_towns(self.data)
        self.steps: list[str] = []
        self.proved: list[str] = []

    def site(self, name: str, **more: Any) -> Mapping[str, bytes]:
        """The files of a site, but for the marker."""
        self.steps.clear()
        self.proved.clear()
        report = build(
            self.data,
            self.folder / name,
            self.folder / "work",
            today=TODAY,
            workers=1,
            tell=self.steps.append,
            **{"prove": lambda place: self.proved.append(place.name), **more},
        )
        assert report.ok, report.render("text", "en")
        return self.files(name)

    def files(self, name: str) -> Mapping[str, bytes]:
        found = dict(contents(self.folder / name))
        del found[MARK]
        return found


def differing(one: Mapping[str, bytes], other: Mapping[str, bytes]) -> list[str]:
    return sorted(path for path in one.keys() | other.keys() if one.get(path) != other.get(path))


@pytest.fixture
def building(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Building:
    quickly(monkeypatch)
    return Building(tmp_path)


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Building:
    """A site of both towns, made of nothing, and a store of what was made."""
    building = Building(tmp_path_factory.mktemp("first"))
    with pytest.MonkeyPatch.context() as patch:
        quickly(patch)
        building.site("site", store=building.folder / "store")
    return building


@pytest.fixture(scope="module")
def whole(first: Building) -> Mapping[str, bytes]:
    """Its files."""
    return first.files("site")


STEPS = ["downloads", "validate", "pages", "render", "pictures", "swap"]


def never(*_: object, **__: object) -> bool:
    raise AssertionError("made again")


def test_what_was_made_before_is_not_made_again(
    first: Building, whole: Mapping[str, bytes], building: Building, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The map of a site is that of all languages, which only one whose address is known has.
    assert not {"sitemap.xml", "sitemap.xml.gz"} & whole.keys()
    listed = json.loads(whole["data/versions.json"])
    assert len(listed["files"]) > 40
    assert first.steps == STEPS
    assert first.proved == ["town", "village"]
    store = building.folder / "store"
    for name in ("site", "store"):
        shutil.copytree(first.folder / name, building.folder / name)
    with monkeypatch.context() as patch:
        for holder, name in ((sites, "render"), (sites, "write_downloads"), (joint, "write_joint")):
            patch.setattr(holder, name, never)
        again = building.site("site", store=store)
    assert differing(whole, again) == []
    assert building.proved == ["town", "village"]
    # A page that changes is rendered alone, and what does not is left.
    other = building.data / "village/documents/2023-report/observations.csv"
    other.write_text(other.read_text(encoding="utf-8").replace("980", "990"), encoding="utf-8")
    rendered: list[set[str]] = []

    def some(configuration: Path, place: Path, *values: Any, **named: Any) -> bool:
        alone = render(configuration, place, *values, **named)
        rendered.append({path.relative_to(place).as_posix() for path in place.rglob("*.html")})
        return alone

    with monkeypatch.context() as patch:
        patch.setattr(sites, "render", some)
        changed = building.site("site", store=store)
    assert all(pages and not any(path.startswith("town/") for path in pages) for pages in rendered)
    assert differing(changed, building.site("clean")) == []
    assert differing(changed, whole) != []


def test_where_packages_are_too_large_together_what_is_the_same_is_told_alone(
    building: Building, whole: Mapping[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[list[str], int]] = []

    def put_together(packages: Sequence[Package], figures: int) -> bool:
        asked.append(([package.id for package in packages], figures))
        return False

    monkeypatch.setattr(joint, "put_together", put_together)
    apart = building.site("apart")
    figures = sum(
        len(whole[f"data/{name}/observations.csv"].splitlines()) - 1 for name in ("town", "village")
    )
    assert asked == [(["town", "village"], figures)]
    folder = f"data/{FOLDER}/"
    found = {path for path in apart if path.startswith(folder)}
    assert found == {f"{folder}equivalences.csv"}
    assert len({path for path in whole if path.startswith(folder)}) > 10


def test_a_site_of_parts_is_the_same_as_one_that_is_built_at_once(
    building: Building, whole: Mapping[str, bytes]
) -> None:
    assert {f"data/{name}/latest/observations.csv" for name in ("town", "village")} < whole.keys()
    # Pictures of the guide stand once, for the pages of all languages.
    assert {"assets/guide/zh/workbook.png", "en/assets/charts.js"} < whole.keys()
    assert not any(path.startswith("en/assets/guide/") for path in whole)
    parts = []
    for name in ("town", "village"):
        found = building.site(f"part-{name}", package=name)
        assert building.steps == ["shared", *STEPS]
        parts.append(building.folder / f"part-{name}")
        assert "part.zip" in found
        assert not any("/latest/" in path for path in found)
    joined = building.site("joined", parts=parts)
    assert building.steps == ["joined", *STEPS]
    assert building.proved == ["town", "village"]
    assert differing(whole, joined) == []
    # What was built of other data fits no more.
    file = building.data / "town/package.yaml"
    file.write_text(
        file.read_text(encoding="utf-8").replace("invented town", "made-up town"), encoding="utf-8"
    )
    with pytest.raises(PartError):
        building.site("joined", parts=parts)
