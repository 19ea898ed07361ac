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
from panels.profile_facets import facets_content, facets_origins, facets_table, facets_texts
from panels.profile_insights import standouts_content, standouts_origins, standouts_table, standouts_texts
from panels.profile_peers import peers_content, peers_origins, peers_table, peers_texts
from queries.insights import standouts
from queries.lateness import completeness
from queries.peer_ranks import standings
from queries.profile import WANTED, facets
from queries.profile_results import Facets
from queries.results import Setting
from queries.store import Opened


def _facets_of(panel: str, opened: Opened, view: View, _setting: Setting) -> Facets:
    return facets(opened, view, panel)


PROFILE: Final[Mapping[str, AskedPanel]] = MappingProxyType(
    {
        "standouts": AskedPanel(
            lambda opened, view, _setting: standouts(opened, view),
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
                facets_origins,
            )
            for panel in WANTED
        },
        "peers": AskedPanel(
            lambda opened, view, _setting: standings(opened, view),
            lambda _view, _setting, found: peers_texts(found),
            lambda _view, _setting, found: peers_content(found),
            lambda _view, _setting, found: peers_table(found),
            peers_origins,
        ),
        "completeness": AskedPanel(
            lambda opened, view, _setting: completeness(opened, view),
            lambda _view, _setting, found: completeness_texts(found),
            lambda _view, _setting, found: completeness_content(found),
            lambda _view, _setting, found: completeness_table(found),
            completeness_origins,
        ),
    }
)
"""Panel → how it is answered."""
