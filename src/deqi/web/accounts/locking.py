"""Whose tries are counted together, and the page for whoever has tried too many."""

from __future__ import annotations

from collections.abc import Mapping

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

TOO_MANY = 429


def name(request: HttpRequest, credentials: Mapping[str, str] | None = None) -> str:
    """Return the name that is tried, as it is looked up: case and blanks tell none apart.

    Without a name of its own all tries of an address would count as one: five of anybody
    would lock out everybody there, and each that succeeds would set the rest free.
    """
    held = credentials or {}
    tried = held.get("email") or held.get("login") or request.POST.get("login", "")
    return tried.strip().lower()


def address(request: HttpRequest) -> str | None:
    """Return where a try comes from, as a proxy tells it; None of one that came by none."""
    try:
        told: str = get_adapter(request).get_client_ip(request)
    except PermissionDenied:
        return None
    return told


def told(
    request: HttpRequest, response: HttpResponse | None = None, *_: object
) -> HttpResponse:
    """Say that signing in is locked, for how long, and what to do meanwhile."""
    locked = {"locked_hours": settings.AXES_COOLOFF_TIME}
    return render(request, "account/locked.html", locked, status=TOO_MANY)
