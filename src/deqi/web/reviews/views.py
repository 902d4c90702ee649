"""Views of reviews."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from deqi.care import prospects
from deqi.core.review import Decision
from deqi.core.roles import Role
from deqi.knowledge import instruments
from deqi.operations import episodes, reviews, reviews_due, reviews_reads
from deqi.web import plots
from deqi.web.asking import call, page, reading
from deqi.web.forms import taken
from deqi.web.reviews.due import shown
from deqi.web.reviews.forms import DecideForm, DischargeForm
from deqi.web.reviews.words import DECISIONS


@require_GET
@page(Role.PRACTITIONER)
def due(request: HttpRequest) -> HttpResponse:
    mine = "all" not in request.GET
    found = reviews_due.listed(reading(request), mine=mine)
    told = {
        "due": [shown(each) for each in found.due],
        "coming": [shown(each) for each in found.coming],
        "mine": mine,
        "treats": True,
    }
    return render(request, "reviews/due.html", told)


@page(Role.PRACTITIONER)
def review(request: HttpRequest, episode: UUID) -> HttpResponse:
    form = DecideForm(request.POST or None)
    if taken(form, lambda: reviews.decide(call(request), episode, **form.cleaned_data)):
        messages.success(request, _("The decision is kept."))
        return redirect("episodes-review", episode)
    return _page(request, episode, deciding=form if form.is_bound else None)


@require_POST
@page(Role.PRACTITIONER)
def discharge(request: HttpRequest, episode: UUID) -> HttpResponse:
    form = DischargeForm(request.POST)
    if taken(
        form,
        lambda: episodes.discharge(
            call(request), episode, note=form.cleaned_data["note"]
        ),
    ):
        messages.success(request, _("The episode has ended."))
        return redirect("episodes-review", episode)
    return _page(request, episode, ending=form)


def _page(
    request: HttpRequest,
    episode: UUID,
    *,
    deciding: DecideForm | None = None,
    ending: DischargeForm | None = None,
) -> HttpResponse:
    found = reviews_reads.weigh(reading(request), episode)
    seen = found.found
    last = found.decided_today
    told = {
        "found": found,
        "person": found.person,
        "review": seen,
        "decision": DECISIONS[seen.decision],
        "progress": [
            (instruments.catalogue()[name].name, gain)
            for name, gain in seen.progress.items()
        ],
        "lines": prospects.tell(seen),
        "has_plot": plots.has_course(found.told, found.found),
        "earlier": [
            (each, DECISIONS[each.decision], DECISIONS[each.proposed])
            for each in found.earlier
        ],
        "decided": last,
        "ends": last is not None and last.decision is Decision.DISCHARGE,
        "refers": seen.decision is Decision.REFER
        or (last is not None and last.decision is Decision.REFER),
        "form": deciding or DecideForm(initial={"decision": seen.decision}),
        "ending": ending or DischargeForm(auto_id="ending-%s"),
    }
    status = 422 if deciding or ending else 200
    return render(request, "reviews/review.html", told, status=status)


@require_GET
@never_cache
@page(Role.PRACTITIONER)
def course(request: HttpRequest, episode: UUID) -> HttpResponse:
    found = reviews_reads.weigh(reading(request), episode)
    return plots.course(request, found.told, found.found)
