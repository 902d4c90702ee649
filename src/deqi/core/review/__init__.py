"""What to do next with a course, and why: continue, taper, maintain, pause, change, ...

Words
-----
series
    The sessions since the last discharge; without one, all.
standing
    Where one instrument stands: baseline, latest, and what lies between.
verdict
    The decision of the gravest rule that holds, with every rule that holds.
"""

from deqi.core.review.deciding import NoRuleHolds, Told, decide
from deqi.core.review.events import Event, Harm, UnknownEvent, Vocabulary, weigh
from deqi.core.review.facts import READ, WORDS, Circumstances, Cover, Safety, gather
from deqi.core.review.series import Earlier, Series, UnknownDecision, step
from deqi.core.review.series import of as series_of
from deqi.core.review.standing import Standing
from deqi.core.review.standing import of as standing_of
from deqi.core.review.values import (
    Days,
    Decision,
    Reason,
    Rhythm,
    Rule,
    Settings,
    Step,
    Verdict,
)

__all__ = [
    "READ",
    "WORDS",
    "Circumstances",
    "Cover",
    "Days",
    "Decision",
    "Earlier",
    "Event",
    "Harm",
    "NoRuleHolds",
    "Reason",
    "Rhythm",
    "Rule",
    "Safety",
    "Series",
    "Settings",
    "Standing",
    "Step",
    "Told",
    "UnknownDecision",
    "UnknownEvent",
    "Verdict",
    "Vocabulary",
    "decide",
    "gather",
    "series_of",
    "standing_of",
    "step",
    "weigh",
]
