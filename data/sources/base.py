"""What every loader shares: its interface, and the parsing of cells with the reason for refusal."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from data.sources.table import FileProblem, RawTable, Sheet, table_below
from model.events import event_frame
from model.observations import observation_frame

MOST_ROWS_REFUSED = 0.5
"""A file of which more than this share is refused is taken for broken, not for untidy."""


FIRST_YEAR = 1997
"""NFLIS-Drug began to collect in this year; no source here begins earlier."""

THOUSANDS = r"^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d*)?$"


class MostlyRefused(FileProblem):
    """A recognized file most of whose rows make no sense.

    Attributes
    ----------
    found
        What was found, without what to do about it.
    reasons
        Line → why the row is not loaded, for every row of the file.
    """

    def __init__(self, found: str, reasons: dict[int, str]) -> None:
        super().__init__(f"{found}: check that it is the agency's own file, then download it again")
        self.found = found
        self.reasons = reasons


@dataclass
class Intake:
    """A table on its way into observations, with the rows refused so far.

    Attributes
    ----------
    rows
        Rows still in, at least half of the file's; index is the line in the file.
    reasons
        Line → why the row was refused.
    file_name
        Name of the file, for the few sources that say part of their meaning only there.
    sheet_name
        Name of the workbook's sheet, for the same; empty for a text file.
    titles
        Lines above the table, for the same.
    """

    rows: pd.DataFrame
    reasons: dict[int, str] = field(default_factory=dict)
    file_name: str = ""
    sheet_name: str = ""
    titles: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        self._total = len(self.rows) + len(self.reasons)
        self._stop_if_broken()

    def refuse(self, bad: pd.Series, reason: str, column: str = "") -> None:
        """Take rows out. `bad` is a boolean mask over `rows`; the cell of `column` is quoted.

        Raises
        ------
        MostlyRefused
            When most of the file's rows are refused by now.
        """
        wrong = bad.reindex(self.rows.index, fill_value=False)
        if not wrong.any():
            return
        refused = self.rows[wrong]
        shown = refused[column] if column else pd.Series("", index=refused.index)
        for line, cell in shown.items():
            self.reasons[int(str(line))] = f"{column}: {reason}: {cell!r}" if column else reason
        self.rows = self.rows.drop(refused.index)
        self._stop_if_broken()

    def _stop_if_broken(self) -> None:
        if len(self.reasons) <= MOST_ROWS_REFUSED * self._total:
            return
        line, reason = _commonest(self.reasons)
        found = f"{len(self.reasons):,} of {self._total:,} rows make no sense (line {line}: {reason})"
        rest = dict.fromkeys(self.rows.index, "not loaded, because most of the file makes no sense")
        raise MostlyRefused(found, {**rest, **self.reasons})

    def number(self, column: str) -> pd.Series:
        """Parse a column as numbers; empty is null, thousands commas are dropped, the rest is refused."""
        return self._numbers(column, self.rows[column])

    def marked(self, column: str, markers: Mapping[str, str]) -> tuple[pd.Series, pd.Series]:
        """Parse a column of numbers in which words stand for absent ones; the rest is refused.

        Parameters
        ----------
        markers
            Word in lower case → what it means. An empty cell is refused unless it is one of them.

        Returns
        -------
        Series of float
            Null where a marker stands.
        Series of str
            Meaning of the marker, empty where a number stands.
        """
        cells = self.rows[column]
        meaning = cells.str.lower().map(dict(markers)).fillna("").astype("str")
        self.refuse((cells == "") & (meaning == ""), "empty", column)
        numbers = self._numbers(column, cells.where(meaning == "", ""))
        return numbers, meaning.reindex(self.rows.index)

    def _numbers(self, column: str, cells: pd.Series) -> pd.Series:
        text = cells.where(~cells.str.match(THOUSANDS), cells.str.replace(",", "", regex=False))
        parsed = pd.to_numeric(text.where(text != ""), errors="coerce")
        finite = parsed.abs().le(1e15)
        self.refuse((text != "") & ~finite.fillna(False).astype(bool), "not a number", column)
        negative = parsed.reindex(self.rows.index).lt(0).fillna(False).astype(bool)
        self.refuse(negative, "below zero", column)
        return parsed.reindex(self.rows.index).astype("float64")

    def year(self, column: str, ahead: int = 1) -> pd.Series:
        """Parse a column of years; the rest is refused.

        Figures of years to come are misprints. Let in, one would pass for the newest vintage and hide
        every true one; `ahead` years are let in for fiscal years and for clocks that are behind.
        """
        text = self.rows[column].str.extract(r"^([12][0-9]{3})(?:\.0*)?$", expand=False)
        years = pd.to_numeric(text)
        wrong = ~years.between(FIRST_YEAR, date.today().year + ahead)
        self.refuse(wrong, "not a year", column)
        return years.reindex(self.rows.index).astype("int64")

    def repeated(self, keys: pd.DataFrame, fact: str) -> None:
        """Refuse rows whose `keys`, a frame over `rows`, repeat those of an earlier row."""
        self.refuse(keys.reindex(self.rows.index).duplicated(), f"repeats an earlier row of the same {fact}")

    def word(self, column: str, words: Mapping[str, str]) -> pd.Series:
        """Translate a column by a table in the open (keys lower case); unknown words are refused."""
        translated = self.rows[column].str.lower().map(dict(words))
        self.refuse(translated.isna(), "unknown word", column)
        return translated.reindex(self.rows.index)

    def day(self, column: str, *forms: str) -> pd.Series:
        """Parse a column of dates written in any of `forms` (strftime); the rest is refused."""
        parsed = pd.Series(pd.NaT, index=self.rows.index, dtype="datetime64[s]")
        for form in forms:
            if parsed.notna().all():
                break
            parsed = parsed.fillna(pd.to_datetime(self.rows[column], format=form, errors="coerce"))
        self.refuse(parsed.isna(), "not a date", column)
        return parsed.reindex(self.rows.index)


@dataclass(frozen=True)
class Converted:
    """What a source's module makes of the rows it keeps.

    Attributes
    ----------
    observations
        Any subset of the contract's columns that `observation_frame` can complete; `source` is filled in.
    as_of_stated
        Whether the file itself says which day its figures are of; otherwise `as_of` is the end of the
        newest period in it.
    events
        `kind, place, start, end, title, source, edition`, for the few files that hold events.
    """

    observations: pd.DataFrame
    as_of_stated: bool = False
    events: pd.DataFrame | None = None


@dataclass(frozen=True)
class Loaded:
    """What a loader made of one table.

    Attributes
    ----------
    observations
        By the contract of `model.observations`; empty for a table of events.
    events
        By `model.events`; empty for most.
    reasons
        Line → why the row was refused.
    as_of_stated
        Whether the file, or whoever brought it, says which day its figures are of; otherwise `as_of` is
        the end of the newest period in it.
    """

    observations: pd.DataFrame
    events: pd.DataFrame
    reasons: dict[int, str]
    as_of_stated: bool


def _commonest(reasons: Mapping[int, str]) -> tuple[int, str]:
    """The first line, with its reason, of those that are refused for the commonest kind of reason."""
    kinds = Counter(_kind(reason) for reason in reasons.values())
    most = max(kinds.values())
    return min((line, reason) for line, reason in reasons.items() if kinds[_kind(reason)] == most)


def _kind(reason: str) -> str:
    """A reason without the cell that it quotes."""
    return reason.rsplit(": ", 1)[0]


def any_header(_: frozenset[str]) -> bool:
    """Ask nothing of a header beyond the columns that it must have."""
    return True


@dataclass(frozen=True)
class Loader:
    """Turns one source's table into observations.

    Attributes
    ----------
    source
        Source id of the catalog.
    required
        Normalized column names by which a table is recognized, in any order, whatever else it has.
    convert
        Refuses rows of an `Intake` and returns what the others say.
    with_notes
        Whether the agency writes footnotes below the table.
    accepts
        What else a header must be like, for tables whose columns vary.
    laid_out
        How the rows below the header become a table, where it is not one table of one header.
    """

    source: str
    required: frozenset[str]
    convert: Callable[[Intake], Converted]
    with_notes: bool = False
    accepts: Callable[[frozenset[str]], bool] = any_header
    laid_out: Callable[[Sheet, int], RawTable] | None = None

    def knows(self, header: frozenset[str]) -> bool:
        """Whether a row of normalized cells is the header of such a table."""
        return self.required <= header and self.accepts(header)

    def table(self, sheet: Sheet, header_at: int) -> RawTable:
        """The table below a header that the loader knows.

        Raises
        ------
        FileProblem
            If it breaks off or cannot be told apart.
        """
        if self.laid_out:
            return self.laid_out(sheet, header_at)
        return table_below(sheet, header_at, with_notes=self.with_notes)

    def load(self, table: RawTable, as_of: date | None = None) -> Loaded:
        """Convert a recognized table.

        Parameters
        ----------
        as_of
            Day the figures are of, as known by whoever brought the file; what the file itself states
            goes before it.

        Raises
        ------
        FileProblem
            If the table has no rows, or most of them are refused (`MostlyRefused`).
        """
        if len(table.rows) + len(table.misshapen) == 0:
            raise FileProblem("has a header and no rows: download it again")
        intake = Intake(table.rows, dict(table.misshapen), table.path.name, table.sheet, table.titles)
        converted = self.convert(intake)
        observations = observation_frame(converted.observations.assign(source=self.source))
        if as_of and not converted.as_of_stated:
            observations["as_of"] = pd.Timestamp(as_of).as_unit("s")
        return Loaded(
            observations,
            event_frame(converted.events),
            intake.reasons,
            converted.as_of_stated or as_of is not None,
        )


def pending_note(share: pd.Series) -> pd.Series:
    """Note on records pending investigation, from a column of percents; empty where there is none."""
    percents = pd.to_numeric(share, errors="coerce")
    words = [
        "" if pd.isna(percent) else f"{percent:.2f}% of records pending investigation" for percent in percents
    ]
    return pd.Series(words, index=share.index, dtype="str")


MONTH_NUMBERS: Mapping[str, int] = {
    name: number
    for number, names in enumerate(
        ("jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august")
        + ("sep sept september", "oct october", "nov november", "dec december"),
        start=1,
    )
    for name in names.split()
}


def month_end(year: pd.Series, month: pd.Series) -> pd.Series:
    """Last day of each calendar month, from whole-number years and months."""
    first = pd.to_datetime(pd.DataFrame({"year": year.astype(int), "month": month.astype(int), "day": 1}))
    return first + pd.offsets.MonthEnd(0)


def months_before(end: pd.Series, months: int) -> pd.Series:
    """First day of the window of `months` whole months that ends on `end`."""
    return end + pd.offsets.MonthEnd(-months) + pd.Timedelta(days=1)
