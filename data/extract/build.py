"""Turns all observations into the tables of an extract."""

from dataclasses import dataclass, field, replace

import pandas as pd
import pyarrow.parquet as parquet

from data.extract.changes import changes_between
from data.extract.class_edges import edges_of_maps
from data.extract.denominators import with_denominators
from data.extract.quality import checks
from data.extract.reading import Extract, read_observations
from model import catalog, observation_schema, vintages
from model.events import event_frame, shipped_events
from model.observations import COLUMNS, STRATA, observation_frame


@dataclass(frozen=True)
class SourceState:
    """What is known of a source's newest vintage."""

    simulated: bool
    as_of_stated: bool
    entry: catalog.Source | None = None
    """Its catalog entry, for a source that a partner's mapping declares."""


@dataclass(frozen=True)
class Content:
    """Everything an extract is built from.

    Attributes
    ----------
    observations
        Of every vintage.
    events
        By `model.events`.
    files
        What became of each file: `source, file, sheet, outcome, rows, ...`.
    sources
        Source → what is known of it.
    """

    observations: pd.DataFrame
    events: pd.DataFrame
    files: pd.DataFrame
    sources: dict[str, SourceState] = field(default_factory=dict)


def public_part(content: Content) -> Content:
    """What everybody may see of it: events of partners are left out."""
    return replace(content, events=content.events[content.events["edition"] == "public"])


NOTHING = Content(
    observation_frame(pd.DataFrame(columns=list(COLUMNS))),
    event_frame(None),
    pd.DataFrame(columns=observation_schema.ARROW_SCHEMAS["files"].names),
)


def read_content(extract: Extract | None) -> Content:
    """What an extract holds, every vintage; nothing for None."""
    if extract is None:
        return NOTHING
    sources = parquet.read_table(extract.table("sources")).to_pandas()
    states = {}
    for row in sources.to_dict("records"):
        own = None if row["source"] in catalog.SOURCES else _declared(row)
        states[row["source"]] = SourceState(bool(row["simulated"]), bool(row["as_of_stated"]), own)
    return Content(
        read_observations(extract.folder),
        event_frame(parquet.read_table(extract.table("events")).to_pandas()),
        parquet.read_table(extract.table("files")).to_pandas(),
        states,
    )


def joined(older: Content, newer: Content) -> Content:
    """Both together; the same fact of the same vintage, and the same file, is taken from `newer`."""
    files = pd.concat([newer.files, older.files], ignore_index=True)
    # An older vintage loaded later does not speak for its source.
    days = older.observations.groupby("source")["as_of"].max()
    newest = newer.observations.groupby("source")["as_of"].max()
    behind = set(newest[newest < days.reindex(newest.index)].index)
    speaking = {source: state for source, state in newer.sources.items() if source not in behind}
    return Content(
        vintages.merge(older.observations, newer.observations),
        event_frame(pd.concat([newer.events, older.events], ignore_index=True)),
        files.drop_duplicates(["source", "file", "sheet"]),
        older.sources | speaking,
    )


def build_tables(content: Content, previous: Content = NOTHING) -> dict[str, pd.DataFrame]:
    """Make an extract's tables, checked against the contract.

    Parameters
    ----------
    previous
        What the extract before this one holds, for the list of changes.

    Returns
    -------
    dict
        A frame for each of `data.extract.reading.TABLES`.

    Raises
    ------
    model.observation_schema.BrokenContract
        If the observations do not fulfill the contract.
    """
    complete = with_denominators(content.observations)
    current, past = vintages.split(complete)
    observations = observation_schema.check(current, sources=content.sources)
    before = vintages.split(previous.observations)[0]
    return {
        "observations": observations,
        "series": observations,
        "vintages": past,
        "coverage": coverage(observations),
        "classes": edges_of_maps(observations),
        "sources": _sources(observations, content),
        "events": event_frame(pd.concat([shipped_events(), content.events], ignore_index=True)),
        "files": content.files.sort_values(["source", "file", "sheet"]),
        "checks": checks(observations),
        "changes": changes_between(before, observations),
    }


def _declared(row: dict) -> catalog.Source:
    """A source entry from its row in the table of sources."""
    return catalog.Source(
        id=row["source"],
        agency=row["agency"],
        title=row["title"],
        short=row["short"],
        citation=row["citation"],
        schedule=row["schedule"],
        page=row["page"],
        caution=row["caution"],
        period_months=int(row["period_months"]),
        lag_days=int(row["lag_days"]),
        whole_releases=False,
    )


def _sources(observations: pd.DataFrame, content: Content) -> pd.DataFrame:
    summary = observations.groupby("source", as_index=False).agg(
        as_of=("as_of", "max"), through=("period_end", "max"), observations=("value", "size")
    )
    known = {source: content.sources[source] for source in summary["source"]}
    entries = [state.entry or catalog.SOURCES[source] for source, state in known.items()]
    described = pd.DataFrame(
        {
            name: [getattr(entry, name) for entry in entries]
            for name in ("agency", "title", "short", "citation", "schedule", "page", "caution")
            + ("period_months", "lag_days")
        }
    )
    refused = content.files.groupby("source")["quarantined"].sum()
    return summary.assign(
        **described,
        simulated=[state.simulated for state in known.values()],
        as_of_stated=[state.as_of_stated for state in known.values()],
        quarantined=summary["source"].map(refused).fillna(0).astype("int64"),
    )


def coverage(observations: pd.DataFrame) -> pd.DataFrame:
    """Which periods are published, by indicator, drug and place kind, and where they come from.

    Returns
    -------
    DataFrame
        `indicator, drug, place_kind, source, basis, period_kind, period_start, period_end, broken_down_by,
        as_of, observations, denominators`; `broken_down_by` names the strata with commas between and is
        empty for figures of everybody, `as_of` is the newest.
    """
    reported = observations[observations["status"] != "predicted"]
    keys = ["indicator", "drug", "place_kind", "source", "basis", "period_kind", "period_start", "period_end"]
    by_strata = reported.assign(broken_down_by=_strata_named(reported))
    return by_strata.groupby([*keys, "broken_down_by"], as_index=False).agg(
        as_of=("as_of", "max"), observations=("status", "size"), denominators=("denominator", "count")
    )


def _strata_named(observations: pd.DataFrame) -> pd.Series:
    named = pd.Series("", index=observations.index, dtype="str")
    for name in STRATA:
        named = named + observations[name].ne("all").map({True: f",{name}", False: ""})
    return named.str.removeprefix(",")
