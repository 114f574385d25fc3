"""Choosing an activity for a page: only those that everybody may see are offered, named, or taken by their number."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib.auth.models import AnonymousUser
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.generic import chooser
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.widgets import BaseChooser
from wagtail.blocks import ChooserBlock

from .models import Activity, ActivityQuerySet


def public() -> ActivityQuerySet:
    seen: ActivityQuerySet = Activity.objects.visible_to(AnonymousUser())
    return seen.order_by("-year", "-quarter", "title")


class ChosenView(chooser.ChosenView):
    def get_object(self, pk: Any) -> Activity:
        found: Activity = public().get(pk=pk)
        return found


class ChosenMultipleView(chooser.ChosenMultipleView):
    def get_objects(self, pks: Iterable[Any]) -> ActivityQuerySet:
        return public().filter(pk__in=pks)


class ActivityWidget(BaseChooser):
    """Shows what was chosen, unless it is not open to everybody: its title would tell."""

    def get_instance(self, value: Any) -> Activity | None:
        key = value.pk if isinstance(value, Activity) else value
        return public().filter(pk=key).first() if key else None


class PublicActivityChooser(ChooserViewSet):
    model = Activity
    icon = "date"
    choose_one_text = _("Choose an activity")
    choose_another_text = _("Choose another activity")
    per_page = 25
    # The forms of activities themselves keep the fields they have.
    register_widget = False
    base_widget_class = ActivityWidget
    chosen_view_class = ChosenView
    chosen_multiple_view_class = ChosenMultipleView

    def get_object_list(self) -> ActivityQuerySet:
        return public()


public_activities = PublicActivityChooser("public_activity_chooser")


class PublicActivityBlock(ChooserBlock):
    """An activity that everybody may see."""

    target_model = Activity

    @cached_property
    def widget(self) -> Any:
        return public_activities.widget_class()

    @cached_property
    def field(self) -> forms.ModelChoiceField:
        return forms.ModelChoiceField(queryset=public(), widget=self.widget, required=self._required)

    def value_from_form(self, value: Any) -> Activity | None:
        key = value.pk if isinstance(value, Activity) else value
        return public().filter(pk=key).first() if str(key or "").isdecimal() else None

    class Meta:
        icon = "date"
