"""The audit, the newest first, in pages."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from deqi.core.roles import Role
from deqi.operations import audit_reads
from deqi.operations.audit_reads import Page
from deqi.web.accounts.views import ROLES
from deqi.web.asking import page, reading
from deqi.web.audit.forms import AuditForm
from deqi.web.network.views import MANAGERS

UNFIT = 422


@require_GET
@page(*MANAGERS)
def audit(request: HttpRequest) -> HttpResponse:
    asked = reading(request)
    of_network = asked.actor.clinic is None
    people = audit_reads.people(asked)
    form = AuditForm(people, request.GET, of_network=of_network)
    found = Page((), None)
    if form.is_valid():
        found = audit_reads.page(asked, form.asked())
    told = {
        "form": form,
        "entries": [(each, ROLES[Role(each.role)]) for each in found.entries],
        "more": _more(request, found),
        "of_network": of_network,
    }
    status = UNFIT if form.errors else 200
    return render(request, "audit/list.html", told, status=status)


def _more(request: HttpRequest, found: Page) -> str:
    """Return the address of the next page with the same filters; empty at the end."""
    if found.more is None:
        return ""
    at, identity = found.more
    again = request.GET.copy()
    again["before"] = f"{at.isoformat()},{identity}"
    return f"?{again.urlencode()}"
