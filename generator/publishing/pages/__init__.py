"""Pages of the site: the ledger in, `{path: Markdown}` out; nothing is written here."""

from __future__ import annotations

from generator.publishing.pages.render import Site, render_pages

__all__ = ["Site", "render_pages"]
