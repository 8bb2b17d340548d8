"""The only upload handler: files stay in memory (they are sealed before anything is written), within one limit."""

from io import BytesIO
from typing import IO, Any

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest


class UploadTooLarge(SuspiciousOperation):
    """The files of one form pass `settings.FORM_FILE_LIMIT` bytes; nothing of it was kept. Shown as a 413 page."""


class MemoryOnly(FileUploadHandler):
    """Collects each file in memory and never in a temporary file; counts all files of a request against one limit.

    Raises UploadTooLarge at the first chunk over the limit, so that at most limit + one chunk is ever held.
    """

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self._left = settings.FORM_FILE_LIMIT
        self._file = BytesIO()

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Starts a file; the count of bytes goes on from the one before."""
        super().new_file(*args, **kwargs)
        self._file = BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:  # noqa: ARG002 - Django's signature
        """Takes one chunk."""
        self._left -= len(raw_data)
        if self._left < 0:
            self._file = BytesIO()
            raise UploadTooLarge
        self._file.write(raw_data)

    def file_complete(self, file_size: int) -> "UploadedFile[bytes]":
        """The file, at its beginning."""
        self._file.seek(0)
        content: IO[bytes] = self._file
        return InMemoryUploadedFile(
            content, self.field_name, self.file_name or "", self.content_type or "", file_size, self.charset,
            self.content_type_extra,
        )

    def upload_interrupted(self) -> None:
        """The line broke: what came so far is let go."""
        self._file = BytesIO()
