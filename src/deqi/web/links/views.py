"""What a link opens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from deqi.core.rules import Outcome
from deqi.operations import links, links_reads
from deqi.operations.links import Opened, Over, Purpose
from deqi.operations.refusals import NotFound, Refused
from deqi.web import asking
from deqi.web.forms import refuse, taken
from deqi.web.links.forms import CheckInForm

View = Callable[[HttpRequest, Opened, str], HttpResponse]

GONE = 410


def _opened(view: View) -> Callable[[HttpRequest, str], HttpResponse]:
    """Open a link for a view, and keep its address out of indexes and referrers."""

    @wraps(view)
    def run(request: HttpRequest, token: str) -> HttpResponse:
        try:
            opened = links.opened(token)
        except NotFound:
            response = render(request, "links/unknown.html", status=404)
        else:
            request.actor = opened.actor  # type: ignore[attr-defined]  # the holder's
            response = view(request, opened, token)
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        response.headers.setdefault("Referrer-Policy", "no-referrer")
        return response

    return run


# The token is the one proof, and no cookie is asked for: another site that could send
# this form would have to know the token. Without a referrer a browser names no origin,
# which the usual check takes for a forgery.
@csrf_exempt
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@_opened
def show(request: HttpRequest, opened: Opened, token: str) -> HttpResponse:
    if opened.purpose is Purpose.CHECK_IN:
        return _check_in(request, opened)
    if opened.purpose is Purpose.INTAKE:
        return _intake(request, opened, token)
    return _account(request, opened, token)


def _check_in(request: HttpRequest, opened: Opened) -> HttpResponse:
    if _is_shut(opened, has_typed=bool(request.POST)):
        return _over(request, opened)
    sheet = links_reads.read(asking.reading(request), opened.id)
    told: dict[str, object] = {"sheet": sheet, "words": sheet.words}
    if opened.over is Over.USED:
        grave = sheet.outcome in (Outcome.EMERGENCY, Outcome.REFER)
        told |= {"is_emergency": sheet.outcome is Outcome.EMERGENCY, "is_grave": grave}
        return render(request, "links/sent.html", told)
    form = CheckInForm(sheet, request.POST or None)
    _refuse_over(form, opened)
    if taken(
        form, lambda: links.check_in(asking.call(request), opened.id, form.told())
    ):
        return redirect(request.path)
    status = 422 if form.is_bound else 200
    return render(request, "links/check_in.html", told | {"form": form}, status=status)


def _is_shut(opened: Opened, *, has_typed: bool) -> bool:
    # What the clinic has taken back shows nothing of the patient. In one that is over for
    # another reason, who has typed already is told so above their answers, which stay.
    if opened.over in (None, Over.USED):
        return False
    return opened.over is Over.REVOKED or not has_typed


def _refuse_over(form: CheckInForm, opened: Opened) -> None:
    """Say that a link is over beside whatever else is wrong with the form."""
    try:
        links.refuse_over(opened.over, opened.purpose)
    except Refused as refused:
        refuse(form, refused)


def _account(request: HttpRequest, opened: Opened, token: str) -> HttpResponse:
    if opened.over is not None:
        return _over(request, opened)
    response = render(request, "links/account.html", {"token": token})
    # The form on this page is checked as usual, for it acts for whoever has signed in.
    response.headers["Referrer-Policy"] = "same-origin"
    return response


def _intake(request: HttpRequest, opened: Opened, token: str) -> HttpResponse:
    if opened.over is not None:
        return _over(request, opened)
    if request.user.is_authenticated:
        # Two people on one telephone must not answer into each other's record.
        return render(request, "links/other.html", status=409)
    # Of whoever had this browser before, no cookie opens it; closing the browser ends it.
    request.session.cycle_key()
    request.session.set_expiry(0)
    request.session[asking.LINK] = links.digest(token)
    return redirect("/me/intake/")


def _over(request: HttpRequest, opened: Opened) -> HttpResponse:
    sheet = links_reads.read(asking.reading(request), opened.id)
    told = {"words": sheet.words, "over": opened.over}
    return render(request, "links/over.html", told, status=GONE)


@require_POST
@_opened
def claim(request: HttpRequest, opened: Opened, token: str) -> HttpResponse:
    if not request.user.is_authenticated:
        return redirect("links-show", token=token)
    request.actor = replace(opened.actor, user=request.user.id)  # type: ignore[attr-defined]  # the holder, who has signed in
    links.claim(asking.call(request), opened.id)
    return redirect("/me/")
