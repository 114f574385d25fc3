"""News that says what the plans say and what this site offers, and two issues of a newsletter that call themselves examples."""

import json
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image, ImageDraw

from cms.media.models import CreditedImage
from cms.news.loading import load_article, load_issue
from lms.accounts.models import User

CONTENT = Path(__file__).parents[1] / "content" / "demo" / "news.json"
GROUND, STRAND, BANDS = "#0f2f45", "#1f5f7a", ("#e0a83a", "#d8733c", "#2c8f98", "#8fc7bf")
SIZE = (1200, 675)


def make_news(*, editor: User) -> int:
    """Articles first, since the issues lead to them. What is there stays as it is."""
    data = json.loads(CONTENT.read_text())
    today = timezone.localdate()
    picture = _picture(data["picture"])
    for row in data["news"]:
        image = picture if row.get("picture") else None
        load_article(row, today - timedelta(days=row["days_ago"]), image=image, by=editor)
    for row in data["issues"]:
        load_issue(row, today - timedelta(days=row["days_ago"]), by=editor)
    return len(data["news"]) + len(data["issues"])


def _picture(facts: dict[str, Any]) -> CreditedImage:
    """A picture of our own making: nobody is in it, and nobody has to be asked."""
    image = CreditedImage.objects.filter(title=facts["title"]).first()
    if image is None:
        image = CreditedImage(**facts, file=ContentFile(_drawn(), name="woven-bands.png"))
        image.width, image.height = SIZE
        image.full_clean(exclude=["collection", "file"])
        image.save()
    return image


def _drawn() -> bytes:
    picture = Image.new("RGB", SIZE, GROUND)
    pen = ImageDraw.Draw(picture)
    width, height = SIZE
    for number, colour in enumerate(BANDS):
        pen.rectangle((0, 70 + number * 150, width, 130 + number * 150), fill=colour)
    for number in range(8):
        left = 60 + number * 150
        pen.rectangle((left, 0, left + 60, height), fill=STRAND)
        for band in range(number % 2, len(BANDS), 2):
            pen.rectangle((left, 70 + band * 150, left + 60, 130 + band * 150), fill=BANDS[band])
    buffer = BytesIO()
    picture.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()
