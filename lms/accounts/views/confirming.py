"""The link that asks whether an address is yours. Opening it changes nothing; sending the form confirms."""

from typing import Any

from allauth.account.models import get_emailconfirmation_model
from allauth.account.views import ConfirmEmailView
from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from .. import actions, claims
from ..forms import ClaimForm
from ..models import User


@method_decorator([never_cache, sensitive_post_parameters("password1")], name="dispatch")
class ConfirmAddressView(ConfirmEmailView):
    """A first address by whoever owns its mailbox, with a password of theirs; another one by whoever is signed in.

    A link to change the address of an account would otherwise give that account to whoever reads the mail, a stranger
    after one wrong letter.
    """

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        asked = get_emailconfirmation_model().from_key(kwargs["key"])
        if asked is not None and not asked.email_address.primary:
            if not request.user.is_authenticated:
                return redirect_to_login(request.path)
            if request.user.pk != asked.email_address.user_id:
                return render(request, "account/email_of_another.html", status=403)
        return super().dispatch(request, *args, **kwargs)

    def logout_other_user(self, confirmation: Any) -> None:
        """Only once something was confirmed: a link that somebody sends must sign nobody out."""
        if self.request.method == "POST":
            super().logout_other_user(confirmation)

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            self.object = self.get_object()
        except Http404:
            # A second press of the button, most likely: the words of the page say what to do.
            self.object = None
            return self.render_to_response(self.get_context_data(), status=404)
        form = self._form(self.request.POST)
        if form is not None and not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        with transaction.atomic():
            if form is not None:
                actions.claim(self._person(), form.cleaned_data["password1"])
            elif not self.object.email_address.primary:
                actions.give_way(self.object.email_address.email, by=self._person())
            response: HttpResponse = super().post(*args, **kwargs)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        if self.object and "form" not in context:
            context["form"] = self._form()
        return context

    def _person(self) -> User:
        person: User = self.object.email_address.user
        return person

    def _form(self, sent: Any = None) -> ClaimForm | None:
        """The password to choose, unless it was chosen in this browser a moment ago."""
        person = self._person()
        if claims.is_of(self.request, person) or not User.objects.unclaimed().filter(pk=person.pk).exists():
            return None
        return ClaimForm(sent, user=person)
