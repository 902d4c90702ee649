"""Addresses of clinics and their rooms."""

from django.urls import path

from deqi.web.clinics import views

urlpatterns = [
    path("", views.listed, name="clinics-list"),
    path("add/", views.add, name="clinics-add"),
    path("<uuid:clinic>/change/", views.change, name="clinics-change"),
    path("rooms/add/", views.add_room, name="rooms-add"),
    path("rooms/<uuid:room>/close/", views.close_room, name="rooms-close"),
]
