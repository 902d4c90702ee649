"""The mail by which somebody new at a clinic chooses their password."""

from __future__ import annotations

import logging
from uuid import UUID

from allauth.account.adapter import get_adapter
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.core import context
from django.conf import settings
from django.contrib.auth import get_user_model
from django.http import HttpRequest
from django.urls import reverse

NOWHERE = "django.core.mail.backends.dummy.EmailBackend"

_log = logging.getLogger(__name__)


def send(request: HttpRequest, user: UUID) -> bool:
    """Send an invitation; its link holds until a password is chosen, or three days.

    Returns whether it went; why not stands in the log.
    """
    if settings.EMAIL_BACKEND == NOWHERE:
        _log.warning("an invitation did not go: there is no mail server")
        return False
    invited = get_user_model().objects.get(pk=user)
    key = f"{user_pk_to_url_str(invited)}-{default_token_generator.make_token(invited)}"
    address = reverse(
        "account_reset_password_from_key",
        kwargs=dict(zip(("uidb36", "key"), key.split("-", 1), strict=True)),
    )
    told = {"link": request.build_absolute_uri(address)}
    try:
        with context.request_context(request):
            adapter = get_adapter(request)
            adapter.send_mail("account/email/invitation", invited.email, told)
    except OSError as fault:
        # smtplib's own faults are among them; their text quotes the address.
        _log.warning("an invitation did not go: %s", type(fault).__name__)
        return False
    return True
