"""The file behind each panel: the figures on screen, with what must be known of them."""

from fastapi import APIRouter, HTTPException, Request, Response

from components.table_files import FORMATS
from data.extract.outlines import Outlines
from pages.answering import answered_panel
from queries.store import Store


def router(store: Store, outlines: Outlines) -> APIRouter:
    """The address of every panel's file: `/download/PANEL.FORMAT?VIEW`."""
    routes = APIRouter(include_in_schema=False)

    @routes.api_route("/download/{panel}.{kind}", methods=["GET", "HEAD"])
    def download(panel: str, kind: str, request: Request) -> Response:
        if kind not in FORMATS:
            raise HTTPException(404)
        found = answered_panel(store, outlines, panel, request.url.query)
        form = FORMATS[kind]
        name = f"{found.panel.id}-{found.view.indicator}-{found.resolved.period_end}.{kind}"
        return Response(
            form.write(found.export),
            media_type=form.media_type,
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )

    return routes
