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
    "resultTypes": ["violations", "passes"],
    "elementRef": True,
}
# Everything else. The dark theme changes colours and nothing else, another language the words and no colour.
WORDS = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]},
    "rules": {"target-size": {"enabled": True}} | {rule: {"enabled": False} for rule in COLOURS["runOnly"]["values"]},
    "resultTypes": ["violations"],
}
# What is written on a page and what one writes in, one of each look, with its look: a colour is measured against everything that
# shows behind it, which takes a second for a hundred rows that look alike. Those are alike whose letters and every ground behind
# them are, at every width and on every page. What is laid over other things is like nothing else, and has none.
ONE_OF_EACH_LOOK = """() => {
    const grounds = new Map(), looks = new Map(), laidOver = [];
    const painted = style => [style.backgroundColor, style.backgroundImage, style.opacity, style.filter, style.mixBlendMode].join();
    const shows = one => {
        const style = getComputedStyle(one), beside = ['::before', '::after'].map(part => getComputedStyle(one, part));
        const all = [style, ...beside.filter(part => part.content !== 'none')].map(painted);
        if (/absolute|fixed/.test(style.position)) all.push(one.offsetWidth > 1 ? 'laid over' : 'unseen');
        return all.filter(said => said !== 'rgba(0, 0, 0, 0),none,1,none,normal').join('|');
    };
    const ground = one => {
        if (!one) return String(matchMedia('(prefers-color-scheme: dark)').matches);
        if (!grounds.has(one)) {
            const own = shows(one);
            grounds.set(one, ground(one.parentElement) + (own && '/' + own));
        }
        return grounds.get(one);
    };
    const parts = new Set(document.querySelectorAll('input:not([type=radio], [type=checkbox]), select, textarea'));
    const written = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (written.nextNode()) if (written.currentNode.data.trim()) parts.add(written.currentNode.parentElement);
    for (const one of parts) {
        const {width, bottom, right} = one.getBoundingClientRect(), behind = ground(one);
        const isSeen = one.checkVisibility() && width > 1 && bottom + scrollY > 0 && right > 0 && !behind.includes('unseen');
        if (!isSeen) continue;
        const {color, fontSize, fontWeight, fontFamily, textShadow, textDecorationLine, borderBlockEnd} = getComputedStyle(one);
        const about = one.tagName === 'A' && one.textContent.trim() !== one.parentElement.textContent.trim()
            && [borderBlockEnd, getComputedStyle(one.parentElement).color, one.parentElement.tagName];
        const look = [behind, color, fontSize, fontWeight, fontFamily, textShadow, textDecorationLine, about].join();
        if (behind.includes('laid over')) laidOver.push([null, one]);
        else if (!looks.has(look)) looks.set(look, one);
    }
    return [...looks, ...laidOver];
}"""
# What axe has found readable, for the looks told to it by their place.
READABLE_OF = """(looks, [rules, places]) => axe.run({include: places.map(place => looks[place][1])}, rules).then(found => {
    const wrong = new Set(found.violations.flatMap(rule => rule.nodes.map(node => node.element)));
    const right = new Set(found.passes.flatMap(rule => rule.nodes.map(node => node.element)));
    const readable = places.filter(place => right.has(looks[place][1]) && !wrong.has(looks[place][1]));
    for (const node of found.violations.flatMap(rule => rule.nodes)) delete node.element;
    return [found.violations, readable];
})"""
# Buttons that another rule has taken the edge from: axe does not mind, people do not find them.
BARE_BUTTONS = """[...document.querySelectorAll('.button:not(.button-quiet)')]
    .filter(button => getComputedStyle(button).borderTopWidth === '0px').map(button => button.textContent.trim())"""
# What people write is kept while they write, or they are asked before they leave it.
LOST_BY_LEAVING = """[...document.querySelectorAll('textarea:not([readonly])')]
    .filter(text => !text.form.matches('[data-unsaved], [data-save]')).map(text => text.name)"""


# The looks that axe has found readable, on whatever page.
READABLE: set[str] = set()


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
    if rules is COLOURS:
        return unreadable(page)
    return page.evaluate("rules => axe.run(document, rules).then(found => found.violations)", rules)


def unreadable(page) -> list[dict]:
    """What cannot be read on a page. What is like something that could be read before, on whatever page, is not measured again."""
    looks = page.evaluate_handle(ONE_OF_EACH_LOOK)
    said = looks.evaluate("looks => looks.map(([look]) => look)")
    if not (new := [place for place, look in enumerate(said) if look not in READABLE]):
        return []
    found, readable = looks.evaluate(READABLE_OF, [COLOURS, new])
    READABLE.update(said[place] for place in readable if said[place])
    return found


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
    const looked = new Set(({ONE_OF_EACH_LOOK})().map(([, one]) => one));
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


def test_a_colour_that_cannot_be_read_is_found_on_every_page_that_shows_it(look):
    for kind in ("help", "figures", "help"):
        page = look(kind, 360)
        page.evaluate("document.querySelector('h1').style.color = '#bbb'")
        assert faults(page, COLOURS), kind


def test_a_page_too_wide_is_found(look):
    page = look("help", 360)
    page.evaluate("document.querySelector('h1').style.width = '30rem'")
    assert overflow(page) > 0
