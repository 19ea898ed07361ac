"""What files of dated events share: their days, and what a file without figures is converted to."""

from typing import Final

import pandas as pd

from data.sources.base import Converted, Intake
from model.observations import COLUMNS

FIRST_EVENT_YEAR: Final = 1900
LAST_EVENT_YEAR: Final = 2100
"""Years beyond these are misprints, and would stretch every time axis."""
ISO_DAY: Final = "%Y-%m-%d"


def only_events(events: pd.DataFrame) -> Converted:
    """What a file that holds events and no figures is converted to."""
    return Converted(pd.DataFrame(columns=list(COLUMNS)), events=events)


def event_days(intake: Intake, column: str) -> pd.Series:
    """Days of a column, each a full ISO date of a year in which an event can be; the rest is refused."""
    day = intake.day(column, ISO_DAY)
    wrong = ~day.dt.year.between(FIRST_EVENT_YEAR, LAST_EVENT_YEAR)
    intake.refuse(wrong, "not a year of events", column)
    return day.reindex(intake.rows.index)
