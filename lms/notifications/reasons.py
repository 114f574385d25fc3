"""Why a mail is where it is, in words for the office: whatever an app's own check may say, too."""

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

WORDS: dict[str, str | Promise] = {
    "too-late": _("It came too late to be of use."),
    "nobody": _("There is no address to send it to."),
    "account-closed": _("The account is closed."),
    "seal-broken": _("Its contents can no longer be read, because the secret key changed."),
    "worker-lost": _("The sending program stopped in the middle."),
    "unsubscribed": _("The person does not want this mail."),
    "read-meanwhile": _("The person had seen it before it left."),
    "muted": _("The person muted this."),
    "enough-today": _("The person had enough mail that day; it waits in their inbox."),
    "not-at-once": _("The person wants this in their digest."),
    "nothing-new": _("There was nothing new to tell."),
    "staff": _("Decided by staff."),
    "event-changed": _("What it spoke of changed before it left."),
    "event-over": _("The event does not take place, or is over."),
    "told-already": _("The person was told in another mail."),
    "changed-back": _("What it spoke of was changed back before it left."),
    "place-changed": _("The person's place changed before it left, or the workshop is not held."),
    "never-told": _("The person was never told of the place, so there was nothing to take back."),
    "not-offered-any-more": _("The seat is not offered any more."),
    "workshop-over": _("The workshop is over, or is not held."),
    "takes-place": _("The workshop takes place after all."),
    "invitation-over": _("The invitation was taken back, answered or ran out."),
    "not-valid-any-more": _("The certificate is not valid any more."),
    "put-right-meanwhile": _("What was wrong had been put right."),
    "nothing-to-send": _("There was nothing to send."),
    "unfit": _("Its address or subject cannot be sent."),
    "restored": _("The data came from a backup; it may have gone out before."),
    "no mail server": _("The mail server could not be reached."),
    "not written": _("It could not be written; the log tells why."),
}


def in_words(reason: str) -> str:
    """A reason is a word, perhaps with a detail after a colon."""
    word, _colon, detail = reason.partition(": ")
    if word == "refused":
        return gettext("The recipient's mail server refused it (%(code)s).") % {"code": detail}
    if word == "later":
        return gettext("The recipient's mail server asked us to wait (%(code)s).") % {"code": detail}
    return str(WORDS.get(word, reason))
