"""Which of the links on a page are the files wanted."""

import re
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

import httpx

from data.sources.base import MONTH_NUMBERS

WHOLE_YEAR = 12
"""Where a file's name gives no month, after all months of the fiscal year."""


def links_of(page: bytes, address: str) -> list[str]:
    """Every link of a page to its own host by https, in the page's order."""
    parser = _Links()
    parser.feed(page.decode("utf-8", "replace"))
    base = httpx.URL(address)
    found = []
    for href in parser.found:
        try:
            target = base.join(href.strip())
        except httpx.InvalidURL:
            continue
        if (target.scheme, target.host, target.port) == ("https", base.host, None):
            found.append(str(target))
    return list(dict.fromkeys(found))


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.found += [value for name, value in attrs if name == "href" and value]


def file_name(address: str) -> str:
    """Last part of an address's path; a folder's ends in a slash."""
    whole = unquote(urlsplit(address).path)
    name = whole.rstrip("/").rpartition("/")[2]
    return f"{name}/" if whole.endswith("/") else name


def newest_by_year(links: list[str], pattern: re.Pattern[str]) -> list[str]:
    """Links whose last part is of a pattern with a year in group 1, the newest first."""
    found = [(match[1], link) for link in links if (match := pattern.fullmatch(file_name(link)))]
    return [link for _, link in sorted(found, reverse=True)]


def fiscal_year_files(links: list[str], pattern: re.Pattern[str]) -> list[str]:
    """The newest file, then the newest of those that begin before it, until no earlier year is left.

    A page lists the running file (`...-fy23-fy26-dec.csv`), sometimes those of past months, and files of
    earlier years (`...-fy19-fy22.csv`). Newest is the one that reaches furthest, by fiscal year and
    month (October first); then the one put up last, as the folder in its address says.
    """
    rest = {link: match for link in links if (match := pattern.fullmatch(file_name(link)))}
    chosen = []
    while rest:
        newest = max(rest, key=lambda link: _reach(link, rest[link]))
        begins = int(rest[newest]["first"])
        chosen.append(newest)
        rest = {link: match for link, match in rest.items() if int(match["first"]) < begins}
    return chosen


def _reach(link: str, match: re.Match[str]) -> tuple[int, int, str, str]:
    month = MONTH_NUMBERS.get((match["month"] or "").lower())
    put_up = re.search(r"/(\d{4}-\d{2})/", link)
    through = (month - 10) % 12 if month else WHOLE_YEAR
    return int(match["last"] or match["first"]), through, put_up[1] if put_up else "", link
