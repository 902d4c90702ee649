"""Laws of the engine that hold for whatever is known of whomever."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from deqi.care import chain
from deqi.care.values import Care, Wishes
from deqi.core import courses
from deqi.core.conditions import Stage
from deqi.core.courses import Cadence, Phase
from deqi.core.facts import Kind, Speaker, Statement
from deqi.core.findings import Finding
from deqi.core.needlework import Line, Prohibitions, Proposal, Sites, admit
from deqi.core.points import Laterality, Sides, site_cap, site_regions
from deqi.core.rules import Outcome, Scope
from deqi.knowledge import (
    conditions,
    facts,
    muscles,
    points,
    precautions,
    protocols,
    red_flags,
    regions,
)
from deqi.knowledge import courses as cadences
from deqi.knowledge import sources as library
from tests.spec.people import OWN, TODAY, harmless, person, said
from tests.spec.random_people import (
    RISKS,
    SPECS,
    examined,
    people,
    risks,
    somebody,
    values,
    wishes,
)

MANY = settings(max_examples=120)
SOME = settings(max_examples=60)


def screened(known, asked=None):
    return chain.screen(said(known), today=TODAY, wishes=asked)[1]


def taken(found):
    return {(each.scope, each.code) for each in found.restrictions}


@MANY
@given(
    people(), st.sampled_from(RISKS).flatmap(lambda s: st.tuples(st.just(s), risks(s)))
)
def test_adding_a_risk_never_makes_the_outcome_milder(known, risk):
    spec, value = risk
    before = screened({**known, spec.id: spec.safe})
    after = screened({**known, spec.id: value})
    assert after.outcome.gravity >= before.outcome.gravity
    assert before.session.allowed is not False or after.session.allowed is False
    assert taken(after) >= taken(before)


@MANY
@given(people(), st.sampled_from(RISKS))
def test_an_unknown_is_never_milder_than_a_harmless_answer(known, spec):
    harmless_answer = screened({**known, spec.id: spec.safe})
    unknown = screened({**known, spec.id: None})
    assert unknown.outcome.gravity >= harmless_answer.outcome.gravity
    assert not (unknown.session.allowed and not harmless_answer.session.allowed)
    assert taken(unknown) >= taken(harmless_answer)


def lists_of(spec):
    """Return the rules that take the regions of a fact away: which, it must say."""
    every = (*red_flags.catalogue(), *precautions.catalogue())
    return {
        rule.id
        for rule in every
        for limit in rule.limits
        if limit.regions_of == spec.id
    }


@MANY
@given(
    people(), st.sampled_from(RISKS).flatmap(lambda s: st.tuples(st.just(s), risks(s)))
)
def test_an_unknown_takes_away_what_the_risk_would(known, risk):
    spec, value = risk
    present = screened({**known, spec.id: value})
    own_regions = {
        (each.scope, each.code)
        for each in present.restrictions
        if each.scope is Scope.REGION and each.rule in lists_of(spec)
    }
    unknown = screened({**known, spec.id: None})
    assert taken(unknown) >= taken(present) - own_regions


@MANY
@given(people(), wishes())
def test_the_session_waits_for_what_the_outcome_and_the_questions_say(known, asked):
    found = screened(known, asked)
    waits = any(
        each.rank == "absolute" and each.holds_up != "nothing"
        for each in found.questions
    )
    grave = any(each.outcome.gravity >= 3 for each in found.open_findings())
    stopped = grave or bool(found.session.findings)
    assert found.session.allowed is (False if stopped else None if waits else True)
    if found.outcome.gravity >= Outcome.REFER.gravity:
        assert found.session.allowed is False
    assert bool(found.session.because) is (found.session.allowed is not True)


@st.composite
def told_twice(draw):
    """Draw statements of several speakers on the same facts, and another order."""
    names = draw(st.lists(st.sampled_from(sorted(SPECS)), min_size=1, max_size=6))
    ago = st.none() | st.integers(0, 500).map(lambda days: TODAY - timedelta(days=days))
    statement = st.sampled_from(names).flatmap(
        lambda name: st.builds(
            Statement,
            st.just(name),
            st.none() | values(SPECS[name]),
            st.sampled_from([Speaker.RECORD, Speaker.PATIENT, Speaker.PRACTITIONER]),
            ago | st.just(TODAY),
            where=st.sampled_from(["", "Condition/1", "Condition/2"]),
            note=st.sampled_from(["", "words"]),
        )
    )
    words = [*person({name: None for name in names}), *draw(st.lists(statement))]
    return words, draw(st.permutations(words))


@MANY
@given(told_twice())
def test_the_order_of_statements_changes_nothing(told):
    one, other = (chain.decide(words, today=TODAY) for words in told)
    # Which facts were spoken of first may differ; what is decided may not.
    assert one == replace(other, facts=one.facts)
    assert dict(one.facts) == dict(other.facts)


def cap(line: Line) -> float | None:
    """Return the cap of a planned point where it is needled."""
    point = points.catalogue()[line.point]
    level = points.levels().get(line.level or "")
    return site_cap(point, points.catalogue(), level=level, sides=line.sides)


def touched(line: Line) -> tuple[str, ...]:
    """Return the regions that a line of a plan touches."""
    if line.muscle:
        return muscles.catalogue()[line.muscle].regions.on(line.sides)
    level = points.levels().get(line.level or "")
    point = points.catalogue()[line.point]
    return site_regions(point, sides=line.sides, level=level)


@MANY
@given(somebody() | examined(), wishes())
def test_a_plan_holds_nothing_that_is_forbidden(known, asked):
    care = chain.decide(said(known), today=TODAY, wishes=asked)
    assume(care.plan is not None)
    assert_nothing_forbidden(care)
    assert_within_caps(care)
    assert_planned_or_excluded(care)


def assert_nothing_forbidden(care: Care) -> None:
    """No point, muscle or region of a line is restricted."""
    forbidden = {scope: set() for scope in Scope}
    for each in care.screening.restrictions:
        forbidden[each.scope].add(each.code)
    body = regions.body_map()
    for line in care.plan.needling:
        assert line.point not in forbidden[Scope.POINT]
        assert line.muscle not in forbidden[Scope.MUSCLE]
        assert all(
            body.touches(region, forbidden[Scope.REGION]) is None
            for region in touched(line)
        )


def assert_within_caps(care: Care) -> None:
    """No depth passes its cap, no muscle is dangerous, no needle is one too many."""
    assert care.plan.needles <= protocols.most_needles()
    lower_end = any(r.scope is Scope.DEPTH for r in care.screening.restrictions)
    for line in care.plan.needling:
        if line.muscle:
            assert muscles.catalogue()[line.muscle].may_be_planned
            assert line.depth_mm is None
            continue
        assert not points.catalogue()[line.point].forbidden
        if line.depth_mm is not None:
            least, most = line.depth_mm
            assert 0 < least <= most
            assert cap(line) is None or most <= cap(line)
            assert not lower_end or least == most


def assert_planned_or_excluded(care: Care) -> None:
    """No site stands twice, and none is planned on a side where it is left out."""
    sites = [line.site for line in care.plan.needling]
    assert len(sites) == len(set(sites))
    for out in care.plan.excluded:
        assert out.why
        assert out.rule
        for line in care.plan.needling:
            assert (line.site, line.sides) != (out.point, out.sides)
            assert line.site != out.point or line.sides.value in ("left", "right")


def every_site() -> Iterator[tuple[str, str | None, Sides]]:
    """Yield every point on every side, and at every level where it needs one."""
    for code, point in points.catalogue().items():
        if point.laterality is Laterality.MIDLINE:
            sides = [Sides.MIDLINE]
        elif point.laterality is Laterality.BILATERAL:
            sides = [Sides.BOTH, Sides.LEFT]
        else:
            sides = list(Sides)
        for side in sides:
            yield from ((code, level, side) for level in point.levels or (None,))


def test_no_site_of_the_catalogue_is_ever_needled_past_its_cap():
    where = Sites(
        points.catalogue(), muscles.catalogue(), points.levels(), regions.body_map()
    )
    deep = 0
    for code, level, sides in every_site():
        wanted = Proposal(code, None, level, sides, "", "", "", ())
        line, _ = admit(wanted, where, Prohibitions.of(()))
        # Only at S5 does nothing say how deep is too deep.
        assert (line is None) is (points.catalogue()[code].forbidden or level == "S5")
        if line is not None and line.depth_mm is not None:
            assert cap(line) is None or line.depth_mm[1] <= cap(line)
            deep += 1
    assert deep > len(points.catalogue())


@MANY
@given(people(), wishes())
def test_there_is_a_plan_only_where_nothing_stops_it(known, asked):
    care = chain.decide(said(known), today=TODAY, wishes=asked)
    goes = care.screening.outcome in (Outcome.PROCEED, Outcome.CAUTION)
    complaint = conditions.catalogue().get(str(known.get("condition")))
    plans = goes and complaint is not None and complaint.plans
    assert (care.plan is not None) is plans
    assert (care.course is not None) is plans
    assert bool(care.withheld) is not plans


def findings(care: Care) -> Iterator[Finding]:
    """Yield every finding, of the outcome and of the session."""
    yield from care.screening.findings
    yield from care.screening.session.findings


@MANY
@given(people(), wishes())
def test_every_reason_is_a_fact_and_every_source_is_listed(known, asked):
    care = chain.decide(said(known), today=TODAY, wishes=asked)
    listed = {each.id for each in care.sources}
    assert listed <= set(library.catalogue())
    for found in findings(care):
        assert set(found.because) <= set(SPECS)
        assert found.because
        assert set(found.sources) <= listed
    for each in care.screening.restrictions:
        assert set(each.pending) <= set(SPECS)
        assert set(each.sources) <= listed
    assert set(care.screening.session.because) <= set(SPECS)
    if care.plan is not None:
        for line in care.plan.needling:
            assert set(line.sources) <= listed
            assert line.why


@MANY
@given(people(), wishes())
def test_a_question_is_asked_exactly_where_a_fact_is_open(known, asked):
    told, found = chain.screen(said(known), today=TODAY, wishes=asked)
    assert {each.fact for each in found.questions} == set(told.open)
    assert not {name for name in told.open if told.value(name) is not None}


def apart(visits) -> None:
    """Assert that windows are ordered and never overlap."""
    assert [each.visit for each in visits] == list(range(1, len(visits) + 1))
    for each in visits:
        assert each.earliest <= each.latest
    for one, other in pairwise(visits):
        assert one.latest < other.earliest


DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))


@SOME
@given(
    st.sampled_from(sorted(cadences.catalogue())),
    st.none() | st.sampled_from(list(Stage)),
    DAYS,
    st.booleans(),
)
def test_windows_of_every_cadence_are_ordered_and_apart(name, stage, first, relapse):
    cadence = cadences.catalogue()[name]
    visits = courses.plan(cadence, stage, first, relapse=relapse)
    apart(visits)
    assert visits[0].earliest == first
    assert visits[0].purpose == "first"
    conditional = [each.conditional for each in visits]
    assert conditional == sorted(conditional)


@st.composite
def any_phase(draw):
    every = draw(st.integers(2, 80)) / 2
    slack = draw(st.integers(0, (int(every) - 1) // 2))
    return Phase("phase", draw(st.integers(1, 5)), every, slack, draw(st.booleans()))


@SOME
@given(st.lists(any_phase(), min_size=1, max_size=4), DAYS)
def test_windows_of_any_cadence_at_all_are_apart(phases, first):
    listed = tuple(phases)
    cadence = Cadence("c", "C", "", listed, listed, listed, (2,), ("product",), False)
    visits = courses.plan(cadence, None, first)
    apart(visits)
    assert len(visits) == sum(phase.visits for phase in phases)


NOBODY_SAID = chain.screen((), today=TODAY)[0]
"""What is known of a person of whom nothing was said."""

MOMENT = {"reaction_since_last_visit": "none"}
"""Before the first session nothing can have happened after one."""


def test_with_nothing_said_nothing_is_known():
    assert dict(NOBODY_SAID) == {}
    known = {
        name: value
        for name, value in NOBODY_SAID.values_read.items()
        if value is not None and name in SPECS
    }
    assert known == MOMENT


def test_with_nothing_said_every_fact_is_open_but_what_cannot_be_asked():
    closed = {
        "reaction_since_last_visit",
        "opioid_mme",
        "palpated_tender_muscles",
        "palpated_tender_points",
        "neurological_examination",
    }
    assert set(SPECS) - set(NOBODY_SAID.open) == closed


@pytest.mark.parametrize("asked", [Wishes(), Wishes(examined=True, sessions_so_far=1)])
def test_with_nothing_said_nobody_is_needled(asked):
    care = chain.decide((), today=TODAY, wishes=asked)
    assert care.screening.outcome is Outcome.ASK
    assert care.screening.session.allowed is None
    assert care.plan is None
    assert care.course is None


@pytest.mark.parametrize("name", sorted(SPECS))
def test_no_fact_has_a_default(name):
    """A fact left out of a person of whom all else is known stays unknown.

    Its own gate is opened first, so that the question matters.
    """
    asked = Wishes(style="traditional", examined=True, sessions_so_far=1)
    opened = {**harmless(), **OPENED.get(name, {}), name: None}
    known, found = chain.screen(said(opened), today=TODAY, wishes=asked)
    if name in DERIVED:
        opened = {**opened, **DERIVED[name]}
        known, found = chain.screen(said(opened), today=TODAY, wishes=asked)
    assert known.value(name) is None
    assert name not in known
    if name != "opioid_mme":
        assert name in {each.fact for each in found.questions}
    spec = SPECS[name]
    if spec.rank == "absolute" and spec.holds_up == "plan":
        assert found.outcome.gravity >= Outcome.ASK.gravity
    if spec.rank == "absolute" and spec.holds_up == "session":
        assert found.session.allowed is not True


YOUNG = {"birth_date": date(1990, 3, 1), "onset_before_45": True}
OPENED = {
    "cancer_active": {"cancer_history": True},
    "pain_new_or_changed": {"cancer_history": True},
    "tumour_regions": {"cancer_history": True},
    "lymphoedema_limbs": {"cancer_history": True},
    "platelets": {"bleeding_disorder": "mild"},
    "neutrophils": {"immunosuppressed": True},
    "splenectomy": {"immunosuppressed": True},
    "inr_stable": {"anticoagulant": "vka"},
    "known_aneurysm": {"birth_date": date(1960, 3, 1)},
    "pulsating_abdomen": {"birth_date": date(1960, 3, 1)},
    "smoker": {"birth_date": date(1960, 3, 1)},
    "collapse_or_faintness": {"sudden_severe_pain": True},
    "falls_recent": {"osteoporosis": True},
    "pregnancy_weeks": {"pregnant": True},
    "hla_b27": {
        **YOUNG,
        "buttock_pain": True,
        "better_with_movement": True,
        "psoriasis_history": True,
    },
    **dict.fromkeys(
        (
            "morning_stiffness_over_30min",
            "onset_before_35",
            "wakes_second_half_of_night",
            "buttock_pain",
            "better_with_movement",
            "better_with_nsaid_48h",
            "relative_with_spondyloarthritis",
            "arthritis_history",
            "enthesitis_history",
            "psoriasis_history",
        ),
        YOUNG,
    ),
}
DERIVED = {
    "opioid_mme": {"medicines": None},
    "duration_weeks": {"onset_date": None},
    "onset_before_45": {"birth_date": None},
    "onset_before_35": {"birth_date": None},
}
"""What must be unknown as well, or the fact would follow from it."""


def test_the_harmless_person_is_known_in_all_that_has_a_harmless_value():
    unsaid = {spec.id for spec in RISKS} - set(harmless())
    assert unsaid == {"neurological_examination"}
    assert {name for name in OWN if SPECS[name].safe is not None} <= {
        "identifiable_cause"
    }


def test_every_kind_of_fact_is_drawn():
    assert {spec.kind for spec in SPECS.values()} == set(Kind)
    assert len(facts.catalogue().specs) == len(SPECS)
