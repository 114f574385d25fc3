"""A browser and a system in words people know, from what the browser says of itself. What we do not know we say so."""

import re

from django.utils.translation import gettext as _

# The first that fits wins: most browsers claim to be several, and the one that is special says so.
BROWSERS = [
    (re.compile(r"Edg(e|A|iOS)?/"), "Edge"),
    (re.compile(r"SamsungBrowser/"), "Samsung Internet"),
    (re.compile(r"OPR/|Opera|OPT/"), "Opera"),
    (re.compile(r"YaBrowser/"), "Yandex Browser"),
    (re.compile(r"UCBrowser/"), "UC Browser"),
    (re.compile(r"Firefox/|FxiOS/"), "Firefox"),
    (re.compile(r"Chrome/|CriOS/|Chromium/"), "Chrome"),
    (re.compile(r"Version/[\d.]+ .*Safari/"), "Safari"),
    (re.compile(r"MSIE |Trident/"), "Internet Explorer"),
]
SYSTEMS = [
    (re.compile(r"iPhone|iPod"), "iPhone"),
    (re.compile(r"iPad"), "iPad"),
    (re.compile(r"HarmonyOS"), "HarmonyOS"),
    (re.compile(r"Android"), "Android"),
    (re.compile(r"Windows"), "Windows"),
    (re.compile(r"CrOS"), "ChromeOS"),
    (re.compile(r"Mac OS X|Macintosh"), "Mac"),
    (re.compile(r"Linux|X11"), "Linux"),
]
LONGEST = 1000


def in_words(user_agent: str) -> str:
    """ "Firefox on Windows"; "Another browser" where it is none of those we know."""
    said = user_agent[:LONGEST]
    browser = next((name for pattern, name in BROWSERS if pattern.search(said)), "")
    system = next((name for pattern, name in SYSTEMS if pattern.search(said)), "")
    if not browser:
        return _("Another browser")
    return _("%(browser)s on %(system)s") % {"browser": browser, "system": system} if system else browser
