"""The root of all addresses."""

from django.contrib import admin
from django.urls import include, path

from deqi.config import probes

urlpatterns = [
    path("healthz", probes.alive, name="alive"),
    path("readyz", probes.ready, name="ready"),
    path("admin/", admin.site.urls),
    path("accounts/", include("allauth.urls")),
    path("", include("deqi.web.urls")),
]
