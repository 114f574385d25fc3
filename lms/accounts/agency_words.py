"""The kinds of agency every site begins with, for those who translate: words in rows are not gathered by themselves."""

from django.utils.translation import gettext_noop

LABELS = [
    gettext_noop("Police: general duty and patrol"),
    gettext_noop("Police: trafficking/smuggling, organised crime, cyber units"),
    gettext_noop("Immigration and consular-visa officers"),
    gettext_noop("Border guard / land border force"),
    gettext_noop("Customs"),
    gettext_noop("Coast guard, maritime enforcement, marine police"),
    gettext_noop("Navy and armed forces"),
    gettext_noop("Airport and airline liaison"),
    gettext_noop("Labour inspection and migrant-worker agencies"),
    gettext_noop("Prosecutors"),
    gettext_noop("Judges and court staff"),
    gettext_noop("Social services, shelters, child protection, health"),
    gettext_noop("Legal aid and victim lawyers"),
    gettext_noop("Foreign ministry and consular staff"),
    gettext_noop("Civil registrars"),
    gettext_noop("Financial intelligence, anti-money-laundering, anti-corruption"),
    gettext_noop("Policy officials (interior, justice, labour)"),
    gettext_noop("Police/immigration academy trainers, national training directors"),
    gettext_noop("International organisation staff"),
    gettext_noop("Civil society / NGO practitioners"),
    gettext_noop("Business, technology platforms, banks, airlines"),
    gettext_noop("RSO staff, Co-Managers, secondees"),
]
