"""The form in which editors add a picture."""

from django.utils.translation import gettext_lazy as _
from wagtail.images.forms import BaseImageForm


class PictureForm(BaseImageForm):  # type: ignore[misc] # Wagtail has no types
    """Says beforehand what it will insist on: the words may be empty in one case alone, so no star stands beside them."""

    class Meta(BaseImageForm.Meta):  # type: ignore[misc] # as above
        help_texts = {
            "alt_text": _(
                "Needed, unless it is decoration only. For people who cannot see it: what matters in it, in one sentence."
            ),
        }
