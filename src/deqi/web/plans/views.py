"""Views of plans."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from deqi.care import pacing, prospects
from deqi.care.values import STYLES, Care
from deqi.core.needlework import Line
from deqi.core.roles import Role
from deqi.knowledge import muscles, sources
from deqi.operations import plans, plans_reads
from deqi.operations.plans import site_of
from deqi.web.asking import call, page, reading
from deqi.web.body import Mark, State
from deqi.web.forms import taken
from deqi.web.plans.forms import PlanForm
from deqi.web.plans.gains import gains
from deqi.web.screenings.words import OUTCOMES


@page(Role.PRACTITIONER)
def plan(request: HttpRequest, episode: UUID) -> HttpResponse:
    asked = request.POST.get("style", request.GET.get("style", ""))
    style = asked if asked in STYLES else ""
    found = plans_reads.weigh(reading(request), episode, style=style)
    lines = found.care.plan.needling if found.care.plan else ()
    ticked = {"style": found.style, "kept": [site_of(each) for each in lines]}
    form = PlanForm(lines, request.POST or None, initial=ticked)
    if taken(form, lambda: plans.sign(call(request), episode, form.changes())):
        messages.success(request, _("The plan is signed."))
        return redirect("episodes-plan", episode)
    kept = form["kept"].value() or []
    expected = found.care.expected
    told = {
        "found": found,
        "person": found.person,
        "care": found.care,
        "form": form,
        "styles": STYLES,
        "lines": [(_line(each), site_of(each) in kept) for each in lines],
        "marks": tuple(_marks(found.care, kept)),
        "gains": gains(expected),
        "harms": prospects.harms(expected) if expected else "",
        "outline_note": pacing.outline_note(found.care.course or ()),
        "outcome": OUTCOMES[found.care.screening.outcome],
    }
    status = 422 if form.errors else 200
    return render(request, "plans/plan.html", told, status=status)


def _line(line: Line) -> dict[str, object]:
    known = sources.catalogue()
    named = muscles.catalogue().get(line.muscle or "")
    return {
        "line": line,
        "site": site_of(line),
        "name": named.name if named else "",
        "sources": [known[each].citation for each in line.sources],
    }


def _marks(care: Care, kept: list[str]) -> Iterator[Mark]:
    if care.plan is None:
        return
    for line in care.plan.needling:
        if site_of(line) in kept:
            code = line.point or line.muscle or ""
            yield Mark(code, line.sides, State.PLANNED, line.level, _depth(line))
    for each in care.plan.excluded:
        code, _space, level = each.point.partition(" ")
        yield Mark(code, each.sides, State.BARRED, level or None, each.why)


def _depth(line: Line) -> str:
    if line.depth_mm is None:
        return ""
    low, high = line.depth_mm
    return f"{low:g} to {high:g} mm"
