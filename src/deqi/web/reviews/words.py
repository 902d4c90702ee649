"""How decisions are told, and why a review is due."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from deqi.core.review import Cause, Decision
from deqi.operations.reviews_due import Due

DECISIONS = {
    Decision.DISCHARGE: _("Discharge"),
    Decision.MAINTAIN: _("Maintain at a low rate"),
    Decision.TAPER: _("Taper"),
    Decision.CONTINUE: _("Continue"),
    Decision.MEASURE: _("Measure first"),
    Decision.PAUSE: _("Pause"),
    Decision.CHANGE: _("Change the treatment"),
    Decision.RESTART: _("Begin a new series"),
    Decision.REFER: _("Refer to a doctor"),
}

CAUSES = {
    Cause.PLANNED: _("Session %(session)s is a review"),
    Cause.TRIED: _("“%(decision)s” is judged at session %(session)s"),
    Cause.WAITED: _("“%(decision)s” has run its time: decide anew"),
    Cause.STILL: _("No visit came in time, and none is booked"),
}


def why(due: Due) -> str:
    """Return why a review is due, in words."""
    decision = DECISIONS[due.decision] if due.decision else ""
    return str(CAUSES[due.cause]) % {"session": due.session, "decision": decision}
