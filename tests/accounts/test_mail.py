"""Owners hear by mail that a webhook was switched off, where a mail server is set up."""

import pytest
from django.core import mail
from django.test import override_settings
from tests.make.jobs import run_jobs
from tests.make.people import colleague, owner
from tests.make.receivers import receiver
from tests.make.webhooks import boil, deliver, soon, webhook

from stockwright.config.env import InvalidMailUrl, Mail, mail_server


@pytest.mark.parametrize("is_set_up", [True, False])
def test_the_owners_are_mailed_when_there_is_a_mail_server(is_set_up: bool) -> None:
    alice = owner("Tea & Co")
    second = colleague(alice, "owner")
    colleague(alice, "buyer")
    outbox = "django.core.mail.backends.locmem.EmailBackend"
    with override_settings(EMAIL_BACKEND=outbox, MAIL_IS_SET_UP=is_set_up):
        mail.outbox = []
        with receiver(status=410) as shop:
            webhook(alice, shop.url)
            boil(alice, "blue")
            deliver(soon())
        run_jobs()
    assert len(mail.outbox) == is_set_up
    for sent in mail.outbox:
        assert sent.to == [alice.label, second.label]
        assert "Tea & Co" in sent.subject
        assert shop.url in sent.body
        assert "410 Gone" in sent.body


def test_a_mail_server_is_told_by_its_address() -> None:
    told = mail_server("smtp://user:p%40ss@mail.example.com?from=shop@example.com")
    assert told == Mail(
        "mail.example.com", 587, "user", "p@ss", ssl=False, starttls=True, sender="shop@example.com"
    )
    assert mail_server("") is None
    for wrong in ("mail.example.com", "smtp://mail.example.com", "http://x?from=a@b.example"):
        with pytest.raises(InvalidMailUrl):
            mail_server(wrong)
