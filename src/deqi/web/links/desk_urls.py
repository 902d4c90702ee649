"""The addresses at which the desk makes links and revokes them."""

from django.urls import path

from deqi.web.links import making

urlpatterns = [
    path("make/<uuid:patient>/", making.make, name="links-make"),
    path("make/<uuid:patient>/<uuid:link>/revoke/", making.revoke, name="links-revoke"),
]
