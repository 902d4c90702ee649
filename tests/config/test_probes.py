"""The server tells a machine whether it lives, and whether people may be sent to it."""

from io import BytesIO
from typing import Any

import psycopg
import pytest
from django.test import Client

from deqi.config import serving, wsgi


def test_it_is_alive_without_a_database(client: Client) -> None:
    assert client.get("/healthz").json() == {"alive": True}


def test_it_is_ready_where_the_database_is_migrated(client: Client) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {"ready": True, "lacks": None}


def test_it_is_not_ready_where_a_migration_lacks(
    client: Client, owner: psycopg.Connection
) -> None:
    with owner.transaction(force_rollback=False):
        owner.execute("UPDATE django_migrations SET app = 'x' WHERE app = 'sessions'")
    try:
        answer = client.get("/readyz")
    finally:
        owner.execute("UPDATE django_migrations SET app = 'sessions' WHERE app = 'x'")
    assert answer.status_code == 503
    assert answer.json() == {"ready": False, "lacks": "migrations"}


@pytest.mark.parametrize("probe", ["/healthz", "/readyz"])
def test_a_probe_is_only_read(client: Client, probe: str) -> None:
    assert client.post(probe).status_code == 405


def test_the_entry_of_the_server_answers(database: None) -> None:
    told: list[str] = []
    asked: dict[str, Any] = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": "/healthz",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "wsgi.input": BytesIO(),
    }
    answer = wsgi.application(asked, lambda status, _: told.append(status))
    assert (told, b"".join(answer)) == (["200 OK"], b'{"alive": true}')


def test_a_server_that_never_answers_is_waited_for_in_vain(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(serving, "PATIENCE", 0.3)
    told: list[str] = []
    serving.call_when_ready("127.0.0.1", 1, lambda: told.append("ready"))
    assert told == []
