"""Addresses of the diary."""

from django.urls import path

from deqi.web.visits import views

urlpatterns = [
    path("", views.diary, name="visits-day"),
    path("book/<uuid:patient>/", views.book, name="visits-book"),
    path("<uuid:visit>/move/", views.move, name="visits-move"),
    path("<uuid:visit>/cancel/", views.cancel, name="visits-cancel"),
    path("<uuid:visit>/step/", views.step, name="visits-step"),
]
