"""What an installation of the site says of itself: address, repository, contact, record numbers.

They stand in `site_src/site.yaml`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import quote, urlsplit

import yaml

from generator.core.messages import SITE_SRC
from generator.core.model import Text

FILE = SITE_SRC / "site.yaml"


class SettingsError(Exception):
    """The settings cannot be used; the message says why."""


DATA = "data/"
"""Where the packages stand in the repository."""

FORGES: Mapping[str, tuple[str, str]] = {
    "github": (
        "edit/{branch}/{path}#L{line}",
        "issues/new?template=correction.yml&title={title}&figure={figure}",
    ),
    "gitlab": (
        "-/edit/{branch}/{path}#L{line}",
        "-/issues/new?issuable_template=correction&issue[title]={title}&issue[description]={figure}",
    ),
    "gitea": (
        "_edit/{branch}/{path}#L{line}",
        "issues/new?template=correction.yml&title={title}&figure={figure}",
    ),
}
"""Below the repository's address in each forge: the editor of a file at a line, and the form for corrections."""


@dataclass(frozen=True, slots=True)
class Settings:
    """`url` is the published address with its final slash, or empty; `repository` that of the repository in its
    `forge`; `records` are (number, address or empty).
    """

    url: str = ""
    repository: str = ""
    forge: str = "github"
    branch: str = "main"
    contact: Text = Text("", "")  # noqa: RUF009 - frozen
    records: tuple[tuple[str, str], ...] = ()

    def at(self, url: str | None = None, repository: str | None = None) -> Settings:
        """The same with other addresses; None keeps one. Raises SettingsError where one is no web address."""
        return replace(
            self,
            url=self.url if url is None else web_address(url),
            repository=self.repository if repository is None else web_address(repository),
        )

    def page(self, path: str) -> str:
        """The full address of a page of the site, or nothing where the site's own is not known."""
        return self.url and self.url + path

    def editor(self, file: str, line: int) -> str:
        """The address at which a row of data (a file below the data directory, a line) can be changed, or nothing."""
        return self._in_forge(0, path=quote(DATA + file), line=str(line))

    def form(self, title: str, figure: str) -> str:
        """The address of the form for corrections with a title and the figure's row filled in, or nothing."""
        return self._in_forge(1, title=quote(title, safe=""), figure=quote(figure, safe=""))

    def _in_forge(self, page: int, **values: str) -> str:
        if not self.repository:
            return ""
        return self.repository + FORGES[self.forge][page].format(branch=quote(self.branch), **values)


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
    known = {"url", "repository", "forge", "branch", "contact_zh", "contact_en", "records"}
    if not isinstance(values, dict) or values.keys() - known:
        raise SettingsError(f"{file.name}: only {', '.join(sorted(known))} can be set")
    texts = {name: values.get(name) or "" for name in known - {"records"}}
    records = values.get("records") or []
    if not all(isinstance(text, str) for text in texts.values()) or not isinstance(records, list):
        raise SettingsError(f"{file.name}: every value is a text, records a list")
    forge = texts["forge"] or next(iter(FORGES))
    if forge not in FORGES:
        raise SettingsError(f"{file.name}: forge is one of {', '.join(FORGES)}")
    pairs = []
    for record in records:
        if not isinstance(record, dict) or record.keys() != {"number", "url"}:
            raise SettingsError(f"{file.name}: each record has number and url")
        pairs.append((str(record["number"]), web_address(str(record["url"] or ""))))
    return Settings(
        url=web_address(texts["url"]),
        repository=web_address(texts["repository"]),
        forge=forge,
        branch=texts["branch"] or "main",
        contact=Text(texts["contact_zh"], texts["contact_en"]),
        records=tuple(pairs),
    )
