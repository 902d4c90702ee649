"""Reviews of very many people at once: what `review` does for one, with NumPy.

Each module stands beside the one of the same name for one person, and gives the same
for everybody in a panel. Rules, settings and instruments are the same records.

Shapes: n people, s sessions at most, r earlier reviews, m measurements, v missed visits.
Times are whole days from any one day; NaN is a place left empty.
"""

from deqi.core.columns import UNKNOWN, Array, Codes, Columns, Floats
from deqi.core.review.panels.deciding import Rhythms, Verdicts, decide, tapered
from deqi.core.review.panels.events import Charted, weighed
from deqi.core.review.panels.facts import gather
from deqi.core.review.panels.foresight import Places, foresee
from deqi.core.review.panels.in_force import taper
from deqi.core.review.panels.values import (
    AROUND,
    Earlier,
    PanelImpossible,
    ReviewPanel,
    Scores,
    uneventful,
)

__all__ = [
    "AROUND",
    "UNKNOWN",
    "Array",
    "Charted",
    "Codes",
    "Columns",
    "Earlier",
    "Floats",
    "PanelImpossible",
    "Places",
    "ReviewPanel",
    "Rhythms",
    "Scores",
    "Verdicts",
    "decide",
    "foresee",
    "gather",
    "taper",
    "tapered",
    "uneventful",
    "weighed",
]
