"""Closed code tables. Codes are plain facts; words and names are not, and are sealed."""

from dingxin.rules.codes.base import Code as Code
from dingxin.rules.codes.boxes import *  # noqa: F403
from dingxin.rules.codes.calls import *  # noqa: F403
from dingxin.rules.codes.contacts import *  # noqa: F403
from dingxin.rules.codes.filing import *  # noqa: F403 - the tables are read as one namespace, checked by a test
from dingxin.rules.codes.life import *  # noqa: F403
from dingxin.rules.codes.people import *  # noqa: F403
