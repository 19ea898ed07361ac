"""Makes the public extract of a partner extract: agencies' figures as they are, partners' protected.

Protection is applied once, here, to everything that is served together. Nothing is published unless every
small count of a partner is certified, and the attacker finds nothing on the bare extract.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import pandas as pd
import pyarrow.parquet as parquet

from data.extract import reading, writing
from data.extract.build import Content, build_tables, public_part, read_content
from data.extract.reading import Extract
from data.geography.boundaries import outline_sets
from data.suppression.audit import Finding, audit
from data.suppression.cost import write_report
from data.suppression.cubes import cubes
from data.suppression.protection import Protected, protect
from methods.suppression.policy import Policy
from methods.suppression.protect import Unprotectable
from model import catalog
from model.observations import HELD_STATUSES, observation_frame

KEY: Final = ".suppression-key"
PROTECTED: Final = "Small counts are suppressed, and others withheld so that those cannot be worked out."
Progress = Callable[[str, int, int], None]
"""What is being done, how much of it is done, of how much."""


class Refused(RuntimeError):
    """The public edition is not published; the message says why, and the one that stands is left alone."""


@dataclass(frozen=True)
class Published:
    """What became of a publication.

    Attributes
    ----------
    folder
        Of the public version now current.
    changed
        Whether it is a new one.
    protected
        What was protected, one a cube.
    findings
        What the attacker found on the bare extract.
    report
        Where the cost is written.
    """

    folder: Path
    changed: bool
    protected: tuple[Protected, ...]
    findings: tuple[Finding, ...]
    report: Path | None


def publish(partner: Path, public: Path, policy: Policy, progress: Progress) -> Published:
    """Publish the public edition of a partner extract.

    Parameters
    ----------
    partner, public
        Folders of the two extracts.

    Raises
    ------
    data.extract.reading.ExtractProblem
        If there is no partner extract.
    Refused
        If a small count is not certified, or the attacker finds one, or `public` holds something else.
    model.observation_schema.BrokenContract
        If the result does not fulfill the observation contract.
    """
    supplied = reading.open_extract(partner, "partner")
    protected = _protected(supplied, policy, suppression_key(partner), progress)
    with writing.writing(public):
        standing = _standing(public, supplied)
        progress("Writing", 0, 1)
        folder, differs = _written(supplied, protected, public, standing)
        try:
            findings = audit(folder, lambda done, of: progress("Attacking", done, of))
            _refuse(findings)
        except BaseException:
            writing.discard(folder)
            raise
        if standing and writing.same_content(standing.folder, folder):
            writing.discard(folder)
            return Published(standing.folder, False, protected, findings, None)
        writing.put_up(public, folder)
        if differs:
            writing.retire_older(public, folder)
    report = write_report(partner, folder.name, [each.cost for each in protected])
    return Published(folder, True, protected, findings, report)


def suppression_key(partner: Path) -> bytes:
    """The secret that the choice of what is withheld depends on; made once, so that the choice stays."""
    path = partner / KEY
    if not path.exists():
        path.touch(mode=0o600)
        path.write_bytes(secrets.token_bytes(32))
    return path.read_bytes()


def _standing(public: Path, supplied: Extract) -> Extract | None:
    standing = reading.newest_intact(public)
    if standing and standing.edition != "public":
        raise Refused(f"{public.name} holds the {standing.edition} edition: name another folder.")
    if standing and supplied.simulated and not standing.simulated:
        raise Refused("The public extract holds real figures, and the partner extract simulated ones.")
    return standing if standing and standing.simulated == supplied.simulated else None


def _protected(supplied: Extract, policy: Policy, key: bytes, progress: Progress) -> tuple[Protected, ...]:
    """Every cube of partners' counts, protected; only what that needs is read."""
    progress("Reading", 0, 1)
    partners = sorted(_partners(supplied))
    path, of_counties = supplied.table("observations"), ("place_kind", "==", "county")
    rows = parquet.read_table(path, filters=[("source", "in", partners), of_counties]).to_pandas()
    keys = ["indicator", "drug", "basis"]
    agencies = parquet.read_table(path, columns=keys, filters=[("source", "not in", partners), of_counties])
    published = agencies.group_by(keys).aggregate([]).to_pandas()
    try:
        found = tuple(
            protect(cube, policy, key, progress)
            for cube in cubes(observation_frame(rows), frozenset(partners), published)
        )
    except Unprotectable as problem:
        raise Refused(str(problem)) from problem
    for each in found:
        if each.uncertified:
            raise Refused(
                f"{each.uncertified:,} small counts of {each.cube.source} could be bounded more tightly than "
                f"the policy {policy.name} allows."
            )
    return found


def _partners(extract: Extract) -> frozenset[str]:
    """Sources of partners: those that the catalog does not know."""
    sources = parquet.read_table(extract.table("sources"), columns=["source"])["source"].to_pylist()
    return frozenset(filter(catalog.is_partners, sources))


def _written(
    supplied: Extract, protected: tuple[Protected, ...], public: Path, standing: Extract | None
) -> tuple[Path, bool]:
    """Folder of the written version, and whether figures of partners differ from those that stand: two
    versions would then be worked with together."""
    previous = read_content(standing)
    tables = _tables(_public_content(supplied, protected), previous, _partners(supplied))
    folder = writing.write_version(
        public,
        tables,
        simulated=supplied.simulated,
        previous=standing.version if standing else "",
        outlines=outline_sets(supplied.outlines, ()),
    )
    return folder, standing is not None and _partners_differ(previous.observations, tables["observations"])


def _public_content(supplied: Extract, protected: tuple[Protected, ...]) -> Content:
    """What everybody may see: agencies' figures and what is released of partners'."""
    content, partners = read_content(supplied), _partners(supplied)
    observations = content.observations
    public = list(catalog.served_in("public"))
    agencies = ~observations["source"].isin(partners) & observations["indicator"].isin(public)
    released = {each.cube.source for each in protected if len(each.rows)}
    sources = {
        source: replace(state, entry=replace(state.entry, caution=_caution(state.entry.caution)))
        if state.entry
        else state
        for source, state in content.sources.items()
        if source not in partners or source in released
    }
    return public_part(
        Content(
            pd.concat([observations[agencies], *(each.rows for each in protected)], ignore_index=True),
            content.events,
            # Names of partners' files, and what is wrong with them, are theirs.
            content.files[~content.files["source"].isin(partners)],
            sources,
        )
    )


def _tables(content: Content, previous: Content, partners: frozenset[str]) -> dict[str, pd.DataFrame]:
    """Tables of the public extract."""
    tables = build_tables(content, previous)
    return tables | {"changes": without_held_values(tables["changes"], partners)}


def _caution(own: str) -> str:
    return " ".join(words for words in (own, PROTECTED) if words)


def without_held_values(changes: pd.DataFrame, partners: frozenset[str]) -> pd.DataFrame:
    """Changes without the value that a count of a partner had before it was held back: shown beside the
    others of today it would be worked with."""
    held = changes["source"].isin(partners) & changes["status_after"].isin(HELD_STATUSES)
    return changes.assign(before=changes["before"].mask(held))


def _partners_differ(before: pd.DataFrame, after: pd.DataFrame) -> bool:
    columns = ["source", "indicator", "drug", "place", "period_kind", "period_end", "value", "status"]
    said = [
        rows.loc[rows["source"].map(catalog.is_partners), columns].sort_values(columns).reset_index(drop=True)
        for rows in (before, after)
    ]
    return len(said[0]) > 0 and not said[0].equals(said[1])


def _refuse(findings: tuple[Finding, ...]) -> None:
    for found in findings:
        if found.is_breach:
            raise Refused(f"The attacker found {found.words}.")
