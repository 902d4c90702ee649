"""The root of all addresses."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

from deqi.config import probes
from deqi.web.accounts import sign_on

# One way in, with its second step and its lock, for the admin as well.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]  # as allauth tells to

urlpatterns = [
    path("healthz", probes.alive, name="alive"),
    path("readyz", probes.ready, name="ready"),
    path("admin/", admin.site.urls),
    path("accounts/oidc/<slug:provider_id>/login/", sign_on.begin),
    path("accounts/oidc/<slug:provider_id>/login/callback/", sign_on.finish),
    path("accounts/", include("allauth.urls")),
    path("", include("deqi.web.urls")),
]
