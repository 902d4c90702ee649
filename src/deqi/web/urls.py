"""Every address of the pages; each noun brings its own."""

from django.urls import URLPattern, URLResolver, include, path

from deqi.web.visits import views as visits

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("deqi.web.public.urls")),
    path("", include("deqi.web.accounts.urls")),
    path("q/", include("deqi.web.links.urls")),
    path("desk/links/", include("deqi.web.links.desk_urls")),
    path("book/", include("deqi.web.joining.urls")),
    path("me/intake/", include("deqi.web.intake.urls")),
    path("me/", include("deqi.web.own.urls")),
    path("answer/", include("deqi.web.answers.urls")),
    path("desk/", visits.today, name="visits-today"),
    path("desk/visits/", include("deqi.web.visits.urls")),
    path("desk/patients/", include("deqi.web.patients.urls")),
    path("desk/documents/", include("deqi.web.documents.urls")),
    path("desk/tasks/", include("deqi.web.tasks.urls")),
    path("desk/sessions/", include("deqi.web.sessions.urls")),
    path("desk/episodes/<uuid:episode>/", include("deqi.web.episodes.urls")),
    path("desk/letters/", include("deqi.web.letters.urls")),
    path("desk/superbills/", include("deqi.web.superbills.urls")),
    path("desk/events/", include("deqi.web.events.urls")),
    path("network/", include("deqi.web.network.urls")),
]
