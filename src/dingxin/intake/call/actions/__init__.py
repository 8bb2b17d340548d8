"""What staff do at the telephone, each one transaction with one audit entry."""

from dingxin.intake.call.actions.calls import log_call as log_call
from dingxin.intake.call.actions.calls import log_missed as log_missed
from dingxin.intake.call.actions.calls import open_slip as open_slip
from dingxin.intake.call.actions.calls import record_read_back as record_read_back
from dingxin.intake.call.actions.calls import try_call_back as try_call_back
from dingxin.intake.call.actions.duties import set_duty as set_duty
from dingxin.intake.call.actions.duties import set_hours as set_hours
