"""Figures as documents print them, in any language, and what they say."""

from generator.core.figures.grammar import GAP, Figure, FigureReader
from generator.core.figures.quantities import PERCENT

__all__ = ["GAP", "PERCENT", "Figure", "FigureReader"]
