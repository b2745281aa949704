"""The codebook: what every column of every table means, in the languages of the package, for people and programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from generator.comparing.vintages import TABLES
from generator.core import formats, sources
from generator.core.languages import column, named, spoken, text_of
from generator.core.markdown import escaped
from generator.core.messages import catalogue, lookup
from generator.core.model import Package
from generator.core.phrases import Text
from generator.core.values import plain_number
from generator.format.naming import meaning, title
from generator.format.published import VINTAGES, Column
from generator.publishing.export import cite_as, filled, states, views
from generator.publishing.export.about import facts, words
from generator.publishing.export.filled import FilledTable
from generator.verdicts.rules import AHEAD, HALF, ON_PACE, SLIGHTLY_BEHIND
from generator.wording.explain import said

_TEXTS = {"title": title, "meaning": meaning}
"""What the codebook says of a column in each language."""


def _told(languages: tuple[str, ...], added: tuple[str, ...]) -> list[tuple[str, str]]:
    """Text and language of each column that the codebook has besides facts; those of `added` languages at the end."""
    own = spoken(languages)
    first = [(name, tag) for name in _TEXTS for tag in own if tag not in added]
    return first + [(name, tag) for tag in added if tag in own for name in _TEXTS]


def codebook_columns(languages: tuple[str, ...], added: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The columns of the codebook itself, in those of a package's languages that the program speaks.

    `added` are those that the package gained after it was published.
    """
    return (
        *("table", "column", "type", "required", "allowed", "refers_to"),
        *(column(name, tag) for name, tag in _told(languages, added)),
    )


def codebook(
    tables: Sequence[FilledTable], languages: tuple[str, ...], added: tuple[str, ...] = ()
) -> Iterator[tuple[str, ...]]:
    """A row of texts, named by `codebook_columns`, for each column of each table."""
    told = _told(languages, added)
    for table in tables:
        for item in table.fields:
            yield (
                *(table.name, item.name, item.type, "true" if item.required else "false"),
                *(";".join(item.choices), item.refers_to),
                *(_TEXTS[name](table.name, item.name, tag) for name, tag in told),
            )


def codebook_of_views(
    tables: Sequence[FilledTable], languages: tuple[str, ...], added: tuple[str, ...] = ()
) -> Iterator[tuple[str, ...]]:
    """The same for each column of each view of the database: what it means in the table that it comes from."""
    told, by_name = _told(languages, added), {table.name: table for table in tables}
    shown = [
        (view.name, item.name, item.table, item.column)
        for view in views.VIEWS
        for item in views.columns_of(view, by_name)
    ]
    shown += [
        (states.view_of(table), taken.name, source, taken)
        for table in tables
        if table.name in TABLES
        for source, taken in states.columns_of(table, by_name[VINTAGES.name], languages)
    ]
    for view, called, source, taken in shown:
        yield (
            *(view, called, taken.type, "false", ";".join(taken.choices), taken.refers_to),
            *(
                f"{_TEXTS[name](source, taken.name, tag)} ({source}.{taken.name})"
                if name == "meaning"
                else _TEXTS[name](source, taken.name, tag)
                for name, tag in told
            ),
        )


def head(name: str, languages: tuple[str, ...]) -> Text:
    """What a column of the codebook is called."""
    stem, tag = text_of(name)
    if tag not in spoken(languages):
        return words(f"codebook.{name}", languages)
    named_so = words(f"codebook.{stem}_*", languages)
    return Text.of({own: text.format(language=named(tag, own)) for own, text in named_so.said})


def table_title(table: str, language: str) -> str:
    """What a table holds."""
    titles: dict[str, str] = catalogue(language, "fields")["tables"]
    return titles[table]


def table_titles(table: str, languages: tuple[str, ...]) -> str:
    """The same in all languages of a package."""
    return " / ".join(table_title(table, tag) for tag in spoken(languages))


def longest_table(language: str) -> str:
    """How many rows a table of the workbook may have, as a language writes it."""
    return formats.number(Decimal(filled.LONGEST_TABLE), language)


def readme(
    package: Package, today: date, tables: Sequence[FilledTable], homepage: str = "", commit: str = ""
) -> str:
    """`README.md` of the archive: what it is, how to cite it, what the files are; in one language after the other."""
    return "\n".join(
        "\n".join(_readme(package, today, tables, homepage, commit, tag)) for tag in spoken(package.languages)
    )


def _readme(
    package: Package, today: date, tables: Sequence[FilledTable], homepage: str, commit: str, language: str
) -> Iterator[str]:
    colon = said(language, "sign.colon")

    def own(key: str) -> str:
        return lookup(language, "export", key)

    yield f"# {escaped(package.title[language])}\n"
    for fact in facts(package, today, homepage, commit):
        if fact.name != "title":
            yield f"- {fact.label[language]}{colon}{escaped(fact.value[language])}"
    yield f"\n```bibtex\n{cite_as.bibtex(package, today, language, homepage, commit=commit)}\n```\n"
    yield f"## {own('readme.tables')}\n"
    yield "| CSV | {content} | {rows} |\n| --- | --- | ---: |".format(
        **{name: own(f"readme.{name}") for name in ("content", "rows")}
    )
    for table in tables:
        yield f"| {table.name}.csv | {escaped(table_title(table.name, language))} | {len(table)} |"
    yield f"\n{own('readme.others')}\n"
    if longer := [f"{table.name}.csv" for table in tables if table.too_long]:
        names = said(language, "sign.list").join(longer)
        yield f"{own('readme.left_out').format(limit=longest_table(language), tables=names)}\n"
    yield f"## {own('readme.conventions')}\n"
    yield f"{said(language, 'data.conventions')}\n"
    yield "\n\n".join(own(f"readme.{name}") for name in ("database", "bridges", "views")) + "\n"
    yield from _past(tables, package.languages, language)
    yield f"## {own('readme.rules')}\n"
    limits = {
        name: plain_number(value)
        for name, value in (
            ("ahead", AHEAD),
            ("on_pace", ON_PACE),
            ("slightly", SLIGHTLY_BEHIND),
            ("half", HALF),
        )
    }
    rules = ("rule_flow", "rule_stock", "rule_others", "rule_count", "rule_days", "rule_files")
    for rule in (f"readme.{name}" for name in rules):
        yield f"- {escaped(own(rule).format(**limits))}"
    yield ""


def _past(tables: Sequence[FilledTable], languages: tuple[str, ...], language: str) -> Iterator[str]:
    """How to build the state of a past day, and how far back it is known."""
    told = next(table for table in tables if table.name == VINTAGES.name)
    yield f"## {said(language, 'data.past')}\n"
    if not len(told):
        yield f"{lookup(language, 'export', 'readme.states_unknown')}\n"
        return
    first = min(told.column(VINTAGES.known_since.name))
    yield f"{lookup(language, 'export', 'readme.states_since').format(day=first)}"
    if not all(told.column(VINTAGES.recorded_on.name)):
        yield lookup(language, "export", "readme.states_earlier")
    yield f"\n{said(language, 'data.past_text')}\n"
    for name in states.PROGRAMS:
        form = {"py": "python"}.get(kind := name.rpartition(".")[2], kind)
        yield f"```{form}\n{sources.snippet(name)}\n```\n"
    columns = said(language, "sign.list").join(f"`{name}`" for name in states.filled_in(tables, languages))
    yield f"{lookup(language, 'export', 'readme.states_computed').format(columns=columns)}\n"


def codebook_text(tables: Sequence[FilledTable], languages: tuple[str, ...]) -> str:
    """`codebook.md` of the archive: the columns of each table, the languages side by side."""
    return "\n".join("\n".join(_section(table, languages)) for table in tables)


def _section(table: FilledTable, languages: tuple[str, ...]) -> Iterator[str]:
    yield f"## {table.name}\n\n{table_titles(table.name, languages)}\n"
    if table.too_long:
        told = words("readme.table_left_out", languages).said
        file = f"{table.name}.csv"
        yield f"{' / '.join(text.format(limit=longest_table(tag), file=file) for tag, text in told)}\n"
    meanings = [column("meaning", tag) for tag in spoken(languages)]
    heads = [head(name, languages).together() for name in ("column", "type", *meanings)]
    yield f"| {' | '.join(heads)} |\n|{' --- |' * len(heads)}"
    for item in table.fields:
        cells = (_escaped_meaning(table.name, item.name, tag) for tag in spoken(languages))
        yield f"| {' | '.join((escaped(item.name), f'{item.type}{_marks(item)}', *cells))} |"
    yield ""


@sources.kept
def _escaped_meaning(table: str, name: str, language: str) -> str:
    return escaped(meaning(table, name, language))


def _marks(item: Column) -> str:
    """What else binds a column, in the signs of the tables."""
    return (" *" if item.required else "") + (f" → {item.refers_to}" if item.refers_to else "")
