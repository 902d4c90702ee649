"""The body chart for templates: one view, or views with all of it in words."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from deqi.web import body
from deqi.web.body import Mark, Mode, Shade, View, Zoom

register = template.Library()


@register.simple_tag
def body_view(
    view: str,
    points: Iterable[Mark] = (),
    regions: Mapping[str, Shade] | None = None,
    mode: str = Mode.SHOW,
    zoom: str = Zoom.WHOLE,
    name: str = "body",
) -> SafeString:
    """Draw one view."""
    drawn = body.chart(
        View(view),
        points=points,
        regions=regions,
        mode=Mode(mode),
        zoom=Zoom(zoom),
        name=name,
    )
    return _safe(drawn)


@register.inclusion_tag("parts/body_chart.html")
def body_chart(
    points: Iterable[Mark] = (),
    regions: Mapping[str, Shade] | None = None,
    views: str = "back front",
    zoom: str = Zoom.WHOLE,
    name: str = "body",
) -> dict[str, Any]:
    """Draw some views beside each other, and list every point in words."""
    marks = tuple(points)
    return {
        "views": [View(view) for view in views.split()],
        "points": marks,
        "regions": regions or {},
        "painted": body.told(regions or {}),
        "listed": body.listed(marks),
        "zoom": zoom,
        "name": name,
        "signs": [
            (_safe(body.sign(state)), said) for state, said in body.legend(marks)
        ],
    }


def _safe(drawn: str) -> SafeString:
    return mark_safe(drawn)  # noqa: S308  the drawing escapes every text it takes
