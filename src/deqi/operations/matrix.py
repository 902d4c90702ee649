"""Which role may ask which operation: the one table, and what is not in it is refused.

``docs/reference/permissions.md`` is printed from it, and every cell is tried by a test.
"""

from __future__ import annotations

from collections.abc import Mapping

from deqi.core.roles import Role

_SHORT = {
    "PT": Role.PATIENT,
    "PR": Role.PRACTITIONER,
    "FD": Role.FRONT_DESK,
    "CM": Role.CLINIC_MANAGER,
    "NM": Role.NETWORK_MANAGER,
    "AU": Role.AUDITOR,
}


def _may(roles: str) -> frozenset[Role]:
    return frozenset(_SHORT[each] for each in roles.split())


MATRIX: Mapping[str, frozenset[Role]] = {
    name: _may(roles)
    for name, roles in {
        # People. A front desk sees who somebody is and when they come, never the chart.
        "patients.join": "PT",
        "patients.register": "PR FD CM",
        "patients.change": "PR FD CM",
        "patients.find": "PR FD CM",
        "patients.card": "PR FD CM",
        "patients.chart": "PR",
        "patients.alike": "PR FD CM",
        "patients.doubles": "PR FD CM",
        "patients.pair": "PR CM",
        "patients.merge": "PR CM",
        "patients.home": "PT",
        "patients.export": "PT CM",
        "requests.ask": "PT",
        "requests.mine": "PT",
        "requests.list": "CM",
        "requests.answer": "CM",
        # What is known of them.
        "episodes.open": "PT PR FD",
        "episodes.read": "PR",
        "episodes.change": "PR",
        "episodes.discharge": "PR",
        "facts.answer": "PT PR",
        "facts.intake": "PT",
        "intake.answer": "PT",
        "screenings.screen": "PT PR",
        "screenings.read": "PR",
        "screenings.overrule": "PR",
        "screenings.clear": "PR",
        "consents.publish": "CM",
        "consents.versions": "CM",
        "consents.text": "PT PR FD CM",
        "consents.mine": "PT",
        "consents.give": "PT PR",
        "consents.withdraw": "PT PR",
        # What is planned.
        "plans.propose": "PR",
        "plans.weigh": "PR",
        "plans.sign": "PR",
        "plans.read": "PT PR",
        "plans.mine": "PT",
        "advice.mine": "PT",
        "visits.book": "PR FD CM",
        "visits.move": "PR FD CM",
        "visits.cancel": "PT PR FD CM",
        "visits.step": "PR FD",
        "visits.choices": "PR FD CM",
        "visits.day": "PR FD CM",
        "visits.mine": "PT",
        # What is given.
        "sessions.begin": "PR",
        "sessions.chart": "PR",
        "sessions.sign": "PR",
        "sessions.amend": "PR",
        "sessions.read": "PR",
        "sessions.list": "PR",
        "events.report": "PT PR",
        "events.follow": "PR",
        "events.list": "PR CM",
        "shortcuts.keep": "PR",
        "shortcuts.drop": "PR",
        "shortcuts.list": "PR",
        # What is measured and decided.
        "measurements.record": "PT PR",
        "measurements.correct": "PR",
        "courses.read": "PT",
        "reviews.propose": "PR",
        "reviews.weigh": "PR",
        "reviews.decide": "PR",
        "reviews.due": "PR",
        # Papers.
        "letters.draft": "PR",
        "letters.edit": "PR",
        "letters.sign": "PR",
        "letters.send": "PR FD",
        "letters.read": "PR",
        "letters.list": "PR",
        "letters.waiting": "PR FD",
        "superbills.read": "PR FD CM",
        "coverage.read": "PT PR FD",
        "documents.add": "PR FD",
        "documents.list": "PR FD",
        "documents.read": "PR",
        "documents.hide": "PR CM",
        "tasks.list": "PR FD CM",
        "tasks.add": "PR FD CM",
        "tasks.finish": "PR FD CM",
        "links.make": "PR FD",
        "links.list": "PR FD",
        "links.revoke": "PR FD",
        "links.read": "PT",
        "links.check_in": "PT",
        "links.claim": "PT",
        # The house.
        "clinics.read": "PR FD CM NM AU",
        "clinics.overview": "CM",
        "clinics.add": "NM",
        "clinics.change": "CM NM",
        "rooms.add": "CM",
        "rooms.close": "CM",
        "staff.list": "CM NM AU",
        "staff.add": "CM NM",
        "staff.end": "CM NM",
        "credentials.list": "PR CM NM AU",
        "credentials.add": "CM NM",
        "credentials.verify": "CM NM",
        "credentials.revoke": "CM NM",
        "templates.list": "PR FD CM",
        "templates.keep": "CM",
        "knowledge.list": "PR CM NM AU",
        "knowledge.show": "PR CM NM AU",
        "knowledge.sign_off": "PR",
        "audit.read": "CM NM AU",
        "audit.list": "CM NM AU",
        "exports.make": "CM",
        "network.overview": "NM AU",
    }.items()
}
