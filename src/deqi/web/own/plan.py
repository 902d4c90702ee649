"""The plan in plain words: where needles go, how often, why, and what is done beside."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from deqi.core.points import Sides
from deqi.core.roles import Role
from deqi.knowledge import muscles, sources
from deqi.operations import own_plans
from deqi.operations.plans import Signed
from deqi.web.asking import page, reading
from deqi.web.body import Mark
from deqi.web.own.words import PURPOSES


@require_safe
@page(Role.PATIENT)
def show(request: HttpRequest) -> HttpResponse:
    found = own_plans.mine(reading(request))
    told = {
        "found": found,
        "plan": found.plan,
        "words": found.words,
        "clinic_name": found.words.clinic,
    }
    if found.plan is not None:
        told |= _told(found.plan, found.goals)
    return render(request, "own/plan.html", told)


def _told(plan: Signed, own: tuple[str, ...]) -> dict[str, Any]:
    planned: Mapping[str, Any] = plan.care.get("plan") or {}
    return {
        "marks": tuple(_mark(each) for each in plan.needling),
        "lines": [_line(each) for each in plan.needling],
        "visits": list(_visits(plan)),
        "waits": any(each["conditional"] for each in plan.course),
        "goals": [each for each in planned.get("goals", ()) if each not in own],
        "beside": planned.get("co_treatment", ()),
    }


def _mark(line: Mapping[str, Any]) -> Mark:
    code = line.get("point") or line.get("muscle") or ""
    return Mark(code, Sides(line["sides"]), level=line.get("level"))


def _line(line: Mapping[str, Any]) -> dict[str, object]:
    known = sources.catalogue()
    muscle = muscles.catalogue().get(line.get("muscle") or "")
    name = muscle.name if muscle else line.get("point")
    return {
        "name": " ".join(filter(None, (name, line.get("level")))),
        "why": line["why"],
        "sources": [known[each].citation for each in line["sources"] if each in known],
    }


def _visits(plan: Signed) -> Iterator[dict[str, object]]:
    for each in plan.course:
        yield {
            "number": each["visit"],
            "earliest": date.fromisoformat(each["earliest"]),
            "latest": date.fromisoformat(each["latest"]),
            "purpose": PURPOSES.get(each["purpose"], PURPOSES["induction"]),
            "is_conditional": each["conditional"],
            "covered": each["covered"],
        }
