"""A repository of data alone: sound in whatever languages, explained in the main one, whole or not there at all."""

from __future__ import annotations

import csv
import os
import re
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result
from folders import ROOT

from generator import __version__
from generator.archive.verify import verify
from generator.cli import main
from generator.core.codes import ProgressStatus, ReportingStatus
from generator.core.languages import column, interface
from generator.core.messages import catalogue, lookup
from generator.editing import beginning
from generator.editing.beginning_example import Example
from generator.editing.beginning_form import form, template
from generator.editing.issue_form import LONGEST, label, read_form
from generator.format.fields import Texts
from generator.format.settings import SETTINGS
from generator.publishing.outputs import begin
from generator.publishing.settings import read_settings
from generator.reading.load import load
from generator.reading.trees import WorkingTree
from generator.verdicts.standings import assess_package

LANGUAGES = ["zh", "en", "fr", "fr,zh", "kk,ru,en", "ar", "pt-BR"]
TODAY = date(2026, 6, 1)


def init(folder: Path, *arguments: str, lang: str = "en") -> Result:
    return CliRunner().invoke(main, ["init", str(folder), "--lang", lang, *arguments])


SPOKEN = {
    # the arguments: in which language is told what was done, on a machine in Chinese
    ("--language", "fr,en"): "fr",
    ("--language", "de,en"): "en",
    ("--language", "de"): "zh",
    ("--language", "fr", "--lang", "en"): "en",
    (): "zh",
}


def test_what_was_begun_is_told_in_the_language_of_the_site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No settings say yet which that is, and the machine may speak another."""
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    monkeypatch.chdir(tmp_path)
    told = {}
    for number, arguments in enumerate(SPOKEN):
        done = CliRunner().invoke(main, ["init", str(number), "--empty", *arguments])
        begun = {tag: lookup(tag, "init", "done.made").partition("{count}")[0] for tag in interface()}
        told[arguments] = [tag for tag in begun if begun[tag].format(folder=number) in done.output]
    assert told == {arguments: [tag] for arguments, tag in SPOKEN.items()}


@pytest.mark.parametrize(
    ("locale", "told"), [("pt_PT.UTF-8", "en"), ("fr_FR.UTF-8", "fr"), ("zh_CN.UTF-8", "zh")]
)
@pytest.mark.parametrize("beside", [True, False], ids=["beside another site", "elsewhere"])
def test_in_a_language_without_words_the_machine_s_is_spoken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, locale: str, told: str, *, beside: bool
) -> None:
    """Never that of the program's own site, whose settings stand beside the program in its repository."""
    monkeypatch.setenv("LC_ALL", locale)
    monkeypatch.chdir(ROOT if beside else tmp_path)
    done = CliRunner().invoke(main, ["init", str(tmp_path / "new"), "--empty", "--language", "pt"])
    said = lookup(told, "init", "done.unspoken")
    assert said.partition("{language}")[2].partition("{explained}")[0] in done.output
    if not beside:
        refused = CliRunner().invoke(main, ["init", str(tmp_path / "new"), "--empty"])
        assert lookup(told, "system", "output.there").partition("{path}")[2] in refused.output


def test_what_is_explained_is_in_the_first_language_of_the_data_that_has_words(tmp_path: Path) -> None:
    """It was English beside a site in French, since the main language has none."""
    done = CliRunner().invoke(main, ["init", str(tmp_path / "new"), "--empty", "--language", "pt,fr"])
    assert "les explications sont en français" in done.output
    assert "dépôt" in (tmp_path / "new/README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("language", ["zh", "en", "fr"])
def test_where_the_program_cannot_be_installed_it_is_said_where_it_comes_from(
    tmp_path: Path, language: str
) -> None:
    """In an index there may be none; pip says that in English, and not what to do."""
    init(tmp_path / "new", "--language", language)
    environment = {**os.environ, "PIP_NO_INDEX": "1", "PIP_CONFIG_FILE": os.devnull, "PIP_FIND_LINKS": ""}
    done = subprocess.run(
        ["make", f"PYTHON={sys.executable}", "site"],
        cwd=tmp_path / "new",
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    told = lookup(language, "init", "makefile.install")
    assert (done.returncode, told in done.stderr, "make release" in told) == (2, True, True), done.stderr
    assert not (tmp_path / "new/.venv/ready").exists()
    assert "./wheels/mingzhang-" in (tmp_path / "new/README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("languages", LANGUAGES)
def test_the_example_is_sound_and_verified_in_whatever_languages(tmp_path: Path, languages: str) -> None:
    folder = tmp_path / "records"
    result = init(folder, "--language", languages)
    assert result.exit_code == 0, result.output
    ledger, report = load(WorkingTree(folder / "data"))
    assert (report.ok, list(report)) == (True, [])
    assert verify(WorkingTree(folder / "data"), folder / "archive").report.ok
    assert ledger is not None
    package = ledger.packages["example"]
    assert package.languages == tuple(languages.split(","))
    assert package.fictional
    assert len(package.verified) == len(package.targets) + len(package.observations) == 5
    # What a site has to show: a promise kept, one missed, one of which nothing was reported, and one thing done.
    standing = assess_package(package, TODAY).targets
    found = {
        package.targets[name].indicator_id: (item.reporting, item.progress) for name, item in standing.items()
    }
    assert found == {
        "lamps-added": (ReportingStatus.REPORTED_FINAL, ProgressStatus.ACHIEVED),
        "pavements-renewed": (ReportingStatus.REPORTED_FINAL, ProgressStatus.MISSED),
        "letters-answered": (ReportingStatus.DUE_UNREPORTED, ProgressStatus.CANNOT_ASSESS),
    }


def test_the_example_speaks_its_languages_as_far_as_the_program_does() -> None:
    """In a main language that it does not, its English stands in, and that is told."""
    words = {tag: catalogue(tag, "init")["example"] for tag in interface()}
    told = {
        ("zh", "en"): {tag: (words[tag]["title"], words[tag]["description"]) for tag in ("zh", "en")},
        ("kk", "ru", "en"): {
            "kk": (words["en"]["title"], f"{words['en']['description']} {words['en']['untranslated']}"),
            "en": (words["en"]["title"], words["en"]["description"]),
        },
    }
    found = {}
    for languages in told:
        package = yaml.safe_load(Example(languages).data()["example/package.yaml"])
        found[languages] = {
            tag: (package[f"title_{tag}"], package[f"description_{tag}"])
            for tag in languages
            if f"title_{tag}" in package
        }
    assert found == told
    files = Example(("zh",)).data()
    days = {name: f"{name}/document.yaml" for name in ("2025-plan", "2025-report")}
    published = [yaml.safe_load(files[f"example/documents/{path}"])["published"] for path in days.values()]
    assert published == [date(2025, 1, 15), date(2026, 1, 20)]
    for name in ("2025-plan/deliverables.csv", "2025-report/progress.csv"):
        [row] = csv.DictReader(files[f"example/documents/{name}"].decode().splitlines())
        assert row["locator"] == f"{words['zh']['mark']}/4"


EXAMPLE = {
    # the files of the example below its package: what an editor of them holds them against, or the columns of a table
    "package.yaml": "schemas/package.json",
    "themes.yaml": "schemas/themes.json",
    "organisations.yaml": "schemas/organisations.json",
    "areas.yaml": "schemas/areas.json",
    "units.yaml": "schemas/units.json",
    "indicators/streets.yaml": "schemas/indicators.json",
    "indicators/services.yaml": "schemas/indicators.json",
    "documents/2025-plan/document.yaml": "schemas/document.json",
    "documents/2025-plan/goals.yaml": "schemas/goals.json",
    "documents/2025-report/document.yaml": "schemas/document.json",
    "documents/2025-plan/targets.csv": "goal,indicator_id,area_id,period_start,period_end,comparator,value,value_upper,"
    "baseline,locator,figure",
    "documents/2025-plan/deliverables.csv": "goal,slug,title_fr,title_zh,due,locator",
    "documents/2025-report/observations.csv": "indicator_id,area_id,period_start,period_end,as_of,value,qualifier,"
    "obs_status,locator,figure",
    "documents/2025-report/progress.csv": "deliverable_id,state,as_of,locator,evidence_fr,evidence_zh",
}


def test_files_of_the_example_have_the_columns_of_a_small_record_and_schemas_for_editors() -> None:
    found = {}
    for path, content in Example(("fr", "zh")).data().items():
        head = content.decode().partition("\n")[0]
        schema = head.removeprefix("# yaml-language-server: $schema=")
        beside = os.path.normpath(Path("data", path).parent / schema)
        found[path.removeprefix("example/")] = head if schema == head else Path(beside).as_posix()
    assert found == EXAMPLE


def test_the_example_is_written_in_the_main_language_and_told_in_all() -> None:
    words = {tag: catalogue(tag, "init")["example"] for tag in interface()}
    example = Example(("fr", "zh"))
    files = {path.removeprefix("example/"): content.decode() for path, content in example.data().items()}

    def told(**keys: str) -> dict[str, str]:
        return {column(name, tag): words[tag][key] for name, key in keys.items() for tag in ("fr", "zh")}

    texts = {"2025-plan": words["fr"]["plan_text"], "2025-report": words["fr"]["report_text"]}
    assert example.archive() == {f"example/{name}.txt": text.encode() for name, text in texts.items()}
    assert yaml.safe_load(files["package.yaml"])["licence"] == "CC-BY-4.0"
    assert yaml.safe_load(files["units.yaml"]) == {
        "lamp": {**told(title="lamp"), "printed": [words["fr"]["lamp_printed"]]},
        "km": {**told(title="km"), "printed": [words["fr"]["km_printed"]]},
        "percent": {"title_fr": "%", "title_zh": "%", "printed": ["%"]},
    }
    lamps = yaml.safe_load(files["indicators/streets.yaml"])["lamps-added"]
    assert lamps.items() >= told(title="lamps_added", definition="lamps_added_definition").items()
    goal = yaml.safe_load(files["documents/2025-plan/goals.yaml"])["1"]
    assert goal.items() >= told(title="lamps", summary="lamps_summary").items()


def test_a_document_of_the_example_names_its_language_where_it_is_not_the_main_one() -> None:
    path = "example/documents/2025-plan/document.yaml"
    asked: list[tuple[str, ...]] = [("zh",), ("fr", "zh"), ("kk", "ru", "en")]
    named = {tags: yaml.safe_load(Example(tags).data()[path]).get("language") for tags in asked}
    assert named == {("zh",): None, ("fr", "zh"): None, ("kk", "ru", "en"): "en"}


@pytest.mark.parametrize(
    ("languages", "explained", "site"),
    [
        ("zh", "zh", ("zh",)),
        ("fr,zh", "fr", ("fr", "zh")),
        ("kk,ru,en", "en", ("en",)),
        ("kk,zh", "zh", ("zh",)),
        ("ar", "en", ("en",)),
    ],
)
def test_settings_are_explained_in_the_first_language_of_the_site(
    tmp_path: Path, languages: str, explained: str, site: tuple[str, ...]
) -> None:
    folder = tmp_path / "records"
    assert init(folder, "--language", languages, "--name", "Who: 'promised' what?").exit_code == 0
    file = folder / "site_src/site.yaml"
    settings = read_settings(file)
    assert (settings.languages, settings.name[site[0]]) == (site, "Who: 'promised' what?")
    text = file.read_text(encoding="utf-8")
    told = catalogue(explained, "init")["settings"]
    assert set(told) == {"head", *(item.name for item in SETTINGS.declared)}
    for item in SETTINGS.declared:
        remark = "".join(f"# {line}\n" for line in told[item.name].splitlines())
        first = column(item.name, site[0]) if isinstance(item, Texts) else item.name
        assert f"\n\n{remark}{first}: " in text
    assert (folder / "README.md").read_text(encoding="utf-8").startswith("# Who: 'promised' what?\n")
    assert all(remark in text for remark in (f"# {line}" for line in told["head"].splitlines()))


def test_what_python_left_is_not_copied_and_what_is_deeper_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder in ("deploy", ".github"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    for name in (".github/scripts/__pycache__/forge.pyc", ".github/workflows/more/own.yml"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text("more", encoding="utf-8")
    begun = beginning.Beginning(("zh",))
    before = beginning.repository_files(begun)
    monkeypatch.setattr("generator.core.sources.BESIDE", tmp_path)
    assert beginning.repository_files(begun) == {**before, ".github/workflows/more/own.yml": b"more"}


def told(key: str, between: str = " ") -> str:
    """A text of the form in two languages."""
    return between.join(catalogue(tag, "init")["form"][key] for tag in ("zh", "en"))


def test_the_form_asks_in_the_way_that_a_forge_knows() -> None:
    kinds = {"figure": "input", "right": "input", "source": "input", "why": "textarea"}
    example = {"figure": {"placeholder": "observations/2025-report/lamps-added/2025-12-31"}}
    labels = {name: label(name, ["zh", "en"]) for name in (*kinds, "consent")}
    asked = [
        {
            "type": kind,
            "id": name,
            "validations": {"required": True},
            "attributes": {"label": labels[name], "description": told(name), **example.get(name, {})},
        }
        for name, kind in kinds.items()
    ]
    ticked = {"label": labels["consent"], "options": [{"label": told("consent"), "required": True}]}
    assert yaml.safe_load(form(("zh", "en"))) == {
        "name": told("name", " / "),
        "description": told("description"),
        "title": f"{told('title', ' / ')}: ",
        "labels": ["correction"],
        "body": [
            {"type": "markdown", "attributes": {"value": told("lead")}},
            *asked,
            {"type": "checkboxes", "id": "consent", "attributes": ticked},
        ],
    }
    parts = [f"<!-- {told('lead')} -->"]
    for name in ("right", "source", "why", "consent", "figure"):
        parts += [
            f"### {labels[name]}",
            f"- [ ] {told(name)}" if name == "consent" else f"<!-- {told(name)} -->",
        ]
    assert template(("zh", "en")).decode() == "".join(f"{part}\n\n" for part in parts)


def test_settings_that_are_not_made_say_nothing() -> None:
    begun = beginning.Beginning(("fr", "zh"), "Nom", "gitea")
    settings = yaml.safe_load(beginning.settings_file(begun))
    given = {"languages": ["fr", "zh"], "name_fr": "Nom", "forge": "gitea"}
    defaults = {"branch": "main", "renderer": "mkdocs", "share_pictures": "auto", "time_zone": "UTC"}
    lists: dict[str, object] = {name: [] for name in ("records", "histories_given_up", "withdrawn")}
    assert settings == dict.fromkeys(settings, "") | given | defaults | lists
    names = {item.name for item in SETTINGS.declared if not isinstance(item, Texts)}
    assert settings.keys() >= names | {"name_zh", "contact_fr", "contact_zh"}


def test_a_site_without_a_name_is_called_as_its_main_language_has_it() -> None:
    begun = beginning.Beginning(("fr", "zh"))
    head = beginning.repository_files(begun)["README.md"].decode().partition("\n")[0]
    assert head == f"# {lookup('fr', 'site', 'site.name')}"


GITHUB = {
    f".github/{path.relative_to(ROOT / '.github')}": f".github/{path.relative_to(ROOT / '.github')}"
    for folder in ("workflows", "scripts")
    for path in (ROOT / ".github" / folder).glob("*.*")
    if path.name != "release.yml"
}
COPIED = {
    # of each forge: the files of a new repository that stand with the program, and where
    "github": {
        **GITHUB,
        ".github/dependabot.yml": "deploy/dependabot.yml",
        "deploy/github/publish.yml": "deploy/github/publish.yml",
    },
    "gitlab": {".gitlab-ci.yml": "deploy/gitlab-ci.yml", "renovate.json": "deploy/renovate.json"},
    "gitea": {
        **{f".gitea/workflows/{name}.yml": f"deploy/gitea/{name}.yml" for name in ("check", "due", "test")},
        "deploy/gitea/publish.yml": "deploy/gitea/publish.yml",
        "renovate.json": "deploy/renovate.json",
    },
}
COMMANDS = {
    f"deploy/{path.name}": f"deploy/{path.name}"
    for path in (ROOT / "deploy").iterdir()
    if path.suffix in (".sh", ".py") or path.name == "README.md"
} | {"deploy/nginx/mingzhang.conf": "deploy/nginx/mingzhang.conf"}
MADE = {
    *(".gitattributes", ".gitignore", "Makefile", "README.md", "requirements.txt", "site_src/README.md"),
    *("site_src/site.yaml", ".gitlab/issue_templates/correction.md", ".github/ISSUE_TEMPLATE/correction.yml"),
    *(f"site_src/{name}/.gitkeep" for name in ("assets", "messages", "overrides", "pages", "templates")),
}


def test_each_forge_gets_its_files_and_no_others() -> None:
    for forge, copied in COPIED.items():
        files = beginning.repository_files(beginning.Beginning(("zh",), "x", forge))
        wanted = COMMANDS | copied
        assert {name: files[name] for name in wanted} == {
            name: (ROOT / source).read_bytes() for name, source in wanted.items()
        }
        here, there = (".gitlab/", ".github/") if forge == "gitlab" else (".github/", ".gitlab/")
        own = {name for name in MADE if not name.startswith(there)}
        assert files.keys() == wanted.keys() | own
        assert [name for name in own if name.startswith(here)]
        assert {files[name] for name in own if name.endswith(".gitkeep")} == {b""}


@pytest.mark.parametrize("language", interface())
@pytest.mark.parametrize("forge", ["github", "gitlab", "gitea"])
def test_no_place_of_a_template_is_left_open(tmp_path: Path, language: str, forge: str) -> None:
    folder = tmp_path / "records"
    assert init(folder, "--language", language, "--forge", forge).exit_code == 0
    files = {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in folder.rglob("*")
        if path.is_file()
    }
    assert {path for path, text in files.items() if re.search(r"@[a-z_.]+@(?!users)", text)} == set()
    assert {"data/example/package.yaml", "schemas/.mingzhang", ".gitattributes", "deploy/gate.sh"} <= set(
        files
    )
    assert f"\nmingzhang=={__version__}\n" in files["requirements.txt"]
    assert read_settings(folder / "site_src/site.yaml").forge == forge
    workflows = {
        "github": ".github/workflows/check.yml",
        "gitlab": ".gitlab-ci.yml",
        "gitea": ".gitea/workflows/check.yml",
    }
    assert [name for name, path in workflows.items() if path in files] == [forge]
    # What releases the program is the program's alone.
    assert [path for path in files if "release" in path] == []
    # Nothing of it is about the record or the program that the templates come from.
    own = [path.name for path in (ROOT / "data").iterdir()]
    assert [
        path for path, text in files.items() for name in (*own, "generator/", "pytest") if name in text
    ] == []


@pytest.mark.parametrize("languages", ["zh", "fr,zh,en", "kk,ru,en"])
def test_schemas_written_again_are_those_of_the_beginning(
    languages: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "records"
    assert init(folder, "--language", languages).exit_code == 0
    begun = {path: path.read_bytes() for path in (folder / "schemas").rglob("*.json")}
    monkeypatch.chdir(folder)
    assert CliRunner().invoke(main, ["schemas"]).exit_code == 0
    assert {path: path.read_bytes() for path in (folder / "schemas").rglob("*.json")} == begun
    assert begun


@pytest.mark.parametrize("languages", ["zh", "en", "fr,zh", "kk,ru,en"])
@pytest.mark.parametrize("forge", ["github", "gitlab"])
def test_what_is_filled_into_the_form_is_read(tmp_path: Path, languages: str, forge: str) -> None:
    folder = tmp_path / "records"
    assert init(folder, "--language", languages, "--forge", forge).exit_code == 0
    site = read_settings(folder / "site_src/site.yaml").languages
    filled = {
        "figure": "observations/2025-report/lamps-added/2025-12-31",
        "right": "127",
        "source": "Annual report, A 1",
        "why": "The report prints one lamp more than is recorded here.",
    }
    if forge == "github":
        form = yaml.safe_load((folder / ".github/ISSUE_TEMPLATE/correction.yml").read_text(encoding="utf-8"))
        labels = {item["id"]: item["attributes"]["label"] for item in form["body"] if "id" in item}
        assert list(labels) == [*LONGEST, "consent"]
        assert all(
            item["validations"]["required"] is True for item in form["body"] if item.get("id") in LONGEST
        )
        answers = {**filled, "consent": f"- [X] {form['body'][-1]['attributes']['options'][0]['label']}"}
        body = "\n\n".join(f"### {labels[name]}\n\n{text}" for name, text in answers.items())
    else:
        text = (folder / ".gitlab/issue_templates/correction.md").read_text(encoding="utf-8")
        body = text.replace("- [ ]", "- [x]")
        for name, answer in filled.items():
            heading = f"### {label(name, site)}\n"
            assert body.count(heading) == 1
            body = body.replace(heading, f"{heading}\n{answer}\n")
    assert read_form(body.encode()) == (filled, [])


def test_languages_named_one_by_one_are_those_named_together(tmp_path: Path) -> None:
    for name, words in {
        "together": ["--language", "zh,en"],
        "apart": ["--language", "zh", "--language", "en"],
    }.items():
        assert init(tmp_path / name, *words, "--empty").exit_code == 0
    apart = (tmp_path / "apart/site_src/site.yaml").read_text(encoding="utf-8")
    assert "languages: [zh, en]" in apart
    assert apart == (tmp_path / "together/site_src/site.yaml").read_text(encoding="utf-8")


def test_empty_holds_no_data(tmp_path: Path) -> None:
    folder = tmp_path / "records"
    result = init(folder, "--language", "en", "--empty")
    assert (result.exit_code, "mingzhang new package" in result.output) == (0, True)
    assert [path.name for path in (folder / "data").iterdir()] == [".gitkeep"]
    assert not (folder / "archive").exists()
    assert [problem.code for problem in load(WorkingTree(folder / "data"))[1]] == ["no-package"]


@pytest.mark.parametrize("language", interface())
def test_only_a_repository_with_the_example_speaks_of_it(language: str) -> None:
    named = {}
    for empty in (True, False):
        readme = beginning.repository_files(beginning.Beginning((language,), example=not empty))[
            "README.md"
        ].decode()
        named[empty] = [part in readme for part in ("data/example", "archive/example", "{")]
        assert re.findall(r"^(\d)\. ", readme, flags=re.MULTILINE) == list("123456")
    assert named == {True: [False, False, False], False: [True, True, False]}


@pytest.mark.parametrize("command", ["site", "test", "serve"])
def test_nothing_is_wrong_with_a_repository_without_data(tmp_path: Path, command: str) -> None:
    """`make` says what comes first, and is green; a folder in `data` is judged as any other."""
    folder = tmp_path / "records"
    assert init(folder, "--language", "en", "--empty").exit_code == 0
    ready = folder / ".venv" / "ready"
    ready.parent.mkdir()
    ready.touch()

    def make() -> tuple[int, str]:
        # What the make around the tests was told is nothing to this one.
        env = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
        run = subprocess.run(
            ["make", command], cwd=folder, env=env, capture_output=True, encoding="utf-8", check=False
        )
        return run.returncode, run.stdout

    told = "There is no data yet. Begin with: .venv/bin/mingzhang new package NAME\n"
    assert make() == (0, told)
    (folder / "data" / "town").mkdir()
    code, said = make()
    assert (code != 0, told in said, ".venv/bin/mingzhang" in said) == (True, False, True)


def with_a_file(place: Path) -> None:
    place.mkdir()
    (place / "own.txt").write_text("mine", encoding="utf-8")


def made_by_us(place: Path) -> None:
    begin(place)


@pytest.mark.parametrize("make", [with_a_file, made_by_us, lambda place: place.write_text("mine")])
def test_what_has_content_is_left_as_it_is(tmp_path: Path, make: object) -> None:
    folder = tmp_path / "records"
    assert callable(make)
    make(folder)
    before = {path: path.is_file() and path.read_bytes() for path in tmp_path.rglob("*")}
    result = init(folder, "--language", "en")
    assert (result.exit_code, result.output.count("\n")) == (2, 1)
    assert f"{folder} is there and is not empty; nothing was written." in result.output
    assert {path: path.is_file() and path.read_bytes() for path in tmp_path.rglob("*")} == before


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    folder = tmp_path / "records"
    folder.mkdir()
    assert init(folder, "--language", "en").exit_code == 0
    assert (folder / "Makefile").is_file()
    assert [path.name for path in tmp_path.iterdir()] == ["records"]


def test_what_fails_on_the_way_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: object) -> dict[str, bytes]:
        raise OSError(28, "No space left on device", "schemas/goals.json")

    monkeypatch.setattr(beginning, "schema_files", full)
    result = init(tmp_path / "records", "--language", "en")
    assert (result.exit_code, "the disk is full" in result.output) == (2, True)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("languages", ["english", "en,", "zh-cn", ""])
def test_what_is_no_language_is_refused(tmp_path: Path, languages: str) -> None:
    result = init(tmp_path / "records", "--language", languages)
    assert (result.exit_code, "--language" in result.output) == (2, True)
    assert list(tmp_path.iterdir()) == []


def test_a_language_without_words_is_told(tmp_path: Path) -> None:
    told = init(tmp_path / "records", "--language", "kk,ru,en").output
    assert "The program has no words in Kazakh yet" in told
    assert "The program has no words in Russian yet" in told
    assert "in English yet" not in told
    assert "mingzhang new package NAME --languages kk,ru,en" in told
    assert "程序还没有哈萨克语的界面文字" in init(tmp_path / "other", "--language", "kk", lang="zh").output
