"""The small town with two programmes: parks that were promised and reported, and a lamp patrol that was only promised."""

from __future__ import annotations

from overlays import PLAN, REPORT, OverlayTree

from generator.core.model import Package
from generator.reading.load import load

PROGRAMMES = """\
pocket-parks:
  title_zh: 口袋公园
  title_en: Pocket parks
  kind: works
  summary_zh: 房前屋后的小公园。
  summary_en: Small parks near people’s homes.
  since: 2023-06
  goals: [2023-plan/2]
  deliverables: [2023-plan/2/pocket-park]
  indicators: [lamps-standing]
  targets: [2023-plan/1/repair-days/2023]
lamp-count:
  title_zh: 路等
  title_en: Street lamps <b>
  kind: platform
  summary_zh: 街上的灯。
  summary_en: The lamps in the streets.
  names: [新装路等]
  goals: [2023-plan/1]
"""

HEAD = "programme_id,slug,says,locator,figure,note_zh,note_en"
OF_PLAN = f"""\
{HEAD}
pocket-parks,built,promised,一/2,建口袋公园,,
lamp-count,installed,promised,一/1,全镇新装路等200盏以上,“路等”是原文的错字。,The copy misprints it.
"""
OF_REPORT = f"""\
{HEAD}
pocket-parks,opened,reported,一/(二),口袋公园已经开放,,
"""


def tree() -> OverlayTree:
    """The data folder, in memory."""
    found = OverlayTree().write("town/programmes.yaml", PROGRAMMES)
    return found.write(f"{PLAN}/mentions.csv", OF_PLAN).write(f"{REPORT}/mentions.csv", OF_REPORT)


def package() -> Package:
    """The town itself."""
    ledger, report = load(tree())
    assert ledger is not None, report.render("text", "en")
    return ledger.packages["town"]
