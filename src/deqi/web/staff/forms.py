"""What is asked of people and their credentials."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from deqi.core.roles import Role
from deqi.operations.clinics_reads import Shown
from deqi.operations.staff import Colleague, License
from deqi.web.accounts.views import ROLES
from deqi.web.forms import Day

AT_A_CLINIC = (Role.PRACTITIONER, Role.FRONT_DESK, Role.CLINIC_MANAGER)
IN_THE_NETWORK = (*AT_A_CLINIC, Role.NETWORK_MANAGER, Role.AUDITOR)
STYLES = {
    "combined": _("Both"),
    "traditional": _("Traditional"),
    "western": _("Western"),
}


class ColleagueForm(forms.Form):
    """Whom to give a role; the network's manager says at which clinic."""

    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(label=_("E-mail"), max_length=254)
    role = forms.ChoiceField(label=_("Role"))
    clinic = forms.ChoiceField(
        label=_("Clinic"),
        required=False,
        help_text=_("Leave it open for a role in the whole network."),
    )
    title = forms.CharField(
        label=_("Title"),
        max_length=80,
        required=False,
        help_text=_("Of a practitioner: such as physiotherapist."),
    )
    style = forms.ChoiceField(
        label=_("Style of a practitioner"),
        choices=list(STYLES.items()),
        initial="combined",
    )

    def __init__(
        self, roles: Sequence[Role], clinics: Sequence[Shown], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [("", "")] + [  # type: ignore[attr-defined]  # of a choice field
            (role.value, ROLES[role]) for role in roles
        ]
        if clinics:
            offered = [(str(each.id), each.house.name) for each in clinics]
            self.fields["clinic"].choices = [("", ""), *offered]  # type: ignore[attr-defined]  # as above
        else:
            del self.fields["clinic"]

    def clean(self) -> dict[str, Any]:
        told = self.cleaned_data
        asked = "clinic" in self.fields and told.get("role") in AT_A_CLINIC
        if asked and not told.get("clinic"):
            self.add_error("clinic", _("Choose the clinic."))
        return told

    def colleague(self) -> Colleague:
        """Return whom, and as what."""
        told = {name: cell for name, cell in self.cleaned_data.items()}
        told.pop("clinic", None)
        return Colleague(**told | {"role": Role(told["role"])})

    def place(self) -> UUID | None:
        """Return at which clinic; None: at one's own, or in the whole network."""
        chosen = self.cleaned_data.get("clinic")
        return UUID(chosen) if chosen else None


class CredentialForm(forms.Form):
    """A credential, as its register has it."""

    kind = forms.CharField(
        label=_("Kind"), max_length=60, help_text=_("Such as: acupuncture.")
    )
    jurisdiction = forms.CharField(
        label=_("Where it holds"), max_length=60, help_text=_("Such as: GB, US-CA.")
    )
    number = forms.CharField(label=_("Number"), max_length=60)
    valid_from = forms.DateField(label=_("First day"), widget=Day())
    expires = forms.DateField(label=_("Last day"), widget=Day())

    def license(self) -> License:
        """Return the credential as it was told."""
        return License(**self.cleaned_data)


class VerifyForm(forms.Form):
    how = forms.CharField(
        label=_("How you looked it up"),
        max_length=160,
        help_text=_("Such as: in the public register, today."),
    )
