"""The mail by which somebody new at a clinic chooses their password."""

from __future__ import annotations

from uuid import UUID

from allauth.account.adapter import get_adapter
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.core import context
from django.contrib.auth import get_user_model
from django.http import HttpRequest
from django.urls import reverse


def send(request: HttpRequest, user: UUID) -> None:
    """Send an invitation; its link holds until a password is chosen, or three days."""
    invited = get_user_model().objects.get(pk=user)
    key = f"{user_pk_to_url_str(invited)}-{default_token_generator.make_token(invited)}"
    address = reverse(
        "account_reset_password_from_key",
        kwargs=dict(zip(("uidb36", "key"), key.split("-", 1), strict=True)),
    )
    told = {"link": request.build_absolute_uri(address)}
    with context.request_context(request):
        get_adapter(request).send_mail("account/email/invitation", invited.email, told)
