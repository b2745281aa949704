"""A statistical table of the made-up town, as a document."""

from __future__ import annotations

FACTS = """\
title_zh: 青禾镇统计表
title_en: Statistics of Qinghe Town
kind: dataset
publisher_id: town-government
period_start: {start}
period_end: 2022-12-31
completeness: full
archive_sha256: 5d6f1a9b4c7e2d809b1d4e6f2a8c0357e4d9f1b6a27c8035d6e1f9b4a7c2803e
sections:
  表1:
    title_zh: 路灯
    title_en: Lamps
"""
"""Its `document.yaml`, from the first day of what it tells of."""
