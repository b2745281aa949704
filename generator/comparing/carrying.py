"""What was published of a history goes on: what is read now must hold all of it, or somebody says why it does not."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from generator.comparing.history import PackageHistory
from generator.comparing.revisions import Revision
from generator.reading.older import value_as_today


@dataclass(frozen=True, slots=True)
class Publication:
    """What a site told of a package: the commit it was built from (empty outside git), and the revisions, the oldest first."""

    commit: str
    revisions: tuple[Revision, ...]


class HistoryLost(Exception):  # noqa: N818 - a refusal, not a fault of the program
    """The history that was read does not hold what was published of it.

    `lost` are the published revisions that it lacks; none where it is the commit of the publication itself that is not
    in it, or, where it is `gone`, the whole package.
    """

    def __init__(
        self, package: str, commit: str, lost: tuple[Revision, ...] = (), *, gone: bool = False
    ) -> None:
        super().__init__(f"{package}: {commit}: {len(lost)}")
        self.package, self.commit, self.lost, self.gone = package, commit, lost, gone


def carried_on(
    package: str,
    published: Publication,
    history: PackageHistory,
    *,
    follows: bool,
    given_up: Collection[str],
) -> PackageHistory:
    """The history of a package with the revisions that were taken over from what was published, the oldest first.

    `follows` says whether the commit of the publication stands in the history that was read. `given_up` are the commits
    of the publications whose history was given up on purpose. Of such a one the revisions of commits that are no more
    stay as they were published; of commits that are still there, what is read now counts. Raises HistoryLost where
    anything else that was published is missing.
    """
    accepted = published.commit in given_up
    if not (follows or accepted):
        raise HistoryLost(package, published.commit)
    lost = list(_missing(published.revisions, history, given_up))
    if lost and not accepted:
        raise HistoryLost(package, published.commit, tuple(lost))
    kept = tuple(
        item if item.carried else replace(item, carried=published.commit)
        for item in published.revisions
        if item.carried in given_up or (item in lost and item.commit not in history.commits)
    )
    return replace(history, revisions=(*kept, *history.revisions))


def none_gone(
    published: Mapping[str, Publication], packages: Collection[str], given_up: Collection[str]
) -> None:
    """Raises HistoryLost where a package was published and is not among those of now, unless it is given up."""
    for name, publication in published.items():
        if name not in packages and publication.commit not in given_up:
            raise HistoryLost(name, publication.commit, gone=True)


def _missing(
    published: Collection[Revision], history: PackageHistory, given_up: Collection[str]
) -> Iterator[Revision]:
    """The published revisions that were not read again, without those that were taken over before.

    A reason may have come since, so that only what changed is compared; it may have been published in an older format.
    """
    read = {(item.id, item.old, item.new) for item in history.revisions}
    for item in published:
        meant = (value_as_today(item.field, value) for value in (item.old, item.new))
        told = {(item.id, item.old, item.new), (item.id, *meant)}
        if item.carried not in given_up and read.isdisjoint(told):
            yield item
