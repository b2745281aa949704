"""What data portals ask for: CKAN's `package_create`, Dataverse's `datasets`, and what the guide says of it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from downloads import loaded, written
from folders import BASE
from sites import TODAY
from speaking import both

from generator.core import sources
from generator.core.languages import interface
from generator.core.model import Package
from generator.publishing.export.portals import ckan, dataverse
from generator.publishing.export.write import write_package
from generator.verdicts.standings import assess_package


@pytest.fixture(scope="module")
def town() -> Package:
    """The small town; who compiled its data is known, as it is wherever a site is built."""
    return replace(loaded(BASE, "town"), creator=both("青禾镇账本", "Qinghe ledger"))


def told(folder: Path, name: str) -> Any:
    return json.loads((folder / "upload" / f"{name}.json").read_text(encoding="utf-8"))


def test_ckan_gets_a_resource_for_each_file(town: Package, tmp_path: Path) -> None:
    folder = tmp_path / "town"
    write_package(
        folder,
        town,
        assess_package(town, TODAY),
        "https://example.org/town/",
        address="https://example.org/data/town/",
    )
    found = told(folder, "ckan")
    files = sorted(file.name for file in folder.iterdir() if file.is_file() and file.name != "linkset.json")
    assert [item["url"] for item in found["resources"]] == [
        f"https://example.org/data/town/{file}" for file in files
    ]
    assert (found["name"], found["license_id"], found["url"]) == (
        "town",
        "cc-by",
        "https://example.org/town/",
    )
    assert {item["format"] for item in found["resources"]} == {
        *("CFF", "CSV", "JSON", "SQLite", "XLSX", "XML", "ZIP")
    }


def test_without_an_address_a_resource_names_its_file(town: Package, tmp_path: Path) -> None:
    found = told(written(tmp_path, town), "ckan")
    assert [item["url"] for item in found["resources"]] == [
        item["description"] for item in found["resources"]
    ]
    assert "url" not in found


HOSTILE = "a, <b>; 供热（“暖气”）/" + "x" * 200


def test_ckan_s_rules_hold_whatever_titles_say(town: Package) -> None:
    """CKAN's own: names of 2 to 100 of these signs, tags of 2 to 100 letters, digits, spaces and `-_.`, once each."""
    themes = {
        name: replace(theme, title=both(title, "x"))
        for (name, theme), title in zip(town.themes.items(), [HOSTILE, "—", *["供热"] * 9], strict=False)
    }
    found = ckan(replace(town, id="t", themes=themes), [], [], "", "")
    assert re.fullmatch(r"[a-z0-9_-]{2,100}", found["name"])
    tags = [tag["name"] for tag in found["tags"]]
    assert all(re.fullmatch(r"[\w .-]{2,100}", tag) and tag == tag.strip() for tag in tags), tags
    assert len(set(tags)) == len(tags) > 0
    extras = [item["key"] for item in found["extras"]]
    assert len(set(extras)) == len(extras)


def fields_of(found: Mapping[str, Any]) -> Mapping[str, Any]:
    fields = found["datasetVersion"]["metadataBlocks"]["citation"]["fields"]
    assert len({item["typeName"] for item in fields}) == len(fields)
    return {item["typeName"]: item for item in fields}


def sound(item: Any) -> bool:
    """Whether a field has the form that its kind asks for."""
    entries = item["value"] if item["multiple"] else [item["value"]]
    if (
        isinstance(item["value"], list) != item["multiple"]
        or not entries
        or {*item}
        != {
            "typeName",
            "multiple",
            "typeClass",
            "value",
        }
    ):
        return False
    if item["typeClass"] == "compound":
        return all(
            entry and all(key == one["typeName"] and sound(one) for key, one in entry.items())
            for entry in entries
        )
    return all(isinstance(entry, str) and entry for entry in entries)


def test_dataverse_gets_what_it_asks_for(town: Package, tmp_path: Path) -> None:
    found = told(written(tmp_path, town), "dataverse")
    fields = fields_of(found)
    assert {"title", "author", "datasetContact", "dsDescription", "subject"} <= fields.keys()
    assert [name for name, item in fields.items() if not sound(item)] == []
    assert found["datasetVersion"]["license"] == "CC BY 4.0"


@pytest.mark.parametrize(
    ("contact", "licence", "expected"),
    [
        ("写信到 data@example.org，或致电", "CC-BY-4.0", ("data@example.org", None, "license")),
        # Signs right before it are none of the address.
        ("邮箱data@example.org", "CC-BY-4.0", ("data@example.org", None, "license")),
        # Nobody's address is made up: whoever uploads puts it in.
        ("镇政府二楼", "CC-BY-4.0", (None, "镇政府二楼", "license")),
        ("", "ODbL-1.0", (None, None, "termsOfUse")),
    ],
)
def test_the_contact_is_the_address_that_the_package_names(
    town: Package, contact: str, licence: str, expected: tuple[str | None, str | None, str]
) -> None:
    package = replace(town, contact=both(contact, ""), licence=licence)
    found = dataverse(package, TODAY)
    fields = fields_of(found)
    (reached,) = fields["datasetContact"]["value"]
    mail = reached.get("datasetContactEmail", {}).get("value")
    note = fields.get("notesText", {}).get("value")
    (terms,) = found["datasetVersion"].keys() - {"metadataBlocks"}
    assert (mail, note, terms) == expected
    assert ckan(package, [], [], "", "").get("maintainer_email") == expected[0]


@pytest.mark.parametrize("language", interface())
def test_the_guide_names_the_files_in_every_language(language: str) -> None:
    text = sources.found(f"pages/{language}/guide-upload.html").read_text(encoding="utf-8")
    for name in ("datapackage.json", "ckan.json", "dataverse.json", "package_create", "datasetContact"):
        assert name in text
