"""Encrypts the seeds of second steps, so that reading the database brings nobody in.

The key follows from the secret key, which is not in the database, and from whose the seed
is: a row that is copied to somebody else opens nothing. Keys that were replaced still open
what they encrypted.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

_PURPOSE = b"deqi: seeds of second steps"
# Another purpose gives another key: what opens a seed signs no cookie.


class SeedUnreadable(RuntimeError):
    """A seed that no secret key that is told opens for whoever has it in their row."""


class Seed(str):
    """An encrypted seed that knows whose it is; nobody's until it comes into a row."""

    owner: UUID | None = None


def encrypt(seed: str, owner: UUID | None = None) -> Seed:
    """Return a seed as the database keeps it."""
    return _seed_of(_keys(owner).encrypt(seed.encode()).decode(), owner)


def decrypt(encrypted: str, owner: UUID | None = None) -> str:
    """Return a seed again."""
    try:
        return _keys(owner).decrypt(encrypted).decode()
    except InvalidToken:
        # Never an empty seed instead: its codes anybody could make.
        raise SeedUnreadable("encrypted by another key, or for somebody else") from None


def owned(encrypted: str, owner: UUID) -> Seed:
    """Return a seed as that of the row which it stands in.

    What was encrypted just now and is nobody's yet becomes the owner's; what comes from the
    database is taken as theirs, and does not open where it is not.
    """
    if not isinstance(encrypted, Seed):
        return _seed_of(encrypted, owner)
    return encrypted if encrypted.owner else encrypt(decrypt(encrypted), owner)


def renewed(encrypted: str, owner: UUID) -> str:
    """Return a seed under the key of today; one that is so already as it stands."""
    try:
        _key_of(settings.SECRET_KEY, owner).decrypt(encrypted)
    except InvalidToken:
        return encrypt(decrypt(encrypted, owner), owner)
    return encrypted


def each(data: Mapping[str, Any], change: Callable[[str], str]) -> dict[str, Any]:
    """Return what allauth keeps of a second step, with each seed in it changed."""
    told = dict(data)
    for name in ("secret", "seed"):
        if name in told:
            told[name] = change(told[name])
    if "migrated_codes" in told:
        told["migrated_codes"] = [change(code) for code in told["migrated_codes"]]
    return told


def _seed_of(encrypted: str, owner: UUID | None) -> Seed:
    told = Seed(encrypted)
    told.owner = owner
    return told


def _keys(owner: UUID | None) -> MultiFernet:
    secrets = [settings.SECRET_KEY, *settings.OLD_SECRET_KEYS]
    return MultiFernet([_key_of(secret, owner) for secret in secrets])


def _key_of(secret: str, owner: UUID | None) -> Fernet:
    purpose = _PURPOSE + (owner.bytes if owner else b"")
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose)
    return Fernet(base64.urlsafe_b64encode(derived.derive(secret.encode())))
