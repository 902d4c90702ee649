"""Addresses of a patient's own care."""

from django.urls import path

from deqi.web.own import advice, consent, course, data, home, plan, visits

urlpatterns = [
    path("", home.show, name="own-home"),
    path("plan/", plan.show, name="own-plan"),
    path("course/", course.show, name="own-course"),
    path("course/course.svg", course.draw, name="own-course-draw"),
    path("consent/", consent.show, name="own-consent"),
    path("consent/withdraw/", consent.withdraw, name="own-consent-withdraw"),
    path("aftercare/", advice.aftercare, name="own-aftercare"),
    path("lifestyle/", advice.lifestyle, name="own-lifestyle"),
    path("visits/", visits.show, name="own-visits"),
    path("visits/<uuid:visit>/cancel/", visits.cancel, name="own-visits-cancel"),
    path("data/", data.show, name="own-data"),
    path("data/my-record.json", data.as_json, name="own-data-json"),
    path("data/my-record.pdf", data.as_pdf, name="own-data-pdf"),
]
