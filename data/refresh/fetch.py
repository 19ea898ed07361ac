"""How one file arrives whole: asked for only if it changed, resumed where it broke off, never half in place.

A file arrives in the hidden folder `.part` beside its place and is moved there only when it is found good.
A part is resumed (RFC 9110, `Range` with `If-Range`) only where the host gave it a mark by which a change
shows: a strong ETag, or a moment of last change.
"""

import shutil
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import httpx
from pydantic import BaseModel, ValidationError

from data.refresh.download_log import Download, file_sha256
from data.refresh.problems import DownloadProblem, NoRoom, Passing, Refused
from data.refresh.wire import LATER, LOOK, Wire, check_size, check_time

Watch = Callable[[str, int, int | None], None]
"""Told a file's name, the bytes there so far and, where known, how many there will be."""

PARTS: Final = ".part"
SPARE_BYTES: Final = 50_000_000
"""Left free on the disk beside a file."""

_ANY: Final = frozenset({"", "application/octet-stream", "binary/octet-stream"})
CONTENT_TYPES: Final[Mapping[str, frozenset[str]]] = {
    ".csv": _ANY
    | {"text/csv", "text/x-csv", "text/plain", "text/comma-separated-values"}
    | {"application/csv", "application/x-csv", "application/vnd.ms-excel"},
    ".zip": _ANY | {"application/zip", "application/x-zip-compressed", "application/x-zip"},
}


class Mark(BaseModel):
    """By what a host tells one state of a file from another."""

    url: str
    etag: str = ""
    last_modified: str = ""

    @property
    def condition(self) -> str:
        """What `If-Range` may carry; empty where nothing can."""
        return self.etag if self.etag and not self.etag.startswith("W/") else self.last_modified


@dataclass(frozen=True)
class Part:
    """A file on its way, and the mark of what it is a part of."""

    target: Path

    @property
    def path(self) -> Path:
        """Where its bytes are; it has the file's own name, which loaders may read."""
        return self.target.parent / PARTS / self.target.name

    @property
    def _marked(self) -> Path:
        return self.path.with_name(f"{self.path.name}.json")

    def resumable(self, url: str) -> tuple[int, Mark] | None:
        """Bytes that are there and their mark; None where nothing can be resumed."""
        try:
            mark = Mark.model_validate_json(self._marked.read_bytes())
            size = self.path.stat().st_size
        except (OSError, ValidationError):
            return None
        return (size, mark) if size and mark.url == url and mark.condition else None

    def begin(self, mark: Mark | None) -> None:
        """Start from nothing; without a mark it cannot be resumed."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.discard()
        if mark and mark.condition:
            self._marked.write_text(mark.model_dump_json(), encoding="utf-8")

    def discard(self) -> None:
        """Forget what is there."""
        self.path.unlink(missing_ok=True)
        self._marked.unlink(missing_ok=True)

    def keep(self) -> None:
        """Put the file in its place in one step."""
        self.path.replace(self.target)
        self._marked.unlink(missing_ok=True)

    @property
    def sha256(self) -> str:
        """Checksum of the bytes that are there."""
        return file_sha256(self.path)


def download(
    wire: Wire, url: str, target: Path, limit: int, known: Download | None, watch: Watch
) -> Mark | None:
    """Bring a file to its part.

    Parameters
    ----------
    limit
        Most bytes it may have.
    known
        How the file that is there came; it is then asked for only if it has changed since.

    Returns
    -------
    Mark or None
        Mark of what arrived; None when the host says that it has not changed.

    Raises
    ------
    DownloadProblem
        When it cannot be had; after a passing fault what arrived stays, where it can be resumed.
    """
    part = Part(target)
    same_file = known if known and known.url == url else None
    deadline = time.monotonic() + wire.patience.whole

    def attempt() -> Mark | None:
        return _attempt(wire, url, part, limit, same_file, watch, deadline)

    try:
        return wire.retrying(attempt)
    except Passing:
        if part.resumable(url) is None:
            part.discard()
        raise
    except DownloadProblem:
        part.discard()
        raise
    except OSError as error:
        raise no_room(target.parent, str(error.strerror or error)) from error


def _attempt(
    wire: Wire,
    url: str,
    part: Part,
    limit: int,
    known: Download | None,
    watch: Watch,
    deadline: float,
) -> Mark | None:
    begun = part.resumable(url)
    with wire.opened(url, _headers(begun, known)) as response:
        if response.status_code == 304:
            if known is None:
                raise Passing("the host says that nothing changed, without having been asked.", LATER)
            return None
        mark = _mark(url, response)
        _check_type(response, part.target)
        there = _continued(response, begun, mark)
        if there is None:
            part.discard()
            raise Passing("the download could not be resumed.", LATER)
        if begun and there:
            # The answer to a range need not repeat the file's own marks.
            mark = begun[1]
        total = _total(response, there)
        check_size(total or 0, limit, url)
        check_room(part.target.parent, (total or 0) - there)
        if not there:
            part.begin(None if "content-encoding" in response.headers else mark)
        with part.path.open("ab") as file:
            for chunk in response.iter_bytes():
                file.write(chunk)
                there += len(chunk)
                check_size(there, limit, url)
                check_time(deadline, wire.patience)
                watch(part.target.name, there, total)
    if total is not None and there != total:
        part.discard()
        raise Passing("the download has another length than announced.", LATER)
    return mark


def _headers(begun: tuple[int, Mark] | None, known: Download | None) -> dict[str, str]:
    if begun:
        size, mark = begun
        return {"Range": f"bytes={size}-", "If-Range": mark.condition}
    if known is None:
        return {}
    conditions = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
    return {name: value for name, value in conditions.items() if value}


def _mark(url: str, response: httpx.Response) -> Mark:
    headers = response.headers
    return Mark(url=url, etag=headers.get("etag", ""), last_modified=headers.get("last-modified", ""))


def _continued(response: httpx.Response, begun: tuple[int, Mark] | None, mark: Mark) -> int | None:
    """Bytes before those the answer brings; None where they do not follow what is there."""
    if response.status_code == 200:
        return 0
    if response.status_code != 206 or begun is None:
        return None
    size, before = begun
    follows = response.headers.get("content-range", "").startswith(f"bytes {size}-")
    return size if follows and mark.condition in ("", before.condition) else None


def _total(response: httpx.Response, there: int) -> int | None:
    length = response.headers.get("content-length", "")
    # The length of a compressed answer is not the file's.
    if not length.isdecimal() or "content-encoding" in response.headers:
        return None
    return there + int(length)


def _check_type(response: httpx.Response, target: Path) -> None:
    found = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    if response.status_code in (200, 206) and found not in CONTENT_TYPES[target.suffix]:
        what = "a web page" if found == "text/html" else "something else"
        raise Refused(f"{target.name} came as {what}, not as a file.", LOOK)


def check_room(folder: Path, needed: int) -> None:
    """Refuse a file that the disk has no room for; bytes."""
    free = shutil.disk_usage(folder).free
    if free < needed + SPARE_BYTES:
        raise no_room(folder, f"{free / 1e6:,.0f} MB are free")


def no_room(folder: Path, why: str) -> NoRoom:
    """The problem of a folder that cannot be written."""
    return NoRoom(
        f"{folder} cannot be written ({why}).", "Make room there, or name another folder with --into."
    )
