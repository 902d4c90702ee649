"""How the clinics stand that somebody manages."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from deqi.core.roles import Role
from deqi.operations import clinics_reads
from deqi.operations.callers import Call
from deqi.operations.clinics_reads import FEWEST, Counts
from deqi.web.asking import page, reading
from deqi.web.network import bars

MANAGERS = (Role.CLINIC_MANAGER, Role.NETWORK_MANAGER, Role.AUDITOR)


@require_GET
@page(*MANAGERS)
def overview(request: HttpRequest) -> HttpResponse:
    counted = _counts(reading(request))
    top = bars.tallest(each.weeks for each in counted)
    told = {
        "clinics": [_shown(each, top) for each in counted],
        "fewest": FEWEST,
        "top": top,
        "width": bars.WIDTH,
        "height": bars.HEIGHT,
    }
    return render(request, "network/overview.html", told)


def _counts(asked: Call) -> tuple[Counts, ...]:
    if asked.actor.role is Role.CLINIC_MANAGER:
        return (clinics_reads.own(asked),)
    return clinics_reads.overview(asked)


def _shown(counts: Counts, top: int) -> dict[str, object]:
    return {
        "counts": counts,
        "bars": bars.draw(counts.weeks, top),
        "weeks": ", ".join(map(_word, counts.weeks)),
    }


def _word(count: int | None) -> str:
    return _("under %(n)s") % {"n": FEWEST} if count is None else str(count)
