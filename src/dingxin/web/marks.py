"""Every small picture of the pages: our own drawings, as inline SVG on public pages and one sprite on staff pages.

`MARKS` maps a name to (view box, class, body). Marks of class `i` are filled shapes, `o` outlines, `seal` vermilion.
"""

_RING = '<circle cx="6" cy="6" r="4.2" fill="none" stroke="currentColor" stroke-width="1.6"/>'
_GLYPH = (
    "M86 27 85 28C91 33 96 42 96 50C114 63 132 27 86 27ZM139 68 129 79H47L49 84H91V148C81 144 73 139 67 130C70 12"
    "2 72 115 74 107C78 107 79 106 80 103L55 99C54 123 47 152 26 172L27 173C46 164 58 150 65 134C77 163 96 170 13"
    "3 170C140 170 157 170 164 170C164 162 168 155 174 154V152C164 152 143 152 134 152C125 152 117 152 109 151V11"
    "8H152C154 118 156 117 156 115C150 109 139 101 139 101L129 113H109V84H152C154 84 156 83 157 81L148 75C155 71 "
    "163 65 168 61C171 61 173 61 174 59L157 43L147 53H51C51 50 50 47 49 44H47C47 51 40 58 35 61C29 63 25 68 27 75"
    "C29 82 38 84 44 80C49 77 53 69 52 57H148C147 62 146 68 145 72Z"
)
_LEFT_OUT = "M1.7 1.7h5l-1 4.2 1.4 4-1.2 4.4H1.7z"
_RIGHT_OUT = "M14.3 1.7H9.4L8.3 5.9l1.5 4-1.3 4.4h5.8z"


def _line(path: str, width: str = "1.6") -> str:
    return f'<path d="{path}" fill="none" stroke="currentColor" stroke-width="{width}"/>'


def _fill(path: str) -> str:
    return f'<path fill-rule="evenodd" d="{path}"/>'


_12 = "0 0 12 12"
_16 = "0 0 16 16"
_24 = "0 0 24 24"

SHAPES = {  # states: a shape, and then a word beside it
    "ring": _RING,
    "half": _RING + '<path d="M6 3.6a2.4 2.4 0 0 1 0 4.8z"/>',
    "full": '<circle cx="6" cy="6" r="5"/>',
    "check": _line("M1.8 6.5 4.8 9.4 10.2 2.9", "1.9"),
    "signed": _fill("M6 .5a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11zm3.6 3.6-1.1-1-3.2 3.8-1.6-1.5-1 1.1 2.7 2.6z"),
    "voice": '<path d="M1 4h2l3-2.6v9.2L3 8H1z"/>' + _line("M8 4.2a2.6 2.6 0 0 1 0 3.6M9.6 2.4a5 5 0 0 1 0 7.2", "1.3"),
    "slip": _line("M2.2.8h7.6v10.4L7.9 9.8 6 11.2 4.1 9.8 2.2 11.2z", "1.3") + _line("M4 4h4M4 6.3h4", "1.2"),
    "cross": _line("M2.3 2.3 9.7 9.7M9.7 2.3 2.3 9.7", "1.9"),
    "tri": _fill("M6 .8 11.6 11H.4zM5.3 4.4h1.4L6.5 7.8h-1zm-.1 4.3h1.6V10H5.2z"),
    "dia": '<path d="M6 .6 11.4 6 6 11.4.6 6z"/>',
    "pause": '<path d="M2.6 1.8h2.3v8.4H2.6zM7.1 1.8h2.3v8.4H7.1z"/>',
    "arrow": _line("M1 6h9M6.6 2.4 10.2 6 6.6 9.6"),
    "dash": '<path d="M2 5.1h8v1.8H2z"/>',
    "square": '<path d="M1.5 1.5h9v9h-9z"/>',
    "box": _line("M2 2h8v8H2z", "1.5"),
    "talk": _line("M1 1.8h10v6.4H6L3.4 10.6V8.2H1z", "1.3"),
    "note": _line("M2 1.2h8v9.6H2zM4 4h4M4 6.2h4M4 8.4h2.4", "1.2"),
}
TOOLS = {
    "search": '<circle cx="7" cy="7" r="4.6" fill="none" stroke="currentColor" stroke-width="1.5"/>'
              + _line("m10.5 10.5 4 4", "1.5"),
    "lock": '<path d="M3 7h10v7H3z"/>' + _line("M5.2 7V5a2.8 2.8 0 0 1 5.6 0v2", "1.5"),
}
SEALS = {  # solid = sealed, line = opened, halves = two keys
    "sealed": _fill("M1.6 1h12.9l.5 13.4-13.5.6L1 1.7zM8 4.2a2 2 0 0 0-1 3.7L6.4 12h3.2L9 7.9a2 2 0 0 0-1-3.7z"),
    "opened": _line("M1.7 1.8 14.2 1.7l.1 12.5-12.6.1z", "1.4") + _line("M4.6 5.4h6.8M4.6 8h6.8M4.6 10.6h4", "1.3"),
    "keys": _line(_LEFT_OUT + _RIGHT_OUT, "1.3"),
    "half": '<path d="M1 1h6L6 5.9l1.4 4L6.1 15H1z"/>' + _line(_RIGHT_OUT, "1.3"),
    "two": '<path d="M1 1h6.3L6.3 5.9l1.4 4L6.4 15H1zM15 1H8.7L7.7 5.9l1.4 4L7.8 15H15z"/>',
    "refused": _line(_LEFT_OUT + _RIGHT_OUT, "1.1") + _line("m.8 14.4 14.4-12.8", "1.8"),
}
LINES = {  # the public pages' pictures, drawn as outlines by the style sheet
    "phone": "M6 3h3l2 5-2.5 2a12 12 0 0 0 5.5 5.5l2-2.5 5 2v3a2 2 0 0 1-2 2A16 16 0 0 1 4 5a2 2 0 0 1 2-2z",
    "pen": "M4 20l1-5L16 4l4 4L9 19zM14 6l4 4",
    "door": "M6 21V3h12v18M3 21h18M14.5 12v1",
    "letter": "M3 6h18v12H3zM3 7l9 7 9-7",
    "mailbox": "M4 9h16v11H4zM4 9l2-5h12l2 5M9 13h6",
    "go": "M5 12h13M13 6l6 6-6 6",
    "back": "M15 5l-7 7 7 7",
    "leave": "M10 4H5v16h5M14 8l4 4-4 4M18 12H9",
    "padlock": "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3M12 15v2",
    "info": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 11v5M12 7.5v.5",
    "care": "M12 4 2.8 20h18.4zM12 10v5M12 17.3v.2",
    "done": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM8 12.2l2.8 2.8L16 9.5",
    "mic": "M12 3a3 3 0 0 1 3 3v6a3 3 0 0 1-6 0V6a3 3 0 0 1 3-3zM6 11v1a6 6 0 0 0 12 0v-1M12 18v3",
    "file": "M6 3h8l4 4v14H6zM14 3v4h4",
    "clip": "M8 12l6-6a3 3 0 0 1 4 4l-8 8a5 5 0 0 1-7-7l7-7",
    "print": "M7 8V3h10v5M5 8h14v8h-2M7 16H5M7 13h10v8H7z",
    "people": "M9 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM3 20c0-4 2.5-6 6-6s6 2 6 6M16 5.5a3 3 0 0 1 0 5"
              "M17.5 14.5c2.2.8 3.5 2.7 3.5 5.5",
    "house": "M4 11l8-7 8 7M6 10v10h12V10M10 20v-6h4v6",
}
STAMP = ("0 0 200 200", _fill("M6 8l186-2 2 185-187 3z" + _GLYPH))
STAMP_LINE = (
    "0 0 200 200",
    _fill("M8 6h185l1 187-187 1zM22 20v160h157V20z")
    + f'<g transform="translate(20 20) scale(.8)"><path d="{_GLYPH}"/></g>',
)
DIRECTIONAL = {"arrow", "go", "back", "leave"}

ICONS: dict[str, tuple[str, str, str]] = {
    **{name: (_12, "i", body) for name, body in SHAPES.items()},
    **{name: (_16, "i i-l", body) for name, body in TOOLS.items()},
    **{name: (_24, "o", f'<path d="{path}"/>') for name, path in LINES.items()},
}
# What the staff sprite holds: (symbol id, view box, body). Outlines for public pages stay out of it.
SPRITE = [
    ("m-brand", *STAMP),
    *[(f"m-{name}", _12, body) for name, body in SHAPES.items()],
    *[(f"m-{name}", _16, body) for name, body in TOOLS.items()],
    *[(f"s-{name}", _16, body) for name, body in SEALS.items()],
]
