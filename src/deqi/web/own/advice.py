"""What a patient is told for every day: after needles, and to stay well."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from deqi.core.roles import Role
from deqi.knowledge import adverse_events, sources
from deqi.knowledge import aftercare as records
from deqi.knowledge.aftercare import Word
from deqi.operations import own_plans
from deqi.operations.own_plans import Advised
from deqi.web.asking import page, reading


@require_safe
@page(Role.PATIENT)
def aftercare(request: HttpRequest) -> HttpResponse:
    found = own_plans.advised(reading(request))
    held = records.catalogue()
    told = _about(found) | {
        "usual": [(each, *_rate(each)) for each in held if each.kind == "usual"],
        "site": [each for each in held if each.kind == "site"],
        "calls": [
            (whom, [each for each in held if each.whom is whom])
            for whom in records.Whom
        ],
    }
    return render(request, "own/aftercare.html", told)


def _rate(word: Word) -> tuple[str, str]:
    """Return how often it was seen, and where that stands."""
    seen = adverse_events.catalogue()[word.event]
    rate = _("%(rate).0f of %(per)d people") % {"rate": seen.rate, "per": seen.per}
    return rate, sources.catalogue()[seen.sources[0]].citation


@require_safe
@page(Role.PATIENT)
def lifestyle(request: HttpRequest) -> HttpResponse:
    found = own_plans.advised(reading(request))
    known = sources.catalogue()
    told = _about(found) | {
        "advice": [
            (each, [known[name].citation for name in each.sources])
            for each in found.advice
        ]
    }
    return render(request, "own/lifestyle.html", told)


def _about(found: Advised) -> dict[str, object]:
    return {"found": found, "words": found.words, "clinic_name": found.words.clinic}
