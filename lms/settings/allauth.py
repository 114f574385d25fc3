"""Sign-in: e-mail and password, passkeys, a second factor where a role asks for one. Ids: C-10 to C-16, B-A1."""

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["lms.accounts.backends.StandingBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/me/"
LOGOUT_REDIRECT_URL = "/"

ACCOUNT_ADAPTER = "lms.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "lms.accounts.forms.LoginForm",
    "signup": "lms.accounts.forms.SignupForm",
    "reset_password": "lms.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "lms.accounts.forms.NewPasswordForm",
    "change_password": "lms.accounts.forms.ChangePasswordForm",
    "set_password": "lms.accounts.forms.SetPasswordForm",
    "reauthenticate": "lms.accounts.forms.ReauthenticateForm",
    "add_email": "lms.accounts.forms.ChangeAddressForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
# One address; a new one takes its place once it is confirmed.
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
# Only in the browser in which the person has just joined.
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
# The link to a new password is good for four hours.
PASSWORD_RESET_TIMEOUT = 4 * 3600
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https"
ACCOUNT_RATE_LIMITS = {
    # A whole class signs in at once from one academy's address (L-3); those who fail are held back by the next line.
    "login": "300/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    # A class joins from one place as well, and what is sent with a mistake counts.
    "signup": "60/h/ip",
    "reset_password": "20/h/ip,5/h/key",
    "reset_password_from_key": "20/h/ip",
    "confirm_email": "3/10m/key",
    "change_password": "5/m/user",
    "manage_email": "10/m/user",
    "reauthenticate": "10/m/user",
}

MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = False
MFA_ADAPTER = "lms.accounts.adapter.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "lms.accounts.forms.CodeForm",
    "reauthenticate": "lms.accounts.forms.CodeAgainForm",
    "activate_totp": "lms.accounts.forms.SetUpCodeForm",
    "login_webauthn": "lms.accounts.forms.PasskeySignInForm",
    "reauthenticate_webauthn": "lms.accounts.forms.PasskeyAgainForm",
    "add_webauthn": "lms.accounts.forms.AddPasskeyForm",
}
MFA_TOTP_ISSUER = "RSO Learning"
USERSESSIONS_TRACK_ACTIVITY = False
