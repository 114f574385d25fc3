"""Signing in, joining, passwords."""

from typing import Any

from allauth.account import forms as allauth_forms
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.email_verification import handle_verification_email_rate_limit
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from .. import actions, claims
from ..facts import Details
from ..models import User
from ..models.people import fold_email
from ..validators import OwnWordsValidator
from .fields import AddressField, AskPost, AskTerms, NameField, ask_again, plain, sex_field

EMAIL = (_("E-mail address"), "")
PASSWORD = (_("Password"), "")
NEW_PASSWORD = (
    _("New password"),
    _("At least 12 characters. A short sentence that only you would think of works well. No symbols needed."),
)
FULL_NAME = _("As it should be on a certificate. One name is enough if you have one name.")

NO_NAME = {"required": _("Write your full name.")}
NO_PASSWORD = _("Choose a password.")


class LoginForm(allauth_forms.LoginForm):
    """E-mail and password; on a shared computer the session ends with the browser."""

    shared = forms.BooleanField(
        label=_("This is a shared computer"),
        help_text=_("You are signed out when the browser is closed, and nothing is kept here."),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["remember"]
        plain(self, {"login": EMAIL, "password": PASSWORD})

    def clean(self) -> Any:
        """An address that nobody confirmed is answered as a wrong password is, or joining with it and then signing in would
        tell whether it had an account before (C-11). Whoever knows its password gets the link once more, by mail alone."""
        cleaned = super().clean()
        user = getattr(self, "user", None)
        if user is None or self.errors or user.emailaddress_set.filter(verified=True).exists():
            return cleaned
        # Counted as the wrong password it is taken for, or the sixth try would tell the two apart.
        get_adapter(self.request).pre_authenticate(self.request, **self.user_credentials())
        address = user.emailaddress_set.filter(primary=True).first()
        if address is not None and handle_verification_email_rate_limit(self.request, address.email):
            address.send_confirmation(self.request)
        raise get_adapter(self.request).validation_error("email_password_mismatch")

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> HttpResponse:
        shared = self.cleaned_data["shared"]
        self.cleaned_data["remember"] = not shared
        # Before the second step, so that it is known after it too.
        request.session["shared"] = shared
        # An older address typed here must not be named as the one we write to now.
        request.session.pop("confirming", None)
        return super().login(request, redirect_url)


class SignupForm(AskPost, AskTerms, allauth_forms.SignupForm):
    """Joining by oneself: who, where, and a password."""

    account_already_exists: bool
    full_name = NameField(label=_("Full name"), help_text=FULL_NAME, error_messages=NO_NAME)
    native_name = NameField(label=_("Name in your own script"), required=False)
    field_order = (
        "full_name",
        "native_name",
        "email",
        "password1",
        "member",
        "agency",
        "agency_type",
        "rank_band",
        "sex",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"] = AddressField(label=_("Official e-mail address"), help_text=_("We send a link to it."))
        self.fields["sex"] = sex_field()
        plain(self, {"password1": (_("Password"), NEW_PASSWORD[1])})
        self.fields["email"].error_messages["required"] = _("Write your e-mail address.")
        self.fields["password1"].error_messages["required"] = NO_PASSWORD
        self.fields["full_name"].widget.attrs["autocomplete"] = "name"
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        named = User(full_name=data.get("full_name", ""), native_name=data.get("native_name", ""))
        try:
            OwnWordsValidator().validate(data.get("password1") or "", named)
        except forms.ValidationError as problem:
            self.add_error("password1", problem)
        return data

    def _post_clean(self) -> None:
        super()._post_clean()
        ask_again(self, "password1")

    def validate_unique_email(self, value: str) -> str:
        """Taken is an address whose account somebody claimed. One that was only typed, here or to change an account's
        address to it, keeps its owner from nothing."""
        self.account_already_exists = User.objects.claimed().filter(email=value).exists()
        return value

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        # Shown back to this browser alone, and alike whether there is an account or not.
        request.session["confirming"] = self.cleaned_data["email"]
        if self.account_already_exists:
            # As much work as for a new account: how long an answer takes must not tell who has one (B-A1).
            User().set_password(self.cleaned_data["password1"])
        found: tuple[User | None, HttpResponse | None]
        try:
            found = super().try_save(request)
        except IntegrityError:
            # Twice at the same moment: one of the two was first, and the other hears what everybody hears.
            self.account_already_exists = True
            found = super().try_save(request)
        claims.remember(request, found[0])
        return found

    def save(self, request: HttpRequest) -> User:
        data = self.cleaned_data
        details = Details(data["full_name"], data["native_name"], data["sex"], get_language() or "en")
        return actions.sign_up(data["email"], data["password1"], details, self.post(), agreed=self.agreed())


class AcceptForm(AskTerms):
    """What somebody who was invited still has to say."""

    full_name = NameField(label=_("Full name"), help_text=FULL_NAME, error_messages=NO_NAME)
    native_name = NameField(label=_("Name in your own script"), required=False)
    password = forms.CharField(strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}))
    field_order = ("full_name", "native_name", "password", "sex")

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email
        self.fields["sex"] = sex_field()
        plain(self, {"password": (_("Choose a password"), NEW_PASSWORD[1])})
        self.fields["password"].error_messages["required"] = NO_PASSWORD
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        person = User(email=self.email, full_name=data.get("full_name", ""), native_name=data.get("native_name", ""))
        if data.get("password"):
            try:
                validate_password(data["password"], person)
            except forms.ValidationError as problem:
                self.add_error("password", problem)
        return data

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc] # a ModelForm beside it has one
        ask_again(self, "password")

    def details(self, language: str) -> Details:
        data = self.cleaned_data
        return Details(data["full_name"], data["native_name"], data["sex"], language)


class ResetPasswordForm(allauth_forms.ResetPasswordForm):
    """Ask for a link by mail; the answer is the same whether there is an account or not."""

    users: list[User]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plain(self, {"email": EMAIL})

    def clean_email(self) -> str:
        """To the address of the account alone, never to one that it is to be changed to: that one may be a slip of the pen."""
        email: str = super().clean_email()
        self.users = [person for person in self.users if person.email == fold_email(email)]
        return email


class NewPasswordForm(allauth_forms.ResetPasswordKeyForm):
    """The new password, after following the link."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("password2", None)
        plain(self, {"password1": NEW_PASSWORD})


class ClaimForm(NewPasswordForm):
    """The first password, chosen by whoever owns the mailbox."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plain(self, {"password1": (_("Choose a password"), NEW_PASSWORD[1])})
        self.fields["password1"].error_messages["required"] = NO_PASSWORD


class ChangePasswordForm(allauth_forms.ChangePasswordForm):
    """The old and the new password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("password2", None)
        plain(self, {"oldpassword": (_("Your password now"), ""), "password1": NEW_PASSWORD})


class SetPasswordForm(allauth_forms.SetPasswordForm):
    """A first password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("password2", None)
        plain(self, {"password1": NEW_PASSWORD})


class ReauthenticateForm(allauth_forms.ReauthenticateForm):
    """The password once more before a sensitive change."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plain(self, {"password": PASSWORD})


class ChangeAddressForm(allauth_forms.AddEmailForm):
    """A new e-mail address; it counts once it is confirmed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plain(
            self, {"email": (_("New e-mail address"), _("We send a link to it. Until you follow it, nothing changes."))}
        )
