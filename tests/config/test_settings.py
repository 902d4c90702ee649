"""The settings outside the demo, read in processes of their own."""

import json
import subprocess
import sys

import pytest

from tests.config.processes import environment

OWN = {
    "DATABASE_URL": "postgresql://deqi_app:x@db.example.org/deqi",
    "DEQI_SECRET_KEY": "Uq7-x" * 20,
    "DEQI_ALLOWED_HOSTS": "clinic.example.org",
    "DJANGO_SETTINGS_MODULE": "deqi.config.settings",
}
SHOW = """
import json, sys
from django.conf import settings
print(json.dumps([getattr(settings, name, None) for name in sys.argv[1:]], default=str))
"""
WARNED = """
import django
from django.core.checks import run_checks
django.setup()
print(" ".join(each.id for each in run_checks(include_deployment_checks=True)))
"""
ASKED = """
import django
from django.test import RequestFactory
django.setup()
print(RequestFactory().get("/", headers={"X-Forwarded-Proto": "https"}).is_secure())
"""


def run(program: str, *arguments: str, **settings: str) -> str:
    """Return what a program prints in a process with these settings."""
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        env=environment(**settings),
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout if done.returncode == 0 else done.stderr


def shown(*names: str, **settings: str) -> list[object]:
    """Return settings of Django as a clinic of one's own has them."""
    return list(json.loads(run(SHOW, *names, **OWN, **settings)))


def test_cookies_and_transport_are_closed() -> None:
    names = {
        "DEBUG": False,
        "DEQI_EXAMPLES": False,
        "SECURE_SSL_REDIRECT": True,
        "SECURE_HSTS_SECONDS": 31536000,
        "SESSION_COOKIE_SECURE": True,
        "SESSION_COOKIE_NAME": "__Host-session",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "CSRF_COOKIE_SECURE": True,
        "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN": False,
        "PASSWORD_HASHERS": ["django.contrib.auth.hashers.Argon2PasswordHasher"],
        "DATABASE_ROUTERS": [],
        "ADMINS": [],
    }
    assert shown(*names) == list(names.values())


def test_an_old_secret_key_signs_nothing() -> None:
    old = "k" * 50
    told = shown(
        "SECRET_KEY_FALLBACKS", "OLD_SECRET_KEYS", DEQI_OLD_SECRET_KEYS=f"{old},"
    )
    assert told == [[], [old]]


def test_django_s_own_check_before_opening_finds_nothing_but_the_preload_list() -> None:
    assert run(WARNED, **OWN).split() == ["security.W021"]


@pytest.mark.parametrize("name", ["DATABASE_URL", "DEQI_SECRET_KEY"])
def test_nothing_starts_without_a_secret(name: str) -> None:
    told = run(SHOW, "DEBUG", **{**OWN, name: ""})
    assert f"deqi.config.env.MissingSetting: {name} is not set. It " in told


def test_a_forwarded_header_is_believed_only_from_a_named_proxy() -> None:
    assert run(ASKED, **OWN) == "False\n"
    assert run(ASKED, **OWN, DEQI_BEHIND_PROXY="yes") == "True\n"


def test_mail_goes_by_the_server_that_is_named() -> None:
    told = {
        "DEQI_MAIL_URL": "smtps://u:p@mail.example.org",
        "DEQI_MAIL_FROM": "care@clinic.example.org",
    }
    names = {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": "mail.example.org",
        "EMAIL_PORT": 465,
        "EMAIL_USE_SSL": True,
        "EMAIL_USE_TLS": False,
        "DEFAULT_FROM_EMAIL": "care@clinic.example.org",
    }
    assert shown(*names, **told) == list(names.values())


def test_mail_without_a_server_is_not_sent_anywhere() -> None:
    dummy = "django.core.mail.backends.dummy.EmailBackend"
    assert shown("EMAIL_BACKEND") == [dummy]


def test_single_sign_on_comes_with_its_settings() -> None:
    told = {
        "DEQI_OIDC_ISSUER": "https://login.example.org/realm",
        "DEQI_OIDC_CLIENT": "deqi",
        "DEQI_OIDC_SECRET": "x",
    }
    (providers, policy) = shown(
        "SOCIALACCOUNT_PROVIDERS", "CONTENT_SECURITY_POLICY", **told
    )
    (app,) = providers["openid_connect"]["APPS"]  # type: ignore[call-overload,index]  # plain JSON
    assert app["settings"] == {"server_url": "https://login.example.org/realm"}
    ways = policy["DIRECTIVES"]["form-action"]  # type: ignore[call-overload,index]  # plain JSON
    assert ways == ["'self'", "https://login.example.org"]
