"""Journeys go through a real browser, against the product served as it is.

They skip, visibly, where no Chromium is installed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.database import prepare

prepare()

if TYPE_CHECKING:
    from tests.clinic import House


@pytest.fixture
def house(database: None) -> Iterator[House]:
    """Open the clinic, on its Monday morning."""
    from tests import clinic

    with clinic.at():
        yield clinic.build()
