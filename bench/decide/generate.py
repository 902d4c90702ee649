"""Makes the people of this bench: seeded FHIR R4 bundles in three sizes.

Each person answers the whole intake, as Observations coded in the product's own system,
and carries real codes where a rule reads codes. Risks, unknowns, old answers, repeated
answers and harmless values are mixed, so that each rule fires, fails and is open in some.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from deqi.core.answers import levels
from deqi.core.facts import Kind, Spec
from deqi.knowledge import facts

SEED = 20261121
TODAY = date(2026, 11, 21)
SIZES = {"small": 0, "medium": 100, "large": 500}
"""Name to the count of unrelated resources beside the intake."""

FACT_SYSTEM = "urn:deqi:fact"
SNOMED, LOINC = "http://snomed.info/sct", "http://loinc.org"
RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm"
ICD = "http://hl7.org/fhir/sid/icd-10-cm"

NOT_ASKED = frozenset({"birth_date", "sex_at_birth", "medicines", "clearances"})
"""What stands elsewhere in the bundle, or cannot be an observation."""

THEMES: dict[str, tuple[str, ...]] = {
    "none": (),
    "nerve": (
        "saddle_numbness",
        "both_legs_pain_new",
        "leg_weakness_progressive",
        "numbness_spreading",
        "gait_or_balance_trouble",
        "neurological_examination",
    ),
    "bone": (
        "trauma_severe",
        "trauma_minor",
        "osteoporosis",
        "steroid_long_term",
        "height_loss_or_kyphosis",
        "falls_recent",
        "onset_kind",
    ),
    "growth": (
        "cancer_history",
        "pain_new_or_changed",
        "weight_loss_unexplained",
        "night_pain_constant",
        "feels_unwell",
        "cancer_active",
        "neutrophils",
    ),
    "germ": (
        "fever_or_chills",
        "feels_unwell",
        "recent_infection",
        "injected_drug_use",
        "immunosuppressed",
        "tuberculosis_exposure",
        "acute_systemic_infection",
        "neutrophils",
    ),
    "vessel": (
        "sudden_severe_pain",
        "collapse_or_faintness",
        "known_aneurysm",
        "pulsating_abdomen",
        "smoker",
        "cardiac_unstable",
    ),
    "joint": (
        "onset_before_45",
        "onset_before_35",
        "wakes_second_half_of_night",
        "buttock_pain",
        "better_with_movement",
        "better_with_nsaid_48h",
        "arthritis_history",
        "psoriasis_history",
        "morning_stiffness_over_30min",
        "hla_b27",
    ),
    "organ": (
        "flank_pain_with_urinary_symptoms",
        "abnormal_vaginal_bleeding",
        "abdominal_pain_with_meals",
        "calf_swollen_warm",
        "reaction_since_last_visit",
        "pregnant",
    ),
    "blood": (
        "anticoagulant",
        "bleeding_disorder",
        "platelets",
        "cancer_active",
        "pacemaker_or_icd",
    ),
}
"""Facts that go wrong together; a theme makes its own risks likely."""

_MOODS = (("quiet", 0.0, 0.0), ("usual", 0.02, 0.04), ("vague", 0.02, 0.3))
"""Name, chance of a risk, chance of an unknown, for each fact outside the theme."""

_CONDITIONS = (
    (SNOMED, "72892002", "Normal pregnancy"),
    (SNOMED, "254837009", "Malignant neoplasm of breast"),
    (SNOMED, "233985008", "Abdominal aortic aneurysm"),
    (SNOMED, "91302008", "Sepsis"),
    (ICD, "G83.4", "Cauda equina syndrome"),
    (ICD, "C79.51", "Secondary malignant neoplasm of bone"),
    (ICD, "Z85.3", "Personal history of malignant neoplasm of breast"),
    (ICD, "M81.0", "Age-related osteoporosis without current fracture"),
    (ICD, "Z95.0", "Presence of cardiac pacemaker"),
    (ICD, "D66", "Hereditary factor VIII deficiency"),
)
_MEDICINES = (
    (RXNORM, "855332", "warfarin sodium 5 MG Oral Tablet"),
    (RXNORM, "1114195", "rivaroxaban"),
    (RXNORM, "854235", "enoxaparin sodium prefilled syringe"),
)
_LABORATORY = (
    (LOINC, "777-3", "Platelets [#/volume] in Blood", (8, 320), "10*3/uL"),
    (LOINC, "751-8", "Neutrophils [#/volume] in Blood", (0.1, 7.5), "10*3/uL"),
)
_BESIDE = (
    ("8302-2", "Body Height", (140, 200), "cm"),
    ("29463-7", "Body Weight", (40, 130), "kg"),
    ("39156-5", "Body mass index (BMI) [Ratio]", (17, 40), "kg/m2"),
    ("8867-4", "Heart rate", (50, 110), "/min"),
    ("9279-1", "Respiratory rate", (11, 20), "/min"),
    ("2339-0", "Glucose [Mass/volume] in Blood", (60, 180), "mg/dL"),
    ("2947-0", "Sodium [Moles/volume] in Blood", (135, 145), "mmol/L"),
    ("6298-4", "Potassium [Moles/volume] in Blood", (3.5, 5.2), "mmol/L"),
    ("2093-3", "Cholesterol [Mass/volume] in Serum or Plasma", (120, 280), "mg/dL"),
)
_LIFE = (
    ("160903007", "Full-time employment (finding)"),
    ("73595000", "Stress (finding)"),
    ("314529007", "Medication review due (situation)"),
    ("224299000", "Received higher education (finding)"),
)


@dataclass(frozen=True, slots=True)
class Person:
    """One generated person: an id, and the bundle without what is beside the matter."""

    id: str
    resources: tuple[dict, ...]
    seed: int


def people(count: int, seed: int = SEED) -> list[Person]:
    """Return seeded people, the same ones for the same count and seed."""
    themes = list(THEMES)
    return [
        _person(f"bench-{place:04}", themes[place % len(themes)], seed + place)
        for place in range(count)
    ]


def bundle(person: Person, size: str) -> dict:
    """Return the person's bundle in one of the three sizes."""
    chance = random.Random(person.seed * 31 + SIZES[size])  # noqa: S311  no secret
    beside = [_beside(person.id, chance, place) for place in range(SIZES[size])]
    resources = [person.resources[0], *person.resources[1:], *beside]
    # A server returns resources in no order that a reader could lean on.
    shuffled = resources[1:]
    chance.shuffle(shuffled)
    return {
        "resourceType": "Bundle",
        "type": "collection",
        "entry": [_entry(each) for each in (resources[0], *shuffled)],
    }


def _entry(resource: dict) -> dict:
    return {"fullUrl": f"urn:uuid:{resource['id']}", "resource": resource}


def _person(name: str, theme: str, seed: int) -> Person:
    chance = random.Random(seed)  # noqa: S311  no secret
    resources = [_patient(name, chance)]
    resources += _answers(name, theme, chance)
    resources += _coded(name, theme, chance)
    return Person(name, tuple(resources), seed)


def _patient(name: str, chance: random.Random) -> dict:
    age = chance.choice((16, 19, 27, 34, 44, 50, 51, 52, 56, 61, 66, 71, 84))
    born = TODAY - timedelta(days=round(age * 365.25) + chance.randrange(365))
    sex = chance.choice("FM")
    patient = {
        "resourceType": "Patient",
        "id": name,
        "name": [{"family": "Bench", "given": [name]}],
        "gender": {"F": "female", "M": "male"}[sex],
    }
    if chance.random() > 0.06:
        patient["birthDate"] = born.isoformat()
    if chance.random() > 0.06:
        url = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-birthsex"
        patient["extension"] = [{"url": url, "valueCode": sex}]
    return patient


def _answers(name: str, theme: str, chance: random.Random) -> Iterator[dict]:
    _, risk, unknown = chance.choice(_MOODS)
    for spec in facts.catalogue().specs.values():
        if spec.id in NOT_ASKED or spec.ask_when.text == "never":
            continue
        wrong = max(risk, 0.45) if spec.id in THEMES[theme] else risk
        for turn in range(1 + (spec.safe is not None and chance.random() < 0.05)):
            if chance.random() < unknown:
                continue
            value = _value(spec, chance, chance.random() < wrong)
            if value != []:
                yield _answer(name, spec, value, turn, chance)


def _value(spec: Spec, chance: random.Random, wrong: bool) -> object:
    if spec.kind is Kind.BOOL:
        return wrong if spec.safe is None else wrong is not spec.safe
    if spec.kind is Kind.NUMBER:
        return _number(spec, chance, wrong)
    if spec.kind is Kind.DATE:
        days = chance.choice((10, 41, 42, 43, 84, 85, 200, 900, 9000))
        return (TODAY - timedelta(days=days)).isoformat()
    allowed = sorted(levels(spec, facts.vocabulary))
    if spec.kind is Kind.LIST:
        return chance.choice(allowed) if wrong and allowed else []
    others = [level for level in allowed if level != spec.safe]
    return chance.choice(others) if wrong or spec.safe is None else spec.safe


def _number(spec: Spec, chance: random.Random, wrong: bool) -> float:
    if spec.risk_below is not None:
        share = chance.uniform(0.1, 0.99) if wrong else chance.uniform(1, 3)
        return round(spec.risk_below * share, 2)
    return float(chance.randrange(int(spec.low or 0), int(spec.high or 400)))


def _answer(
    name: str, spec: Spec, value: object, turn: int, chance: random.Random
) -> dict:
    window = 1 if spec.asked_at == "each_visit" else spec.window_days or 400
    age = chance.randrange(window + 1)
    if chance.random() < 0.06:
        age = window + 1 + chance.randrange(400)
    coding = {"system": FACT_SYSTEM, "code": spec.id}
    return {
        "resourceType": "Observation",
        "id": f"{name}-{spec.id}-{turn}",
        "status": "final",
        "category": [_category("survey")],
        "code": {"coding": [coding], "text": spec.question},
        "subject": {"reference": f"urn:uuid:{name}"},
        "effectiveDateTime": f"{TODAY - timedelta(days=age)}T09:00:00+00:00",
        **_written(spec, value),
    }


def _written(spec: Spec, value: object) -> dict:
    if spec.kind is Kind.BOOL:
        return {"valueBoolean": value}
    if spec.kind is Kind.NUMBER:
        return {"valueQuantity": {"value": value}}
    if spec.kind is Kind.DATE:
        return {"valueDateTime": value}
    return {"valueString": value}


def _coded(name: str, theme: str, chance: random.Random) -> Iterator[dict]:
    often = 0.06 if theme == "none" else 0.02
    for place, (system, code, text) in enumerate(_CONDITIONS):
        if chance.random() < often:
            yield _condition(name, f"c{place}", (system, code, text), chance)
    for place, (system, code, text) in enumerate(_MEDICINES):
        if chance.random() < often:
            yield _request(name, f"m{place}", (system, code, text), chance)
    for place, (system, code, text, ends, unit) in enumerate(_LABORATORY):
        if chance.random() < often * 2:
            measured = _measured(name, f"l{place}", (code, text, ends, unit), chance)
            yield {**measured, "code": _concept(system, code, text)}


def _condition(
    name: str, place: str, coding: tuple[str, str, str], chance: random.Random
) -> dict:
    clinical = chance.choice(("active", "active", "resolved"))
    verified = chance.choice(("confirmed",) * 9 + ("entered-in-error",))
    day = TODAY - timedelta(days=chance.choice((3, 20, 35, 80, 320, 900)))
    base = "http://terminology.hl7.org/CodeSystem/condition-"
    return {
        "resourceType": "Condition",
        "id": f"{name}-{place}",
        "clinicalStatus": {"coding": [{"system": f"{base}clinical", "code": clinical}]},
        "verificationStatus": {
            "coding": [{"system": f"{base}ver-status", "code": verified}]
        },
        "code": _concept(*coding),
        "subject": {"reference": f"urn:uuid:{name}"},
        "onsetDateTime": f"{day}T08:00:00+00:00",
        "recordedDate": f"{day}T08:00:00+00:00",
    }


def _request(
    name: str, place: str, coding: tuple[str, str, str], chance: random.Random
) -> dict:
    day = TODAY - timedelta(days=chance.choice((3, 90, 350, 450)))
    return {
        "resourceType": "MedicationRequest",
        "id": f"{name}-{place}",
        "status": chance.choice(("active", "active", "stopped")),
        "intent": "order",
        "medicationCodeableConcept": _concept(*coding),
        "subject": {"reference": f"urn:uuid:{name}"},
        "authoredOn": f"{day}T08:00:00+00:00",
    }


def _measured(
    name: str,
    place: str,
    what: tuple[str, str, tuple[float, float], str],
    chance: random.Random,
) -> dict:
    code, text, (low, high), unit = what
    day = TODAY - timedelta(days=chance.randrange(120))
    value = round(chance.uniform(low, high), 2)
    return {
        "resourceType": "Observation",
        "id": f"{name}-{place}",
        "meta": {
            "profile": ["http://hl7.org/fhir/StructureDefinition/vitalsigns"],
        },
        "status": "final",
        "category": [_category("laboratory")],
        "code": _concept(LOINC, code, text),
        "subject": {"reference": f"urn:uuid:{name}"},
        "encounter": {"reference": f"urn:uuid:{name}-encounter"},
        "effectiveDateTime": f"{day}T08:00:00+00:00",
        "issued": f"{day}T08:00:00.000+00:00",
        "valueQuantity": {
            "value": value,
            "unit": unit,
            "system": "http://unitsofmeasure.org",
            "code": unit,
        },
    }


def _beside(name: str, chance: random.Random, place: int) -> dict:
    if chance.random() < 0.8:
        return _measured(name, f"b{place}", chance.choice(_BESIDE), chance)
    code, text = chance.choice(_LIFE)
    return _condition(name, f"b{place}", (SNOMED, code, text), chance)


def _concept(system: str, code: str, text: str) -> dict:
    coding = {"system": system, "code": code, "display": text}
    return {"coding": [coding], "text": text}


def _category(code: str) -> dict:
    system = "http://terminology.hl7.org/CodeSystem/observation-category"
    return {"coding": [{"system": system, "code": code, "display": code}]}


def bare_patient() -> dict:
    """Return a Patient alone, whose answers stand in a file of their own."""
    return {"resourceType": "Patient", "id": "bench", "birthDate": "1980-05-05"}


def harmless_answers() -> dict:
    """Return answers that lead to a plan, so that the whole chain runs."""
    specs = facts.catalogue().specs.values()
    said = {spec.id: spec.safe for spec in specs if spec.safe is not None}
    said |= {name: [] for name, value in said.items() if value == ()}
    complaint = {
        "sex_at_birth": "male",
        "condition": "low_back_pain",
        "onset_date": "2026-03-01",
        "style_preference": "combined",
        "pain_regions": ["low_back"],
    }
    return {"facts": said | complaint, "by": "practitioner", "at": TODAY.isoformat()}
