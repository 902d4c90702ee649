"""What tests of the pages of an episode share: addresses, and a form with a fresh key."""

from __future__ import annotations

from uuid import uuid4

from tests.clinic import House


def url(house: House, verb: str) -> str:
    return f"/desk/episodes/{house.episode}/{verb}"


def sent(**fields: object) -> dict[str, object]:
    return {"key": str(uuid4()), **fields}
