"""Users: their roles, their addresses, and who one patient is after merging."""

from __future__ import annotations

from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from django.db import transaction

from deqi.core.roles import Role
from deqi.operations import accounts, doubles, patients, refusals, staff
from deqi.records.accounts.models import User
from tests.clinic import ADA, House, write


def test_nobody_joins_a_clinic_that_is_not_there(house: House) -> None:
    with pytest.raises(refusals.NotFound):
        accounts.newcomer(uuid4(), uuid4())


def test_a_patient_is_one_under_every_number(house: House) -> None:
    twin = patients.register(write(house.desk), ADA)
    doubles.merge(write(house.practitioner), twin, into=house.patient)
    both = (house.patient, twin)
    with transaction.atomic():
        assert accounts.numbers(house.clinic, twin) == both
        assert accounts.numbers(house.clinic, house.patient) == both


def test_the_founder_is_vouched_for(house: House) -> None:
    founder = User.objects.get(pk=house.network.user)
    assert EmailAddress.objects.get(user=founder).verified


def test_an_invented_colleague_needs_no_mail(house: House) -> None:
    who = staff.Colleague("x@example.org", "X Example", Role.FRONT_DESK)
    user = staff.add(write(house.manager), who)
    assert EmailAddress.objects.get(user=user).verified


def test_clinics_are_named(house: House) -> None:
    held = accounts.actors(house.desk.user or uuid4())
    assert accounts.clinic_names(held) == {house.clinic: "Garden Clinic"}
    assert accounts.clinic_names([house.network]) == {}
