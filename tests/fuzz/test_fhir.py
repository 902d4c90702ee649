"""Any JSON at all: the FHIR reader reads it or refuses it by name, and never fails.

``DEQI_FUZZ_EXAMPLES`` says how many documents are tried; ``make fuzz`` tries many more.
"""

import copy
import os
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deqi.core.facts import Speaker
from deqi.core.people import know
from deqi.interop import fhir
from deqi.knowledge import facts
from tests.interop.resources import (
    FENTANYL,
    LOINC,
    OWN,
    SNOMED,
    TODAY,
    allergy,
    bundle,
    concept,
    condition,
    device,
    observation,
    procedure,
    request,
    status,
)

EXAMPLES = int(os.environ.get("DEQI_FUZZ_EXAMPLES", "2000"))

SOUND = bundle(
    condition((SNOMED, "72892002", "Normal pregnancy"), recordedDate="2026-10"),
    condition((SNOMED, "278860009"), abatementPeriod={"end": "2026-11-01"}),
    condition((SNOMED, "84757009"), verificationStatus=status("refuted")),
    request(
        FENTANYL,
        dosageInstruction=[
            {
                "timing": {"repeat": {"frequency": 1, "period": 3, "periodUnit": "d"}},
                "doseAndRate": [{"doseQuantity": {"value": 1, "unit": "patch"}}],
            }
        ],
        dispenseRequest={
            "validityPeriod": {"start": "2026-01-01", "end": "2027-01-01"},
            "numberOfRepeatsAllowed": 2,
            "expectedSupplyDuration": {"value": 30, "code": "d"},
        },
    ),
    request(None, medicationReference={"reference": "Medication/w"}),
    {"resourceType": "Medication", "id": "w", "code": {"text": "warfarin"}},
    observation((LOINC, "777-3"), valueQuantity={"value": 40, "code": "10*3/uL"}),
    observation((LOINC, "72166-2"), valueCodeableConcept=concept((SNOMED, "449868002"))),
    observation((OWN, "pain_regions"), valueString="low_back"),
    procedure((SNOMED, "52734007"), bodySite=[{"text": "left"}]),
    device(type=concept((SNOMED, "14106009"))),
    allergy(concept((SNOMED, "33396006", "Nickel")), reaction=[{"substance": {}}]),
    {
        "resourceType": "QuestionnaireResponse",
        "status": "completed",
        "questionnaire": OWN,
        "authored": "2026-11-20",
        "item": [{"linkId": "pregnant", "answer": [{"valueBoolean": True}]}],
    },
)  # fmt: skip

_KEYS = """
resourceType id code coding system text value reference start end extension resource
entry item answer prefetch hook context
"""
KEYS = _KEYS.split()

scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=12)
    | st.sampled_from(
        [
            10**400,
            -(10**400),
            1e308,
            5e-324,
            "9999-12-31",
            "0001-01-01",
            "2026-11-21T25:61:00Z",
            "2026-02-30",
            "0000",
            "Patient/p1",
            "Patient/",
            "urn:uuid:",
            "#",
            SNOMED,
            LOINC,
            "\ud800",
            "\x00",
        ]
    )
)
anything = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(KEYS) | st.text(max_size=4),
            inner,
            max_size=4,
        )
    ),
    max_leaves=8,
)


def places(document: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [path] if path else []
    if isinstance(document, dict):
        pairs = list(document.items())
    else:
        pairs = list(enumerate(document)) if isinstance(document, list) else []
    for key, value in pairs:
        found += places(value, (*path, key))
    return found


PLACES = places(SOUND)
changes = st.lists(
    st.tuples(st.sampled_from(PLACES), st.sampled_from(["set", "drop", "double"]), anything),
    min_size=1,
    max_size=3,
)  # fmt: skip


def changed(edits: list[tuple[tuple[Any, ...], str, Any]]) -> Any:
    document = copy.deepcopy(SOUND)
    for path, how, value in edits:
        holder: Any = document
        try:
            for key in path[:-1]:
                holder = holder[key]
            if how == "drop":
                del holder[path[-1]]
            elif how == "double" and isinstance(holder, list):
                holder.append(copy.deepcopy(holder[path[-1]]))
            else:
                holder[path[-1]] = value
        except (LookupError, TypeError):
            continue  # an earlier change took the place away
    return document


def read_and_settle(document: object) -> None:
    """Read a document, and settle what it says: the words fit their facts."""
    try:
        reading = fhir.read(document, today=TODAY)
    except fhir.RefusedDocument:
        return
    know(reading.statements, facts.catalogue(), today=TODAY)
    for word in reading.statements:
        assert word.by is Speaker.RECORD
        assert word.at is None or word.at <= TODAY
    assert all(isinstance(n, int) and n > 0 for n in reading.skipped.values())


quiet = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)


@quiet
@given(changes.map(changed))
def test_a_broken_record_is_read_or_refused(document: object) -> None:
    read_and_settle(document)


@quiet
@given(anything)
def test_any_json_is_read_or_refused(document: object) -> None:
    read_and_settle(document)
    fhir.read_many([document, document], today=TODAY)


def test_the_sound_record_says_something_of_each_kind() -> None:
    """Otherwise the changes above would change nothing that is read."""
    reading = fhir.read(SOUND, today=TODAY)
    assert {
        "pregnant",
        "epilepsy",
        "condition",
        "onset_date",
        "anticoagulant",
        "medicines",
        "platelets",
        "smoker",
        "pain_regions",
        "joint_replacement_regions",
        "pacemaker_or_icd",
        "metal_allergy",
        "birth_date",
    } <= {each.fact for each in reading.statements}
