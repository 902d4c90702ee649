"""Pages of documents: a folder, an upload judged by content, a file in its own box."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from deqi.operations import documents
from tests import clinic
from tests.clinic import House, asked, write
from tests.operations.test_documents import pdf, picture


@pytest.fixture
def needles(client: Client, house: House) -> Client:
    clinic.sign_in(client, house.practitioner)
    return client


def folder(house: House) -> str:
    return f"/desk/patients/{house.patient}/documents/"


def kept(house: House, sent: bytes | None = None, name: str = "scan.pdf") -> UUID:
    call = write(house.practitioner)
    return documents.add(call, house.patient, name=name, sent=sent or pdf())


def upload(client: Client, house: House, sent: bytes, name: str = "scan.pdf"):  # type: ignore[no-untyped-def]  # Django's own answer of a test
    told = {"key": uuid4(), "file": SimpleUploadedFile(name, sent)}
    return client.post(folder(house), told)


def test_a_file_is_added_and_listed(needles: Client, house: House) -> None:
    assert "No document yet" in needles.get(folder(house)).content.decode()
    assert upload(needles, house, pdf()).status_code == 302
    with asked() as queries:
        page = needles.get(folder(house)).content.decode()
    assert "scan.pdf" in page
    assert "Needles Example" in page
    assert len(queries) == 10


def test_what_is_no_document_is_told_at_its_field(
    needles: Client, house: House
) -> None:
    answer = upload(needles, house, b"<script>", "scan.pdf")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Only PDF, PNG and JPEG files are kept." in page
    assert 'id="id_file_error"' in page


def test_no_file_is_told(needles: Client, house: House) -> None:
    assert needles.post(folder(house), {"key": uuid4()}).status_code == 422


def test_a_pdf_is_saved_in_a_box_of_its_own(needles: Client, house: House) -> None:
    document = kept(house, name='a"b.pdf')
    answer = needles.get(f"/desk/documents/{document}/")
    assert answer.content.startswith(b"%PDF-")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="a\\"b.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Cache-Control"].count("no-store")


def test_a_picture_is_shown(needles: Client, house: House) -> None:
    document = kept(house, picture(), "back.jpg")
    answer = needles.get(f"/desk/documents/{document}/")
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Content-Disposition"] == 'inline; filename="back.jpg"'


@pytest.mark.parametrize("came_from", ["folder", "nowhere"])
def test_a_document_of_somebody_else_is_hidden(
    needles: Client, house: House, came_from: str
) -> None:
    document = kept(house)
    sent = {"key": uuid4()}
    if came_from == "folder":
        sent["patient"] = house.patient
    answer = needles.post(f"/desk/documents/{document}/hide/", sent)
    assert answer.status_code == 302
    where = folder(house) if came_from == "folder" else "/desk/patients/"
    assert answer.headers["Location"] == where
    assert needles.get(f"/desk/documents/{document}/").status_code == 404


def test_the_front_desk_adds_and_opens_none(client: Client, house: House) -> None:
    document = kept(house)
    clinic.sign_in(client, house.desk)
    page = client.get(folder(house)).content.decode()
    assert "scan.pdf" in page
    assert f"/desk/documents/{document}/" not in page
    assert client.get(f"/desk/documents/{document}/").status_code == 403
    assert client.post(f"/desk/documents/{document}/hide/").status_code == 403


def test_another_clinics_document_is_not_there(needles: Client, house: House) -> None:
    document = kept(clinic.second(house))
    assert needles.get(f"/desk/documents/{document}/").status_code == 404
    sent = {"key": uuid4()}
    assert needles.post(f"/desk/documents/{document}/hide/", sent).status_code == 404
