"""Checks a package as read: its structure, then its references, then the rules between values."""

from __future__ import annotations

from generator.problems import Problem
from generator.trees import Tree
from generator.validate.agreement import check_agreement
from generator.validate.inventory import PackageRecords, gather
from generator.validate.references import check_references
from generator.validate.rules import check_rules

__all__ = ["PackageRecords", "validate"]


def validate(tree: Tree) -> tuple[list[PackageRecords], list[Problem]]:
    """The typed records of every package in a tree, and everything that is wrong with them, in one run."""
    packages, problems = gather(tree)
    for package in packages:
        problems += check_references(package)
        problems += check_rules(package)
        told = {(problem.place.file, problem.place.line) for problem in problems}
        problems += [
            item for item in check_agreement(package) if (item.place.file, item.place.line) not in told
        ]
    return packages, problems
