"""The example town in other languages: its texts renamed, or left out, as if it had been written so."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import yaml
from overlays import OverlayTree

from generator.core.languages import column

REASONS = {
    "kk": "Енгізу кезінде екі цифрдың орны ауысып кеткен.",
    "ru": "При вводе две цифры поменялись местами.",
    "fr": "Deux chiffres ont été intervertis à la saisie.",
    "ar": "تبادل رقمان مكانيهما عند الإدخال.",
}
"""Why a figure of the example was corrected: a reason must be in the script of its language."""


def town_in(
    languages: Mapping[str, str], words: Mapping[str, Mapping[str, str]] = MappingProxyType({})
) -> OverlayTree:
    """The town with its texts in other languages: `languages` has for each new tag, the main one first, the tag of the
    example (`zh` or `en`) whose texts it takes; nothing for a language that no text is in yet. `words` has by tag what
    stands in the place of such a text.
    """
    tree = OverlayTree()
    for entry in [*tree.entries()]:
        text = tree.read(entry.path).decode()
        written = (_table if entry.path.endswith(".csv") else _mapping)(text, languages, words)
        if entry.path.endswith("/package.yaml"):
            listed = "".join(f"  - {tag}\n" for tag in languages)
            written = re.sub(
                r"^languages:.*\n(?: +- .*\n)*", f"languages:\n{listed}", written, flags=re.MULTILINE
            )
        if entry.path.endswith("/document.yaml") and next(iter(languages)) != "zh":
            written = f"language: zh\n{written}"  # whatever the package is in, its documents are Chinese
        tree.write(entry.path, written)
    return tree


def write(tree: OverlayTree, folder: Path) -> Path:
    """A tree as files."""
    for entry in tree.entries():
        file = folder / entry.path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(tree.read(entry.path))
    return folder


def _mapping(text: str, languages: Mapping[str, str], words: Mapping[str, Mapping[str, str]]) -> str:
    """YAML whose texts stand on one line each, as they do in the example."""
    lines = []
    for line in text.splitlines():
        match = re.match(r"(\s*(?:- )?)(\w+)_(zh|en)(: .*)", line)
        if match is None:
            lines.append(line)
            continue
        lead, name, old, rest = match.groups()
        new = [tag for tag, source in languages.items() if source == old]
        said = yaml.load(rest.removeprefix(": "), Loader=yaml.CSafeLoader)
        for tag in new:
            other = words.get(tag, {}).get(said)
            lines.append(
                f"{lead}{column(name, tag)}"
                + (f": {json.dumps(other, ensure_ascii=False)}" if other else rest)
            )
    return "\n".join(lines) + "\n"


def _table(text: str, languages: Mapping[str, str], words: Mapping[str, Mapping[str, str]]) -> str:
    head, *rows = csv.reader(io.StringIO(text))
    kept: list[tuple[str, int]] = []
    for position, name in enumerate(head):
        match = re.fullmatch(r"(\w+)_(zh|en)", name)
        if match is None:
            kept.append((name, position))
        else:
            kept += [(column(match[1], tag), position) for tag, old in languages.items() if old == match[2]]
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(name for name, _ in kept)
    for row in rows:
        writer.writerow(
            REASONS.get(name.removeprefix("reason_"))
            or words.get(name.rpartition("_")[2], {}).get(row[at], row[at])
            for name, at in kept
        )
    return written.getvalue()
