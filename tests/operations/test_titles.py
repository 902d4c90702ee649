"""How an episode is called: by its complaint for who treats, and by its clinic's day."""

from __future__ import annotations

import psycopg
import pytest

from deqi.operations import charts_reads, episodes, links_reads
from tests.clinic import MORNING, House, at, read, write


@pytest.fixture
def opened(house: House, owner: psycopg.Connection) -> House:
    """Return a house in Shanghai whose episode was opened there after midnight."""
    owner.execute("UPDATE clinics_clinic SET time_zone = 'Asia/Shanghai'")
    end = write(house.practitioner)
    episodes.discharge(end, house.episode, note="Well again.")
    with at(MORNING.replace(hour=20)):
        episodes.open_episode(write(house.practitioner), house.patient)
    return house


def test_who_treats_reads_the_complaint_and_the_day_of_the_clinic(
    opened: House,
) -> None:
    (choice,) = links_reads.held(read(opened.practitioner), opened.patient).episodes
    assert choice.name == "Complaint not named yet, since 24 November 2026"
    chart = charts_reads.chart(read(opened.practitioner), opened.patient)
    assert chart.current is not None
    assert chart.current.title == choice.name


def test_the_desk_reads_the_day_alone(opened: House) -> None:
    (choice,) = links_reads.held(read(opened.desk), opened.patient).episodes
    assert choice.name == "Since 24 November 2026"
