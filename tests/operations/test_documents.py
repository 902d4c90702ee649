"""Documents: judged by content, kept without what a camera adds, scoped and audited."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.conf import settings
from django.test import override_settings
from PIL import Image
from pypdf import PdfWriter

from deqi.operations import contents, documents, doubles, patients, refusals
from tests import clinic
from tests.clinic import ADA, read, write

GPS = 0x8825


def pdf(password=""):
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    if password:
        writer.encrypt(password)
    kept = BytesIO()
    writer.write(kept)
    return kept.getvalue()


def picture(kind="JPEG", size=(8, 4), *, turned=False):
    """Return a picture as a telephone makes it: turned, and with its place."""
    image = Image.new("RGB", size, "white")
    exif = image.getexif()
    if turned:
        exif[0x0112] = 6
    exif.get_ifd(GPS)[1] = "N"
    kept = BytesIO()
    image.save(kept, kind, exif=exif)
    return kept.getvalue()


def add(house, sent, name="report.pdf"):
    return documents.add(write(house.desk), house.patient, name=name, sent=sent)


def content(house, document):
    return documents.read(read(house.practitioner), document)


class TestTypes:
    def test_keeps_a_pdf_as_it_came(self, house):
        sent = pdf()
        opened = content(house, add(house, sent))
        assert opened == documents.Opened("report.pdf", "application/pdf", sent)

    @pytest.mark.parametrize("kind", ["JPEG", "PNG"])
    def test_draws_a_picture_anew_upright_and_without_its_place(self, house, kind):
        opened = content(house, add(house, picture(kind, turned=True), "back.jpg"))
        assert opened.media_type == f"image/{kind.lower()}"
        with Image.open(BytesIO(opened.content)) as kept:
            assert kept.size == (4, 8)
            assert dict(kept.getexif()) == {}
            assert "exif" not in kept.info

    @pytest.mark.parametrize(
        "sent", [b"", b"<script>alert(1)</script>", b"PK\x03\x04", b"GIF89a"]
    )
    def test_refuses_what_is_none_of_the_three_whatever_its_name(self, house, sent):
        with pytest.raises(contents.UnknownType) as refused:
            add(house, sent, "scan.pdf")
        assert refused.value.field == "file"

    @pytest.mark.parametrize(
        "sent",
        [
            b"%PDF-1.7\nnot really",
            b"\x89PNG\r\n\x1a\n then nothing",
            b"\xff\xd8\xff\xe0 broken",
            picture()[:-200],
            picture("PNG")[:45],
        ],
    )
    def test_refuses_what_cannot_be_opened(self, house, sent):
        with pytest.raises(contents.BrokenFile):
            add(house, sent)

    def test_refuses_a_pdf_that_wants_a_password(self, house):
        with pytest.raises(contents.LockedFile):
            add(house, pdf("secret"))

    def test_refuses_a_pdf_without_a_page(self, house):
        kept = BytesIO()
        PdfWriter().write(kept)
        with pytest.raises(contents.BrokenFile):
            add(house, kept.getvalue())

    def test_refuses_a_picture_that_would_fill_the_memory(self, house, monkeypatch):
        monkeypatch.setattr(contents, "LARGEST_PIXELS", 31)
        with pytest.raises(contents.BrokenFile, match="too large"):
            add(house, picture())

    def test_refuses_a_file_over_the_limit(self, house):
        with (
            override_settings(LARGEST_DOCUMENT=1024**2),
            pytest.raises(documents.TooLarge, match="1 MB"),
        ):
            add(house, b"%PDF-" + bytes(1024**2))

    def test_a_whole_file_fits_into_a_request(self):
        assert settings.LARGEST_DOCUMENT < settings.DATA_UPLOAD_MAX_MEMORY_SIZE


class TestNames:
    @pytest.mark.parametrize(
        ("called", "kept"),
        [
            ("C:\\scans\\x ray.pdf", "x ray.pdf"),
            ("../../etc/passwd", "passwd"),
            ("a\r\nSet-Cookie: b.pdf", "aSet-Cookie: b.pdf"),
            ("x" * 200 + ".pdf", "x" * 156 + ".pdf"),
            ("", "document"),
        ],
    )
    def test_a_name_is_a_name_alone(self, house, called, kept):
        assert content(house, add(house, pdf(), called)).name == kept


class TestFolder:
    def test_lists_the_newest_first_under_every_number(self, house):
        twin = patients.register(write(house.desk), ADA)
        documents.add(write(house.desk), twin, name="old.pdf", sent=pdf())
        doubles.merge(write(house.practitioner), twin, into=house.patient)
        with clinic.at(clinic.MORNING + timedelta(hours=1)):
            add(house, picture(), "new.jpg")
        folder = documents.listed(read(house.desk), twin)
        assert (folder.patient, folder.name) == (house.patient, "Ada Example")
        assert [each.name for each in folder.documents] == ["new.jpg", "old.pdf"]
        assert folder.documents[0].added_by == "Desk Example"

    def test_one_file_is_filed_once(self, house):
        add(house, pdf())
        with pytest.raises(documents.FiledAlready):
            add(house, pdf(), "again.pdf")

    def test_a_hidden_one_is_kept_and_not_shown(self, house, owner):
        document = add(house, pdf())
        documents.hide(write(house.practitioner), document)
        assert documents.listed(read(house.desk), house.patient).documents == ()
        with pytest.raises(refusals.NotFound):
            content(house, document)
        with pytest.raises(documents.HiddenAlready):
            documents.hide(write(house.practitioner), document)
        assert owner.execute("SELECT count(*) FROM papers_document").fetchone() == (1,)
        assert add(house, pdf())

    def test_another_clinic_finds_nothing(self, house):
        document = add(house, pdf())
        other = clinic.second(house)
        with pytest.raises(refusals.NotFound):
            content(other, document)
        with pytest.raises(refusals.NotFound):
            documents.hide(write(other.manager), document)
        with pytest.raises(refusals.NotFound):
            documents.listed(read(other.desk), house.patient)

    def test_the_desk_adds_and_lists_and_opens_none(self, house):
        document = add(house, pdf())
        with pytest.raises(refusals.NotPermitted):
            documents.read(read(house.desk), document)

    def test_opening_one_is_on_record_with_whose_it_is(self, house, owner):
        document = add(house, pdf())
        content(house, document)
        kept = owner.execute(
            "SELECT patient, subject FROM audit_event WHERE operation = %s",
            ["documents.read"],
        ).fetchall()
        assert kept == [(house.patient, document)]
