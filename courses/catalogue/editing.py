"""The form of a course in Wagtail's admin."""

from typing import Any

from cms.pages.editing import PublishableForm


class CourseForm(PublishableForm):
    """A course. The sign-off belongs to staff, also in a draft."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        refusal = self.instance.sign_off_refusal(cleaned.get("review"), self.for_user)
        if refusal:
            self.add_error("review", refusal)
        return cleaned
