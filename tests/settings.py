"""The settings of the product, over the test process's own database.

The folder is a demo's: pages are served without TLS and examples may be loaded. What holds
outside the demo is tried in `tests/config` on processes of their own.
"""

import os

from tests.database import FOLDER, URLS

os.environ["DEQI_DATA"] = str(FOLDER)

from deqi.config.databases import databases
from deqi.config.settings import *  # noqa: F403  the whole of them

DATABASES = databases(URLS.app, URLS.owner)
for _entry in DATABASES.values():
    _entry["OPTIONS"].pop("pool", None)
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True
