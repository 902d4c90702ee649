"""Every address of the pages; each noun brings its own."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("deqi.web.public.urls")),
    path("", include("deqi.web.accounts.urls")),
    path("desk/sessions/", include("deqi.web.sessions.urls")),
]
