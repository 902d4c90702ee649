"""The check-in as a form: three scales, a body, and questions about safety."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from deqi.knowledge import instruments
from deqi.knowledge.instruments import Question
from deqi.operations.links import CheckIn
from deqi.operations.links_reads import Asked, Sheet
from deqi.web import levels
from deqi.web.body.fields import PainAreaField

NONE = "none_of_these"
AT_ONCE = 6
"""Statements under which one says "none of these": more are not read with care."""

WHERE = "pain_regions"


class Scale(forms.RadioSelect):
    """A row of numbers under the thumb, with words at its ends; nothing is chosen yet."""

    template_name = "links/scale.html"

    def __init__(self, question: Question) -> None:
        super().__init__()
        self.question = question

    def get_context(
        self, name: str, value: Any, attrs: dict[str, Any] | None
    ) -> dict[str, Any]:
        """Add the words of the steps."""
        context = super().get_context(name, value, attrs)
        told = self.question.steps
        context["ends"] = (told[min(told)], told[max(told)])
        return context


class CheckInForm(forms.Form):
    """What a patient says before a visit."""

    def __init__(self, sheet: Sheet, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sheet = sheet
        self.fields.update(_scales(sheet.sliders))
        self.fields[WHERE] = PainAreaField(
            label=_("Where does it hurt?"),
            required=False,
            help_text=_("Tap the body, or choose from the list."),
        )
        self.fields.update(_lists(sheet.questions))
        self.fields.update(_choices(sheet.questions))

    def clean(self) -> dict[str, Any]:
        """Refuse a list of which both something and nothing is said."""
        cleaned = super().clean() or {}
        for name in _names(self.sheet.questions):
            told = cleaned.get(name, [])
            if NONE in told and len(told) > 1:
                self.add_error(name, _("You ticked something, and also none of these."))
        return cleaned

    def told(self) -> CheckIn:
        """Return what was said; what was not ticked beside something else is unknown."""
        said: dict[str, object] = {}
        for name, held in zip(
            _names(self.sheet.questions), _parted(self.sheet.questions), strict=True
        ):
            ticked = self.cleaned_data[name]
            if NONE in ticked:
                said.update({each.fact: False for each in held})
            said.update({fact: True for fact in ticked if fact != NONE})
        for each in self.sheet.questions:
            if each.levels:
                said[each.fact] = self.cleaned_data[each.fact]
        if self.cleaned_data[WHERE]:
            said[WHERE] = list(self.cleaned_data[WHERE])
        return CheckIn(said, dict(self._scores()))

    def _scores(self) -> Iterator[tuple[str, dict[str, int]]]:
        for name in self.sheet.sliders:
            if told := self.cleaned_data[name]:
                yield name, {instruments.forms()[name].questions[0].item: int(told)}


def _scales(names: Sequence[str]) -> dict[str, forms.Field]:
    found: dict[str, forms.Field] = {}
    for name in names:
        question = instruments.forms()[name].questions[0]
        low, high = instruments.catalogue()[name].range
        steps = range(int(low), int(high) + 1)
        words = question.steps if len(question.steps) == len(steps) else {}
        found[name] = forms.ChoiceField(
            label=question.text,
            required=name == names[0],
            choices=[(str(step), words.get(step, str(step))) for step in steps],
            widget=forms.RadioSelect if words else Scale(question),
        )
    return found


def _lists(questions: Sequence[Asked]) -> dict[str, forms.Field]:
    lists = _parted(questions)
    return {
        name: forms.MultipleChoiceField(
            label=_("Your safety, {n} of {all}: tick what is so").format(
                n=at, all=len(lists)
            ),
            choices=[*((e.fact, e.text) for e in held), (NONE, _("None of these"))],
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": _("Tick what is so, or “None of these”.")},
        )
        for at, (name, held) in enumerate(
            zip(_names(questions), lists, strict=True), start=1
        )
    }


def _choices(questions: Sequence[Asked]) -> dict[str, forms.Field]:
    return {
        each.fact: forms.ChoiceField(
            label=each.text,
            choices=[(level, levels.say(each.fact, level)) for level in each.levels],
            widget=forms.RadioSelect,
        )
        for each in questions
        if each.levels
    }


def _parted(questions: Sequence[Asked]) -> list[list[Asked]]:
    """Part the statements into lists of even length."""
    plain = [each for each in questions if not each.levels]
    lists = -(-len(plain) // AT_ONCE)
    size = -(-len(plain) // lists) if lists else 1
    return [plain[at : at + size] for at in range(0, len(plain), size)]


def _names(questions: Sequence[Asked]) -> list[str]:
    return [f"list_{at}" for at in range(len(_parted(questions)))]
