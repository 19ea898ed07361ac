"""The data brief as one HTML file that needs nothing beside it."""

import base64
from collections.abc import Iterable, Sequence
from html import escape
from typing import Final

from export.sections import alternative_of, endings, shown_table
from export.tables import TableWords
from export.wording import SIMULATED_MARK, Page, clean, foot_of, sentences_of, subtitle_of

STYLE: Final = """
:root { color-scheme: light dark; }
body { margin: 0 auto; max-width: 60rem; padding: 1.5rem; font: 1rem/1.5 system-ui, Arial, sans-serif;
  color: light-dark(#15212c, #eaf0f5); background: light-dark(#ffffff, #0e151b); }
h1 { line-height: 1.2; } h2 { margin-top: 2.5rem; line-height: 1.25; }
img { width: 100%; height: auto; border: 1px solid #dfe5ea; background: #ffffff; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; font-size: .9rem; }
.wide { overflow-x: auto; }
th, td { text-align: start; padding: .3rem .5rem; border-bottom: 1px solid light-dark(#dfe5ea, #26343f); }
th { color: light-dark(#0a5c8a, #6cb8e6); } .number { text-align: end; }
.quiet { color: light-dark(#526272, #9fb0bf); font-size: .9rem; }
.mark { display: inline-block; padding: .15rem .6rem; border-radius: .3rem; font-weight: 600;
  background: #fff3cd; color: #5c4400; }
section { break-inside: avoid-page; }
""".strip()
POLICY: Final = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
"""Of the document: nothing is loaded and nothing runs, wherever it is opened."""


def write_html(title: str, pages: Sequence[Page]) -> bytes:
    """A page with a section a slide, and methods and sources at its end."""
    said = escape(clean(title))
    simulated = any(page.exported.simulated for page in pages)
    body = [f"<h1>{said}</h1>", _element("p", SIMULATED_MARK, "mark") if simulated else ""]
    body += [_section(page) for page in pages]
    for ending in endings(pages):
        body.append(f"<section>{_element('h2', ending.heading)}{_list(ending.words)}</section>")
    head = (
        f'<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{said}</title><style>{STYLE}</style>"
    )
    main = f"<main>{''.join(body)}</main>"
    return f'<!DOCTYPE html>\n<html lang="en-US"><head>{head}</head><body>{main}</body></html>'.encode()


def _section(page: Page) -> str:
    parts = [_element("h2", page.title), _element("p", page.text), _element("p", subtitle_of(page))]
    parts.append(_list(sentences_of(page.exported)))
    if page.exported.drawing:
        picture = base64.b64encode(page.exported.drawing.encode()).decode()
        alternative = escape(alternative_of(page))
        parts.append(f'<img src="data:image/svg+xml;base64,{picture}" alt="{alternative}">')
    table = shown_table(page)
    if table:
        parts.append(_table(table, page.title))
    parts.append(_element("p", foot_of(page.exported), "quiet"))
    return f"<section>{''.join(parts)}</section>"


def _element(name: str, words: str, kind: str = "") -> str:
    """An element with text; nothing where there is none."""
    named = f' class="{kind}"' if kind else ""
    return f"<{name}{named}>{escape(words)}</{name}>" if words else ""


def _list(words: Iterable[str]) -> str:
    entries = "".join(_element("li", each) for each in words)
    return f"<ul>{entries}</ul>" if entries else ""


def _table(table: TableWords, caption: str) -> str:
    kinds = ["number" if numeric else "" for numeric in table.numeric]
    head = "".join(
        f'<th scope="col"{_class(kind)}>{escape(name)}</th>'
        for name, kind in zip(table.header, kinds, strict=True)
    )
    rows = "".join(f"<tr>{_cells(row, kinds)}</tr>" for row in table.rows)
    # A part that scrolls must be reached by keyboard.
    return (
        f'<div class="wide" tabindex="0" role="region" aria-label="{escape(caption)}">'
        f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
        + _element("p", table.more, "quiet")
    )


def _cells(row: Sequence[str], kinds: Sequence[str]) -> str:
    return "".join(f"<td{_class(kind)}>{escape(cell)}</td>" for cell, kind in zip(row, kinds, strict=True))


def _class(kind: str) -> str:
    return f' class="{kind}"' if kind else ""
