"""What to do next with a course, and why: continue, taper, maintain, pause, change, ...

Words
-----
series
    The sessions since the last discharge; without one, all.
in force
    A decision that shapes the course until another one, or an end, replaces it.
standing
    Where one instrument stands: baseline, latest, and what lies between.
verdict
    The decision of the gravest rule that holds, with every rule that holds.
"""

from deqi.core.review.deciding import NoRuleHolds, Told, decide
from deqi.core.review.events import Event, Harm, UnknownEvent, Vocabulary, weigh
from deqi.core.review.facts import READ, WORDS, Circumstances, Cover, Safety, gather
from deqi.core.review.falling_due import Cause, Due, Followed, due
from deqi.core.review.in_force import InForce, step
from deqi.core.review.in_force import of as in_force_of
from deqi.core.review.series import Earlier, Series, UnknownDecision
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
    "Cause",
    "Circumstances",
    "Cover",
    "Days",
    "Decision",
    "Due",
    "Earlier",
    "Event",
    "Followed",
    "Harm",
    "InForce",
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
    "due",
    "gather",
    "in_force_of",
    "series_of",
    "standing_of",
    "step",
    "weigh",
]
