"""Addresses of people and credentials."""

from django.urls import path

from deqi.web.staff import credentials, views

urlpatterns = [
    path("", views.listed, name="staff-list"),
    path("add/", views.add, name="staff-add"),
    path("<uuid:user>/invite/", views.invite, name="staff-invite"),
    path("roles/<uuid:membership>/end/", views.end, name="staff-end"),
    path("credentials/", credentials.listed, name="credentials-list"),
    path(
        "credentials/add/<uuid:practitioner>/", credentials.add, name="credentials-add"
    ),
    path(
        "credentials/<uuid:credential>/verify/",
        credentials.verify,
        name="credentials-verify",
    ),
    path(
        "credentials/<uuid:credential>/revoke/",
        credentials.revoke,
        name="credentials-revoke",
    ),
]
