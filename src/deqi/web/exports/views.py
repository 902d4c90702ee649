"""The page from which a clinic takes its rows along."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from deqi.core.roles import Role
from deqi.operations import exports
from deqi.web.asking import page, reading

NAME = "clinic.zip"


@never_cache
@require_http_methods(["GET", "POST"])
@page(Role.CLINIC_MANAGER)
def make(request: HttpRequest) -> HttpResponseBase:
    if request.method == "GET":
        return render(request, "exports/make.html")
    return FileResponse(
        exports.archive(reading(request)),
        as_attachment=True,
        filename=NAME,
        content_type="application/zip",
    )
