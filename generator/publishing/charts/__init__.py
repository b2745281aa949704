"""Charts: what each form shows, its drawing for the page, and its interactive version."""

from generator.publishing.charts.data import (
    Body,
    BreakdownData,
    ChartData,
    Column,
    ComparedData,
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
    "Body",
    "BreakdownData",
    "ChartData",
    "Column",
    "ComparedData",
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
