"""``deqi reset-second-step``: for whoever can use theirs no more."""

from __future__ import annotations

from deqi.cli import outputs
from deqi.config import running


def reset(email: str, /) -> None:
    """Take away every second step of one account, passkeys too.

    Be sure who asks: until a new one is added, the password alone signs in. For this
    machine's keeper; no page offers it.

    Parameters
    ----------
    email
        With which they sign in.
    """
    with running.database(report=outputs.note):
        running.refuse_unmigrated()
        from deqi.operations import seeds

        taken = seeds.take_away(email)
    outputs.note(f"second steps taken away: {taken}; {email} adds a new one")
