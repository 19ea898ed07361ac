"""Many people exploring at once: each asks for a view as the page does, thinks, and asks again."""

import gzip
import http.client
import json
import random
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from bench.browser import view_address
from bench.numbers import summary

THINK_S = (0.5, 1.5)
HEADERS = {"Accept-Encoding": "gzip"}
TIMEOUT_S = 30


@dataclass
class Heard:
    """What all people together saw.

    Attributes
    ----------
    taken
        When each answer was asked for, in seconds since the beginning, and its milliseconds.
    again
        How many requests found their connection closed and were sent once more.
    """

    start: float = field(default_factory=time.perf_counter)
    taken: list[tuple[float, float]] = field(default_factory=list)
    again: int = 0
    errors: list[str] = field(default_factory=list)
    bytes: int = 0


def at_random(views: list[str], people: int, seed: int) -> list[Iterator[str]]:
    """For each of `people`, one of the views after another, by chance and without end."""
    chances = [random.Random(seed + number) for number in range(people)]
    return [iter(partial(chance.choice, views), None) for chance in chances]


def explore_together(port: int, paths: Sequence[Iterator[str]], seconds: float) -> dict[str, Any]:
    """Let people explore for `seconds`, each along a path of views; milliseconds of every answer, and errors.

    `thirds` are the answers asked for in each third of the time: what happens beside is seen there.
    A person is a thread with one connection kept open, as a browser has; answers are as large as the
    page's own, because each person sends back the keys of the panels it shows.
    """
    heard = Heard()
    end = time.perf_counter() + seconds
    threads = [
        threading.Thread(target=_explore, args=(port, path, end, random.Random(number), heard))
        for number, path in enumerate(paths)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return {
        "people": len(paths),
        "seconds": seconds,
        "errors": len(heard.errors),
        "first_errors": heard.errors[:5],
        "again": heard.again,
        "bytes_per_answer": heard.bytes / max(len(heard.taken), 1),
        "answer": summary([taken for _, taken in heard.taken]) if heard.taken else None,
        "thirds": [_within(heard, part * seconds / 3, (part + 1) * seconds / 3) for part in range(3)],
    }


def _within(heard: Heard, start: float, end: float) -> dict[str, Any] | None:
    taken = [milliseconds for asked, milliseconds in heard.taken if start <= asked < end]
    return summary(taken) if taken else None


def _explore(port: int, path: Iterator[str], end: float, chance: random.Random, heard: Heard) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT_S)
    keys: dict[str, str] = {}
    time.sleep(chance.uniform(0, THINK_S[1]))
    while time.perf_counter() < end:
        asked = view_address(next(path), keys)
        try:
            keys = _ask_twice(connection, asked, heard)
        except (OSError, http.client.HTTPException, ValueError, KeyError) as problem:
            heard.errors.append(f"{type(problem).__name__}: {problem}")
            connection.close()
        time.sleep(chance.uniform(*THINK_S))
    connection.close()


def _ask_twice(connection: http.client.HTTPConnection, address: str, heard: Heard) -> dict[str, str]:
    """As a browser does: what finds its connection closed is sent once more on a new one."""
    try:
        return _ask(connection, address, heard)
    except (ConnectionError, http.client.RemoteDisconnected):
        connection.close()
        heard.again += 1
        return _ask(connection, address, heard)


def _ask(connection: http.client.HTTPConnection, address: str, heard: Heard) -> dict[str, str]:
    """Send one request and return the keys of the answer's panels."""
    start = time.perf_counter()
    connection.request("GET", address, headers=HEADERS)
    answer = connection.getresponse()
    content = answer.read()
    taken = (time.perf_counter() - start) * 1000
    if answer.status != http.client.OK:
        raise ValueError(f"status {answer.status}")
    heard.taken.append((start - heard.start, taken))
    heard.bytes += len(content)
    text = gzip.decompress(content) if answer.getheader("Content-Encoding") == "gzip" else content
    keys: dict[str, str] = json.loads(text)["keys"]
    return keys
