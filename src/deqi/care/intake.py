"""What a person is asked before a first visit: only what is unknown and matters.

Words
-----
step
    A few questions that belong together, as one screen of a telephone holds them.
told
    What the person has answered; None where they said that they do not know.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from deqi.core.facts import Spec
from deqi.core.people import Facts
from deqi.knowledge import facts

STEPS: Mapping[str, tuple[str, ...]] = {
    "you": ("birth_date", "sex_at_birth"),
    "problem": (
        "condition",
        "onset_date",
        "duration_weeks",
        "onset_kind",
        "trigger",
        "previous_episodes",
    ),
    "where": ("pain_regions", "radiates_below_knee"),
    "strength": ("pain_now", "pain_average", "pain_worst"),
    "nerves": (
        "saddle_numbness",
        "bladder_change",
        "bowel_change",
        "sexual_dysfunction_new",
        "both_legs_weak_new",
        "both_legs_pain_new",
        "leg_weakness_progressive",
        "numbness_spreading",
    ),
    "sudden": (
        "sudden_severe_pain",
        "chest_pain_or_breathless",
        "calf_swollen_warm",
        "known_aneurysm",
        "collapse_or_faintness",
        "smoker",
    ),
    "injury": (
        "trauma_severe",
        "trauma_minor",
        "osteoporosis",
        "steroid_long_term",
        "height_loss_or_kyphosis",
        "falls_recent",
    ),
    "illness": (
        "fever_or_chills",
        "feels_unwell",
        "weight_loss_unexplained",
        "night_pain_constant",
        "recent_infection",
        "acute_systemic_infection",
        "recent_spinal_procedure",
    ),
    "defence": (
        "immunosuppressed",
        "splenectomy",
        "tuberculosis_exposure",
        "injected_drug_use",
    ),
    "cancer": (
        "cancer_history",
        "cancer_active",
        "pain_new_or_changed",
        "tumour_regions",
    ),
    "belly": (
        "flank_pain_with_urinary_symptoms",
        "abdominal_pain_with_meals",
        "abnormal_vaginal_bleeding",
    ),
    "mood": ("self_harm_thoughts",),
    "spine": ("known_serious_spinal_disease", "identifiable_cause"),
    "stiffness": (
        "onset_before_45",
        "onset_before_35",
        "morning_stiffness_over_30min",
        "wakes_second_half_of_night",
        "buttock_pain",
        "better_with_movement",
        "better_with_nsaid_48h",
        "relative_with_spondyloarthritis",
        "arthritis_history",
        "enthesitis_history",
        "psoriasis_history",
    ),
    "blood": (
        "anticoagulant",
        "inr_stable",
        "antiplatelet",
        "bleeding_disorder",
        "platelets",
        "neutrophils",
    ),
    "medicines": ("medicines",),
    "heart": (
        "pacemaker_or_icd",
        "heart_valve_disease",
        "cardiac_unstable",
        "diabetes",
        "epilepsy",
    ),
    "pregnancy": ("pregnant", "pregnancy_weeks"),
    "skin": (
        "skin_problem_regions",
        "reduced_sensation_regions",
        "poor_circulation_regions",
        "limb_swelling_regions",
        "lymphoedema_limbs",
    ),
    "implants": ("implant_regions", "joint_replacement_regions", "metal_allergy"),
    "needles": (
        "had_acupuncture_before",
        "bad_reaction_before",
        "drowsy_after_before",
        "faints_easily",
        "needle_phobia_extreme",
        "style_preference",
    ),
    "life": ("sleep", "peg_pain", "peg_enjoyment", "peg_activity"),
    "goals": ("goals",),
}
"""Every question of an intake, in an order that a person understands: the complaint,
danger, health, needles, daily life, wishes."""

APART: Mapping[str, str] = {
    "refuses_needling": "asked on the day of a visit",
    "drives_or_operates_machines_after": "asked on the day of a visit",
    "reaction_since_last_visit": "asked after a session",
    "rmdq24": "a total whose questions we may not show",
    "opioid_mme": "follows from the medicines",
}
"""Questions to a patient that an intake leaves out, each with its reason."""


@dataclass(frozen=True, slots=True)
class Step:
    """One screen of an intake.

    Parameters
    ----------
    id : str
        A key of ``STEPS``.
    asked : tuple of Spec
        What applies to the person and is theirs to say; at least one.
    left : tuple of str
        Ids of those that are not answered yet, not even by "I do not know".
    """

    id: str
    asked: tuple[Spec, ...]
    left: tuple[str, ...]


def steps(known: Facts, told: Mapping[str, object]) -> tuple[Step, ...]:
    """Return what a person is asked.

    Parameters
    ----------
    known : Facts
        Everything known of them today.
    told : mapping of str to object
        Their own answers so far by fact id; None for "I do not know".

    Returns
    -------
    tuple of Step
        Without what somebody else has answered, and without steps of which nothing
        applies.

    Source: product_default "only what is unknown and matters is asked" (unreviewed).
    """
    return tuple(_steps(known, told))


def _steps(known: Facts, told: Mapping[str, object]) -> Iterator[Step]:
    specs = facts.catalogue().specs
    for name, held in STEPS.items():
        asked = tuple(specs[each] for each in held if _is_asked(each, known, told))
        if asked:
            left = tuple(each.id for each in asked if each.id not in told)
            yield Step(name, asked, left)


def _is_asked(name: str, known: Facts, told: Mapping[str, object]) -> bool:
    applies = facts.catalogue().specs[name].ask_when.holds(known.values_read)
    return applies is not False and (name in told or name in known.open)
