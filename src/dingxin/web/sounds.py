"""Recordings that browsers play, known by how they begin and not by what their name says."""

_BEGINNINGS = {
    b"\x1a\x45\xdf\xa3": "audio/webm", b"OggS": "audio/ogg", b"ID3": "audio/mpeg", b"fLaC": "audio/flac",
    b"\xff\xfb": "audio/mpeg", b"\xff\xf3": "audio/mpeg", b"\xff\xf2": "audio/mpeg",
    b"\xff\xf1": "audio/aac", b"\xff\xf9": "audio/aac",
}


def sound_type(content: bytes) -> str:
    """The media type of a recording; empty for anything else."""
    if content[:4] == b"RIFF" and content[8:12] == b"WAVE":
        return "audio/wav"
    if content[4:8] == b"ftyp":
        return "audio/mp4"
    return next((kind for beginning, kind in _BEGINNINGS.items() if content.startswith(beginning)), "")
