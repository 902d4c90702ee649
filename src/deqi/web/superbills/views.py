"""Views of coverage and bills."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from deqi.core import dates
from deqi.core.claimants import DERIVED
from deqi.core.coverage import Reason
from deqi.core.roles import Role
from deqi.knowledge import facts, sources
from deqi.operations import coverage_reads, superbills, typesetting
from deqi.operations.superbills import Superbill
from deqi.operations.typesetting import Paper
from deqi.web.asking import page, reading
from deqi.web.superbills.forms import SuperbillForm


@page(Role.PRACTITIONER, Role.FRONT_DESK)
def coverage(request: HttpRequest, episode: UUID) -> HttpResponse:
    asked = reading(request)
    found = coverage_reads.read(asked, episode)
    known = sources.catalogue()
    named = found.ledger.sources if found.ledger else ()
    because = found.ledger.because if found.ledger else ()
    told = {
        "found": found,
        "person": found.person,
        "ledger": found.ledger,
        "because": [(each, _questions(each)) for each in because],
        "sources": [known[each].citation for each in named],
        "is_desk": asked.actor.role is Role.FRONT_DESK,
    }
    return render(request, "superbills/coverage.html", told)


def _questions(reason: Reason) -> list[str]:
    """Return what has to be asked to close what is open."""
    asked = facts.catalogue().specs
    wanted = reason.facts if reason.met is None else ()
    return [asked[_COUNTED_FROM.get(each, each)].question for each in wanted]


_COUNTED_FROM = dict.fromkeys(DERIVED, "onset_date")
"""What a payer counts and nobody is asked, by the fact that it is counted from."""


@never_cache
@page(Role.PRACTITIONER, Role.FRONT_DESK, Role.CLINIC_MANAGER)
def superbill(request: HttpRequest, session: UUID) -> HttpResponse:
    asked = reading(request)
    bill = superbills.read(asked, session)
    form = SuperbillForm(bill, request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _pdf(bill, form)
    told = {
        "bill": bill,
        "person": bill.person,
        "form": form,
        "items": [
            (each, form[f"units-{each.code.code}"], form[f"price-{each.code.code}"])
            for each in bill.items
        ],
        "is_desk": asked.actor.role is not Role.PRACTITIONER,
        "unset": typesetting.unset(bill.person.name, bill.clinic, bill.practitioner),
    }
    status = 422 if form.errors else 200
    return render(request, "superbills/superbill.html", told, status=status)


def _pdf(bill: Superbill, form: SuperbillForm) -> HttpResponse:
    chosen = form.cleaned_data["diagnoses"]
    named = [f"{d.code} {d.label}" for d in bill.diagnoses if d.code in chosen]
    person = bill.person
    sheet = {
        "title": _("Bill for one session of acupuncture"),
        "clinic": bill.clinic,
        "clinic_address": bill.clinic_address,
        "facts": [
            (
                _("Patient"),
                f"{person.name}, {_('born')} {dates.said(person.birth_date)}",
            ),
            (_("Day of the session"), dates.said(bill.given_on)),
            (_("Practitioner"), f"{bill.practitioner} {bill.practitioner_title}"),
            (_("Licence"), bill.license),
            (_("Payer"), f"{bill.payer} {bill.payer_number}".strip()),
            (_("Diagnoses"), "\n".join(named)),
        ],
        "items": form.rows(bill),
    }
    content = typesetting.pdf(Paper.SUPERBILL, sheet, on=bill.given_on)
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="bill-{bill.given_on}.pdf"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
