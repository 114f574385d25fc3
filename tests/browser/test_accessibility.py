"""Every kind of page, on a phone and on a desk, in light and dark, before axe and a ruler (U-1, U-2, U-10).

Each check has its control: a fault planted in a page must be found.
"""

import json

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from lms.accounts.languages import in_language

pytestmark = [pytest.mark.browser, pytest.mark.processes]

KINDS = """front page, my profile, profile as others see it, directory, profile, ask for an introduction, introductions,
 catalogue, course, sign in, sign up, invitation, help, privacy policy, verify, verified certificate,
not found, my learning, course map, lesson, my account, my data, notifications, preferences, stop a mail,
test start, question, review, result, certificate, office, people, person, invite, deliveries, certificate register, registered certificate, background work, completions, mailbox,
events, past events, event, answer from a mail, all events, make an event, event of the office, move an event, choose people,
list of people, mail of an event, invitations of an event, who comes, enter an answer,
cohorts, roster, roster to print, add to cohort, place, sessions, session, attendance, closing, closed workshop, workshop set-up, my workshop,
cancel a session, waiting list, call off, workshop called off, put back,
list upload, list columns, list check, list progress, list result, list undo"""
KINDS += """, community, space, topic, topic in Thai, where to start a topic, start a topic, quote, rules of a space, search the community, drafts,
report a post, topic of a moderator, moderation, case, library, library narrowed, search in files, resource, older version,
system, calendar, calendar narrowed, calendar that holds nothing, calendar as a list, chart of the calendar, activity,
activity with a date"""
KINDS += """, front page signed in, search, search that finds nothing, write to us, message received, messages to us,
message to us, course that waits for its test, figures, figures of nobody, figures asked wrongly, frozen reports, frozen report"""
KINDS += """, guide to the site, programmes, programme, news, news filtered, news with nothing, article, article with a picture,
newsletters, issue of the newsletter"""
KINDS = [kind.strip() for kind in KINDS.split(",")]
# In Thai, taller and without spaces, on a phone: at least one page of each build. The words differ, not the frame, so one
# look in light is enough.
IN_THAI = """front page, catalogue, course, sign in, sign up, help, not found, search, write to us, library, resource,
calendar, calendar as a list, chart of the calendar, activity, my learning, course map, lesson, my account, my data,
preferences, notifications, test start, question, review, result, certificate, my profile, directory, community, topic,
start a topic, events, event, make an event, office, people, person, cohorts, roster, attendance, list check"""
IN_THAI = [kind.strip() for kind in IN_THAI.split(",")]
HEIGHTS = {360: 740, 1280: 800}
COLOURS = {
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
    "resultTypes": ["violations"],
}
# Everything else. The dark theme changes colours and nothing else, another language the words and no colour.
WORDS = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]},
    "rules": {"target-size": {"enabled": True}} | {rule: {"enabled": False} for rule in COLOURS["runOnly"]["values"]},
    "resultTypes": ["violations"],
}
# What is written on a page and what one writes in, one of each look: a colour is measured against everything that shows behind it,
# which takes a second for a hundred rows that look alike. Those are alike whose place, letters, neighbours and every ground behind
# them are; what is laid over other things is like nothing else.
ONE_OF_EACH_LOOK = """() => {
    const grounds = new Map(), seen = new Set(), written = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const ground = one => {
        if (!one) return '';
        if (!grounds.has(one)) {
            const {color, backgroundColor, backgroundImage, opacity, filter, position} = getComputedStyle(one);
            const own = [one.tagName, one.className, color, backgroundColor, backgroundImage, opacity, filter, position];
            grounds.set(one, ground(one.parentElement) + '/' + own.join());
        }
        return grounds.get(one);
    };
    const parts = new Set(document.querySelectorAll('input, select, textarea, button'));
    while (written.nextNode()) if (written.currentNode.data.trim()) parts.add(written.currentNode.parentElement);
    return [...parts].filter(one => {
        if (!one.checkVisibility()) return false;
        const {fontSize, fontWeight, fontFamily, textShadow, textDecorationLine} = getComputedStyle(one);
        const inText = one.tagName === 'A' && one.textContent.trim() !== one.parentElement.textContent.trim();
        const look = [ground(one), fontSize, fontWeight, fontFamily, textShadow, textDecorationLine, inText].join();
        const isLaidOver = /,(absolute|fixed)/.test(look) && one.offsetWidth > 1;
        return isLaidOver || !seen.has(look) && seen.add(look);
    });
}"""
# Buttons that another rule has taken the edge from: axe does not mind, people do not find them.
BARE_BUTTONS = """[...document.querySelectorAll('.button:not(.button-quiet)')]
    .filter(button => getComputedStyle(button).borderTopWidth === '0px').map(button => button.textContent.trim())"""
# What people write is kept while they write, or they are asked before they leave it.
LOST_BY_LEAVING = """[...document.querySelectorAll('textarea:not([readonly])')]
    .filter(text => !text.form.matches('[data-unsaved], [data-save]')).map(text => text.name)"""


@pytest.fixture(scope="module")
def pages(site):
    """The address of each kind of page and the session that opens it."""
    told = site.manage("shell", "--no-imports", "-c", "from tests.browser.page_kinds import main; main()")
    return {kind: (address, session) for kind, address, session in json.loads(told)}


@pytest.fixture(scope="module")
def look(site, pages, chromium):
    """Opens a kind of page as the person it is for; one window for each person serves them all."""
    windows = {}

    def open_page(kind, width, language="en"):
        address, session = pages[kind]
        if session not in windows:
            context = chromium.new_context(base_url=site.address)
            if session:
                context.add_cookies([{"name": "session", "value": session, "url": site.address}])
            context.add_init_script(AXE_SCRIPT)
            windows[session] = context.new_page()
            windows[session].complaints = []
            windows[session].on("console", lambda message: note(windows[session], message))
        page = windows[session]
        seen_at(page, width, "light")
        page.complaints.clear()
        answer = page.goto(in_language(address, language))
        assert answer.status == (404 if kind == "not found" else 200)
        return page

    yield open_page
    for page in windows.values():
        page.context.close()


def seen_at(page, width, scheme):
    """As somebody has it before them. Without motion, or colours would be read half way between light and dark."""
    page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")


def note(page, message):
    """What the browser complains about: blocked scripts and styles, missing files, faults. Not the page's own status."""
    if message.type == "error" and message.location.get("url") != page.url:
        page.complaints.append(message.text)


def violations(page, rules) -> list[dict]:
    """Where the window did not bring axe along it comes into a page once: half a megabyte to read, each time it is opened."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    where = f"{{include: ({ONE_OF_EACH_LOOK})()}}" if rules is COLOURS else "document"
    return page.evaluate(f"rules => axe.run({where}, rules).then(found => found.violations)", rules)


def faults(page, *looks) -> list[str]:
    """Everything wrong with a page, in words."""
    found = [
        f"{rule['id']} at {node['target']}: {node['failureSummary']}"
        for rules in looks or (WORDS, COLOURS)
        for rule in violations(page, rules)
        for node in rule["nodes"]
    ]
    found += [f"no look of a button: {words}" for words in page.evaluate(BARE_BUTTONS)]
    found += [f"lost by leaving: {name}" for name in page.evaluate(LOST_BY_LEAVING)]
    if page.locator("h1").count() != 1:
        found.append(f"{page.locator('h1').count()} first headings")
    return found + page.complaints


def overflow(page) -> int:
    """By how much a page is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth - window.innerWidth")


def test_no_kind_of_page_is_forgotten(pages):
    assert sorted(pages) == sorted(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_is_open_to_everyone(look, kind):
    page = look(kind, 360)
    for width in HEIGHTS:
        for scheme, looks in (("light", (WORDS, COLOURS)), ("dark", (COLOURS,))):
            seen_at(page, width, scheme)
            assert faults(page, *looks) == [], f"{width} px, {scheme}"
        assert overflow(page) <= 0, f"{width} px"
    page.set_viewport_size({"width": 320, "height": 640})
    assert overflow(page) <= 0, "320 px"


@pytest.mark.parametrize("kind", IN_THAI)
def test_a_page_is_open_to_everyone_in_thai(look, kind):
    page = look(kind, 360, "th")
    assert page.locator("html").get_attribute("lang") == "th"
    assert faults(page, WORDS) == []
    assert overflow(page) <= 0


PLANTED = {
    "image-alt": "document.querySelector('h1').insertAdjacentHTML('afterend', '<img src=/static/img/favicon.svg>')",
    "color-contrast": "document.querySelector('h1').style.color = document.body.style.background = '#777'",
    "target-size": """document.querySelector('h1').insertAdjacentHTML('afterend',
        '<div><button style="all:unset;font-size:9px">a</button><button style="all:unset;font-size:9px">b</button></div>');
        for (const small of document.querySelectorAll('h1 + div button'))
            Object.assign(small.style, {display: 'inline-block', width: '9px', height: '9px'})""",
    "no look of a button": """document.querySelector('h1').insertAdjacentHTML('afterend', '<button class=button>Go</button>');
        document.querySelector('h1 + button').style.border = 0""",
    "lost by leaving": """document.querySelector('h1').insertAdjacentHTML('afterend',
        '<form><label>Words<textarea name=words></textarea></label></form>')""",
    "2 first headings": "document.querySelector('h1').insertAdjacentHTML('afterend', '<h1>Two</h1>')",
    "Content Security Policy": "document.body.append(Object.assign(document.createElement('script'), {text: '1'}))",
}


@pytest.mark.parametrize("fault", PLANTED)
def test_a_planted_fault_is_found(look, fault):
    page = look("help", 360)
    page.evaluate(PLANTED[fault])
    assert any(fault in words for words in faults(page))


# The last words of a page that look like others.
NOT_LOOKED_AT = f"""() => {{
    const looked = new Set(({ONE_OF_EACH_LOOK})());
    const blocks = [...document.querySelectorAll('main *')].filter(one => !getComputedStyle(one).display.startsWith('inline'));
    return blocks.findLast(one => one.checkVisibility() && !looked.has(one) && one.tagName !== 'OPTION'
        && [...one.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim()));
}}"""


@pytest.mark.parametrize(
    "change",
    [
        "one.style.color = 'rgb(150 150 150 / .5)'",
        "one.parentElement.style.opacity = .3",
        "one.style.background = '#555'",
        "document.body.insertAdjacentHTML('beforebegin', '<style>main * { color: #8885 !important }</style>')",
        """one.innerHTML = 'See <a href="/help/">this</a>.';
        one.querySelector('a').style.cssText = 'color: #334; text-decoration: none; font: inherit'""",
    ],
    ids=["letters", "see-through", "ground", "everywhere", "link"],
)
@pytest.mark.parametrize("width", HEIGHTS)
def test_a_colour_that_cannot_be_read_is_found_in_one_row_of_many(look, change, width):
    """Words that look like others are not looked at as well, unless they no longer do."""
    page = look("figures", width)
    words = page.evaluate_handle(NOT_LOOKED_AT)
    assert faults(page, COLOURS) == []
    words.evaluate(f"one => {{ {change} }}")
    assert faults(page, COLOURS)


def test_a_page_too_wide_is_found(look):
    page = look("help", 360)
    page.evaluate("document.querySelector('h1').style.width = '30rem'")
    assert overflow(page) > 0
