"""Pages of sessions."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid5

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from deqi.core.facts import Speaker
from deqi.core.roles import Role
from deqi.operations import facts, history_reads, sessions, sessions_reads, signing
from deqi.operations import shortcuts as kept
from deqi.operations.callers import Call
from deqi.operations.refusals import Refused
from deqi.operations.sessions_reads import Screen, Signed
from deqi.web.asking import call, page, reading
from deqi.web.sessions import forms, keys, passes, previews, screens, vocabulary
from deqi.web.sessions.forms import AmendmentForm, SessionForm, ShortcutForm

UNFIT = 422


@require_GET
@page(Role.PRACTITIONER)
def history(request: HttpRequest) -> HttpResponse:
    episode = forms.id_of(request.GET, "episode")
    if episode is None:
        raise Http404
    after = forms.id_of(request.GET, "after")
    found = history_reads.history(reading(request), episode, after=after)
    return render(request, "sessions/history.html", {"history": found, "after": after})


@require_http_methods(["GET", "POST"])
@page(Role.PRACTITIONER)
def begin(
    request: HttpRequest, episode: UUID, visit: UUID | None = None
) -> HttpResponse:
    if request.method == "POST":
        begun = sessions.begin(call(request), episode, visit=visit)
        return redirect("sessions-session", begun)
    found = history_reads.history(reading(request), episode)
    return render(request, "sessions/begin.html", {"history": found})


@require_GET
@page(Role.PRACTITIONER)
def session(request: HttpRequest, session: UUID) -> HttpResponse:
    found = sessions_reads.read(reading(request), session)
    if isinstance(found, Signed):
        return _signed(request, found, AmendmentForm())
    form = SessionForm(initial=forms.initial(found.typed, found.revision))
    return _screen(request, found, form, typed=found.typed.scores)


def _screen(
    request: HttpRequest,
    found: Screen,
    form: SessionForm,
    *,
    typed: Any,
    closing: bool = False,
    status: int = 200,
) -> HttpResponse:
    shown = screens.of(found, form, request.POST, typed, closing=closing)
    told = {
        "screen": found,
        "form": form,
        "shown": shown,
        "preview": shown.preview,
        "local_key": keys.local(request),
        "bond": keys.bond(found.id, found.person.episode),
    }
    return render(request, "sessions/screen.html", told, status=status)


def _signed(
    request: HttpRequest,
    found: Signed,
    form: AmendmentForm,
    *,
    unsent: SessionForm | None = None,
    status: int = 200,
) -> HttpResponse:
    told = {
        "session": found,
        "form": form,
        "fields": screens.stricta(found.chart),
        "marks": [previews.mark(each) for each in found.chart.needling],
        "unsent": unsent,
    }
    return render(request, "sessions/signed.html", told, status=status)


@require_POST
@page(Role.PRACTITIONER)
def chart(request: HttpRequest, session: UUID) -> HttpResponse:
    form = SessionForm(request.POST)
    if form.is_valid():
        try:
            _keep_answers(request, session)
            revision = form.cleaned_data["revision"]
            sessions.chart(call(request), session, form.charting(), revision=revision)
        except Refused as refused:
            form.refuse(refused)
        else:
            return _kept(request, session, revision + 1)
    return _again(request, session, form)


def _kept(request: HttpRequest, session: UUID, revision: int) -> HttpResponse:
    if not _is_script(request):
        messages.success(request, _("Saved."))
        return redirect("sessions-session", session)
    told: dict[str, object] = {"revision": revision}
    if any(forms.answers(request.POST).values()):
        told |= _judged(request, session)
    return JsonResponse(told)


def _judged(request: HttpRequest, session: UUID) -> dict[str, object]:
    """Tell a page whose questions were answered what follows for the needle."""
    found = sessions_reads.read(reading(request), session)
    if isinstance(found, Signed):
        return {"stops": True}
    fit = found.fit
    sealed = passes.seal(fit.restrictions, found.shortcuts)
    return {"stops": fit.allowed is False, "pass": sealed}


def _is_script(request: HttpRequest) -> bool:
    return bool(request.headers.get("Accept") == "application/json")


@require_POST
@page(Role.PRACTITIONER)
def sign(request: HttpRequest, session: UUID) -> HttpResponse:
    form = SessionForm(request.POST)
    if form.is_valid():
        try:
            _keep_answers(request, session)
            revision = form.cleaned_data["revision"]
            signing.sign(call(request), session, form.charting(), revision=revision)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Signed."))
            return redirect("sessions-session", session)
    return _again(request, session, form, closing=True)


def _keep_answers(request: HttpRequest, session: UUID) -> None:
    """Keep what was answered, even where the line has to be mended first."""
    episode = keys.episode_of(session, request.POST.get("bond", ""))
    asked = call(request)
    if episode is None or asked.key is None:
        return
    for mine, told in forms.answers(request.POST).items():
        if not told:
            continue
        by = Speaker.PRACTITIONER if mine else Speaker.PATIENT
        beside = Call(asked.actor, uuid5(asked.key, by))
        facts.answer(beside, episode, told, by=by, via=facts.Via.SESSION)


def _again(
    request: HttpRequest, session: UUID, form: SessionForm, *, closing: bool = False
) -> HttpResponse:
    """Show the screen anew with what was typed; somebody else's signature stands."""
    if _is_script(request):
        said = [str(each) for told in form.errors.values() for each in told]
        return JsonResponse({"sentences": said}, status=UNFIT)
    found = sessions_reads.read(reading(request), session)
    if isinstance(found, Signed):
        return _signed(request, found, AmendmentForm(), unsent=form, status=UNFIT)
    typed = form.cleaned_data.get("scores", {})
    return _screen(request, found, form, typed=typed, closing=closing, status=UNFIT)


@require_POST
@page(Role.PRACTITIONER)
def preview(request: HttpRequest) -> HttpResponse:
    """Read the line as it is typed; nothing is kept, and no chart is opened."""
    form = SessionForm(request.POST)
    form.is_valid()
    try:
        read_with = passes.unseal(request.POST.get("pass", ""))
    except passes.PassExpired as expired:
        return render(
            request, "sessions/expired.html", {"sentence": expired}, status=UNFIT
        )
    found = previews.preview(forms.draft(form.cleaned_data), read_with)
    return render(request, "sessions/preview.html", {"preview": found})


@require_GET
@cache_control(private=True, max_age=3600)
@page(Role.PRACTITIONER)
def words(_: HttpRequest) -> HttpResponse:
    return JsonResponse({"words": vocabulary.words()})


@require_POST
@page(Role.PRACTITIONER)
def amend(request: HttpRequest, session: UUID) -> HttpResponse:
    form = AmendmentForm(request.POST)
    if form.is_valid():
        try:
            sessions.amend(call(request), session, text=form.cleaned_data["text"])
        except Refused as refused:
            form.add_error("text", refused.sentence)
        else:
            messages.success(request, _("Added."))
            return redirect("sessions-session", session)
    found = sessions_reads.read(reading(request), session)
    if isinstance(found, Screen):
        return redirect("sessions-session", session)
    return _signed(request, found, form, status=UNFIT)


@require_http_methods(["GET", "POST"])
@page(Role.PRACTITIONER)
def shortcuts(request: HttpRequest) -> HttpResponse:
    form = ShortcutForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            kept.keep(call(request), **form.cleaned_data)
        except Refused as refused:
            form.add_error(refused.field or None, refused.sentence)
        else:
            messages.success(request, _("Kept."))
            return redirect("sessions-shortcuts")
    told = {"form": form, "kept": kept.kept(reading(request))}
    status = UNFIT if form.errors else 200
    return render(request, "sessions/shortcuts.html", told, status=status)


@require_POST
@page(Role.PRACTITIONER)
def drop(request: HttpRequest, shortcut: UUID) -> HttpResponse:
    kept.drop(call(request), shortcut)
    return redirect("sessions-shortcuts")
