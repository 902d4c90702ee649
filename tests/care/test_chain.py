"""The whole chain for one person: facts, screening, plan, course, cover, sources."""

from datetime import date, timedelta

import pytest

from deqi.care import chain
from deqi.care.values import Past, UnknownChoice, Wishes
from deqi.core.conditions import Stage
from deqi.core.episodes import Attendance, Visit
from deqi.core.facts import Speaker, Statement, UnknownFact
from deqi.core.rules import Outcome
from deqi.knowledge import sources
from tests.spec import people
from tests.spec.people import TODAY


@pytest.mark.parametrize(
    ("wish", "says"),
    [
        ({"style": "modern"}, "no style 'modern': traditional, western, combined"),
        ({"payer": "moon"}, "no payer 'moon': us_medicare_ncd_30_3_3"),
        ({"cadence": "daily"}, "no cadence 'daily': articles_convention"),
    ],
)
def test_a_wish_that_no_record_holds_is_refused_by_name(wish, says):
    with pytest.raises(UnknownChoice, match=says):
        Wishes(**wish)


def test_a_fact_that_no_record_describes_is_refused():
    nose = Statement("nose", True, Speaker.PATIENT, TODAY)
    with pytest.raises(UnknownFact, match="nose"):
        chain.decide([nose], today=TODAY)


@pytest.mark.parametrize(
    ("known", "withheld"),
    [
        ({}, ""),
        ({"feels_unwell": None}, "Questions that hold up a plan are open."),
        ({"calf_swollen_warm": True}, "A doctor comes first."),
        ({"saddle_numbness": True}, "This is an emergency: no plan, act now."),
        ({"condition": None}, "No complaint is known yet: a plan needs one."),
        (
            {"condition": "headache"},
            "No plan is made for this condition here; what is known of it is shown.",
        ),
    ],
)
def test_why_there_is_no_plan(known, withheld):
    care = people.decide(known)
    assert care.withheld == withheld
    assert (care.plan is None) is bool(withheld)
    assert (care.course is None) is bool(withheld)
    assert bool(care.cadence) is not bool(withheld)


def test_the_harmless_person_has_plan_and_course():
    care = people.decide({})
    assert care.screening.outcome is Outcome.PROCEED
    assert care.today == care.course[0].earliest == TODAY
    assert care.expected is not None
    assert care.coverage is None


def test_facts_are_told_with_who_said_them_and_when():
    told = Statement(
        "diabetes", True, Speaker.RECORD, date(2020, 5, 4), "Condition/9", "type 2"
    )
    care = chain.decide([*people.person({}), told], today=TODAY)
    shown = care.facts["diabetes"]
    assert (shown.value, shown.source, shown.at) == (
        True,
        "record Condition/9",
        date(2020, 5, 4),
    )
    assert (shown.disputed, shown.note) == (True, "type 2")


@pytest.mark.parametrize(
    ("preferred", "asked", "style"),
    [
        ("western", None, "western"),
        ("western", "combined", "combined"),
        ("none", None, "traditional"),
        (None, None, "traditional"),
    ],
)
def test_the_style_is_asked_for_or_preferred_or_usual(preferred, asked, style):
    care = people.decide({"style_preference": preferred}, Wishes(style=asked))
    assert care.plan.style == style


def test_a_relapse_has_a_course_of_its_own():
    care = people.decide({}, Wishes(relapse=True))
    assert {visit.phase for visit in care.course} == {"relapse"}


def test_a_course_follows_how_long_the_pain_has_lasted():
    new = people.decide({"onset_date": TODAY}).course
    lasting = people.decide({}).course
    unknown = people.decide({"onset_date": None}).course
    assert len(new) < len(lasting)
    assert [v.latest for v in unknown] == [v.latest for v in new]
    assert {Stage.ACUTE, Stage.CHRONIC} <= set(Stage)


def test_a_payer_has_a_ledger_even_where_there_is_no_plan():
    care = people.decide({"calf_swollen_warm": True}, Wishes(payer="de_gkv"))
    assert care.plan is None
    assert care.coverage.used == 0


def test_past_visits_count_for_the_payer():
    past = Past(visits=(Visit(date(2026, 11, 2), Attendance.TOOK_PLACE),))
    asked = Wishes(payer="us_medicare_ncd_30_3_3")
    care = chain.decide(people.person({}), today=TODAY, wishes=asked, past=past)
    assert care.coverage.used == 1
    assert people.decide({}, asked).coverage.used == 0


def test_a_visit_is_covered_only_where_every_day_of_its_window_is():
    given = Visit(date(2026, 11, 2), Attendance.TOOK_PLACE, needles=16, minutes=35)
    care = chain.decide(
        people.person({"onset_date": date(2026, 2, 1)}),
        today=TODAY,
        wishes=Wishes(payer="de_gkv"),
        past=Past(visits=(given,)),
    )
    # Six weeks from the first visit end on 14 December.
    for visit in care.course:
        assert (visit.covered is True) is (visit.latest < date(2026, 12, 14))
    assert None in {visit.covered for visit in care.course}


def test_a_visit_that_the_payer_does_not_cover_is_marked():
    care = people.decide({"onset_date": TODAY}, Wishes(payer="de_gkv"))
    assert False in {visit.covered for visit in care.course}
    assert all(visit.covered_why for visit in care.course)


def test_every_source_named_is_cited_once():
    care = people.decide({"diabetes": True}, Wishes(payer="de_gkv"))
    cited = [each.id for each in care.sources]
    assert len(cited) == len(set(cited))
    assert {"Goldfields", "CD013814", "DE"} <= set(cited)
    assert all(each.citation for each in care.sources)
    assert set(cited) <= set(sources.catalogue())


def test_an_examination_and_a_later_visit_ask_more():
    first = {each.fact for each in people.screen({}).questions}
    later = {
        each.fact
        for each in people.screen(
            {"reaction_since_last_visit": None},
            Wishes(examined=True, sessions_so_far=2),
        ).questions
    }
    assert later - first == {
        "palpated_tender_muscles",
        "palpated_tender_points",
        "neurological_examination",
        "reaction_since_last_visit",
    }


@pytest.mark.parametrize(
    ("days", "covered"), [(85, True), (84, True), (83, None), (82, None), (81, False)]
)
def test_a_visit_is_covered_only_on_every_day_of_its_window(days, covered):
    # Medicare asks for 12 weeks; the first visit may fall on today or two days later.
    known = {
        "onset_date": TODAY - timedelta(days=days),
        "identifiable_cause": "none",
        "onset_kind": "gradual",
    }
    care = people.decide(known, Wishes(payer="us_medicare_ncd_30_3_3"))
    first = care.course[0]
    assert (first.latest - first.earliest).days == 2
    assert first.covered is covered
    assert bool(first.covered_why)
