"""What those who describe a package in the words of others are told of it, and how their files are written."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from generator.core.csv_files import Written
from generator.core.model import Package
from generator.publishing.export.about import LICENCES
from generator.publishing.export.cite_as import signed
from generator.publishing.export.filled import FilledTable

Node = dict[str, Any]
"""One thing that a file describes."""


@dataclass(frozen=True)
class Described:
    """A package with its tables as they were written.

    `made` is the day on which that was done; `files` are the tables' files by the names of the tables, `descriptor` is the
    one of Data Package. `homepage` is the address of the package's page and `address` that of the folder in which the files
    stand, each empty where it is not known or is not to be told; `repository` that of the data, and `commit` the one that
    last changed them.
    """

    package: Package
    made: date
    tables: Sequence[FilledTable]
    files: Mapping[str, Written]
    descriptor: Written
    homepage: str = ""
    address: str = ""
    repository: str = ""
    commit: str = ""

    @property
    def version(self) -> str:
        """The version, with the commit that the data are of where it is known: what is cited is one state of them."""
        return signed(self.package, self.commit)

    @property
    def licence(self) -> tuple[str, str]:
        """Title and address of the licence."""
        return LICENCES[self.package.licence]

    @property
    def keywords(self) -> list[str]:
        """What the package is about, in all its languages."""
        return list(
            dict.fromkeys(text for theme in self.package.themes.values() for _, text in theme.title.said)
        )

    @property
    def name(self) -> str:
        """Who compiled the data, in the main language: the package itself where nobody is known."""
        return self.package.creator.main or self.package.id


def orcid(address: str) -> str:
    """The ORCID iD that an address is of, empty where it is none."""
    return address.rpartition("/")[2] if urlsplit(address).hostname == "orcid.org" else ""


def doi(package: Package) -> str:
    """The DOI of a package without the address that resolves it, empty where it has none."""
    return package.doi.partition("doi.org/")[2] or package.doi


def as_json(node: Node) -> bytes:
    """A file of JSON. Of what machines alone read no line is indented, which halves it."""
    return f"{json.dumps(node, ensure_ascii=False, separators=(',', ':'))}\n".encode()


def as_paper(node: Node) -> bytes:
    """A file of JSON that people change before they hand it in."""
    return f"{json.dumps(node, ensure_ascii=False, indent=2)}\n".encode()
