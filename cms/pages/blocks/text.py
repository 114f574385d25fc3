"""Running text and remarks."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .media import DiagramBlock, DownloadBlock, KeyImageBlock


class ProseBlock(blocks.RichTextBlock):
    """Running text with headings, lists and links."""

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        description = _("Running text with headings, lists and links.")
        template = "cms/pages/blocks/prose.html"
        preview_value = "<h3>What counts</h3><p>Look at what was <b>done</b>, <b>how</b>, and <b>why</b>.</p>"


class CalloutBlock(blocks.StructBlock):
    """A remark that stands out: remember, safety, law."""

    kind = blocks.ChoiceBlock(
        label=_("Kind"),
        choices=[("remember", _("Remember")), ("safety", _("Safety first")), ("law", _("Your national law"))],
        default="remember",
    )
    text = blocks.RichTextBlock(label=_("Text"), features=["bold", "italic", "ul", "ol", "link"])

    class Meta:
        icon = "warning"
        label = _("Remark")
        description = _("A remark that stands out: something to remember, safety first, or a look at national law.")
        template = "cms/pages/blocks/callout.html"
        preview_value = {"kind": "safety", "text": "<p>Never question a possible victim beside the suspect.</p>"}


class TextStream(blocks.StreamBlock):
    """The body of a plain page."""

    prose = ProseBlock(features=["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link"])
    callout = CalloutBlock()
    image = KeyImageBlock()
    diagram = DiagramBlock()
    download = DownloadBlock()
