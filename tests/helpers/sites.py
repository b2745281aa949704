"""The finished site of the shipped record, as the tests look at it."""

from __future__ import annotations

from datetime import date

TODAY = date(2026, 11, 21)
"""The day that decides what is due in tests."""
