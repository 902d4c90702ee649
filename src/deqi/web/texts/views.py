"""Views of a clinic's own texts."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from deqi.core.roles import Role
from deqi.operations import consents, consents_reads, templates
from deqi.operations.refusals import NotFound, Refused
from deqi.operations.templates import WORDS, Text, Use
from deqi.web.asking import call, page, reading
from deqi.web.forms import refuse, taken
from deqi.web.texts.forms import USES, ConsentTextForm, TextForm

UNFIT = 422


@require_GET
@page(Role.CLINIC_MANAGER)
def listed(request: HttpRequest) -> HttpResponse:
    kept = _kept(request)
    shown = [(use, *USES[use], kept.get(use)) for use in Use]
    return render(request, "texts/list.html", {"texts": shown})


def _kept(request: HttpRequest) -> dict[Use, Text]:
    return {each.use: each for each in templates.listed(reading(request))}


@require_http_methods(["GET", "POST"])
@page(Role.CLINIC_MANAGER)
def edit(request: HttpRequest, use: str) -> HttpResponse:
    if use not in set(Use):
        raise NotFound("There is no such text.")
    wanted = Use(use)
    if request.method == "POST":
        form = TextForm(request.POST)
        if form.is_valid() and _done(request, form, wanted):
            return redirect("texts-list")
    else:
        kept = _kept(request).get(wanted)
        first = {"title": kept.title, "body": kept.body} if kept else {}
        form = TextForm(initial=first)
    label, purpose = USES[wanted]
    told = {
        "form": form,
        "label": label,
        "purpose": purpose,
        "words": WORDS[wanted],
        "preview": _preview(form, wanted),
    }
    status = UNFIT if form.errors else 200
    return render(request, "texts/edit.html", told, status=status)


def _done(request: HttpRequest, form: TextForm, use: Use) -> bool:
    """Keep a text, unless it is only to be looked at; return whether it is kept."""
    try:
        if "preview" in request.POST:
            templates.preview(form.text(use))
            return False
        templates.keep(call(request), form.text(use))
    except Refused as refused:
        refuse(form, refused)
        return False
    messages.success(request, _("Kept."))
    return True


def _preview(form: TextForm, use: Use) -> str:
    """Return the text filled in for somebody invented; empty where it cannot be."""
    told = form.cleaned_data if form.is_bound and form.is_valid() else form.initial
    if not told or form.errors:
        return ""
    return templates.preview(Text(use, told["title"], told["body"]))


@require_http_methods(["GET", "POST"])
@page(Role.CLINIC_MANAGER)
def consent(request: HttpRequest) -> HttpResponse:
    form = ConsentTextForm(request.POST or None)
    if taken(form, lambda: consents.publish(call(request), **form.cleaned_data)):
        messages.success(request, _("Published: from now on it is read."))
        return redirect("texts-consent")
    found = consents_reads.versions(reading(request))
    if not form.is_bound and found:
        form = ConsentTextForm(initial={"title": found[0].title, "body": found[0].body})
    told = {"form": form, "versions": found}
    status = UNFIT if form.errors else 200
    return render(request, "texts/consent.html", told, status=status)
