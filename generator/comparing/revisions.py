"""What a commit changed of published figures and verdicts, and the reasons that corrections give. Adding is no revision."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from generator.comparing.changes import Change, Kind
from generator.comparing.differing import Files
from generator.comparing.lasting import Step as Taken
from generator.comparing.past_verdicts import verdicts
from generator.comparing.reasons import Name, Step, leading
from generator.core.languages import text_of
from generator.core.model import Correction
from generator.core.phrases import Text
from generator.format.tables import CORRECTABLE, INDICATORS, PLANNED, RELATIONS, RESTORED, TARGETS
from generator.reading.git import Commit
from generator.reading.validate.inventory import ReadMapping

_NO_TEXT = Text()

VERDICT = ("assessments", "progress_status")
"""The table and the column of a verdict."""

_ABOUT = TARGETS.indicator_id.name

_ASSESSED = ("targets", "planned", "observations", "indicators")
"""The tables whose figures verdicts rest on."""

_LATER = ("kind", "period_start", "period_end", "published")
"""What of a document decides which of two results is the later one."""


@dataclass(frozen=True, slots=True)
class Revision:
    """A published figure or verdict that changed from `old` to `new`, went (`field` is `removed`), came back (`restored`)
    or was renamed (`key`).

    `reason` and `responsible` are those of the correction that belongs to it, empty where there is none; `subject`
    is the first line of the commit. `indicator_id` and `document_id` are empty where it is about none. `carried` is
    the commit of the publication from which it was taken over, empty where it was read from git. What only a correction
    tells has no `commit` and no `subject`.
    """

    day: date
    commit: str
    subject: str
    table: str
    key: str
    field: str
    old: str
    new: str
    indicator_id: str
    document_id: str
    reason: Text = _NO_TEXT
    responsible: str = ""
    carried: str = ""

    @property
    def id(self) -> str:
        """`<commit>/<table>/<key>/<field>`, with the first twelve digits of the commit."""
        return f"{self.commit[:12]}/{self.table}/{self.key}/{self.field}"


def revised(commit: Commit, package: str, step: Taken, read: ReadMapping) -> Iterator[Revision]:
    """What a commit revised: figures in the order of the files, then the verdicts that followed them."""
    told = sorted([*step.changes, *_restored(step)], key=_order)
    changes = {(item.table, item.key, item.field): item for item in told}.values()
    yield from (_revision(commit, item) for item in changes)
    touched = _touched(step, changes, package, read)
    if not touched:
        return
    renamed = step.comparison.ids.get((package, "indicators"), {}).items()
    names = {*touched, *(name for pair in renamed if not touched.keys().isdisjoint(pair) for name in pair)}
    before, after = (verdicts(files, package, names, commit.day, read) for files in (step.before, step.after))
    for name, (_, old) in before.items():
        key = step.comparison.now(package, "targets", name)
        indicator, new = after.get(key, ("", old))
        if new != old:
            document = touched.get(indicator) or key.partition("/")[0]
            yield Revision(
                commit.day,
                commit.id,
                commit.subject,
                VERDICT[0],
                key,
                VERDICT[1],
                old,
                new,
                indicator,
                document,
            )


def _restored(step: Taken) -> Iterator[Change]:
    """What came back of the rows that had gone, and what of each is not as it was then: nobody changes a figure by taking it
    out and putting another one in its place.
    """
    here = {(change.table, change.key) for change in step.changes if change.kind is Kind.REMOVED}
    for change in step.comparison.changes:
        row = change.table, change.key
        went = step.gone.get(row) if change.kind is Kind.ADDED else None
        if went is None or row in here:  # where a row of that id went now, another one had it by then
            continue
        yield replace(change, field=RESTORED, old=went.old)
        for name, value in change.values.items():
            before = went.values.get(name, "")
            if value != before and _is_guarded(change.table, name):
                yield replace(change, kind=Kind.CHANGED, field=name, old=before, new=value)


def _is_guarded(table: str, name: str) -> bool:
    shape = CORRECTABLE[table]
    return name in shape.guarded or text_of(name)[0] in shape.figure_texts


def _touched(step: Taken, told: Iterable[Change], package: str, read: ReadMapping) -> Mapping[str, str]:
    """The indicators whose verdicts may have turned, each with the document in which something changed."""
    issued = (
        change.key
        for change in step.comparison.changes
        if change.table == "documents" and change.kind is Kind.CHANGED and change.field in _LATER
    )
    # Which of them have results there is not asked: a verdict that did not turn is not told.
    touched = {name: document for document in issued for name in _indicators(step.before, package, read)}
    for item in (*told, *_superseding(step)):
        if item.table in _ASSESSED:
            touched[indicator_of(item.table, item.key)] = _document(item)
        elif item.table == RELATIONS.name:
            touched |= dict.fromkeys(item.key.split("/")[1:], "")
    return touched


def _superseding(step: Taken) -> Iterator[Change]:
    """The new targets that take the place of one that was published: its verdict turns though nothing of it changed."""
    for change in step.comparison.changes:
        new = change.table == TARGETS.name and change.kind is Kind.ADDED
        if new and change.values.get(TARGETS.supersedes.name):
            yield change


def _indicators(files: Files, package: str, read: ReadMapping) -> Iterator[str]:
    """The ids of all indicators."""
    for path, content in files.items():
        if path.startswith(f"{package}/indicators/"):
            records = read(path, content, INDICATORS)[0]
            yield from (name for name in (records["id"] if records else ()) if name)


def indicator_of(table: str, name: str) -> str:
    """The indicator that a row or a verdict is about, which its id tells; empty for what is about none."""
    if table == INDICATORS.name:
        return name
    # The id of a planned value begins with that of its target, and a verdict has that of its target.
    named = TARGETS if table in (PLANNED.name, VERDICT[0]) else CORRECTABLE.get(table)
    steps = named.identity.split("/") if named else []
    return dict(zip(steps, name.split("/"), strict=False)).get(_ABOUT, "")


def _order(change: Change) -> tuple[object, ...]:
    return change.place.file, change.place.line, change.key, CORRECTABLE[change.table].rank(change.field)


def _revision(commit: Commit, item: Change) -> Revision:
    about = indicator_of(item.table, item.key), _document(item)
    said = item.table, item.key, item.field, item.old, item.new
    return Revision(commit.day, commit.id, commit.subject, *said, *about)


def _document(item: Change) -> str:
    """The document in which something changed; none for an indicator."""
    return item.key if item.table == "documents" else item.owner


def explained(found: Iterable[Revision], corrections: Iterable[Correction]) -> list[Revision]:
    """Revisions, the oldest first, with the reasons of the corrections that lead from the old value to the new one.

    Each correction explains one revision.
    """
    return _explained(found, corrections)[0]


def turned(
    found: Iterable[Revision], corrections: Iterable[Correction]
) -> Iterator[tuple[Correction, Revision]]:
    """The verdicts that each correction turned: those of the same commit that are of the same indicator, or where a correction
    is about none, of the same document.
    """
    found = list(found)
    verdicts: dict[tuple[str, str], list[Revision]] = {}
    for item in found:
        if (item.table, item.field) == VERDICT:
            for about in {item.indicator_id, item.document_id} - {""}:
                verdicts.setdefault((item.commit, about), []).append(item)
    for revision, correction in _explained(found, corrections)[2]:
        if (revision.table, revision.field) != VERDICT and revision.commit:
            about = revision.indicator_id or revision.document_id
            yield from ((correction, item) for item in verdicts.get((revision.commit, about), ()))


def declared(found: Iterable[Revision], corrections: Iterable[Correction]) -> list[Revision]:
    """The corrections that explain none of the revisions, in their order: what a record itself says of versions that were
    not read. They are of no commit.
    """
    left = _explained(found, corrections)[1]
    return [
        Revision(
            *(item.date, "", "", item.table, item.key, item.field, item.old, item.new),
            *(indicator_of(item.table, item.key), item.key.partition("/")[0]),
            reason=item.reason,
            responsible=item.responsible,
        )
        for item in corrections
        if item.id in left
    ]


def _explained(
    found: Iterable[Revision], corrections: Iterable[Correction]
) -> tuple[list[Revision], frozenset[str], list[tuple[Revision, Correction]]]:
    """The revisions with their reasons, the ids of the corrections that are left, and each revision with the corrections that
    led to it.
    """
    given: dict[Name, list[tuple[Step, Correction]]] = {}
    for item in corrections:
        about = (item.table, item.key, item.field)
        given.setdefault(about, []).append((Step(about, item.old, item.new), item))
    told, pairs = [], []
    for revision in found:
        chain = given.get((revision.table, revision.key, revision.field), [])
        run = leading([step for step, _ in chain], revision.old, revision.new)
        if run is None:
            told.append(revision)
        else:
            last = chain[run[-1]][1]
            pairs += [(revision, chain[at][1]) for at in run]
            told.append(replace(revision, reason=last.reason, responsible=last.responsible))
            del chain[run.start : run.stop]
    return told, frozenset(item.id for chain in given.values() for _, item in chain), pairs
