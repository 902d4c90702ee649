"""What an uploaded file truly is: judged by its content, never by its name.

Words
-----
content
    The bytes that are kept: a PDF as it came, an image drawn anew without the place
    and the device that a camera writes into it.
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageOps
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from deqi.operations.refusals import Unfit

PDF, PNG, JPEG = "application/pdf", "image/png", "image/jpeg"

_MAGIC = {b"%PDF-": PDF, b"\x89PNG\r\n\x1a\n": PNG, b"\xff\xd8\xff": JPEG}
_PILLOW = {PNG: "PNG", JPEG: "JPEG"}

LARGEST_PIXELS = 50_000_000
"""A picture that would fill the memory when it is opened is refused before."""


class UnknownType(Unfit):
    """A file that is neither PDF nor PNG nor JPEG, whatever it is called."""

    code = "unknown_type"


class BrokenFile(Unfit):
    """A file that begins as what it claims to be, and cannot be read."""

    code = "broken_file"


class LockedFile(Unfit):
    """A PDF that opens with a password alone."""

    code = "locked_file"


@dataclass(frozen=True, slots=True)
class Content:
    """A file as it is kept.

    Parameters
    ----------
    media_type : str
        ``application/pdf``, ``image/png`` or ``image/jpeg``.
    bytes : bytes
        What is stored and served.
    """

    media_type: str
    bytes: bytes


def read(sent: bytes) -> Content:
    """Return what is kept of a file.

    Parameters
    ----------
    sent : bytes
        As uploaded.

    Raises
    ------
    UnknownType, BrokenFile, LockedFile
        For what cannot be kept; each says what to do.
    """
    media_type = next((t for magic, t in _MAGIC.items() if sent.startswith(magic)), "")
    if not media_type:
        raise UnknownType("Only PDF, PNG and JPEG files are kept.", field="file")
    if media_type == PDF:
        _open_pdf(sent)
        return Content(PDF, sent)
    return Content(media_type, _redrawn(sent, media_type))


def _open_pdf(sent: bytes) -> None:
    try:
        reader = PdfReader(BytesIO(sent))
        locked = reader.is_encrypted
        pages = 0 if locked else len(reader.pages)
    except _UNREADABLE_PDF:
        pages, locked = 0, False
    if locked:
        raise LockedFile("Save the PDF without its password first.", field="file")
    if not pages:
        raise _broken()


_UNREADABLE_PDF = (
    *(PyPdfError, ValueError, LookupError, TypeError, AttributeError),
    *(RecursionError, OSError),
)
# A broken file leads the reader anywhere; each of these is one way it ends.


def _redrawn(sent: bytes, media_type: str) -> bytes:
    try:
        with Image.open(BytesIO(sent), formats=[_PILLOW[media_type]]) as image:
            if image.width * image.height > LARGEST_PIXELS:
                raise BrokenFile(
                    "The picture is too large; scale it down.", field="file"
                )
            upright = ImageOps.exif_transpose(image)
            upright.load()
    except _UNREADABLE_IMAGE:
        raise _broken() from None
    upright.info.clear()
    upright.getexif().clear()
    kept = BytesIO()
    upright.save(kept, _PILLOW[media_type], **_SAVED[media_type])
    return kept.getvalue()


_UNREADABLE_IMAGE = (
    *(OSError, ValueError, SyntaxError, EOFError),
    *(Image.DecompressionBombError, Image.DecompressionBombWarning),
)
_SAVED: dict[str, dict[str, int]] = {PNG: {}, JPEG: {"quality": 90}}


def _broken() -> BrokenFile:
    return BrokenFile("The file cannot be opened; scan or save it again.", field="file")
