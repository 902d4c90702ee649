"""Plans: proposed by the care chain, changed and signed by the practitioner."""

from __future__ import annotations

from datetime import timedelta

import psycopg
import pytest

from deqi.operations import plans, plans_reads
from deqi.operations.access import NotLicensed
from deqi.operations.plans import Changes, NothingLeft, NothingPlanned
from deqi.operations.refusals import NotFound, NotPermitted
from tests import charted
from tests.clinic import MORNING, House, at, read, second, write


@pytest.fixture
def ready(house: House) -> House:
    charted.ready(house)
    return house


def sites(house: House, style: str) -> list[str]:
    care = plans.propose(read(house.practitioner), house.episode, style=style)
    assert care.plan is not None
    return [plans.site_of(each) for each in care.plan.needling]


def test_each_style_has_a_proposal_of_its_own(ready: House) -> None:
    assert "multifidus" in sites(ready, "western")
    assert "multifidus" not in sites(ready, "traditional")


def test_nothing_stands_before_the_first_is_signed(ready: House) -> None:
    assert plans.read(read(ready.practitioner), ready.episode) is None


def test_what_is_signed_stands_without_what_was_left_out(ready: House) -> None:
    changes = Changes(left_out=("BL23",), style="traditional", note=" Gently. ")
    signed = plans.sign(write(ready.practitioner), ready.episode, changes)
    stands = plans.read(read(ready.practitioner), ready.episode)
    assert stands is not None
    assert (stands.id, stands.style, stands.note) == (signed, "traditional", "Gently.")
    assert "BL23" not in {each["point"] for each in stands.needling}
    assert stands.signed_by == "Needles Example"
    found = plans_reads.weigh(read(ready.practitioner), ready.episode)
    assert found.style == "traditional"
    assert found.signed[0].left_out == ("BL23",)


def test_a_plan_keeps_a_line(ready: House) -> None:
    everything = tuple(sites(ready, "combined"))
    with pytest.raises(NothingLeft):
        plans.sign(write(ready.practitioner), ready.episode, Changes(everything))


def test_nothing_is_signed_where_a_doctor_comes_first(ready: House) -> None:
    charted.tell(ready, {"leg_weakness_progressive": True})
    with at(MORNING + timedelta(minutes=2)), pytest.raises(NothingPlanned):
        plans.sign(write(ready.practitioner), ready.episode)


def test_who_may_sign(ready: House, owner: psycopg.Connection) -> None:
    with pytest.raises(NotPermitted):
        plans.sign(write(ready.desk), ready.episode)
    with pytest.raises(NotFound):
        plans.sign(write(second(ready).practitioner), ready.episode)
    owner.execute("UPDATE clinics_credential SET revoked_at = now()")
    with pytest.raises(NotLicensed):
        plans.sign(write(ready.practitioner), ready.episode)
