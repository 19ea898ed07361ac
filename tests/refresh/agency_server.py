"""A server on this machine that behaves like the agencies' hosts, each under `/HOST/`, and fails as told.

data.cdc.gov serves exports, descriptions, rows by page and their count (dev.socrata.com); cbp.gov a page with
links; www2.census.gov folders as Apache lists them, and ranges of files.
"""

import contextlib
import csv
import hashlib
import io
import json
import sys
import threading
from collections import defaultdict, deque
from dataclasses import dataclass, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

CSV = "text/csv; charset=utf-8"
HTML = "text/html; charset=UTF-8"
MODIFIED = "Wed, 14 May 2025 15:04:05 GMT"


@dataclass(frozen=True)
class Held:
    """A file as a host serves it."""

    body: bytes
    kind: str = CSV
    modified: str = MODIFIED
    ranges: bool = False

    @property
    def etag(self):
        return f'"{hashlib.md5(self.body).hexdigest()}"'


class AgencyServer:
    """Every host at once; `faults` of a path are used up one by one before it answers well."""

    def __init__(self):
        self.files = {}
        self.views = {}
        self.faults = defaultdict(deque)
        self.asked = []
        self.answered = []
        self.closing = threading.Event()
        handler = type("Handler", (_Handler,), {"agency": self})
        self._server = _Server(("127.0.0.1", 0), handler)
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def close(self):
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()

    def hold(self, path, body, **how):
        self.files[path] = Held(body.encode() if isinstance(body, str) else body, **how)

    def change(self, path, **how):
        self.files[path] = replace(self.files[path], **how)

    def hold_view(self, view, text, updated, days=()):
        """A Socrata data set; `days` are its columns of dates, which pages write as moments."""
        self.hold(f"/data.cdc.gov/api/views/{view}/rows.csv", text)
        header, *rows = csv.reader(io.StringIO(text))
        fields = ["_".join(name.lower().split())[:28] for name in header]
        columns = [
            {"name": name, "fieldName": field, "dataTypeName": "calendar_date" if name in days else "text"}
            for name, field in zip(header, fields, strict=True)
        ]
        said = {"id": view, "rowsUpdatedAt": updated, "columns": columns}
        self.hold(f"/data.cdc.gov/api/views/{view}.json", json.dumps(said), kind="application/json")
        self.views[view] = (fields, [[_moment(cell) for cell in row] for row in rows])

    def hold_page(self, path, *links):
        """A page of cbp.gov."""
        items = "".join(f'<li><a class="file" href="{link}">Dataset</a></li>' for link in links)
        self.hold(path, f"<!DOCTYPE html><html><body><ul>{items}</ul></body></html>", kind=HTML, modified="")

    def hold_folder(self, path, *names):
        """A folder as Apache lists it, with the links by which it is sorted."""
        rows = "".join(f'<tr><td><a href="{name}">{name}</a></td></tr>' for name in names)
        listing = (
            f'<html><body><table><a href="?C=N;O=D">Name</a><a href="/">Up</a>{rows}</table></body></html>'
        )
        self.hold(path, listing, kind=HTML, modified="")

    def fail(self, path, *faults):
        self.faults[path].extend(faults)

    def requests(self, path):
        """Headers of every GET of a path."""
        return [headers for asked, headers in self.asked if urlsplit(asked).path == path]

    def page(self, view, query):
        """Rows by page, or their number."""
        fields, rows = self.views[view]
        if query.get("$select") == ["count(*)"]:
            return json.dumps([{"count": str(len(rows))}]), "application/json"
        assert query["$order"] == [":id"], "without an order pages overlap"
        start, many = int(query["$offset"][0]), int(query["$limit"][0])
        written = io.StringIO()
        csv.writer(written, quoting=csv.QUOTE_ALL).writerows([fields, *rows[start : start + many]])
        return written.getvalue(), CSV


def _moment(cell):
    month, _, rest = cell.partition("/")
    day, _, year = rest.partition("/")
    return f"{year}-{month}-{day}T00:00:00.000" if year else cell


def status(code, **headers):
    """Answers with an error and a body that may never be shown."""

    def answer(handler):
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        handler.reply(code, b"<html>SECRET BODY</html>", {"Content-Type": HTML, **named})

    return answer


def redirect(location):
    return status(302, Location=location)


def says(body, kind=CSV):
    """Answers 200 with something else."""
    return lambda handler: handler.reply(200, body.encode(), {"Content-Type": kind})


def whole(handler):
    """Sends the whole file, whatever condition was asked with."""
    handler.begin_file(handler.held)
    handler.wfile.write(handler.held.body)


def breaks_off(after):
    """Announces the whole file, sends some of it and hangs up."""

    def answer(handler):
        handler.begin_file(handler.held)
        handler.wfile.write(handler.held.body[:after])
        handler.close_connection = True

    return answer


def chunks_break_off(handler):
    """Sends a part of unknown length that is larger than what follows, and hangs up."""
    handler.send_response(200)
    handler.send_header("Content-Type", CSV)
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    handler.wfile.write(b"10000\r\n" + handler.held.body[:30])
    handler.close_connection = True


def stalls(after):
    """Announces the whole file, sends some of it, and the rest to whoever waits for a minute."""

    def answer(handler):
        breaks_off(after)(handler)
        handler.wfile.flush()
        if not handler.agency.closing.wait(60):
            handler.wfile.write(handler.held.body[after:])

    return answer


def endless(size):
    """Sends many bytes without announcing how many."""

    def answer(handler):
        handler.send_response(200)
        handler.send_header("Content-Type", CSV)
        handler.send_header("Connection", "close")
        handler.end_headers()
        handler.close_connection = True
        with contextlib.suppress(OSError):
            handler.wfile.write(b"x" * size)

    return answer


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        """Clients that hang up in the middle are what is tested; anything else is told."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    agency: AgencyServer

    def log_message(self, *_):
        pass

    @property
    def held(self):
        return self.agency.files[urlsplit(self.path).path]

    def do_HEAD(self):
        self.reply(200, b"", {})

    def do_GET(self):
        parts = urlsplit(self.path)
        self.agency.asked.append((self.path, dict(self.headers.items())))
        faults = self.agency.faults[parts.path]
        if faults:
            faults.popleft()(self)
        elif parts.path.startswith("/data.cdc.gov/resource/"):
            view = parts.path.rpartition("/")[2].partition(".")[0]
            body, kind = self.agency.page(view, parse_qs(parts.query))
            self.reply(200, body.encode(), {"Content-Type": kind})
        elif parts.path in self.agency.files:
            self.file(self.held)
        else:
            status(404)(self)

    def file(self, held):
        if self.headers.get("If-None-Match") == held.etag:
            self.reply(304, b"", {"ETag": held.etag})
            return
        start = self.headers.get("Range", "").removeprefix("bytes=").rstrip("-")
        if held.ranges and start and self.headers.get("If-Range") == held.etag:
            rest = held.body[int(start) :]
            last = len(held.body) - 1
            span = {"Content-Range": f"bytes {start}-{last}/{last + 1}", "Content-Type": held.kind}
            self.reply(206, rest, {**span, "ETag": held.etag})
            return
        self.begin_file(held)
        self.wfile.write(held.body)

    def begin_file(self, held):
        self.agency.answered.append((self.path, 200))
        self.send_response(200)
        headers = {"Content-Type": held.kind, "ETag": held.etag, "Last-Modified": held.modified}
        for name, value in headers.items():
            if value:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(held.body)))
        self.end_headers()

    def reply(self, code, body, headers):
        if self.command == "GET":
            self.agency.answered.append((self.path, code))
        self.send_response(code)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command == "GET" and code != 304:
            self.wfile.write(body)
