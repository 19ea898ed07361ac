"""Tables of state and local partners, read by a mapping that says what their columns mean."""

from data.mapping.convert import loader
from data.mapping.declaration import TableMapping
from data.mapping.reading import BadMapping, read_mapping
from data.mapping.select import find_header, mapped_sheet
from data.mapping.totals import disagreements

__all__ = [
    "BadMapping",
    "TableMapping",
    "disagreements",
    "find_header",
    "loader",
    "mapped_sheet",
    "read_mapping",
]
