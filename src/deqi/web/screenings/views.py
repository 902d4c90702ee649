"""Views of screenings."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID, uuid5

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from deqi.core.facts import Speaker
from deqi.core.roles import Role
from deqi.knowledge import sources
from deqi.operations import clearances, facts, overrules, screenings_reads
from deqi.operations.callers import Call
from deqi.operations.refusals import Refused
from deqi.operations.screenings_reads import Judged, Screened
from deqi.web.asking import call, page, reading
from deqi.web.forms import taken
from deqi.web.screenings.forms import ClearanceForm, OverruleForm
from deqi.web.screenings.questions import PREFIX, QuestionForm
from deqi.web.screenings.words import OUTCOMES, TONES, said


@dataclass(frozen=True, slots=True)
class Shown:
    """One finding with its forms, what it rests on, and its sources."""

    judged: Judged
    because: tuple[str, ...]
    sources: tuple[str, ...]
    overruling: OverruleForm
    clearing: ClearanceForm
    is_asked: bool


@page(Role.PRACTITIONER)
def screening(request: HttpRequest, episode: UUID) -> HttpResponse:
    if request.method == "POST":
        return _answered(request, episode)
    return _page(request, episode)


def _answered(request: HttpRequest, episode: UUID) -> HttpResponse:
    found = screenings_reads.read(reading(request), episode)
    form = QuestionForm(found.questions, request.POST)
    if form.is_valid():
        try:
            _keep(call(request), episode, form)
        except Refused as refused:
            name = f"{PREFIX}{refused.field}"
            form.add_error(name if name in form.fields else None, refused.sentence)
        else:
            messages.success(request, _("Kept, and screened anew."))
            return redirect("episodes-screening", episode)
    return _show(request, found, questions=form)


def _keep(asked: Call, episode: UUID, form: QuestionForm) -> None:
    for whose, told in form.told().items():
        if told and asked.key is not None:
            by = Speaker(whose)
            # One form, two speakers: each write has a key that the form's key gives.
            beside = Call(asked.actor, uuid5(asked.key, by))
            facts.answer(beside, episode, told, by=by, via=facts.Via.DESK)


@require_POST
@page(Role.PRACTITIONER)
def overrule(request: HttpRequest, episode: UUID) -> HttpResponse:
    form = OverruleForm(request.POST)
    if taken(
        form, lambda: overrules.overrule(call(request), episode, **form.cleaned_data)
    ):
        messages.success(request, _("Your reason is kept and shown."))
        return redirect("episodes-screening", episode)
    return _page(request, episode, overruling=form)


@require_POST
@page(Role.PRACTITIONER)
def clear(request: HttpRequest, episode: UUID) -> HttpResponse:
    form = ClearanceForm(request.POST)
    if taken(form, lambda: clearances.add(call(request), episode, form.advice())):
        messages.success(request, _("The advice is kept, and screened with."))
        return redirect("episodes-screening", episode)
    return _page(request, episode, clearing=form)


def _page(
    request: HttpRequest,
    episode: UUID,
    *,
    overruling: OverruleForm | None = None,
    clearing: ClearanceForm | None = None,
) -> HttpResponse:
    found = screenings_reads.read(reading(request), episode)
    return _show(request, found, overruling=overruling, clearing=clearing)


def _show(
    request: HttpRequest,
    found: Screened,
    *,
    questions: QuestionForm | None = None,
    overruling: OverruleForm | None = None,
    clearing: ClearanceForm | None = None,
) -> HttpResponse:
    shown = [_shown(found, each, overruling, clearing) for each in found.findings]
    told = {
        "found": found,
        "person": found.person,
        "shown": shown,
        "stray": _stray(found, overruling or clearing),
        "questions": questions or QuestionForm(found.questions, None),
        "outcome": OUTCOMES[found.outcome],
        "tone": TONES[found.outcome],
    }
    status = 422 if questions or overruling or clearing else 200
    return render(request, "screenings/screening.html", told, status=status)


def _stray(found: Screened, form: Form | None) -> list[str]:
    """Return what a form says whose finding is not on the page any more."""
    on_page = {each.finding.id for each in found.findings}
    if form is None or form.data.get("rule") in on_page:
        return []
    return [str(each) for told in form.errors.values() for each in told]


def _shown(
    found: Screened,
    judged: Judged,
    overruling: OverruleForm | None,
    clearing: ClearanceForm | None,
) -> Shown:
    rule = judged.finding.id
    mine = [
        each
        for each in (overruling, clearing)
        if each and each.data.get("rule") == rule
    ]
    first = {"rule": rule}
    blank = OverruleForm(initial=first, auto_id=f"overrule-{rule}-%s")
    empty = ClearanceForm(initial=first, auto_id=f"clear-{rule}-%s")
    known = sources.catalogue()
    return Shown(
        judged,
        tuple(said(name, found.known.get(name)) for name in judged.finding.because),
        tuple(known[each].citation for each in judged.finding.sources),
        overruling if overruling and mine else blank,
        clearing if clearing and mine else empty,
        bool(mine),
    )
