# ruff: noqa: INP001  a script run by hand beside its own data, not a package
"""Who the example people are, and what each says beyond the harmless answers."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Person:
    """One example.

    ``settled`` names facts on which the practitioner's answer of the day settles what
    the record says; ``added`` are resources put in by hand.
    """

    file: str
    given: str
    answers: dict[str, Any]
    by: str = "patient"
    settled: tuple[str, ...] = ()
    added: tuple[dict[str, Any], ...] = field(default=())


LOW = ["low_back_centre"]
LEFT = ["low_back_left", "buttock_left", "thigh_left", "calf_left"]
RIGHT = ["low_back_right", "buttock_right", "thigh_right", "calf_right"]


def said(
    condition: str,
    onset: str,
    regions: list[str],
    pain: tuple[int, int, int],
    **more: Any,
) -> dict[str, Any]:
    """Return the answers about the complaint, with what is special to the person."""
    now, average, worst = pain
    base: dict[str, Any] = {
        "condition": condition,
        "onset_date": onset,
        "onset_kind": "gradual",
        "trigger": ["none"],
        "pain_regions": regions,
        "radiates_below_knee": False,
        "pain_now": now,
        "pain_average": average,
        "pain_worst": worst,
        "previous_episodes": 1,
        "identifiable_cause": "none",
        "goals": ["sleep through the night"],
        "had_acupuncture_before": False,
        "style_preference": "combined",
        "sleep": min(10, average + 1),
        "peg_pain": average,
        "peg_enjoyment": average,
        "peg_activity": average,
    }
    return {**base, **more}


PACEMAKER = {
    "resourceType": "Device",
    "status": "active",
    "type": {
        "coding": [{"system": "http://snomed.info/sct", "code": "14106009"}],
        "text": "Cardiac pacemaker (added by hand)",
    },
}
WARFARIN = {
    "resourceType": "MedicationRequest",
    "status": "active",
    "intent": "order",
    "medicationCodeableConcept": {
        "coding": [
            {
                "system": "http://www.nlm.nih.gov/research/umls/rxnorm",
                "code": "855332",
                "display": "Warfarin Sodium 5 MG Oral Tablet",
            }
        ],
        "text": "Warfarin Sodium 5 MG Oral Tablet (added by hand)",
    },
    "authoredOn": "2026-09-01",
}

PEOPLE = (
    Person(
        "Carrie_Shanahan",
        "Carrie",
        said(
            "low_back_pain",
            "2014-01-31",
            LOW,
            (4, 5, 7),
            goals=["lift my child"],
            trigger=["lifting"],
        ),
    ),
    Person(
        "Jess_Weissnat",
        "Jess",
        said(
            "low_back_pain",
            "2014-02-05",
            ["low_back"],
            (5, 5, 8),
            style_preference="western",
            goals=["work a full day"],
        ),
    ),
    Person(
        "Angla_Hermiston",
        "Angla",
        said(
            "low_back_pain",
            "2014-02-06",
            ["low_back"],
            (3, 4, 6),
            goals=["walk for an hour"],
        ),
    ),
    Person(
        "Deirdre_Waters",
        "Deirdre",
        said(
            "sciatica",
            "2026-08-10",
            LEFT,
            (6, 6, 8),
            radiates_below_knee=True,
            onset_kind="sudden",
            identifiable_cause="disc",
            goals=["sit through a meeting"],
        ),
    ),
    Person(
        "Hobert_Kunze",
        "Hobert",
        said(
            "herniated_disc",
            "2026-07-02",
            RIGHT,
            (6, 7, 9),
            radiates_below_knee=True,
            onset_kind="sudden",
            trigger=["lifting"],
            identifiable_cause="disc",
            style_preference="western",
            goals=["drive to work"],
        ),
    ),
    Person(
        "Latoria_Luettgen",
        "Latoria",
        said(
            "low_back_pain",
            "2014-02-06",
            ["low_back"],
            (4, 4, 6),
            goals=["work in the garden"],
        ),
        by="practitioner",
        added=(PACEMAKER,),
    ),
    Person(
        "Pedro_Aranda",
        "Pedro",
        said(
            "muscle_strain",
            "2026-11-12",
            ["low_back_right"],
            (7, 6, 9),
            onset_kind="sudden",
            trigger=["lifting"],
            goals=["go back to training"],
            style_preference="western",
            previous_episodes=0,
        ),
    ),
    Person(
        "Jetta_Batz",
        "Jetta",
        said(
            "postural_back_pain",
            "2026-09-01",
            ["mid_back", "low_back"],
            (3, 3, 5),
            trigger=["posture"],
            style_preference="traditional",
            goals=["sit at a desk"],
        ),
    ),
    Person(
        "Rusty_Fritsch",
        "Rusty",
        said(
            "low_back_pain",
            "2026-11-09",
            LOW,
            (6, 6, 8),
            onset_kind="sudden",
            trigger=["sport"],
            goals=["play football"],
        ),
    ),
    Person(
        "Gayle_Kuhlman",
        "Gayle",
        said(
            "low_back_pain",
            "2026-10-01",
            ["low_back", "sacrum"],
            (5, 5, 7),
            identifiable_cause="pregnancy",
            pregnant=True,
            pregnancy_weeks=22,
            goals=["sleep on my side"],
        ),
    ),
    Person(
        "Risa_Connelly",
        "Risa",
        said(
            "back_arthritis",
            "2016-05-01",
            ["low_back"],
            (4, 5, 7),
            identifiable_cause="degenerative",
            style_preference="traditional",
            goals=["climb stairs"],
            frail=False,
        ),
    ),
    Person(
        "Lamonica_Satterfield",
        "Lamonica",
        said(
            "spinal_stenosis",
            "2024-03-15",
            ["low_back", "buttock_left", "buttock_right"],
            (5, 5, 8),
            identifiable_cause="stenosis",
            goals=["walk to the shops"],
        ),
    ),
    Person(
        "Helaine_Howell",
        "Helaine",
        said(
            "low_back_pain",
            "2016-01-27",
            LOW,
            (4, 4, 6),
            epilepsy="uncontrolled",
            goals=["carry my bag"],
        ),
    ),
    Person(
        "Stepanie_Runolfsdottir",
        "Stepanie",
        said(
            "low_back_pain",
            "2014-01-31",
            ["low_back"],
            (5, 6, 8),
            goals=["dance again"],
            diabetes=True,
        ),
    ),
    Person(
        "Salvatore_Mosciski",
        "Salvatore",
        said(
            "low_back_pain",
            "2014-02-04",
            ["low_back"],
            (5, 5, 7),
            style_preference="western",
            goals=["lift boxes at work"],
            diabetes=True,
        ),
    ),
    Person(
        "Florencia_Carrion",
        "Florencia",
        said(
            "upper_back_pain",
            "2026-06-20",
            ["upper_back"],
            (3, 4, 5),
            trigger=["posture"],
            goals=["play the violin"],
        ),
    ),
    Person(
        "Percy_Fisher",
        "Percy",
        said(
            "pain_after_injury",
            "2026-10-05",
            ["low_back_left"],
            (4, 5, 7),
            onset_kind="after_injury",
            trigger=["sport"],
            style_preference="western",
            goals=["run again"],
        ),
    ),
    Person(
        "Rich_Walter",
        "Rich",
        said(
            "low_back_pain",
            "2026-01-10",
            ["low_back"],
            (5, 5, 7),
            anticoagulant="vka",
            inr_stable=True,
            goals=["ride my bicycle"],
        ),
        by="practitioner",
        added=(WARFARIN,),
    ),
    Person(
        "Wm_Kozey",
        "William",
        said(
            "low_back_pain",
            "2026-11-16",
            LOW,
            (7, 7, 9),
            onset_kind="sudden",
            trigger=["lifting"],
            goals=["tie my shoes"],
            previous_episodes=3,
        ),
    ),
    Person(
        "Candance_Herzog",
        "Candance",
        said(
            "low_back_pain",
            "2026-03-14",
            ["low_back"],
            (4, 4, 6),
            style_preference="traditional",
            goals=["sit in class"],
        ),
    ),
    Person(
        "Jarod_Strosin",
        "Jarod",
        said(
            "sciatica",
            "2026-11-17",
            LEFT + RIGHT,
            (8, 8, 10),
            radiates_below_knee=True,
            onset_kind="sudden",
            saddle_numbness=True,
            bladder_change=True,
            goals=["stand up"],
        ),
    ),
    Person(
        "Lauretta_Cassin",
        "Lauretta",
        said(
            "low_back_pain",
            "2026-09-20",
            ["mid_back", "low_back"],
            (6, 6, 8),
            pain_new_or_changed=True,
            night_pain_constant=False,
            goals=["sleep"],
        ),
    ),
    Person(
        "Jeffrey_Franecki",
        "Jeffrey",
        said(
            "low_back_pain",
            "2020-02-09",
            LOW,
            (5, 5, 7),
            bleeding_disorder="severe",
            platelets=210,
            goals=["work standing"],
        ),
        by="practitioner",
    ),
    Person(
        "Lilliana_O'Keefe",
        "Lilliana",
        said(
            "low_back_pain",
            "2026-10-12",
            LOW,
            (4, 4, 6),
            trigger=["sport"],
            goals=["play handball"],
        ),
    ),
)
