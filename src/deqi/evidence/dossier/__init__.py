"""The dossier: all published figures and judgements that answers are made from.

Values only; the records that fill them stand in the rooms of ``knowledge``. A figure
that nobody looked up stands in ``memory``, as words, and in no number.
"""

from deqi.evidence.dossier.claims import Claim, Verdict
from deqi.evidence.dossier.course import (
    Baseline,
    CoursePoint,
    ImportantChange,
    Predictor,
    Topic,
)
from deqi.evidence.dossier.harms import AdverseEvent
from deqi.evidence.dossier.reviews import Guideline, PublishedPool, Stance
from deqi.evidence.dossier.sourced import Estimate, ImpossibleEstimate, Sourced
from deqi.evidence.dossier.trials import Contrast, Treated, TrialArm, ValueType

__all__ = [
    "AdverseEvent",
    "Baseline",
    "Claim",
    "Contrast",
    "CoursePoint",
    "Estimate",
    "Guideline",
    "ImportantChange",
    "ImpossibleEstimate",
    "Predictor",
    "PublishedPool",
    "Sourced",
    "Stance",
    "Topic",
    "Treated",
    "TrialArm",
    "ValueType",
    "Verdict",
]
