"""What certificates add to the floors below: auditable acts, kinds of mail, and the signatories to edit."""

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from courses.learning.models import Enrolment
from lms.notifications.kinds import CERTIFICATE, Kind
from lms.privacy.personal_data import PersonalData

from . import mails, own_data
from .models import Certificate, Signatory


@hooks.register("register_audit_acts")
def audit_acts() -> dict[str, str | Promise]:
    return {
        "credentials.issue": _("Issued a certificate"),
        "credentials.file": _("Stored the file of a certificate"),
        "credentials.flag": _("Left a certificate for staff: a letter cannot be printed"),
        "credentials.retry": _("Asked for another try at a certificate's file"),
        "credentials.reissue": _("Issued a new version of a certificate"),
        "credentials.withdraw": _("Withdrew a certificate"),
        "credentials.display": _("Chose what a certificate shows of a name"),
        "credentials.ask": _("Asked for another name on a certificate"),
        "credentials.refuse": _("Left the name on a certificate as it is"),
        "credentials.skip": _("Left out numbers of certificates after a restore"),
        "credentials.erase": _("Removed the name from a certificate"),
    }


@hooks.register("register_message_kinds")
def message_kinds() -> list[Kind]:
    return [
        Kind(
            "credentials.issued",
            _("Your certificate"),
            mails.issued,
            check=mails.no_longer_valid,
            retry_safe=True,
            priority=CERTIFICATE,
        ),
        Kind(
            "credentials.withdrawn",
            _("Your certificate was withdrawn"),
            mails.withdrawn,
            retry_safe=True,
            priority=CERTIFICATE,
        ),
        Kind("credentials.refused", _("Your certificate was not changed"), mails.refused, retry_safe=True),
    ]


class SignatoryViewSet(SnippetViewSet):
    """In whose name certificates are issued, edited in Wagtail; issued ones keep what they say."""

    model = Signatory
    icon = "edit"
    menu_label = _("Certificate signatories")
    list_display = ["name", "role", "organisation", "since", "until"]
    list_filter = ["organisation"]


register_snippet(SignatoryViewSet)


@hooks.register("register_result_links")
def certificate_link(request: HttpRequest, enrolment: Enrolment) -> list[dict[str, str]]:
    """After completing: to the certificate, in the same answer (P1)."""
    own = Certificate.objects.visible_to(request.user).filter(achievement__ref=enrolment.registration)
    newest = own.order_by("-pk").first()
    return [{"label": str(_("Open your certificate")), "url": newest.get_absolute_url()}] if newest else []


@hooks.register("register_personal_data")
def personal_data() -> list[PersonalData]:
    return own_data.registered()
