"""A real mail server on this machine that does as it is told: takes, refuses, or hangs up after the last byte."""

from email import message_from_bytes, policy

from aiosmtpd.controller import Controller

from tests.ports import free_port


class PostOffice:
    def __init__(self):
        self.received = []
        # What is answered to an address: "550 no such person"; "drop" hangs up once all of the mail is here.
        self.answers = {}
        self.port = free_port()
        self.open()

    def open(self):
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port, ready_timeout=60)
        self.controller.start()

    def close(self):
        self.controller.stop()

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 - aiosmtpd's name
        answer = self.answers.get(address, "")
        if answer and answer != "drop":
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - aiosmtpd's name
        self.received.append(message_from_bytes(envelope.content, policy=policy.default))
        if "drop" in [self.answers.get(address) for address in envelope.rcpt_tos]:
            server.transport.abort()
        return "250 OK"
