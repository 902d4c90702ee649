"""What may be expected beside a review: never a gain without the rest of the truth."""

import pytest

from deqi.care import prospects
from deqi.knowledge import answers
from deqi.knowledge.answers import packaged
from tests.spec.tables import Page, Table
from tests.spec.test_reviews import course

PAGE = Page(
    "prospects",
    "What may be expected",
    """What a review tells beside its decision: the forecast with and without treatment,
    what comes anyway, what trials found over usual care and over sham, and harms,
    always together. It decides nothing. Weekly sessions for lasting low back pain, pain
    from 0 to 10, reviewed on the day of the last session.""",
)

ANYWAY = Table(
    title="A gain that was to be expected anyway",
    prose="""Pain at the start and on the day, and whether it is remarked that the gain is
    no larger than what was to come without any treatment. The higher the start, the
    more comes anyway, for who comes on a bad day is likely to be better next time.
    Where nothing was gained there is no gain to speak of, and after a discharge the
    gain of the series is over.""",
    columns={
        "sessions": "Sessions",
        "start": "Start",
        "now": "Now",
        "discharged": "Discharged",
        "remarked": "Remarked",
    },
    rows=[
        (6, 8, 7, False, True),
        (6, 8, 6.5, False, True),
        (6, 8, 5, False, False),
        (6, 8, 8, False, False),
        (6, 8, 9, False, False),
        (6, 4, 3.8, False, True),
        (6, 4, 3.5, False, False),
        (6, 8, 7, True, False),
    ],
)

TOGETHER = Table(
    title="What stands together",
    prose="""Age, months that the pain has lasted and what today brings; which lines are
    told. Where a doctor comes first no gain is spoken of, neither forecast nor from
    trials. New pain has no gain on record that could be forecast in points.""",
    columns={
        "age": "Age",
        "months": "Months",
        "facts": "Today",
        "treated": "With treatment",
        "sham": "Over sham",
    },
    rows=[
        (47, 12, {}, "forecast", "No clear gain in trials"),
        (70, 12, {}, "forecast", "The one trial in people of 65 and over"),
        (47, 1, {}, "no gain on record", "A gain in trials"),
        (47, 12, {"fever_or_chills": True}, "a doctor first", "a doctor first"),
        (47, 12, {"saddle_numbness": True}, "a doctor first", "a doctor first"),
    ],
)


@ANYWAY.cases
def test_anyway(sessions, start, now, discharged, remarked):
    last = 7 * (sessions - 1)
    more = {"discharged": "2026-04-06"} if discharged else {}
    found = course(sessions, {0: start, last: now}, **more)
    told = [each for each in found.remarks if each.rule == "no_more_than_anyway"]
    assert bool(told) is remarked
    for each in told:
        gain = start - now
        assert f"NRS is {gain:g} points better" in each.text
        assert set(found.forecast.sources) <= set(each.sources)


def test_the_remark_is_about_what_was_to_come_by_today():
    found = course(6, {0: 8, 35: 7})
    by_today, by_then = found.forecast.ahead[0].anyway, found.forecast.anyway
    (told,) = (each for each in found.remarks if each.rule == "no_more_than_anyway")
    assert f"{-by_today.change:.1f} were to be expected" in told.text
    assert by_then.change < by_today.change < 0


@TOGETHER.cases
def test_together(age, months, facts, treated, sham):
    lasted = {"birth_date": f"{2026 - age}-01-15", "onset_date": onset(months)}
    found = course(4, {0: 8, 21: 6}, facts=lasted | facts)
    lines = {each.title: each.text for each in prospects.tell(found)}
    if treated == "a doctor first":
        assert set(lines) == {"Forecast, gains, harms"}
        assert all(text.startswith("A doctor comes first") for text in lines.values())
        assert found.forecast is None
        assert found.expected is None
        return
    assert lines["Over sham needles"].startswith(sham)
    assert ("of 10 people" in lines["If treatment goes on"]) is (treated == "forecast")
    for title in ("If treatment stops", "Anyway", "Over usual care", "Harms"):
        assert lines[title].endswith((".", "of 100"))


def onset(months):
    return f"2026-0{3 - months}-25" if months < 3 else "2025-03-01"


def test_every_line_of_every_answer_can_be_told():
    for key in answers.questions():
        found = packaged.read(key)
        for part in ("over_usual_care", "over_sham"):
            assert found[part] or found["why"][part]
        serious = [harm["serious"] for harm in found["harms"]]
        assert set(serious) == {True, False}


@pytest.mark.parametrize("pain", [{}, {0: 8}, {0: 8, 35: 3}])
def test_a_forecast_never_stands_without_sham_and_harms(pain):
    found = course(6, pain)
    titles = [each.title for each in prospects.tell(found)]
    assert titles[-3:] == ["Over usual care", "Over sham needles", "Harms"]
    assert ("If treatment goes on" in titles) is (found.forecast is not None)
    cited = {each.id for each in found.sources}
    assert set(prospects.sources(found)) <= cited
