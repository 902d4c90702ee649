"""Every cell of the matrix, tried on the real operations: who may pass, and who may not."""

from __future__ import annotations

import importlib
import io
import pkgutil

import psycopg
import pytest

from deqi import operations
from deqi.core.roles import Role
from deqi.operations.callers import Actor, Call
from deqi.operations.matrix import MATRIX
from deqi.operations.operation import OPERATIONS, fresh_key
from deqi.operations.refusals import NotPermitted, Refused
from tests import clinic
from tests.clinic import House

for _module in pkgutil.walk_packages(operations.__path__, f"{operations.__name__}."):
    importlib.import_module(_module.name)

AUDIT = "SELECT operation FROM audit_event WHERE role = %s AND why = 'not_permitted'"


def actor(house: House, role: Role) -> Actor:
    """Return somebody of the house in a role."""
    match role:
        case Role.PATIENT:
            return clinic.joined(house, "pat@example.org")
        case Role.AUDITOR:
            email = "auditor@example.org"
            return clinic.hire(house.network, house.clinic, role, email)
    staff = (house.practitioner, house.desk, house.manager, house.network)
    return next(each for each in staff if each.role is role)


def passes(who: Actor, name: str) -> bool:
    """Ask an operation without a word of what: only its permission can refuse that.

    Who passes comes to the operation itself, which answers, refuses in its own words, or
    has too few words to begin.
    """
    run = OPERATIONS[name].run
    try:
        answer = run(Call(who, fresh_key()))
    except NotPermitted as refused:
        return type(refused) is not NotPermitted
    except (Refused, TypeError):
        return True
    if isinstance(answer, io.IOBase):
        answer.close()
    return True


@pytest.mark.parametrize("role", list(Role))
def test_who_may_ask_passes_and_who_may_not_is_refused_and_noted(
    house: House, owner: psycopg.Connection, role: Role
) -> None:
    who = actor(house, role)
    found = {name: passes(who, name) for name in OPERATIONS}
    assert found == {name: role in MATRIX[name] for name in OPERATIONS}
    noted = {name for (name,) in owner.execute(AUDIT, [role]).fetchall()}
    assert noted == {name for name, may in found.items() if not may}


def test_every_row_of_the_matrix_is_an_operation() -> None:
    assert set(OPERATIONS) == set(MATRIX)
