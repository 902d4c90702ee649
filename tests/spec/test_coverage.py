"""Coverage: who is covered by which payer, for how many visits, and until when."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from deqi.core import coverage
from deqi.core.coverage import Ledger
from deqi.core.episodes import Attendance, Visit
from deqi.core.instruments import Measurement
from deqi.knowledge import coverage as payers
from tests.spec.tables import Page, Table

PAGE = Page(
    "coverage",
    "Coverage",
    """What the ledger says under each payer's rules. The records carry sources, dates and
    open points; no clinician has reviewed them yet. Every case below is run against the
    code. Days are counted from the first visit, which is day 0.""",
)

CMS, DE, VA = "us_medicare_ncd_30_3_3", "de_gkv", "us_va"
FIRST = date(2026, 1, 5)
SUITS: Mapping[str, object] = {
    "condition": "low_back_pain",
    "onset_date": date(2024, 1, 1),
    "identifiable_cause": "none",
    "onset_kind": "gradual",
    "known_serious_spinal_disease": "none",
    "pregnant": False,
    "radiates_below_knee": False,
}
"""A person whom every payer with a countable rule covers."""

BETTER = {0: 7, 7: 4}
SAME = {0: 7, 7: 7}
WORSE = {0: 5, 7: 8}
LITTLE = {0: 7, 7: 6}


def day(offset: int) -> date:
    return FIRST + timedelta(days=offset)


def account(
    payer: str,
    held: Sequence[int],
    today: int,
    *,
    pain: Mapping[int, float] | None = None,
    facts: Mapping[str, object] | None = None,
    booked: Sequence[int] = (),
) -> Ledger:
    visits = [Visit(day(offset), Attendance.TOOK_PLACE) for offset in held]
    visits += [Visit(day(offset), Attendance.PLANNED) for offset in booked]
    return coverage.ledger(
        payers.catalogue()[payer],
        visits,
        values={**SUITS, **(facts or {})},
        measurements=[
            Measurement(day(offset), "NRS", score)
            for offset, score in (pain or {}).items()
        ],
        today=day(today),
    )


def every(step: int, count: int) -> list[int]:
    """Return the days of so many visits, so many days apart."""
    return [step * place for place in range(count)]


CMS_PERSON = Table(
    title="Medicare (US): who is covered",
    prose="""Low back pain for 12 weeks or longer, without a systemic cause, not from
    surgery or pregnancy. All else stands as in a person who is covered; on 2026-01-05.""",
    columns={"facts": "But", "eligible": "Covered"},
    rows=[
        ({}, True),
        ({"condition": "upper_back_pain"}, False),
        ({"condition": "fibromyalgia"}, False),
        ({"condition": "osteoarthritis"}, False),
        ({"condition": "sciatica"}, None),
        ({"condition": "herniated_disc"}, None),
        ({"condition": None}, None),
        ({"onset_date": date(2025, 10, 13)}, True),
        ({"onset_date": date(2025, 10, 14)}, False),
        ({"onset_date": None}, None),
        ({"onset_date": None, "duration_weeks": 12}, True),
        ({"onset_date": None, "duration_weeks": 11.9}, False),
        ({"identifiable_cause": "disc"}, None),
        ({"identifiable_cause": "surgery"}, False),
        ({"identifiable_cause": "pregnancy"}, False),
        ({"identifiable_cause": None}, None),
        ({"known_serious_spinal_disease": "malignancy"}, False),
        ({"known_serious_spinal_disease": None}, True),
        ({"condition": "pain_after_surgery"}, False),
        ({"onset_kind": "after_surgery"}, False),
        ({"pregnant": True}, False),
        ({"pregnant": None}, None),
    ],
)

CMS_VISITS = Table(
    title="Medicare (US): 12 visits in 90 days, 8 more where improvement is shown",
    prose="""Held: days of the visits that took place. Pain: NRS by day. The booked visit
    is covered, not covered, or unknown while something must still be shown.""",
    columns={
        "held": "Held",
        "pain": "Pain",
        "booked": "Booked on day",
        "covered": "Covered",
    },
    rows=[
        ([], {}, 0, True),
        ([0], {}, 89, True),
        ([0], {}, 90, None),
        ([0], SAME, 90, False),
        ([0], BETTER, 90, True),
        (every(7, 11), {}, 89, True),
        (every(7, 12), {}, 80, None),
        (every(7, 12), {0: 7}, 80, None),
        (every(7, 12), BETTER, 80, True),
        (every(7, 12), LITTLE, 80, None),
        (every(7, 12), SAME, 80, False),
        (every(7, 12), WORSE, 80, False),
        (every(7, 19), BETTER, 140, True),
        (every(7, 20), BETTER, 140, False),
        ([0, 3], WORSE, 10, None),
        ([0, 3], SAME, 10, True),
        (every(7, 20), {}, 141, False),
    ],
)

CMS_YEAR = Table(
    title="Medicare (US): when a new year of 20 visits begins",
    prose="Eleven full months must pass after the month of the first visit.",
    columns={"first": "First visit", "last": "Old year ends", "new": "New year begins"},
    rows=[
        (date(2020, 3, 21), date(2021, 2, 28), date(2021, 3, 1)),
        (date(2020, 3, 1), date(2021, 2, 28), date(2021, 3, 1)),
        (date(2020, 3, 31), date(2021, 2, 28), date(2021, 3, 1)),
        (date(2023, 3, 15), date(2024, 2, 29), date(2024, 3, 1)),
        (date(2024, 2, 29), date(2025, 1, 31), date(2025, 2, 1)),
        (date(2020, 12, 31), date(2021, 11, 30), date(2021, 12, 1)),
        (date(2021, 1, 31), date(2021, 12, 31), date(2022, 1, 1)),
    ],
)

NUMBERS = Table(
    title="Used, left, window and end",
    prose="""On the day of the last visit held. Left: what needs nothing more shown.
    Unknown: the payer states no number, or nothing has begun.""",
    columns={
        "payer": "Payer",
        "held": "Held",
        "pain": "Pain",
        "used": "Used",
        "left": "Left",
        "window": "Window, first to last day",
        "ends": "Ends on day",
    },
    rows=[
        (CMS, [], {}, 0, 12, None, None),
        (CMS, [0], {}, 1, 11, [0, 89], 360),
        (CMS, every(7, 12), {}, 12, 0, [0, 360], 360),
        (CMS, every(7, 12), BETTER, 12, 8, [0, 360], 360),
        (CMS, every(7, 13), SAME, 12, 0, [0, 89], 360),
        (CMS, every(7, 13), {}, 13, 0, [0, 360], 360),
        (CMS, every(7, 20), BETTER, 20, 0, [0, 360], 360),
        (CMS, every(7, 23), BETTER, 20, 0, [0, 360], 360),
        (CMS, [0, 120], {}, 2, 0, [0, 360], 360),
        (DE, [], {}, 0, 10, None, None),
        (DE, every(4, 10), {}, 10, 0, [0, 83], 83),
        (DE, every(4, 3), {}, 3, 7, [0, 41], 83),
        (DE, every(5, 18), {}, 15, 0, [0, 83], 83),
        (VA, every(5, 12), {}, 12, 0, [55, 144], 59),
        (VA, every(5, 13), {}, 13, 0, [60, 149], 149),
        (VA, every(3, 21), {}, 21, 0, [60, 239], 239),
        ("uk_nhs", [0, 7], {}, 0, 0, None, None),
        ("cy", [0, 7], {}, 2, None, None, None),
        ("au_mbs", [0, 7, 14], {}, 3, None, None, None),
        ("us_cpt_timing", [0], {}, 1, None, None, None),
    ],
)

DE_PERSON = Table(
    title="Statutory insurance (Germany): who is covered",
    prose="""Chronic lumbar pain for 6 months or longer, spreading no further than the
    knee. A length told in weeks leaves the months open at the edge; on 2026-01-05.""",
    columns={"facts": "But", "eligible": "Covered"},
    rows=[
        ({}, True),
        ({"onset_date": date(2025, 7, 5)}, True),
        ({"onset_date": date(2025, 7, 6)}, False),
        ({"onset_date": None, "duration_weeks": 27}, True),
        ({"onset_date": None, "duration_weeks": 26}, None),
        ({"onset_date": None, "duration_weeks": 25}, False),
        ({"onset_date": None}, None),
        ({"radiates_below_knee": True}, False),
        ({"radiates_below_knee": None}, None),
        ({"condition": "sciatica"}, False),
        ({"condition": "neck_pain"}, False),
        ({"condition": "osteoarthritis"}, None),
        ({"condition": "osteoarthritis", "radiates_below_knee": True}, None),
        ({"condition": "herniated_disc"}, None),
        ({"pregnant": True}, True),
    ],
)

DE_VISITS = Table(
    title="Statutory insurance (Germany): 10 sessions in 6 weeks, for a reason 15 in 12",
    columns={"held": "Held", "booked": "Booked on day", "covered": "Covered"},
    rows=[
        ([], 0, True),
        (every(4, 9), 41, True),
        (every(4, 9), 42, None),
        (every(4, 10), 41, None),
        (every(4, 14), 83, None),
        (every(4, 14), 84, False),
        (every(4, 15), 83, False),
        ([0], 84, False),
    ],
)

DE_REPEAT = Table(
    title="Statutory insurance (Germany): when a new series may begin",
    prose="""Twelve months after the last session of the series. Where the month has no
    such day, on the first of the next.""",
    columns={"first": "First", "last": "Last", "new": "New series from"},
    rows=[
        (date(2025, 1, 6), date(2025, 2, 14), date(2026, 2, 14)),
        (date(2024, 1, 22), date(2024, 2, 29), date(2025, 3, 1)),
        (date(2024, 12, 2), date(2024, 12, 31), date(2025, 12, 31)),
    ],
)

DE_SESSIONS = Table(
    title="Statutory insurance (Germany): what a session must be like",
    prose="""A session that was charted otherwise is not covered and uses nothing up; what
    was not charted is named as a need, not held against the visit.""",
    columns={"session": "Session", "covered": "Covered"},
    rows=[
        ({}, True),
        ({"needles": 14, "minutes": 30, "electro": False}, True),
        ({"needles": 20}, True),
        ({"needles": 13}, False),
        ({"needles": 21}, False),
        ({"minutes": 29}, False),
        ({"electro": True}, False),
    ],
)

VA_VISITS = Table(
    title="Veterans Affairs (US): 12 in 60 days, then 8 in 90, then 8 in 180",
    prose="""The numbers are one clinic's, and necessity is the payer's judgement, so that
    no visit is ever sure; past the last block no source says anything.""",
    columns={
        "held": "Held",
        "booked": "Booked on day",
        "covered": "Covered",
        "says": "Because",
    },
    rows=[
        ([], 0, None, "Not known: the VA finds treatment of the pain"),
        (every(5, 12), 59, None, "8 visits in 90 days"),
        ([0], 60, None, "8 visits in 90 days"),
        (every(3, 20), 100, None, "8 visits in 180 days"),
        (every(3, 28), 100, None, "No source says"),
    ],
)

ELSEWHERE = Table(
    title="Payers for whom no number of visits was found",
    prose="None is made up: the ledger says what is open.",
    columns={"payer": "Payer", "facts": "But", "eligible": "Covered"},
    rows=[
        ("uk_nhs", {}, False),
        ("uk_nhs", {"condition": "sciatica"}, False),
        ("uk_nhs", {"condition": "spinal_stenosis"}, None),
        ("uk_nhs", {"condition": "fibromyalgia"}, None),
        ("uk_nhs", {"condition": None}, None),
        ("cy", {}, None),
        ("au_mbs", {}, None),
        ("us_cpt_timing", {}, None),
        ("us_va", {}, None),
    ],
)

ATTENDANCE = Table(
    title="Which visits count",
    prose="Medicare (US), on day 30; the visit in question lies on day 7, or as told.",
    columns={
        "attendance": "Status",
        "offset": "Day",
        "used": "Used",
        "covered": "Covered",
    },
    rows=[
        (Attendance.TOOK_PLACE, 7, 1, True),
        (Attendance.DID_NOT, 7, 0, False),
        (Attendance.PLANNED, 7, 0, None),
        (Attendance.UNKNOWN, 7, 1, None),
        (Attendance.PLANNED, 40, 0, True),
        (Attendance.TOOK_PLACE, 40, 0, True),
        (Attendance.PLANNED, 30, 0, True),
        (Attendance.DID_NOT, 40, 0, False),
    ],
)


@CMS_PERSON.cases
def test_medicare_person(facts, eligible):
    assert account(CMS, [], 0, facts=facts).eligible is eligible


@CMS_VISITS.cases
def test_medicare_visits(held, pain, booked, covered):
    today = max([*held, *pain, 0])
    ledger = account(CMS, held, min(today, booked), pain=pain, booked=[booked])
    assert ledger.visits[-1].covered is covered


@CMS_YEAR.cases
def test_medicare_year(first, last, new):
    policy, known = payers.catalogue()[CMS], {**SUITS, "onset_date": date(2018, 1, 1)}
    held = [Visit(first, Attendance.TOOK_PLACE)]

    def on(today: date) -> Ledger:
        return coverage.ledger(policy, held, values=known, measurements=(), today=today)

    assert (on(last).used, on(last).ends, on(last).renews) == (1, last, new)
    assert (on(new).used, on(new).left, on(new).window) == (0, 12, None)


@NUMBERS.cases
def test_numbers(payer, held, pain, used, left, window, ends):
    ledger = account(payer, held, max([*held, 0]), pain=pain)
    found = ledger.window and [
        (ledger.window[key] - FIRST).days for key in ("from", "to")
    ]
    assert (ledger.used, ledger.left) == (used, left)
    assert found == window
    assert ledger.ends == (None if ends is None else day(ends))


@DE_PERSON.cases
def test_german_person(facts, eligible):
    assert account(DE, [], 0, facts=facts).eligible is eligible


@DE_VISITS.cases
def test_german_visits(held, booked, covered):
    ledger = account(DE, held, max([*held, 0]), booked=[booked])
    assert ledger.visits[-1].covered is covered


@DE_REPEAT.cases
def test_german_repeat(first, last, new):
    policy, known = payers.catalogue()[DE], {**SUITS, "onset_date": date(2018, 1, 1)}
    held = [Visit(each, Attendance.TOOK_PLACE) for each in (first, last)]
    before, after = new - timedelta(days=1), new
    for today, used, left in ((before, 2, 0), (after, 0, 10)):
        ledger = coverage.ledger(
            policy, held, values=known, measurements=(), today=today
        )
        assert (ledger.used, ledger.left) == (used, left)


@DE_SESSIONS.cases
def test_german_sessions(session, covered):
    ledger = coverage.ledger(
        payers.catalogue()[DE],
        [Visit(FIRST, Attendance.TOOK_PLACE, **session)],
        values=SUITS,
        measurements=(),
        today=FIRST,
    )
    assert ledger.visits[0].covered is covered
    assert ledger.used == int(covered)


@VA_VISITS.cases
def test_veterans_visits(held, booked, covered, says):
    ledger = account(VA, held, max([*held, 0]), booked=[booked])
    assert ledger.visits[-1].covered is covered
    assert says in ledger.visits[-1].why


@ELSEWHERE.cases
def test_elsewhere(payer, facts, eligible):
    ledger = account(payer, [0], 0, facts=facts)
    assert ledger.eligible is eligible
    assert [cover.covered for cover in ledger.visits] == [eligible]
    assert ledger.because


@ATTENDANCE.cases
def test_attendance(attendance, offset, used, covered):
    ledger = coverage.ledger(
        payers.catalogue()[CMS],
        [Visit(day(offset), attendance)],
        values=SUITS,
        measurements=(),
        today=day(30),
    )
    assert ledger.used == used
    assert [cover.covered for cover in ledger.visits] == [covered]


def test_every_payer_is_spoken_of():
    told = {CMS, DE, VA, *(row[0] for row in ELSEWHERE.rows)}
    assert told == set(payers.catalogue())
