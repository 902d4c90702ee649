"""Addresses of sessions."""

from django.urls import path

from deqi.web.sessions import views

urlpatterns = [
    path("", views.history, name="sessions-history"),
    path("begin/<uuid:episode>/", views.begin, name="sessions-begin"),
    path("begin/<uuid:episode>/<uuid:visit>/", views.begin, name="sessions-begin"),
    path("preview/", views.preview, name="sessions-preview"),
    path("words/", views.words, name="sessions-words"),
    path("shortcuts/", views.shortcuts, name="sessions-shortcuts"),
    path("shortcuts/<uuid:shortcut>/drop/", views.drop, name="sessions-drop"),
    path("<uuid:session>/", views.session, name="sessions-session"),
    path("<uuid:session>/chart/", views.chart, name="sessions-chart"),
    path("<uuid:session>/sign/", views.sign, name="sessions-sign"),
    path("<uuid:session>/amend/", views.amend, name="sessions-amend"),
]
