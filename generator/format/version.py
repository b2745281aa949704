"""The version of the package format that this program reads and writes."""

from __future__ import annotations

FORMAT = 2
"""Counts up with each change that older data have to be rewritten for; what only adds a column or key is none."""

FIRST = 1
"""The format of a package that names none."""
