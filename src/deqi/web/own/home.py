"""The start of a patient: next visit, what to do now, how it goes."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from deqi.core.roles import Role
from deqi.core.rules import Outcome
from deqi.knowledge import instruments
from deqi.operations import home
from deqi.web.asking import page, reading
from deqi.web.intake.words import CRISIS
from deqi.web.own.words import DECIDED


@require_safe
@page(Role.PATIENT)
def show(request: HttpRequest) -> HttpResponse:
    found = home.read(reading(request))
    measured = instruments.catalogue().get(found.instrument)
    told = {
        "home": found,
        "words": found.words,
        "clinic_name": found.words.clinic,
        "is_emergency": found.outcome is Outcome.EMERGENCY,
        "is_crisis": CRISIS in found.because,
        "is_grave": found.outcome is Outcome.REFER,
        "has_to_do": not found.is_open or found.questions or found.wants_consent,
        "decided": DECIDED[found.decision] if found.decision else "",
        "measured": measured,
        "scores": [each.score for each in found.scores],
    }
    return render(request, "own/home.html", told)
