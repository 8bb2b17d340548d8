from django.apps import AppConfig


class MailboxConfig(AppConfig):
    name = "dingxin.mailbox"
    label = "mailbox"
