"""What belongs together on a page."""

from __future__ import annotations

from datetime import date

from packages import town

from generator.publishing.pages.views import PackageView
from generator.verdicts.standings import assess_package
from generator.wording.explain import standing_line


def test_marks_are_counted_together_when_they_say_the_same() -> None:
    package = town(
        {
            "measures": {"working": "rate"},
            "targets": [
                {"figure": "100盏"},
                {"figure": "200盏", "indicator": "signs"},
                {"figure": "80%以上", "indicator": "working"},
            ],
            "seen": [
                {"figure": "50盏"},
                {"figure": "100盏", "indicator": "signs"},
                {"figure": "85%", "indicator": "working"},
            ],
        }
    )
    view = PackageView(package, assess_package(package, date(2023, 8, 1)))
    marks = [(standing_line(item, "en"), count) for item, count in view.mark_groups("plan/1", "en")]
    # All three are `on_pace` as of one day, but a share has no pace.
    assert marks == [("On pace", 2), ("Meets the target so far", 1)]
