"""What the download of all packages has besides their tables: which packages there are, and what means the same in them.

In it every table begins with the column `package`, and every id, wherever it stands, is `<package>/<id>`.
"""

from __future__ import annotations

from collections.abc import Mapping

from generator.core.external_codes import SCHEMES
from generator.format.columns import choice, ident, path, text, words
from generator.format.fields import Field, Shape, Type
from generator.format.published import AUTHORED, COMPUTED, key_of, published_fields

PACKAGE = "package"
"""The first column of every table."""

FOLDER = "all_packages"
"""Its folder beside those of the packages, none of which can be called so, as no id has `_`; and its files."""

ALIKE = ("indicators", "units", "themes", "areas", "organisations")
"""The tables of whose rows several packages may say by a code that they are the same."""

SAME_ID = "id"
"""The bond of indicators that several packages gave the same id."""


_PLACES: Mapping[tuple[str, str], bool] = {
    ("corrections", "key"): False,
    ("revisions", "key"): False,
    ("revisions", "document"): False,
    ("findings", "rows"): True,
    ("derived", "total"): True,
    ("derived", "increment"): True,
}
"""Columns that name rows without a table that they refer to, and whether they name the table before the id."""


class Packages(Shape, name="packages"):
    """The packages that are put together."""

    package = ident()
    title = words()
    description = words()
    version: Field[str] = Field(type=Type.VERSION)
    licence = text()
    languages: Field[tuple[str, ...]] = Field(type=Type.LANGUAGE, many=True)
    area_id = path(refers_to="areas")
    publisher_id = path(refers_to="organisations")
    homepage: Field[str] = Field(required=False, default="")


class Equivalences(Shape, name="equivalences"):
    """What means the same in several packages: a row for each member of each group.

    `bond` says by what its bodies declared it: the list of the code that all of them gave it, or `id` where they gave an
    indicator one id. Of indicators unit, measure and direction agree too.
    """

    package = ident()
    equivalence_id = path()
    listed_in = choice(ALIKE)
    row_id = path()
    bond = choice((SAME_ID, *SCHEMES))
    code: Field[str] = Field(required=False, default="")


PACKAGES, EQUIVALENCES = Packages(), Equivalences()


def global_id(package: str, name: str) -> str:
    """An id among all packages; nothing where there is none."""
    return name and f"{package}/{name}"


def names_rows(table: str, languages: tuple[str, ...]) -> Mapping[str, bool]:
    """The columns of a published table that name rows, and whether they name the table before each id."""
    known = {*AUTHORED, *COMPUTED}
    found = {
        (table, key_of(table)[0]): False,
        **{place: told for place, told in _PLACES.items() if place[0] == table},
    }
    for item in published_fields(table, languages, broken_down=True):
        named = "goals" if item.refers_to in ("earlier goals", "all goals") else item.refers_to
        if named in known and len(key_of(named)) == 1:
            found[table, item.name] = False
    return {name: told for (_, name), told in found.items()}
