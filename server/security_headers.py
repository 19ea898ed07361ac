"""What every answer tells the browser to forbid, itself and others."""

from collections.abc import Callable, Sequence
from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

EMBED: Final = "/embed/"
"""Addresses that other sites may show; a slide is shown by the briefing of this site alone."""
FOR_OTHER_SITES: Final = (EMBED, "/api/", "/picture/")
"""Addresses whose answers the pages of other sites may use."""
NOTHING: Final = "default-src 'none'; base-uri 'none'; form-action 'none'"
"""Policy of an answer that is no page."""
OF_PAGES: Final = (
    "default-src 'none'",
    # Styles in attributes are forbidden; the script that draws tables writes its style sheets into the page.
    "style-src 'self' 'unsafe-inline'",
    "style-src-attr 'none'",
    # Charts and patterns are drawn to pictures of these two kinds when they are copied or saved.
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    # A briefing shows its slides in frames.
    "frame-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "object-src 'none'",
    "worker-src 'self'",
)
ALWAYS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": (
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), "
        "microphone=(), midi=(), payment=(), usb=(), clipboard-write=(self), fullscreen=(self)"
    ),
}
ONLY_BY_TLS: Final = "max-age=31536000"
"""A year. Without `includeSubDomains`: other hosts of the domain are not this app's to decide on."""


class SecurityHeadersMiddleware:
    """Sends them with every answer.

    Parameters
    ----------
    script_hashes
        Hashes of the scripts that stand in the page itself.
    ancestors
        Sites that may show what is to be embedded; everything else is framed by this site alone (Content
        Security Policy Level 3, section 6.4.2).
    """

    def __init__(self, app: ASGIApp, script_hashes: Callable[[], Sequence[str]], ancestors: str) -> None:
        self.app = app
        self.script_hashes = script_hashes
        self.ancestors = ancestors

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        path, by_tls = scope["path"], scope["scheme"] == "https"

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._add(MutableHeaders(scope=message), message["status"], path, by_tls)
            await send(message)

        await self.app(scope, receive, send_with_headers)

    def _add(self, headers: MutableHeaders, status: int, path: str, by_tls: bool) -> None:
        ancestors = self.ancestors if path.startswith(EMBED) else "'self'"
        framed_by = f"frame-ancestors {ancestors}"
        if "content-security-policy" in headers:
            # What sets its own is stricter than a page; both hold.
            headers.append("Content-Security-Policy", framed_by)
        elif status != 304:
            # "Not modified" would put its policy in the place of the kept page's.
            is_page = headers.get("content-type", "").startswith("text/html")
            headers["Content-Security-Policy"] = f"{self._of_page() if is_page else NOTHING}; {framed_by}"
        headers.update(ALWAYS)
        shared = path.startswith(FOR_OTHER_SITES)
        headers["Cross-Origin-Resource-Policy"] = "cross-origin" if shared else "same-origin"
        if by_tls:
            headers["Strict-Transport-Security"] = ONLY_BY_TLS

    def _of_page(self) -> str:
        return "; ".join((*OF_PAGES, " ".join(("script-src 'self'", *self.script_hashes()))))
