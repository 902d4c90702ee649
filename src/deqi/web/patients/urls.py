"""Addresses of patients."""

from django.urls import include, path

from deqi.web.documents import views as documents
from deqi.web.patients import views

urlpatterns = [
    path("", views.search, name="patients-search"),
    path("new/", views.register, name="patients-register"),
    path("doubles/", include("deqi.web.doubles.urls")),
    path("<uuid:patient>/", views.card, name="patients-card"),
    path("<uuid:patient>/chart/", views.chart, name="patients-chart"),
    path("<uuid:patient>/change/", views.change, name="patients-change"),
    path("<uuid:patient>/episode/", views.open_episode, name="episodes-open"),
    path("<uuid:patient>/documents/", documents.folder, name="documents-list"),
]
