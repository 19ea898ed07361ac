"""How the agencies' hosts are asked: redirects to known hosts only, timeouts, retries, a mirror.

Retries follow stamina: exponential backoff with jitter, or the wait that the host asks for (RFC 9110,
`Retry-After`). Addresses are always the agency's; a mirror is only where they are asked.
"""

import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final, Self, TypeVar

import httpx
import stamina
import stamina.instrumentation

from data.refresh.addresses import HOSTS
from data.refresh.problems import DownloadProblem, Gone, Passing

USER_AGENT: Final = "overdose-response-dashboard"
MOST_REDIRECTS: Final = 5
ANSWERS: Final = frozenset({200, 206, 304, 416})
LATER: Final = "Run `python -m data refresh` again later."
LOOK: Final = "Open the page in a browser, download the file by hand and ingest it."

T = TypeVar("T")


@dataclass(frozen=True)
class Patience:
    """How long is waited for what, in seconds.

    Attributes
    ----------
    probe
        For a host to be reached at all, before anything is downloaded.
    read
        For the next bytes of an answer.
    whole
        For one file, tries and waits included.
    asked
        Longest `Retry-After` that is waited out.
    """

    probe: float = 5.0
    connect: float = 10.0
    read: float = 30.0
    whole: float = 1200.0
    asked: float = 120.0
    attempts: int = 5


PATIENCE: Final = Patience()


class Wire:
    """Asks hosts, one request at a time.

    Parameters
    ----------
    mirror
        Base address under which `https://HOST/PATH` is asked as `MIRROR/HOST/PATH`; empty for the
        agencies themselves.
    """

    def __init__(self, mirror: str = "", patience: Patience = PATIENCE) -> None:
        self.patience = patience
        self._mirror = mirror.rstrip("/")
        # Ranges count the bytes of the file itself, so it is asked for uncompressed.
        headers = {"User-Agent": USER_AGENT, "Accept-Encoding": "identity"}
        timeout = httpx.Timeout(patience.read, connect=patience.connect)
        self._client = httpx.Client(headers=headers, timeout=timeout, follow_redirects=False)
        # By default each retry is logged; the summary says what there is to say.
        stamina.instrumentation.set_on_retry_hooks(())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def reachable(self, addresses: Iterable[str]) -> bool:
        """Whether any host of these addresses answers at all, whatever it says. Asked once, not again."""
        hosts = dict.fromkeys(_host(address) for address in addresses)
        return any(self._answers(f"https://{host}/") for host in hosts)

    def _answers(self, address: str) -> bool:
        try:
            self._client.head(self._asked_at(address), timeout=self.patience.probe)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.ProxyError):
            return False
        except httpx.HTTPError:
            return True
        return True

    def retrying(self, work: Callable[[], T]) -> T:
        """Do something again while it raises `Passing`, as long as patience lasts."""
        patience = self.patience
        caller = stamina.RetryingCaller(
            attempts=patience.attempts, timeout=patience.whole, wait_initial=1.0, wait_max=30.0
        )
        return caller(_wait, work)

    def read(self, address: str, limit: int) -> bytes:
        """The whole body of a small answer.

        Raises
        ------
        DownloadProblem
            When it cannot be had, or is larger than `limit` bytes.
        """
        return self.retrying(lambda: self._read(address, limit))

    def _read(self, address: str, limit: int) -> bytes:
        deadline = time.monotonic() + self.patience.whole
        with self.opened(address) as response:
            body = bytearray()
            for chunk in response.iter_bytes():
                body += chunk
                check_size(len(body), limit, address)
                check_time(deadline, self.patience)
        return bytes(body)

    @contextmanager
    def opened(self, address: str, headers: Mapping[str, str] | None = None) -> Iterator[httpx.Response]:
        """The answer to a GET, its body unread, after redirects to known hosts.

        Raises
        ------
        Passing
            When trying again may help: no connection, a timeout, 429, 5xx, a body that breaks off.
        DownloadProblem
            When it does not.
        """
        with _faults_of(address):
            response = self._followed(address, headers)
            try:
                _judge(response, address, self.patience.asked)
                yield response
            finally:
                response.close()

    def _followed(self, address: str, headers: Mapping[str, str] | None) -> httpx.Response:
        here = address
        for _ in range(MOST_REDIRECTS + 1):
            request = self._client.build_request("GET", self._asked_at(here), headers=dict(headers or {}))
            response = self._client.send(request, stream=True)
            if not response.has_redirect_location:
                return response
            response.close()
            here = self._redirected(here, response.headers["location"])
        raise DownloadProblem(f"{_host(address)} redirects in a circle.", LOOK)

    def _asked_at(self, address: str) -> str:
        if not self._mirror:
            return address
        return f"{self._mirror}/{address.removeprefix('https://')}"

    def _redirected(self, address: str, location: str) -> str:
        if self._mirror and location.startswith(f"{self._mirror}/"):
            location = "https://" + location.removeprefix(f"{self._mirror}/")
        try:
            target = httpx.URL(address).join(location)
        except httpx.InvalidURL as error:
            raise DownloadProblem(f"{_host(address)} redirects to no address.", LOOK) from error
        if target.scheme != "https" or target.port is not None:
            raise DownloadProblem(f"{_host(address)} redirects away from https.", LOOK)
        if target.host not in HOSTS:
            shown = re.sub(r"[^a-z0-9.:-]", "?", target.host)[:60]
            raise DownloadProblem(
                f"{_host(address)} redirects to another host ({shown}), which is refused.", LOOK
            )
        return str(target)


def check_size(size: int, limit: int, address: str) -> None:
    """Refuse more bytes than a file may have."""
    if size > limit:
        raise DownloadProblem(
            f"{_host(address)} sends {size:,} bytes, more than the limit of {limit:,}.",
            "Look at the file by hand; if it is right, raise its limit in data/refresh/addresses.py.",
        )


def check_time(deadline: float, patience: Patience) -> None:
    """Stop what takes longer than one file may."""
    if time.monotonic() > deadline:
        raise Passing(f"took longer than {patience.whole / 60:.0f} minutes.", LATER)


def http_day(text: str) -> datetime | None:
    """A moment as HTTP headers write it; None where it is none."""
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _wait(error: Exception) -> bool | float:
    if not isinstance(error, Passing):
        return False
    return True if error.wait is None else error.wait


def _host(address: str) -> str:
    return httpx.URL(address).host


@contextmanager
def _faults_of(address: str) -> Iterator[None]:
    """Say faults of the connection in words."""
    try:
        yield
    except httpx.TimeoutException as error:
        raise Passing(f"{_host(address)} did not answer in time.", LATER) from error
    except (httpx.ConnectError, httpx.ProxyError) as error:
        raise Passing(f"{_host(address)} cannot be reached.", LATER) from error
    except httpx.HTTPError as error:
        raise Passing(f"the answer of {_host(address)} broke off.", LATER) from error


def _judge(response: httpx.Response, address: str, longest: float) -> None:
    status = response.status_code
    if status in ANSWERS:
        return
    said = f"{_host(address)} answered {status}"
    if status == 429 or status >= 500:
        wait = _retry_after(response.headers.get("retry-after", ""))
        if wait is not None and wait > longest:
            raise DownloadProblem(f"{said} and asks to wait {wait:,.0f} seconds.", LATER)
        raise Passing(f"{said}.", LATER, wait)
    if status in (404, 410):
        raise Gone(f"{said}: there is no {httpx.URL(address).path} any more.", LOOK)
    raise DownloadProblem(f"{said}.", LOOK)


def _retry_after(text: str) -> float | None:
    """Seconds of a `Retry-After` header, which is a number of them or a moment (RFC 9110, 10.2.3)."""
    if text.isdecimal():
        return float(text)
    moment = http_day(text)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds()) if moment else None
