"""Official documents made by hand, as small as they can be: PDF, Word, and packed files that mean harm."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence

import docx

Printed = tuple[float, float, str]
"""What stands where: points from the left, points from the bottom, the text."""

Box = tuple[float, float, float, float]
"""A frame: left, bottom, width, height, in points."""

SIZE = 12


def page_of(lines: Iterable[str], *, foot: str = "") -> list[Printed]:
    """A page with one line below the other, and one at its foot."""
    printed = [(72.0, 770.0 - 20 * number, line) for number, line in enumerate(lines)]
    return [*printed, (290.0, 40.0, foot)] if foot else printed


def table_of(rows: Sequence[Sequence[str]], top: float) -> tuple[list[Printed], list[Box]]:
    """A table with frames around its cells, each 110 points wide."""
    cells = [
        (72.0 + 110 * column, top - 24 * line, text)
        for line, row in enumerate(rows)
        for column, text in enumerate(row)
    ]
    return [(x + 3, y + 6, text) for x, y, text in cells], [(x, y, 110, 24) for x, y, _ in cells]


def pdf(
    *pages: Sequence[Printed],
    boxes: Mapping[int, Sequence[Box]] | None = None,
    trailer: str = "",
    mute: bool = False,
) -> bytes:
    """A PDF in a Chinese font that every reader knows; `boxes` are the frames on a page (from 0).

    In a `mute` one nothing says which characters the shapes stand for.
    """
    return drawn(
        *(_drawn(page, (boxes or {}).get(number, ())) for number, page in enumerate(pages)),
        trailer=trailer,
        mute=mute,
    )


def drawn(*streams: bytes, trailer: str = "", mute: bool = False) -> bytes:
    """A PDF of pages by what draws each, in the same font (`F`)."""
    kids = " ".join(f"{5 + 2 * number} 0 R" for number in range(len(streams)))
    system = (
        f"/CIDSystemInfo << /Registry (Adobe) /Ordering ({'Identity' if mute else 'GB1'}) /Supplement 2 >>"
    )
    encoding = "Identity-H" if mute else "UniGB-UCS2-H"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(streams)} >>".encode(),
        f"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /{encoding} /DescendantFonts [4 0 R] >>".encode(),
        f"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light {system} /DW 1000 /W [1 95 500] >>".encode(),
    ]
    for number, stream in enumerate(streams):
        resources = "/Resources << /Font << /F 3 0 R >> >> /MediaBox [0 0 595 842]"
        objects += [
            f"<< /Type /Page /Parent 2 0 R {resources} /Contents {6 + 2 * number} 0 R >>".encode(),
            b"<< /Length %d >>\nstream\n%b\nendstream" % (len(stream), stream),
        ]
    return _file(objects, trailer)


def pdf_of(packed: bytes) -> bytes:
    """A PDF of one page that is drawn by what stands packed in it."""
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>"
    stream = b"<< /Filter /FlateDecode /Length %d >>\nstream\n%b\nendstream" % (len(packed), packed)
    pages = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    return _file([b"<< /Type /Catalog /Pages 2 0 R >>", pages, page, stream], "")


def _drawn(printed: Iterable[Printed], boxes: Iterable[Box]) -> bytes:
    """What draws a page; a text that begins with `^` is raised and small."""
    texts = []
    for x, y, text in printed:
        size, height = (SIZE / 2, y + SIZE / 3) if text.startswith("^") else (SIZE, y)
        shapes = text.removeprefix("^").encode("utf-16-be").hex()
        texts.append(f"BT /F {size} Tf {x} {height} Td <{shapes}> Tj ET")
    frames = [f"{x} {y} {width} {height} re S" for x, y, width, height in boxes]
    return "\n".join([*texts, *frames]).encode()


def _file(objects: Sequence[bytes], trailer: str) -> bytes:
    out = io.BytesIO(b"%PDF-1.4\n")
    out.seek(0, io.SEEK_END)
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%b\nendobj\n" % (number, body))
    start = out.tell()
    out.write(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode())
    out.writelines(f"{place:010} 00000 n \n".encode() for place in places)
    out.write(
        f"trailer << /Size {len(objects) + 1} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode()
    )
    return out.getvalue()


def word(*blocks: str | Sequence[Sequence[str]]) -> bytes:
    """A Word document: a text is a paragraph, rows of texts are a table."""
    made = docx.Document()
    for block in blocks:
        if isinstance(block, str):
            made.add_paragraph(block)
            continue
        table = made.add_table(rows=len(block), cols=len(block[0]))
        for line, row in enumerate(block):
            for column, text in enumerate(row):
                table.cell(line, column).text = text
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def repacked(content: bytes, changed: Mapping[str, bytes]) -> bytes:
    """A packed file with other contents for some of its parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, changed.get(name, old.read(name)))
        for name in changed.keys() - set(old.namelist()):
            new.writestr(name, changed[name])
    return out.getvalue()


def part_of(content: bytes, name: str) -> bytes:
    """One part of a packed file."""
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        return parts.read(name)
