"""Names of files that came from outside."""

import pytest
from django.http import HttpResponse
from hypothesis import given
from hypothesis import strategies as st

from dingxin.web.downloads import attachment, plain_name


@pytest.mark.parametrize(("name", "shown"), [
    ("合同.pdf", "合同.pdf"),
    ("\u202egpj.exe", "gpj.exe"), ("a\u2066b\u2069.pdf", "ab.pdf"), ("../../x", "_.._x"), ("a\\b", "a_b"),
    ("\n", "file"), ("", "file"), ("..", "file"), ("a\n", "a"), ("x\x00y", "xy"), ("\ud800", "file"),
])  # fmt: skip
def test_nothing_unseen_and_no_folder_is_left_of_a_name(name: str, shown: str) -> None:
    assert plain_name(name) == shown


@given(st.text(st.characters(), max_size=60))
def test_any_name_makes_one_header(name: str) -> None:
    response = HttpResponse()
    response.headers["Content-Disposition"] = attachment(name)
    assert response.headers["Content-Disposition"].startswith("attachment; filename")
