"""The product on a port of this machine, at an example's time, and a browser on it."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import pytest
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.test import Client

from deqi.operations.callers import Actor
from tests import clinic
from tests.web.look import violations

BROWSER = shutil.which("chromium") or shutil.which("google-chrome")


class Quiet(WSGIRequestHandler):
    """Answers, and says nothing of it."""

    def log_message(self, *_: object) -> None:
        """Keep the terminal for what fails."""


@contextmanager
def served(moment: datetime = clinic.MORNING) -> Iterator[str]:
    """Serve the product as if it were that moment; yields the address."""
    product = WSGIHandler()

    def timed(environ: Any, start: Any) -> Any:
        with clinic.at(moment):
            return product(environ, start)

    server = ThreadedWSGIServer(("127.0.0.1", 0), Quiet, allow_reuse_address=False)
    server.set_app(timed)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def browsing(address: str, actor: Actor, *, width: int = 1280) -> Iterator[Any]:
    """Yield a page of a browser in which somebody has signed in."""
    if BROWSER is None:
        pytest.skip("no Chromium is installed")
    from playwright.sync_api import sync_playwright

    client = Client()
    clinic.sign_in(client, actor)
    name = settings.SESSION_COOKIE_NAME
    cookie = {"name": name, "value": client.cookies[name].value, "url": address}
    with sync_playwright() as play:
        started = play.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        context = started.new_context(
            base_url=address,
            viewport={"width": width, "height": 900},
            reduced_motion="reduce",
        )
        context.add_cookies([cookie])
        yield context.new_page()
        context.close()
        started.close()


def faults(page: Any) -> list[str]:
    """Return what axe finds on the page; the page's own policy lets no script in."""
    fresh = page.context.browser.new_context(
        bypass_csp=True,
        viewport=page.viewport_size,
        reduced_motion="reduce",
        storage_state=page.context.storage_state(),
    )
    copy = fresh.new_page()
    copy.goto(page.url)
    found = violations(copy)
    fresh.close()
    return found
