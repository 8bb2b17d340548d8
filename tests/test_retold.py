"""What is told again leaves the rows that it left the first time; after any other write it is carried out."""

import pytest
from django.db import transaction
from tests import retold
from tests.cast_vault import found

from dingxin.casework.tests import lives
from dingxin.organisation.models import Team

pytestmark = pytest.mark.django_db


def told(*, other: bool = False) -> tuple[lives.Writer, retold.Rows]:
    """A filing on the cast alone, and all rows after it; then everything is as before."""
    with transaction.atomic():
        cast = found()
        if other:
            Team.objects.filter(pk=cast.team.team.pk).update(name=cast.team.team.name)
        writer, rows = lives.filed(cast), retold._rows()
        transaction.set_rollback(True)
    return writer, rows


def test_the_same_again_and_anew_after_another_write() -> None:
    (first, rows), (again, same), (new, _) = told(), told(), told(other=True)
    assert (again.thread, again.digits, same) == (first.thread, first.digits, rows)
    assert new.thread != first.thread
