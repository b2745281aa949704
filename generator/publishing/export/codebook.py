"""The codebook: what every column of every table means, in Chinese and English, for people and programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from generator.core.markdown import escaped
from generator.core.messages import LANGUAGES, catalogue
from generator.core.model import Package
from generator.core.values import plain_number
from generator.format.naming import description, title
from generator.format.published import Column
from generator.publishing.export import cite_as
from generator.publishing.export.about import facts, words
from generator.publishing.export.filled import FilledTable
from generator.verdicts.pace import AHEAD, HALF, ON_PACE, SLIGHTLY_BEHIND
from generator.wording.explain import said

COLUMNS = (
    *("table", "column", "type", "required", "allowed", "refers_to"),
    *("title_zh", "title_en", "meaning_zh", "meaning_en"),
)
"""The columns of the codebook itself."""


def codebook(tables: Sequence[FilledTable]) -> Iterator[tuple[str, ...]]:
    """A row of texts, named by COLUMNS, for each column of each table."""
    for table in tables:
        for item in table.fields:
            yield (
                *(table.name, item.name, item.type, "true" if item.required else "false"),
                *(";".join(item.choices), item.refers_to),
                *(title(table.name, item.name, language) for language in LANGUAGES),
                *(description(table.name, item.name, language) for language in LANGUAGES),
            )


def table_title(table: str, language: str) -> str:
    """What a table holds."""
    titles: dict[str, str] = catalogue(language, "fields")["tables"]
    return titles[table]


def readme(package: Package, today: date, tables: Sequence[FilledTable], homepage: str = "") -> str:
    """`README.md` of the archive: what it is, how to cite it, what the files are; Chinese first, then English."""
    return "\n".join("\n".join(_readme(package, today, tables, homepage, language)) for language in LANGUAGES)


def _readme(
    package: Package, today: date, tables: Sequence[FilledTable], homepage: str, language: str
) -> Iterator[str]:
    colon = said(language, "sign.colon")
    yield f"# {escaped(package.title[language])}\n"
    for fact in facts(package, today, homepage):
        if fact.name != "title":
            yield f"- {fact.label[language]}{colon}{escaped(fact.value[language])}"
    yield f"\n```bibtex\n{cite_as.bibtex(package, today, language, homepage)}\n```\n"
    yield f"## {words('readme.tables')[language]}\n"
    yield "| CSV | {content} | {rows} |\n| --- | --- | ---: |".format(
        **{name: words(f"readme.{name}")[language] for name in ("content", "rows")}
    )
    for table in tables:
        yield f"| {table.name}.csv | {escaped(table_title(table.name, language))} | {len(table.rows)} |"
    yield f"\n{words('readme.others')[language]}\n"
    yield f"## {words('readme.conventions')[language]}\n"
    yield f"{said(language, 'data.conventions')}\n"
    yield f"{words('readme.database')[language]}\n"
    yield f"## {words('readme.rules')[language]}\n"
    limits = {
        name: plain_number(value)
        for name, value in (
            ("ahead", AHEAD),
            ("on_pace", ON_PACE),
            ("slightly", SLIGHTLY_BEHIND),
            ("half", HALF),
        )
    }
    for rule in ("readme.rule_flow", "readme.rule_stock", "readme.rule_others", "readme.rule_count"):
        yield f"- {escaped(words(rule)[language].format(**limits))}"
    yield ""


def codebook_text(tables: Sequence[FilledTable]) -> str:
    """`codebook.md` of the archive: the columns of each table, Chinese and English side by side."""
    return "\n".join("\n".join(_section(table)) for table in tables)


def _section(table: FilledTable) -> Iterator[str]:
    yield f"## {table.name}\n\n{table_title(table.name, 'zh')} / {table_title(table.name, 'en')}\n"
    heads = [words(f"codebook.{name}") for name in ("column", "type", "meaning_zh", "meaning_en")]
    yield f"| {' | '.join(f'{head.zh} / {head.en}' for head in heads)} |\n| --- | --- | --- | --- |"
    for item in table.fields:
        meanings = " | ".join(escaped(description(table.name, item.name, language)) for language in LANGUAGES)
        yield f"| {escaped(item.name)} | {item.type}{_marks(item)} | {meanings} |"
    yield ""


def _marks(item: Column) -> str:
    """What else binds a column, in the signs of the tables."""
    return (" *" if item.required else "") + (f" → {item.refers_to}" if item.refers_to else "")
