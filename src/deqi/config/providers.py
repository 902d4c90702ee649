"""From the settings of single sign-on to what allauth wants of them."""

from __future__ import annotations

from typing import Any

from deqi.config.env import SignOn

NETWORK = "network"
"""The one provider; its name stands in the address that people come back to."""


def providers(sign_on: SignOn | None) -> dict[str, Any]:
    """Return the providers that the page for signing in offers: one, or none."""
    if sign_on is None:
        return {}
    app = {
        "provider_id": NETWORK,
        "name": "Single sign-on",
        "client_id": sign_on.client,
        "secret": sign_on.secret,
        # Where its own description lies; some issuers' names end with a slash.
        "settings": {"server_url": sign_on.issuer.rstrip("/")},
    }
    return {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
