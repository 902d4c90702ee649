"""The study of the packaged records: its decisions are those of the review itself."""

from datetime import date, timedelta

import numpy as np
import pytest
from validation.policy import study as page
from validation.policy import variants

from deqi.care import reviewing, simulating
from deqi.care.simulating import Report, frontier
from deqi.core.dosing.reviewed import Record
from deqi.core.dosing.values import NOBODY, OURS, Ours, StudyImpossible
from deqi.core.episodes import Attendance as Kept
from deqi.core.episodes import Episode, Session, Visit
from deqi.core.instruments import Measurement
from deqi.core.review import Decision
from deqi.evidence.plots import drawing
from tests import vega_lite
from tests.core.dosing.crowds import CENTRAL, assumed, study

FIRST = date(2025, 1, 6)
DECISIONS = list(Decision)


def day(number: float) -> date:
    return FIRST + timedelta(days=int(number))


def episode(record: Record, person: int, contact: int, ours: Ours) -> Episode:
    """Return the episode of a virtual person as its file would have it that day."""
    so_far = range(contact + 1)
    visits = [d for d in record.visits[person, : contact + 1] if np.isfinite(d)]
    sessions = tuple(Session(day(d), adverse_events=()) for d in visits)
    ended = record.discharged[person, contact]
    return Episode(
        birth_date=date(1980, 5, 5),
        sex="female",
        condition="low_back_pain",
        onset=date(2023, 1, 1),
        payer=None,
        style=None,
        sessions=sessions,
        visits=tuple(Visit(each.date, Kept.TOOK_PLACE) for each in sessions),
        measurements=tuple(
            Measurement(
                day(record.contacts[person, place]), "NRS", record.scores[person, place]
            )
            for place in so_far
        ),
        facts={},
        reviews=tuple(
            {
                "date": day(record.contacts[person, place]).isoformat(),
                "decision": DECISIONS[record.decisions[person, place]].value,
            }
            for place in range(contact)
            if DECISIONS[record.decisions[person, place]] not in ours.unwritten
        ),
        discharged=None if np.isnan(ended) else day(ended),
        wants_maintenance=ours.wants_maintenance,
    )


@pytest.mark.parametrize("place", [0, 1])
def test_every_decision_is_that_of_the_review_of_the_same_episode(place: int) -> None:
    """All contacts of 25 people: the decision, and the day of the next visit."""
    small = study(25, 11)
    ours = small.ours[place]
    (record,) = small.follow(ours, assumed(drop_out="none", gain="sham"))
    seen = set()
    for person in range(25):
        met = int(np.isfinite(record.contacts[person]).sum())
        for contact in range(met):
            today = day(record.contacts[person, contact])
            told = reviewing.decide(episode(record, person, contact, ours), today=today)
            decided = DECISIONS[record.decisions[person, contact]]
            assert told.decision is decided, (person, contact, told.because)
            seen.add(decided)
            if contact + 1 < met and np.isfinite(record.visits[person, contact + 1]):
                gap = np.diff(record.contacts[person])[contact]
                assert told.next_visit_days is not None
                least, most = told.next_visit_days
                assert gap == max((least + most) // 2, 1)
    assert {Decision.CONTINUE, Decision.TAPER, Decision.CHANGE} <= seen
    assert {Decision.DISCHARGE, Decision.RESTART} <= seen


def luck(people: int, seed: int) -> dict[str, object]:
    chance = np.random.default_rng(seed)
    return {
        name: chance.standard_normal(shape)
        if kind == "normal"
        else chance.random(shape)
        for name, (kind, shape) in simulating.shapes(people).items()
    }


def report(people: int, seed: int, visit_cost: float | None = None) -> Report:
    begun = simulating.begin(luck(people, seed))
    steps = simulating.run(begun, visit_cost=visit_cost)
    return simulating.report(steps, begun, seed=seed, visit_cost=visit_cost)


@pytest.fixture(scope="module")
def small() -> Report:
    return report(200, 3)


def test_the_same_seed_gives_the_same_results_and_another_does_not(
    small: Report,
) -> None:
    assert report(200, 3) == small
    assert report(200, 4).cells != small.cells


def test_every_policy_runs_under_every_set_of_assumptions(small: Report) -> None:
    assert simulating.sets() == 36
    assert len(small.cells) == 36 * 8
    assert len(small.contrasts) == 36 * 2 * 6
    assert {each.policy for each in small.cells} == set(small.titles())
    assert small.people == 200
    assert "No trial" in small.caution


def test_a_price_gives_costs_and_changes_nothing_else(small: Report) -> None:
    priced = report(200, 3, visit_cost=60.0)
    assert all(each.cost_per_responder is None for each in small.cells)
    for cell, same in zip(priced.cells, small.cells, strict=True):
        assert cell.cost_per_responder is not None
        assert cell.visits == same.visits
        if cell.policy == NOBODY:
            assert cell.cost_per_responder.value == 0


def test_the_goal_is_judged_on_our_policy_under_the_central_assumptions(
    small: Report,
) -> None:
    judged = [
        each
        for each in small.contrasts
        if each.ours == OURS
        and each.policy in small.goal.against
        and each.assumed == CENTRAL.names()
    ]
    assert len(judged) == 3
    assert small.goal.met is all(each.met for each in judged)
    assert small.statement[0].startswith("Our policy: under the central")


def test_refuses_a_study_of_one() -> None:
    with pytest.raises(StudyImpossible):
        simulating.shapes(1)


@pytest.mark.parametrize("is_wide", [True, False])
def test_a_plot_shows_every_policy_with_its_figures_beside_it(
    small: Report, is_wide: bool
) -> None:
    plots = list(frontier.plots(small, is_wide=is_wide))
    assert len({each.name for each in plots}) == 12
    assert [frontier.is_central(each, small) for each in plots] == [True] * 2 + [
        False
    ] * 10
    assert vega_lite.is_valid(plots[0].spec)
    drawn = drawing.svg(plots[0])
    for title in small.titles().values():
        assert title.replace("'", "\N{RIGHT SINGLE QUOTATION MARK}") in drawn.replace(
            "'", "\N{RIGHT SINGLE QUOTATION MARK}"
        )
    assert len(plots[0].rows) == 3 * 8
    assert "http://" not in drawn.replace("http://www.w3.org", "")


def test_the_page_of_results_was_made_of_the_rules_as_they_are() -> None:
    """Where this fails: ``.venv/bin/python -m validation.policy.study``."""
    assert page.tried() in page.PAGE.read_text(encoding="utf-8")


def test_every_variant_is_laid_over_rules_that_are_there_and_the_chosen_is_ours() -> (
    None
):
    ours = simulating.policies()[0]
    told, weekly = variants.known()
    made = {str(each["title"]): variants.varied(ours, each) for each in told}
    assert [each for each, own in made.items() if own == ours] == [
        each for each in made if each.startswith("**chosen**")
    ]
    assert len(made) == len(told)
    text = page.PAGE.read_text(encoding="utf-8")
    assert [each for each in made if f"| {each} |" not in text] == []
    assert [each for each in weekly if f"no review: {each} visits" not in text] == []
    with pytest.raises(ValueError, match="no rule nonsense"):
        variants.varied(ours, {"when": {"nonsense": "always"}})
