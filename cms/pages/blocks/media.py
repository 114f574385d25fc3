"""Images, diagrams, recordings and files."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock

VIDEO_TYPES = frozenset({"mp4", "webm"})


def _newest(block: blocks.StructBlock, name: str) -> Any:
    """For the block chooser: the newest thing there is, so that editors see a real one."""
    return block.child_blocks[name].model_class.objects.order_by("-pk").first()


class KeyImageBlock(blocks.StructBlock):
    """A picture that carries meaning, with its words and credit."""

    image = ImageChooserBlock(label=_("Image"))
    alt_text = blocks.CharBlock(
        label=_("What the image shows"),
        required=False,
        max_length=300,
        help_text=_("Leave empty to use the words kept with the image."),
    )
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=300)

    class Meta:
        icon = "image"
        label = _("Image")
        description = _("A picture that carries meaning, with words for those who cannot see it.")
        template = "cms/pages/blocks/key_image.html"

    def get_preview_value(self) -> Any:
        return self.normalize({"image": _newest(self, "image")})


class DiagramBlock(blocks.StructBlock):
    """One of our own drawings, with the same in words."""

    diagram = SnippetChooserBlock("media.Diagram", label=_("Diagram"))
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=300)
    words = blocks.TextBlock(
        label=_("The same in words"),
        required=False,
        help_text=_("Leave empty to use the words kept with the diagram."),
    )

    class Meta:
        icon = "circle-check"
        label = _("Diagram")
        description = _("A drawing of our own that opens on any phone and can be read aloud.")
        template = "cms/pages/blocks/diagram.html"

    def get_preview_value(self) -> Any:
        return self.normalize({"diagram": _newest(self, "diagram")})


class VideoBlock(blocks.StructBlock):
    """A recording of ours. It loads only when asked for, and its words stand beside it (P15)."""

    title = blocks.CharBlock(label=_("Title"), max_length=160)
    recording = DocumentChooserBlock(label=_("Recording"), help_text=_("An MP4 or WebM file in our own documents."))
    captions = DocumentChooserBlock(label=_("Captions"), help_text=_("A WebVTT file (.vtt)."))
    transcript = blocks.RichTextBlock(label=_("Transcript"), features=["bold", "italic", "ul", "ol"])

    class Meta:
        icon = "media"
        label = _("Video")
        description = _("A recording with captions and its whole text. Nothing loads before the learner asks for it.")
        template = "cms/pages/blocks/video.html"

    def get_preview_value(self) -> Any:
        return self.normalize({"title": _("A recording"), "recording": _newest(self, "recording")})

    def clean(self, value: Any) -> Any:
        result = super().clean(value)
        errors = {}
        if result["recording"].file_extension.lower() not in VIDEO_TYPES:
            errors["recording"] = ValidationError(_("Choose an MP4 or WebM file."))
        if result["captions"].file_extension.lower() != "vtt":
            errors["captions"] = ValidationError(_("Choose a WebVTT file. Captions are needed before publishing."))
        if errors:
            raise StructBlockValidationError(block_errors=errors)
        return result


class DownloadBlock(blocks.StructBlock):
    """A file to keep: its name, type and size are said before anything loads."""

    document = DocumentChooserBlock(label=_("File"))
    text = blocks.CharBlock(label=_("What it is for"), required=False, max_length=200)

    class Meta:
        icon = "download"
        label = _("Download")
        description = _("A file to keep, such as a job aid. Its type and size are shown.")
        template = "cms/pages/blocks/download.html"

    def get_preview_value(self) -> Any:
        return self.normalize({"document": _newest(self, "document")})
