"""The shapes of the forms of charts, for which no Altair is needed once they are known."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from generator.publishing.lasting import lasting


@cache
def shape(name: str) -> Mapping[str, Any]:
    """The Vega-Lite of a form, without data, as `generator.publishing.charts.forms` builds it; nobody may change it."""
    shaped: Mapping[str, Any] = json.loads(lasting(lambda: _built(name), f"form-{name}"))
    return shaped


@cache
def _built(name: str) -> str:
    # Altair takes half a second to load, and an export of tables needs none of it.
    from generator.publishing.charts.forms import form

    return json.dumps(form(name))
