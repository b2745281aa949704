"""What an installation of the site says of itself: address, contact, record numbers (`site_src/site.yaml`)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

import yaml

from generator.messages import SITE_SRC
from generator.model import Text

FILE = SITE_SRC / "site.yaml"


class SettingsError(Exception):
    """The settings cannot be used; the message says why."""


@dataclass(frozen=True, slots=True)
class Settings:
    """`url` is the published address with its final slash, or empty; `records` are (number, address or empty)."""

    url: str = ""
    contact: Text = Text("", "")  # noqa: RUF009 - frozen
    records: tuple[tuple[str, str], ...] = ()

    def at(self, url: str | None) -> Settings:
        """The same with another address; None keeps it. Raises SettingsError where it is no web address."""
        return self if url is None else replace(self, url=web_address(url))


def web_address(url: str) -> str:
    """An address with its final slash, or nothing. Raises SettingsError where it is no web address."""
    if not url:
        return ""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment:
        raise SettingsError(f"{url!r} is no address of a site, such as https://example.org/records/")
    return url if url.endswith("/") else f"{url}/"


def read_settings(file: Path = FILE) -> Settings:
    """The settings of this installation. Raises SettingsError where a value has the wrong form."""
    values = yaml.safe_load(file.read_text(encoding="utf-8")) or {}
    known = {"url", "contact_zh", "contact_en", "records"}
    if not isinstance(values, dict) or values.keys() - known:
        raise SettingsError(f"{file.name}: only {', '.join(sorted(known))} can be set")
    texts = {name: values.get(name) or "" for name in known - {"records"}}
    records = values.get("records") or []
    if not all(isinstance(text, str) for text in texts.values()) or not isinstance(records, list):
        raise SettingsError(f"{file.name}: every value is a text, records a list")
    pairs = []
    for record in records:
        if not isinstance(record, dict) or record.keys() != {"number", "url"}:
            raise SettingsError(f"{file.name}: each record has number and url")
        pairs.append((str(record["number"]), web_address(str(record["url"] or ""))))
    return Settings(
        url=web_address(texts["url"]),
        contact=Text(texts["contact_zh"], texts["contact_en"]),
        records=tuple(pairs),
    )
