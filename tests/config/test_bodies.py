from __future__ import annotations

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client


@pytest.mark.usefixtures("database")
class TestBodies:
    def test_nobody_sends_more_than_is_kept(self, client: Client) -> None:
        large = b"-" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)
        sent = {"file": SimpleUploadedFile("large.pdf", large)}
        answer = client.post("/accounts/login/", sent)
        assert answer.status_code == 413
        assert "smaller file" in answer.content.decode()

    def test_a_length_that_is_none_counts_as_empty(self, client: Client) -> None:
        answer = client.post("/accounts/login/", CONTENT_LENGTH="many")
        assert answer.status_code == 200

    def test_holds_more_than_the_largest_document(self) -> None:
        assert settings.LARGEST_DOCUMENT < settings.DATA_UPLOAD_MAX_MEMORY_SIZE
