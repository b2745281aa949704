"""Pictures for link previews and for saving: drawings as PNG that look the same wherever they are made."""

from generator.publishing.pictures.fonts import Face, face, installed
from generator.publishing.pictures.painting import CARD, FINE, SHAPES, coloured, is_picture, placed, png

__all__ = [
    "CARD",
    "FINE",
    "SHAPES",
    "Face",
    "coloured",
    "face",
    "installed",
    "is_picture",
    "placed",
    "png",
]
