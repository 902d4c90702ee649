"""Each precaution: what fires it, what does not, what it takes away, what is asked."""

import pytest

from deqi.care.values import Wishes
from deqi.knowledge import facts, precautions
from tests.spec import people
from tests.spec.people import born
from tests.spec.tables import Page, Table

PAGE = Page(
    "precautions",
    "Contraindications and precautions",
    """What stands in the way of needling, or bends it. Every row is a woman of 47 with low
    back pain for 20 weeks who is harmless in all but what the row names. "Fires" names the
    kind of the rule; "takes away" is what this rule alone forbids. No clinician has
    reviewed the rules.""",
)

COLUMNS = {
    "rule": "Rule",
    "known": "Known",
    "kind": "Fires as",
    "outcome": "Outcome",
    "takes_away": "Takes away",
}
BLEED = ("points", "lower_end", "strong_manual", "bleeding")
NOTHING = ()
GONE = "does not fire"


def _rules(title: str, prose: str, rows: list[tuple[object, ...]]) -> Table:
    return Table(title=title, prose=prose, columns=COLUMNS, rows=rows)


DOCTOR_FIRST = _rules(
    "A doctor comes first",
    "",
    [
        ("emergency", {"unexplained_symptoms": True}, "absolute", "refer", NOTHING),
        (
            "emergency",
            {"known_serious_spinal_disease": "cauda_equina"},
            "absolute",
            "emergency",
            NOTHING,
        ),
        (
            "emergency",
            {"known_serious_spinal_disease": "cord_compression"},
            "absolute",
            "emergency",
            NOTHING,
        ),
        (
            "emergency",
            {"known_serious_spinal_disease": "fracture"},
            GONE,
            "refer",
            NOTHING,
        ),
        ("red_flag_open", {"calf_swollen_warm": True}, "absolute", "refer", NOTHING),
        (
            "red_flag_open",
            {"self_harm_thoughts": True},
            "absolute",
            "emergency",
            NOTHING,
        ),
        ("red_flag_open", {"feels_unwell": True}, GONE, "caution", NOTHING),
        (
            "sepsis_fever",
            {"acute_systemic_infection": True},
            "absolute",
            "refer",
            NOTHING,
        ),
        ("sepsis_fever", {"fever_or_chills": True}, "absolute", "refer", NOTHING),
        ("sepsis_fever", {"recent_infection": True}, GONE, "caution", NOTHING),
        ("unstable_cardiac", {"cardiac_unstable": True}, "absolute", "refer", NOTHING),
        ("unstable_cardiac", {"heart_valve_disease": True}, GONE, "caution", NOTHING),
    ],
)
SESSION = _rules(
    "Only today's session",
    """These stop today's needles and leave the outcome alone: the plan stays.""",
    [
        ("no_consent", {"can_consent": False}, "absolute", "proceed", NOTHING),
        ("no_consent", {"can_consent": True}, GONE, "proceed", NOTHING),
        (
            "refuses_or_extreme_phobia",
            {"refuses_needling": True},
            "absolute",
            "proceed",
            NOTHING,
        ),
        (
            "refuses_or_extreme_phobia",
            {"needle_phobia_extreme": True},
            "absolute",
            "proceed",
            NOTHING,
        ),
        (
            "refuses_or_extreme_phobia",
            {"can_lie_still": False},
            "absolute",
            "proceed",
            NOTHING,
        ),
        (
            "refuses_or_extreme_phobia",
            {"faints_easily": True},
            GONE,
            "caution",
            NOTHING,
        ),
        ("alcohol_drugs", {"intoxicated": True}, "absolute", "proceed", NOTHING),
        ("alcohol_drugs", {"injected_drug_use": True}, GONE, "caution", NOTHING),
    ],
)
BLEEDING = _rules(
    "Bleeding",
    """Points and muscles over lung, belly, kidney or spinal canal, and muscles of high
    risk, are left out; depth stays at the lower end; stimulation is gentle.""",
    [
        (
            "severe_bleeding_disorder",
            {"bleeding_disorder": "severe"},
            "absolute",
            "refer",
            BLEED,
        ),
        (
            "severe_bleeding_disorder",
            {"bleeding_disorder": "mild"},
            GONE,
            "caution",
            NOTHING,
        ),
        (
            "mild_bleeding_disorder",
            {"bleeding_disorder": "mild"},
            "relative",
            "caution",
            BLEED,
        ),
        (
            "mild_bleeding_disorder",
            {"bleeding_disorder": "severe"},
            GONE,
            "refer",
            NOTHING,
        ),
        (
            "anticoagulant",
            {"anticoagulant": "vka", "inr_stable": True},
            "relative",
            "caution",
            BLEED,
        ),
        ("anticoagulant", {"anticoagulant": "doac"}, "relative", "caution", BLEED),
        ("anticoagulant", {"anticoagulant": "heparin"}, "relative", "caution", BLEED),
        ("anticoagulant", {"anticoagulant": "other"}, "relative", "caution", BLEED),
        (
            "anticoagulant",
            {"anticoagulant": "kind_unknown", "inr_stable": True},
            "relative",
            "caution",
            BLEED,
        ),
        ("anticoagulant", {"antiplatelet": True}, GONE, "caution", NOTHING),
        (
            "anticoagulant_unstable",
            {"anticoagulant": "vka", "inr_stable": False},
            "absolute",
            "refer",
            NOTHING,
        ),
        (
            "anticoagulant_unstable",
            {"anticoagulant": "kind_unknown", "inr_stable": False},
            "absolute",
            "refer",
            NOTHING,
        ),
        (
            "anticoagulant_unstable",
            {"anticoagulant": "doac", "inr_stable": False},
            GONE,
            "caution",
            NOTHING,
        ),
        (
            "antiplatelet",
            {"antiplatelet": True},
            "precaution",
            "caution",
            ("strong_manual",),
        ),
        ("antiplatelet", {"anticoagulant": "doac"}, GONE, "caution", NOTHING),
        ("thrombocytopenia", {"platelets": 49.9}, "relative", "refer", BLEED),
        ("thrombocytopenia", {"platelets": 50}, "relative", "caution", BLEED),
        ("thrombocytopenia", {"platelets": 99.9}, "relative", "caution", BLEED),
        ("thrombocytopenia", {"platelets": 100}, GONE, "proceed", NOTHING),
    ],
)
IMMUNE = _rules(
    "Infection and defence",
    "",
    [
        ("neutropenia", {"neutrophils": 0.49}, "absolute", "refer", NOTHING),
        ("neutropenia", {"neutrophils": 0.5}, GONE, "proceed", NOTHING),
        (
            "immunosuppressed",
            {"immunosuppressed": True},
            "precaution",
            "caution",
            ("indwelling",),
        ),
        (
            "immunosuppressed",
            {"splenectomy": True},
            "precaution",
            "caution",
            ("indwelling",),
        ),
        (
            "immunosuppressed",
            {"steroid_long_term": True, "sex_at_birth": "male"},
            "precaution",
            "caution",
            ("indwelling",),
        ),
        ("immunosuppressed", {"tuberculosis_exposure": True}, GONE, "caution", NOTHING),
        (
            "valve_indwelling",
            {"heart_valve_disease": True},
            "technique_specific",
            "caution",
            ("indwelling",),
        ),
        ("valve_indwelling", {"pacemaker_or_icd": True}, GONE, "caution", NOTHING),
        ("metal_allergy", {"metal_allergy": True}, "relative", "caution", NOTHING),
        (
            "metal_allergy",
            {"skin_problem_regions": ("chest",)},
            GONE,
            "caution",
            NOTHING,
        ),
    ],
)
PLACES = _rules(
    "Parts of the body",
    """The region is left out, and with lymphoedema the whole arm or leg.""",
    [
        (
            "skin",
            {"skin_problem_regions": ("low_back_left",)},
            "point_specific",
            "caution",
            ("low_back_left",),
        ),
        ("skin", {"implant_regions": ("chest",)}, GONE, "caution", NOTHING),
        (
            "tumour_site",
            {"cancer_history": True, "tumour_regions": ("breast_left",)},
            "point_specific",
            "caution",
            ("breast_left",),
        ),
        (
            "tumour_site",
            {"cancer_history": True, "cancer_active": True},
            "point_specific",
            "caution",
            NOTHING,
        ),
        ("tumour_site", {"cancer_history": True}, GONE, "caution", NOTHING),
        (
            "prosthesis_implant",
            {"implant_regions": ("chest_left", "abdomen_upper")},
            "point_specific",
            "caution",
            ("abdomen_upper", "chest_left"),
        ),
        ("prosthesis_implant", {"metal_allergy": True}, GONE, "caution", NOTHING),
        (
            "joint_replacement",
            {"joint_replacement_regions": ("knee_right",)},
            "precaution",
            "caution",
            ("knee_right",),
        ),
        (
            "joint_replacement",
            {"implant_regions": ("knee_right",)},
            GONE,
            "caution",
            NOTHING,
        ),
        (
            "lymphoedema",
            {"lymphoedema_limbs": ("wrist_hand_left",)},
            "point_specific",
            "caution",
            ("arm_left",),
        ),
        (
            "lymphoedema",
            {"lymphoedema_limbs": ("leg_right",)},
            "point_specific",
            "caution",
            ("leg_right",),
        ),
        (
            "lymphoedema",
            {"limb_swelling_regions": ("leg_right",)},
            GONE,
            "caution",
            NOTHING,
        ),
        (
            "swollen_limb",
            {"limb_swelling_regions": ("leg_right",)},
            "precaution",
            "caution",
            ("leg_right",),
        ),
        (
            "swollen_limb",
            {"lymphoedema_limbs": ("leg_right",)},
            GONE,
            "caution",
            NOTHING,
        ),
        (
            "neuropathy_insensate",
            {"reduced_sensation_regions": ("foot_left",)},
            "relative",
            "caution",
            ("electro", "foot_left", "heat"),
        ),
        (
            "neuropathy_insensate",
            {"poor_circulation_regions": ("foot_right",)},
            "relative",
            "caution",
            ("electro", "foot_right", "heat"),
        ),
        ("neuropathy_insensate", {"diabetes": True}, GONE, "caution", NOTHING),
        ("diabetes", {"diabetes": True}, "precaution", "caution", NOTHING),
        (
            "diabetes",
            {"poor_circulation_regions": ("foot_right",)},
            GONE,
            "caution",
            NOTHING,
        ),
        (
            "surgeon_clearance",
            {"condition": "pain_after_surgery"},
            "relative",
            "caution",
            ("back",),
        ),
        (
            "surgeon_clearance",
            {"onset_kind": "after_surgery"},
            GONE,
            "proceed",
            NOTHING,
        ),
    ],
)
ELECTRICITY = _rules(
    "Electricity, heart and brain",
    "",
    [
        (
            "pacemaker_icd",
            {"pacemaker_or_icd": True},
            "technique_specific",
            "caution",
            ("electro",),
        ),
        ("pacemaker_icd", {"heart_valve_disease": True}, GONE, "caution", NOTHING),
        (
            "ea_general",
            {"reduced_sensation_regions": ("foot_left",)},
            "technique_specific",
            "caution",
            ("electro",),
        ),
        (
            "ea_general",
            {"poor_circulation_regions": ("foot_left",)},
            "technique_specific",
            "caution",
            ("electro",),
        ),
        (
            "ea_general",
            {"skin_problem_regions": ("foot_left",)},
            "technique_specific",
            "caution",
            ("electro",),
        ),
        (
            "ea_general",
            {"fever_or_chills": True},
            "technique_specific",
            "refer",
            ("electro",),
        ),
        ("ea_general", {"epilepsy": "controlled"}, GONE, "caution", NOTHING),
        ("ea_general", {"diabetes": True}, GONE, "caution", NOTHING),
        (
            "epilepsy_uncontrolled",
            {"epilepsy": "uncontrolled"},
            "relative",
            "caution",
            ("electro",),
        ),
        ("epilepsy_uncontrolled", {"epilepsy": "controlled"}, GONE, "caution", NOTHING),
        (
            "epilepsy_controlled",
            {"epilepsy": "controlled"},
            "precaution",
            "caution",
            ("strong_manual",),
        ),
        ("epilepsy_controlled", {"epilepsy": "uncontrolled"}, GONE, "caution", NOTHING),
    ],
)
PERSON = _rules(
    "Age, pregnancy and constitution",
    """In pregnancy points of the drafts' list, all points whose text says more than
    caution, low back, sacrum and lower belly are left out, and past the third month (or
    where the weeks are unknown) the upper belly as well.""",
    [
        (
            "pregnancy_any",
            {"birth_date": born(30), "pregnant": True, "pregnancy_weeks": 13},
            "relative",
            "caution",
            (
                "abdomen_lower",
                "electro",
                "low_back",
                "points",
                "sacrum",
                "strong_manual",
            ),
        ),
        (
            "pregnancy_any",
            {"birth_date": born(30), "pregnant": True, "pregnancy_weeks": 14},
            "relative",
            "caution",
            (
                "abdomen_lower",
                "abdomen_upper",
                "electro",
                "low_back",
                "points",
                "sacrum",
                "strong_manual",
            ),
        ),
        (
            "pregnancy_any",
            {"birth_date": born(30), "pregnant": True, "pregnancy_weeks": None},
            "relative",
            "caution",
            (
                "abdomen_lower",
                "abdomen_upper",
                "electro",
                "low_back",
                "points",
                "sacrum",
                "strong_manual",
            ),
        ),
        ("pregnancy_any", {"birth_date": born(30)}, GONE, "proceed", NOTHING),
        ("children", {"birth_date": born(17)}, "precaution", "refer", NOTHING),
        ("children", {"birth_date": born(18)}, GONE, "proceed", NOTHING),
        (
            "no_paediatric_protocol",
            {"birth_date": born(17)},
            "no_paediatric_protocol",
            "refer",
            NOTHING,
        ),
        ("no_paediatric_protocol", {"birth_date": born(18)}, GONE, "proceed", NOTHING),
        (
            "postsplenectomy_child",
            {"birth_date": born(17), "splenectomy": True},
            "absolute",
            "refer",
            NOTHING,
        ),
        ("postsplenectomy_child", {"birth_date": born(17)}, GONE, "refer", NOTHING),
        (
            "postsplenectomy_child",
            {"birth_date": born(18), "splenectomy": True},
            GONE,
            "caution",
            NOTHING,
        ),
        ("frail_elderly", {"frail": True}, "precaution", "caution", ("lower_end",)),
        (
            "frail_elderly",
            {"osteoporosis": True},
            "precaution",
            "caution",
            ("lower_end",),
        ),
        ("frail_elderly", {"birth_date": born(90)}, GONE, "caution", NOTHING),
        (
            "fainting",
            {"faints_easily": True},
            "precaution",
            "caution",
            ("strong_manual",),
        ),
        ("fainting", {"needle_phobia_extreme": True}, GONE, "proceed", NOTHING),
        (
            "drive_work_safety",
            {"drowsy_after_before": True},
            "precaution",
            "caution",
            NOTHING,
        ),
        (
            "drive_work_safety",
            {"drives_or_operates_machines_after": True},
            "precaution",
            "caution",
            NOTHING,
        ),
        (
            "drive_work_safety",
            {"had_acupuncture_before": False},
            GONE,
            "proceed",
            NOTHING,
        ),
    ],
)
EARLIER = _rules(
    "Earlier needles, and what is not planned for",
    "",
    [
        (
            "serious_reaction_before",
            {"bad_reaction_before": "serious"},
            "relative",
            "caution",
            NOTHING,
        ),
        (
            "serious_reaction_before",
            {"bad_reaction_before": "mild"},
            GONE,
            "caution",
            NOTHING,
        ),
        (
            "mild_reaction_before",
            {"bad_reaction_before": "mild"},
            "precaution",
            "caution",
            NOTHING,
        ),
        (
            "mild_reaction_before",
            {"bad_reaction_before": "serious"},
            GONE,
            "caution",
            NOTHING,
        ),
        (
            "reaction_reported",
            {"reaction_since_last_visit": "minor"},
            "precaution",
            "caution",
            NOTHING,
        ),
        (
            "reaction_reported",
            {"reaction_since_last_visit": "bleeding"},
            "precaution",
            "caution",
            NOTHING,
        ),
        (
            "reaction_reported",
            {"reaction_since_last_visit": "other"},
            "precaution",
            "caution",
            NOTHING,
        ),
        (
            "reaction_reported",
            {"reaction_since_last_visit": "infection_signs"},
            GONE,
            "refer",
            NOTHING,
        ),
        (
            "not_planned_here",
            {"condition": "headache"},
            "not_planned_here",
            "caution",
            NOTHING,
        ),
        (
            "not_planned_here",
            {"condition": "neck_pain"},
            "not_planned_here",
            "caution",
            NOTHING,
        ),
        ("not_planned_here", {"condition": "sciatica"}, GONE, "proceed", NOTHING),
    ],
)

OPEN = Table(
    title="What is open",
    prose="""One fact is unknown. A question of rank absolute that holds up the plan makes
    the outcome ask; one that holds up the session leaves it alone. What the rule takes
    away is taken away as if the risk were there; a region cannot be, while nobody has
    said which.""",
    columns={
        "rule": "Rule",
        "fact": "Unknown",
        "known": "Also known",
        "rank": "Rank of the question",
        "holds_up": "Holds up",
        "outcome": "Outcome",
        "takes_away": "Takes away meanwhile",
    },
    rows=[
        ("emergency", "unexplained_symptoms", {}, "absolute", "plan", "ask", NOTHING),
        ("red_flag_open", "calf_swollen_warm", {}, "absolute", "plan", "ask", NOTHING),
        ("no_consent", "can_consent", {}, "absolute", "session", "proceed", NOTHING),
        (
            "refuses_or_extreme_phobia",
            "refuses_needling",
            {},
            "absolute",
            "session",
            "proceed",
            NOTHING,
        ),
        (
            "refuses_or_extreme_phobia",
            "needle_phobia_extreme",
            {},
            "absolute",
            "session",
            "proceed",
            NOTHING,
        ),
        (
            "refuses_or_extreme_phobia",
            "can_lie_still",
            {},
            "absolute",
            "session",
            "proceed",
            NOTHING,
        ),
        ("alcohol_drugs", "intoxicated", {}, "absolute", "session", "proceed", NOTHING),
        (
            "severe_bleeding_disorder",
            "bleeding_disorder",
            {},
            "absolute",
            "plan",
            "ask",
            BLEED,
        ),
        (
            "mild_bleeding_disorder",
            "bleeding_disorder",
            {},
            "absolute",
            "plan",
            "ask",
            BLEED,
        ),
        ("anticoagulant", "anticoagulant", {}, "absolute", "plan", "ask", BLEED),
        (
            "anticoagulant_unstable",
            "inr_stable",
            {"anticoagulant": "vka"},
            "absolute",
            "plan",
            "ask",
            NOTHING,
        ),
        (
            "anticoagulant_unstable",
            "inr_stable",
            {"anticoagulant": "kind_unknown"},
            "absolute",
            "plan",
            "ask",
            NOTHING,
        ),
        (
            "antiplatelet",
            "antiplatelet",
            {},
            "relative",
            "nothing",
            "proceed",
            ("strong_manual",),
        ),
        (
            "thrombocytopenia",
            "platelets",
            {"bleeding_disorder": "mild"},
            "absolute",
            "plan",
            "ask",
            BLEED,
        ),
        (
            "neutropenia",
            "neutrophils",
            {"immunosuppressed": True},
            "absolute",
            "plan",
            "ask",
            NOTHING,
        ),
        (
            "immunosuppressed",
            "immunosuppressed",
            {},
            "absolute",
            "plan",
            "ask",
            ("indwelling",),
        ),
        (
            "sepsis_fever",
            "acute_systemic_infection",
            {},
            "absolute",
            "plan",
            "ask",
            NOTHING,
        ),
        ("skin", "skin_problem_regions", {}, "relative", "nothing", "proceed", NOTHING),
        (
            "tumour_site",
            "cancer_active",
            {"cancer_history": True},
            "absolute",
            "plan",
            "ask",
            NOTHING,
        ),
        (
            "tumour_site",
            "tumour_regions",
            {"cancer_history": True},
            "relative",
            "nothing",
            "caution",
            NOTHING,
        ),
        (
            "prosthesis_implant",
            "implant_regions",
            {},
            "relative",
            "nothing",
            "proceed",
            NOTHING,
        ),
        (
            "joint_replacement",
            "joint_replacement_regions",
            {},
            "relative",
            "nothing",
            "proceed",
            NOTHING,
        ),
        (
            "lymphoedema",
            "lymphoedema_limbs",
            {"cancer_history": True},
            "relative",
            "nothing",
            "caution",
            NOTHING,
        ),
        (
            "swollen_limb",
            "limb_swelling_regions",
            {},
            "relative",
            "nothing",
            "proceed",
            NOTHING,
        ),
        (
            "neuropathy_insensate",
            "reduced_sensation_regions",
            {},
            "relative",
            "nothing",
            "proceed",
            ("electro", "heat"),
        ),
        ("diabetes", "diabetes", {}, "relative", "nothing", "proceed", NOTHING),
        (
            "surgeon_clearance",
            "condition",
            {},
            "useful",
            "nothing",
            "proceed",
            NOTHING,
        ),
        (
            "pacemaker_icd",
            "pacemaker_or_icd",
            {},
            "relative",
            "nothing",
            "proceed",
            ("electro",),
        ),
        (
            "ea_general",
            "poor_circulation_regions",
            {},
            "relative",
            "nothing",
            "proceed",
            ("electro",),
        ),
        (
            "epilepsy_uncontrolled",
            "epilepsy",
            {},
            "relative",
            "nothing",
            "proceed",
            ("electro",),
        ),
        (
            "epilepsy_controlled",
            "epilepsy",
            {},
            "relative",
            "nothing",
            "proceed",
            ("strong_manual",),
        ),
        (
            "valve_indwelling",
            "heart_valve_disease",
            {},
            "relative",
            "nothing",
            "proceed",
            ("indwelling",),
        ),
        (
            "unstable_cardiac",
            "cardiac_unstable",
            {},
            "absolute",
            "plan",
            "ask",
            NOTHING,
        ),
        (
            "metal_allergy",
            "metal_allergy",
            {},
            "relative",
            "nothing",
            "proceed",
            NOTHING,
        ),
        (
            "fainting",
            "faints_easily",
            {},
            "relative",
            "nothing",
            "proceed",
            ("strong_manual",),
        ),
        ("children", "birth_date", {}, "absolute", "plan", "ask", NOTHING),
        (
            "no_paediatric_protocol",
            "birth_date",
            {},
            "absolute",
            "plan",
            "ask",
            NOTHING,
        ),
        (
            "postsplenectomy_child",
            "splenectomy",
            {"birth_date": born(17)},
            "absolute",
            "plan",
            "refer",
            NOTHING,
        ),
        (
            "frail_elderly",
            "frail",
            {},
            "relative",
            "nothing",
            "proceed",
            ("lower_end",),
        ),
        (
            "drive_work_safety",
            "drives_or_operates_machines_after",
            {},
            "relative",
            "nothing",
            "proceed",
            NOTHING,
        ),
        (
            "pregnancy_any",
            "pregnant",
            {"birth_date": born(30)},
            "absolute",
            "plan",
            "ask",
            (
                "abdomen_lower",
                "abdomen_upper",
                "electro",
                "low_back",
                "points",
                "sacrum",
                "strong_manual",
            ),
        ),
        (
            "serious_reaction_before",
            "bad_reaction_before",
            {},
            "useful",
            "nothing",
            "proceed",
            NOTHING,
        ),
        (
            "mild_reaction_before",
            "bad_reaction_before",
            {},
            "useful",
            "nothing",
            "proceed",
            NOTHING,
        ),
        (
            "reaction_reported",
            "reaction_since_last_visit",
            {},
            "absolute",
            "plan",
            "ask",
            NOTHING,
        ),
        ("not_planned_here", "condition", {}, "useful", "nothing", "proceed", NOTHING),
    ],
)

SELECTIONS = Table(
    title="Points and muscles that a rule names by what lies under them",
    columns={"selection": "Selection", "codes": "Holds", "others": "Does not hold"},
    rows=[
        (
            "bleeding",
            ("BL13", "BL23", "BL25", "GB21", "GV3", "CV12", "EX-B2", "ST25"),
            ("BL40", "KI3", "GB34", "SI3", "BL60", "GB30", "LI4", "ASHI"),
        ),
        (
            "bleeding",
            ("multifidus", "quadratus_lumborum", "piriformis", "iliopsoas"),
            ("gluteus_medius", "gluteus_minimus", "hamstrings"),
        ),
        (
            "pregnancy",
            ("LI4", "SP6", "BL60", "BL67", "BL31", "BL32", "BL33", "BL34"),
            ("BL40", "KI3", "GB34", "BL23"),
        ),
        (
            "pregnancy",
            ("GB21", "LR3", "BL27", "BL28", "BL29", "BL30", "BL35", "GV2"),
            ("GV3", "GV20", "SI3"),
        ),
        ("pregnancy", ("CV4", "ST25", "GB26", "EX-B9"), ("ST36", "BL62")),
    ],
)

TABLES = (
    DOCTOR_FIRST,
    SESSION,
    BLEEDING,
    IMMUNE,
    PLACES,
    ELECTRICITY,
    PERSON,
    EARLIER,
)
CASES = [row for table in TABLES for row in table.rows]
VISITED = Wishes(sessions_so_far=1)


@pytest.mark.parametrize(("rule", "known", "kind", "outcome", "takes_away"), CASES)
def test_precaution_fires_as_its_table_says(rule, known, kind, outcome, takes_away):
    found = people.screen(known)
    fired = people.finding(found, rule)
    assert found.outcome.value == outcome
    assert (fired.kind if fired else GONE) == kind
    assert people.taken_away(found, rule) == tuple(sorted(takes_away))
    if fired is not None:
        assert fired.urgency is None
        assert fired.sources
        assert not fired.reviewed
        assert set(fired.because) <= set(facts.catalogue().specs)


@OPEN.cases
def test_unknown_fact_asks_and_takes_away_meanwhile(
    rule, fact, known, rank, holds_up, outcome, takes_away
):
    wishes = VISITED if fact == "reaction_since_last_visit" else None
    found = people.screen({**known, fact: None}, wishes)
    question = next(each for each in found.questions if each.fact == fact)
    assert (question.rank, question.holds_up) == (rank, holds_up)
    assert found.outcome.value == outcome
    assert people.taken_away(found, rule) == tuple(sorted(takes_away))
    pending = [each.pending for each in found.restrictions if each.rule == rule]
    assert all(fact in each for each in pending)
    if holds_up == "session":
        assert found.session.allowed is None
        assert fact in found.session.because


@pytest.mark.parametrize("row", SESSION.rows)
def test_what_stops_only_the_session_is_no_finding_of_the_outcome(row):
    rule, known, kind, *_ = row
    found = people.screen(known)
    assert rule not in [each.id for each in found.findings]
    assert (found.session.allowed is False) == (kind != GONE)


def test_driving_after_a_later_visit_matters_only_to_who_was_drowsy():
    drives = {"drives_or_operates_machines_after": True}
    assert people.finding(people.screen(drives, VISITED), "drive_work_safety") is None
    drowsy = {**drives, "drowsy_after_before": True}
    assert people.finding(people.screen(drowsy, VISITED), "drive_work_safety")


@SELECTIONS.cases
def test_a_selection_holds_these_and_not_those(selection, codes, others):
    chosen = precautions.selection(selection)
    named = {code for several in chosen.values() for code in several}
    assert set(codes) <= named
    assert not set(others) & named


def test_every_rule_and_tier_has_a_row_that_fires():
    tiers = {
        (rule.id, place)
        for rule in precautions.catalogue()
        for place in range(len(rule.tiers))
    }
    by_id = {rule.id: rule for rule in precautions.catalogue()}
    fired = set()
    for name, known, kind, *_ in CASES:
        found = people.finding(people.screen(known), name)
        if kind != GONE:
            actions = [tier.action for tier in by_id[name].tiers]
            fired.add((name, actions.index(found.action)))
    assert fired == tiers


def test_every_rule_has_a_row_that_does_not_fire_and_one_that_asks():
    every = {rule.id for rule in precautions.catalogue()}
    assert {row[0] for row in CASES if row[2] == GONE} == every
    assert {row[0] for row in OPEN.rows} == every
