"""Views of documents."""

from __future__ import annotations

from dataclasses import asdict
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from deqi.core.roles import Role
from deqi.operations import documents
from deqi.operations.operation import fresh_key
from deqi.web.asking import call, page, reading
from deqi.web.documents.forms import DocumentForm
from deqi.web.forms import taken

KEEPING = (Role.PRACTITIONER, Role.FRONT_DESK)


@page(*KEEPING)
def folder(request: HttpRequest, patient: UUID) -> HttpResponse:
    form = DocumentForm(request.POST or None, request.FILES or None)
    if taken(
        form,
        lambda: documents.add(
            call(request),
            patient,
            name=form.cleaned_data["file"].name,
            sent=form.cleaned_data["file"].read(),
        ),
    ):
        messages.success(request, _("The document is kept."))
        return redirect("documents-list", patient)
    asked = reading(request)
    found = documents.listed(asked, patient)
    kept = [asdict(each) | {"key": fresh_key()} for each in found.documents]
    told = {
        "folder": {"patient": found.patient, "name": found.name, "documents": kept},
        "form": form,
        "treats": asked.actor.role is Role.PRACTITIONER,
    }
    status = 422 if form.errors else 200
    return render(request, "documents/folder.html", told, status=status)


@page(Role.PRACTITIONER)
@require_GET
@never_cache
def opened(request: HttpRequest, document: UUID) -> HttpResponse:
    found = documents.read(reading(request), document)
    answer = HttpResponse(found.content, content_type=found.media_type)
    # Shown by what it is, in a box without scripts; saved under its own name.
    inline = found.media_type.startswith("image/")
    how = content_disposition_header(not inline, found.name)
    answer["Content-Disposition"] = how or "attachment"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@page(Role.PRACTITIONER)
@require_POST
def hide(request: HttpRequest, document: UUID) -> HttpResponse:
    documents.hide(call(request), document)
    messages.success(request, _("The document is hidden."))
    patient = request.POST.get("patient", "")
    try:
        return redirect(reverse("documents-list", args=[UUID(patient)]))
    except ValueError:
        return redirect("patients-search")
