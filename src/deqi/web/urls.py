"""Every address of the pages; each noun brings its own."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("desk/sessions/", include("deqi.web.sessions.urls")),
]
