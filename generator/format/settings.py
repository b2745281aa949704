"""What may stand in the settings of an installation, `site_src/site.yaml`."""

from __future__ import annotations

from generator.core.messages import LANGUAGES
from generator.format.fields import Field, Shape, Type

FORGES = ("github", "gitlab", "gitea")
"""The forges whose addresses are known; the first is the default."""

RECORDS = Shape(
    "records", (Field("number"), Field("url", Type.ADDRESS, required=False, default="")), listed=True
)

SETTINGS = Shape(
    "settings",
    (
        Field("url", Type.ADDRESS, required=False, default=""),
        Field("repository", Type.ADDRESS, required=False, default=""),
        Field("forge", Type.CHOICE, required=False, choices=FORGES, default=FORGES[0]),
        Field("branch", required=False, default="main"),
        *(Field(f"contact_{language}", required=False, default="") for language in LANGUAGES),
        Field("records", required=False, nested=RECORDS, default=()),
    ),
)
