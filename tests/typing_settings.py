"""The settings as the type checker reads them: no server, no folder, no secret."""

import os

os.environ.setdefault(
    "DATABASE_URL", "postgresql://deqi_app@db.example.org/deqi?sslmode=require"
)
os.environ.setdefault(
    "DEQI_SECRET_KEY", "for the type checker alone, signs nothing " * 2
)
os.environ.setdefault("DEQI_ALLOWED_HOSTS", "clinic.example.org")

from deqi.config.settings import *  # noqa: F403 - the whole of them, once the environment stands
