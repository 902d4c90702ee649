"""From a request to whoever asks: by account, or by a link that is good for the page."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from deqi.core.roles import Role
from deqi.operations import links
from deqi.operations.links import Purpose
from deqi.records.accounts.models import User
from deqi.web import asking
from tests import clinic
from tests.clinic import MORNING, House, write


@asking.page(Role.PATIENT, by_link=Purpose.INTAKE)
def questions(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(asking.reading(request).actor.patients))


@asking.page(Role.PATIENT)
def own(request: HttpRequest) -> HttpResponse:
    return HttpResponse("own")


def asks(user: Any = None, **session: str) -> Any:
    request: Any = RequestFactory().get("/me/intake/")
    request.user = user or AnonymousUser()
    request.session = session
    return request


def mark(house: House, purpose: Purpose = Purpose.INTAKE) -> str:
    call = write(house.desk)
    links.make(call, house.episode, purpose)
    return links.digest(links.token(call))


def test_a_link_opens_the_page_it_is_for(house: House) -> None:
    held = mark(house)
    assert str(house.patient) in questions(asks(link=held)).content.decode()
    assert own(asks(link=held)).status_code == 302


@pytest.mark.parametrize("purpose", [Purpose.CHECK_IN, Purpose.SIGN_IN])
def test_a_link_for_something_else_opens_nothing(
    house: House, purpose: Purpose
) -> None:
    assert questions(asks(link=mark(house, purpose))).status_code == 302


def test_an_unknown_link_opens_nothing(house: House) -> None:
    assert questions(asks(link=links.digest("guessed"))).status_code == 302
    assert questions(asks()).status_code == 302


def test_the_holder_of_an_old_link_is_told_so(house: House) -> None:
    held = mark(house)
    with (
        clinic.at(MORNING + timedelta(days=15)),
        pytest.raises(links.LinkExpired, match="too old"),
    ):
        questions(asks(link=held))


def test_who_has_signed_in_is_not_taken_for_the_holder_of_a_link(
    house: House,
) -> None:
    pat = clinic.joined(house, "pat@example.org")
    user = User.objects.get(pk=pat.user)
    shown = questions(asks(user, link=mark(house))).content.decode()
    assert str(house.patient) not in shown
    assert str(pat.patients) == shown
