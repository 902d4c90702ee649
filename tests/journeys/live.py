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
from tests.web.look import AXE

BROWSER = shutil.which("chromium") or shutil.which("google-chrome")
LOOKS = ((390, "dark"), (1280, "light"))
ALL_LOOKS = ((390, "light"), (390, "dark"), (1280, "light"), (1280, "dark"))
TALL = 900
LONGEST_MS = 10_000
RUN = (
    "axe.run(document, {resultTypes: ['violations']})"
    ".then(results => results.violations.map(each =>"
    " ({id: each.id, nodes: each.nodes.map(node => ({target: node.target}))})))"
)


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
def browser() -> Iterator[Any]:
    """Yield a browser; the records are not to be asked through Django meanwhile."""
    if BROWSER is None:
        pytest.skip("no Chromium is installed")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        started = play.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        yield started
        started.close()


@contextmanager
def browsing(address: str, actor: Actor | None, *, width: int = 1280) -> Iterator[Any]:
    """Yield a page of a browser in which somebody, or nobody, has signed in."""
    session = signed_in(actor)
    with browser() as started:
        yield opened(started, address, session, width=width)


def signed_in(actor: Actor | None) -> str | None:
    """Return the session of somebody who has signed in."""
    if actor is None:
        return None
    client = Client()
    clinic.sign_in(client, actor)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def opened(
    started: Any, address: str, session: str | None, *, width: int = 1280
) -> Any:
    """Open a page of a browser in a context of its own."""
    context = started.new_context(
        base_url=address,
        viewport={"width": width, "height": TALL},
        reduced_motion="reduce",
    )
    context.set_default_timeout(LONGEST_MS)
    if session is not None:
        name = settings.SESSION_COOKIE_NAME
        context.add_cookies([{"name": name, "value": session, "url": address}])
    return context.new_page()


def faults(page: Any) -> list[str]:
    """Return what axe finds on the page as it stands, as rule and place.

    Axe comes by the debugger: the policy of the page lets no script in.
    """
    debugger = page.context.new_cdp_session(page)
    _told(debugger, AXE.read_text(encoding="utf-8"))
    found = _told(debugger, RUN)
    debugger.detach()
    return [
        f"{each['id']}: {' '.join(map(str, node['target']))}"
        for each in found
        for node in each["nodes"]
    ]


def _told(debugger: Any, script: str) -> Any:
    asked = {
        "expression": script,
        "awaitPromise": True,
        "returnByValue": True,
        "allowUnsafeEvalBlockedByCSP": True,
    }
    answer = debugger.send("Runtime.evaluate", asked)
    assert "exceptionDetails" not in answer, answer
    return answer["result"].get("value")


def looked_at(page: Any, *, width: int, theme: str) -> None:
    """Turn the page to a width and a theme, without asking for it anew."""
    page.set_viewport_size({"width": width, "height": TALL})
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")


def then_axe_finds_nothing(page: Any) -> None:
    """Look at the page as it stands, narrow and dark, then wide and light."""
    was = page.viewport_size["width"]
    for width, theme in LOOKS:
        looked_at(page, width=width, theme=theme)
        assert faults(page) == [], f"{page.url} at {width}, {theme}"
        assert wide(page) <= width, f"{page.url} scrolls sideways at {width}"
    looked_at(page, width=was, theme="light")


def wide(page: Any) -> int:
    """Return how wide the page is drawn, in px."""
    return int(page.evaluate("document.documentElement.scrollWidth"))
