"""Figures as documents print them, in any language, and what they say."""

from generator.core.figures.figure import Figure
from generator.core.figures.lexicon import between_ends
from generator.core.figures.quantities import PERCENT
from generator.core.figures.reader import GAP, FigureReader, figure_reader, read_in_cell
from generator.core.figures.written import Written, written_number

__all__ = [
    "GAP",
    "PERCENT",
    "Figure",
    "FigureReader",
    "Written",
    "between_ends",
    "figure_reader",
    "read_in_cell",
    "written_number",
]
