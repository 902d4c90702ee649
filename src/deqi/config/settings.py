"""Django's settings, all of them from `env`; nothing here is secret.

Import it only where the environment is complete: a missing setting is raised at once, as
a sentence that says what to set.
"""

import os
from pathlib import Path

from csp.constants import NONE, SELF

from deqi.config import env
from deqi.config.databases import databases
from deqi.config.providers import providers
from deqi.records import APPS

ENVIRONMENT = env.read(os.environ)
PACKAGE = Path(__file__).resolve().parents[1]

DEBUG = False
DEMO = ENVIRONMENT.demo
DEQI_EXAMPLES = DEMO
SECRET_KEY = ENVIRONMENT.secret_key
OLD_SECRET_KEYS = ENVIRONMENT.old_secret_keys
"""They open seeds of second steps and nothing else: a key that leaked signs nobody in."""
ALLOWED_HOSTS = list(ENVIRONMENT.hosts)
ROOT_URLCONF = "deqi.config.urls"
WSGI_APPLICATION = "deqi.config.wsgi.application"
DATABASES = databases(ENVIRONMENT.app_url, ENVIRONMENT.owner_url)
DATABASE_ROUTERS: list[str] = []
CACHES = {"default": {"BACKEND": "deqi.operations.tallies.Tallies"}}
"""For what all workers have to count together; no page is kept in it."""

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "deqi.web",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "axes",
    "csp",
    "django_htmx",
    *APPS,
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "deqi.config.headers.Headers",
    "deqi.config.bodies.Bodies",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "deqi.web.accounts.limits.Limits",
    "allauth.account.middleware.AccountMiddleware",
    "deqi.web.accounts.second_step.SecondStep",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
    "deqi.web.asking.Refusals",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "deqi.web.asking.here",
            ],
        },
    }
]
FORM_RENDERER = "deqi.web.forms.FormRenderer"

# People and how they sign in

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
SHORTEST_PASSWORD = 12
_VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_VALIDATION}.UserAttributeSimilarityValidator"},
    {
        "NAME": f"{_VALIDATION}.MinimumLengthValidator",
        "OPTIONS": {"min_length": SHORTEST_PASSWORD},
    },
    {"NAME": f"{_VALIDATION}.CommonPasswordValidator"},
    {"NAME": f"{_VALIDATION}.NumericPasswordValidator"},
]

ACCOUNT_ADAPTER = "deqi.web.accounts.adapter.Adapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
# A name is locked by axes, which says until when; this slows an address down.
ACCOUNT_RATE_LIMITS = {"login_failed": "30/m/ip"}
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "http" if DEMO else "https"

MFA_ADAPTER = "deqi.operations.seeds.Encrypted"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Deqi"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMO

SOCIALACCOUNT_ADAPTER = "deqi.web.accounts.sign_on.Adapter"
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
# The adapter lets nobody in whose address the provider does not vouch for.
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_PROVIDERS = providers(ENVIRONMENT.sign_on)

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 1
"""Hours; a name from one address is let try again after them."""
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_FORM_FIELD = "login"
AXES_USERNAME_CALLABLE = "deqi.web.accounts.locking.name"
AXES_CLIENT_IP_CALLABLE = "deqi.web.accounts.locking.address"
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if ENVIRONMENT.behind_proxy else 0
"""Behind a proxy the address is the one that it has added; else no header is believed."""
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "deqi.web.accounts.locking.told"
AXES_VERBOSE = False
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "login"]

LINK_HOURS = {"check_in": 72, "intake": 14 * 24, "sign_in": 72}
"""For how long a link opens what it is for."""

# Between the browser and here

_SECURE = not DEMO
SECURE_SSL_REDIRECT = _SECURE
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if ENVIRONMENT.behind_proxy else None
)
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if _SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _SECURE
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_NAME = "__Host-session" if _SECURE else "session"
SESSION_COOKIE_SECURE = _SECURE
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
STAFF_IDLE_MINUTES = 30
STAFF_SESSION_HOURS = 12
"""Who works at a clinic signs in anew after so long without a page, or in all."""
CSRF_COOKIE_NAME = "__Host-csrf" if _SECURE else "csrf"
CSRF_COOKIE_SECURE = _SECURE
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "base-uri": [NONE],
        "connect-src": [SELF],
        "font-src": [SELF],
        "form-action": [SELF, *env.origins(ENVIRONMENT.sign_on)],
        "frame-ancestors": [NONE],
        "img-src": [SELF, "data:"],
        "manifest-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "worker-src": [SELF],
    }
}

# What one request may hold, files included; `bodies` sees to it.
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = DATA_UPLOAD_MAX_MEMORY_SIZE
LARGEST_DOCUMENT = 10 * 1024 * 1024
"""Bytes of one file about a patient."""

# Mail

if ENVIRONMENT.mail:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST = ENVIRONMENT.mail.host
    EMAIL_PORT = ENVIRONMENT.mail.port
    EMAIL_HOST_USER = ENVIRONMENT.mail.user
    EMAIL_HOST_PASSWORD = ENVIRONMENT.mail.password
    EMAIL_USE_SSL = ENVIRONMENT.mail.encryption == "tls"
    EMAIL_USE_TLS = ENVIRONMENT.mail.encryption == "starttls"
    EMAIL_TIMEOUT = 10
    DEFAULT_FROM_EMAIL = ENVIRONMENT.mail.sender
elif ENVIRONMENT.folder:
    # Nothing leaves the machine; who tries the product reads its letters here.
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = ENVIRONMENT.folder / "mail"
    DEFAULT_FROM_EMAIL = "deqi@localhost"
else:
    EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"

# Words, days, files

LANGUAGE_CODE = "en-gb"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = ENVIRONMENT.static
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"redacted": {"()": "deqi.config.redaction.Redacted"}},
    "formatters": {"plain": {"()": "deqi.config.redaction.WithoutData"}},
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "filters": ["redacted"],
            "formatter": "plain",
        }
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
    },
}
