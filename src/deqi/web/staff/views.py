"""Views of who works where."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from deqi.core.roles import Role
from deqi.operations import clinics_reads, staff, staff_reads
from deqi.operations.refusals import NotFound
from deqi.operations.staff_reads import Held
from deqi.web.accounts import invitations
from deqi.web.accounts.views import ROLES
from deqi.web.asking import call, page, reading
from deqi.web.forms import taken
from deqi.web.network.views import MANAGERS
from deqi.web.staff.forms import AT_A_CLINIC, IN_THE_NETWORK, ColleagueForm

UNFIT = 422
STAFFING = (Role.CLINIC_MANAGER, Role.NETWORK_MANAGER)


@require_GET
@page(*MANAGERS)
def listed(request: HttpRequest) -> HttpResponse:
    return _list(request, _form(request))


def _form(request: HttpRequest) -> ColleagueForm:
    asked = reading(request)
    sent = request.POST or None
    if asked.actor.role is Role.NETWORK_MANAGER:
        return ColleagueForm(IN_THE_NETWORK, clinics_reads.mine(asked), sent)
    return ColleagueForm(AT_A_CLINIC, (), sent)


def _list(request: HttpRequest, form: ColleagueForm) -> HttpResponse:
    asked = reading(request)
    told = {
        "staff": [(each, ROLES[each.role]) for each in staff_reads.listed(asked)],
        "form": form,
        "may_change": asked.actor.role in STAFFING,
        "is_network": asked.actor.clinic is None,
    }
    status = UNFIT if form.errors else 200
    return render(request, "staff/list.html", told, status=status)


@require_POST
@page(*STAFFING)
def add(request: HttpRequest) -> HttpResponse:
    form = _form(request)
    if user := taken(
        form, lambda: staff.add(call(request), form.colleague(), clinic=form.place())
    ):
        _invite(request, _held(request, user))
        return redirect("staff-list")
    return _list(request, form)


def _held(request: HttpRequest, user: UUID) -> Held:
    rows = staff_reads.listed(reading(request))
    found = next((each for each in rows if each.user == user), None)
    if found is None:
        raise NotFound("Nobody of this name works here.")
    return found


def _invite(request: HttpRequest, held: Held) -> None:
    if held.has_signed_in:
        messages.success(request, _("Kept. They sign in as they always do."))
        return
    if invitations.send(request, held.user):
        messages.success(
            request, _("Kept. A mail is on its way to them, to choose a password.")
        )
    else:
        messages.warning(
            request,
            _(
                "Kept, but the mail to choose a password did not go. Once the clinic's"
                " mail works again, press “Invite again” beside their name."
            ),
        )


@require_POST
@page(*STAFFING)
def invite(request: HttpRequest, user: UUID) -> HttpResponse:
    _invite(request, _held(request, user))
    return redirect("staff-list")


@require_POST
@page(*STAFFING)
def end(request: HttpRequest, membership: UUID) -> HttpResponse:
    staff.end(call(request), membership)
    messages.success(request, _("The role has ended. What they signed stays."))
    return redirect("staff-list")
