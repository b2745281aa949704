"""Commands that begin something: a package, an indicator (a document: beside), and the schemas that editors read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generator.commands.asking import (
    Interview,
    Refused,
    answer_options,
    package_named,
    sound_packages,
    titles_of,
    write_all,
)
from generator.commands.new_document import document
from generator.commands.options import data_option, lang_option, site_languages
from generator.core.languages import column, interface
from generator.core.messages import lookup

if TYPE_CHECKING:
    from generator.reading.trees import Tree

_PACKAGE = (
    *("title_*", "publisher_id", "publisher_*", "area_id", "area_*"),
    *("licence", "officers", "theme_id", "theme_*"),
)
_READY = ("description", "disclaimer")
"""Not asked for: ready sentences stand in, where there are any in the language."""

_WORDS = ("title", "definition")
_INDICATOR = ("theme", *(f"{name}_*" for name in _WORDS), "unit_id", "unit_*", "measure", "ascending")


@click.group()
def new() -> None:
    """Begin a package, a document or an indicator: asks what it needs, writes what the check accepts.

    Every question has an option; a question whose option is given is not asked.
    """


new.add_command(document)


@new.command()
@click.argument("package_id", metavar="ID")
@data_option
@lang_option
@click.option(
    "--languages",
    default=lambda: ",".join(site_languages()),
    metavar="TAG,TAG",
    help="The languages of its texts, the main one first; default: those of the site.",
)
@answer_options((*_PACKAGE, *(f"{name}_*" for name in _READY)))
def package(package_id: str, data: Path, lang: str, languages: str, **given: str | None) -> None:
    """A package: its publisher, area, first theme and a few units."""
    from generator.core.codes import Officers
    from generator.editing import skeletons
    from generator.format import tables
    from generator.format.fields import Field, Type

    interview = Interview(lang, "package", {"id": package_id, **given})
    tongues = listed_languages(languages, lang, "--languages")
    taken = sound_packages(data, lang)

    def free(answer: str) -> str:
        name: str = interview.by_field(Field("id", Type.ID))(answer)
        if name in tables.RESERVED:
            raise Refused(interview.problem("reserved-id", value=name))
        if name in taken:
            raise Refused(interview.words("refused.kept", value=name))
        return name

    name = interview.ask("id", free)
    defaults = {"publisher_id": name, "area_id": name, "licence": tables.LICENCES[0]}
    defaults["officers"] = Officers.WITHHELD
    own = tables.PACKAGE.by_name
    answers: dict[str, str] = {}
    for question in _PACKAGE:
        if question.endswith("_*"):
            answers |= interview.texts(question.removesuffix("_*"), tongues)
            continue
        item = own.get(question) or Field(question, Type.ID)
        answers[question] = interview.ask(
            question, interview.by_field(item), default=defaults.get(question, ""), choices=item.choices
        )
    for question in _READY:
        for tag in tongues:
            item = Field(column(question, tag), required=tag == tongues[0])
            if interview.given.get(item.name) is not None or (item.required and tag not in interface()):
                read = interview.by_field(item)
                answers[item.name] = interview.ask(item.name, read, optional=not item.required)
    files = skeletons.package_files(name, answers, tongues)
    ready = any(
        column(question, tag) not in answers for question in _READY for tag in tongues if tag in interface()
    )
    keys = ("done.package", *["done.ready"] * ready)
    write_all(data, interview, lambda _: files, "\n".join(interview.words(key, package=name) for key in keys))


def listed_languages(listed: str, lang: str, option: str) -> list[str]:
    """The languages that an option names with commas between them; ends the command where one is none."""
    from generator.editing.skeletons import problem_of
    from generator.format import tables

    names = [*dict.fromkeys(name.strip() for name in listed.split(","))]
    for name in names:
        if (problem := problem_of(tables.PACKAGE.languages, name)) is not None:
            raise click.BadParameter(f"{problem.message(lang)}\n→ {problem.hint(lang)}", param_hint=option)
    return names


@new.command()
@click.argument("package_id", metavar="PACKAGE")
@click.argument("indicator_id", metavar="ID")
@data_option
@lang_option
@answer_options(_INDICATOR)
def indicator(package_id: str, indicator_id: str, data: Path, lang: str, **given: str | None) -> None:
    """An indicator at the end of its theme's file, and its unit in units.yaml when it is new."""
    from generator.editing import skeletons
    from generator.format import tables
    from generator.format.fields import Field, Type

    interview = Interview(lang, "indicator", {"id": indicator_id, **given})
    records = package_named(data, interview, package_id)
    taken = records.indicator_ids()

    def free(answer: str) -> str:
        name: str = interview.by_field(Field("id", Type.ID))(answer)
        if name in taken:
            raise Refused(interview.words("refused.taken", value=name))
        return name

    name = interview.ask("id", free)
    titles, own = titles_of(records, lang), tables.INDICATORS.by_name
    by_theme = interview.by_field(Field("theme", Type.ID, refers_to="themes"), titles["themes"])
    theme = interview.ask("theme", by_theme, known=titles["themes"])
    answers: dict[str, str] = {}
    for stem in _WORDS:
        answers |= interview.texts(stem, records.languages)
    answers["unit_id"], unit = _unit(interview, titles["units"], records.languages)
    for question, choices in (("measure", own["measure"].choices), ("ascending", ("true", "false"))):
        answers[question] = interview.ask(question, interview.by_field(own[question]), choices=choices)

    def files(tree: Tree) -> dict[str, bytes]:
        path, there = f"{package_id}/indicators/{theme}.yaml", {entry.path for entry in tree.entries()}
        before = tree.read(path) if path in there else None
        indicators = tables.INDICATORS.in_languages(records.languages)
        made = {path: skeletons.appended(path, before, indicators, name, answers)}
        if unit:
            path = f"{package_id}/units.yaml"
            units = tables.UNITS.in_languages(records.languages)
            made[path] = skeletons.appended(path, tree.read(path), units, answers["unit_id"], unit)
        return made

    write_all(data, interview, files, interview.words("done.indicator", indicator=name))


def _unit(
    interview: Interview, known: dict[str, str], languages: tuple[str, ...]
) -> tuple[str, dict[str, Any]]:
    """The id of a unit, and the unit itself when it is to be added."""
    from generator.editing.skeletons import unit
    from generator.format import tables

    while True:
        read = interview.by_field(tables.INDICATORS.by_name["unit_id"])
        name: str = interview.ask("unit_id", read, known=known)
        if name in known:
            return name, {}
        described = interview.given.get(column("unit", languages[0])) is not None
        if described or interview.agreed("unit.add", value=name):
            return name, unit(interview.texts("unit", languages), languages)


@click.command()
@click.option("--out", type=click.Path(path_type=Path), default=Path("schemas"), help="Where they go.")
@data_option
@lang_option
def schemas(out: Path, data: Path, lang: str) -> None:
    """Write the schemas of all files, in the languages of the packages: for hints in editors, and for Frictionless's tools.

    JSON Schemas of the YAML files, Table Schemas of the tables, and in each package a datapackage.yaml of its own tables.
    """
    from generator.editing.files.changing import changing
    from generator.format.json_schemas import json_schemas
    from generator.format.table_schemas import table_schemas
    from generator.publishing.swapping import replacing
    from generator.reading.validate.describing import descriptors
    from generator.reading.validate.inventory import gather

    with replacing(out, data) as folder, changing(data) as change:
        packages = gather(change.tree)[0] if data.is_dir() else []
        languages, readers = [package.languages for package in packages], site_languages()
        made = json_schemas(languages, readers) | table_schemas(languages, readers)
        for name, text in made.items():
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8", newline="\n")
        described = descriptors(change.tree, packages)
        change.write(described)
    click.echo(lookup(lang, "new", "done.schemas").format(count=len(made), folder=out.as_posix()))
    for path in described:
        click.echo(lookup(lang, "new", "done.described").format(file=f"{data.as_posix()}/{path}"))
