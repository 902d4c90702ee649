"""The records of answers choose only what is there, and say why where nothing is."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

import pytest

from deqi.evidence.scales import Spread
from deqi.knowledge import answers, conditions, loader, rooms
from deqi.knowledge.answers import plans
from deqi.knowledge.answers.fields import Reader
from deqi.knowledge.schema import (
    Certainty,
    Provenance,
    Record,
    Review,
    SourceUse,
    UnreadableRecord,
    Use,
)

ORIGIN = Provenance(
    room="answers",
    id="x",
    sources=(SourceUse("product", Use.DEFAULT),),
    certainty=Certainty.OWN,
    review=Review.UNREVIEWED,
    authored_by="test",
    checked_by=None,
    as_of=date(2026, 11, 21),
    next_review=date(2027, 11, 21),
)


def reader(**told: object) -> Reader:
    return Reader(Record(ORIGIN, told))


def test_every_condition_has_an_answer_also_where_nobody_says_how_long() -> None:
    asked = answers.questions().values()
    assert {each.condition for each in asked} == set(conditions.catalogue())
    unknown = [each.condition for each in asked if each.when_unknown]
    assert set(unknown) == set(conditions.catalogue())


def test_no_record_of_answers_claims_a_review() -> None:
    origins = rooms.ROOMS["answers"]()
    assert {each.review for each in origins.values()} == {Review.UNREVIEWED}
    assert {each.certainty for each in origins.values()} == {Certainty.OWN}


def test_every_choice_is_used_by_some_question() -> None:
    gains = {
        name
        for each in answers.questions().values()
        for name in (each.over_usual_care, each.over_sham, *each.others)
    } - {""}
    assert gains == set(plans.gains())
    courses = {each.usual_course for each in answers.questions().values()} - {""}
    assert courses == set(plans.courses())


def test_every_guideline_and_published_pool_that_is_named_is_there() -> None:
    from deqi.knowledge import guidelines

    for each in answers.questions().values():
        assert set(each.guidelines) <= set(guidelines.catalogue())
        for name in each.published:
            assert plans.published(name).id == name


def test_nothing_from_memory_stands_beside() -> None:
    shown = [
        plans.published(name)
        for each in answers.questions().values()
        for name in each.published
    ] + [one for plan in plans.gains().values() for one in plan.published]
    from deqi.knowledge import pools

    assert {pools.catalogue()[one.id].certainty for one in shown} <= {
        "seen",
        "partial",
        "secondary",
    }


def test_an_interval_that_was_not_seen_is_none() -> None:
    assert (
        plans.published("linde_2016_sham_headache_frequency_at_least_halved").ci is None
    )
    assert plans.published("mu_2020_usual_care_function").ci == (-0.77, -0.17)
    half = plans.published("mu_2020_usual_care_sf_12_physical")
    assert (half.estimate, half.ci) == (4.2, None)


def test_spreads_come_from_their_records() -> None:
    witt = plans.recipes()["witt_2006_usual_care_rmdq_w13"]
    assert witt.spread == Spread(
        20.8, "spread_cd013814_usual_care_hfaq_wafter_treatment"
    )
    assert witt.points == Spread(6.0, "cherkin_2009_standardised_usual_care_rmdq_w8")


def test_a_line_is_moved_by_the_range_of_the_scale() -> None:
    lines = {key: plan.line for key, plan in plans.gains().items() if plan.line}
    assert lines["chronic_waiting_list"].threshold == 15
    assert lines["chronic_function_usual_care"].threshold == 3.6


READERS: tuple[tuple[str, Callable[[Reader], object], object], ...] = (
    ("text", lambda each: each.text("a"), 1),
    ("texts", lambda each: each.texts("a"), ["x", 1]),
    ("number", lambda each: each.number("a"), "x"),
    ("number", lambda each: each.number("a"), True),
    ("pair", lambda each: each.pair("a"), [1]),
    ("flag", lambda each: each.flag("a"), "yes"),
    ("words", lambda each: each.words("a"), "x"),
    ("tables", lambda each: each.tables("a"), "x"),
    ("tables", lambda each: each.tables("a"), ["x"]),
)


@pytest.mark.parametrize(("kind", "read", "value"), READERS)
def test_a_field_of_the_wrong_kind_is_refused(
    kind: str, read: Callable[[Reader], object], value: object
) -> None:
    with pytest.raises(UnreadableRecord, match="answers:x: a is no"):
        read(reader(a=value))


def test_fields_are_read_as_they_are() -> None:
    told = reader(
        t="x",
        l=["x"],
        n=1.5,
        p=[0, 24],
        f=True,
        w={"k": "v"},
        one={"domain": "imprecision"},
        steps=[{"domain": "imprecision", "down": 1, "reason": "few"}],
    )
    assert (told.text("t"), told.text("none", ""), told.texts("l")) == ("x", "", ("x",))
    assert (told.number("n"), told.pair("p"), told.pair("q")) == (1.5, (0, 24), None)
    assert (told.flag("f"), told.flag("g"), told.words("w")) == (
        True,
        False,
        {"k": "v"},
    )
    assert told.tables("one")[0].text("domain") == "imprecision"
    assert told.steps()[0].reason == "few"
    assert (told.has("t"), told.id, told.sources) == (True, "x", ("product",))


@pytest.fixture
def planted(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str, Record], None]]:
    """Add a record to one file of the room, for this test alone."""

    def plant(file: str, record: Record) -> None:
        real = loader.records

        def found(room: str, name: str) -> object:
            kept = real(room, name)
            if (room, name) != ("answers", file):
                return kept
            return {**kept, record.provenance.id: record}

        monkeypatch.setattr(loader, "records", found)
        for each in (plans.gains, plans.recipes, plans.courses, answers.questions):
            each.cache_clear()

    yield plant
    monkeypatch.undo()
    for each in (plans.gains, plans.recipes, plans.courses, answers.questions):
        each.cache_clear()


def changed(file: str, name: str, **told: object) -> Record:
    kept = loader.records("answers", file)[name]
    return Record(
        replace(kept.provenance, id="planted"), {**kept.fields, "id": "planted", **told}
    )


@pytest.mark.parametrize(
    ("file", "name", "told", "load"),
    [
        ("effects.toml", "tu_2024_sham_leg_pain_w4", {"rows": ["no_row"]}, "recipes"),
        (
            "effects.toml",
            "tu_2024_sham_leg_pain_w4",
            {"points_row": "tu_2024_sham_leg_pain_change_w4"},
            "recipes",
        ),
        (
            "effects.toml",
            "tu_2024_sham_leg_pain_w4",
            {"spread_record": "trajectory:dose_macpherson2013_none"},
            "recipes",
        ),
        (
            "effects.toml",
            "tu_2024_sham_leg_pain_w4",
            {"spread_record": "trajectory:effect_modification_witt2019_acupuncture"},
            "recipes",
        ),
        ("gains.toml", "chronic_sham", {"effects": ["none"]}, "gains"),
        ("gains.toml", "chronic_sham", {"relevance": "share_of_scale"}, "gains"),
        ("courses.toml", "pain_acute", {"studies": ["DeBar2025", "X"]}, "courses"),
    ],
)
def test_a_record_that_names_what_is_not_there_is_refused(
    planted: Callable[[str, Record], None],
    file: str,
    name: str,
    told: dict[str, object],
    load: str,
) -> None:
    planted(file, changed(file, name, **told))
    with pytest.raises(UnreadableRecord):
        getattr(plans, load)()


def test_a_question_without_a_part_says_why(
    planted: Callable[[str, Record], None],
) -> None:
    planted("questions.toml", changed("questions.toml", "sciatica", why={}))
    with pytest.raises(UnreadableRecord, match="says no why"):
        answers.questions()
