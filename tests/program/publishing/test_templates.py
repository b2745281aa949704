"""Templates are filled in as Jinja fills them in, though much is called more directly."""

from __future__ import annotations

from typing import Any

import pytest
from jinja2 import DictLoader, Environment, StrictUndefined, UndefinedError, pass_context, pass_environment
from jinja2.runtime import Context
from markupsafe import Markup

from generator.publishing.templates import Templates


class Bold:
    """What is called, and what has a method."""

    def __call__(self, text: str) -> Markup:
        return Markup("<b>{}</b>").format(text)

    def named(self, text: str, *, sign: str = "!") -> str:
        return text + sign


class Told:
    @pass_context
    def __call__(self, context: Context, name: str) -> str:
        return str(context[name])


@pass_context
def known(context: Context, name: str) -> str:
    return str(context.get(name, "-"))


@pass_environment
def escaping(environment: Environment) -> bool:
    return bool(environment.autoescape)


TOLD: dict[str, Any] = {
    "plain": lambda text, sign="?": text + sign,
    "bold": Bold(),
    "told": Told(),
    "known": known,
    "escaping": escaping,
    "rows": [{"name": "<a>", "below": [{"name": "b", "below": []}]}],
    "text": "<i>",
}
MACROS = "{% macro mark(text, of='x') %}<u>{{ text }}{{ of }}{{ varargs }}{{ kwargs }}</u>{% endmacro %}"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{{ plain(text) }}", "&lt;i&gt;?"),
        ("{{ plain(text, sign='<') }}", "&lt;i&gt;&lt;"),
        ("{{ bold(text) }}{{ bold.named(text, sign='.') }}", "<b>&lt;i&gt;</b>&lt;i&gt;."),
        ("{{ text.upper() }}{{ 'a-b'.split('-', maxsplit=1) }}", "&lt;I&gt;[&#39;a&#39;, &#39;b&#39;]"),
        ("{{ told('text') }}{{ known('text') }}{{ escaping() }}", "&lt;i&gt;&lt;i&gt;True"),
        # What is set within a loop or a block is known to what asks for it.
        ("{% for item in [1] %}{% set own = 7 %}{{ known('own') }}{% endfor %}", "7"),
        ("{% block one %}{% set own = 8 %}{{ known('own') }}{% endblock %}", "8"),
        (MACROS + "{{ mark(text) }}", "<u>&lt;i&gt;x()&lt;dict&gt;</u>"),
        (MACROS + "{{ mark(mark('a'), of='b') }}", "<u><u>ax()&lt;dict&gt;</u>b()&lt;dict&gt;</u>"),
        (
            "{% macro wrap() %}[{{ caller('c') }}]{% endmacro %}{% call(a) wrap() %}{{ a }}{% endcall %}",
            "[c]",
        ),
        (
            "{% for row in rows recursive %}{{ row.name }}({{ loop(row.below) }}){% endfor %}",
            "&lt;a&gt;(b())",
        ),
        ("{% set c = cycler('a', 'b') %}{{ c.next() }}{{ c.next() }}", "ab"),
        ("{% import 'other' as other %}{{ other.mark(text) }}", "<u>&lt;i&gt;x()&lt;dict&gt;</u>"),
        ("{% autoescape false %}{{ plain(text) }}{% endautoescape %}", "<i>?"),
    ],
)
def test_it_calls_what_jinja_calls(source: str, expected: str) -> None:
    found = []
    for kind in (Environment, Templates):
        loader = DictLoader({"page": source, "other": MACROS})
        environment = kind(loader=loader, autoescape=True, undefined=StrictUndefined)
        environment.globals.update(TOLD)
        found.append(environment.get_template("page").render().replace("{}", "&lt;dict&gt;"))
    assert found == [expected, expected]


def test_what_is_not_there_cannot_be_called() -> None:
    environment = Templates(loader=DictLoader({"page": "{{ nothing(1) }}"}), undefined=StrictUndefined)
    with pytest.raises(UndefinedError):
        environment.get_template("page").render()
