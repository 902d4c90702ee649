"""The page for whoever has tried too many passwords."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

TOO_MANY = 429


def told(
    request: HttpRequest, response: HttpResponse | None = None, *_: object
) -> HttpResponse:
    """Say that signing in is locked, for how long, and what to do meanwhile."""
    locked = {"locked_hours": settings.AXES_COOLOFF_TIME}
    return render(request, "account/locked.html", locked, status=TOO_MANY)
