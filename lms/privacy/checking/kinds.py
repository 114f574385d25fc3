"""What the check knows, how it is called to the writer, and the word that is put in its place."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

EMAIL, NUMBER, PASSPORT = "email", "number", "passport"
BIRTH, PLACE, CASE, PERSON = "birth", "place", "case", "person"
NAMES: dict[str, str | Promise] = {
    EMAIL: _("an e-mail address"),
    NUMBER: _("a telephone or identity number"),
    PASSPORT: _("a passport or travel document number"),
    BIRTH: _("a date of birth"),
    PLACE: _("the coordinates of a place"),
    CASE: _("the number of a case"),
    PERSON: _("the name of a person in a case"),
}
# In square brackets, which no pattern reaches across: what is masked makes its neighbours no more suspicious.
MASKS: dict[str, str] = {
    EMAIL: "[e-mail]",
    NUMBER: "[number]",
    PASSPORT: "[document]",
    BIRTH: "[date]",
    PLACE: "[place]",
    CASE: "[case]",
    PERSON: "[name]",
}
