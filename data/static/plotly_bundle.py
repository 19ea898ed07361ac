"""Plotly for the browser, compressed once: the small bundle where npm has installed it, else the whole."""

from importlib.resources import files
from pathlib import Path

from data.static.files import find_static, write_static
from model.settings import PROJECT

SMALL = PROJECT / "node_modules" / "plotly.js-basic-dist-min" / "plotly-basic.min.js"
QUALITY = 9


def ensure_plotly(folder: Path) -> Path:
    """Plotly in the folder of static files, copied there only when absent.

    The small bundle draws lines and bars, which is all the charts need, in a quarter of the bytes. A
    machine without npm serves the whole bundle that the plotly package carries: slower to start, else
    the same.

    Returns
    -------
    Path
        `plotly-basic-<hash>.js` or `plotly-<hash>.js`.
    """
    stem = "plotly-basic" if SMALL.is_file() else "plotly-whole"
    found = find_static(folder, stem, ".js")
    if found:
        return found
    source = SMALL if SMALL.is_file() else files("plotly") / "package_data" / "plotly.min.js"
    return write_static(folder, stem, ".js", source.read_bytes(), QUALITY)
