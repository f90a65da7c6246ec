"""What a letter says: that something waits, where, and a link. Never a word of anybody, and no name but theirs."""

from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate, make_msgid

from bot.turn.mail import LetterKind, MailAddress, Waits
from bot.web.address import CHAT, MAIL, STOP, Site
from bot.web.paper import Paper

LONG_LINES = SMTP.clone(max_line_length=900)
"""An address in a header is never broken in two, which would spoil it; a mail server takes up to 998."""


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes letters in the name of whoever runs this."""

    paper: Paper
    site: Site
    sender: str

    def write(self, kind: LetterKind, to: MailAddress, name: str, waits: Waits, token: str = "") -> EmailMessage:
        """A letter, plain and with a little markup, both saying the same."""
        link = self._link(kind, token)
        stop = self.site.whole(f"{STOP}{to.key}")
        task = "" if waits.task is None else self.paper.phrases.plain(waits.task)
        about = {"name": name, "places": ", ".join(waits.collaborations), "task": task, "link": link, "stop": stop}
        values = {"kind": kind.value, "lines": self.paper.say(f"letter_{kind.value}", **about).split("\n"), **about}
        message = EmailMessage(policy=LONG_LINES)
        message["From"] = self.sender
        message["To"] = Address(addr_spec=to.address)
        message["Subject"] = self.paper.say(f"letter_{kind.value}_title")
        message["Date"] = formatdate()
        message["Message-ID"] = make_msgid(domain=self.site.host.partition(":")[0].strip("[]") or "localhost")
        message["Auto-Submitted"] = "auto-generated"
        if kind is LetterKind.NOTICE:
            message["List-Unsubscribe"] = f"<{stop}>"
            message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        message.set_content(self.paper.draw_text("letter", **values))
        message.add_alternative(self.paper.draw("letter", **values), subtype="html")
        return message

    def _link(self, kind: LetterKind, token: str) -> str:
        match kind:
            case LetterKind.NOTICE:
                return self.site.whole(CHAT)
            case LetterKind.CONFIRM:
                return self.site.whole(f"{MAIL}/{token}")
            case LetterKind.COME_IN:
                return self.site.login(token)
