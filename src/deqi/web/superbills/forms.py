"""What is filled in on a bill; nothing of it is kept."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from deqi.operations.superbills import Superbill


class SuperbillForm(forms.Form):
    """Diagnoses, and for each code its units and its price; blank stays blank."""

    diagnoses = forms.MultipleChoiceField(
        label=_("Diagnoses"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, bill: Superbill, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(each.code, f"{each.code} {each.label}") for each in bill.diagnoses]
        self.fields["diagnoses"].choices = offered  # type: ignore[attr-defined]  # of a choice field
        for each in bill.items:
            code = each.code.code
            self.fields[f"units-{code}"] = forms.IntegerField(
                label=_("Units of %(code)s") % {"code": code},
                initial=each.units,
                min_value=0,
                max_value=99,
                required=False,
            )
            self.fields[f"price-{code}"] = forms.DecimalField(
                label=_("Price of %(code)s") % {"code": code},
                min_value=0,
                max_digits=9,
                decimal_places=2,
                required=False,
            )

    def rows(self, bill: Superbill) -> list[tuple[str, str, str, str]]:
        """Return the lines of the bill as they are printed; 0 units is no line."""
        told = self.cleaned_data
        return [
            (
                each.code.code,
                each.code.label,
                _blank(told[f"units-{each.code.code}"]),
                _blank(told[f"price-{each.code.code}"]),
            )
            for each in bill.items
            if told[f"units-{each.code.code}"] != 0
        ]


def _blank(value: object) -> str:
    return "" if value is None else str(value)
