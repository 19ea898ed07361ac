"""Releases of the file of counties, each with every period as it stood on its day."""

from datetime import timedelta

from agency_files import COUNTY, SUPPRESSED_COUNTY
from publishing import publish
from support import write_files

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
