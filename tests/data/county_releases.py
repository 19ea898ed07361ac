"""Releases of the file of counties, each with every period as it stood on its day."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
from agency_files import COUNTY, SUPPRESSED_COUNTY
from late_records import FIRST_AGE, simulated
from publishing import publish
from support import write_files

from model.places import counties_of

FIRST_DAY = date(2025, 1, 12)
"""Of the first simulated release."""
WITHHELD = None
DAY = "{:%m/%d/%Y}"


def release_text(day, counts):
    """A file of one day: (county, last day of the period) → count, `WITHHELD` where it is suppressed."""
    rows = []
    for (county, end), count in counts.items():
        start = (end + timedelta(days=1)).replace(year=end.year if end.month == 12 else end.year - 1)
        hidden = {"provisional_drug_overdose_deaths": "", "footnote": SUPPRESSED_COUNTY}
        shown = {"provisional_drug_overdose_deaths": count}
        rows.append(
            {
                "data_as_of": DAY.format(day),
                "year": end.year,
                "month": end.month,
                "fips": int(county),
                "monthendingdate": DAY.format(end),
                "start_date": DAY.format(start),
                "end_date": DAY.format(end),
                **(hidden if count is WITHHELD else shown),
            }
        )
    return COUNTY.text(*rows)


def publish_releases(folder, releases):
    """Publish releases, day → counts, one after the other; returns the folder of the extract."""
    for day, counts in releases.items():
        publish(write_files(folder / f"{day}", {"counties": release_text(day, counts)}), folder / "extracts")
    return folder / "extracts"


def simulated_releases(world, states, releases, draw):
    """Releases of the counties of some states, day → counts, of deaths whose records come late.

    A state is a jurisdiction of the world; counts of 1 to 9 are withheld.
    """
    triangle, _ = simulated(world, releases, draw)
    counties = [county.place for state in states for county in counties_of(state)[: world.counties]]
    ends = len(triangle.counts) // len(counties)
    found = {}
    for number in range(releases):
        released = {}
        for row in np.flatnonzero(triangle.ages[:, number] >= FIRST_AGE):
            count = triangle.counts[row, number]
            end = pd.Period(FIRST_DAY, "M") - int(triangle.ages[row, 0])
            key = (counties[row // ends], end.end_time.date())
            released[key] = WITHHELD if np.isnan(count) else int(count)
        found[FIRST_DAY + timedelta(days=91 * number)] = released
    return found
