"""What every answer says to the browser."""

from django.http import HttpResponse
from django.test import Client, RequestFactory

from deqi.config.headers import Headers


def test_every_page_asks_nothing_and_is_kept_nowhere(client: Client) -> None:
    answer = client.get("/accounts/login/")
    assert "camera=()" in answer.headers["Permissions-Policy"]
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"


def test_no_script_or_style_but_our_own_files_runs(client: Client) -> None:
    policy = client.get("/accounts/login/").headers["Content-Security-Policy"]
    parts = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert parts["default-src"] == parts["base-uri"] == "'none'"
    assert parts["script-src"] == parts["style-src"] == "'self'"
    assert parts["frame-ancestors"] == "'none'"
    assert "unsafe" not in policy


def test_a_view_may_say_otherwise() -> None:
    told = {"Cache-Control": "max-age=60", "Permissions-Policy": "camera=(self)"}
    answer = Headers(lambda _: HttpResponse(headers=told))(RequestFactory().get("/"))
    assert {name: answer.headers[name] for name in told} == told
