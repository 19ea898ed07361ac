"""What the Plotly charts share: layout without decoration, one font, the theme's colours."""

from datetime import date
from typing import Any

from components.theme import Theme

Figure = dict[str, Any]
FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif'
GRAPH_CONFIG: Any = {"displayModeBar": False, "responsive": True, "doubleClick": False, "showTips": False}


def axis(theme: Theme, **more: Any) -> Figure:
    """An axis with quiet grid lines."""
    return {
        "gridcolor": theme.rule,
        "zerolinecolor": theme.rule,
        "linecolor": theme.rule,
        "tickfont": {"size": 12, "color": theme.muted},
        "fixedrange": True,
        "automargin": False,
        **more,
    }


def layout(theme: Theme, key: str, **more: Any) -> Figure:
    """A chart's layout.

    Parameters
    ----------
    key
        What the chart shows; the browser side reads it back to know when every panel is painted.
    """
    return {
        "meta": {"key": key},
        "font": {"family": FONT, "size": 13, "color": theme.ink},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "margin": {"l": 52, "r": 12, "t": 8, "b": 26},
        "showlegend": False,
        "hovermode": "x unified",
        "hoverlabel": {
            "bgcolor": theme.surface,
            "bordercolor": theme.rule,
            "font": {"color": theme.ink, "size": 13},
        },
        **more,
    }


def window(theme: Theme, first: date | str, last: date | str, opacity: float = 0.1) -> Figure:
    """A shaded range of time over the whole height of a chart."""
    return {
        "type": "rect",
        "xref": "x",
        "yref": "paper",
        "x0": str(first),
        "x1": str(last),
        "y0": 0,
        "y1": 1,
        "line": {"width": 0},
        "fillcolor": theme.muted,
        "opacity": opacity,
        "layer": "below",
    }
