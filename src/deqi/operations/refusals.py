"""What an operation refuses, each with one sentence and what to do next."""

from __future__ import annotations


class Refused(Exception):
    """An operation that was understood and is not done.

    Parameters
    ----------
    sentence : str
        What is wrong, and what to do next; without a patient's data.
    field : str
        Name of the argument that is at fault; empty where it is none alone.
    """

    code = "refused"

    def __init__(self, sentence: str, *, field: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field


class NotPermitted(Refused):
    """The caller's role may not ask this."""

    code = "not_permitted"


class NotFound(Refused):
    """There is no such row in the caller's scope; whether elsewhere is not said."""

    code = "not_found"


class KeyMissing(Refused):
    """A write came without the key that keeps it from being done twice."""

    code = "key_missing"


class KeyReused(Refused):
    """A key that stands for another write already."""

    code = "key_reused"


class ExamplesOnly(Refused):
    """A clock that is set writes rows of example clinics alone."""

    code = "examples_only"


class Unfit(Refused):
    """An argument that cannot be taken as it stands; ``field`` names it."""

    code = "unfit"


class Unkept(Unfit):
    """The database has no form for it: a sign that is none, a number too large."""

    code = "unkept"


class Conflict(Refused):
    """Somebody else was quicker, or what is asked no longer fits what is there."""

    code = "conflict"
