"""What is kept of a patient: to take along, to have corrected, to have erased."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from django.views.decorators.http import require_http_methods, require_safe

from deqi.core import dates
from deqi.core.roles import Role
from deqi.knowledge import facts
from deqi.operations import copies, requests
from deqi.operations.copies import Copy
from deqi.operations.requests import Kind
from deqi.operations.typesetting import Paper, pdf, unset
from deqi.web.asking import call, page, reading
from deqi.web.forms import taken
from deqi.web.own import said

KINDS = {
    Kind.CORRECTION: later("Something is wrong: please correct it"),
    Kind.ERASURE: later("Please erase something"),
    Kind.COPY: later("Please send me a copy on paper"),
}


class RequestForm(forms.Form):
    kind = forms.ChoiceField(
        label=later("What do you ask?"),
        choices=[(each.value, words) for each, words in KINDS.items()],
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=later("What is it about?"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@page(Role.PATIENT)
def show(request: HttpRequest) -> HttpResponse:
    form = RequestForm(request.POST or None)
    if taken(
        form,
        lambda: requests.ask(
            call(request), Kind(form.cleaned_data["kind"]), form.cleaned_data["text"]
        ),
    ):
        messages.success(request, _("Your clinic has it, and answers here."))
        return redirect("own-data")
    found = requests.mine(reading(request))
    told = {
        "form": form,
        "requests": [(each, KINDS[each.kind]) for each in found.requests],
        "words": found.words,
        "clinic_name": found.words.clinic,
    }
    status = 422 if form.is_bound else 200
    return render(request, "own/data.html", told, status=status)


@require_safe
@page(Role.PATIENT)
def as_json(request: HttpRequest) -> HttpResponse:
    found = copies.read(reading(request))
    text = json.dumps(
        asdict(found), cls=DjangoJSONEncoder, indent=2, ensure_ascii=False
    )
    return _file(text.encode(), "application/json", "my-record.json")


@require_safe
@page(Role.PATIENT)
def as_pdf(request: HttpRequest) -> HttpResponse:
    found = copies.read(reading(request))
    made = pdf(Paper.RECORD, _sheet(found), on=found.on)
    return _file(made, "application/pdf", "my-record.pdf")


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _sheet(found: Copy) -> dict[str, object]:
    person = {"title": _("Person"), "entries": [_entry(found.person, found)]}
    tables = (
        {"title": _upper(name), "entries": [_entry(each, found) for each in rows]}
        for name, rows in found.tables.items()
    )
    sections = [person, *tables]
    beneath = _("Everything that %(clinic)s keeps, on %(day)s. Files stand by name.")
    told = beneath % {"clinic": found.clinic, "day": dates.said(found.on)}
    return {
        "title": found.name,
        "clinic": found.clinic,
        "beneath": f"{told} {_lacking(sections)}".strip(),
        "sections": sections,
    }


def _lacking(sections: list[dict[str, Any]]) -> str:
    words = (
        " ".join(pair) for each in sections for row in each["entries"] for pair in row
    )
    if not unset(*words):
        return ""
    return _("Letters that cannot be printed here are in the copy for a computer.")


def _entry(row: Mapping[str, object], found: Copy) -> list[tuple[str, str]]:
    return list(_pairs(row, found))


def _pairs(row: Mapping[str, object], found: Copy) -> Iterator[tuple[str, str]]:
    asked = str(row.get("fact", ""))
    for name, value in row.items():
        if name == "fact":
            yield _("Question"), facts.catalogue().specs[asked].question
        elif isinstance(value, UUID):
            named = found.practitioners.get(str(value))
            if named:
                yield _upper(name), named
        elif name == "value" and asked:
            yield _("Answer"), _said(name, said.fact(asked, value))
        else:
            yield _upper(name), _said(name, value)


def _said(name: str, value: Any) -> str:
    if isinstance(value, str):
        return said.column(name, value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime | date):
        return dates.said(value)
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, dict | list):
        return _("in the copy for a computer")
    return str(value)


def _upper(name: str) -> str:
    text = name.replace("_", " ")
    return text[:1].upper() + text[1:]
