"""Addresses of documents; the folder of a patient stands with the patient."""

from django.urls import path

from deqi.web.documents import views

urlpatterns = [
    path("<uuid:document>/", views.opened, name="documents-open"),
    path("<uuid:document>/hide/", views.hide, name="documents-hide"),
]
