"""Barriers for readers, as axe-core finds them on a page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from axe_playwright_python.base import AXE_SCRIPT
from browsing import SCHEMES, choose
from playwright.sync_api import BrowserContext, Page

Found: TypeAlias = dict[str, list[str]]
"""The rules that are broken, with the first elements that break them."""

EVERYTHING: Mapping[str, Any] = {"resultTypes": ["violations"]}
WCAG: Mapping[str, Any] = {
    **EVERYTHING,
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
}
STRUCTURE: Mapping[str, Any] = {
    **WCAG,
    "rules": {"color-contrast": {"enabled": False}},
}
"""Everything but contrast: the same in every scheme, for a scheme changes nothing but colours."""

COLOURS: Mapping[str, Any] = {
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
    "resultTypes": ["violations", "incomplete"],
    "elementRef": True,
}
"""What depends on colours."""

_TOLD = (
    "found.violations.map(({ id, nodes }) => [id, nodes.slice(0, 3).map(({ html }) => html.slice(0, 200))])"
)

_FRESH = """async ([rules, scheme]) => {
  const kept = `looks ${scheme}`;
  const known = new Set((sessionStorage.getItem(kept) ?? "").split("\\n"));
  const ways = new Map([[null, ""]]);
  const way = (item) => {
    if (!ways.has(item)) {
      const { color, backgroundColor, backgroundImage, opacity, position, filter, mixBlendMode } = getComputedStyle(item);
      const own = [item.localName, item.getAttribute("class"), color, backgroundColor, backgroundImage, opacity, position, filter, mixBlendMode];
      ways.set(item, `${way(item.parentElement)} > ${own.join(" ")}`);
    }
    return ways.get(item);
  };
  const among = (link) => {
    let block = link;
    while (getComputedStyle(block).display.startsWith("inline")) block = block.parentElement;
    return block.textContent.trim() !== link.textContent.trim();
  };
  const look = (item) => {
    const { fontSize, fontWeight, textShadow, textDecorationLine } = getComputedStyle(item);
    const own = [fontSize, fontWeight, textShadow, textDecorationLine, item.matches("a") && among(item), /[\\p{L}\\p{N}]/u.test(item.textContent)];
    return `${way(item)} | ${own.join(" ")}`.replaceAll("\\n", " ");
  };
  const speaks = (item) => item.matches("input, select, textarea")
    || [...item.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
  const fresh = new Map(), exclude = [];
  const find = (item) => {
    if (!item.checkVisibility()) return false;
    const own = speaks(item) && look(item), isFresh = own && !known.has(own);
    if (isFresh) {
      known.add(own);
      fresh.set(item, own);
    }
    const others = [...item.children].filter((child) => !find(child));
    if (!isFresh && others.length === item.children.length) return false;
    exclude.push(...others);
    return true;
  };
  if (!find(document.body)) return [];
  const found = await axe.run(exclude.length ? { exclude } : document, rules);
  for (const { nodes } of [...found.violations, ...found.incomplete])
    for (const { element, any } of nodes) if (any[0]?.data?.messageKey !== "nonBmp") fresh.delete(element);
  sessionStorage.setItem(kept, [sessionStorage.getItem(kept), ...fresh.values()].join("\\n"));
  return TOLD;
}""".replace("TOLD", _TOLD)
"""What colours break on a page, of the texts of each look the first that the tab has not seen to stand out in a scheme.

A look is all that contrast comes of: the tags, classes and computed colours from the page down to the text, how large and
heavy that is, and of a link how it is marked and whether it stands among words. A text of which axe could not tell, or
which is pale, is not seen to stand out: others of its look are looked at again, on this page's next visit and on others.
"""


def with_axe(context: BrowserContext) -> Page:
    """A page of a reader with axe on every page that he opens."""
    context.add_init_script(AXE_SCRIPT)
    return context.new_page()


def barriers(page: Page, rules: Mapping[str, Any] = EVERYTHING) -> Found:
    """What axe finds by some rules."""
    return dict(
        page.evaluate(
            f"async (rules) => {{ const found = await axe.run(rules); return {_TOLD}; }}", dict(rules)
        )
    )


def pale(page: Page) -> dict[str, Found]:
    """By scheme, what does not stand out from its ground."""
    found = {}
    for scheme in SCHEMES:
        choose(page, scheme)
        found[scheme] = dict(page.evaluate(_FRESH, [COLOURS, scheme]))
    return {scheme: broken for scheme, broken in found.items() if broken}
