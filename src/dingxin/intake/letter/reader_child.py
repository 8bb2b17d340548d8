"""The process that reads one picture: started by ``reader`` with pipes alone, by its path, in Python's isolated mode.

In: the bytes of one picture. Out: one JSON object, {"lines": [{"text", "sure", "box": [x, y, width, height in 1/1000]}]}.
It knows nothing of Dingxin and imports nothing of it. The models lie in the package that was installed; once they are
loaded, and before the picture is read, the process gives up opening anything: no file, no socket, no other process.
"""

import io
import json
import os
import resource
import sys
from typing import Any

MEMORY = 4 * 1024**3  # bytes of address space; the models take under 1 GB, the rest is what the libraries reserve
SECONDS = 120  # of the processor
FORMATS = ("JPEG", "PNG", "WEBP")
FORBIDDEN = ("socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.fork")


def _refuse(event: str, given: tuple[Any, ...]) -> None:
    """Even while the models load: nothing is fetched, nothing is written, nothing is started."""
    writes = event == "open" and isinstance(given[2], int) and given[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
    if event.startswith(FORBIDDEN) or writes:
        raise PermissionError(event)


def _loaded() -> Any:
    """The engine, with every model in memory: they load at first use, so a line of print is read."""
    import numpy
    from PIL import Image, ImageDraw
    from rapidocr import RapidOCR

    engine = RapidOCR(params={"Global.log_level": "critical"})
    line = Image.new("RGB", (320, 64), "white")
    ImageDraw.Draw(line).text((12, 12), "12345 67890", fill="black", font_size=32)
    for kind in FORMATS:
        written = io.BytesIO()
        line.save(written, kind)
        with Image.open(io.BytesIO(written.getvalue()), formats=FORMATS) as again:
            again.load()
    engine(numpy.array(line))
    return engine


def _closed() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))


def _read(engine: Any, content: bytes) -> dict[str, Any]:
    import numpy
    from PIL import Image

    with Image.open(io.BytesIO(content), formats=FORMATS) as picture:
        pixels = numpy.array(picture.convert("RGB"))[:, :, ::-1]  # the engine takes blue first
    height, width = pixels.shape[:2]
    found = engine(pixels)
    if found.boxes is None or found.txts is None:
        return {"lines": []}
    lines = []
    for box, text, sure in zip(found.boxes, found.txts, found.scores, strict=True):
        left, top = float(box[:, 0].min()) / width, float(box[:, 1].min()) / height
        right, bottom = float(box[:, 0].max()) / width, float(box[:, 1].max()) / height
        per_mille = [round(1000 * one) for one in (left, top, right - left, bottom - top)]
        lines.append({"text": str(text), "sure": round(float(sure), 2), "box": per_mille})
    return {"lines": lines}


def main() -> None:
    """Exit code 0 with an answer; 3 when the extra is not installed; anything else is a failure that says nothing."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    answer, sys.stdout = sys.stdout.buffer, io.StringIO()  # what a library says is not an answer
    sys.addaudithook(_refuse)
    try:
        engine = _loaded()
    except ModuleNotFoundError:
        sys.exit(3)
    _closed()
    answer.write(json.dumps(_read(engine, sys.stdin.buffer.read())).encode())
    answer.flush()
    os._exit(0)  # nothing may be written on the way out either


if __name__ == "__main__":
    sys.excepthook = lambda *_: None  # a traceback could hold what was read
    main()
