"""What is wrong with a package as it was written, in our words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from generator.core.messages import lookup
from generator.core.texts import quoted, visible

DESCRIPTION = "datapackage.json"
"""The file of a package that describes its tables."""

_OTHERS = frozenset({"note", "code"})
"""Values that hold words of the validating program, which are told whole."""


@dataclass(frozen=True, slots=True)
class Complaint:
    """One thing that is wrong: `kind` is a key of the texts for it (`wrong` in the catalogue), which `values` fill.

    `file` is its path below the package. `row` counts as spreadsheets do, the names of the columns being row 1 (0: the
    file as a whole); `record` is the key of the row, empty where it has none; `column` is empty where it is about the
    whole row.
    """

    file: str
    kind: str
    row: int = 0
    record: str = ""
    column: str = ""
    values: Mapping[str, str] = field(default_factory=dict)

    def told(self, language: str) -> str:
        """It in a line: where, and what is wrong."""
        values = {
            name: visible(value) if name in _OTHERS else quoted(value) for name, value in self.values.items()
        }
        wrong = lookup(language, "validation", f"wrong.{self.kind}").format_map(values)
        where = lookup(language, "validation", "where.and").join(self._where(language))
        return f"{where}{lookup(language, 'site', 'sign.colon')}{wrong}"

    def _where(self, language: str) -> Iterator[str]:
        yield visible(self.file)
        for name in ("row", "record", "column"):
            if value := getattr(self, name):
                yield lookup(language, "validation", f"where.{name}").format(**{name: quoted(str(value))})
