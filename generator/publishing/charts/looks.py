"""How charts look on a page."""

from __future__ import annotations

TEXT, GRID, PLAN, RESULT, TARGET, BACKGROUND = (
    *(f"var(--mz-chart-{name})" for name in ("text", "grid", "plan", "result", "target")),
    "var(--mz-surface)",
)
"""The page's colours for charts."""

FONT = "sans-serif"
