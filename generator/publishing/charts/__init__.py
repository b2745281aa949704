"""Charts: what each form shows, its drawing for the page, and its interactive version."""

from generator.publishing.charts.data import (
    BreakdownData,
    ChartData,
    Column,
    Part,
    Point,
    ProgressData,
    SeriesData,
    Shape,
    YearsData,
)
from generator.publishing.charts.draw import drawing, picture
from generator.publishing.charts.interactive import blank, bundle, specification

__all__ = [
    "BreakdownData",
    "ChartData",
    "Column",
    "Part",
    "Point",
    "ProgressData",
    "SeriesData",
    "Shape",
    "YearsData",
    "blank",
    "bundle",
    "drawing",
    "picture",
    "specification",
]
