"""Addresses of who manages; each noun brings its own."""

from django.urls import include, path

from deqi.web.network import views

urlpatterns = [
    path("", views.overview, name="network-overview"),
    path("clinics/", include("deqi.web.clinics.urls")),
    path("staff/", include("deqi.web.staff.urls")),
    path("texts/", include("deqi.web.texts.urls")),
    path("records/", include("deqi.web.knowledge.urls")),
    path("audit/", include("deqi.web.audit.urls")),
    path("requests/", include("deqi.web.requests.urls")),
    path("exports/", include("deqi.web.exports.urls")),
]
