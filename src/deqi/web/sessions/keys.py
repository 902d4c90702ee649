"""The key under which a browser keeps what is typed while there is no connection.

It belongs to one sign-in: after signing out nobody, the server included, hands it out
again, and what lies in the browser cannot be read.
"""

import base64

from django.http import HttpRequest
from django.utils.crypto import salted_hmac


def local(request: HttpRequest) -> str:
    """Return 256 bits of this sign-in, for AES-GCM, in base64."""
    session = request.session.session_key or ""
    made = salted_hmac("deqi.web.sessions.local", session, algorithm="sha256")
    return base64.b64encode(made.digest()).decode()
