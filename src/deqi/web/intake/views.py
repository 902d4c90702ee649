"""Views of the intake."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from deqi.care.intake import STEPS
from deqi.core.findings import Finding
from deqi.core.roles import Role
from deqi.core.rules import Outcome
from deqi.operations import access, episodes, intake
from deqi.operations.intake import Sheet
from deqi.operations.links import Purpose
from deqi.operations.refusals import Refused
from deqi.web.asking import call, page, reading
from deqi.web.forms import refuse
from deqi.web.intake.forms import StepForm
from deqi.web.intake.words import CRISIS, TITLES


@page(Role.PATIENT, by_link=Purpose.INTAKE)
def resume(request: HttpRequest) -> HttpResponse:
    """Lead to the first step that is not answered, past what must be told at once."""
    sheet = intake.read(reading(request))
    raised = _raised(sheet, request.GET.get("after", ""))
    if raised:
        return _help(request, sheet, raised)
    if not sheet.is_open:
        return _show(request, "intake/begin.html", sheet, {})
    if sheet.next is None:
        return _done(request, sheet)
    return redirect("intake-step", sheet.next.id)


def _raised(sheet: Sheet, after: str) -> tuple[Finding, ...]:
    """Return the grave findings that rest on the answers just given."""
    held = set(STEPS.get(after, ()))
    return tuple(each for each in sheet.grave if held & set(each.because))


def _help(
    request: HttpRequest, sheet: Sheet, raised: tuple[Finding, ...]
) -> HttpResponse:
    told: dict[str, object] = {
        "is_emergency": raised[0].outcome is Outcome.EMERGENCY,
        "is_crisis": any(CRISIS in each.because for each in raised),
        "go_on": reverse("intake"),
    }
    return _show(request, "intake/help.html", sheet, told)


def _done(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    unsaid = [
        spec.question
        for step in sheet.steps
        for spec in step.asked
        if sheet.told.get(spec.id) is None
    ]
    held = [(each.id, TITLES[each.id].name) for each in sheet.steps]
    told = {"unsaid": unsaid, "held": held}
    return _show(request, "intake/done.html", sheet, told)


@require_POST
@page(Role.PATIENT)
def begin(request: HttpRequest) -> HttpResponse:
    asked = call(request)
    episodes.open_episode(asked, access.own_number(asked))
    return redirect("intake")


@sensitive_post_parameters()
@page(Role.PATIENT, by_link=Purpose.INTAKE)
def step(request: HttpRequest, step: str) -> HttpResponse:
    sheet = intake.read(reading(request))
    at = next((n for n, each in enumerate(sheet.steps) if each.id == step), None)
    if at is None:
        raise Http404
    sent = request.POST if request.method == "POST" else None
    form = StepForm(sheet.steps[at], sheet.told, sent)
    if sent is not None and form.is_valid():
        try:
            intake.answer(call(request), form.told())
        except Refused as refused:
            refuse(form, refused)
        else:
            return redirect(f"{reverse('intake')}?after={step}")
    told = {"form": form, "title": TITLES[step], "number": at + 1}
    told["back"] = sheet.steps[at - 1].id if at else ""
    told["is_emergency"] = sheet.outcome is Outcome.EMERGENCY
    status = 422 if form.is_bound else 200
    return _show(request, "intake/step.html", sheet, told, status=status)


def _show(
    request: HttpRequest,
    template: str,
    sheet: Sheet,
    told: Mapping[str, object],
    *,
    status: int = 200,
) -> HttpResponse:
    signed_in = request.user.is_authenticated
    layout = "base_patient.html" if signed_in else "links/base.html"
    held = {"sheet": sheet, "words": sheet.words, "clinic_name": sheet.words.clinic}
    return render(request, template, {**held, **told, "layout": layout}, status=status)
