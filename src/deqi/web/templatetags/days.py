"""Days in templates, where a record holds them as text."""

from __future__ import annotations

from datetime import date

from django import template

from deqi.core import dates

register = template.Library()


@register.filter
def said(day: str) -> str:
    """Return a day that is written ``2026-03-21`` as people write it."""
    return dates.said(date.fromisoformat(day))
