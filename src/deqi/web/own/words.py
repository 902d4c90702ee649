"""Decisions, reasons for visits and ways to call, in the words of patients."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from deqi.core.review import Decision

Words = str | Promise

DECIDED: Mapping[Decision, Words] = {
    Decision.CONTINUE: _("Go on as planned."),
    Decision.TAPER: _("You are better: visits move further apart."),
    Decision.MAINTAIN: _("You are better: a visit now and then keeps it so."),
    Decision.DISCHARGE: _("This series is done."),
    Decision.MEASURE: _("Answer the questions first; then we decide together."),
    Decision.PAUSE: _("Wait with the next visit until this is sorted out."),
    Decision.CHANGE: _("It has not helped enough: the treatment is changed."),
    Decision.RESTART: _("The pain is back: a new series begins."),
    Decision.REFER: _("A doctor should look at this next."),
}

PURPOSES: Mapping[str, Words] = {
    "first": _("First visit"),
    "review": _("We look back and decide together"),
    "induction": _("Treatment"),
    "taper": _("Treatment, with more time between"),
    "maintenance": _("To keep it so"),
    "relapse": _("Treatment after the pain came back"),
}
