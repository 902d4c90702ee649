"""How decisions are told."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from deqi.core.review import Decision

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
