"""Each red flag: what fires it, what does not, and what an open question does."""

import pytest

from deqi.core.rules import Outcome
from deqi.knowledge import facts, red_flags
from tests.spec import people
from tests.spec.tables import Page, Table

PAGE = Page(
    "red_flags",
    "Red flags",
    """Which answers stop care, and how soon somebody has to look. Every row is a woman of
    47 with low back pain for 20 weeks who is harmless in all but what the row names.
    Several flags may fire at once; a row shows one, and what the whole screening comes
    to. No clinician has reviewed the rules.""",
)

COLUMNS = {"known": "Known", "urgency": "Urgency of this flag", "outcome": "Outcome"}


def _flag(title: str, prose: str, rows: list[tuple[object, str, str]]) -> Table:
    return Table(title=title, prose=prose, columns=COLUMNS, rows=rows)


CAUDA_EQUINA = _flag(
    "Cauda equina",
    """Any one sign is an emergency; new pain in both legs alone is urgent. The absence of
    one sign rules nothing out.""",
    [
        ({"saddle_numbness": True}, "emergency", "emergency"),
        ({"bladder_change": True}, "emergency", "emergency"),
        ({"bowel_change": True}, "emergency", "emergency"),
        ({"sexual_dysfunction_new": True}, "emergency", "emergency"),
        ({"both_legs_weak_new": True}, "emergency", "emergency"),
        ({"both_legs_pain_new": True}, "urgent", "refer"),
        (
            {"both_legs_pain_new": True, "saddle_numbness": True},
            "emergency",
            "emergency",
        ),
        ({"radiates_below_knee": True}, "none", "proceed"),
    ],
)
CORD_COMPRESSION = _flag(
    "Cord compression",
    """A cancer, known now or before, together with any sign of the cord.""",
    [
        (
            {"cancer_history": True, "leg_weakness_progressive": True},
            "emergency",
            "emergency",
        ),
        (
            {"cancer_history": True, "both_legs_weak_new": True},
            "emergency",
            "emergency",
        ),
        (
            {"cancer_history": True, "gait_or_balance_trouble": True},
            "emergency",
            "emergency",
        ),
        (
            {"cancer_history": True, "numbness_spreading": True},
            "emergency",
            "emergency",
        ),
        ({"cancer_history": True, "bladder_change": True}, "emergency", "emergency"),
        ({"cancer_history": True, "bowel_change": True}, "emergency", "emergency"),
        (
            {
                "known_serious_spinal_disease": "malignancy",
                "gait_or_balance_trouble": True,
            },
            "emergency",
            "emergency",
        ),
        ({"cancer_history": True}, "none", "caution"),
        ({"gait_or_balance_trouble": True}, "none", "caution"),
        (
            {
                "known_serious_spinal_disease": "fracture",
                "gait_or_balance_trouble": True,
            },
            "none",
            "refer",
        ),
    ],
)
PROGRESSIVE_NEURO = _flag(
    "Nerve function getting worse",
    "",
    [
        ({"leg_weakness_progressive": True}, "urgent", "refer"),
        (
            {"neurological_examination": "progressive_or_severe"},
            "urgent",
            "refer",
        ),
        ({"neurological_examination": "stable_radicular"}, "soon", "caution"),
        ({"numbness_spreading": True}, "soon", "caution"),
        ({"gait_or_balance_trouble": True}, "soon", "caution"),
        ({"neurological_examination": "normal"}, "none", "proceed"),
        ({"neurological_examination": "not_done"}, "none", "proceed"),
    ],
)
FRACTURE = _flag(
    "Vertebral fracture",
    """Two of female, over 70, severe trauma and long steroids, of which one is trauma or
    steroids; a small fall with thin bones, long steroids or over 70; height lost suddenly; a bruise over
    the spine; severe trauma. A sex
    unknown or other counts as a woman's, a beginning unknown as sudden. Being a woman over
    70 alone is only watched.""",
    [
        ({"trauma_severe": True}, "urgent", "refer"),
        ({"trauma_severe": True, "sex_at_birth": "male"}, "urgent", "refer"),
        ({"spinal_bruise_or_graze": True}, "urgent", "refer"),
        ({"osteoporosis": True, "trauma_minor": True}, "urgent", "refer"),
        ({"birth_date": people.born(71), "trauma_minor": True}, "urgent", "refer"),
        (
            {"steroid_long_term": True, "sex_at_birth": "male", "trauma_minor": True},
            "urgent",
            "refer",
        ),
        ({"birth_date": people.born(70), "trauma_minor": True}, "none", "proceed"),
        (
            {"height_loss_or_kyphosis": True, "onset_kind": "sudden"},
            "urgent",
            "refer",
        ),
        ({"height_loss_or_kyphosis": True, "onset_kind": None}, "urgent", "refer"),
        ({"height_loss_or_kyphosis": True}, "watch", "caution"),
        ({"onset_kind": "sudden"}, "none", "proceed"),
        ({"steroid_long_term": True}, "urgent", "refer"),
        ({"steroid_long_term": True, "sex_at_birth": None}, "urgent", "refer"),
        ({"steroid_long_term": True, "sex_at_birth": "other"}, "urgent", "refer"),
        ({"steroid_long_term": True, "sex_at_birth": "male"}, "watch", "caution"),
        (
            {
                "steroid_long_term": True,
                "sex_at_birth": "male",
                "birth_date": people.born(71),
            },
            "urgent",
            "refer",
        ),
        ({"birth_date": people.born(71)}, "watch", "caution"),
        (
            {"birth_date": people.born(71), "sex_at_birth": "male"},
            "none",
            "proceed",
        ),
        ({"osteoporosis": True}, "watch", "caution"),
        ({"falls_recent": True}, "watch", "caution"),
        ({"trauma_minor": True}, "none", "proceed"),
    ],
)
MALIGNANCY = _flag(
    "Cancer in the spine",
    """A cancer before, unless the pain is known to be neither new nor changed; or two of
    weight loss, constant night pain, feeling ill and an age over 55, with at least one of
    the first two. One alone is watched.""",
    [
        ({"cancer_history": True, "pain_new_or_changed": True}, "urgent", "refer"),
        ({"cancer_history": True, "pain_new_or_changed": None}, "urgent", "refer"),
        ({"cancer_history": True, "pain_new_or_changed": False}, "watch", "caution"),
        ({"cancer_history": False, "pain_new_or_changed": True}, "none", "proceed"),
        (
            {"weight_loss_unexplained": True, "night_pain_constant": True},
            "urgent",
            "refer",
        ),
        ({"weight_loss_unexplained": True, "feels_unwell": True}, "urgent", "refer"),
        ({"night_pain_constant": True, "feels_unwell": True}, "urgent", "refer"),
        (
            {"weight_loss_unexplained": True, "birth_date": people.born(56)},
            "urgent",
            "refer",
        ),
        (
            {"night_pain_constant": True, "birth_date": people.born(56)},
            "urgent",
            "refer",
        ),
        (
            {"night_pain_constant": True, "birth_date": people.born(55)},
            "watch",
            "caution",
        ),
        ({"feels_unwell": True, "birth_date": people.born(56)}, "watch", "caution"),
        ({"weight_loss_unexplained": True}, "watch", "caution"),
        ({"night_pain_constant": True}, "watch", "caution"),
        ({"feels_unwell": True}, "watch", "caution"),
        ({"birth_date": people.born(56)}, "none", "proceed"),
    ],
)
INFECTION = _flag(
    "Infection of the spine",
    """Fever with back pain, or feeling ill with something that lets germs in. What lets
    germs in is watched where the person feels well.""",
    [
        ({"fever_or_chills": True}, "urgent", "refer"),
        ({"feels_unwell": True, "recent_infection": True}, "urgent", "refer"),
        ({"feels_unwell": True, "recent_spinal_procedure": True}, "urgent", "refer"),
        ({"feels_unwell": True, "injected_drug_use": True}, "urgent", "refer"),
        ({"feels_unwell": True, "immunosuppressed": True}, "urgent", "refer"),
        ({"feels_unwell": True, "tuberculosis_exposure": True}, "urgent", "refer"),
        ({"reaction_since_last_visit": "infection_signs"}, "urgent", "refer"),
        ({"recent_infection": True}, "watch", "caution"),
        ({"recent_spinal_procedure": True}, "watch", "caution"),
        ({"injected_drug_use": True}, "watch", "caution"),
        ({"immunosuppressed": True}, "watch", "caution"),
        ({"tuberculosis_exposure": True}, "watch", "caution"),
        ({"feels_unwell": True}, "none", "caution"),
    ],
)
ANEURYSM = _flag(
    "Aortic aneurysm",
    """Sudden severe pain with a collapse, a known or felt aneurysm, or over 60 in a man or
    a smoker. Where the sex is unknown or other it counts as a man's. A known aneurysm without such
    pain waits for a doctor's written advice.""",
    [
        (
            {"sudden_severe_pain": True, "collapse_or_faintness": True},
            "emergency",
            "emergency",
        ),
        (
            {"sudden_severe_pain": True, "known_aneurysm": True},
            "emergency",
            "emergency",
        ),
        (
            {"sudden_severe_pain": True, "pulsating_abdomen": True},
            "emergency",
            "emergency",
        ),
        (
            {
                "sudden_severe_pain": True,
                "birth_date": people.born(61),
                "sex_at_birth": "male",
            },
            "emergency",
            "emergency",
        ),
        (
            {
                "sudden_severe_pain": True,
                "birth_date": people.born(61),
                "sex_at_birth": None,
            },
            "emergency",
            "emergency",
        ),
        (
            {
                "sudden_severe_pain": True,
                "birth_date": people.born(61),
                "sex_at_birth": "other",
            },
            "emergency",
            "emergency",
        ),
        (
            {
                "sudden_severe_pain": True,
                "birth_date": people.born(61),
                "smoker": True,
            },
            "emergency",
            "emergency",
        ),
        (
            {
                "sudden_severe_pain": True,
                "birth_date": people.born(60),
                "sex_at_birth": "male",
            },
            "watch",
            "caution",
        ),
        (
            {"sudden_severe_pain": True, "birth_date": people.born(61)},
            "watch",
            "caution",
        ),
        ({"known_aneurysm": True}, "urgent", "refer"),
        ({"pulsating_abdomen": True}, "urgent", "refer"),
        ({"sudden_severe_pain": True}, "watch", "caution"),
        ({"collapse_or_faintness": True}, "watch", "caution"),
        ({"birth_date": people.born(61), "smoker": True}, "none", "proceed"),
    ],
)
YOUNG = {"onset_before_45": True}
FOUR = {
    "onset_before_35": True,
    "wakes_second_half_of_night": True,
    "buttock_pain": True,
    "better_with_movement": True,
}
OTHER_FOUR = {
    "better_with_nsaid_48h": True,
    "relative_with_spondyloarthritis": True,
    "arthritis_history": True,
    "enthesitis_history": True,
}
THREE = {
    "psoriasis_history": True,
    "buttock_pain": True,
    "better_with_movement": True,
}
FIRST_THREE = {
    "onset_before_35": True,
    "wakes_second_half_of_night": True,
    "enthesitis_history": True,
}
LAST_THREE = {
    "better_with_nsaid_48h": True,
    "relative_with_spondyloarthritis": True,
    "arthritis_history": True,
}
AXIAL_SPA = _flag(
    "Inflammatory disease of the spine",
    """Pain that began before 45 and has lasted over 3 months, with four or more of nine
    signs; with exactly three the blood test HLA-B27 decides. Treatment may go on.""",
    [
        ({**YOUNG, **FOUR}, "soon", "caution"),
        ({**YOUNG, **OTHER_FOUR}, "soon", "caution"),
        (
            {**YOUNG, "psoriasis_history": True, **LAST_THREE},
            "soon",
            "caution",
        ),
        ({**YOUNG, **FIRST_THREE, "hla_b27": None}, "soon (test)", "caution"),
        ({**YOUNG, **LAST_THREE, "hla_b27": "not_done"}, "soon (test)", "caution"),
        ({**YOUNG, **LAST_THREE, "hla_b27": "negative"}, "none", "proceed"),
        ({**THREE, "hla_b27": "not_done"}, "none", "proceed"),
        (
            {
                **YOUNG,
                "onset_before_35": True,
                "wakes_second_half_of_night": True,
                "hla_b27": "not_done",
            },
            "none",
            "proceed",
        ),
        (
            {
                **YOUNG,
                "buttock_pain": True,
                "psoriasis_history": True,
                "hla_b27": "not_done",
            },
            "none",
            "proceed",
        ),
        ({**YOUNG, **THREE, "hla_b27": None}, "soon (test)", "caution"),
        ({**YOUNG, **THREE, "hla_b27": "not_done"}, "soon (test)", "caution"),
        ({**YOUNG, **THREE, "hla_b27": "positive"}, "soon (test)", "caution"),
        ({**YOUNG, **THREE, "hla_b27": "negative"}, "none", "proceed"),
        ({**YOUNG, "buttock_pain": True, "psoriasis_history": True}, "none", "proceed"),
        (FOUR, "none", "proceed"),
        ({**YOUNG, "morning_stiffness_over_30min": True}, "watch", "caution"),
        (YOUNG, "none", "proceed"),
    ],
)
VISCERAL = _flag(
    "Pain from an organ",
    "",
    [
        ({"chest_pain_or_breathless": True}, "emergency", "emergency"),
        (
            {"reaction_since_last_visit": "chest_pain_or_breathless"},
            "emergency",
            "emergency",
        ),
        (
            {"flank_pain_with_urinary_symptoms": True, "fever_or_chills": True},
            "urgent",
            "refer",
        ),
        ({"abnormal_vaginal_bleeding": True}, "urgent", "refer"),
        ({"abdominal_pain_with_meals": True}, "urgent", "refer"),
        ({"flank_pain_with_urinary_symptoms": True}, "soon", "caution"),
        ({"fever_or_chills": True}, "none", "refer"),
        ({"reaction_since_last_visit": "minor"}, "none", "caution"),
    ],
)
CLOT = _flag(
    "Clot in the leg",
    "",
    [
        ({"calf_swollen_warm": True}, "urgent", "refer"),
        ({"limb_swelling_regions": ("leg_left",)}, "none", "caution"),
    ],
)
AGE_BAND = _flag(
    "New back pain under 20 or over 55",
    "Ages raise suspicion only together with others; sources differ on them.",
    [
        (
            {"birth_date": people.born(19), "onset_date": people.TODAY},
            "watch",
            "caution",
        ),
        (
            {"birth_date": people.born(56), "onset_date": people.TODAY},
            "watch",
            "caution",
        ),
        (
            {"birth_date": people.born(20), "onset_date": people.TODAY},
            "none",
            "proceed",
        ),
        (
            {"birth_date": people.born(55), "onset_date": people.TODAY},
            "none",
            "proceed",
        ),
        ({"birth_date": people.born(19)}, "none", "proceed"),
    ],
)
SELF_HARM = _flag(
    "Thoughts of self-harm",
    "",
    [
        ({"self_harm_thoughts": True}, "emergency", "emergency"),
        ({"sleep": 10}, "none", "proceed"),
    ],
)
KNOWN_DISEASE = _flag(
    "A serious disease of the spine is diagnosed",
    "",
    [
        (
            {"known_serious_spinal_disease": "cauda_equina"},
            "emergency",
            "emergency",
        ),
        (
            {"known_serious_spinal_disease": "cord_compression"},
            "emergency",
            "emergency",
        ),
        ({"known_serious_spinal_disease": "fracture"}, "urgent", "refer"),
        ({"known_serious_spinal_disease": "infection"}, "urgent", "refer"),
        ({"known_serious_spinal_disease": "malignancy"}, "urgent", "refer"),
        ({"known_serious_spinal_disease": "inflammatory"}, "urgent", "refer"),
        ({"identifiable_cause": "disc"}, "none", "proceed"),
    ],
)

FLAGS = {
    "cauda_equina": CAUDA_EQUINA,
    "cord_compression": CORD_COMPRESSION,
    "progressive_neuro": PROGRESSIVE_NEURO,
    "fracture": FRACTURE,
    "malignancy": MALIGNANCY,
    "infection": INFECTION,
    "aaa_vascular": ANEURYSM,
    "axial_spa": AXIAL_SPA,
    "visceral_referred": VISCERAL,
    "deep_vein_thrombosis": CLOT,
    "age_band": AGE_BAND,
    "mental_health_risk": SELF_HARM,
    "known_serious_disease": KNOWN_DISEASE,
}

OPEN = Table(
    title="What is open",
    prose="""One fact is unknown, and nothing else is wrong. Nobody is needled while such a
    question is open: the outcome is ask, whatever the flag would say.""",
    columns={
        "rule": "Red flag",
        "fact": "Unknown",
        "known": "Also known",
        "rank": "Rank of the question",
        "holds_up": "Holds up",
        "outcome": "Outcome",
    },
    rows=[
        ("cauda_equina", "saddle_numbness", {}, "absolute", "plan", "ask"),
        ("cauda_equina", "both_legs_pain_new", {}, "absolute", "plan", "ask"),
        (
            "cord_compression",
            "gait_or_balance_trouble",
            {"cancer_history": True},
            "absolute",
            "plan",
            "ask",
        ),
        (
            "cord_compression",
            "cancer_history",
            {"gait_or_balance_trouble": True},
            "absolute",
            "plan",
            "ask",
        ),
        (
            "progressive_neuro",
            "leg_weakness_progressive",
            {},
            "absolute",
            "plan",
            "ask",
        ),
        ("fracture", "trauma_severe", {}, "absolute", "plan", "ask"),
        ("fracture", "trauma_minor", {"osteoporosis": True}, "absolute", "plan", "ask"),
        ("malignancy", "cancer_history", {}, "absolute", "plan", "ask"),
        (
            "malignancy",
            "weight_loss_unexplained",
            {"night_pain_constant": True},
            "absolute",
            "plan",
            "ask",
        ),
        ("infection", "fever_or_chills", {}, "absolute", "plan", "ask"),
        (
            "aaa_vascular",
            "known_aneurysm",
            {"birth_date": people.born(61)},
            "absolute",
            "plan",
            "ask",
        ),
        (
            "aaa_vascular",
            "collapse_or_faintness",
            {"sudden_severe_pain": True},
            "absolute",
            "plan",
            "ask",
        ),
        ("axial_spa", "buttock_pain", YOUNG, "relative", "nothing", "proceed"),
        (
            "axial_spa",
            "onset_before_45",
            {"birth_date": None},
            "relative",
            "nothing",
            "ask",
        ),
        (
            "visceral_referred",
            "chest_pain_or_breathless",
            {},
            "absolute",
            "plan",
            "ask",
        ),
        (
            "visceral_referred",
            "abnormal_vaginal_bleeding",
            {},
            "absolute",
            "plan",
            "ask",
        ),
        ("deep_vein_thrombosis", "calf_swollen_warm", {}, "absolute", "plan", "ask"),
        (
            "age_band",
            "birth_date",
            {"onset_date": people.TODAY},
            "absolute",
            "plan",
            "ask",
        ),
        ("mental_health_risk", "self_harm_thoughts", {}, "absolute", "plan", "ask"),
        (
            "known_serious_disease",
            "known_serious_spinal_disease",
            {},
            "absolute",
            "plan",
            "ask",
        ),
    ],
)

CASES = [(rule, *row) for rule, table in FLAGS.items() for row in table.rows]


def fired_tier(rule: str, known: object) -> int | None:
    """Return which tier of a flag fires, from 0 for the gravest."""
    found = people.finding(people.screen(known), rule)
    if found is None:
        return None
    tiers = next(each.tiers for each in red_flags.catalogue() if each.id == rule)
    return [tier.action for tier in tiers].index(found.action)


@pytest.mark.parametrize(("rule", "known", "urgency", "outcome"), CASES)
def test_red_flag_fires_as_its_table_says(rule, known, urgency, outcome):
    found = people.screen(known)
    flag = people.finding(found, rule)
    assert found.outcome.value == outcome
    assert (flag is None) == (urgency == "none")
    if flag is not None:
        assert flag.urgency == urgency.removesuffix(" (test)")
        assert ("HLA-B27" in flag.action) == urgency.endswith("(test)")
        assert flag.kind == "red_flag"
        assert not flag.reviewed
        assert flag.sources
        assert set(flag.because) <= set(facts.catalogue().specs)


@OPEN.cases
def test_unknown_fact_asks_and_stops_the_plan(
    rule, fact, known, rank, holds_up, outcome
):
    found = people.screen({**known, fact: None})
    question = next(each for each in found.questions if each.fact == fact)
    assert (question.rank, question.holds_up) == (rank, holds_up)
    assert found.outcome.value == outcome
    read = {
        name
        for each in red_flags.catalogue()
        if each.id == rule
        for tier in each.tiers
        for name in tier.when.names()
    }
    assert fact in read or (fact, "age") == ("birth_date", *(read & {"age"}))


def test_every_tier_of_every_red_flag_has_a_row():
    tiers = {
        (rule.id, place)
        for rule in red_flags.catalogue()
        for place in range(len(rule.tiers))
    }
    assert {(rule, fired_tier(rule, known)) for rule, known, *_ in CASES} >= tiers


def test_every_red_flag_has_a_row_that_does_not_fire_and_one_that_asks():
    every = {rule.id for rule in red_flags.catalogue()}
    assert {rule for rule, _, urgency, _ in CASES if urgency == "none"} == every
    assert {row[0] for row in OPEN.rows} == every


def test_actions_tell_the_tiers_of_a_flag_apart():
    for rule in red_flags.catalogue():
        assert len({tier.action for tier in rule.tiers}) == len(rule.tiers)


def test_an_urgent_red_flag_also_holds_the_rule_that_one_is_open():
    found = people.screen({"calf_swollen_warm": True})
    opened = people.finding(found, "red_flag_open")
    assert opened.because == ("calf_swollen_warm",)
    assert opened.outcome is Outcome.REFER
    assert found.session.allowed is False
