"""The panels of a place's profile, each answered for any view from its place and its groups."""

from collections.abc import Mapping
from functools import partial
from types import MappingProxyType
from typing import Final

from components.profile_completeness import (
    completeness_content,
    completeness_origins,
    completeness_table,
    completeness_texts,
)
from components.profile_facets import facets_content, facets_origins, facets_table, facets_texts
from components.profile_peers import peers_content, peers_origins, peers_table, peers_texts
from components.profile_standouts import (
    standouts_content,
    standouts_origins,
    standouts_table,
    standouts_texts,
)
from data.profile_results import Facets
from data.results import Setting
from data.view import View
from pages.asked import AskedPanel
from queries.lateness import completeness
from queries.profile import WANTED, facets
from queries.standings import standings
from queries.standouts import standouts
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
