"""The clinic that is measured: served as in the demo, with one chart that is very long."""

import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode
from uuid import uuid4

import psycopg

from deqi.config import addresses, keys

HOST, PORT = "localhost", 8767
FOLDER = Path("var/bench/pages")
PATIENCE = 600
"""Seconds in which the example network has to be made and served."""
NOBODY = ""
PRACTITIONER, DESK, MANAGER = (
    f"{name}@elder-row.example.org" for name in ("hazel", "poppy", "olive")
)


@dataclass(frozen=True)
class Page:
    """A page that is measured, and the address of who asks it; empty for anybody."""

    path: str
    email: str


class NotServed(Exception):
    """The demo has not come up."""


@dataclass(frozen=True)
class Rows:
    """The patient whose chart is made long, and what else stands in an address.

    `session` is signed, `draft` is in hand; both are of the long chart.
    """

    patient: str
    episode: str
    session: str
    draft: str
    letter: str
    visit: str
    sessions: int


@contextmanager
def served() -> Iterator[None]:
    """Serve the example network while the block lasts."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    command = [Path(sys.executable).with_name("deqi"), "demo", "--no-browser"]
    with (FOLDER / "log").open("w") as log:
        server = subprocess.Popen(
            [*command, "--port", str(PORT), "--data", str(FOLDER)],
            stdout=log,
            stderr=log,
        )
        try:
            _wait(server)
            yield
        finally:
            server.terminate()
            server.wait()


def _wait(server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and server.poll() is None:
        try:
            connection = HTTPConnection(HOST, PORT, timeout=5)
            connection.request("GET", "/readyz")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(1)
        finally:
            connection.close()
    raise NotServed(f"the demo did not come up; {FOLDER / 'log'} says why")


def lengthen(count: int) -> Rows:
    """Give one chart as many signed sessions; return whose it is."""
    found = addresses.of(FOLDER.resolve(), keys.read(FOLDER))
    with psycopg.connect(found.superuser, autocommit=True) as connection:
        row = connection.execute(_LONGEST, [PRACTITIONER]).fetchone()
        if row is None:
            raise NotServed("nobody's course goes on in the example network")
        patient, episode, held = row
        connection.execute(_COPY, [max(0, count - held), episode])
        told = {"episode": episode, "email": PRACTITIONER}
        rows = {
            name: str((connection.execute(query, told).fetchone() or [None])[0])
            for name, query in _ROWS.items()
        }
    return Rows(
        patient=str(patient),
        episode=str(episode),
        draft=_begun(str(episode)),
        sessions=max(count, held),
        **rows,
    )


def _begun(episode: str) -> str:
    """Return the session in hand of an episode; the same one when it is begun again."""
    held = signed_in(PRACTITIONER)
    token = re.search(r"csrf\w*=(\w+)", held)
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": held,
        "X-CSRFToken": token.group(1) if token else "",
        "Referer": f"http://{HOST}:{PORT}/desk/",
    }
    connection = HTTPConnection(HOST, PORT, timeout=30)
    sent = urlencode({"key": uuid4()})
    connection.request("POST", f"/desk/sessions/begin/{episode}/", sent, headers)
    answer = connection.getresponse()
    answer.read()
    where = (answer.headers.get("Location") or "").strip("/").split("/")
    if answer.status != 302 or where[:2] != ["desk", "sessions"]:
        raise NotServed(f"no session can be begun: {answer.status}")
    return where[2]


_LONGEST = """
SELECT e.patient_id, e.id, count(*) FROM charting_session s
  JOIN episodes_episode e ON e.id = s.episode_id
  JOIN clinics_practitioner p ON p.id = s.practitioner_id
  JOIN accounts_user u ON u.id = p.user_id
 WHERE u.email = %s AND e.discharged_at IS NULL AND s.signed_at IS NOT NULL
 GROUP BY 1, 2 ORDER BY 3 DESC, 2 LIMIT 1
"""
_OWN = """(SELECT m.clinic_id FROM accounts_membership m
  JOIN accounts_user u ON u.id = m.user_id
 WHERE u.email = %(email)s AND m.role = 'practitioner' LIMIT 1)"""
_ROWS = {
    "session": """SELECT id FROM charting_session
        WHERE episode_id = %(episode)s AND signed_at IS NOT NULL
        ORDER BY given_on DESC, id LIMIT 1""",
    "letter": f"""SELECT id FROM papers_letter WHERE clinic_id = {_OWN}
        AND signed_at IS NOT NULL ORDER BY id LIMIT 1""",  # noqa: S608  our own words
    "visit": f"""SELECT id FROM diary_visit WHERE clinic_id = {_OWN}
        AND cancelled_at IS NULL AND starts_at > now() ORDER BY starts_at LIMIT 1""",  # noqa: S608  our own words
}
_COPY = """
INSERT INTO charting_session
SELECT (jsonb_populate_record(NULL::charting_session, to_jsonb(s)
          || jsonb_build_object('id', gen_random_uuid(), 'visit_id', NULL,
               'given_on', s.given_on - n,
               'began_at', s.began_at - n * interval '1 day'))).*
  FROM generate_series(1, %s) n,
       (SELECT * FROM charting_session WHERE signed_at IS NOT NULL AND episode_id = %s
         ORDER BY given_on LIMIT 1) s
"""


def signed_in(email: str) -> str:
    """Return the cookies of somebody who has signed in."""
    connection = HTTPConnection(HOST, PORT, timeout=30)
    connection.request("GET", "/accounts/login/")
    answer = connection.getresponse()
    page = answer.read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    held = _cookies(answer.headers.get_all("Set-Cookie") or [])
    body = urlencode(
        {
            "login": email,
            "password": _password(),
            "csrfmiddlewaretoken": token.group(1) if token else "",
        }
    )
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": held,
        "Referer": f"http://{HOST}:{PORT}/accounts/login/",
    }
    connection.request("POST", "/accounts/login/", body, headers)
    answer = connection.getresponse()
    answer.read()
    kept = _cookies(answer.headers.get_all("Set-Cookie") or [])
    if "session=" not in kept:
        raise NotServed(f"{email} cannot sign in")
    return kept


def _cookies(lines: list[str]) -> str:
    return "; ".join(line.partition(";")[0] for line in lines)


def _password() -> str:
    told = (FOLDER / "loaded").read_text(encoding="utf-8")
    return told.partition("password of all: ")[2].strip()
