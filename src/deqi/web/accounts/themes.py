"""The colours that somebody chose, kept with their account and in a cookie."""

from __future__ import annotations

from django.http.response import HttpResponseBase

from deqi.web.templatetags.parts import THEMES

_YEAR_SECONDS = 365 * 24 * 3600


def bring(response: HttpResponseBase, theme: str, *, secure: bool) -> None:
    """Set the cookie that pages are drawn by; the device decides where none was chosen."""
    if theme in THEMES:
        response.set_cookie(
            "theme", theme, max_age=_YEAR_SECONDS, samesite="Lax", secure=secure
        )
