"""Members, kinds of agency and languages as the platform has them, for the reader of lists."""

from django.conf import settings

from lms.accounts.models import AgencyType, Member

from ..roster_file.places import Vocabulary


def vocabulary() -> Vocabulary:
    return Vocabulary.of(
        Member.objects.values_list("code", "name"),
        AgencyType.objects.values_list("code", "label"),
        settings.LANGUAGES,
    )
