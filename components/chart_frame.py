"""What the Plotly charts share: layout without decoration, one font, the stylesheet's colors.

Colors are the stylesheet's own tokens: `var(--health)`, or `var(--health)/0.2` with an opacity. The
browser side puts in what they mean in the theme shown, so a change of theme asks nothing of the server.
"""

from datetime import date
from html import escape
from typing import Any

from dash import html
from dash.development.base_component import Component

Figure = dict[str, Any]
FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif'
INK, MUTED, RULE, SURFACE = "var(--ink)", "var(--muted)", "var(--rule)", "var(--surface)"


def chart(name: str, height: int) -> Component:
    """Where the browser draws a chart; `height` in pixels."""
    return html.Div(id=f"{name}-chart", className="chart", style={"height": f"{height}px"})


def color(token: str, opacity: float | None = None) -> str:
    """A token of the stylesheet as a chart's color."""
    return f"var(--{token})" if opacity is None else f"var(--{token})/{opacity}"


def plain(text: str) -> str:
    """A text as a chart shows it letter by letter; Plotly would else draw the tags and links in it."""
    return escape(text, quote=False)


def axis(**more: Any) -> Figure:
    """An axis with quiet grid lines."""
    return {
        "gridcolor": RULE,
        "zerolinecolor": RULE,
        "linecolor": RULE,
        "tickfont": {"size": 12, "color": MUTED},
        "fixedrange": True,
        "automargin": False,
        **more,
    }


def layout(**more: Any) -> Figure:
    """A chart's layout: quiet, on the panel's own ground."""
    return {
        "font": {"family": FONT, "size": 13, "color": INK},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "margin": {"l": 52, "r": 12, "t": 8, "b": 26},
        "showlegend": False,
        "hovermode": "x unified",
        "hoverlabel": {
            "bgcolor": SURFACE,
            "bordercolor": RULE,
            "font": {"color": INK, "size": 13},
        },
        **more,
    }


def window(first: date | str, last: date | str, opacity: float = 0.1) -> Figure:
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
        "fillcolor": MUTED,
        "opacity": opacity,
        "layer": "below",
    }
