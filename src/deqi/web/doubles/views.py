"""Views of doubles."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deqi.core.doubles import Likeness
from deqi.core.roles import Role
from deqi.operations import doubles, patients_reads
from deqi.operations.operation import fresh_key
from deqi.operations.refusals import NotFound
from deqi.web.asking import call, page, reading

DESK = (Role.PRACTITIONER, Role.FRONT_DESK, Role.CLINIC_MANAGER)
MERGING = (Role.PRACTITIONER, Role.CLINIC_MANAGER)

_WHY: dict[Likeness, Promise] = {
    Likeness.NAME_AND_BIRTH: gettext_lazy("same name and birth date"),
    Likeness.BIRTH_AND_PART_OF_NAME: gettext_lazy("same birth date and given name"),
    Likeness.EMAIL: gettext_lazy("same e-mail"),
    Likeness.PHONE: gettext_lazy("same telephone"),
}


@page(*DESK)
def listed(request: HttpRequest) -> HttpResponse:
    asked = reading(request)
    told = [
        {
            "one": each.one,
            "other": each.other,
            "why": ", ".join(str(_WHY[why]) for why in each.because),
        }
        for each in doubles.find(asked)
    ]
    merges = asked.actor.role in MERGING
    return render(request, "doubles/list.html", {"doubles": told, "merges": merges})


@page(*MERGING)
def merge(request: HttpRequest, one: UUID, other: UUID) -> HttpResponse:
    if request.method == "POST":
        # The form names the one that stands; the other of the two gives way.
        sides = {str(one): other, str(other): one}
        away = sides.get(request.POST.get("into", ""))
        if away is None:
            raise NotFound("Choose one of the two; load the page again.")
        stands = doubles.merge(
            call(request), away, into=one if away == other else other
        )
        messages.success(request, _("Both numbers are one chart now."))
        return redirect("patients-card", stands)
    pair = patients_reads.pair(reading(request), one, other)
    told = {
        "pair": [
            {
                "card": each,
                "key": fresh_key(),
                "goes_on": next((e for e in each.episodes if e.is_open), None),
            }
            for each in pair
        ],
        "both_go_on": all(any(e.is_open for e in each.episodes) for each in pair),
        "treats": request.actor.role is Role.PRACTITIONER,  # type: ignore[attr-defined]  # set by page
    }
    return render(request, "doubles/merge.html", told)
