"""What must be known of figures, as facts of a panel's file."""

import pandas as pd

from components import words
from components.table_files import status_legend
from model import catalog
from model.view import View
from panels.panel import Fact
from queries.results import Provenance


def figure_notes(
    view: View, provenance: list[Provenance], rows: pd.DataFrame, smoothing: tuple[str, ...] = ()
) -> list[Fact]:
    """Cautions of the indicator and its sources, what each status means, and the definition."""
    predicted = rows["status"].eq("predicted").any() and "series" not in rows
    of_predictions = (words.PREDICTED_COUNTS,) if predicted else ()
    said = (*words.cautions(view), *words.rate_footnote(view, provenance), *of_predictions, *smoothing)
    return [
        *source_notes(provenance),
        *(("Note", caution) for caution in said),
        *status_legend(rows["status"], view.indicator),
        ("Definition", catalog.INDICATORS[view.indicator].definition),
    ]


def source_notes(provenance: list[Provenance]) -> list[Fact]:
    """What sources say of their own figures."""
    return [("Note", each.caution) for each in provenance if each.caution]
