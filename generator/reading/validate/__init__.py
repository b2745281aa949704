"""Checks a package as read: its structure, then its references, then the rules between values."""

from __future__ import annotations

from generator.core.problems import Problem, Severity
from generator.reading.files import read_columns
from generator.reading.trees import Tree
from generator.reading.validate.agreement import check_agreement
from generator.reading.validate.copies import check_copies, check_packages
from generator.reading.validate.declarations import check_declarations
from generator.reading.validate.describing import check_descriptor, check_gone, with_header
from generator.reading.validate.identities import give_ids
from generator.reading.validate.inventory import PackageRecords, ReadColumns, gather
from generator.reading.validate.locks import Amiss, check_lock
from generator.reading.validate.programmes import check_programmes
from generator.reading.validate.references import check_references, with_ids_meant
from generator.reading.validate.rules import check_rules

__all__ = ["PackageRecords", "ReadColumns", "name_rows", "validate"]


def name_rows(package: PackageRecords) -> list[Problem]:
    """Give the rows of a package their ids; what is wrong between their values, as far as it can be told of rows alone."""
    give_ids(package)
    return [*check_rules(package), *check_declarations(package), *check_programmes(package)]


def validate(
    tree: Tree, *, locked: bool = True, columns: ReadColumns = read_columns
) -> tuple[list[PackageRecords], list[Problem]]:
    """The typed records of every package in a tree, and everything that is wrong with them, in one run.

    `locked`: hold the rows against `citations.lock` too; `columns` reads the large tables, as for `gather`.
    """
    packages, problems = gather(tree, columns=columns)
    for package in packages:
        own = f"{package.id}/"
        others = [item for item in problems if not item.place.file.startswith(own)]
        read = (with_header(tree, package, item) for item in problems if item.place.file.startswith(own))
        problems = [*others, *with_ids_meant(package, read)]
        problems += check_gone(tree, package)
        give_ids(package)
        problems += check_references(package)
        problems += check_rules(package)
        problems += check_declarations(package)
        problems += check_programmes(package)
        problems += check_copies(package)
        problems += check_descriptor(tree, package)
        # Of a row with a mistake nobody knows what it is to say. A warning may stay, and what it stood before would never be told.
        wrong = {(item.place.file, item.place.line) for item in problems if item.severity is Severity.ERROR}
        problems += [
            item for item in check_agreement(package) if (item.place.file, item.place.line) not in wrong
        ]
        # Last, as it holds those rows of which no error is told.
        if locked:
            problems += check_lock(package, Amiss(problems))
    problems += check_packages(packages)
    return packages, problems
