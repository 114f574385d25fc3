"""Blocks that are not text: where a question is asked, and what reviewers should know."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from courses.assessment.models import Question
from courses.catalogue.choosers import PracticeQuestionBlock

from .sourced import CitationBlock


class KnowledgeCheckBlock(blocks.StructBlock):
    """A place where a practice question is asked. The lesson player puts the question there; the block shows nothing."""

    question = PracticeQuestionBlock(label=_("Practice question"))

    class Meta:
        icon = "help"
        label = _("Knowledge check")
        description = _("A practice question with feedback on every answer. Final questions cannot be used here.")
        template = "courses/catalogue/blocks/check.html"
        preview_value: dict[str, Any] = {}

    def clean(self, value: Any) -> Any:
        result = super().clean(value)
        if result["question"].use != Question.Use.PRACTICE:
            # An open key would spoil the final test (INV-14).
            refusal = ValidationError(_("This question belongs to a final test. Choose a practice question."))
            raise StructBlockValidationError(block_errors={"question": refusal})
        return result


class ReviewNoteBlock(blocks.StructBlock):
    """What reviewers still have to compare or decide. Learners never see it."""

    text = blocks.TextBlock(label=_("Note to reviewers"))
    citations = blocks.ListBlock(CitationBlock(), label=_("Sources"), min_num=0, default=[])

    class Meta:
        icon = "comment"
        label = _("Note to reviewers")
        description = _("What still has to be compared with the original. Learners never see it.")
        template = "courses/catalogue/blocks/review_note.html"
        preview_value: dict[str, Any] = {}
