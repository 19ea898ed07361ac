"""The panels of a place's profile, each answered for any view from its place and its groups."""

from collections.abc import Mapping
from functools import partial
from types import MappingProxyType
from typing import Final

from model.view import View
from pages.lazy_panel import AskedPanel
from panels.profile_completeness import (
    completeness_content,
    completeness_origins,
    completeness_table,
    completeness_texts,
)
from panels.profile_facets import facets_content, facets_provenance, facets_table, facets_texts
from panels.profile_insights import standouts_content, standouts_origins, standouts_table, standouts_texts
from panels.profile_peers import peers_content, peers_origins, peers_table, peers_texts
from queries.insights import insights
from queries.lateness import completeness
from queries.peer_ranks import peer_ranks
from queries.profile import WANTED, facets
from queries.profile_results import Facets
from queries.results import ResolvedView
from queries.store import Reader


def _facets_of(panel: str, reader: Reader, view: View, _setting: ResolvedView) -> Facets:
    return facets(reader, view, panel)


PROFILE: Final[Mapping[str, AskedPanel]] = MappingProxyType(
    {
        "standouts": AskedPanel(
            lambda reader, view, _setting: insights(reader, view),
            lambda _view, _setting, found: standouts_texts(found),
            lambda view, _setting, found: standouts_content(found, view),
            lambda _view, _setting, found: standouts_table(found),
            standouts_origins,
        ),
        **{
            panel: AskedPanel(
                partial(_facets_of, panel),
                lambda _view, _setting, found: facets_texts(found),
                lambda _view, _setting, found: facets_content(found),
                lambda _view, _setting, found: facets_table(found),
                facets_provenance,
            )
            for panel in WANTED
        },
        "peers": AskedPanel(
            lambda reader, view, _setting: peer_ranks(reader, view),
            lambda _view, _setting, found: peers_texts(found),
            lambda _view, _setting, found: peers_content(found),
            lambda _view, _setting, found: peers_table(found),
            peers_origins,
        ),
        "completeness": AskedPanel(
            lambda reader, view, _setting: completeness(reader, view),
            lambda _view, _setting, found: completeness_texts(found),
            lambda _view, _setting, found: completeness_content(found),
            lambda _view, _setting, found: completeness_table(found),
            completeness_origins,
        ),
    }
)
"""Panel → how it is answered."""
