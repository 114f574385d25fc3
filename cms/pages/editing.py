"""The form of every page in Wagtail's admin: what it refuses, it refuses beside what was typed."""

from wagtail.admin.forms import WagtailAdminPageForm


class PublishableForm(WagtailAdminPageForm):
    """Says in the editor why a page cannot be published, before anything is tried."""

    def _post_clean(self) -> None:
        super()._post_clean()
        if self.errors or "action-publish" not in self.data:
            return
        for problem in self.instance.all_problems(self.for_user):
            self.add_error(None, problem)
