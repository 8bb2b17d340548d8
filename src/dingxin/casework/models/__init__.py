"""Submissions and matters as facts; every word is sealed (``vault.columns``). Codes are those of ``rules.codes``."""

from dingxin.casework.models.contacts import Consent as Consent
from dingxin.casework.models.contacts import Contact as Contact
from dingxin.casework.models.contacts import Leave as Leave
from dingxin.casework.models.contacts import NamedItem as NamedItem
from dingxin.casework.models.contacts import Spoken as Spoken
from dingxin.casework.models.interference import FollowUp as FollowUp
from dingxin.casework.models.interference import InterferenceReport as InterferenceReport
from dingxin.casework.models.interference import InterferenceStep as InterferenceStep
from dingxin.casework.models.matters import FormerOfficer as FormerOfficer
from dingxin.casework.models.matters import Link as Link
from dingxin.casework.models.matters import Matter as Matter
from dingxin.casework.models.names import NameRequest as NameRequest
from dingxin.casework.models.records import Evidence as Evidence
from dingxin.casework.models.records import EvidencePart as EvidencePart
from dingxin.casework.models.records import MoveRecord as MoveRecord
from dingxin.casework.models.records import Piece as Piece
from dingxin.casework.models.records import Proposal as Proposal
from dingxin.casework.models.remedies import Clock as Clock
from dingxin.casework.models.remedies import ClockPause as ClockPause
from dingxin.casework.models.remedies import Remedy as Remedy
from dingxin.casework.models.remedies import RemedyTotal as RemedyTotal
from dingxin.casework.models.submissions import Addition as Addition
from dingxin.casework.models.submissions import ArrivalNote as ArrivalNote
from dingxin.casework.models.submissions import Counter as Counter
from dingxin.casework.models.submissions import SentUp as SentUp
from dingxin.casework.models.submissions import Submission as Submission
