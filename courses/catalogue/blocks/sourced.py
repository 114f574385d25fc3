"""Blocks that rest on sources: no claim without the place it comes from."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

PLAIN = ["bold", "italic", "ul", "ol", "link"]


class CitationBlock(blocks.StructBlock):
    """A source and the place in it."""

    source = SnippetChooserBlock("sources.Source", label=_("Source"))
    locator = blocks.CharBlock(
        label=_("Place in it"), required=False, max_length=160, help_text=_("Such as art. 3(a).")
    )

    class Meta:
        icon = "openquote"
        label = _("Source")


class FactBlock(blocks.StructBlock):
    """A statement that stands on at least one source."""

    statement = blocks.RichTextBlock(label=_("Statement"), features=PLAIN)
    citations = blocks.ListBlock(CitationBlock(), label=_("Sources"), min_num=1)

    class Meta:
        icon = "openquote"
        label = _("Sourced fact")
        description = _("A statement about law or the world, with the source it rests on.")
        template = "courses/catalogue/blocks/fact.html"
        preview_value = {
            "statement": "<p>The acts are recruitment, transportation, transfer, harbouring or receipt.</p>",
            "citations": [],
        }


class MisconceptionBlock(blocks.StructBlock):
    """What is often thought, put right."""

    belief = blocks.TextBlock(label=_("Often thought"))
    answer = blocks.RichTextBlock(label=_("In fact"), features=PLAIN)
    citations = blocks.ListBlock(CitationBlock(), label=_("Sources"), min_num=0, default=[])

    class Meta:
        icon = "cross"
        label = _("Misconception")
        description = _("What people often think, put right beside it.")
        template = "courses/catalogue/blocks/misconception.html"
        preview_value = {
            "belief": "Trafficking means moving people.",
            "answer": "<p>Movement is one of several possible acts. The core is exploitation.</p>",
            "citations": [],
        }


class ScenarioBlock(blocks.StructBlock):
    """A short case to think through; the points open when the learner is ready."""

    title = blocks.CharBlock(label=_("Title"), max_length=160)
    text = blocks.RichTextBlock(label=_("What happened"), features=PLAIN)
    question = blocks.TextBlock(label=_("Question"))
    points = blocks.ListBlock(blocks.TextBlock(label=_("Point")), label=_("Points to compare with"), min_num=1)
    citations = blocks.ListBlock(CitationBlock(), label=_("Sources"), min_num=0, default=[])

    class Meta:
        icon = "group"
        label = _("Case")
        description = _("A short made-up case. The learner thinks first, then opens the points to compare.")
        template = "courses/catalogue/blocks/scenario.html"
        preview_value = {
            "title": "The shed in Port Selwa",
            "text": "<p>Workers arrived by themselves. At night a caretaker locks the doors.</p>",
            "question": "Which acts do you see?",
            "points": ["Locking people in can be harbouring.", "What each person knew still has to be shown."],
            "citations": [],
        }


class ExampleBlock(blocks.StructBlock):
    """What it looks like at work."""

    title = blocks.CharBlock(label=_("Title"), max_length=160)
    text = blocks.RichTextBlock(label=_("Text"), features=PLAIN)

    class Meta:
        icon = "view"
        label = _("Example")
        description = _("What it looks like at work, in a few sentences.")
        template = "courses/catalogue/blocks/example.html"
        preview_value = {"title": "At the ferry gate", "text": "<p>An officer sees one man hold four passports.</p>"}
