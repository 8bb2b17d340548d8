"""Reads of this room: facts only, without a key, in a fixed number of queries whatever the number of rows."""

from dingxin.casework.queries.contacts import ContactsOf as ContactsOf
from dingxin.casework.queries.contacts import contacts_of as contacts_of
from dingxin.casework.queries.contacts import contacts_waiting as contacts_waiting
from dingxin.casework.queries.inbox import InboxFilters as InboxFilters
from dingxin.casework.queries.inbox import InboxPage as InboxPage
from dingxin.casework.queries.inbox import InboxRow as InboxRow
from dingxin.casework.queries.inbox import inbox as inbox
from dingxin.casework.queries.matter_list import MatterFilters as MatterFilters
from dingxin.casework.queries.matter_list import MatterList as MatterList
from dingxin.casework.queries.matter_list import matters as matters
from dingxin.casework.queries.matter_page import LinkRow as LinkRow
from dingxin.casework.queries.matter_page import MatterPage as MatterPage
from dingxin.casework.queries.matter_page import matter_page as matter_page
from dingxin.casework.queries.queue import QueueRow as QueueRow
from dingxin.casework.queries.queue import late as late
from dingxin.casework.queries.queue import queue as queue
from dingxin.casework.queries.queue import waiting_for_others as waiting_for_others
from dingxin.casework.queries.story import StoryItem as StoryItem
from dingxin.casework.queries.strip import Strip as Strip
from dingxin.casework.queries.strip import today_strip as today_strip
from dingxin.casework.queries.submission_page import SubmissionPage as SubmissionPage
from dingxin.casework.queries.submission_page import submission_page as submission_page
from dingxin.casework.queries.totals import Total as Total
from dingxin.casework.queries.totals import totals_of_matter as totals_of_matter
from dingxin.casework.queries.totals import totals_of_round as totals_of_round
from dingxin.casework.queries.totals import totals_of_unit as totals_of_unit
