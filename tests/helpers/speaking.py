"""The two languages that most made-up packages of the tests are in, the main one first."""

from __future__ import annotations

from generator.core.phrases import Text

LANGUAGES = ("zh", "en")


def both(zh: str, en: str) -> Text:
    """A text in both."""
    return Text.of({"zh": zh, "en": en})
