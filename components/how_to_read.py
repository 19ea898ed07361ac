"""How panels are read: where the plain sentences of each stand, and those that several panels share."""

from collections.abc import Sequence
from typing import Final

from dash import html
from dash.development.base_component import Component

INTERVAL: Final = (
    "The 95% interval is the range within which the true level plausibly lies, chance alone considered."
)
UNASSESSED: Final = (
    "Rates that are published without their counts, and weights, have no interval: whether chance could "
    "explain a difference cannot be said, so both figures are shown and no direction."
)
NO_RANK: Final = "Nothing is drawn, because places must not be compared."
GROUPS: Final = (
    "A group’s line adds up its released counties alone and breaks where they change, so that no fall is "
    "only a county that came to be withheld; a rate of the released counties is not that of the whole group."
)
NO_SMOOTHED_RANK: Final = "Nothing is drawn, because smoothed rates are not observed ones."
SMOOTHED: Final = (
    "A smoothed rate is an estimate, not what was observed: rates of few people are drawn toward that of "
    "all places, so that chance alone stands out less. It has no rank and no interval here."
)
FADED: Final = "A fainter color is a wider interval, not a lower figure."
CLEAR: Final = (
    "“No clear change” means that the interval of the change includes zero, so that chance could explain it."
)
OWN_SCALES: Final = "Each chart has a scale of its own, so their heights cannot be compared."


def disclosure(panel: str, sentences: Sequence[str]) -> list[Component]:
    """Where the sentences of a panel stand, folded; none given means that its answer fills them in."""
    return [
        html.Details(
            [html.Summary("How to read this"), html.P(" ".join(sentences), id=f"{panel}-reading")],
            className="reading",
        )
    ]
