"""The parts that pages are put together from."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import template
from django.template.context import Context
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from deqi.web import score_line as score_lines

register = template.Library()

THEMES = ("light", "dark")
NOTICE_ICONS = {
    "info": "info",
    "done": "done",
    "caution": "caution",
    "danger": "danger",
}


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw an icon of icons.svg; the words beside it say what it means."""
    href = f"{static('deqi/icons.svg')}#{name}"
    return format_html(
        '<svg class="icon" aria-hidden="true"><use href="{}"/></svg>', href
    )


@register.simple_tag(takes_context=True)
def theme(context: Context) -> SafeString | str:
    """Mark the page with the theme that the reader chose, if any."""
    request = context.get("request")
    chosen = request.COOKIES.get("theme") if request else None
    return format_html(' data-theme="{}"', chosen) if chosen in THEMES else ""


@register.inclusion_tag("parts/navigation_link.html", takes_context=True)
def navigation_link(
    context: Context, label: str, url: str, icon: str, *, exact: bool = False
) -> dict[str, object]:
    """Link to a part of the site and say whether the reader is there."""
    request = context.get("request")
    path = request.path if request else ""
    within = path.startswith(url) and not exact
    current = "page" if path == url else "true" if within else ""
    return {"label": label, "url": url, "icon": icon, "current": current}


@register.simple_block_tag
def notice(content: str, kind: str, title: str = "") -> SafeString:
    """Frame a text that must be seen: info, done, caution or danger."""
    told = {"content": content, "kind": kind, "title": title}
    return render_to_string("parts/notice.html", told | {"icon": NOTICE_ICONS[kind]})


@register.inclusion_tag("parts/score_line.html")
def score_line(
    scores: Sequence[float], lowest: float, highest: float, label: str
) -> Mapping[str, Any]:
    """Draw scores as a little line; the label says the same in words."""
    line = score_lines.draw(scores, lowest, highest)
    size = {"width": score_lines.WIDTH, "height": score_lines.HEIGHT}
    last = scores[-1] if scores else None
    return {"line": line, "last": last, "label": label, **size}
