"""`deqi care` as somebody types it: a record, answers, and what comes out."""

import json
from datetime import date
from pathlib import Path

import pytest

from deqi.cli import command
from deqi.core.plain import plain
from tests.spec import people

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
DAY = ["--today", "2026-11-21"]
PATIENT = {"resourceType": "Patient", "id": "p1", "birthDate": "1990-03-01"}
FEMALE = {
    "url": "http://hl7.org/fhir/us/core/StructureDefinition/us-core-birthsex",
    "valueCode": "F",
}
RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm"


def warfarin(authored="2026-10-01"):
    coding = {"system": RXNORM, "code": "855332", "display": "Warfarin"}
    return {
        "resourceType": "MedicationRequest",
        "id": "m1",
        "status": "active",
        "intent": "order",
        "subject": {"reference": "Patient/p1"},
        "medicationCodeableConcept": {"coding": [coding]},
        "authoredOn": authored,
    }


@pytest.fixture
def care(tmp_path, capsys):
    def run(*resources, answers=None, more=()):
        record = tmp_path / "record.json"
        entries = [{"resource": each} for each in ({**PATIENT, "extension": [FEMALE]},)]
        entries += [{"resource": each} for each in resources]
        bundle = {"resourceType": "Bundle", "type": "collection", "entry": entries}
        record.write_text(json.dumps(bundle), encoding="utf-8")
        told = []
        if answers is not None:
            file = tmp_path / "answers.json"
            file.write_text(json.dumps(answers), encoding="utf-8")
            told = ["--answers", str(file)]
        code = command.perform(["care", str(record), *told, *DAY, "--json", *more])
        assert code == 0, capsys.readouterr().err
        return json.loads(capsys.readouterr().out)

    return run


def harmless(**changes):
    """Return a file of harmless answers; ``None`` takes one away."""
    known = {**people.harmless(), **changes}
    given = {key: plain(value) for key, value in known.items() if value is not None}
    given.pop("birth_date", None)
    return {"facts": given, "by": "patient", "at": "2026-11-21"}


def codes(found, scope):
    restrictions = found["screening"]["restrictions"]
    return {each["code"] for each in restrictions if each["scope"] == scope}


def ids(found):
    return {each["id"] for each in found["screening"]["findings"]}


def questions(found):
    return {each["fact"]: each for each in found["screening"]["questions"]}


def test_a_record_alone_asks(care):
    found = care()
    assert found["screening"]["outcome"] == "ask"
    assert found["screening"]["session"]["allowed"] is None
    assert (found["plan"], found["course"]) == (None, None)
    assert questions(found)["pregnant"]["holds_up"] == "plan"


def test_harmless_answers_lead_to_a_plan_with_reasons_and_sources(care):
    found = care(answers=harmless())
    assert found["screening"]["outcome"] == "proceed"
    assert found["screening"]["session"]["allowed"] is True
    named = {each["id"] for each in found["sources"]}
    for line in found["plan"]["needling"]:
        assert line["why"]
        assert set(line["sources"]) <= named
        assert ("point" in line) is not ("muscle" in line)
    assert found["course"][0]["purpose"] == "first"
    assert found["expected"]["over_sham"]["certainty"]


def test_a_pregnant_patient(care):
    found = care(answers=harmless(pregnant=True))
    assert found["screening"]["outcome"] == "caution"
    assert "pregnancy_any" in ids(found)
    assert {"SP6", "LI4", "BL60"} <= codes(found, "point")
    assert {"low_back", "sacrum", "abdomen_lower"} <= codes(found, "region")
    assert "electro" in codes(found, "technique")
    planned = {line.get("point") for line in found["plan"]["needling"]}
    assert planned.isdisjoint(codes(found, "point") | {"BL23", "GV3"})


def test_pregnancy_unknown_holds_the_plan_up_and_restricts_meanwhile(care):
    found = care(answers=harmless(pregnant=None))
    assert found["screening"]["outcome"] == "ask"
    assert found["plan"] is None
    assert questions(found)["pregnant"]["rank"] == "absolute"
    assert "SP6" in codes(found, "point")


def test_a_patient_on_warfarin_is_asked_for_the_inr(care):
    found = care(warfarin(), answers=harmless(anticoagulant=None, inr_stable=None))
    assert found["facts"]["anticoagulant"]["value"] == "vka"
    assert found["screening"]["outcome"] == "ask"
    assert questions(found)["inr_stable"]["rank"] == "absolute"
    assert "lower_end" in codes(found, "depth")


@pytest.mark.parametrize(("stable", "outcome"), [(True, "caution"), (False, "refer")])
def test_a_patient_on_warfarin_with_a_known_inr(care, stable, outcome):
    found = care(warfarin(), answers=harmless(anticoagulant="vka", inr_stable=stable))
    assert found["screening"]["outcome"] == outcome
    assert (found["plan"] is None) is (outcome == "refer")


def test_a_record_and_an_answer_that_differ(care):
    found = care(warfarin(), answers=harmless(inr_stable=True))
    assert found["facts"]["anticoagulant"]["value"] == "vka"
    assert found["facts"]["anticoagulant"]["disputed"] is True
    assert "contradiction" in ids(found)


def test_a_patient_with_a_pacemaker(care):
    found = care(answers=harmless(pacemaker_or_icd=True))
    assert found["screening"]["outcome"] == "caution"
    assert "electro" in codes(found, "technique")
    assert found["plan"] is not None


def test_cancer_before_and_new_pain(care):
    told = harmless(cancer_history=True, cancer_active=False, pain_new_or_changed=True)
    found = care(answers=told)
    assert found["screening"]["outcome"] == "refer"
    (flag,) = (f for f in found["screening"]["findings"] if f["id"] == "malignancy")
    assert (flag["kind"], flag["urgency"]) == ("red_flag", "urgent")
    assert flag["because"] == ["cancer_history", "pain_new_or_changed"]


def test_a_payer_marks_each_visit(care):
    found = care(answers=harmless(), more=["--payer", "us_medicare_ncd_30_3_3"])
    assert found["cadence"] == "us_medicare_ncd_30_3_3"
    assert found["course"][0]["covered"] is True
    assert found["course"][12]["covered"] is None
    assert found["coverage"]["left"] == 12


@pytest.mark.parametrize(
    ("more", "code", "says"),
    [
        (["--payer", "nobody"], 1, "there is no payer 'nobody'"),
        (["--cadence", "never"], 1, "there is no cadence 'never'"),
        (["--style", "magic"], 2, "--style"),
        (["--answers", "missing.json"], 2, "no such file"),
    ],
)
def test_what_cannot_be_is_one_line(capsys, more, code, says):
    record = str(EXAMPLES / "records" / "01-carrie.json")
    assert command.perform(["care", record, *DAY, *more]) == code
    shown = capsys.readouterr()
    assert shown.out == ""
    assert says in shown.err
    assert shown.err.count("\n") == 1


def test_the_dead_are_not_cared_for(tmp_path, capsys):
    record = tmp_path / "record.json"
    record.write_text(json.dumps({**PATIENT, "deceasedBoolean": True}))
    assert command.perform(["care", str(record), *DAY]) == 1
    assert "has died" in capsys.readouterr().err


def test_every_style_has_its_own_reasoning(care):
    seen = set()
    for style in ("traditional", "western", "combined"):
        plan = care(answers=harmless(), more=["--style", style])["plan"]
        assert plan["style"] == style
        seen.add(plan["reasoning"])
    assert len(seen) == 3


def test_the_page_shows_what_a_clinician_reads(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "100")
    record, told = (str(EXAMPLES / f / "03-angla.json") for f in ("records", "answers"))
    assert command.perform(["care", record, "--answers", told, *DAY]) == 0
    page = capsys.readouterr().out
    for heading in (
        "Findings",
        "Needles:",
        "Course:",
        "What may be expected",
        "Sources",
    ):
        assert heading in page
    assert "An outline: the review at visit 4 decides what follows." in page
    assert "No clinician has reviewed these rules yet." in page
    assert date(2026, 11, 21).isoformat() in page
