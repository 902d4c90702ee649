"""Journeys go through a real browser, against the product served as it is.

They skip, visibly, where no Chromium is installed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import psycopg
import pytest

from tests.database import prepare

prepare()

if TYPE_CHECKING:
    from tests.clinic import House
    from tests.database import Broom
    from tests.journeys.site import Site


@pytest.fixture
def house(database: None) -> Iterator[House]:
    """Open the clinic, on its Monday morning."""
    from tests import clinic

    with clinic.at():
        yield clinic.build()


@pytest.fixture(scope="module")
def example(broom: Broom) -> Iterator[Site]:
    """Load the example network once for the tests of a file, which share its rows."""
    from django.db import connections

    from tests.database import URLS
    from tests.journeys import site

    loaded = site.load()
    with psycopg.connect(URLS.owner, autocommit=True) as owner:
        found = site.sampled(loaded, owner)
    yield found
    connections.close_all()
    broom.sweep()
