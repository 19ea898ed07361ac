"""Publishes a harvest as an extract."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd

from data.extract import reading, writing
from data.extract.build import NOTHING, Content, build_tables, joined, public_part, read_content
from data.geography.boundaries import outline_sets
from data.pipeline.harvest import FileReport, Harvest, printable, write_quarantine
from model import vintages
from model.catalog import Edition


class MixedData(ValueError):
    """Simulated files among real ones, or for an extract that holds real figures."""


class WrongEdition(ValueError):
    """Figures of partners for the public edition, or an extract of another edition."""


class NoFigures(ValueError):
    """Boundaries or events alone, where there is no extract that they could join."""


def accept(_: Path) -> None:
    """Find nothing wrong."""


def publish_harvest(
    found: Harvest,
    extracts: Path,
    edition: Edition = "public",
    check: Callable[[Path], None] = accept,
) -> tuple[Path, bool]:
    """Merge a harvest with the extract that stands, and publish the result.

    Sources that were not loaded keep their last good observations, and older vintages stay. Real
    figures replace simulated ones altogether: the two never stand side by side. Where nothing would
    change, the extract that stands is left alone. Outlines from boundary files join whatever stands. The
    public edition takes no table of a partner here, and no event that is not marked public.

    Parameters
    ----------
    check
        Called with the folder of the written version before it is put up. Where it raises, the version is
        deleted and the extract that stands is left alone.

    Returns
    -------
    Path
        Folder of the version now current.
    bool
        Whether it is a new one.

    Raises
    ------
    MixedData
        If simulated files lie among real ones, or an extract of real figures would get simulated ones.
    WrongEdition
        If a partner's table would come into the public edition, or the extract is of another edition.
    NoFigures
        If there are only boundaries and events, and no extract that they could join.
    model.observation_schema.BrokenContract
        If the result does not fulfill the observation contract; nothing is published then.
    """
    if len(found.simulated) > 1:
        raise MixedData("The folder holds simulated and real files: ingest them into separate extracts.")
    with writing.writing(extracts):
        newest = reading.newest_intact(extracts)
        _check_edition(newest, found, edition)
        standing = _standing(newest, found)
        if standing is None and not any(len(rows) for rows in found.observations):
            raise NoFigures("Boundaries or events alone show nothing: ingest agency files with them.")
        older, newer = read_content(standing), _content(found)
        if edition == "public":
            _refuse_partners(older)
            newer = public_part(newer)
        found.replaced = vintages.replaced(older.observations, newer.observations)
        tables = build_tables(joined(older, newer), older)
        folder = writing.write_version(
            extracts,
            tables,
            simulated=standing.simulated if standing and not found.sources else True in found.simulated,
            previous=standing.version if standing else "",
            outlines=outline_sets(newest.outlines if newest else (), found.boundaries),
            edition=edition,
        )
        if standing and writing.same_content(standing.folder, folder):
            writing.discard(folder)
            return standing.folder, False
        try:
            check(folder)
        except BaseException:
            writing.discard(folder)
            raise
        write_quarantine(found, extracts, folder.name)
        writing.put_up(extracts, folder)
    return folder, True


def _check_edition(newest: reading.Extract | None, found: Harvest, edition: Edition) -> None:
    if newest and newest.edition != edition:
        raise WrongEdition(
            f"This folder holds the {newest.edition} edition: name a folder of the {edition} edition with "
            "--extracts DIR."
        )
    if edition == "public" and any(state.entry for state in found.sources.values()):
        raise WrongEdition(
            "A partner's table belongs to the partner edition: add --edition partner, then "
            "`python -m data publish` makes the public edition of it."
        )


def _refuse_partners(standing: Content) -> None:
    """Figures protected at publishing are no longer when others come beside them."""
    if any(state.entry for state in standing.sources.values()):
        raise WrongEdition(
            "This public extract was made of a partner extract: ingest into that one with --edition partner, "
            "then `python -m data publish`."
        )


def _content(found: Harvest) -> Content:
    return Content(
        pd.concat([NOTHING.observations, *found.observations], ignore_index=True),
        pd.concat([NOTHING.events, *found.events], ignore_index=True),
        _files_table(found.reports),
        found.sources,
    )


def _files_table(reports: list[FileReport]) -> pd.DataFrame:
    """What became of each recognized file, as shown beside its source."""
    columns = ["source", "file", "sheet", "outcome", "rows", "observations", "events", "quarantined"]
    return pd.DataFrame(
        [
            (
                report.source,
                printable(Path(report.path.name)),
                report.sheet,
                report.outcome,
                report.rows,
                report.observations,
                report.events,
                report.quarantined,
                report.set_aside,
                report.problem,
            )
            for report in reports
            if report.outcome in ("loaded", "failed")
        ],
        columns=[*columns, "set_aside", "problem"],
    )


def _standing(standing: reading.Extract | None, found: Harvest) -> reading.Extract | None:
    """The extract that new figures join: the current one, or the last good one."""
    if standing is None or not found.sources:
        return standing
    if True in found.simulated and not standing.simulated:
        raise MixedData("This extract holds real figures: simulate into another folder with --extracts DIR.")
    # A new simulation replaces the old one, and real figures replace simulated ones.
    return None if standing.simulated else standing
