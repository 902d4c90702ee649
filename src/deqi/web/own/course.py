"""The course: the curve beside what was to be expected, and what was decided."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from deqi.care import prospects
from deqi.core.review import Decision
from deqi.core.roles import Role
from deqi.knowledge import instruments
from deqi.operations import courses_reads
from deqi.operations.courses_reads import Course
from deqi.web import plots
from deqi.web.asking import page, reading
from deqi.web.own.words import DECIDED


@require_safe
@page(Role.PATIENT)
def show(request: HttpRequest) -> HttpResponse:
    found = courses_reads.read(reading(request))
    told: dict[str, object] = {
        "words": found.words,
        "clinic_name": found.words.clinic,
    }
    if found.found and found.told:
        told |= {"has_plot": plots.has_course(found.told, found.found)}
        known = instruments.catalogue()
        told |= {
            "review": found.found,
            "lines": prospects.tell(found.found),
            "plainly": found.plainly,
            "progress": [(known[k].name, v) for k, v in found.found.progress.items()],
            "decisions": _decisions(found),
        }
    return render(request, "own/course.html", told)


def _decisions(found: Course) -> list[tuple[date, object]]:
    reviews = found.told.reviews if found.told else None
    return [
        (
            date.fromisoformat(str(each["date"])),
            DECIDED[Decision(str(each["decision"]))],
        )
        for each in reversed(reviews or ())
    ]


@require_safe
@page(Role.PATIENT)
def draw(request: HttpRequest) -> HttpResponse:
    read = courses_reads.read(reading(request))
    if read.told is None or read.found is None:
        raise Http404
    return plots.course(request, read.told, read.found)
