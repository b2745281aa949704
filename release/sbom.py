"""What a release is made of, in CycloneDX 1.6: the program with what the lock installs, and what its sites carry.

The same commit gives the same bytes on every machine: the moment is that of the commit, the serial number comes of the
content. Names, versions and checksums are the lock's, licences and who needs whom those of the installed packages.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from email.message import Message
from importlib.metadata import distributions
from pathlib import Path
from typing import cast
from uuid import NAMESPACE_URL, uuid5

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import ExternalReference, ExternalReferenceType, HashAlgorithm, HashType, Property, XsUri
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentScope, ComponentType
from cyclonedx.model.license import License
from cyclonedx.output.json import JsonV1Dot6
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packageurl import PackageURL
from packaging.requirements import Requirement
from packaging.utils import NormalizedName, canonicalize_name

from generator.publishing.carried import UNKNOWN, Carried, carried

LOCK = "requirements.lock"
_IN_A_WORD = 80
"""Characters of what names a licence; what is longer is its text."""

_ENTRY = re.compile(r"^([^\s\\]+==[^\\\n]+?) *\\?\n((?: +--hash=\S+ ?\\?\n?)*)", re.MULTILINE)
_HASH = re.compile(r"sha256:([0-9a-f]{64})")


def of_program(root: Path, moment: int) -> str:
    """The program: what it needs is `required`, what its extras need `optional`, what is for developers `excluded`."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    known = {canonicalize_name(item.metadata["Name"]): item for item in distributions()}
    needs = {
        name: {canonicalize_name(need) for need in _named(item.requires or ())}
        for name, item in known.items()
    }
    own = project["project"]
    required = _all_of(_named(own["dependencies"]), needs)
    optional = _all_of(
        _named(need for extra in own["optional-dependencies"].values() for need in extra), needs
    )
    locked: dict[NormalizedName, list[Component]] = {}
    for requirement, hashes in _entries((root / LOCK).read_text(encoding="utf-8")):
        name = canonicalize_name(requirement.name)
        (version,) = (item.version for item in requirement.specifier)
        scope = (
            ComponentScope.REQUIRED
            if name in required
            else ComponentScope.OPTIONAL
            if name in optional
            else ComponentScope.EXCLUDED
        )
        marker = (
            [Property(name="mingzhang:where", value=str(requirement.marker))] if requirement.marker else []
        )
        found = known.get(name)
        locked.setdefault(name, []).append(
            Component(
                name=name,
                version=version,
                bom_ref=f"pkg:pypi/{name}@{version}",
                purl=PackageURL("pypi", None, name, version),
                type=ComponentType.LIBRARY,
                scope=scope,
                licenses=list(_licences(cast(Message, found.metadata))) if found else [],
                properties=marker,
                external_references=[
                    ExternalReference(
                        type=ExternalReferenceType.DISTRIBUTION,
                        url=XsUri(LOCK),
                        comment="the files of this version for all systems",
                        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=value) for value in hashes],
                    )
                ],
            )
        )
    bom = _begun(own["name"], own["version"], ComponentType.APPLICATION, own["license"], moment)
    for locked_name, components in locked.items():
        for component in components:
            bom.components.add(component)
            bom.register_dependency(
                component,
                [item for need in sorted(needs.get(locked_name, ())) for item in locked.get(need, ())],
            )
    direct = {canonicalize_name(name) for name in _named(own["dependencies"])}
    assert bom.metadata.component is not None
    bom.register_dependency(
        bom.metadata.component, [item for name in sorted(direct) for item in locked.get(name, ())]
    )
    return _written(bom)


def of_site(root: Path, moment: int, renderer: str = "mkdocs") -> str:
    """What every site that this version of the program builds hands to its readers of others' work."""
    own = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    bom = _begun(f"{own['name']}-site", own["version"], ComponentType.APPLICATION, own["license"], moment)
    components = [
        Component(
            name=piece.name,
            version=piece.version or None,
            bom_ref=f"{piece.registry}:{piece.name}@{piece.version}",
            purl=_purl(piece),
            type=ComponentType.LIBRARY,
            licenses=[LicenseFactory().make_from_string(piece.licence)]
            if piece.licence != UNKNOWN[0]
            else [],
            copyright=piece.holder,
            properties=[Property(name="mingzhang:in", value=piece.within)],
        )
        for piece in carried(renderer)
    ]
    for component in components:
        bom.components.add(component)
        bom.register_dependency(component)
    assert bom.metadata.component is not None
    bom.register_dependency(bom.metadata.component, components)
    return _written(bom)


def _purl(piece: Carried) -> PackageURL:
    scope, _, name = piece.name.rpartition("/")
    return PackageURL(piece.registry, scope or None, name, piece.version or None)


def faults(text: str) -> list[str]:
    """What CycloneDX's own schema finds wrong with a list."""
    found = JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)
    return [] if found is None else [str(found)]


def _entries(lock: str) -> Iterator[tuple[Requirement, Sequence[str]]]:
    for requirement, hashes in _ENTRY.findall(lock):
        yield Requirement(requirement), sorted(_HASH.findall(hashes))


def _named(requirements: Iterable[str]) -> Iterator[str]:
    """The names of requirements, whatever the system that they are for; not those of extras that nobody asked for."""
    for text in requirements:
        requirement = Requirement(text)
        if requirement.marker is None or "extra" not in str(requirement.marker):
            yield requirement.name


def _all_of(names: Iterable[str], needs: Mapping[NormalizedName, set[NormalizedName]]) -> set[NormalizedName]:
    """These packages and all that they need."""
    found: set[NormalizedName] = set()
    left = [canonicalize_name(name) for name in names]
    while left:
        name = left.pop()
        if name not in found:
            found.add(name)
            left += needs.get(name, ())
    return found


def _licences(metadata: Message) -> Iterator[License]:
    """The licence of a package as its metadata have it: as an expression, in a word, or by its class."""
    make = LicenseFactory().make_from_string
    expression, words = metadata.get("License-Expression"), (metadata.get("License") or "").strip()
    classes = [
        line.rpartition(" :: ")[2]
        for line in metadata.get_all("Classifier") or ()
        if line.startswith("License ::")
    ]
    if expression:
        yield make(expression)
    elif words not in ("", "UNKNOWN") and "\n" not in words and len(words) < _IN_A_WORD:
        yield make(words)
    elif classes:
        yield make(min(classes))


def _begun(name: str, version: str, kind: ComponentType, licence: str, moment: int) -> Bom:
    bom = Bom()
    bom.metadata.timestamp = datetime.fromtimestamp(moment, UTC)
    bom.metadata.component = Component(
        name=name,
        version=version,
        type=kind,
        bom_ref=name,
        licenses=[LicenseFactory().make_from_string(licence)],
    )
    return bom


def _written(bom: Bom) -> str:
    """The text of a list, numbered by its content."""
    bom.serial_number = uuid5(NAMESPACE_URL, "")
    bom.serial_number = uuid5(NAMESPACE_URL, JsonV1Dot6(bom).output_as_string(indent=1))
    return JsonV1Dot6(bom).output_as_string(indent=1) + "\n"
