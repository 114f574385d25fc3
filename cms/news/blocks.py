"""What an issue of the newsletter is made of."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.snippets.blocks import SnippetChooserBlock

from cms.activities.choosers import PublicActivityBlock
from cms.library.models import Resource
from cms.pages.blocks import ProseBlock


class HeadingBlock(blocks.CharBlock):
    """The title of a part of an issue."""

    class Meta:
        icon = "title"
        label = _("Heading")
        description = _("The title of a part of the issue, such as “New in the library”.")
        preview_value = _("New in the library")


class ItemBlock(blocks.StructBlock):
    """Something on this site, with our own words about it where its summary does not do."""

    words = blocks.TextBlock(
        label=_("In our words"),
        required=False,
        max_length=400,
        help_text=_("Leave empty to use the summary it has."),
    )


class PageItemBlock(ItemBlock):
    page = blocks.PageChooserBlock(label=_("Article or page"))

    class Meta:
        icon = "doc-empty-inverse"
        label = _("News or course")
        description = _("An article, a course or another page of this site. Whoever may not open it does not see it.")
        form_layout = ["page", "words"]


class ActivityItemBlock(ItemBlock):
    activity = PublicActivityBlock(label=_("Activity"))

    class Meta:
        icon = "date"
        label = _("Activity")
        description = _("An activity of the calendar that is open to everybody.")
        form_layout = ["activity", "words"]


class ResourceItemBlock(ItemBlock):
    resource = SnippetChooserBlock("library.Resource", label=_("Resource"))

    class Meta:
        icon = "folder-open-inverse"
        label = _("Resource of the library")
        description = _("A guide or another resource that is open to everybody.")
        form_layout = ["resource", "words"]

    def clean(self, value: Any) -> Any:
        """The archive is open to everybody: what is not has no place in it."""
        result = super().clean(value)
        if result["resource"].audience != Resource.Audience.PUBLIC:
            refusal = ValidationError(_("This is not open to everybody. Choose something that is."))
            raise StructBlockValidationError(block_errors={"resource": refusal})
        return result


class IssueStream(blocks.StreamBlock):
    """What an issue of the newsletter tells of, in order."""

    heading = HeadingBlock(max_length=120)
    text = ProseBlock(features=["bold", "italic", "ol", "ul", "link"])
    page = PageItemBlock()
    activity = ActivityItemBlock()
    resource = ResourceItemBlock()
