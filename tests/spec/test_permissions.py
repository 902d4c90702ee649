"""Which role may ask which operation, as the code itself goes by it."""

import pytest

from deqi.core.roles import Role
from deqi.operations.matrix import MATRIX
from tests.spec.tables import Page, Table

PAGE = Page(
    "permissions",
    "Permissions",
    """
    Every operation, and the roles that may ask it. What has a no is refused, and the
    refusal stands in the audit. A patient sees their own record alone; practitioners,
    the front desk and the clinic's manager see their own clinic; the network's manager
    and the auditor see the network's clinics, and no chart.
    """,
)

NAMES = {
    Role.PATIENT: "Patient",
    Role.PRACTITIONER: "Practitioner",
    Role.FRONT_DESK: "Front desk",
    Role.CLINIC_MANAGER: "Clinic manager",
    Role.NETWORK_MANAGER: "Network manager",
    Role.AUDITOR: "Auditor",
}
CHARTS = {
    "intake",
    "facts",
    "screenings",
    "plans",
    "sessions",
    "measurements",
    "courses",
    "reviews",
    "letters",
}
"""Nouns that tell what a patient has, said or was given."""
LOOKING = ("read", "list", "show", "overview")
"""Verbs that change nothing."""

MAY = Table(
    title="Who may ask what",
    columns={"operation": "Operation"} | {role.value: NAMES[role] for role in Role},
    rows=[
        (name, *(role in roles for role in Role))
        for name, roles in sorted(MATRIX.items())
    ],
)


@MAY.cases
def test_a_role_is_given_no_more_than_its_work_needs(
    operation: str,
    patient: bool,
    practitioner: bool,
    front_desk: bool,
    clinic_manager: bool,
    network_manager: bool,
    auditor: bool,
) -> None:
    noun, _, verb = operation.partition(".")
    assert any((patient, practitioner, front_desk, clinic_manager, network_manager))
    if noun in CHARTS:
        assert not any((clinic_manager, network_manager, auditor))
    if noun in CHARTS - {"letters"}:
        assert not front_desk
    if auditor:
        assert verb in LOOKING


def test_no_role_is_without_its_column() -> None:
    assert set(NAMES) == set(Role)
    assert len(MAY.rows) == len(MATRIX)


@pytest.mark.parametrize("role", [Role.NETWORK_MANAGER, Role.AUDITOR])
def test_a_role_of_the_network_opens_no_patient(role: Role) -> None:
    nouns = {name.partition(".")[0] for name, roles in MATRIX.items() if role in roles}
    assert nouns <= {"clinics", "staff", "credentials", "knowledge", "audit", "network"}
