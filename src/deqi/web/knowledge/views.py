"""Views of records: what they say, what they rest on, who stands for them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from deqi.core.roles import Role
from deqi.knowledge.schema import Certainty
from deqi.operations import signoffs
from deqi.operations.signoffs import Listed, Verdict
from deqi.web.asking import call, page, reading
from deqi.web.forms import taken
from deqi.web.knowledge import words
from deqi.web.knowledge.forms import VERDICTS, SignOffForm
from deqi.web.knowledge.words import CERTAINTIES, USES

READERS = (
    Role.PRACTITIONER,
    Role.CLINIC_MANAGER,
    Role.NETWORK_MANAGER,
    Role.AUDITOR,
)
MOST = 200
"""Rows on one page; words narrow them down."""
UNFIT = 422


@require_GET
@page(*READERS)
def listed(request: HttpRequest, room: str = "") -> HttpResponse:
    typed = request.GET.get("words", "").strip()
    found = signoffs.listed(reading(request), room=room, words=typed)
    told = {
        "room": room,
        "room_words": words.spaced(room),
        "words": typed,
        "base": _base(request),
        "all": len(found),
        "unsigned": sum(not each.agree for each in found),
        "rooms": _rooms(found) if not room and not typed else (),
        "records": [_shown(each) for each in found[:MOST]] if room or typed else (),
        "most": MOST,
    }
    return render(request, "knowledge/list.html", told)


def _base(request: HttpRequest) -> str:
    asked = reading(request).actor
    treats = asked.role is Role.PRACTITIONER
    return "base_desk.html" if treats else "base_network.html"


def _rooms(found: Iterable[Listed]) -> list[dict[str, object]]:
    rows = list(found)
    counted = {
        "all": Counter(each.room for each in rows),
        "agreed": Counter(each.room for each in rows if each.agree),
        "objected": Counter(each.room for each in rows if each.object),
        "due": Counter(each.room for each in rows if each.is_due),
        "memory": Counter(
            each.room for each in rows if each.certainty == Certainty.MEMORY
        ),
    }
    return [
        {"room": room, "words": words.spaced(room)}
        | {name: counts[room] for name, counts in counted.items()}
        for room in sorted(counted["all"])
    ]


def _shown(row: Listed) -> dict[str, object]:
    return {
        "row": row,
        "name": row.key.partition(":")[2],
        "room": words.spaced(row.room),
        "certainty": CERTAINTIES[Certainty(row.certainty)],
    }


@require_http_methods(["GET", "POST"])
@page(*READERS)
def show(request: HttpRequest, room: str, name: str) -> HttpResponse:
    key = f"{room}:{name}"
    form = SignOffForm(request.POST or None)
    if taken(form, lambda: signoffs.sign_off(call(request), key, **form.cleaned_data)):
        messages.success(request, _("Kept, under your name."))
        return redirect("knowledge-show", room, name)
    asked = reading(request)
    found = signoffs.show(asked, key)
    if not form.is_bound:
        form = SignOffForm(initial={"mark": found.mark})
    told = {
        "address": key,
        "title": found.title,
        "room": room,
        "room_words": words.spaced(room),
        "base": _base(request),
        "record": found.shown,
        "fields": list(words.lines(found.shown.fields)),
        "sources": [
            (each, USES[each.how], words.link(each.address))
            for each in found.shown.sources
        ],
        "certainty": CERTAINTIES[found.shown.certainty],
        "standings": [(each, VERDICTS[each.verdict]) for each in found.standings],
        "is_signed": any(
            each.verdict is Verdict.AGREES and not each.is_void
            for each in found.standings
        ),
        "form": form if asked.actor.role is Role.PRACTITIONER else None,
    }
    status = UNFIT if form.errors else 200
    return render(request, "knowledge/show.html", told, status=status)
