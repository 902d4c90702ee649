"""The server tells a machine whether it lives, and whether people may be sent to it."""

import psycopg
import pytest
from django.test import Client


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
