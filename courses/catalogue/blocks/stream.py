"""All blocks a lesson is made of."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.pages.blocks import CalloutBlock, DiagramBlock, DownloadBlock, KeyImageBlock, ProseBlock, VideoBlock

from .checks import KnowledgeCheckBlock, ReviewNoteBlock
from .sourced import ExampleBlock, FactBlock, MisconceptionBlock, ScenarioBlock

WORDS = _("Words")
MEDIA = _("Pictures and files")
PRACTICE = _("Practice")


class LessonStream(blocks.StreamBlock):
    """The body of a lesson, in reading order."""

    prose = ProseBlock(features=["h3", "h4", "bold", "italic", "ol", "ul", "link"], group=WORDS)
    fact = FactBlock(group=WORDS)
    misconception = MisconceptionBlock(group=WORDS)
    example = ExampleBlock(group=WORDS)
    callout = CalloutBlock(group=WORDS)
    image = KeyImageBlock(group=MEDIA)
    diagram = DiagramBlock(group=MEDIA)
    video = VideoBlock(group=MEDIA)
    download = DownloadBlock(group=MEDIA)
    scenario = ScenarioBlock(group=PRACTICE)
    check = KnowledgeCheckBlock(group=PRACTICE)
    review_note = ReviewNoteBlock(group=_("For reviewers"))


class PointStream(blocks.StreamBlock):
    """A short list of plain sentences."""

    point = blocks.CharBlock(label=_("Point"), max_length=300, icon="list-ul")
