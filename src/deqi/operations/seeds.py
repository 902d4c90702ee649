"""Seeds of second steps: encrypted as they are written, and encrypted anew after a new key."""

from __future__ import annotations

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import QuerySet

from deqi.records.accounts import seeds
from deqi.records.accounts.seeds import SeedUnreadable


class Encrypted(DefaultMFAAdapter):  # type: ignore[misc]  # allauth brings no types
    """How allauth keeps the seeds of apps and of codes for when the phone is lost."""

    def encrypt(self, text: str) -> str:
        """Return a seed as the database keeps it."""
        return seeds.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Return a seed again.

        Raises
        ------
        SeedUnreadable
            Where it was encrypted by a secret key that is not told.
        """
        return seeds.decrypt(encrypted_text)


def renew(using: str) -> int:
    """Encrypt anew what an older secret key encrypted; return how many second steps it was.

    Parameters
    ----------
    using : str
        Alias of the database.

    What none of the keys opens is left as it is; `unreadable` tells of it.
    """
    changed = 0
    with transaction.atomic(using):
        # A code that is used meanwhile is marked in the same column.
        for row in filter(_opens, _rows(using).select_for_update()):
            data = seeds.each(row.data, seeds.renewed)
            if data != row.data:
                row.data = data
                row.save(update_fields=["data"])
                changed += 1
    return changed


def unreadable() -> int:
    """Return of how many second steps the seed cannot be opened."""
    return sum(not _opens(row) for row in _rows("default"))


def _rows(using: str) -> QuerySet[Authenticator]:
    rows: QuerySet[Authenticator] = Authenticator.objects.using(using).order_by("pk")
    return rows.exclude(type=Authenticator.Type.WEBAUTHN)


def _opens(row: Authenticator) -> bool:
    try:
        seeds.each(row.data, seeds.decrypt)
    except SeedUnreadable:
        return False
    return True
