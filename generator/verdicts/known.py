"""What was known on a day: of a package that which documents issued by then report."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from generator.core import reported
from generator.core.codes import Saying
from generator.core.model import Package


def known_on(package: Package, day: date) -> Package:
    """The package with the results, states and general statements alone that were known at the end of a day.

    A report is known from its day of issue, and not before the day that it speaks of. What was promised stays, also
    in plans that were issued later.
    """
    return replace(
        package,
        observations=reported.known_on(package.observations, day),
        progress=tuple(item for item in package.progress if item.known_on(day)),
        claims={
            name: item
            for name, item in package.claims.items()
            if item.as_of <= day and package.documents[item.document_id].issued <= day
        },
        mentions={
            name: item
            for name, item in package.mentions.items()
            if item.says is Saying.PROMISED or package.documents[item.document_id].issued <= day
        },
    )


def holds_later(package: Package, day: date) -> bool:
    """Whether a package holds statements of documents that were issued after a day.

    What a document says of a day still to come, as forecasts do, is none of them.
    """
    issued = (
        *reported.days_of_issue(package.observations),
        *(item.issued for item in package.progress),
        *(package.documents[item.document_id].issued for item in package.claims.values()),
        *(
            package.documents[item.document_id].issued
            for item in package.mentions.values()
            if item.says is not Saying.PROMISED
        ),
    )
    return any(other > day for other in issued)
