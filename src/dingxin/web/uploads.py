"""The only upload handler: files stay in memory within one limit, or, where staff add evidence, wait sealed on disk.

A view that ``keeps_words`` still gets the fields of a form whose files are too large, so that what was written is not lost.
"""

from collections.abc import Callable
from io import BytesIO
from typing import IO, Any, TypeVar

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest

from dingxin.web.spool import SealedSpool


class UploadTooLarge(SuspiciousOperation):
    """The files of one form pass `settings.FORM_FILE_LIMIT` bytes; nothing of it was kept. Shown as a 413 page."""


class NoRoom(SuspiciousOperation):
    """The disk is full; nothing of the form was kept. Shown as a 503 page."""


View = TypeVar("View", bound=Callable[..., Any])
DROPPED_MOST = 40
"""Times the limit: so much is read on and let go for the sake of the fields around it; a film of a telephone fits."""


def keeps_words(view: View) -> View:
    """Marks a view that looks at ``too_large(request)`` itself and shows the person's words again."""
    view.keeps_words = True  # type: ignore[attr-defined]
    return view


def too_large(request: HttpRequest) -> bool:
    """Whether the files of this form passed the limit. Some may be missing from ``request.FILES`` then: take none."""
    return bool(request.FILES is not None and getattr(request, "files_too_large", False))  # asking reads the body


def files_came(request: HttpRequest) -> bool:
    """Whether a form brought files, taken or not: a page that shows it again must say that they have to be chosen again."""
    return bool(request.FILES) or too_large(request)


class Careful(FileUploadHandler):
    """Collects each file without ever writing it to disk in the clear; counts all files of a request against one limit.

    In memory, at most ``FORM_FILE_LIMIT`` bytes; for a member at one of ``LARGE_FILE_VIEWS`` at most ``DESK_FILE_LIMIT``,
    what is larger in a SealedSpool. Raises UploadTooLarge at the first chunk over the limit (of a view that keeps words:
    over DROPPED_MOST times the limit, and lets go what comes until then), NoRoom when the disk is full.
    """

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self._large = _may_be_large(request)
        self._left = settings.DESK_FILE_LIMIT if self._large else settings.FORM_FILE_LIMIT
        self._soft = _keeps_words(request)
        self._file: BytesIO | SealedSpool = BytesIO()

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Starts a file; the count of bytes goes on from the one before."""
        super().new_file(*args, **kwargs)
        self._file = BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:  # noqa: ARG002 - Django's signature
        """Takes one chunk."""
        self._left -= len(raw_data)
        if self._left < 0:
            self._file.close()
            if not self._soft or self._left < -DROPPED_MOST * settings.FORM_FILE_LIMIT:
                raise UploadTooLarge
            self.request.files_too_large = True  # type: ignore[union-attr]
            return
        try:
            if isinstance(self._file, BytesIO) and self._file.tell() + len(raw_data) > settings.FORM_FILE_LIMIT:
                self._file = _moved(self._file)
            self._file.write(raw_data)
        except OSError as error:
            self._file.close()
            raise NoRoom from error

    def file_complete(self, file_size: int) -> "UploadedFile[bytes] | None":
        """The file, at its beginning; None once the files together were too large."""
        if self._left < 0:
            return None
        if isinstance(self._file, SealedSpool):
            self._file.rewind()
            return UploadedFile(
                self._file, self.file_name or "", self.content_type or "", file_size, self.charset, self.content_type_extra,  # type: ignore[arg-type]
            )
        self._file.seek(0)
        content: IO[bytes] = self._file
        return InMemoryUploadedFile(
            content, self.field_name, self.file_name or "", self.content_type or "", file_size, self.charset,
            self.content_type_extra,
        )

    def upload_interrupted(self) -> None:
        """The line broke: what came so far is let go."""
        self._file.close()


def _moved(held: BytesIO) -> SealedSpool:
    spool = SealedSpool()
    spool.write(held.getvalue())
    return spool


def _keeps_words(request: HttpRequest | None) -> bool:
    match = getattr(request, "resolver_match", None)
    return match is not None and getattr(match.func, "keeps_words", False)


def _may_be_large(request: HttpRequest | None) -> bool:
    match = getattr(request, "resolver_match", None)
    return match is not None and match.view_name in settings.LARGE_FILE_VIEWS and getattr(request, "member", None) is not None
