"""Headers on every answer, and pages for what goes wrong."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from dingxin.web.tests.urls import SENTINEL

LOOKS = [("/en/", 'href="/static/web/portal.css"'), ("/desk/", 'href="/static/web/desk.css"')]


@pytest.mark.parametrize("address", ["/en/", "/desk/page", "/robots.txt", "/leave", "/nowhere", "/fail", "/locked"])
def test_every_answer_is_kept_by_nobody_and_says_nothing_outward(web: Client, address: str) -> None:
    answer = web.get(address)
    assert "no-store" in answer["Cache-Control"]
    assert answer["Referrer-Policy"] == "same-origin"  # "no-referrer" would break every form: Origin: null
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer["Cross-Origin-Embedder-Policy"] == "require-corp"
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert "noarchive" in answer["X-Robots-Tag"]
    assert not {"Server", "ETag", "Last-Modified"} & set(answer.headers)


def test_public_pages_may_be_found_and_staff_pages_not(web: Client) -> None:
    assert "noindex" not in web.get("/en/")["X-Robots-Tag"]
    assert "noindex" in web.get("/desk/page")["X-Robots-Tag"]


@pytest.mark.parametrize(("start", "sheet"), LOOKS)
@pytest.mark.parametrize(("page", "status"), [("fail", 500), ("locked", 503), ("refuse", 403), ("nowhere", 404)])
def test_each_failure_has_its_page_in_its_look(web: Client, start: str, sheet: str, page: str, status: int) -> None:
    answer = web.get(start + page)
    assert answer.status_code == status
    html = answer.content.decode()
    assert sheet in html
    assert "<h1>" in html
    assert SENTINEL not in html
    assert "Traceback" not in html


def test_a_busy_store_says_when_to_come_again(web: Client) -> None:
    assert int(web.post("/en/locked", {"words": "x"})["Retry-After"]) > 0


TONGUES = [("zh-hans", "zh-Hans", "ltr"), ("en", "en", "ltr"), ("ug", "ug", "rtl")]


@pytest.mark.parametrize(("code", "tag", "direction"), TONGUES)
def test_pages_speak_the_language_of_their_address(web: Client, code: str, tag: str, direction: str) -> None:
    for address in (f"/{code}/", f"/{code}/nowhere", f"/{code}/fail"):
        answer = web.get(address)
        assert f'<html lang="{tag}" dir="{direction}"' in answer.content.decode()
        assert answer["Content-Language"] == code


ODD = ["/en/say?q=%00", "/en/%00", "/en/say?q=%FF", "/en/" + "a" * 2000, "/en/say?q=" + "a" * 5000]


@pytest.mark.parametrize("address", ODD)
def test_unreadable_addresses_are_refused(web: Client, address: str) -> None:
    assert web.get(address).status_code == 400


def test_a_path_that_is_not_utf8_is_refused(web: Client) -> None:
    assert web.get("/en/x", PATH_INFO="/en/\xff").status_code == 400


FORM = "application/x-www-form-urlencoded"


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"words=good", FORM, 200),
        (b"words=%E5%A5%BD", FORM, 200),
        (b"words=%00", FORM, 400),
        (b"words=%C4%E3", FORM, 400),  # GBK: storing it would store rubbish
        (b"words=" + b"a" * 200_001, FORM, 400),
        (b"a" * 201 + b"=1", FORM, 400),
        (b"words=good", FORM + "; charset=gbk", 400),
        (b"&".join(b"f%d=1" % n for n in range(500)), FORM, 413),
        (b"words=" + b"a" * (13 * 1024 * 1024), FORM, 413),
        (b"rubbish", "multipart/form-data; boundary=x", 200),
        (b"rubbish", "multipart/form-data", 400),
    ],
)
def test_what_a_form_may_not_bring(web: Client, body: bytes, kind: str, status: int) -> None:
    assert web.post("/en/say", body, content_type=kind).status_code == status


def test_files_stay_in_memory_within_one_limit(web: Client, settings: object) -> None:
    settings.FORM_FILE_LIMIT = 200_000
    one = lambda size: SimpleUploadedFile("a.jpg", b"x" * size)  # noqa: E731 - a shorthand of this test
    assert web.post("/en/say", {"a": one(100_000), "b": one(100_000)}).content == b"200000"
    assert web.post("/en/say", {"a": one(100_000), "b": one(100_001)}).status_code == 413
    assert web.post("/desk/say", {"a": one(200_001)}).status_code == 413


def test_a_large_file_never_touches_the_disk(web: Client, settings: object, tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    tmp_path.chmod(0o500)
    web.post("/en/say", {"a": SimpleUploadedFile("a.jpg", b"x" * 5_000_000)})
    assert settings.FILE_UPLOAD_HANDLERS == ["dingxin.web.uploads.Careful"]
    assert not list(tmp_path.iterdir())


def test_a_forged_form_is_refused_with_its_own_page(web: Client) -> None:
    strict = Client(enforce_csrf_checks=True, raise_request_exception=False)
    answer = strict.post("/en/say", {"words": SENTINEL})
    assert answer.status_code == 403
    assert SENTINEL not in answer.content.decode()
    assert '<main id="main"' in answer.content.decode()


def test_when_templates_fail_too_a_fixed_page_goes_out(web: Client, monkeypatch) -> None:
    def broken(*_: object) -> str:
        raise RuntimeError(SENTINEL)

    monkeypatch.setattr("dingxin.web.errors.render_to_string", broken)
    answer = web.get("/zh-hans/fail")
    assert answer.status_code == 500
    for language in ('lang="zh-Hans"', 'lang="ug"', 'lang="en"'):
        assert language in answer.content.decode()
    assert SENTINEL not in answer.content.decode()


def test_a_wrong_host_is_refused_without_a_trace(web: Client) -> None:
    assert web.get("/en/", HTTP_HOST="evil.example").status_code == 400


def test_body_names_are_escaped(web: Client) -> None:
    assert '&lt;Team <bdi dir="ltr">9</bdi>&gt;' in web.get("/en/").content.decode()


def test_leave_names_nobody(web: Client) -> None:
    html = web.get("/leave", HTTP_ACCEPT_LANGUAGE="en").content.decode().lower()
    for word in ("dingxin", "定心", "report", "inspection", "complain", "portal"):
        assert word not in html


def test_language_and_theme_are_kept_only_when_known(web: Client) -> None:
    assert web.post("/staff/language", {"language": "ug", "next": "/desk/page"}).cookies["dxl"].value == "ug"
    assert "dxl" not in web.post("/staff/language", {"language": "xx"}).cookies
    assert web.post("/staff/theme", {"theme": "dark", "next": "//evil.example"})["Location"] == "/"
    assert 'data-theme="dark"' in web.get("/desk/page").content.decode()
