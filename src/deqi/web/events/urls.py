"""Addresses of adverse events."""

from django.urls import path

from deqi.web.events import views

urlpatterns = [
    path("", views.listed, name="events-list"),
    path("report/<uuid:episode>/", views.report, name="events-report"),
    path("report/<uuid:episode>/<uuid:session>/", views.report, name="events-report"),
    path("<uuid:event>/follow/", views.follow, name="events-follow"),
]
