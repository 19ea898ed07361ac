"""What every loader shares: its interface, and the parsing of cells with the reason for refusal."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import pandas as pd

from data.observations import observation_frame
from data.sources.table import FileProblem, RawTable

MOST_ROWS_REFUSED = 0.5
"""A file of which more than this share is refused is taken for broken, not for untidy."""


@dataclass
class Intake:
    """A table on its way into observations, with the rows refused so far.

    Attributes
    ----------
    rows
        Rows still in; index is the line in the file.
    reasons
        Line → why the row was refused.
    """

    rows: pd.DataFrame
    reasons: dict[int, str] = field(default_factory=dict)

    def refuse(self, bad: pd.Series, reason: str, column: str = "") -> None:
        """Take rows out. `bad` is a boolean mask over `rows`; the cell of `column` is quoted."""
        refused = self.rows[bad.reindex(self.rows.index, fill_value=False)]
        shown = refused[column] if column else pd.Series("", index=refused.index)
        for line, cell in shown.items():
            self.reasons[int(str(line))] = f"{column}: {reason}: {cell!r}" if column else reason
        self.rows = self.rows.drop(refused.index)

    def number(self, column: str) -> pd.Series:
        """Parse a column as numbers; empty is null, thousands commas are dropped, the rest is refused."""
        text = self.rows[column].str.replace(",", "", regex=False)
        parsed = pd.to_numeric(text.where(text != ""), errors="coerce")
        finite = parsed.abs().le(1e15)
        self.refuse((text != "") & ~finite.fillna(False).astype(bool), "not a number", column)
        negative = parsed.reindex(self.rows.index).lt(0).fillna(False).astype(bool)
        self.refuse(negative, "below zero", column)
        return parsed.reindex(self.rows.index).astype("float64")

    def word(self, column: str, words: Mapping[str, str]) -> pd.Series:
        """Translate a column by a table in the open (keys lower case); unknown words are refused."""
        translated = self.rows[column].str.lower().map(dict(words))
        self.refuse(translated.isna(), "unknown word", column)
        return translated.reindex(self.rows.index)

    def day(self, column: str, form: str) -> pd.Series:
        """Parse a column of dates written in `form` (strftime); the rest is refused."""
        parsed = pd.to_datetime(self.rows[column], format=form, errors="coerce")
        self.refuse(parsed.isna(), "not a date", column)
        return parsed.reindex(self.rows.index)


@dataclass(frozen=True)
class Loaded:
    """What a loader made of one file.

    Attributes
    ----------
    observations
        By the contract of `data.observations`.
    reasons
        Line → why the row was refused.
    as_of_stated
        Whether the file itself says which day its figures are of; otherwise `as_of` is the end of
        the newest period in it.
    """

    observations: pd.DataFrame
    reasons: dict[int, str]
    as_of_stated: bool


@dataclass(frozen=True)
class Loader:
    """Turns one source's file into observations.

    Attributes
    ----------
    source
        Source id of the catalog.
    required
        Normalised column names by which a file is recognised, in any order, whatever else it has.
    convert
        Fills an `Intake`'s reasons and returns observations and whether the file states its day.
    """

    source: str
    required: frozenset[str]
    convert: Callable[[Intake], tuple[pd.DataFrame, bool]]

    def load(self, table: RawTable) -> Loaded:
        """Convert a recognised table.

        Raises
        ------
        FileProblem
            If the table has no rows, or most of them are refused.
        """
        total = len(table.rows) + len(table.misshapen)
        if total == 0:
            raise FileProblem("has a header and no rows: download it again")
        intake = Intake(table.rows, dict(table.misshapen))
        observations, as_of_stated = self.convert(intake)
        if len(intake.reasons) > MOST_ROWS_REFUSED * total:
            line, reason = min(intake.reasons.items())
            raise FileProblem(
                f"{len(intake.reasons):,} of {total:,} rows make no sense (line {line}: {reason}): "
                "check that it is the agency's own file, then download it again"
            )
        return Loaded(
            observation_frame(observations.assign(source=self.source)), intake.reasons, as_of_stated
        )


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
