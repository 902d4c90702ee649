"""The page of exports: an archive for the clinic's manager, told in the audit."""

from __future__ import annotations

import io
import zipfile

import psycopg
from django.test import Client

from tests import clinic
from tests.clinic import House
from tests.operations.rows import one

HERE = "/network/exports/"


def test_a_manager_takes_the_clinics_rows_along(
    client: Client, house: House, owner: psycopg.Connection
) -> None:
    clinic.sign_in(client, house.manager)
    assert "It is not encrypted." in client.get(HERE).content.decode()
    made = client.post(HERE)
    assert made["Content-Type"] == "application/zip"
    assert "no-store" in made["Cache-Control"]
    sent = b"".join(made.streaming_content)  # type: ignore[attr-defined]  # of a file
    with zipfile.ZipFile(io.BytesIO(sent)) as held:
        assert str(house.patient) in held.read("people_patient.csv").decode()
    told = "SELECT allowed FROM audit_event WHERE operation = 'exports.make'"
    assert one(owner, told) is True


def test_nobody_else_takes_them(client: Client, house: House) -> None:
    for actor in (house.desk, house.practitioner, house.network):
        clinic.sign_in(client, actor)
        assert client.get(HERE).status_code == 403
        assert client.post(HERE).status_code == 403
