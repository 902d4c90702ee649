"""Encrypts the seeds of second steps, so that reading the database brings nobody in.

The key follows from the secret key, which is not in the database; keys that were replaced
still open what they encrypted.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

_PURPOSE = b"deqi: seeds of second steps"
# Another purpose gives another key: what opens a seed signs no cookie.


class SeedUnreadable(RuntimeError):
    """A seed that none of the secret keys opens: it was encrypted by one that is not told."""


def encrypt(seed: str) -> str:
    """Return a seed as the database keeps it."""
    return _keys().encrypt(seed.encode()).decode()


def decrypt(encrypted: str) -> str:
    """Return a seed again."""
    try:
        return _keys().decrypt(encrypted).decode()
    except InvalidToken:
        # Never an empty seed instead: its codes anybody could make.
        raise SeedUnreadable("encrypted by a secret key that is not told") from None


def renewed(encrypted: str) -> str:
    """Return a seed under the key of today; one that is so already as it stands."""
    try:
        _key_of(settings.SECRET_KEY).decrypt(encrypted)
    except InvalidToken:
        return encrypt(decrypt(encrypted))
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


def _keys() -> MultiFernet:
    secrets = [settings.SECRET_KEY, *settings.OLD_SECRET_KEYS]
    return MultiFernet([_key_of(secret) for secret in secrets])


@lru_cache(maxsize=8)
def _key_of(secret: str) -> Fernet:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=_PURPOSE)
    return Fernet(base64.urlsafe_b64encode(derived.derive(secret.encode())))
