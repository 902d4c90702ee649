"""How far courses have come, and when each is to be reviewed next: for many in one question.

Words
-----
under plan
    How many sessions were signed since the plan that stands.
reviewed
    On how many days a review was decided since then.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, JSONObject

from deqi.care import pacing
from deqi.core import review
from deqi.core.review import Days, Decision, Due, Followed
from deqi.knowledge import reviews
from deqi.records.charting.models import Session
from deqi.records.episodes.models import Plan
from deqi.records.outcomes.models import Review


def beside(episode: str, sessions: QuerySet[Session]) -> dict[str, Any]:
    """Return what rows are asked for besides, so that ``due`` can be told of each.

    Parameters
    ----------
    episode : str
        The column of the row that names the episode.
    sessions : QuerySet of Session
        Those that count, signed ones.
    """
    here = {"episode": OuterRef(episode)}
    plans = Plan.objects.filter(**here, signed_at__isnull=False).order_by("-entered_at")
    given = sessions.filter(**here).order_by("given_on", "began_at")
    decided = Review.objects.filter(**here)
    last = decided.order_by("-reviewed_on", "-entered_at").values(each=_LAST)
    return {
        "planned_at": Subquery(plans.values("signed_at")[:1]),
        "planned": Subquery(plans.values("course")[:1]),
        "given_on": ArraySubquery(given.values("given_on")),
        "under_plan": _since(given, "signed_at", "pk"),
        "reviewed": _since(decided, "entered_at", "reviewed_on"),
        "last_review": Subquery(last[:1]),
    }


_LAST = JSONObject(
    on="reviewed_on",
    decision="decision",
    proposed="proposed",
    days="found__next_visit_days",
)


def _since(rows: QuerySet[Any], column: str, counted: str) -> Coalesce:
    """Count what came since the plan that stands; all of it where none does."""
    plan = Coalesce(OuterRef("planned_at"), Value(datetime.min.replace(tzinfo=UTC)))
    held = rows.filter(**{f"{column}__gte": plan}).order_by().values("clinic")
    number = held.annotate(number=Count(counted, distinct=True)).values("number")
    return Coalesce(Subquery(number), 0)


def due(row: Any, *, payer: str, next_visit: date | None) -> Due | None:
    """Return the review that the course of a row wants first; None: none yet.

    Parameters
    ----------
    row : Visit or Episode
        Asked with ``beside``.
    payer : str
        Of the episode; its cadence counts where no plan is signed.
    next_visit : date or None
        The next that is booked.
    """
    return review.due(followed(row, payer, next_visit), reviews.judged_again())


def followed(row: Any, payer: str, next_visit: date | None) -> Followed:
    """Return how far the course of a row has come."""
    last = row.last_review
    named = _named(row.planned, payer)
    left = named[row.reviewed :]
    return Followed(
        held=row.given_on,
        # A plan counts from its own first session on.
        planned=left[0] + len(row.given_on) - row.under_plan if left else None,
        first=min(named, default=1),
        decision=Decision(last["decision"]) if last else None,
        decided_on=date.fromisoformat(last["on"]) if last else None,
        days=_days(last),
        next_visit=next_visit,
    )


def _named(course: list[Mapping[str, Any]] | None, payer: str) -> list[int]:
    """Return the sessions that a plan names as reviews, or else the cadence."""
    if not course:
        return sorted(pacing.cadence_of(payer).review_at)
    return sorted(each["visit"] for each in course if each["purpose"] == "review")


def _days(last: Mapping[str, Any] | None) -> Days | None:
    if last is None:
        return reviews.rhythm()[Decision.CONTINUE]
    if last["decision"] == last["proposed"] and last["days"]:
        least, most = last["days"]
        return least, most
    return reviews.rhythm().get(Decision(last["decision"]))
