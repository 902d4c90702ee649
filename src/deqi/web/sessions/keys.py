"""What a page of a session carries that nobody else can make.

Words
-----
local key
    Under which a browser keeps what is typed while there is no connection. It belongs to
    one sign-in: after signing out nobody, the server included, hands it out again, and
    what lies in the browser cannot be read.
bond
    The episode of a session, signed: answers never go to another patient's record.
"""

from __future__ import annotations

import base64
from uuid import UUID

from django.core.signing import BadSignature, Signer
from django.http import HttpRequest
from django.utils.crypto import salted_hmac


def local(request: HttpRequest) -> str:
    """Return 256 bits of this sign-in, for AES-GCM, in base64."""
    session = request.session.session_key or ""
    made = salted_hmac("deqi.web.sessions.local", session, algorithm="sha256")
    return base64.b64encode(made.digest()).decode()


def bond(session: UUID, episode: UUID) -> str:
    """Return the episode of a session as only its own page carries it."""
    return _signer(session).sign(str(episode))


def episode_of(session: UUID, bond: str) -> UUID | None:
    """Return the episode that a page was given; None for a page of another session."""
    try:
        return UUID(_signer(session).unsign(bond))
    except BadSignature:
        return None


def _signer(session: UUID) -> Signer:
    return Signer(salt=f"deqi.web.sessions.bond.{session}")
