"""The question where it hurts, as a field of a form: a drawing and the same as a list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.safestring import mark_safe

from deqi.web import body
from deqi.web.body import Mode, Shade, View


class BodyPainter(forms.CheckboxSelectMultiple):
    """Draws the views to paint on above the list of regions."""

    template_name = "forms/body_painter.html"
    views = (View.BACK, View.FRONT, View.LEFT, View.RIGHT)

    def get_context(
        self, name: str, value: Any, attrs: Mapping[str, Any] | None
    ) -> dict[str, Any]:
        """Add the drawings, with what was chosen painted."""
        context = super().get_context(name, value, dict(attrs or {}))
        # A form sent back may hold what is no region: it is refused, and not drawn.
        labels = {region.code: region.label for region in body.offered()}
        painted = {code: Shade.PAIN for code in value or () if code in labels}
        context["charts"] = [
            (view, self._drawn(view, painted, name)) for view in self.views
        ]
        context["chosen"] = [labels[code] for code in painted]
        return context

    def _drawn(self, view: View, painted: Mapping[str, Shade], name: str) -> str:
        drawn = body.chart(view, regions=painted, mode=Mode.PAINT, name=name)
        return mark_safe(drawn)  # noqa: S308  the drawing escapes every text it takes


class PainAreaField(forms.MultipleChoiceField):
    """Where it hurts: codes of the body map."""

    widget = BodyPainter

    def __init__(self, **kwargs: Any) -> None:
        choices = [
            (group.label, [(region.code, region.label) for region in held])
            for group, held in body.groups()
        ]
        super().__init__(choices=choices, **kwargs)
