"""One step of the intake as a form: a field for each question, nothing filled in ahead.

Each question can be answered by "I do not know"; a box left empty says the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from deqi.care.intake import Step
from deqi.core.facts import Kind, Spec
from deqi.knowledge import conditions
from deqi.web import body, levels
from deqi.web.body.fields import PainAreaField
from deqi.web.forms import Day

UNKNOWN = "unknown"
NONE = "none_of_these"
ALL_NO = "all_no"
"""The button that says no to all of a screen's questions that are not answered yet."""

PAINTED = "pain_regions"
WRITTEN = ("@text", "@medicines")
"""Lists that are typed, one a line."""

TOP_OF_SCALE = 10

_UNKNOWN = (UNKNOWN, _("I do not know"))
_YES_NO = (("yes", _("Yes")), ("no", _("No")), _UNKNOWN)


class Answers(forms.RadioSelect):
    """Answers side by side, each a target for a thumb."""

    template_name = "intake/answers.html"


class Scale(forms.RadioSelect):
    """Numbers in a row, with "I do not know" below."""

    template_name = "intake/scale.html"


class Places(forms.CheckboxSelectMultiple):
    """None, "I do not know", and every part of the body in a list that opens."""

    template_name = "intake/places.html"


class StepForm(forms.Form):
    """One step."""

    def __init__(
        self, step: Step, told: Mapping[str, object], sent: QueryDict | None
    ) -> None:
        filled = _filled(step, sent) if sent is not None else None
        first = {
            each.id: _shown(each, told[each.id])
            for each in step.asked
            if each.id in told
        }
        super().__init__(filled, initial=first)
        self.step = step
        self.fields.update({each.id: field(each) for each in step.asked})

    @property
    def has_claims(self) -> bool:
        """Whether several questions may be answered by one "no"."""
        return sum(each.kind is Kind.BOOL for each in self.step.asked) > 1

    def clean(self) -> dict[str, Any]:
        """Refuse a list of which both something and nothing is said."""
        cleaned = super().clean() or {}
        for name, told in list(cleaned.items()):
            if isinstance(told, list) and len(told) > 1 and {NONE, UNKNOWN} & set(told):
                self.add_error(name, _("You chose something, and also none of it."))
        return cleaned

    def told(self) -> dict[str, object]:
        """Return the answers as the records keep them; None for "I do not know"."""
        return {
            each.id: _plain(each, self.cleaned_data[each.id])
            for each in self.step.asked
        }


def _filled(step: Step, sent: QueryDict) -> QueryDict:
    if ALL_NO not in sent:
        return sent
    filled = sent.copy()
    for each in step.asked:
        if each.kind is Kind.BOOL and not filled.get(each.id):
            filled[each.id] = "no"
    return filled


def field(spec: Spec) -> forms.Field:
    """Return the field of one question."""
    match spec.kind:
        case Kind.BOOL:
            return _radio(spec, _YES_NO)
        case Kind.CHOICE:
            return _choice(spec)
        case Kind.NUMBER:
            return _number(spec)
        case Kind.DATE:
            return forms.DateField(widget=Day(), **_open(spec))
        case _:
            return _several(spec)


def _open(spec: Spec) -> dict[str, Any]:
    hint = _("Leave it empty if you do not know.")
    return {"label": spec.question, "required": False, "help_text": hint}


def _radio(spec: Spec, choices: Any) -> forms.Field:
    return forms.ChoiceField(
        label=spec.question,
        choices=choices,
        widget=Answers,
        error_messages={"required": _("Choose an answer, or “I do not know”.")},
    )


def _choice(spec: Spec) -> forms.Field:
    if spec.id == "condition":
        named = [
            (each.id, _upper(each.name)) for each in conditions.catalogue().values()
        ]
        offered = [("", _("Choose")), *named, _UNKNOWN]
        return forms.ChoiceField(label=spec.question, choices=offered)
    return _radio(spec, [*_levels(spec), _UNKNOWN])


def _levels(spec: Spec) -> list[tuple[str, str]]:
    return [(each, levels.say(spec.id, each)) for each in spec.levels]


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _number(spec: Spec) -> forms.Field:
    if _is_scale(spec):
        steps = [(str(step), str(step)) for step in range(TOP_OF_SCALE + 1)]
        found = _radio(spec, [*steps, _UNKNOWN])
        found.widget = Scale(choices=[*steps, _UNKNOWN])
        return found
    return forms.FloatField(min_value=spec.low, max_value=spec.high, **_open(spec))


def _several(spec: Spec) -> forms.Field:
    if spec.id == PAINTED:
        return PainAreaField(**_open(spec))
    if "@regions" in spec.levels:
        return _many(spec, _places(), Places())
    if spec.levels[0] in WRITTEN:
        return _lines(spec)
    named = [each for each in _levels(spec) if each[0] != "none"]
    apart = [(NONE, levels.say(spec.id, "none")), _UNKNOWN]
    return _many(spec, [*named, *apart], forms.CheckboxSelectMultiple())


def _places() -> list[Any]:
    grouped = [
        (group.label, [(region.code, region.label) for region in held])
        for group, held in body.groups()
    ]
    return [(NONE, _("Nowhere, or none")), _UNKNOWN, *grouped]


def _many(spec: Spec, choices: list[Any], widget: forms.Widget) -> forms.Field:
    return forms.MultipleChoiceField(
        label=spec.question,
        choices=choices,
        widget=widget,
        error_messages={
            "required": _("Choose what is so, or none of it, or “I do not know”.")
        },
    )


def _lines(spec: Spec) -> forms.Field:
    told = _open(spec) | {
        "help_text": _("One a line. Leave it empty if you do not know.")
    }
    if spec.id == "medicines":
        told["help_text"] = _(
            "One a line, as on the packet. Write “none” if you take none."
        )
    return forms.CharField(widget=forms.Textarea(attrs={"rows": 4}), **told)


def _plain(spec: Spec, value: Any) -> object:
    if value in (None, "", [], UNKNOWN, [UNKNOWN]):
        return None
    match spec.kind:
        case Kind.BOOL:
            return value == "yes"
        case Kind.DATE:
            return value.isoformat()
        case Kind.NUMBER:
            return _figure(value)
        case Kind.LIST:
            return _listed(spec, value)
        case _:
            return value


def _figure(value: str | float) -> float:
    number = float(value)
    return int(number) if number.is_integer() else number


def _listed(spec: Spec, value: str | list[str]) -> list[str]:
    if isinstance(value, str):
        lines = [line.strip() for line in value.splitlines() if line.strip()]
        return [] if [line.casefold() for line in lines] == ["none"] else lines
    if value == [NONE]:
        return ["none"] if "none" in spec.levels else []
    return value


def _shown(spec: Spec, told: object) -> object:
    """Return an earlier answer as its field shows it."""
    if told is None:
        return _unsaid(spec)
    if isinstance(told, bool):
        return "yes" if told else "no"
    if isinstance(told, list):
        return _list_shown(spec, told)
    return f"{told:g}" if isinstance(told, int | float) else told


def _unsaid(spec: Spec) -> object:
    if spec.kind in (Kind.BOOL, Kind.CHOICE) or _is_scale(spec):
        return UNKNOWN
    return [UNKNOWN] if spec.kind is Kind.LIST and _is_chosen(spec) else None


def _is_scale(spec: Spec) -> bool:
    return spec.kind is Kind.NUMBER and (spec.low, spec.high) == (0, TOP_OF_SCALE)


def _is_chosen(spec: Spec) -> bool:
    """Whether a list is chosen from levels, and neither painted nor written."""
    return spec.id != PAINTED and spec.levels[0] not in WRITTEN


def _list_shown(spec: Spec, told: list[Any]) -> object:
    if spec.levels[0] in WRITTEN:
        return "\n".join(map(str, told)) or "none"
    return [NONE] if told in ([], ["none"]) and spec.id != PAINTED else told
