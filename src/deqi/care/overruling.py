"""Overrules a review with what the records say of it, for whoever stores the reason."""

from deqi.care.reviewing import Review
from deqi.core.review import overruling
from deqi.core.review.overruling import Overruled, Ruled, Ruling, Wish
from deqi.knowledge import precautions, reviews


def rule(review: Review, wish: Wish) -> Ruling:
    """Return whether a review may be overruled so, with every reason against it.

    Parameters
    ----------
    review : Review
        As it was decided.
    wish : Wish
        What is wanted instead, why, and by whom.
    """
    return overruling.rule(_ruled(review), wish, reviews.overruling())


def overrule(review: Review, wish: Wish) -> Overruled:
    """Overrule a review, and keep the reason.

    Parameters
    ----------
    review : Review
        As it was decided.
    wish : Wish
        What is wanted instead, why, and by whom.

    Raises
    ------
    MayNotOverrule
        Where something stands in the way; it carries the ruling.
    """
    return overruling.overrule(_ruled(review), wish, reviews.overruling())


def _ruled(review: Review) -> Ruled:
    holding = {r.id for r in precautions.catalogue() if r.holds_session}
    return Ruled(
        date=review.today,
        decision=review.decision,
        rules=tuple(each.rule for each in review.because),
        is_emergency=not review.overrulable,
        is_session_held=any(f.id in holding for f in review.screening.findings),
    )
