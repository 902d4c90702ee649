"""The root of all addresses."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

from deqi.config import probes

# One way in, with its second step and its lock, for the admin as well.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]  # as allauth tells to

urlpatterns = [
    path("healthz", probes.alive, name="alive"),
    path("readyz", probes.ready, name="ready"),
    path("admin/", admin.site.urls),
    path("accounts/", include("allauth.urls")),
    path("", include("deqi.web.urls")),
]
