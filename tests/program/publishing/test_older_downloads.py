"""Pages of what was saved stand with downloads that were made before it, whatever was saved, and are those of a clean build once
these are made too.
"""

from __future__ import annotations

import csv
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from again import commit, contents
from folders import ROOT
from sites import TODAY, quickly, two_towns

from generator.core import sources
from generator.publishing.build import build
from generator.publishing.export import joint


def replaced(*names: str, old: str, new: str) -> None:
    """A text changed wherever it stands in some packages."""
    for file in (file for name in names for file in Path("data", name).rglob("*.*")):
        text = file.read_text(encoding="utf-8")
        if old in text:
            file.write_text(text.replace(old, new), encoding="utf-8")


def in_chinese_alone(package: str) -> None:
    """A package without what it has in English."""
    for file in Path("data", package).rglob("*.csv"):
        with file.open(encoding="utf-8", newline="") as text:
            head, *rows = csv.reader(text)
        kept = [at for at, name in enumerate(head) if not name.endswith("_en")]
        with file.open("w", encoding="utf-8", newline="") as text:
            csv.writer(text, lineterminator="\n").writerows([row[at] for at in kept] for row in (head, *rows))
    for file in Path("data", package).rglob("*.yaml"):
        told = cleaned(yaml.load(file.read_bytes(), Loader=yaml.BaseLoader))
        if file.name == "package.yaml":
            told["languages"] = ["zh"]
        file.write_text(
            yaml.safe_dump(told, allow_unicode=True, sort_keys=False, width=10**6), encoding="utf-8"
        )


def cleaned(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: cleaned(item) for key, item in value.items() if not key.endswith("_en")}
    return list(map(cleaned, value)) if isinstance(value, list) else value


def title_changed(package: str) -> None:
    replaced(package, old="title_en: 'Baihe", new="title_en: 'The Baihe")


def without(package: str) -> None:
    shutil.rmtree(Path("data", package))


def snippet_changed() -> None:
    name = "snippets/past_pandas.py"
    own = Path("site_src", name)
    own.parent.mkdir(parents=True)
    own.write_text((ROOT / "site_src" / name).read_text(encoding="utf-8") + "\n# Ours.\n", encoding="utf-8")


def title_and_id_changed() -> None:
    title_changed("village")
    replaced("village", old="lamps-standing", new="lamps-up")


Edit = Callable[[], None]

SAVED: Mapping[str, tuple[tuple[str, Edit], ...]] = {
    # what is done one after the other, each of it shown and then built whole
    "two packages": (
        ("a figure", lambda: replaced("village", old="980", new="979")),
        ("the area of a package", lambda: replaced("village", old="qinghe", new="baihe")),
        ("its publisher", lambda: replaced("village", old="urban-management", new="lamp-office")),
        # Two in one, of which one is taken back: what is the same in both packages is known by neither of their tables.
        ("a title and an id", title_and_id_changed),
        ("the id, taken back", lambda: replaced("village", old="lamps-up", new="lamps-standing")),
        ("a program that the downloads show", snippet_changed),
        ("a language of one package", lambda: in_chinese_alone("village")),
        ("a language of the other", lambda: in_chinese_alone("town")),
    ),
    "one package": (
        ("a package that goes", lambda: without("village")),
        ("a language of the only one", lambda: in_chinese_alone("town")),
    ),
}


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder of an installation with two packages."""
    quickly(monkeypatch)
    monkeypatch.chdir(tmp_path)
    two_towns(tmp_path / "data")
    subprocess.run(["git", "init", "--quiet"], cwd=tmp_path, check=True)
    commit(tmp_path)
    sources.forget()
    yield tmp_path
    monkeypatch.undo()
    sources.forget()


def built(site: str, store: str, later: Callable[[str], object] | None = None) -> Mapping[str, bytes]:
    """The files of a site."""
    sources.forget()
    report = build(
        Path("data"),
        Path(site),
        Path("work", site),
        today=TODAY,
        store=Path(store),
        prove=None,
        workers=1,
        later=later,
    )
    assert report.ok, report.render("text", "en", "data")
    return contents(Path(site))


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("saved", SAVED.values(), ids=SAVED)
def test_what_is_shown_first_leads_to_what_a_clean_build_makes(saved: tuple[tuple[str, Edit], ...]) -> None:
    built("site", "store")
    for number, (told, edit) in enumerate(saved):
        edit()
        built("site", "store", later=lambda _: None)
        assert built("site", "store") == built(f"clean-{number}", f"clean-store-{number}"), told


@pytest.mark.usefixtures("here")
def test_the_download_of_all_is_not_made_of_then_and_now(monkeypatch: pytest.MonkeyPatch) -> None:
    """As long as any downloads are those of before, it is that of before too; where there is none, nothing is put off."""
    made: list[int] = []
    write = joint.write_joint

    def counted(folder: Path, packages: object, *rest: object) -> None:
        made.append(1)
        write(folder, packages, *rest)  # type: ignore[arg-type] # as it came

    monkeypatch.setattr(joint, "write_joint", counted)
    shutil.move("data/village", "village")
    built("site", "store")
    shutil.move("village", "data/village")
    replaced("town", old="980", new="979")
    put_off: list[str] = []
    built("site", "store", put_off.append)
    assert (put_off, len(made)) == ([], 1)
    replaced("town", old="979", new="978")
    before = contents(Path("site/data/all_packages"))
    built("site", "store", put_off.append)
    assert (put_off, len(made)) == (["town"], 1)
    assert contents(Path("site/data/all_packages")) == before
