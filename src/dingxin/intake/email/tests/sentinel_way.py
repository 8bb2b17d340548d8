"""A mail with marked words in every part of it."""

from email.message import EmailMessage

from tests.world import World

from dingxin.intake.email.taking import take

WANTED: dict[str, set[str]] = {}


def plant(world: World, answers: list[str]) -> None:
    said, mail = world.said, EmailMessage()
    mail["From"], mail["Subject"] = f"{said.mail_name} <{said.mail_address}@example.org>", said.mail_subject
    mail.set_content(said.mail_text)
    mail.add_attachment(said.mail_attached.encode(), maintype="text", subtype="plain", filename=f"{said.mail_file}.txt")
    answers.append(f"mail {200 if take(world.cast.team.team, mail.as_bytes()).new else 500}")
