"""What a sheet belongs to stands in its first cell, and is read again as it was written; other texts are none."""

from __future__ import annotations

import zlib
from base64 import b64decode, b64encode
from datetime import date

import pytest

from generator.editing.sheets import carried
from generator.editing.sheets.carried import pack, unpack
from generator.editing.sheets.grids import Order
from generator.editing.sheets.routes import Base, Route, read_route
from generator.reading.trees import FilesTree

COMMIT, DIGEST = "0123456789" * 4, "0123456789abcdef"
HALF = (date(2023, 1, 1), date(2023, 6, 30))
ROUTES: dict[str, Route] = {
    # a first cell, and what it says
    f"mingzhang-1 town 2023-report observations {COMMIT} {DIGEST}": Route(
        Order("town", "2023-report"), "observations", Base(COMMIT, DIGEST)
    ),
    f"mingzhang-1 town 2023-report observations/2023 - {DIGEST}": Route(
        Order("town", "2023-report"), "observations/2023", Base("", DIGEST)
    ),
    f"mingzhang-1 town half not_data - {DIGEST} 2023-01-01/2023-06-30": Route(
        Order("town", "half", HALF), "not_data", Base("", DIGEST)
    ),
    f"mingzhang-1 town half document - {DIGEST} +power": Route(
        Order("town", "half", None, ("power",)), "document", Base("", DIGEST)
    ),
    f"mingzhang-1 town half document - {DIGEST} 2023-01-01/2023-06-30 +power+sex": Route(
        Order("town", "half", HALF, ("power", "sex")), "document", Base("", DIGEST)
    ),
}


@pytest.mark.parametrize("text", ROUTES)
def test_a_route_is_read_as_it_was_written(text: str) -> None:
    route = ROUTES[text]
    assert (route.text(), read_route(f" {text} ")) == (text, route)
    assert route.table == route.part.split("/")[0]


NONE = [
    "",
    f"mingzhang-2 town half document - {DIGEST}",
    f"mingzhang-1 Town half document - {DIGEST}",
    f"mingzhang-1 town half corrections - {DIGEST}",
    f"mingzhang-1 town half corrections/document - {DIGEST}",
    f"mingzhang-1 town half document {COMMIT}0 {DIGEST}",
    f"mingzhang-1 town half document - {DIGEST}0",
    f"mingzhang-1 town half document - {DIGEST} 2023-02-30/2023-06-30",
    f"mingzhang-1 town half document - {DIGEST} power",
    f"mingzhang-1 town half document - {DIGEST} +",
    f"mingzhang-1 town half document - {DIGEST} ~power",
    f"mingzhang-1 town half document - {DIGEST} +power~sex",
    f"mingzhang-1 town half document - {DIGEST} +power[",
]


@pytest.mark.parametrize("text", NONE)
def test_other_texts_are_no_routes(text: str) -> None:
    assert read_route(text) is None


# The data that a workbook carries

FILES = {
    "town/a.csv": b"x\r\n1\n",
    "town/b/c.yaml": "名: \xe9\n".encode(),
    "township/d.csv": b"z\n",
    "town.csv": b"y\n",
}
OWN = {path: FILES[path] for path in ("town/a.csv", "town/b/c.yaml")}


def files_of(texts: tuple[str, ...] | str) -> dict[str, bytes] | None:
    tree = unpack("".join(texts))
    return None if tree is None else {entry.path: tree.read(entry.path) for entry in tree.entries()}


def test_a_package_is_carried_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    [whole] = pack(FilesTree(FILES), "town")
    assert files_of(whole) == OWN
    monkeypatch.setattr(carried, "_CELL", 10)
    parts = pack(FilesTree(FILES), "town")
    assert ("".join(parts), {len(part) for part in parts[:-1]}) == (whole, {10})


def test_a_package_is_carried_up_to_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    [whole] = pack(FilesTree(FILES), "town")
    size = len(zlib.decompress(b64decode(whole)))
    monkeypatch.setattr(carried, "LARGEST", size)
    assert files_of(pack(FilesTree(FILES), "town")) == OWN
    monkeypatch.setattr(carried, "LARGEST", size - 1)
    assert (pack(FilesTree(FILES), "town"), unpack(whole)) == ((), None)


def packed(text: bytes) -> str:
    return b64encode(zlib.compress(text)).decode()


FOREIGN = {
    "nothing": "",
    "no letters of the code": packed(b"{}") + "!",
    "not packed": b64encode(b"{}").decode(),
    "half": b64encode(zlib.compress(b"{}")[:-4]).decode(),
    "no JSON": packed(b"{"),
    "no files": packed(b"[]"),
    "no texts": packed(b'{"town/a.csv": 1}'),
    "texts of other letters": packed('{"town/a.csv": "名"}'.encode()),
    "nested": packed(b"[" * 100_000),
}


@pytest.mark.parametrize("what", FOREIGN)
def test_what_others_put_there_is_no_package(what: str) -> None:
    assert unpack(FOREIGN[what]) is None
