"""What holds for all tests: the same examples every time, and one way to the database.

Nothing of the database is loaded before a test asks for it: most need none.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    import psycopg
    from django.core.mail import EmailMessage
    from django.test import Client

    from tests.database import Broom

# A failure must be seen by everybody who runs the tests, not by one in ten.
settings.register_profile("deqi", derandomize=True, deadline=None)
settings.load_profile("deqi")


@pytest.fixture
def place() -> Iterator[Path]:
    """Return a folder that a server of another user may come to, unlike tmp_path.

    pytest closes the folders above tmp_path anew whenever another run begins.
    """
    with TemporaryDirectory(prefix="deqi-test-") as folder:
        yield Path(folder)


@pytest.fixture(scope="session")
def broom() -> Iterator[Broom]:
    """Keep one database for all tests of this process, and what cleans it."""
    from tests import database

    database.prepare()
    with database.own_database() as broom:
        yield broom


@pytest.fixture
def database(broom: Broom) -> Iterator[None]:
    """Give the test an empty, migrated database, reached by Django as deqi_app."""
    from django.db import connections

    yield
    connections.close_all()
    broom.sweep()


@pytest.fixture
def owner(database: None) -> Iterator[psycopg.Connection]:
    """Connect as deqi_owner, past Django: sees the rows of all clinics."""
    import psycopg

    from tests.database import URLS

    with psycopg.connect(URLS.owner, autocommit=True) as connection:
        yield connection


@pytest.fixture
def app(database: None) -> Iterator[psycopg.Connection]:
    """Connect as deqi_app, past Django and the operations: sees what is in scope."""
    import psycopg

    from tests.database import URLS

    with psycopg.connect(URLS.app, autocommit=True) as connection:
        yield connection


@pytest.fixture
def client(database: None) -> Client:
    """Return a browser without scripts, which asks the pages directly."""
    from django.test import Client

    return Client()


@pytest.fixture
def outbox(database: None) -> list[EmailMessage]:
    """Return the mail that is sent from here on."""
    from django.core import mail

    mail.outbox = []
    return mail.outbox
