"""The root of all addresses."""

from django.urls import include, path

from deqi.config import probes
from deqi.web.accounts import sign_on

urlpatterns = [
    path("healthz", probes.alive, name="alive"),
    path("readyz", probes.ready, name="ready"),
    path("accounts/oidc/<slug:provider_id>/login/", sign_on.begin),
    path("accounts/oidc/<slug:provider_id>/login/callback/", sign_on.finish),
    path("accounts/", include("allauth.urls")),
    path("", include("deqi.web.urls")),
]
