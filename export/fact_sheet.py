"""The two-page fact sheet of a place: headline, what stands out, map, trend, sectors, sources."""

from collections.abc import Sequence
from typing import Any, Final

from export.exported_panel import Exhibit
from export.pdf import page_count, table_data, typeset
from export.tables import TableWords, nearest, newest, row_texts, words_of
from export.wording import SIMULATED_MARK, Page, clean, facts_of, sentences_of, statuses_of
from model import catalog

PANELS: Final = (
    "headline",
    "standouts",
    "map",
    "trend",
    "drugs",
    "nonfatal",
    "supply",
    "response",
    "completeness",
)
"""What a fact sheet shows, in its order."""
DRAWN: Final = ("map", "trend")
MOST_PAGES: Final = 2
FITS: Final = ((6, 100), (5, 88), (4, 76), (3, 66), (2, 56), (1, 46))
"""Rows of a table, and percent of the width that drawings take; the first that fits two pages is taken."""
MOST_NOTES: Final = 8


def write_fact_sheet(title: str, pages: Sequence[Page]) -> bytes:
    """The fact sheet as PDF/UA-1; always two pages at most.

    Raises
    ------
    ValueError
        If it cannot be made to fit, which its own limits rule out.
    """
    for most_rows, width in FITS:
        made = typeset("fact_sheet.typ", _data(title, pages, most_rows, width))
        if page_count(made) <= MOST_PAGES:
            return made
    raise ValueError("The fact sheet does not fit its pages.")


def _data(title: str, pages: Sequence[Page], most_rows: int, width: int) -> dict[str, Any]:
    exhibits = [page.exhibit for page in pages]
    own = [exhibit for exhibit in exhibits if exhibit.panel in ("headline", *DRAWN)]
    of_panel = {exhibit.panel: exhibit for exhibit in exhibits}
    headline, insights = of_panel.get("headline"), of_panel.get("standouts")
    return {
        "title": clean(title),
        "description": SIMULATED_MARK if any(exhibit.simulated for exhibit in exhibits) else "",
        "simulated": any(exhibit.simulated for exhibit in exhibits),
        "subtitle": clean(headline.title) if headline else "",
        "tiles": tiles(headline) if headline else [],
        "sentences": sentences_of(insights) if insights else [],
        "chosen": clean(insights.subtitle) if insights else "",
        "width": width,
        "drawings": [
            {"drawing": of_panel[name].drawing, "alternative": clean(of_panel[name].alternative)}
            for name in DRAWN
            if name in of_panel and of_panel[name].drawing
        ],
        "tables": [
            {"title": clean(exhibit.title), **table_data(_table(exhibit, most_rows))}
            for exhibit in exhibits
            if exhibit.panel not in ("headline", "standouts", *DRAWN) and len(exhibit.export.rows)
        ],
        "sources": facts_of(exhibits, ("Source",)),
        "notes": [*facts_of(own, ("Note",)), *statuses_of(exhibits)][:MOST_NOTES],
    }


def _table(exhibit: Exhibit, most_rows: int) -> TableWords:
    """The newest figure of each indicator and drug."""
    rows = exhibit.export.rows
    return words_of(nearest(newest(rows)), len(rows), most_rows)


def tiles(headline: Exhibit) -> list[dict[str, str]]:
    """Each headline figure with its words, interval and status."""
    rows = newest(headline.export.rows)
    found = []
    for _, row in rows.iterrows():
        value, lower, upper = row_texts(row, ("value", "lower", "upper"))
        status = str(row.get("status", ""))
        missing = value == "–"
        found.append(
            {
                "label": clean(str(row["figure"])),
                "value": clean(catalog.STATUS_WORDS.get(status, status)) if missing else value,
                "interval": f"95% interval {lower} to {upper}" if lower != "–" else "",
                "status": "" if missing else clean(catalog.STATUS_WORDS.get(status, status)),
            }
        )
    return found
