"""A lesson in Urdu on a running site, as far as a test needs one, and who opens it. Run in the site's own shell."""

import json
import sys

from cms.home.models import HomePage
from cms.pages.translating import translate
from courses.catalogue.models import CourseIndexPage, CoursePage, LessonPage
from lms.accounts.models import User
from lms.setup.demo.accounts import DOMAIN
from tests.browser.page_kinds import session_of

WORDS = {
    "The purpose: exploitation": "مقصد: استحصال",
    "The third question: why?": "تیسرا سوال: کیوں؟",
    "The purpose is enough": "مقصد کافی ہے",
    "List the minimum forms of exploitation": "استحصال کی کم از کم شکلیں بتائیں",
    "Explain that intended exploitation is enough": "بتائیں کہ استحصال کا ارادہ ہی کافی ہے",
    "Relate forced labour to the definition": "جبری مشقت کو تعریف سے جوڑیں",
    "We must wait until he is exploited before acting.": "ہمیں کارروائی سے پہلے استحصال ہونے تک انتظار کرنا چاہیے۔",
    "Intent to exploit is enough. Waiting puts a person at risk.": "استحصال کا ارادہ کافی ہے۔ انتظار انسان کو خطرے میں ڈالتا ہے۔",
    "The surprise party": "اچانک دعوت",
    "Two tickets, one telephone": "دو ٹکٹ، ایک فون",
    "Which steps are lawful and safe?": "کون سے اقدام قانونی اور محفوظ ہیں؟",
    "Understanding Trafficking in Persons and Smuggling of Migrants": "انسانی تجارت اور مہاجرین کی اسمگلنگ کو سمجھنا",
    "Courses": "کورس",
    "RSO Learning": "آر ایس او لرننگ",
}


def main() -> None:
    lesson = LessonPage.objects.get(code="UTS-1.4", locale__language_code="en")
    course = CoursePage.objects.get(code="UTS", locale__language_code="en")
    index = CourseIndexPage.objects.get(locale__language_code="en")
    for page in (HomePage.objects.get(locale__language_code="en"), index, course, lesson.get_parent().specific, lesson):
        translate(page, Said(), language="ur")
    officer = User.objects.get(email=f"officer@{DOMAIN}")
    json.dump([lesson.get_url(), session_of(officer)], sys.stdout)


class Said(dict):
    """Words by their English, wherever they stand."""

    def get(self, place, otherwise=None):
        return WORDS.get(place[1], otherwise)
