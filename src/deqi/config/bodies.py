"""Refuses what is too large to be kept, before any of it is read."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

TOO_LARGE = 413


class Bodies:
    """Middleware: a request says how long it is; a file is no exception.

    Django's own limit counts no files, which anybody could send to any page with a form:
    they would fill the disk and then the memory. What gives no length is read as empty.
    """

    def __init__(self, respond: Callable[[HttpRequest], HttpResponse]) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _length(request) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            sentence = _(
                "This is too large to send. Go back and choose a smaller file."
            )
            return HttpResponse(sentence, status=TOO_LARGE, content_type="text/plain")
        return self.respond(request)


def _length(request: HttpRequest) -> int:
    # As Django reads it, so that the two never differ.
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0
