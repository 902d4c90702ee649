"""Seeds of second steps: encrypted as they are written, and encrypted anew after a new key."""

from __future__ import annotations

from functools import partial

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import QuerySet

from deqi.operations import accounts
from deqi.operations.refusals import NotFound, Refused
from deqi.records.accounts import seeds
from deqi.records.accounts.seeds import SeedUnreadable


class SecondStepLost(Refused):
    """A second step whose seed cannot be read, so that no code of it counts."""

    code = "second_step_lost"


class Encrypted(DefaultMFAAdapter):  # type: ignore[misc]  # allauth brings no types
    """How allauth keeps the seeds of apps and of codes for when the phone is lost."""

    def encrypt(self, text: str) -> str:
        """Return a seed encrypted; it becomes somebody's in the row that takes it."""
        return seeds.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Return a seed again.

        Raises
        ------
        SecondStepLost
            Where it was encrypted by a secret key that is not told, or for somebody else,
            or comes out of no row.
        """
        owner = getattr(encrypted_text, "owner", None)
        try:
            if owner is None:
                raise SeedUnreadable("out of no row")
            return seeds.decrypt(encrypted_text, owner)
        except SeedUnreadable:
            raise SecondStepLost(_LOST) from None


_LOST = (
    "Your second step cannot be read here any more, so no code of it works; ask who looks"
    " after the machine to take it away, then sign in and add a new one."
)


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
            data = seeds.each(row.data, partial(seeds.renewed, owner=row.user_id))
            if data != row.data:
                row.data = data
                row.save(update_fields=["data"])
                changed += 1
    return changed


def unreadable() -> int:
    """Return of how many second steps the seed cannot be opened."""
    return sum(not _opens(row) for row in _rows("default"))


def take_away(email: str) -> int:
    """Take away all second steps of an account; return how many.

    It is called by the command line alone, on the machine itself.

    Parameters
    ----------
    email : str
        With which they sign in.

    Raises
    ------
    NotFound
        Where it is nobody's.
    """
    user = accounts.of_address(email)
    if user is None:
        raise NotFound(f"Nobody here signs in with {email}; look at how it is written.")
    taken = Authenticator.objects.filter(user=user).delete()
    return int(taken[0])


def _rows(using: str) -> QuerySet[Authenticator]:
    rows: QuerySet[Authenticator] = Authenticator.objects.using(using).order_by("pk")
    return rows.exclude(type=Authenticator.Type.WEBAUTHN)


def _opens(row: Authenticator) -> bool:
    try:
        seeds.each(row.data, partial(seeds.decrypt, owner=row.user_id))
    except SeedUnreadable:
        return False
    return True
