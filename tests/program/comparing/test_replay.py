"""The history tells of each commit just what the check against its parent demands a correction for.

`EDITS=1000 .venv/bin/pytest tests/program/comparing/test_replay.py` tries more.
"""

from __future__ import annotations

import csv
import io
import os
import random
import re
import shutil
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from overlays import OverlayTree
from pasts import as_committed, as_written, at_commit, differing
from repositories import Repository
from trying import tries

from generator.cli import main
from generator.comparing.changes import Kind, compare, side
from generator.comparing.entries import text
from generator.comparing.history import history
from generator.comparing.revisions import VERDICT
from generator.comparing.silent import silent_changes
from generator.format.tables import CORRECTABLE, RESTORED
from generator.reading.git import Repository as GitRepository
from generator.reading.git import last_commit
from generator.reading.load import assemble, load_past
from generator.reading.trees import FilesTree, GitTree, Tree
from generator.reading.validate import PackageRecords, validate
from generator.reading.validate.inventory import document_tables
from generator.verdicts.standings import assess_package

EDITS = int(os.environ.get("EDITS", tries(40)))

Files = dict[str, bytes]
Told = tuple[str, str, str, str, str]


def cells_of(content: bytes) -> list[list[str]]:
    return list(csv.reader(content.decode().splitlines()))


def written(rows: list[list[str]], quoting: int = csv.QUOTE_MINIMAL, end: str = "\n") -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator=end, quoting=quoting).writerows(rows)  # type: ignore[arg-type]
    return text.getvalue().encode()


def a_table(files: Files, chance: random.Random) -> tuple[str, list[list[str]]]:
    path = chance.choice(sorted(path for path in files if path.endswith(".csv") and "/documents/" in path))
    return path, cells_of(files[path])


def other_cell(files: Files, chance: random.Random) -> None:
    """Another text in a cell: that of another row, another digit, or nothing."""
    path, rows = a_table(files, chance)
    if len(rows) < 2:
        return
    row, column = chance.randrange(1, len(rows)), chance.randrange(len(rows[0]))
    text = rows[row][column]
    digits = [at for at, sign in enumerate(text) if sign.isdecimal()]
    texts = [chance.choice(rows[1:])[column], ""]
    if digits:
        at = chance.choice(digits)
        texts += [text[:at] + str(chance.randrange(10)) + text[at + 1 :]] * 3
    rows[row][column] = chance.choice(texts)
    files[path] = written(rows)


def less(files: Files, chance: random.Random) -> None:
    path, rows = a_table(files, chance)
    if len(rows) > 1:
        del rows[chance.randrange(1, len(rows))]
    files[path] = written(rows)


def more(files: Files, chance: random.Random) -> None:
    """A row more, like another but for its year."""
    path, rows = a_table(files, chance)
    if len(rows) > 1:
        year = str(chance.randrange(2001, 2020))
        rows.append([cell.replace("2023-", f"{year}-") for cell in chance.choice(rows[1:])])
    files[path] = written(rows)


def otherwise(files: Files, chance: random.Random) -> None:
    """The same in other words: quotes, ends of lines, the order of rows and columns, a mark in front, zeros behind."""
    path, rows = a_table(files, chance)
    order = chance.sample(range(len(rows[0])), len(rows[0]))
    zeros = [[f"{cell}.0" if cell.isdecimal() and len(cell) > 2 else cell for cell in row] for row in rows]
    files[path] = chance.choice(
        [
            written(rows, quoting=csv.QUOTE_ALL),
            written(rows, end="\r\n"),
            written([rows[0], *chance.sample(rows[1:], len(rows) - 1)]),
            written([[row[at] for at in order] for row in rows]),
            b"\xef\xbb\xbf" + written(rows),
            written(zeros),
        ]
    )


def parted(files: Files, chance: random.Random) -> None:
    """A table of observations in two files."""
    whole = "town/documents/2023-report/observations.csv"
    if whole in files:
        head, *rows = cells_of(files.pop(whole))
        for name, some in (("first", rows[::2]), ("second", rows[1::2])):
            files[f"town/documents/2023-report/observations/{name}.csv"] = written([head, *some])
    else:
        other_cell(files, chance)


def renamed(files: Files, chance: random.Random) -> None:
    """Another id for everything that bears one."""
    names = ("lamps-standing", "lamps-installed", "repair-days", "pocket-park", "qinghe", "all-done", "grid")
    old, new = chance.choice(names), f"id-{chance.randrange(10_000)}"
    for path in files:
        files[path] = files[path].replace(old.encode(), new.encode())


def moved(files: Files, chance: random.Random) -> None:
    """Another id for a document."""
    folder = chance.choice(sorted({path.split("/")[2] for path in files if "/documents/" in path}))
    new = f"document-{chance.randrange(10_000)}"
    for path in [path for path in files if f"/{folder}/" in path]:
        files[path.replace(f"/{folder}/", f"/{new}/")] = files.pop(path)
    for path in files:
        files[path] = files[path].replace(f"{folder}/".encode(), f"{new}/".encode())


def other_area(files: Files, chance: random.Random) -> None:
    """Another main area: not a letter of most rows changes, and all have other ids."""
    path = "town/package.yaml"
    areas = re.findall(rb"^[a-z0-9-]+", files["town/areas.yaml"], re.MULTILINE)
    files[path] = re.sub(rb"(?m)^area_id: .*$", b"area_id: " + chance.choice(areas), files[path])


def other_days(files: Files, chance: random.Random) -> None:
    """Another period of a document, on which the ids of what it reports depend."""
    path = chance.choice(sorted(path for path in files if path.endswith("/document.yaml")))
    start = f"period_start: 202{chance.randrange(4)}-01-01".encode()
    files[path] = re.sub(rb"(?m)^period_start: .*$", start, files[path])


def swapped(files: Files, chance: random.Random) -> None:
    """Two things of a code list, or two indicators, each under the id of the other."""
    path = chance.choice(
        sorted(path for path in files if path.endswith(("areas.yaml", "units.yaml", "lighting.yaml")))
    )
    parts = re.split(r"(?m)^([a-z0-9-]+:)$", files[path].decode())
    first, second = chance.sample(parts[1::2], 2)
    files[path] = "".join({first: second, second: first}.get(part, part) for part in parts).encode()


def other_definition(files: Files, chance: random.Random) -> None:
    """Another value in a YAML file."""
    path = chance.choice(sorted(path for path in files if path.endswith(".yaml")))
    lines = files[path].decode().split("\n")
    at = chance.randrange(len(lines))
    key, colon, value = lines[at].partition(": ")
    others = {
        "true": "false",
        "false": "true",
        "flow": "stock",
        "stock": "rate",
        "rate": "limit",
        "limit": "flow",
    }
    if colon:
        lines[at] = f"{key}: {others.get(value, value + '的' if key.endswith('_zh') else value)}"
    files[path] = "\n".join(lines).encode()


TWICE = {"duplicate-row", "conflicting-row", "duplicate-id"}

KINDS: list[Callable[[Files, random.Random], None]] = [
    *([other_cell] * 5),
    *([other_definition] * 3),
    less,
    more,
    otherwise,
    otherwise,
    renamed,
    moved,
    parted,
    other_area,
    other_days,
    swapped,
]


def files_of(repository: Repository) -> Files:
    return {
        path.relative_to(repository.data).as_posix(): path.read_bytes()
        for path in repository.data.rglob("*")
        if path.is_file()
    }


def demanded(repository: Repository) -> set[Told]:
    """The corrections that the check of the last commit against its parent misses."""
    trees = GitTree(repository.data, "HEAD~1"), GitTree(repository.data, "HEAD")
    sides = [side(tree, validate(tree)[0]) for tree in trees]
    last = last_commit(repository.data)
    assert last is not None
    found = silent_changes(sides[0], sides[1], compare(*sides), last.day)
    missing = [item.values["suggestion"] for item in found if item.code.endswith("-unexplained")]
    rows = csv.reader(missing)
    return {(table, key, field, old, new) for table, key, field, old, new, *_ in rows}


def published(packages: list[PackageRecords]) -> dict[tuple[str, str], tuple[str, ...]]:
    """What stands under each id of a row of a document: the columns that name it, and its figures."""
    return {
        (name, row_id): tuple(text(records[column][row]) for column in CORRECTABLE[name].guarded)
        for package in packages
        for _, name, records in document_tables(package)
        for row, row_id in enumerate(records["id"])
    }


@pytest.mark.parametrize("seed", range(2))
def test_no_published_id_moves_goes_or_names_something_else_silently(seed: int) -> None:
    """Held against the ids themselves, before and after one edit of every kind."""
    chance, base = (
        random.Random(seed),
        {entry.path: OverlayTree().read(entry.path) for entry in OverlayTree().entries()},
    )
    tried = 0
    for kind in [kind for kind in dict.fromkeys(KINDS) for _ in range(8)]:
        files = dict(base)
        kind(files, chance)
        read = [validate(FilesTree(each)) for each in (base, files)]
        if any(package.unread for package in read[1][0]) or {item.code for item in read[1][1]} & TWICE:
            continue
        tried += 1
        comparison = compare(
            *(side(FilesTree(each), found[0]) for each, found in zip((base, files), read, strict=True))
        )
        told = {(item.table, item.key, item.field) for item in comparison.changes if item.published}
        renamed = [(item.old, item.new) for item in comparison.changes if item.kind is Kind.RENAMED]
        names = dict(renamed)
        before, after = published(read[0][0]), published(read[1][0])
        for (table, old), values in before.items():
            now = comparison.now("town", table, old)
            if (table, old, "removed") in told:
                continue
            assert (table, now) in after, (kind.__name__, table, old, now)
            if (table, old, "key") not in told:
                named = f"/{old}/"
                for part, other in renamed:
                    named = named.replace(f"/{part}/", f"/{other}/")
                assert named == f"/{now}/", (kind.__name__, table, old, now)
            if now == old and [names.get(value, value) for value in values] != list(after[table, now]):
                assert any((table, now, column) in told for column in CORRECTABLE[table].guarded), (
                    kind.__name__,
                    old,
                )
    assert tried > 30


@pytest.mark.parametrize("seed", [1, 3])
def test_the_history_tells_what_the_check_demands(tmp_path: Path, seed: int) -> None:
    repository, chance = Repository(tmp_path), random.Random(seed)
    expected: list[tuple[str, set[Told]]] = []
    while len(expected) < EDITS:
        files = files_of(repository)
        kinds = chance.choices(KINDS, k=chance.randint(1, 3))
        for kind in kinds:
            kind(files, chance)
        packages, problems = validate(FilesTree(files))
        if any(package.unread for package in packages) or {item.code for item in problems} & TWICE:
            continue  # what cannot be read is another story, below; of rows with one id nobody can say which is which
        repository.put(files)
        commit = repository.commit(" ".join(kind.__name__ for kind in kinds))
        expected.append((commit, demanded(repository)))
    told: dict[str, set[Told]] = {}
    revisions = repository.history().revisions
    # What comes back that had gone is told too, though whoever adds a row gives no reason.
    back = {(item.commit, item.table, item.key) for item in revisions if item.field == RESTORED}
    for item in revisions:
        if item.table != VERDICT[0] and (item.commit, item.table, item.key) not in back:
            row = (item.table, item.key, item.field, item.old, item.new)
            assert row not in told.setdefault(item.commit, set())
            told[item.commit].add(row)
    assert [(commit, told.get(commit, set())) for commit, _ in expected] == expected
    assert sum(bool(rows) for _, rows in expected) > EDITS / 4


@pytest.mark.parametrize("seed", [2, 5])
def test_every_past_state_can_be_built_from_the_downloads(tmp_path: Path, seed: int) -> None:
    """Edits of every kind, and earlier states put back: what the vintages say of a commit is what is read there."""
    repository, chance = Repository(tmp_path), random.Random(seed)
    past = [files_of(repository)]
    while len(past) < EDITS:
        files = dict(chance.choice(past)) if chance.random() < 0.1 else files_of(repository)
        for kind in chance.choices(KINDS, k=chance.randint(1, 3)):
            kind(files, chance)
        packages, problems = validate(FilesTree(files))
        twice = {item.code for item in problems} & TWICE
        if any(package.unread for package in packages) or twice or load_past(FilesTree(files))[0] is None:
            continue
        past.append(files)
        repository.put(files)
        repository.commit(f"State {len(past)}")
    with GitRepository(repository.data) as known:
        commits = known.changing("HEAD")
    now = as_written(repository.data, ["town"], date(2030, 1, 1))["town"]
    then = {commit: as_committed(repository.data, commit)["town"] for commit in commits}
    unlike = {commit: differing(now, then[commit], at_commit(commits, commit)) for commit in commits}
    assert {commit: rows for commit, rows in unlike.items() if rows} == {}
    assert sum(bool(row["cells"]) for row in now[1]["vintages"]) > len(commits)


PRINTED = {"figure-differs", "figure-unreadable", "figure-unit", "figure-no-unit"}
"""Problems between values and printed figures, in spite of which a ledger can be assembled."""


UNREPLAYED = ("/progress.csv", "/claims.csv")
"""Tables that verdicts do not rest on. Of a document that prints no day of issue they may move the day from which its
figures are known, which is not replayed: the verdicts that turn by that alone are not told.
"""


def standing(tree: Tree, day: date) -> dict[str, str] | None:
    """How each target stands on a day by the whole ledger; None where there is none."""
    packages, problems = validate(tree)
    if {item.code for item in problems} - PRINTED:
        return None
    found = assess_package(assemble(packages).packages["town"], day).targets
    return {name: item.progress for name, item in found.items()}


def test_verdicts_that_turn_are_those_of_the_whole_ledger(tmp_path: Path) -> None:
    repository, chance = Repository(tmp_path), random.Random(3)
    sound, day = files_of(repository), date(2024, 1, 1)  # at which all periods of the example are over
    before = standing(FilesTree(sound), day)
    assert before is not None
    expected: dict[str, dict[str, tuple[str, str]]] = {}
    while len(expected) < 2 * EDITS:
        files = dict(sound)
        kind = chance.choice([other_cell, other_definition, less])
        kind(files, chance)
        if any(files.get(path) != text for path, text in sound.items() if path.endswith(UNREPLAYED)):
            continue
        after = standing(FilesTree(files), day)
        if files == sound or after is None:
            continue
        turned = {name: (old, after[name]) for name, old in before.items() if after.get(name, old) != old}
        if not turned and chance.random() < 0.9:
            continue  # most changes turn nothing
        repository.put(files)
        expected[repository.commit("A change")] = turned
        repository.put(sound)
        back = {name: (new, old) for name, (old, new) in turned.items()}
        expected[repository.commit("And back")] = back
    told: dict[str, dict[str, tuple[str, str]]] = {}
    for item in repository.history().revisions:
        if item.table == VERDICT[0]:
            told.setdefault(item.commit, {})[item.key] = (item.old, item.new)
    assert {commit: told.get(commit, {}) for commit in expected} == expected
    assert sum(map(bool, expected.values())) > EDITS / 4


# What is only written otherwise


REPORTED = "town/documents/2023-report/observations.csv"
PROMISED = "town/documents/2023-plan/targets.csv"
DEFINED = "town/indicators/lighting.yaml"
STANDING = "2023-report/lamps-standing/2023-12-31"
LAMPS = "2023-plan/1/lamps-installed/2023"

SAME: Mapping[str, Callable[[bytes], bytes]] = {
    "quotes": lambda content: written(cells_of(content), quoting=csv.QUOTE_ALL),
    "the ends of Windows": lambda content: content.replace(b"\n", b"\r\n"),
    "spaces in the head": lambda content: content.replace(b",value,", b", value ,", 1),
    "a mark in front": lambda content: b"\xef\xbb\xbf" + content,
    "the encoding of Excel in China": lambda content: content.decode().encode("GB18030"),
    "another order": lambda content: written([cells_of(content)[0], *reversed(cells_of(content)[1:])]),
    "zeros": lambda content: content.replace(b",98.2,", b",98.20,"),
    "no line end": lambda content: content.rstrip(b"\n"),
    "a blank line": lambda content: content.replace(b"\n", b"\n\n", 3),
}


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path)


def told(repository: Repository) -> list[Told]:
    return [(item.table, item.key, item.field, item.old, item.new) for item in repository.history().revisions]


def rewrite(repository: Repository, path: str, change: Callable[[bytes], bytes]) -> None:
    file = repository.data / path
    content = change(file.read_bytes())
    assert content != file.read_bytes()
    file.write_bytes(content)


@pytest.mark.parametrize("case", SAME)
def test_what_is_only_written_otherwise_is_no_revision_and_hides_none(
    repository: Repository, case: str
) -> None:
    rewrite(repository, REPORTED, SAME[case])
    repository.commit("Saved again")
    rewrite(repository, REPORTED, lambda content: re.sub(rb'(?<=[,"])980(?=[,"])', b"890", content))
    repository.commit("A digit")
    assert told(repository) == [("observations", STANDING, "value", "980", "890")]


def test_neither_attributes_nor_what_a_hook_leaves_hide_a_revision(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    (repository.folder / ".gitattributes").write_text("*.csv -diff\n", encoding="utf-8")
    rewrite(repository, REPORTED, lambda content: content.replace(b",980,", b",890,"))
    repository.commit("A digit")
    monkeypatch.setenv("GIT_DIR", "/nowhere")
    assert told(repository) == [("observations", STANDING, "value", "980", "890")]


# What could not be read


UNREADABLE: Mapping[str, tuple[str, Callable[[bytes], bytes]]] = {
    # case: (file, what made it unreadable for a while)
    "a value": (REPORTED, lambda content: content.replace(b",980,", "，980，".encode())),
    "a number in words": (REPORTED, lambda content: content.replace(b",980,", ",九百八十,".encode())),
    "a cell more": (REPORTED, lambda content: content.replace(b",980,", b",9,80,")),
    "a day": (REPORTED, lambda content: content.replace(b"2023-12-31,980", b"2023-31-12,980")),
    "quotes": (REPORTED, lambda content: content.replace(b",980,", b',"980,')),
    "the head": (REPORTED, lambda content: content.replace(b"indicator_id,area_id", b"x,y", 1)),
    "signs nobody sees": (REPORTED, lambda content: content.replace(b",980,", b",980\xe2\x80\x8b,")),
    "the whole file": (REPORTED, lambda _: b"\xff\xfe\x00"),
    "nothing in it": (REPORTED, lambda _: b""),
    "a definition": (DEFINED, lambda content: content.replace(b"measure: stock", b"measure: sock")),
    "all definitions": (DEFINED, lambda content: content + b"\t- x\n"),
    "the document": ("town/documents/2023-report/document.yaml", lambda _: b"x: ["),
    "the package": ("town/package.yaml", lambda _: b"x: ["),
}


@pytest.mark.parametrize("case", UNREADABLE)
def test_what_cannot_be_read_stands_as_it_last_could_be(repository: Repository, case: str) -> None:
    """The slip itself is no revision, and the correction made with its mending is told."""
    path, slip = UNREADABLE[case]
    before = (repository.data / path).read_bytes()
    rewrite(repository, path, slip)
    repository.commit("A slip")
    repository.edit("town/areas.yaml", "title_en: East Village", "title_en: East")
    repository.commit("Something else")
    assert told(repository) == []
    (repository.data / path).write_bytes(before)
    rewrite(repository, REPORTED, lambda content: content.replace(b",980,", b",890,"))
    repository.commit("Mended and corrected")
    assert told(repository) == [("observations", STANDING, "value", "980", "890")]
    assert repository.history().gaps == ()


@pytest.mark.parametrize("path", ["town/package.yaml", "town/documents/2023-report/document.yaml"])
def test_a_file_that_was_lost_and_found_changes_nothing(repository: Repository, path: str) -> None:
    content = (repository.data / path).read_bytes()
    (repository.data / path).unlink()
    repository.commit("Lost")
    (repository.data / path).write_bytes(content)
    repository.commit("Found")
    assert told(repository) == []


def test_other_rows_of_a_file_with_a_slip_are_told_at_once(repository: Repository) -> None:
    rewrite(
        repository, REPORTED, lambda content: content.replace(b",980,", b",980x,").replace(b",98.2,", b",98,")
    )
    repository.commit("A slip and a correction")
    rewrite(
        repository, REPORTED, lambda content: content.replace(b",980x,", b",980,").replace(b",98,", b",99,")
    )
    repository.commit("Mended, and corrected again")
    key = "2023-report/lamps-working-share/2023-h2/2023-12-31"
    assert [(item.subject, item.key, item.old, item.new) for item in repository.history().revisions] == [
        ("A slip and a correction", key, "98.2", "98"),
        ("Mended, and corrected again", key, "98", "99"),
    ]


def test_a_slip_in_what_nobody_compares_keeps_no_row_from_being_told(repository: Repository) -> None:
    """The place in the document, which is left out by mistake, is no figure."""
    rewrite(
        repository,
        REPORTED,
        lambda content: re.sub(rb",98\.2,(.*),[^,]+,(98.2%,)", rb",98,\1,,\2", content),
    )
    repository.commit("A correction with a slip beside it")
    assert b",98,exact,A,,,,,,98.2%," in (repository.data / REPORTED).read_bytes()
    key = "2023-report/lamps-working-share/2023-h2/2023-12-31"
    assert [(item.key, item.field, item.new) for item in repository.history().revisions] == [
        (key, "value", "98")
    ]


def test_nor_a_definition_of_what_is_measured(repository: Repository) -> None:
    """What it says in words is no figure; the measure beside it is one."""
    repository.edit(DEFINED, "definition_zh: 抽查时正常亮着的路灯所占的比例。", "definition_zh:")
    repository.edit(DEFINED, "measure: rate", "measure: stock")
    repository.commit("Another measure, and no definition")
    assert told(repository)[0] == ("indicators", "lamps-working-share", "measure", "rate", "stock")


def test_a_row_that_went_in_a_file_with_a_slip_is_told_when_the_slip_is_mended(
    repository: Repository,
) -> None:
    def slip(content: bytes) -> bytes:
        lines = content.replace(b",980,", b",980x,").splitlines(keepends=True)
        return b"".join(line for line in lines if b"lamps-working-share" not in line)

    rewrite(repository, REPORTED, slip)
    repository.commit("A slip, and a row less")
    assert told(repository) == []
    rewrite(repository, REPORTED, lambda content: content.replace(b",980x,", b",980,"))
    repository.commit("Mended")
    key = "2023-report/lamps-working-share/2023-h2/2023-12-31"
    assert told(repository) == [
        ("observations", key, "removed", "98.2", ""),
        (
            "assessments",
            "2023-plan/1/lamps-working-share/2023",
            "progress_status",
            "on_pace",
            "cannot_assess",
        ),
    ]


def test_a_row_that_never_could_be_read_is_left_out_and_said(repository: Repository) -> None:
    row = "lamps-standing,qinghe,,2022-01-01,2022-12-31,2022-12-31,{},exact,A,,,,,一/(一),900盏,,,\n"
    rewrite(repository, REPORTED, lambda content: content + row.format("九百").encode())
    repository.commit("In words")
    rewrite(repository, REPORTED, lambda content: content.replace("九百".encode(), b"900"))
    mended = repository.commit("In digits")
    rewrite(repository, REPORTED, lambda content: content.replace(b",900,", b",901,"))
    repository.commit("Another")
    found = repository.history()
    assert told(repository) == [
        ("observations", "2023-report/lamps-standing/2022/2022-12-31", "value", "900", "901")
    ]
    assert [(gap.commit.id, gap.file, gap.rows) for gap in found.gaps] == [(mended, REPORTED, 1)]


def test_a_file_that_never_could_be_read_is_left_out_and_said(repository: Repository) -> None:
    path = "town/documents/2023-report/claims.csv"
    good = (repository.data / path).read_bytes()
    (repository.data / path).unlink()
    repository.commit("Without")
    (repository.data / path).write_bytes(good.replace(b",", b";"))
    repository.edit("town/areas.yaml", "title_en: East Village", "title_en: East")
    unread = repository.commit("With the wrong sign between the cells")
    (repository.data / path).write_bytes(good)
    repository.commit("With commas")
    told = [(item.subject, item.field) for item in repository.history().revisions]
    assert told == [("Without", "removed"), ("With commas", "restored")]
    assert [(gap.commit.id, gap.file, gap.rows) for gap in repository.history().gaps] == [(unread, path, 0)]


OTHER_TIMES: Mapping[str, tuple[str, Callable[[bytes], bytes]]] = {
    # case: (file, as it was by the rules of another time)
    "a column was not there yet": (
        "town/documents/2023-plan/planned.csv",
        lambda content: written([[*row[:3], *row[4:]] for row in cells_of(content)]),  # without locator
    ),
    "a column is no more": (REPORTED, lambda content: content.replace(b"note_en", b"remark", 1)),
    "places were written otherwise": (
        REPORTED,
        lambda content: content.replace("一/(一)".encode(), "一/（一）".encode()),
    ),
    "a key was not there yet": (
        "town/package.yaml",
        lambda content: content.replace(b"officers: published\n", b""),
    ),
    "a key is no more": ("town/package.yaml", lambda content: content + b"motto: x\n"),
    "indicators had no definition": (
        DEFINED,
        lambda content: b"".join(
            line for line in content.splitlines(keepends=True) if b"definition_en" not in line
        ),
    ),
    "documents were all whole": (
        "town/documents/2023-plan/document.yaml",
        lambda content: content.replace(b"completeness: degraded\n", b""),
    ),
}


@pytest.mark.parametrize("case", OTHER_TIMES)
def test_records_by_the_rules_of_another_time_are_read(repository: Repository, case: str) -> None:
    """Figures and verdicts are told while the old rules held, and nothing when the new ones came."""
    path, old = OTHER_TIMES[case]
    now = (repository.data / path).read_bytes()
    rewrite(repository, path, old)
    repository.commit("As it was")
    rewrite(repository, PROMISED, lambda content: content.replace(b",ge,200,", b",ge,400,"))
    repository.commit("A figure")
    (repository.data / path).write_bytes(now)
    repository.commit("By the new rules")
    assert [(item.subject, item.field, item.old, item.new) for item in repository.history().revisions] == [
        ("A figure", "value", "200", "400"),
        ("A figure", "progress_status", "achieved", "missed"),
    ]
    assert repository.history().gaps == ()


# Everything that the check guards


def test_a_verdict_that_turns_with_what_is_good_is_told(repository: Repository) -> None:
    share = "2023-plan/1/lamps-working-share/2023"
    before = (repository.data / DEFINED).read_text(encoding="utf-8")
    head, name, rest = before.partition("lamps-working-share:")
    (repository.data / DEFINED).write_text(
        head + name + rest.replace("ascending: true", "ascending: false", 1), encoding="utf-8"
    )
    repository.edit(PROMISED, "ge,97.5,", "eq,97.5,")
    repository.commit("Less is better")
    assert told(repository) == [
        ("targets", share, "comparator", "ge", "eq"),
        ("indicators", "lamps-working-share", "ascending", "true", "false"),
        ("assessments", share, "progress_status", "on_pace", "behind"),
    ]
    assert [(item.indicator_id, item.document_id) for item in repository.history().revisions] == [
        ("lamps-working-share", "2023-plan"),
        ("lamps-working-share", ""),
        ("lamps-working-share", "2023-plan"),
    ]


def test_a_package_that_goes_and_comes_again_begins_anew(repository: Repository) -> None:
    files = files_of(repository)
    repository.put({"village/areas.yaml": b"x"})
    repository.commit("Gone")
    gone = {(table, field) for table, _, field, _, _ in told(repository)}
    repository.put(files)
    repository.commit("Again")
    assert {field for _, field in gone} == {"removed"}
    assert {table for table, _ in gone} >= {"documents", "goals", "targets", "observations", "indicators"}
    assert {(table, field) for table, _, field, _, _ in told(repository)} == gone


def test_a_document_with_another_id_keeps_the_day_on_which_it_was_recorded(repository: Repository) -> None:
    files = files_of(repository)
    for path in [path for path in files if "/2023-plan/" in path]:
        files[path.replace("/2023-plan/", "/work-plan/")] = files.pop(path)
    repository.put({path: content.replace(b"2023-plan/", b"work-plan/") for path, content in files.items()})
    repository.commit("Another name")
    found = repository.history()
    assert told(repository) == [("documents", "2023-plan", "key", "2023-plan", "work-plan")]
    assert found.recorded["work-plan"] == found.recorded["2023-plan"]


def test_another_main_area_is_a_revision_of_every_id_that_it_moves(repository: Repository) -> None:
    """Another id of the area that stays the main one moves none; another main area moves all, though not a letter in
    most rows changed.
    """
    files = files_of(repository)
    repository.put({path: content.replace(b"qinghe", b"main-town") for path, content in files.items()})
    repository.commit("Another name")
    files = files_of(repository)
    files["town/package.yaml"] = files["town/package.yaml"].replace(
        b"area_id: main-town", b"area_id: east-village"
    )
    repository.put(
        {
            path: content.replace(f"{LAMPS}".encode(), b"2023-plan/1/lamps-installed/main-town/2023")
            for path, content in files.items()
        },
    )
    repository.commit("Another area")
    assert [row[2:] for row in told(repository) if row[0] == "targets"] == [
        ("key", "2023-plan/1/lamps-installed/2023", "2023-plan/1/lamps-installed/main-town/2023"),
        ("key", "2023-plan/1/lamps-installed/east-village/2023", "2023-plan/1/lamps-installed/2023"),
        ("key", "2023-plan/1/lamps-working-share/2023", "2023-plan/1/lamps-working-share/main-town/2023"),
        ("key", "2023-plan/1/repair-days/2023", "2023-plan/1/repair-days/main-town/2023"),
    ]
    assert sum(row[0] == "observations" for row in told(repository)) == 8
    assert {row[0] for row in told(repository)} == {"areas", "targets", "observations"}


def test_a_document_that_counts_as_issued_later_turns_a_verdict(repository: Repository) -> None:
    """Of two results the one of the later document counts, and the day that is printed in it says which is later."""
    folder = "town/documents/2023-recount"
    files = files_of(repository)
    facts = files["town/documents/2023-report/document.yaml"]
    head = files[REPORTED].partition(b"\n")[0]
    row = b"lamps-installed,qinghe,,2023-01-01,2023-12-31,2023-12-31,190,exact,A,,,,,\xe4\xb8\x80/(\xe4\xb8\x80),190\xe7\x9b\x8f,,,"
    files[f"{folder}/document.yaml"] = facts.replace(b"completeness", b"published: 2023-12-31\ncompleteness")
    files[f"{folder}/observations.csv"] = head + b"\n" + row + b"\n"
    repository.put(files)
    repository.commit("A recount")
    before = len(told(repository))
    repository.edit(f"{folder}/document.yaml", "published: 2023-12-31", "published: 2024-06-30")
    repository.commit("It was later")
    assert told(repository)[before:] == [
        ("documents", "2023-recount", "published", "2023-12-31", "2024-06-30"),
        ("assessments", LAMPS, "progress_status", "achieved", "missed"),
    ]


def test_a_relation_that_goes_turns_the_verdicts_that_rest_on_it(repository: Repository) -> None:
    """How many stood there before is the total without what was added: without the relation nobody knows it."""
    target = "1,lamps-standing,qinghe,2023-01-01,2025-12-31,ge,1100,,,一/1,1100盏以上,,,\n"
    file = repository.data / "town/documents/2023-plan/targets.csv"
    file.write_text(file.read_text(encoding="utf-8") + target, encoding="utf-8")
    repository.commit("A target for all lamps")
    repository.git("rm", "-q", "data/town/relations.yaml")
    repository.commit("No relation")
    assert told(repository) == [
        ("relations", "increment/lamps-installed/lamps-standing", "removed", "", ""),
        (
            "assessments",
            "2023-plan/1/lamps-standing/2023-01-01/2025-12-31",
            "progress_status",
            "ahead",
            "cannot_assess",
        ),
    ]


def test_a_target_whose_indicator_is_gone_is_told_without_a_verdict(repository: Repository) -> None:
    rewrite(repository, DEFINED, lambda content: content.partition(b"repair-days:")[0])
    repository.commit("No indicator")
    repository.edit(PROMISED, ",le,3,", ",le,4,")
    repository.commit("Another figure")
    assert told(repository) == [
        ("indicators", "repair-days", "removed", "day", ""),
        ("targets", "2023-plan/1/repair-days/2023", "value", "3", "4"),
    ]


# A history that was not fetched whole


def test_what_was_before_a_shallow_clone_is_unknown(repository: Repository, tmp_path: Path) -> None:
    rewrite(repository, REPORTED, lambda content: content.replace(b",980,", b",890,"))
    repository.commit("A digit")
    plan = repository.data / "town/documents/2023-plan"
    shutil.copytree(plan, plan.with_name("2024-plan"))
    repository.commit("Another plan")
    rewrite(repository, REPORTED, lambda content: content.replace(b",890,", b",880,"))
    repository.commit("Another digit")
    assert repository.history().since is None
    clone = tmp_path / "clone"
    repository.git("clone", "--quiet", "--depth=3", f"file://{repository.folder}", str(clone))
    found = history(clone / "data", ["town"])["town"]
    assert [(item.field, item.old, item.new) for item in found.revisions] == [("value", "890", "880")]
    assert found.since == date(2024, 1, 2)
    # The day on which the others came is not known any more.
    assert found.recorded == {"2024-plan": date(2024, 1, 3)}


def test_a_shallow_clone_is_told_where_downloads_are_made(repository: Repository, tmp_path: Path) -> None:
    repository.commit("Another day")
    clone, out = tmp_path / "clone", tmp_path / "out"
    repository.git("clone", "--quiet", "--depth=1", f"file://{repository.folder}", str(clone))
    for data, told in ((repository.data, False), (clone / "data", True)):
        run = CliRunner().invoke(main, ["export", "--data", str(data), "--out", str(out)])
        assert (run.exit_code, "git fetch --unshallow" in run.stderr) == (0, told)
