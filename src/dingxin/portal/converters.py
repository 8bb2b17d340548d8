"""Parts of addresses."""

from uuid import UUID


class HexId:
    """An id as 32 lower-case hex digits."""

    regex = "[0-9a-f]{32}"

    def to_python(self, value: str) -> UUID:
        """The id."""
        return UUID(hex=value)

    def to_url(self, value: UUID) -> str:
        """Its digits."""
        return value.hex
