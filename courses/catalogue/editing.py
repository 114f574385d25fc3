"""Forms of course and lesson pages in Wagtail's admin: what they refuse, they refuse beside what was typed."""

from typing import Any

from wagtail.admin.forms import WagtailAdminPageForm


class PublishableForm(WagtailAdminPageForm):
    """Says in the editor why a page cannot be published, before anything is tried."""

    def _post_clean(self) -> None:
        super()._post_clean()
        if self.errors or "action-publish" not in self.data:
            return
        for problem in self.instance.publishing_problems(self.for_user):
            self.add_error(None, problem)


class CourseForm(PublishableForm):
    """A course. The sign-off belongs to staff, also in a draft."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        refusal = self.instance.sign_off_refusal(cleaned.get("review"), self.for_user)
        if refusal:
            self.add_error("review", refusal)
        return cleaned
