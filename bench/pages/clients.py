"""Eight clients that ask one page after the other, with short pauses."""

import threading
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http.client import HTTPConnection
from itertools import cycle, islice
from random import Random

from bench.pages import clinic
from bench.pages.clinic import Page

CLIENTS = 8
LONGEST_PAUSE = 1.0
"""Seconds between an answer and the next question; the mean is half of it."""


@dataclass
class Seen:
    """What came back of each page."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    wrong: dict[str, int] = field(default_factory=dict)


def ask(pages: Mapping[str, Page], *, rounds: int, count: int = CLIENTS) -> Seen:
    """Ask every page as often by every one of so many clients.

    Parameters
    ----------
    pages : mapping of str to Page
        By name.
    rounds : int
        How often each client asks each page; one more before that is not counted.
    """
    seen = Seen()
    names = list(pages)
    emails = {page.email for page in pages.values()} - {clinic.NOBODY}
    cookies = {clinic.NOBODY: "", **{each: clinic.signed_in(each) for each in emails}}
    requests = {n: (each.path, cookies[each.email]) for n, each in pages.items()}
    clients = [
        # Each begins elsewhere, so that all pages are asked beside all others.
        threading.Thread(
            target=_ask, args=(seen, requests, names[n:] + names[:n], rounds)
        )
        for n in (place * len(names) // count for place in range(count))
    ]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    return seen


def _ask(
    seen: Seen,
    requests: Mapping[str, tuple[str, str]],
    names: Sequence[str],
    rounds: int,
) -> None:
    connection = HTTPConnection(clinic.HOST, clinic.PORT, timeout=30)
    chance = Random(names[0])  # noqa: S311  pauses are no secret
    for place, name in enumerate(islice(cycle(names), len(names) * (rounds + 1))):
        path, cookies = requests[name]
        began = time.perf_counter()
        connection.request("GET", path, headers={"Cookie": cookies})
        answer = connection.getresponse()
        answer.read()
        took = time.perf_counter() - began
        if answer.status != 200:
            seen.wrong[name] = answer.status
        if place >= len(names):
            seen.seconds[name].append(took)
        time.sleep(chance.uniform(0, LONGEST_PAUSE))
