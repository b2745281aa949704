"""Commands for whoever keeps a repository of data alone: its beginning, and the links of the site built from it."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

import click
from click.core import ParameterSource

from generator.commands.options import lang_option
from generator.core.languages import interface, of_locale
from generator.core.messages import lookup
from generator.core.phrases import named_in
from generator.format.settings import FORGES


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--language",
    "languages",
    multiple=True,
    metavar="TAG,TAG",
    help="The languages of the data, the main one first; default: that of the machine.",
)
@click.option("--name", default="", help="What the site is called.")
@click.option("--forge", type=click.Choice(FORGES), default=FORGES[0], help="Whose workflows to put in.")
@click.option("--example/--empty", default=True, help="With a small made-up package, or without data.")
@lang_option
def init(
    folder: Path, languages: tuple[str, ...], name: str, forge: str, lang: str, *, example: bool
) -> None:
    """Begin a repository of data alone, ready for make site and make test. A folder with content is left as it is."""
    from generator.commands.new import listed_languages
    from generator.editing.beginning import Beginning, repository_files, schema_files
    from generator.publishing.outputs import begin
    from generator.publishing.swapping import founding

    tags = listed_languages(",".join(languages) if languages else of_locale(), lang, "--language")
    if languages and click.get_current_context().get_parameter_source("lang") is ParameterSource.DEFAULT:
        # That of the site, which begins here; it is no other site's, where the command is run beside one.
        lang = next((tag for tag in tags if tag in interface()), of_locale())
    beginning = Beginning(tuple(tags), name, forge, example)
    with founding(folder) as place:
        _write(place, repository_files(beginning))
        _write(begin(place / "schemas"), schema_files(beginning))
        _write(place, {} if example else {"data/.gitkeep": b""})
        if example:
            _write_example(place, beginning.languages)
        count = sum(path.is_file() for path in place.rglob("*"))
    made = lookup(lang, "init", "done.made")
    listed = lookup(lang, "site", "sign.list").join(named_in(made, tag, lang) for tag in tags)
    click.echo(made.format(folder=folder, count=count, languages=listed))
    unspoken = [tag for tag in tags if tag not in interface()]
    for tag in unspoken:
        text = lookup(lang, "init", "done.unspoken")
        explained = named_in(text, beginning.language, lang)
        click.echo(text.format(language=named_in(text, tag, lang), explained=explained))
    if unspoken:
        click.echo(lookup(lang, "init", "done.tongues").format(languages=",".join(tags)))
    for key in ("done.example", "done.next") if example else ("done.empty",):
        click.echo(lookup(lang, "init", key).format(folder=folder))


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    for path, content in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)


def _write_example(folder: Path, languages: tuple[str, ...]) -> None:
    """The example with its archived texts, verified and locked as any other package."""
    from generator.archive.verify import lock_files, verify
    from generator.editing.beginning_example import Example
    from generator.editing.files.apply import described
    from generator.reading.trees import FilesTree, WorkingTree

    made = Example(languages)
    data, archive = folder / "data", folder / "archive"
    _write(data, described(FilesTree({}), made.data()))
    _write(archive, made.archive())
    done = verify(WorkingTree(data), archive)
    assert done.report.ok, done.report.render("text", languages[0], "data")
    _write(data, lock_files(done.verified))


@click.command()
@click.argument("site", type=click.Path(path_type=Path), default=Path("site"))
@lang_option
def links(site: Path, lang: str) -> None:
    """Follow every link of a built site to pages, files and places of its own; tell those that lead nowhere."""
    from generator.publishing.links import broken_links

    (site / "index.html").stat()
    count, broken = broken_links(site)
    for item in broken:
        click.echo(lookup(lang, "init", "links.broken").format(page=item.page or "/", link=item.link))
    last = lookup(lang, "init", "links.count" if broken else "links.fine")
    click.echo(last.format(count=len(broken) or count))
    sys.exit(1 if broken else 0)
