"""What people type about themselves and about others."""

from .account import DetailsForm
from .people import (
    NEW_NAME,
    CorrectAffiliationForm,
    CorrectNameForm,
    InviteForm,
    PeopleFilterForm,
    PostForm,
    ReasonForm,
    RoleForm,
)
from .second_factor import (
    AddPasskeyForm,
    CodeAgainForm,
    CodeForm,
    PasskeyAgainForm,
    PasskeySignInForm,
    SetUpCodeForm,
)
from .sign_in import (
    AcceptForm,
    ChangeAddressForm,
    ChangePasswordForm,
    ClaimForm,
    LoginForm,
    NewPasswordForm,
    ReauthenticateForm,
    ResetPasswordForm,
    SetPasswordForm,
    SignupForm,
)

__all__ = [
    "NEW_NAME",
    "AcceptForm",
    "AddPasskeyForm",
    "ChangeAddressForm",
    "ChangePasswordForm",
    "ClaimForm",
    "CodeAgainForm",
    "CodeForm",
    "CorrectAffiliationForm",
    "CorrectNameForm",
    "DetailsForm",
    "InviteForm",
    "LoginForm",
    "NewPasswordForm",
    "PasskeyAgainForm",
    "PasskeySignInForm",
    "PeopleFilterForm",
    "PostForm",
    "ReasonForm",
    "ReauthenticateForm",
    "ResetPasswordForm",
    "RoleForm",
    "SetPasswordForm",
    "SetUpCodeForm",
    "SignupForm",
]
