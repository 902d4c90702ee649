"""Pages of adverse events."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from deqi.core.roles import Role
from deqi.operations import events, events_reads
from deqi.operations.refusals import KeyMissing, Unfit
from deqi.web.asking import call, page, reading
from deqi.web.events.forms import EventForm, FollowUpForm

UNFIT = 422


@require_GET
@page(Role.PRACTITIONER, Role.CLINIC_MANAGER)
def listed(request: HttpRequest) -> HttpResponse:
    return _list(request, FollowUpForm())


def _list(
    request: HttpRequest,
    form: FollowUpForm,
    *,
    event: UUID | None = None,
    status: int = 200,
) -> HttpResponse:
    told = {
        "events": events_reads.listed(reading(request)),
        "form": form,
        "about": event,
        "blank": FollowUpForm(auto_id=False),
    }
    return render(request, "events/list.html", told, status=status)


@require_http_methods(["GET", "POST"])
@page(Role.PRACTITIONER)
def report(
    request: HttpRequest, episode: UUID, session: UUID | None = None
) -> HttpResponse:
    form = EventForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            events.report(call(request), episode, form.happened(), session=session)
        except (Unfit, KeyMissing) as refused:
            form.add_error(refused.field or None, refused.sentence)
        else:
            messages.success(request, _("Kept. What is grave has become a task."))
            return redirect("events-list")
    status = UNFIT if form.errors else 200
    return render(request, "events/report.html", {"form": form}, status=status)


@require_POST
@page(Role.PRACTITIONER)
def follow(request: HttpRequest, event: UUID) -> HttpResponse:
    form = FollowUpForm(request.POST)
    if form.is_valid():
        try:
            events.follow(call(request), event, **form.cleaned_data)
        except (Unfit, KeyMissing) as refused:
            form.add_error(refused.field or None, refused.sentence)
        else:
            messages.success(request, _("Kept."))
            return redirect("events-list")
    return _list(request, form, event=event, status=UNFIT)
