"""The settings of an installation are read as strictly as the data: what is wrong is told, and no command breaks."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from folders import BASE
from overlays import settings_report
from speaking import both

from generator.cli import main
from generator.format import settings as declared
from generator.publishing import settings as published
from generator.publishing.settings import FORGES, HistoryGivenUp, Settings, SettingsError, read_settings

WHOLE = """
languages: [zh, en]
url: https://example.org/records
repository: https://forge.example/city/ledger
forge: gitea
branch: published
renderer: zensical
contact_zh: 邮箱 hello@example.org
contact_en: hello@example.org
records:
  - {number: 鲁ICP备00000000号, url: 'https://beian.example.org'}
  - {number: 12, url: ''}
histories_given_up:
  - {commit: 0123abc, date: 2024-05-06, reason_zh: 删去误传的文件。, reason_en: A file was taken out.}
"""


def test_the_settings_are_read(tmp_path: Path) -> None:
    file = tmp_path / "site.yaml"
    file.write_text(WHOLE, encoding="utf-8")
    assert read_settings(file) == Settings(
        languages=("zh", "en"),
        url="https://example.org/records/",
        repository="https://forge.example/city/ledger/",
        forge="gitea",
        branch="published",
        renderer="zensical",
        contact=both("邮箱 hello@example.org", "hello@example.org"),
        records=(("鲁ICP备00000000号", "https://beian.example.org/"), ("12", "")),
        histories_given_up=(
            HistoryGivenUp("0123abc", date(2024, 5, 6), both("删去误传的文件。", "A file was taken out.")),
        ),
    )


def test_addresses_can_be_given_instead() -> None:
    shipped = read_settings()
    assert shipped.at("http://localhost:8000").url == "http://localhost:8000/"
    assert shipped.at(None, "http://localhost:3000/a/b").repository == "http://localhost:3000/a/b/"
    assert shipped.at("").url == ""
    with pytest.raises(ValueError, match=r"example\.org"):
        shipped.at("example.org")


ADDRESSES = ["http://example.org:65535/", "http://localhost:1/", "https://example.org/a..b/.well-known/v1.2/"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_what_looks_odd_and_is_an_address_is_taken(address: str) -> None:
    assert read_settings().at(address).url == address


EMPTY = [
    "records:\n",
    "url: ''\nrecords: ''\n",
    "records: ~ # none\n",
    "url: ''\n",
    "url:\n",
    "records: []\n",
    "\ufeffforge: ''\n",
    "# nothing\r\nbranch: ''\r\n",
]


def test_an_empty_text_may_be_of_any_language(tmp_path: Path) -> None:
    """A new installation has a line for each of its languages, and may be left with fewer."""
    file = tmp_path / "site.yaml"
    file.write_text("languages: [fr]\nname_en: ''\ntagline_zh:\n", encoding="utf-8")
    assert read_settings(file) == Settings(languages=("fr",))
    file.write_text("languages: [fr]\nname_en: Records\n", encoding="utf-8")
    with pytest.raises(SettingsError) as refused:
        read_settings(file)
    [problem] = refused.value.report
    assert problem.code == "setting-unlisted"
    assert "site_src/site.yaml" in problem.hint("en")
    assert "package.yaml" not in problem.hint("en")


def test_a_colour_without_quotes_is_no_remark(tmp_path: Path) -> None:
    """YAML takes it for one, and the bar would keep the colour that it had."""
    file = tmp_path / "site.yaml"
    file.write_text("url: ''\ncolour: #0B4F6C\n", encoding="utf-8")
    with pytest.raises(SettingsError) as refused:
        read_settings(file)
    [problem] = refused.value.report
    assert (problem.code, problem.place.line) == ("bad-colour", 2)
    assert problem.hint("en") == "Write: colour: '#0b4f6c'"
    file.write_text("colour: '' # as '#0b4f6c'\n", encoding="utf-8")
    assert read_settings(file) == Settings()


@pytest.mark.parametrize("text", EMPTY)
def test_what_is_left_empty_is_not_set(text: str, tmp_path: Path) -> None:
    """A byte-order mark and the line ends of other systems are accepted, as in the data."""
    file = tmp_path / "site.yaml"
    file.write_bytes(text.encode())
    assert read_settings(file) == Settings()


SLIPS: list[tuple[str, str | bytes, list[tuple[str, int]]]] = [
    # what happened, the file, the problems with their lines
    ("an empty file", "", [("settings-missing", 0)]),
    ("remarks alone", "# url: https://example.org\n", [("settings-missing", 0)]),
    ("a key twice", "url: ''\nforge: gitea\nurl: ''\n", [("duplicate-key", 3)]),
    ("an unknown key", "adress: x\n", [("unknown-setting", 1)]),
    ("an unknown key of a record", "records:\n  - {number: x, link: ''}\n", [("unknown-setting", 2)]),
    ("a list", "- url: ''\n", [("not-a-mapping", 1)]),
    ("a text", "url\n", [("not-a-mapping", 1)]),
    ("a full-width colon", "url：https://example.org\n", [("yaml-colon", 1)]),
    ("a list as a value", "contact_zh: [a, b]\n", [("not-a-value", 1)]),
    ("values below a value", "branch:\n  name: main\n", [("not-a-value", 2)]),
    ("no address", "url: example.org\n", [("bad-address", 1)]),
    ("an address with a query", "url: https://example.org/?a=b\n", [("bad-address", 1)]),
    ("an address that no program reads", "url: 'https://[example.org/'\n", [("bad-address", 1)]),
    ("an address with a space", "url: 'https://example.org/a b'\n", [("bad-address", 1)]),
    ("an address with a password", "url: https://me:secret@example.org/\n", [("bad-address", 1)]),
    ("a port that is none", "url: https://example.org:65536/\n", [("bad-address", 1)]),
    ("no port", "url: https://example.org:0/\n", [("bad-address", 1)]),
    ("a step up", "url: https://example.org/records/../\n", [("bad-address", 1)]),
    ("a step up in other signs", "url: https://example.org/%2E./records\n", [("bad-address", 1)]),
    ("a step to where one is", "url: https://example.org/./records\n", [("bad-address", 1)]),
    ("two dots in a name", "url: https://example..org/\n", [("bad-address", 1)]),
    ("a name that begins with a dot", "url: https://.example.org/\n", [("bad-address", 1)]),
    ("a script", "url: 'javascript:alert(1)'\n", [("bad-address", 1)]),
    ("a repository for SSH", "repository: git@forge.example:city/ledger\n", [("bad-address", 1)]),
    ("a record with a script", "records: [{number: x, url: 'javascript:x'}]\n", [("bad-address", 1)]),
    ("a record without its number", "records: [{url: ''}]\n", [("missing-key", 1)]),
    ("a history without a reason", "histories_given_up: [{commit: a, date: 2024-05-06, reason_zh: 删}]\n", [("missing-key", 1)]),
    ("an unknown key of a history", "histories_given_up: [{commit: a, date: 2024-05-06, reason_zh: 删, reason_en: x, why: x}]\n", [("unknown-setting", 1)]),
    ("a page of the site withdrawn", "withdrawn: [{package: data, date: 2024-05-06, reason_zh: 删, reason_en: x}]\n", [("reserved-id", 1)]),
    ("a package withdrawn twice", "withdrawn:\n  - {package: a, date: 2024-05-06, reason_zh: 删, reason_en: x}\n  - {package: a, date: 2024-05-07, reason_zh: 删, reason_en: x}\n", [("repeated-entry", 2)]),
    ("a package withdrawn without a reason", "withdrawn: [{package: a, date: 2024-05-06}]\n", [("missing-key", 1)]),
    ("records as text", "records: x\n", [("not-a-list", 1)]),
    ("an unknown forge", "forge: sourceforge\n", [("unknown-choice", 1)]),
    ("an unknown renderer", "renderer: jekyll\n", [("unknown-choice", 1)]),
    ("a time zone with a slip", "time_zone: Asia/Shangai\n", [("bad-time-zone", 1)]),
    ("a continent as a time zone", "time_zone: Asia\n", [("bad-time-zone", 1)]),
    ("a way out of the list of zones", "time_zone: ../../etc/passwd\n", [("bad-time-zone", 1)]),
    ("a time zone with a space behind it", "time_zone: 'Asia/Shanghai '\n", [("spaces-around", 1)]),
    ("a picture whose name no disk takes", f"logo: {'x' * 300}\n", [("logo-missing", 1)]),
    ("space around a value", "branch: ' main'\n", [("spaces-around", 1)]),
    ("a tab", "records:\n\t- number: x\n", [("yaml-tab", 2)]),
    ("an alias", "contact_zh: &x a\ncontact_en: *x\n", [("yaml-alias", 1)]),
    ("a tag", "url: !!python/object:os.system ''\n", [("yaml-tag", 1)]),
    ("two documents", "url: ''\n---\nurl: ''\n", [("yaml-documents", 2)]),
    ("a value on two lines", "contact_zh: a\n  b\n", [("yaml-multiline", 1)]),
    ("an open bracket", "records: [\n", [("yaml-syntax", 2)]),
    ("something invisible", "branch: ma\u200bin\n", [("invisible-character", 1)]),
    ("another encoding", "contact_zh: 邮箱\n".encode("utf-16"), [("encoding-utf16", 0)]),
    ("Excel's encoding", "contact_zh: 邮箱\n".encode("gb18030"), [("encoding-gb18030", 1)]),
    ("three at once", "url: x\nforge: x\nurll: x\n", [("bad-address", 1), ("unknown-choice", 2), ("unknown-setting", 3)]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "told"), [case[1:] for case in SLIPS], ids=[case[0] for case in SLIPS])
def test_every_slip_is_told_with_its_place(
    text: str | bytes, told: list[tuple[str, int]], tmp_path: Path
) -> None:
    file = tmp_path / "site.yaml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    report = settings_report(file)
    assert [(problem.code, problem.place.line) for problem in report] == told
    assert {problem.place.file for problem in report} == {"site_src/site.yaml"}


def test_a_folder_or_nothing_in_its_place_is_told(tmp_path: Path) -> None:
    for file in (tmp_path, tmp_path / "gone.yaml"):
        assert [problem.code for problem in settings_report(file)] == ["settings-missing"]


COMMANDS = [
    ["build", "--data", str(BASE), "--site", "site"],
    ["export", "--data", str(BASE), "--out", "out"],
    ["serve", "--data", str(BASE)],
]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("zh", ["错误 [unknown-choice]", "位置：forge", "“forge”不能是“gitlub”，只能是：github · gitlab · gitea。", "→ 是不是“gitlab”？"]),
        ("en", ["error [unknown-choice]", "at: forge", "github · gitlab · gitea", "→ Did you mean “gitlab”?"]),
    ],
)  # fmt: skip
def test_every_command_that_reads_them_ends_with_what_is_wrong(
    command: list[str], lang: str, said: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "site.yaml"
    file.write_text("forge: gitlub\n", encoding="utf-8")
    monkeypatch.setattr(published, "FILE", file)
    done = CliRunner().invoke(main, [*command, "--lang", lang])
    assert (done.exit_code, type(done.exception)) == (1, SystemExit)
    assert "site_src/site.yaml:1:8  " in done.stdout
    assert [text for text in said if text not in done.stdout] == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["site.yaml"]


@pytest.mark.parametrize("option", ["--url", "--repository"])
def test_an_option_that_is_no_address_is_misuse(option: str) -> None:
    done = CliRunner().invoke(main, ["build", "--data", str(BASE), option, "example.org", "--lang", "en"])
    assert done.exit_code == 2
    assert (
        f"Invalid value for {option}: “example.org” is not the address of a site.\n→ Write: https://example.org"
        in done.stderr
    )


def test_programs_get_the_place_in_parts(tmp_path: Path) -> None:
    file = tmp_path / "site.yaml"
    file.write_text("records: [{number: x, url: y}]\n", encoding="utf-8")
    [entry] = json.loads(settings_report(file).render("json", "en", ""))["problems"]
    assert [entry[name] for name in ("file", "line", "column", "cell", "table", "row", "field")] == [
        *("site_src/site.yaml", 1, 28, "records › 1 › url", "settings", "records › 1", "url")
    ]


def test_every_forge_that_can_be_set_is_known() -> None:
    assert tuple(FORGES) == declared.FORGES
