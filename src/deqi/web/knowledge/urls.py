"""Addresses of records."""

from django.urls import path

from deqi.web.knowledge import views

urlpatterns = [
    path("", views.listed, name="knowledge-list"),
    path("<str:room>/", views.listed, name="knowledge-room"),
    path("<str:room>/<path:name>/", views.show, name="knowledge-show"),
]
