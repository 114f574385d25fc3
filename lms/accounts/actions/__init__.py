"""Everything that changes an account, one verb each."""

from .affiliations import change_affiliation, correct_affiliation
from .details import (
    NameIsLocked,
    change_details,
    choose_language,
    clear_native_name,
    confirm_certificate_name,
    fill_native_name,
)
from .erasing import blank, give_way
from .invitations import (
    AlreadyInvited,
    HasAccount,
    InvitationIsOver,
    accept_invitation,
    invite,
    invite_many,
    join_by_invitation,
    mail_invitations,
    resend_invitation,
    withdraw_invitation,
)
from .joining import claim, sign_up
from .naming import accept_name, correct_name, refuse_name, take_back_name
from .roles import ScopeDoesNotFit, end_role, grant_role
from .sign_in import address_was_changed, password_was_changed, resend_confirmation, second_factor_was_changed
from .standing import confirm_address, decline, reinstate, suspend, verify

__all__ = [
    "AlreadyInvited",
    "HasAccount",
    "InvitationIsOver",
    "NameIsLocked",
    "ScopeDoesNotFit",
    "accept_invitation",
    "accept_name",
    "address_was_changed",
    "blank",
    "change_affiliation",
    "change_details",
    "choose_language",
    "claim",
    "clear_native_name",
    "confirm_address",
    "confirm_certificate_name",
    "correct_affiliation",
    "correct_name",
    "decline",
    "end_role",
    "fill_native_name",
    "give_way",
    "grant_role",
    "invite",
    "invite_many",
    "join_by_invitation",
    "mail_invitations",
    "password_was_changed",
    "refuse_name",
    "reinstate",
    "resend_confirmation",
    "resend_invitation",
    "second_factor_was_changed",
    "sign_up",
    "suspend",
    "take_back_name",
    "verify",
    "withdraw_invitation",
]
