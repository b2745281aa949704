"""What became of single records, in words: came, changed, went, or got another id; with the texts that get published."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.comparing.changes import Change, Kind
from generator.comparing.diffs.effects import Difference
from generator.comparing.diffs.naming import SAID, Names, title_of, word
from generator.comparing.entries import SHAPES
from generator.core.languages import text_of
from generator.core.messages import catalogue
from generator.format.tables import CORRECTABLE, MOVED, REMOVED

NUMBERS = ("targets", "planned", "observations", "claims")
"""The tables whose rows are counted as figures."""

THINGS = ("deliverables", "progress")
"""The tables whose rows say what is to be done, or is."""

IN_DOCUMENTS = (*NUMBERS, *THINGS, "mentions", "goals", "sections", "restorations", "not_data")
"""The tables whose records stand in a document."""

_LISTED = 20
"""Records of one kind that are told together are named up to this many, each in a line."""

_LONG = 60
_BEFORE = 12
"""A long text is shown from a few characters before the first that is different."""

_WORDS = 160
"""Characters of a new text, in each language."""

_MORE: Mapping[str, tuple[str, ...]] = {
    "documents": ("kind", "publisher_id", "period_start", "period_end", "published", "completeness"),
    "indicators": ("unit_id", "measure"),
    "goals": ("themes", "organisations"),
    "targets": ("baseline",),
    "observations": ("stated_share_figure", "stated_change_figure"),
    "programmes": ("kind", "since", "names"),
    "restorations": ("restored",),
    "corrections": ("date", "responsible"),
    "explanations": ("date", "responsible"),
}
"""What is told of a new record besides its name, its figure and its texts."""


@dataclass(frozen=True, slots=True)
class Item:
    """What is told of one thing, or of some together; `group` is the document that it stands in."""

    text: str
    details: tuple[str, ...] = ()
    group: str = ""


def is_figure(change: Change) -> bool:
    """Whether a change is one of a published figure: a value, a row that went, or a new row of figures."""
    if change.table not in CORRECTABLE:
        return False
    if change.kind is Kind.CHANGED:
        return change.published
    return change.kind is Kind.REMOVED or (change.kind is Kind.ADDED and change.table in (*NUMBERS, *THINGS))


def contrast(old: str, new: str) -> tuple[str, str]:
    """Two texts, cut to where they differ."""
    if max(len(old), len(new)) <= _LONG:
        return old, new
    pairs = enumerate(zip(old, new, strict=False))
    first = next((at for at, (one, other) in pairs if one != other), min(len(old), len(new)))
    start = max(first - _BEFORE, 0)
    return _cut(old, start), _cut(new, start)


def _cut(text: str, start: int = 0, most: int = _LONG) -> str:
    end = start + most
    return ("…" if start else "") + text[start:end] + ("…" if end < len(text) else "")


class Rows:
    """The changed records of all packages, in words of one language."""

    def __init__(self, difference: Difference, language: str, root: str) -> None:
        self.language, self.root = language, root
        self.names = {
            name: (Names(difference.base.get(name), language), Names(difference.head.get(name), language))
            for name in dict.fromkeys(change.package for change in difference.comparison.changes)
        }
        self.before = {
            place: {new: old for old, new in ids.items()} for place, ids in difference.comparison.ids.items()
        }

    def word(self, key: str, **values: str) -> str:
        """A text of the catalogue with its places filled."""
        return word(self.language, key, **values)

    def brief(self, changes: Sequence[Change]) -> Item:
        """What became of one record, without what else there is to say of it."""
        if changes[0].kind is Kind.RENAMED:
            told = self.another_id(changes[0])
            return Item(told.text, told.details[:1])
        return self._record(changes, full=False)

    def record(self, changes: Sequence[Change]) -> Item:
        """One record with all that changed in it, or with all that is new."""
        return self._record(changes, full=True)

    def _record(self, changes: Sequence[Change], *, full: bool) -> Item:
        change = changes[0]
        old, new = self.names[change.package]
        went = change.kind is Kind.REMOVED
        names, other = (old, new) if went else (new, old)
        row = names.row(change.table, change.key)
        values = {
            "kind": self.word(f"kind.{change.kind}"),
            "table": self.word(f"table.{change.table}"),
            "name": names.name(row) if row is not None else self.name(change),
        }
        key, details = "row.plain", list(self.fields(changes))
        if row is not None and change.kind is not Kind.CHANGED:
            key, values["value"] = "row.new", names.value(row)
        elif row is not None:
            known = self.before.get((change.package, change.table), {})
            earlier = other.row(change.table, known.get(change.key, change.key))
            said = SAID[type(row)] if earlier is not None else frozenset[str]()
            # Told in brief, only of the values that are asked for.
            meant = full or any(item.field in said for item in changes)
            if meant and earlier is not None and other.value(earlier) != names.value(row):
                key = "row.changed"
                values |= {"old": other.value(earlier), "new": names.value(row)}
            details = list(self.fields(item for item in changes if item.field not in said))
        if full:
            details += [*self.told(change, values["name"]), self.place(change)]
        return Item(self.word(key, **values), tuple(details), self.group(change))

    def group(self, change: Change) -> str:
        """The document that a record stands in; empty where it stands in none."""
        if change.table not in IN_DOCUMENTS:
            return ""
        old, new = self.names[change.package]
        # Under one heading what went and what is there, though the title changed.
        return (new if new.package and change.owner in new.package.documents else old).document(change.owner)

    def name(self, change: Change) -> str:
        """What a record is about that is no row of a document."""
        old, new = self.names[change.package]
        names = old if change.kind is Kind.REMOVED else new
        values = change.values
        if change.table == "corrections" and values:
            about = values["table"], values["key"]
            row = next((found for each in (new, old) if (found := each.thing(*about)) != values["key"]), "")
            field = {REMOVED: Kind.REMOVED, MOVED: Kind.RENAMED}.get(values["field"])
            return self.word(
                "row.correction",
                table=self.word(f"table.{values['table']}") if values["table"] else "",
                name=row or values["key"],
                field=self.word(f"kind.{field}") if field else title_of(values["field"], self.language),
                old=_cut(values["old"]) or self.word("row.empty"),
                new=_cut(values["new"]) or self.word("row.empty"),
            )
        if change.table in ("not_data", "restorations") and values:
            return self.word("row.quoted", text=_cut(values["printed"]))
        if change.table == "sections" and values:
            return values["locator"]
        return names.thing(change.table, change.key)

    def fields(self, changes: Iterable[Change]) -> Iterator[str]:
        """Each changed value, before and after."""
        for change in changes:
            if change.kind is Kind.CHANGED:
                both = contrast(change.old, change.new)
                if not (change.old and change.new):
                    both = _cut(change.old, 0, _WORDS), _cut(change.new, 0, _WORDS)
                old, new = (text or self.word("row.empty") for text in both)
                field = title_of(change.field, self.language)
                yield self.word("row.field", field=field, old=old, new=new)

    def told(self, change: Change, name: str) -> Iterator[str]:
        """Of a record that came, all that gets published with it; of one that went, what was printed where."""
        values = change.values
        names = self.names[change.package][change.kind is not Kind.REMOVED]
        if change.table in IN_DOCUMENTS and (locator := values.get("locator")) not in (None, "", name):
            at = names.place(change.owner, str(locator))
            figure = values.get("figure", "")
            key = "row.printed" if figure else "row.locator"
            yield self.word(key, value=figure, place=at)
        if change.kind is not Kind.ADDED:
            return
        more = [
            self.word("row.value", field=self.title(column), value=_cut(cell, 0, _WORDS))
            for column in _MORE.get(change.table, ())
            if (value := values.get(column)) and (cell := names.cell(column, value))
        ]
        if more:
            yield self.word("row.join").join(more)
        yield from self.texts(change.table, values, name)

    def title(self, column: str) -> str:
        """What a column holds once it is put into words."""
        texts = catalogue(self.language, "diff")["text"]
        return str(texts[column]) if column in texts else title_of(column, self.language)

    def texts(self, table: str, values: Mapping[str, str], name: str) -> Iterator[str]:
        """The texts of a new record, in the reader's language and then in the others: all get published."""
        known = {text.name for text in SHAPES[table].texts}
        told: dict[str, dict[str, str]] = {}
        for column, text in values.items():
            kind, language = text_of(column)
            if kind in known:
                told.setdefault(kind, {})[language] = text
        for kind, texts in told.items():
            found = [texts.pop(self.language, ""), *texts.values()]
            if kind == "title" and found[0] and name.startswith(found[0]):
                found = found[1:]
            if any(found):
                both = self.word("row.both").join(_cut(text, 0, _WORDS) for text in found if text)
                yield self.word("row.value", field=self.title(kind), value=both)

    def place(self, change: Change) -> str:
        """Where a change stands in the files."""
        file = f"{self.root}/{change.place.file}"
        if not change.place.line:
            return self.word("row.file", file=file)
        return self.word("row.place", file=file, line=str(change.place.line))

    def another_id(self, change: Change) -> Item:
        """A record that only got another id."""
        names = self.names[change.package][1]
        row = names.row(change.table, change.new)
        values = {
            "kind": self.word(f"kind.{change.kind}"),
            "table": self.word(f"table.{change.table}"),
            "name": names.name(row) if row else names.thing(change.table, change.new),
        }
        ids = self.word("row.id", old=change.old, new=change.new)
        return Item(self.word("row.plain", **values), (ids, self.place(change)))

    def together(self, changes: Sequence[Change]) -> Item:
        """Records of one table that came or went with what they belong to, each in a line."""
        change = changes[0]
        names = self.names[change.package][change.kind is not Kind.REMOVED]
        text = self.word(
            "row.plain",
            kind=self.word(f"kind.{change.kind}"),
            table=self.word(f"table.{change.table}"),
            name=names.document(change.owner) or change.place.file,
        )
        lines = [self.line(item) for item in changes[:_LISTED]]
        if len(changes) > _LISTED:
            lines.append(self.word("more", count=str(len(changes) - _LISTED)))
        counted = self.word("counted", title=text, count=str(len(changes)))
        return Item(counted, tuple(lines), self.group(change))

    def line(self, change: Change) -> str:
        """A record with what is told of it, in one line."""
        name = self.name(change)
        return self.word("row.listed").join([name, *self.told(change, name)])
