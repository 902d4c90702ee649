"""What a person may expect comes from packaged answers, and those are fresh."""

import json
import sys
from pathlib import Path

import pytest

from deqi.care import asking, expecting, packaging
from deqi.care.asking import ImpossibleAge, Person, UnknownCondition
from deqi.care.values import Care
from deqi.core.conditions import Stage
from deqi.evidence.plans import Question
from deqi.knowledge import answers, sources
from deqi.knowledge.answers import packaged
from deqi.knowledge.schema import UnreadableRecord
from tests.spec import people, print_answers


def test_packaged_answers_are_what_the_rows_say() -> None:
    assert print_answers.stale(print_answers.pages()) == []


def test_a_changed_a_missing_and_an_orphaned_answer_are_stale(tmp_path: Path) -> None:
    one = json.dumps({"estimate": 1.5, "k": 2, "why": ["a"]})
    wanted = {"changed.json": one, "missing.json": one, "kept.json": one}
    near = json.dumps({"estimate": 1.500001, "k": 2, "why": ["a"]})
    far = json.dumps({"estimate": 1.51, "k": 2, "why": ["a"]})
    for name, text in (("changed", far), ("kept", near), ("orphan", one)):
        (tmp_path / f"{name}.json").write_text(text, encoding="utf-8")
    old = ["changed.json", "missing.json", "orphan.json"]
    assert print_answers.stale(wanted, tmp_path) == old
    print_answers.write(wanted, tmp_path)
    assert print_answers.stale(wanted, tmp_path) == []
    assert not (tmp_path / "orphan.json").exists()


def test_plots_of_the_reference_are_what_the_rows_say(tmp_path: Path) -> None:
    drawn = print_answers.drawings()
    assert print_answers.stale_drawings(drawn) == []
    (tmp_path / "old.svg").write_text("<text>x</text>", encoding="utf-8")
    assert print_answers.stale_drawings(drawn, tmp_path) == sorted([*drawn, "old.svg"])
    print_answers.draw(drawn, tmp_path)
    assert print_answers.stale_drawings(drawn, tmp_path) == []


@pytest.mark.parametrize(
    "other", [{"k": 1.0}, {"k": 2}, {"j": 1}, [1], {"k": True}, {"k": None}]
)
def test_only_rounding_may_part(other: object) -> None:
    assert print_answers.same({"k": 1}, {"k": 1})
    assert not print_answers.same({"k": 1}, other)


def test_a_question_that_its_own_person_does_not_ask_is_refused() -> None:
    lost = answers.questions()["low_back_pain_chronic"]
    twin = Question(
        **{
            name: getattr(lost, name)
            for name in Question.__dataclass_fields__
            if name != "id"
        },
        id="twin",
    )
    with pytest.raises(ValueError, match="twin"):
        packaging.package(twin)


def test_a_packaged_answer_that_is_not_whole_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "answers" / "packaged"
    folder.mkdir(parents=True)
    (folder / "broken.json").write_text('{"why": {}}', encoding="utf-8")
    monkeypatch.setattr(packaged, "files", lambda _: tmp_path)
    with pytest.raises(UnreadableRecord, match="broken"):
        packaged.read("broken")


def test_a_packaged_answer_without_harms_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "answers" / "packaged"
    folder.mkdir(parents=True)
    told = {name: [] for name in packaged.PARTS}
    (folder / "harmless.json").write_text(json.dumps(told), encoding="utf-8")
    monkeypatch.setattr(packaged, "files", lambda _: tmp_path)
    with pytest.raises(UnreadableRecord, match="harmless"):
        packaged.read("harmless")


def test_the_harms_of_needling_are_the_same_whatever_the_complaint() -> None:
    told = [packaged.read(name)["harms"] for name in answers.questions()]
    assert all(each == told[0] for each in told)
    assert list(expecting.harms()) == told[0]
    assert len(told[0]) == len(answers.harms())
    assert any(each["serious"] for each in expecting.harms())


@pytest.mark.parametrize(
    ("condition", "person", "question"),
    [
        ("low_back_pain", Person(), "low_back_pain_chronic"),
        ("low_back_pain", Person(64, 30), "low_back_pain_chronic"),
        ("low_back_pain", Person(65, 30), "low_back_pain_chronic_65"),
        ("low_back_pain", Person(70, None), "low_back_pain_chronic_65"),
        ("low_back_pain", Person(70, 2), "low_back_pain_acute"),
        ("low_back_pain", Person(40, 5.9), "low_back_pain_acute"),
        ("low_back_pain", Person(40, 6), "low_back_pain_subacute"),
        ("low_back_pain", Person(40, 12), "low_back_pain_chronic"),
        ("sciatica", Person(40, 2), "sciatica"),
        ("whiplash", Person(80, 2), "whiplash"),
    ],
)
def test_the_question_that_fits_is_chosen(
    condition: str, person: Person, question: str
) -> None:
    assert asking.choose(condition, person)[0].id == question


def test_the_stage_follows_from_the_duration() -> None:
    stages = [asking.choose("sciatica", Person(40, w))[1].stage for w in (0, 6, 12)]
    assert stages == [Stage.ACUTE, Stage.SUBACUTE, Stage.CHRONIC]
    assert asking.choose("sciatica", Person())[1].stage is None


@pytest.mark.parametrize(("age", "weeks"), [(-1, None), (131, None), (40, -0.1)])
def test_what_no_person_has_is_refused(age: int, weeks: float | None) -> None:
    with pytest.raises(ImpossibleAge):
        Person(age, weeks)


def test_a_condition_that_is_not_there_is_refused() -> None:
    with pytest.raises(UnknownCondition, match="'spine'"):
        asking.require("spine")


def test_the_harmless_person_is_told_course_gains_and_harms_together() -> None:
    told = people.decide({}).expected
    assert told is not None
    assert told.usual_course is not None
    assert told.over_usual_care is not None
    assert told.over_sham is not None
    assert told.over_usual_care["comparator"] == "usual_care"
    assert told.over_sham["comparator"] == "sham"
    assert len(told.harms) == len(answers.harms())
    assert (told.certainty, dict(told.why), told.reviewed) == ("low", {}, False)


def named(care: Care) -> set[str]:
    return {each.id for each in care.sources}


def test_every_source_of_what_is_expected_is_cited() -> None:
    care = people.decide({})
    found = expecting.sources(care.expected)
    assert {"Haake2007", "MenezesCosta2012", "Baumler2021"} <= set(found)
    assert set(found) <= named(care)
    assert set(found) <= set(sources.catalogue())
    assert expecting.sources(None) == ()


@pytest.mark.parametrize(
    ("known", "population"),
    [
        ({"condition": "headache"}, "adults who have had headaches for a long time"),
        ({"condition": None}, None),
        ({"calf_swollen_warm": True}, None),
        ({"saddle_numbness": True}, None),
    ],
)
def test_nothing_is_promised_where_a_doctor_comes_first(
    known: dict[str, object], population: str | None
) -> None:
    told = people.decide(known).expected
    assert (told and told.population) == population


def test_older_people_are_answered_from_their_own_trial() -> None:
    from datetime import date

    told = people.decide({"birth_date": date(1950, 1, 1)}).expected
    assert told is not None
    assert (told.verdict, told.over_sham) == ("one_trial", None)
    assert "did not use pretend needles" in told.why["over_sham"]


def test_a_missing_complaint_of_no_trial_says_why_for_each_part() -> None:
    told = people.decide({"condition": "upper_back_pain"}).expected
    assert told is not None
    assert set(told.why) == {"usual_course", "over_usual_care", "over_sham"}
    assert (told.usual_course, told.over_usual_care, told.certainty) == (
        None,
        None,
        None,
    )


def test_numbers_are_cut_alike_on_every_machine() -> None:
    plain = {"a": [1.23456789, 2, "x", None, True]}
    assert packaging.rounded(plain) == {"a": [1.23457, 2, "x", None, True]}


def test_the_chain_reads_packaged_answers_without_statistics() -> None:
    import subprocess

    ran = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys, deqi.care.chain; sys.exit('numpy' in sys.modules)",
        ],
        check=False,
    )
    assert ran.returncode == 0
