"""Builds rows of trials for tests: plain in everything but what a test names."""

from deqi.core.scales import Direction
from deqi.evidence.comparators import Comparator
from deqi.evidence.dossier import Contrast, Estimate, Treated, TrialArm, ValueType


def contrast(name: str = "row", **changed: object) -> Contrast:
    """Return a row of a trial on a 0 to 100 scale where lower is better."""
    plain: dict[str, object] = {
        "sources": ("S1",),
        "certainty": "seen",
        "reviewed": False,
        "trial": "Trial",
        "year": 2000,
        "population": "chronic",
        "condition": "low back pain",
        "condition_id": "low_back_pain",
        "treated": Treated.ACUPUNCTURE,
        "comparator": Comparator.USUAL_CARE,
        "compared_with": "",
        "outcome": "pain",
        "instrument": "pain VAS",
        "scale": (0.0, 100.0),
        "direction": Direction.WORSE,
        "value_type": ValueType.FINAL,
        "weeks": 8.0,
        "treatment_arm": TrialArm(n=50, mean=40.0, sd=20.0),
        "control_arm": TrialArm(n=50, mean=50.0, sd=20.0),
        "difference": None,
        "share_difference": None,
        "ratio": None,
        "ratio_measure": "",
        "baseline_sd": None,
        "p": "",
        "total": None,
        "sessions": "",
        "derived": (),
        "poolable": True,
    }
    return Contrast(id=name, **{**plain, **changed})  # type: ignore[arg-type]  # fields by name


def difference(value: float, half: float, **changed: object) -> Contrast:
    """Return a row that prints a difference with its interval."""
    printed = Estimate(value, value - half, value + half)
    return contrast(difference=printed, **changed)
