"""What may stand in the settings of an installation, `site_src/site.yaml`."""

from __future__ import annotations

from generator.format.columns import below, choice, day, ident, link, text, words
from generator.format.fields import Field, Shape, Type

FORGES = ("github", "gitlab", "gitea")
"""The forges whose addresses are known; the first is the default."""

RENDERERS = ("mkdocs", "zensical")
"""What may make the pages of the site out of what is staged; the first is the default."""

PICTURES = ("auto", "always", "never")
"""Whether pages have pictures of their own: `auto` where a package has not too many pages, which is the default."""


class Records(Shape, name="records", listed=True):
    """Numbers under which the site is on record, such as an ICP number."""

    number = text()
    url: Field[str] = Field(type=Type.ADDRESS, required=False, default="")


class HistoriesGivenUp(Shape, name="histories_given_up", listed=True):
    """Publications whose version history the later ones do not go on with, on purpose."""

    commit = text()
    date = day()
    reason = words()


class Withdrawn(Shape, name="withdrawn", listed=True):
    """Packages that are published no more, each with the day and the reason."""

    package = ident()
    date = day()
    reason = words()


RECORDS, HISTORIES_GIVEN_UP, WITHDRAWN = Records(), HistoriesGivenUp(), Withdrawn()


class Settings(Shape, name="settings"):
    """What an installation says of itself; its texts stand in the languages of the site."""

    languages: Field[tuple[str, ...]] = Field(type=Type.LANGUAGE, required=False, many=True, default=())
    site_name = words("name", required=False)
    tagline = words(required=False)
    keeper = words(required=False)
    keeper_id = link()
    logo = text(required=False)
    colour: Field[str] = Field(type=Type.COLOUR, required=False, default="")
    url: Field[str] = Field(type=Type.ADDRESS, required=False, default="")
    repository: Field[str] = Field(type=Type.ADDRESS, required=False, default="")
    forge = choice(FORGES, required=False, default=FORGES[0])
    branch = text(required=False, default="main")
    renderer = choice(RENDERERS, required=False, default=RENDERERS[0])
    share_pictures = choice(PICTURES, required=False, default=PICTURES[0])
    time_zone = text(required=False, default="UTC")
    contact = words(required=False)
    records = below(RECORDS, required=False, default=())
    histories_given_up = below(HISTORIES_GIVEN_UP, required=False, default=())
    withdrawn = below(WITHDRAWN, required=False, default=())


SETTINGS = Settings()
