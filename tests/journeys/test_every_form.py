"""Every form and link of the site, asked what nobody should ask: nothing breaks.

Each field in turn holds something odd, the others what the page offers. The answer may
refuse; it never breaks, and a form that comes back still holds what was typed.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.test import Client

from deqi.core.roles import Role
from tests import clinic
from tests.journeys import site
from tests.journeys.site import Site
from tests.web.test_addresses import addresses

ROLES = (None, *Role)
ODD = (
    "\0",
    "x" * 20_000,
    "\u202e\U0001f9a0 'quoted\" <b>&amp;</b> {{ 7*7 }}",
    "-1",
    "99999999999999999999",
    "1e400",
    "0000-00-00",
    "2026-02-30",
    "9999-12-31",
    "nan",
    "25:61",
    "00000000-0000-0000-0000-000000000000",
    "\ud800".encode("utf-16", "surrogatepass").decode("utf-16", "replace"),
)
KEPT = "Kept as typed, <i>twice</i>"
TYPE_NOTHING = {None, Role.AUDITOR}
"""Whose forms have no field for words."""
LEAVES = ("/accounts/logout/",)
"""Signs out: nothing could be sent after it."""


@dataclass
class Form:
    """What may be asked: where, the fields with what they hold, and what is typed.

    A link with a query is one as well.
    """

    action: str
    is_sent: bool
    fields: dict[str, str] = field(default_factory=dict)
    typed: list[str] = field(default_factory=list)


class Forms(HTMLParser):
    """Finds the forms of a page, and its links that ask something."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.path = path
        self.found: list[Form] = []
        self.form: Form | None = None
        self.select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = {name: value or "" for name, value in attrs}
        if tag == "form":
            is_sent = held.get("method", "").lower() == "post"
            self.form = Form(held.get("action") or self.path, is_sent)
            self.found.append(self.form)
        elif tag == "a" and "?" in held.get("href", ""):
            there = urlsplit(held["href"])
            asked = dict(parse_qsl(there.query))
            self.found.append(Form(there.path or self.path, False, asked))
        elif self.form is not None:
            self._field(tag, held)

    def _field(self, tag: str, held: dict[str, str]) -> None:
        assert self.form is not None
        name, kind = held.get("name", ""), held.get("type", "text")
        if tag == "select":
            self.select = name
        elif tag == "option":
            first = self.select not in self.form.fields
            if self.select and (first or "selected" in held):
                self.form.fields[self.select] = held.get("value", "")
        elif tag in ("input", "textarea") and name and name != "csrfmiddlewaretoken":
            if kind in ("radio", "checkbox") and "checked" not in held:
                self.form.fields.setdefault(name, held.get("value", ""))
            else:
                self.form.fields[name] = held.get("value", "")
            if tag == "textarea" or kind == "text":
                self.form.typed.append(name)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.form = None
        elif tag == "select":
            self.select = ""


def forms(client: Client, path: str) -> list[Form]:
    """Return the forms of a page; none where it shows none."""
    page = Forms(path.partition("?")[0])
    with closing(client.get(path)) as answer:
        if answer.headers.get("Content-Type", "").startswith("text/html"):
            page.feed(b"".join(answer).decode())
    return [each for each in page.found if each.action not in LEAVES]


def odd(form: Form) -> Iterator[dict[str, str]]:
    """Yield what is sent: each field odd in turn, then nothing, then a field too many."""
    for name in form.fields:
        for each in ODD:
            yield {**form.fields, name: each}
    yield {}
    yield {**form.fields, "more": "than was asked"}


@pytest.mark.parametrize("role", ROLES)
def test_no_form_breaks(example: Site, role: Role | None) -> None:
    client = Client(raise_request_exception=False)
    if role is not None:
        clinic.sign_in(client, example.actors[role])
    paths = {path for each in addresses() for path in example.paths(each)}
    broken, seen, sent = [], set(), 0
    with clinic.at(site.UNTIL):
        for path in sorted(paths):
            for form in forms(client, path):
                shape = (form.action, form.is_sent, *form.fields)
                if shape in seen:
                    continue
                seen.add(shape)
                for told in odd(form):
                    sent += 1
                    ask = client.post if form.is_sent else client.get
                    # An archive is a file that stays open until it is sent or closed.
                    with closing(ask(form.action, told)) as answer:
                        if answer.status_code >= 500:
                            broken.append((form.action, told))
    sys.stdout.write(
        f"{role or 'nobody'}: {len(seen)} forms and links, asked {sent} times\n"
    )
    assert broken == []
    assert seen


@pytest.mark.parametrize("role", ROLES)
def test_what_was_typed_comes_back(example: Site, role: Role | None) -> None:
    client = Client()
    if role is not None:
        clinic.sign_in(client, example.actors[role])
    paths = {path for each in addresses() for path in example.paths(each)}
    lost, kept = [], 0
    with clinic.at(site.UNTIL):
        for path in sorted(paths):
            for form in forms(client, path):
                for name in form.typed if form.is_sent else ():
                    # Without its key a form is refused after it was read.
                    told = {**form.fields, name: KEPT, "key": ""}
                    answer = client.post(form.action, told)
                    shown = b"".join(answer).decode(errors="replace")
                    if answer.status_code == 422 and escape(KEPT) not in shown:
                        lost.append((form.action, name))
                    kept += answer.status_code == 422
    assert lost == []
    assert kept or role in TYPE_NOTHING, "no form came back: nothing was tried"
