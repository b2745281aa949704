"""A repository of data alone, for a body that begins: settings, workflows, plain commands, and an example or no data.

Files are whole, by their paths below the repository; nothing is written here. What they say stands in the catalogue
`init`, in the first language of the data that the program speaks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator import __version__
from generator.core import sources
from generator.core.languages import column, spoken
from generator.core.messages import catalogue, lookup
from generator.editing.beginning_form import form, template
from generator.editing.files.yaml_values import flow_value, scalar
from generator.format.fields import AnyField, Texts
from generator.format.json_schemas import json_schemas
from generator.format.settings import SETTINGS
from generator.format.table_schemas import table_schemas

Files = dict[str, bytes]

_STARTER = Path(__file__).parents[1] / "starter"
_NAMES = {"gitignore": ".gitignore", "gitattributes": ".gitattributes"}
_PLACE = re.compile(r"@([a-z_.]+)@")
_OWN_FOLDERS = ("assets", "messages", "overrides", "pages", "templates")
"""What an installation may have files of its own for, below `site_src`."""

_PLAIN = ("README.md", "nginx", "*.sh", "*.py")
"""Of the folder `deploy`: what every forge's workflows call, and the way onto a web server."""

_WORKFLOWS: Mapping[str, Mapping[str, str]] = {
    "github": {
        ".github/workflows": ".github/workflows",
        ".github/scripts": ".github/scripts",
        "deploy/github": "deploy/github",
        "deploy/dependabot.yml": ".github/dependabot.yml",
    },
    "gitlab": {"deploy/gitlab-ci.yml": ".gitlab-ci.yml", "deploy/renovate.json": "renovate.json"},
    "gitea": {
        **{f"deploy/gitea/{name}.yml": f".gitea/workflows/{name}.yml" for name in ("check", "due", "test")},
        # Not among the workflows: it belongs into a repository of its own.
        "deploy/gitea/publish.yml": "deploy/gitea/publish.yml",
        "deploy/renovate.json": "renovate.json",
    },
}
"""Where a forge looks for what stands with the program under another path."""

_OF_THE_PROGRAM = ".github/workflows/release.yml"
"""Of the workflows, what releases the program itself: nobody else has one to release."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """What is known of a body that begins: the `languages` of its data, the main one first, what its site is called,
    the forge that its repository is kept in, and whether it wants the example.
    """

    languages: tuple[str, ...]
    name: str = ""
    forge: str = "github"
    example: bool = True

    @property
    def site(self) -> tuple[str, ...]:
        """The languages of the site: those of the data that the program speaks."""
        return spoken(self.languages)

    @property
    def language(self) -> str:
        """The language of what is explained: the first one of the site."""
        return self.site[0]


def repository_files(beginning: Beginning) -> Files:
    """Everything but the data and the marked folder of schemas (`schema_files`)."""
    texts = catalogue(beginning.language, "init")
    example = texts["readme_example"] if beginning.example else dict.fromkeys(texts["readme_example"], "")
    name = beginning.name or lookup(beginning.site[0], "site", "site.name")
    return {
        **dict(_starter(beginning.language)),
        **dict(_workflows(beginning.forge)),
        **_form(beginning),
        "README.md": texts["readme"].format(name=name, **example).encode(),
        f"{sources.NAME}/site.yaml": settings_file(beginning).encode(),
        f"{sources.NAME}/README.md": texts["own"].encode(),
        **{f"{sources.NAME}/{folder}/.gitkeep": b"" for folder in _OWN_FOLDERS},
    }


def schema_files(beginning: Beginning) -> Files:
    """The schemas of YAML files and tables by their paths, in the languages of the site, as they are written later."""
    of = [beginning.languages], beginning.site
    made = json_schemas(*of) | table_schemas(*of)
    return {name: text.encode() for name, text in made.items()}


def settings_file(beginning: Beginning) -> str:
    """The settings of the site, each with what it means."""
    told = catalogue(beginning.language, "init")["settings"]
    given = {
        "languages": flow_value(beginning.site),
        column(SETTINGS.site_name.name, beginning.site[0]): scalar(beginning.name),
        "forge": beginning.forge,
    }
    parts = [_remark(told["head"])]
    for item in SETTINGS.declared:
        names = (
            [part.name for part in item.columns(beginning.site)] if isinstance(item, Texts) else [item.name]
        )
        lines = (f"{name}: {given.get(name) or _nothing(item)}\n" for name in names)
        parts.append(_remark(told[item.name]) + "".join(lines))
    return "\n".join(parts)


def _nothing(item: AnyField | Texts) -> str:
    """What stands for a setting that is not made."""
    if isinstance(item, Texts):
        return "''"
    return "[]" if item.nested is not None or item.many else item.default or "''"


def _remark(text: str) -> str:
    return "".join(f"# {line}\n" for line in text.splitlines())


def _starter(language: str) -> Iterator[tuple[str, bytes]]:
    """The files of the starter with their places filled."""

    def fill(match: re.Match[str]) -> str:
        return __version__ if match[1] == "version" else lookup(language, "init", match[1])

    for file in sorted(_STARTER.iterdir()):
        yield _NAMES.get(file.name, file.name), _PLACE.sub(fill, file.read_text(encoding="utf-8")).encode()


def _workflows(forge: str) -> Iterator[tuple[str, bytes]]:
    """The workflows of a forge and the commands behind them, as they stand with the program."""
    for pattern in _PLAIN:
        for path in sorted((sources.BESIDE / "deploy").glob(pattern)):
            yield from _copied(path, f"deploy/{path.name}")
    for source, target in _WORKFLOWS[forge].items():
        for name, content in _copied(sources.BESIDE / source, target):
            if name != _OF_THE_PROGRAM:
                yield name, content


def _form(beginning: Beginning) -> Files:
    """The form for corrections, where the forge looks for it."""
    if beginning.forge == "gitlab":
        return {".gitlab/issue_templates/correction.md": template(beginning.site)}
    return {".github/ISSUE_TEMPLATE/correction.yml": form(beginning.site)}


def _copied(source: Path, target: str) -> Iterator[tuple[str, bytes]]:
    files: Sequence[Path] = sorted(source.rglob("*")) if source.is_dir() else [source]
    for file in files:
        if file.is_file() and "__pycache__" not in file.parts:
            below = file.relative_to(source).as_posix()
            yield target if file == source else f"{target}/{below}", file.read_bytes()
