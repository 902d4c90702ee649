"""Views of the diary."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from deqi.core.roles import Role
from deqi.core.visits import Purpose, Step
from deqi.operations import visits, visits_reads
from deqi.operations.refusals import Conflict
from deqi.operations.slots_reads import Look
from deqi.operations.visits_reads import Booked, Choices
from deqi.web.asking import call, page, reading
from deqi.web.forms import taken
from deqi.web.visits.forms import CancelForm, SlotForm, VisitForm
from deqi.web.visits.page import page as shown

DESK = (Role.PRACTITIONER, Role.FRONT_DESK, Role.CLINIC_MANAGER)


@page(*DESK)
def today(request: HttpRequest) -> HttpResponse:
    return _day(request, None)


@page(*DESK)
def diary(request: HttpRequest) -> HttpResponse:
    return _day(request, _date(request.GET.get("on", "")))


FIRST_YEAR, LAST_YEAR = 1900, 2199
"""No diary has days before or after; beyond the calendar's end there is no next one."""


def _date(written: str) -> date | None:
    try:
        day = parse_date(written)
    except ValueError:
        return None
    return day if day and FIRST_YEAR <= day.year <= LAST_YEAR else None


def _look(told: QueryDict) -> Look:
    """Return what a form stands at; what cannot be read is left out."""
    practitioner, room = (_id(told.get(name, "")) for name in ("practitioner", "room"))
    return Look(_date(told.get("on", "")), practitioner, room)


def _id(written: str) -> UUID | None:
    try:
        return UUID(written)
    except ValueError:
        return None


def _day(request: HttpRequest, on: date | None) -> HttpResponse:
    asked = reading(request)
    treats = asked.actor.role is Role.PRACTITIONER
    mine = treats and "all" not in request.GET
    day = visits_reads.day(asked, on, mine=mine)
    told = {"page": shown(day, treats=treats), "mine": mine, "treats": treats}
    told["clinic_name"] = day.clinic
    return render(request, "visits/day.html", told)


@page(*DESK)
def book(request: HttpRequest, patient: UUID) -> HttpResponse:
    look = _look(request.POST or request.GET)
    choices = visits_reads.choices(reading(request), patient=patient, look=look)
    first = {"practitioner": choices.usual, "on": choices.today} | request.GET.dict()
    form = VisitForm(choices, *_sent(request, first))
    if taken(
        form,
        lambda: visits.book(
            call(request),
            UUID(form.cleaned_data["episode"]),
            form.slot(),
            Purpose(form.cleaned_data["purpose"]),
            note=form.cleaned_data["note"],
        ),
    ):
        messages.success(request, _("The visit is booked."))
        return redirect(_at(form.cleaned_data["on"]))
    return _form(request, "visits/book.html", form, choices)


def _sent(
    request: HttpRequest, first: Mapping[str, object]
) -> tuple[QueryDict | None, Mapping[str, object]]:
    """Return what a form is bound to and begins with; who only looks sends nothing."""
    if "look" in request.POST:
        return None, {**first, **request.POST.dict()}
    return request.POST or None, first


@page(*DESK)
def move(request: HttpRequest, visit: UUID) -> HttpResponse:
    look = _look(request.POST)
    choices = visits_reads.choices(reading(request), visit=visit, look=look)
    form = SlotForm(choices, *_sent(request, _first(choices.visit)))
    if taken(form, lambda: visits.move(call(request), visit, form.slot())):
        messages.success(request, _("The visit is moved."))
        return redirect(_at(form.cleaned_data["on"]))
    return _form(request, "visits/move.html", form, choices)


def _first(booked: Booked | None) -> dict[str, object]:
    told = asdict(booked) if booked else {}
    starts = told.pop("starts", None)
    return {**told, "on": starts, "at": starts}


@page(*DESK)
def cancel(request: HttpRequest, visit: UUID) -> HttpResponse:
    choices = visits_reads.choices(reading(request), visit=visit)
    form = CancelForm(request.POST or None)
    if taken(
        form, lambda: visits.cancel(call(request), visit, why=form.cleaned_data["why"])
    ):
        messages.success(request, _("The visit is cancelled; its time is free."))
        on = choices.visit.starts.date() if choices.visit else choices.today
        return redirect(_at(on))
    return _form(request, "visits/cancel.html", form, choices)


def _form(
    request: HttpRequest,
    template: str,
    form: SlotForm | CancelForm,
    choices: Choices,
) -> HttpResponse:
    told = {"form": form, "choices": choices}
    return render(request, template, told, status=422 if form.errors else 200)


def _at(on: date) -> str:
    return f"{reverse('visits-day')}?on={on.isoformat()}"


@page(Role.PRACTITIONER, Role.FRONT_DESK)
@require_POST
def step(request: HttpRequest, visit: UUID) -> HttpResponse:
    try:
        visits.step(call(request), visit, _wanted(request))
    except Conflict as refused:
        # Said on the day itself: a page of its own would not come through a script.
        messages.warning(request, refused.sentence)
    on = _date(request.POST.get("on", ""))
    where = _at(on) if on else reverse("visits-today")
    everybody = "all" in request.POST
    return redirect(f"{where}{'&' if on else '?'}all=1" if everybody else where)


def _wanted(request: HttpRequest) -> Step:
    try:
        return Step(request.POST.get("to", ""))
    except ValueError:
        raise visits.IllegalStep(
            "There is no such step; load the page again."
        ) from None
