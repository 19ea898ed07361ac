"""What a panel is on the fact sheet of a place."""

from enum import StrEnum


class SheetPart(StrEnum):
    """The parts of the sheet, in their order."""

    TILES = "tiles"
    SENTENCES = "sentences"
    DRAWING = "drawing"
    TABLE = "table"
