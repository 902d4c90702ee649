"""How many questions each page asks the database, counted past the server."""

import os
from collections.abc import Mapping

from bench.pages import clinic
from bench.pages.clinic import Page


def count(pages: Mapping[str, Page]) -> dict[str, int]:
    """Return how often each page asks, the beginning of a transaction left out."""
    os.environ["DEQI_DATA"] = str(clinic.FOLDER.resolve())
    from deqi.config import running

    running.set_up()
    from django.contrib.auth import get_user_model
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    users = get_user_model()._default_manager
    asked = {}
    for name, page in pages.items():
        client = Client(HTTP_HOST=clinic.HOST)
        if page.email:
            client.force_login(users.get(email=page.email), BACKEND)
        # The first answer also notes in the session that it has begun.
        client.get(page.path)
        with CaptureQueriesContext(connection) as captured:
            client.get(page.path)
        told = (each["sql"] for each in captured.captured_queries)
        asked[name] = sum(sql not in ("BEGIN", "COMMIT", "ROLLBACK") for sql in told)
    return asked


BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
