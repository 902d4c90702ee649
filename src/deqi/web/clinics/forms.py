"""What is asked of a clinic."""

from __future__ import annotations

from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from deqi.operations.clinics import House

EMERGENCY = ("emergency_number", "crisis_line", "out_of_hours")


def _zones() -> list[tuple[str, str]]:
    return [("", "")] + [(name, name) for name in sorted(available_timezones())]


class ClinicForm(forms.Form):
    """Everything that a clinic says of itself; what to do in danger is never empty."""

    name = forms.CharField(label=_("Name"), max_length=120)
    kind = forms.CharField(
        label=_("Kind"),
        max_length=60,
        required=False,
        help_text=_("Such as: private practice, hospital, community clinic."),
    )
    emergency_number = forms.CharField(
        label=_("Emergency number"),
        max_length=40,
        help_text=_("What a patient in danger calls, at any hour."),
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
    )
    crisis_line = forms.CharField(
        label=_("Crisis line"),
        max_length=200,
        help_text=_("For somebody who thinks of hurting themselves."),
    )
    out_of_hours = forms.CharField(
        label=_("When the clinic is closed"),
        max_length=300,
        help_text=_("Whom a patient asks who cannot wait until you open."),
    )
    phone = forms.CharField(
        label=_("Telephone"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel"}),
    )
    email = forms.EmailField(label=_("E-mail"), max_length=254, required=False)
    opening_hours = forms.CharField(
        label=_("Opening hours"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    street = forms.CharField(label=_("Street"), max_length=160, required=False)
    postcode = forms.CharField(label=_("Postcode"), max_length=20, required=False)
    city = forms.CharField(label=_("City"), max_length=80, required=False)
    country = forms.RegexField(
        label=_("Country"),
        regex=r"^[A-Za-z]{2}$",
        help_text=_("Two letters, such as GB."),
        error_messages={"invalid": _("Two letters, such as GB.")},
    )
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=_zones)
    latitude = forms.FloatField(
        label=_("Latitude"),
        min_value=-90,
        max_value=90,
        required=False,
        help_text=_("In degrees; with the longitude it finds the nearest clinic."),
    )
    longitude = forms.FloatField(
        label=_("Longitude"), min_value=-180, max_value=180, required=False
    )

    def house(self) -> House:
        """Return the clinic as it was told."""
        told = self.cleaned_data
        return House(**told | {"country": told["country"].upper()})


class RoomForm(forms.Form):
    name = forms.CharField(
        label=_("Name of the room"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
