"""Courses: when visits fall, what they are for, and which wait for a review."""

from datetime import timedelta

import pytest

from deqi.care.values import Wishes
from deqi.core import courses
from deqi.core.conditions import Stage
from deqi.knowledge import courses as cadences
from tests.spec import people
from tests.spec.people import TODAY
from tests.spec.tables import Page, Table

PAGE = Page(
    "courses",
    "Courses",
    """When the visits of a course fall, as windows of days counted from the first day
    (day 0). Windows never overlap. A cadence is a convention or a payer's rule; each
    record shows what is known of it.""",
)

COLUMNS = {
    "stage": "Stage",
    "windows": "Windows in days",
    "reviews": "Reviews at visits",
    "waits_from": "Waits for a review from visit",
}


def _weeks(first, last, every, slack):
    return [f"{day - slack}-{day + slack}" for day in range(first, last + 1, every)]


ARTICLES = Table(
    title="As the source articles describe it (the usual cadence)",
    prose="""New pain: two to four visits within three weeks. Lasting pain: weekly, with
    reviews at visits 4 and 6, then every other week, then monthly; what comes after the
    first review waits for it.""",
    columns=COLUMNS,
    rows=[
        ("acute", ["0-2", "3-7", "9-13", "15-19"], [4], 3),
        (
            "chronic",
            [
                "0-2",
                *_weeks(7, 35, 7, 2),
                *_weeks(49, 77, 14, 3),
                *_weeks(107, 167, 30, 5),
            ],
            [4, 6],
            5,
        ),
        ("subacute", "as chronic", [4, 6], 5),
        ("unknown", "as acute", [4], 3),
        ("relapse", ["0-2", "5-9", "12-16", "19-23"], [4], None),
    ],
)

TRIAL = Table(
    title="As trials of chronic pain had it",
    prose="8 to 15 visits over 5 to 12 weeks, twice a week and then once.",
    columns=COLUMNS,
    rows=[
        (
            "chronic",
            [
                "0-1",
                "2-4",
                "6-8",
                "9-11",
                "13-15",
                "16-18",
                "20-22",
                "23-25",
                *_weeks(31, 52, 7, 2),
            ],
            [4, 6, 8],
            5,
        ),
    ],
)

PAYERS = Table(
    title="Cadences of payers",
    columns={
        "cadence": "Cadence",
        "visits": "Visits of a chronic course",
        "last_day": "Last day, at most",
        "sure": "Sure before the first review",
    },
    rows=[
        ("us_medicare_ncd_30_3_3", 20, 197, 4),
        ("us_va", 16, 114, 4),
        ("de_gkv", 10, 42, 5),
    ],
)

MARKED = {"acute": Stage.ACUTE, "subacute": Stage.SUBACUTE, "chronic": Stage.CHRONIC}


def laid_out(name, stage):
    cadence = cadences.catalogue()[name]
    return courses.plan(cadence, MARKED.get(stage), TODAY, relapse=stage == "relapse")


def days(visits):
    return [
        f"{(each.earliest - TODAY).days}-{(each.latest - TODAY).days}"
        for each in visits
    ]


def check(name, stage, windows, reviews, waits_from):
    visits = laid_out(name, stage)
    if isinstance(windows, str):
        windows = days(laid_out(name, windows.removeprefix("as ")))
    assert days(visits) == windows
    assert [each.visit for each in visits if each.purpose == "review"] == reviews
    waiting = [each.visit for each in visits if each.conditional]
    assert waiting[:1] == ([] if waits_from is None else [waits_from])
    assert visits[0].purpose == "first"


@ARTICLES.cases
def test_the_usual_cadence(stage, windows, reviews, waits_from):
    check("articles_convention", stage, windows, reviews, waits_from)


@TRIAL.cases
def test_the_cadence_of_trials(stage, windows, reviews, waits_from):
    check("trial_default", stage, windows, reviews, waits_from)


@PAYERS.cases
def test_the_cadence_of_a_payer(cadence, visits, last_day, sure):
    course = laid_out(cadence, "chronic")
    assert len(course) == visits
    assert (course[-1].latest - TODAY).days <= last_day
    assert sum(not each.conditional for each in course) == sure


def test_the_usual_cadence_is_the_articles():
    assert cadences.DEFAULT == "articles_convention"
    assert people.decide({}).cadence == "articles_convention"


def test_an_acute_course_of_the_articles_fits_three_weeks():
    visits = laid_out("articles_convention", "acute")
    assert 2 <= len(visits) <= 4
    assert visits[-1].latest - TODAY <= timedelta(weeks=3)


def test_a_course_of_the_trials_fits_five_to_twelve_weeks():
    visits = laid_out("trial_default", "chronic")
    assert 8 <= len(visits) <= 15
    assert timedelta(weeks=5) <= visits[-1].latest - TODAY <= timedelta(weeks=12)


@pytest.mark.parametrize("payer", ["de_gkv", "us_va", "us_medicare_ncd_30_3_3"])
def test_a_payer_brings_its_cadence_and_marks_what_it_covers(payer):
    care = people.decide({}, Wishes(payer=payer))
    assert care.cadence == payer
    assert care.coverage is not None
    assert all(each.covered_why for each in care.course)
    named = people.decide({}, Wishes(payer=payer, cadence="trial_default"))
    assert named.cadence == "trial_default"


def test_without_a_payer_no_visit_is_marked():
    course = people.decide({}).course
    assert {each.covered for each in course} == {None}
    assert {each.covered_why for each in course} == {""}


def test_every_cadence_says_what_is_known_of_it():
    for cadence in cadences.catalogue().values():
        assert cadence.evidence
        assert cadence.sources
        assert not cadence.reviewed
