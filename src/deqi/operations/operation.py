"""The one wrapper around everything that a user may ask.

Permission, transaction, scope, idempotency key, audit: in this order, for each
operation, so that none of them can be forgotten.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, is_dataclass
from enum import StrEnum
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar
from uuid import UUID, uuid4

from django.db import DataError, connection, transaction

from deqi.operations import clock
from deqi.operations.callers import Actor, Call
from deqi.operations.matrix import MATRIX
from deqi.operations.refusals import (
    ExamplesOnly,
    KeyMissing,
    KeyReused,
    NotFound,
    NotPermitted,
    Refused,
    Unkept,
)
from deqi.records.audit.models import Event
from deqi.records.clinics.models import Clinic
from deqi.records.isolation import Scope

P = ParamSpec("P")
T = TypeVar("T")


class Kind(StrEnum):
    """What an operation does to the records."""

    READ = "read"
    WRITE = "write"


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that a user may ask.

    Parameters
    ----------
    name : str
        Such as ``sessions.sign``; a row of the matrix.
    kind : Kind
        Reading or writing.
    run : callable
        The wrapped function.
    """

    name: str
    kind: Kind
    run: Callable[..., object]


OPERATIONS: dict[str, Operation] = {}
"""Every operation by its name, filled as the modules are imported."""


class UnknownOperation(LookupError):
    """An operation that the matrix does not name would be open to nobody or to all."""


class NamedTwice(ValueError):
    """Two functions under one name."""


def reads(
    name: str,
) -> Callable[[Callable[Concatenate[Call, P], T]], Callable[Concatenate[Call, P], T]]:
    """Make a function an operation that reads: it gives frozen rows, and is audited."""

    def wrap(
        function: Callable[Concatenate[Call, P], T],
    ) -> Callable[Concatenate[Call, P], T]:
        @wraps(function)
        def run(call: Call, /, *args: P.args, **kwargs: P.kwargs) -> T:
            with asking(name, call):
                return function(call, *args, **kwargs)

        _register(name, Kind.READ, run)
        return run

    return wrap


def writes(
    name: str,
) -> Callable[
    [Callable[Concatenate[Call, P], UUID]], Callable[Concatenate[Call, P], UUID]
]:
    """Make a function an operation that writes: it gives the id of what came about."""

    def wrap(
        function: Callable[Concatenate[Call, P], UUID],
    ) -> Callable[Concatenate[Call, P], UUID]:
        @wraps(function)
        def run(call: Call, /, *args: P.args, **kwargs: P.kwargs) -> UUID:
            with asking(name, call):
                _refuse_false_time(call.actor)
                asked = _fingerprint(name, args, kwargs)
                done = _receipt(name, call, asked)
                if done is not None:
                    return done
                result = function(call, *args, **kwargs)
                _settle(call, result)
                call.trace.subject = result
                return result

        _register(name, Kind.WRITE, run)
        return run

    return wrap


def _register(name: str, kind: Kind, run: Callable[..., object]) -> None:
    if name not in MATRIX:
        raise UnknownOperation(f"{name} has no row in deqi.operations.matrix")
    if name in OPERATIONS:
        raise NamedTwice(f"{name} is two operations")
    OPERATIONS[name] = Operation(name, kind, run)


@contextmanager
def asking(name: str, call: Call) -> Iterator[None]:
    """Permission before, transaction and scope around, an audit event after."""
    try:
        if call.actor.role not in MATRIX[name]:
            raise NotPermitted("Your role may not do this; ask your manager.")
        with transaction.atomic():
            scope_of(call.actor).enter(connection)
            try:
                yield
            except DataError as fault:
                if getattr(fault.__cause__, "sqlstate", None) not in _UNKEPT:
                    raise
                raise Unkept(
                    "Something in this cannot be kept, such as a sign that is no letter;"
                    " type it anew."
                ) from fault
            _note(name, call, allowed=True)
    except Refused as refused:
        # What was refused leaves its trace too, in a transaction of its own: the one
        # of the operation is rolled back.
        with transaction.atomic():
            scope_of(call.actor).enter(connection)
            _note(name, call, allowed=False, why=refused.code)
        raise


_UNKEPT = frozenset({None, "22001", "22003", "22008", "22021", "22P05"})
"""States of PostgreSQL that say a value has no form there: too long, too large, a day
beyond its calendar, a sign that is none (which the driver says itself, without a state).
Any other is a fault of ours, and no answer to what was typed."""


def scope_of(actor: Actor) -> Scope:
    """Return what an actor's transactions may see."""
    return Scope(
        actor.clinics,
        patients=actor.patients,
        user=actor.user,
        network=None if actor.clinic else actor.network,
    )


def _note(name: str, call: Call, *, allowed: bool, why: str = "") -> None:
    actor = call.actor
    seen: list[UUID | None] = list(call.trace.patients) or [None]
    # One asking is one moment: by it the audit is read as one line again.
    at = clock.now()
    Event.objects.bulk_create(
        Event(
            at=at,
            network=actor.network,
            clinic=actor.clinic,
            actor=actor.user,
            role=actor.role,
            operation=name,
            patient=patient,
            subject=call.trace.subject,
            key=call.key,
            allowed=allowed,
            why=why,
            is_example=clock.is_set(),
        )
        for patient in seen
    )


def _refuse_false_time(actor: Actor) -> None:
    if not clock.is_set() or not actor.clinics:
        return
    if Clinic.objects.filter(id__in=actor.clinics, is_example=False).exists():
        raise ExamplesOnly("Only example clinics are written at another time.")


def _fingerprint(name: str, args: object, kwargs: object) -> str:
    told = json.dumps([name, args, kwargs], sort_keys=True, default=_told)
    return hashlib.sha256(told.encode()).hexdigest()


def _told(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    return value.hex() if isinstance(value, bytes) else str(value)


_CLAIM = (
    "INSERT INTO audit_receipt (key, actor, operation, asked, at)"
    " VALUES (%s, %s, %s, %s, %s) ON CONFLICT (key) DO NOTHING RETURNING key"
)
_FIND = "SELECT operation, asked, result FROM audit_receipt WHERE key = %s"


def _receipt(name: str, call: Call, asked: str) -> UUID | None:
    """Claim the key; return the result of an earlier write with it, if there is one."""
    if call.key is None:
        raise KeyMissing("The form has no key; load the page again and send it once.")
    with connection.cursor() as cursor:
        # Whoever comes second waits here until the first has committed or gone.
        at = clock.now()
        cursor.execute(_CLAIM, [call.key, call.actor.user, name, asked, at])
        if cursor.fetchone():
            return None
        cursor.execute(_FIND, [call.key])
        earlier = cursor.fetchone()
    if earlier is None or earlier[:2] != (name, asked):
        raise KeyReused("This was sent before with other words; load the page again.")
    return UUID(str(earlier[2]))


def _settle(call: Call, result: UUID) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE audit_receipt SET result = %s WHERE key = %s", [result, call.key]
        )


def fresh_key() -> UUID:
    """Return a key for one write, as a form carries it."""
    return uuid4()


__all__ = [
    "OPERATIONS",
    "Kind",
    "NotFound",
    "Operation",
    "fresh_key",
    "reads",
    "scope_of",
    "writes",
]
