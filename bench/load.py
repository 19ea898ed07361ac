"""Many people exploring at once: each asks the page's own callback for a view, thinks, and asks again."""

import gzip
import http.client
import json
import random
import threading
import time
from dataclasses import dataclass, field
from typing import Any

from bench.browser import CALLBACK, with_search
from bench.numbers import summary

THINK_S = (0.5, 1.5)
HEADERS = {"Content-Type": "application/json", "Accept-Encoding": "gzip"}
TIMEOUT_S = 30


@dataclass
class Heard:
    """What all people together saw."""

    taken: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    bytes: int = 0


def explore_together(
    port: int, body: str, views: list[str], people: int, seconds: float, seed: int
) -> dict[str, Any]:
    """Let `people` explore for `seconds`; milliseconds of every answer, and errors.

    A person is a thread with one connection kept open, as a browser has; answers are as large as the
    page's own, because each person sends back the keys of the panels it shows.
    """
    heard = Heard()
    end = time.perf_counter() + seconds
    threads = [
        threading.Thread(target=_explore, args=(port, body, views, end, random.Random(seed + number), heard))
        for number in range(people)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return {
        "people": people,
        "seconds": seconds,
        "errors": len(heard.errors),
        "first_errors": heard.errors[:5],
        "bytes_per_answer": heard.bytes / max(len(heard.taken), 1),
        "answer": summary(heard.taken) if heard.taken else None,
    }


def _explore(port: int, body: str, views: list[str], end: float, chance: random.Random, heard: Heard) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT_S)
    keys: dict[str, str] = {}
    time.sleep(chance.uniform(0, THINK_S[1]))
    while time.perf_counter() < end:
        asked = with_search(body, f"?{chance.choice(views)}", keys)
        try:
            keys = _ask(connection, asked, heard)
        except (OSError, http.client.HTTPException, ValueError, KeyError) as problem:
            heard.errors.append(f"{type(problem).__name__}: {problem}")
            connection.close()
        time.sleep(chance.uniform(*THINK_S))
    connection.close()


def _ask(connection: http.client.HTTPConnection, body: str, heard: Heard) -> dict[str, str]:
    """Send one request and return the keys of the answer's panels."""
    start = time.perf_counter()
    connection.request("POST", CALLBACK, body, HEADERS)
    answer = connection.getresponse()
    content = answer.read()
    taken = (time.perf_counter() - start) * 1000
    if answer.status != http.client.OK:
        raise ValueError(f"status {answer.status}")
    heard.taken.append(taken)
    heard.bytes += len(content)
    text = gzip.decompress(content) if answer.getheader("Content-Encoding") == "gzip" else content
    response = json.loads(text)["response"]
    return {**response["keys"]["data"], **response["answer"]["data"]["keys"]}
