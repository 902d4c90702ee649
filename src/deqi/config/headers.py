"""Two headers that no other part sets."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

NOT_USED = (
    "accelerometer",
    "browsing-topics",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "usb",
)
"""What a page of ours never asks the browser for, so that no planted script can."""

PERMISSIONS = ", ".join(
    [f"{name}=()" for name in NOT_USED]
    + ["publickey-credentials-create=(self)", "publickey-credentials-get=(self)"]
)


class Headers:
    """Says what a page may ask of the browser, and that it is kept nowhere."""

    def __init__(self, respond: Callable[[HttpRequest], HttpResponse]) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.respond(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        # A shared desk or a borrowed phone must not show a chart by its back button.
        response.headers.setdefault("Cache-Control", "no-store")
        return response
