"""Clients that write until each write is acknowledged, by the same key every time."""

from __future__ import annotations

import json
import random
import threading
import time
from contextlib import closing
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from itertools import pairwise
from uuid import UUID, uuid4

RECORD = "/drill/record"
PATIENCE = 10.0
PAUSE = 0.05
PACE = 0.04
"""Seconds between the writes of one client, so that every kill falls amid them."""

AGAIN = 10
"""Every tenth write is sent once more after it was acknowledged, as a second tap does."""


@dataclass
class Write:
    """One score: its key, and every answer that came."""

    score: int
    key: UUID = field(default_factory=uuid4)
    sent: int = 0
    answers: list[UUID] = field(default_factory=list)


@dataclass
class Writers:
    """Some clients at one list of writes."""

    port: int
    writes: list[Write]
    until: float
    gate: threading.Lock = field(default_factory=threading.Lock)
    taken: int = 0
    answered: list[float] = field(default_factory=list)

    @property
    def acknowledged(self) -> int:
        return len(self.answered)

    def silence(self, begin: float, end: float) -> float:
        """Return the longest time within a span in which no write was acknowledged."""
        within = [begin, *(at for at in self.answered if begin < at < end), end]
        return max(later - at for at, later in pairwise(within))

    def run(self) -> None:
        """Write until nothing is left, or the time is over."""
        while write := self._next():
            wanted = 1 + (write.score % AGAIN == 0)
            while len(write.answers) < wanted and time.monotonic() < self.until:
                self._send(write)
            time.sleep(PACE)

    def _next(self) -> Write | None:
        with self.gate:
            self.taken += 1
            left = self.taken <= len(self.writes)
            return self.writes[self.taken - 1] if left else None

    def _send(self, write: Write) -> None:
        write.sent += 1
        body = json.dumps({"key": str(write.key), "score": write.score % 11})
        try:
            with closing(HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)) as c:
                c.request("POST", RECORD, body, {"Host": "localhost"})
                answer = c.getresponse()
                told = answer.read().decode()
        except (OSError, HTTPException):
            time.sleep(PAUSE)
            return
        if answer.status != 200:
            time.sleep(PAUSE)
            return
        if not write.answers:
            with self.gate:
                self.answered.append(time.monotonic())
        write.answers.append(UUID(told))


def writes(count: int, seed: int) -> list[Write]:
    """Return writes with keys that are the same for a seed."""
    keys = random.Random(seed)  # noqa: S311  keys that are the same each time
    return [
        Write(number, UUID(int=keys.getrandbits(128), version=4))
        for number in range(count)
    ]
