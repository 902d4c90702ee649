"""What holds for a whole episode: taken from the catalogues, and from nowhere else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from deqi.operations import episodes, episodes_reads, patients
from deqi.operations.episodes import NotOffered, Terms
from tests.charted import TERMS
from tests.clinic import ADA, House, read, write

UNKNOWN = {"condition": "dropped_id", "style": "barefoot", "payer": "us_nobody"}


@pytest.mark.parametrize(("field", "told"), UNKNOWN.items())
def test_an_id_that_no_catalogue_holds_is_refused_at_its_field(
    house: House, field: str, told: str
) -> None:
    wrong = replace(TERMS, **{field: told})
    with pytest.raises(NotOffered, match="choose one from the list") as refused:
        episodes.change(write(house.practitioner), house.episode, wrong)
    assert refused.value.field == field
    held = episodes_reads.read(read(house.practitioner), house.episode)
    assert held.terms == Terms()


@pytest.mark.parametrize(("field", "told"), UNKNOWN.items())
def test_no_episode_opens_with_such_an_id(house: House, field: str, told: str) -> None:
    twin = patients.register(write(house.desk), ADA)
    with pytest.raises(NotOffered):
        episodes.open_episode(write(house.desk), twin, Terms(**{field: told}))
    assert episodes.open_episode(write(house.desk), twin, Terms(payer="us_va"))
