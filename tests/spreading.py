"""How the tests are shared out among processes, and which of them a second database can tell nothing new.

xdist's own groups need what pytest 9 no longer has: they were silently ignored, and every process started a site of its own.
"""

import os
from collections.abc import Collection

from xdist.scheduler import LoadScopeScheduling

# They drive one running site, which takes most of a minute to prepare, in this order: journeys wait for mails and workers, and so do
# the files that a process beside does at the same time; what then looks at page after page waits for nothing. Lessons are looked
# at in other languages before somebody has finished them.
ON_THE_SITE = (
    "tests/browser/test_languages.py",
    "tests/journeys/test_an_officer_earns_a_certificate.py",
    "tests/journeys/test_an_officer_joins_the_network.py",
    "tests/browser/test_accessibility.py",
    "tests/browser/test_fault_pages_fit.py",
)
# What takes longest begins first, so that no process is left alone with it at the end. Everything else follows by its number of
# tests, which tells little of the few that are slow.
FIRST = (
    "site",
    "tests/security/test_every_url_is_guarded.py",
    "tests/security/test_settings.py",
    "tests/badinputs/test_b_u4_odd_addresses.py",
    "tests/badinputs/test_b_h8_methods.py",
    "tests/badinputs/test_b_i6_mass_assignment.py",
    "tests/badinputs/test_b_h6_null_bytes.py",
    "tests/badinputs/test_b_h12_repeated_parameters.py",
    "tests/alumni/forum/test_canary.py",
    "tests/alumni/profiles/test_hidden_people.py",
    "tests/cms/activities/test_old_tags.py",
    "tests/cms/library/test_editing.py",
    "tests/courses/catalogue/test_loading.py",
    "tests/courses/catalogue/test_translating.py",
    "tests/courses/credentials/test_printed_certificate.py",
    "tests/lms/reporting/test_freezing.py",
    "tests/lms/setup/test_demo_news.py",
    "tests/lms/setup/test_further_courses.py",
)
# What mostly waits: for processes it has started, for a browser, for a clock. One process more than there are processors does
# these alone and then ends. More processes than processors throughout would cost a tenth of the time.
WAITING = (
    "tests/journeys/test_production_runs.py",
    "tests/journeys/test_a_backup_under_load.py",
    "tests/journeys/test_nothing_is_lost_or_doubled.py",
    "tests/courses/workshops/test_import_worker.py",
    "tests/lms/notifications/test_real_worker.py",
    "tests/lms/test_transport.py",
    "tests/lms/operations/test_restoring.py",
    "tests/browser/test_answers_survive.py",
    "tests/browser/test_drafts_survive.py",
    "tests/browser/test_passkeys.py",
    "tests/alumni/events/test_killed_workers.py",
    "tests/courses/workshops/test_imports_at_once.py",
)

# Walks over every address by many roles, what a browser makes of a page, files, settings: no database behaves otherwise in
# them, nor in what asks none at all (tests/conftest.py). So too the loading of our content, which the program that runs as in
# production loads on the second. There an officer goes the way of the journeys as well, to a certificate in the mail. They carry
# the mark `once`, and .ci/run leaves them out on the second database; `make test` runs everything on either.
ONCE = (
    "tests/alumni/forum/test_canary.py::test_nobody_outside_meets_a_word_of_the_closed_space",
    "tests/architecture/",
    "tests/badinputs/test_b_h1_",
    "tests/badinputs/test_b_h8_",
    "tests/badinputs/test_b_h11_",
    "tests/badinputs/test_b_h12_",
    "tests/badinputs/test_b_i6_",
    "tests/badinputs/test_b_u",
    "tests/browser/",
    "tests/cms/activities/test_hidden_activities.py::test_its_words_and_numbers_stand_nowhere_for_those_it_is_not_for",
    "tests/cms/activities/test_old_tags.py",
    "tests/cms/library/test_editing.py",
    "tests/cms/library/test_loading.py",
    "tests/cms/programmes/",
    "tests/cms/test_guide.py",
    "tests/courses/catalogue/test_an_editor_makes_a_course.py",
    "tests/courses/catalogue/test_loading.py",
    "tests/courses/catalogue/test_translating.py",
    "tests/courses/catalogue/test_translation.py",
    "tests/courses/credentials/test_printed_certificate.py",
    "tests/journeys/test_an_officer_earns_a_certificate.py",
    "tests/journeys/test_an_officer_joins_the_network.py",
    "tests/lms/search/test_tokens.py",
    "tests/lms/setup/test_bootstrap.py",
    "tests/lms/setup/test_demo_news.py",
    "tests/lms/setup/test_further_courses.py",
    "tests/lms/test_transport.py",
    "tests/security/test_admin_doors.py",
    "tests/security/test_attacks_",
    "tests/security/test_every_url_is_guarded.py",
    "tests/security/test_headers.py",
    "tests/security/test_second_factor.py",
    "tests/security/test_settings.py",
)


def place(nodeid: str) -> int:
    """Where a test stands among those that drive the site; the others, whose order is as good as any, before them."""
    file = nodeid.split("::", 1)[0]
    return ON_THE_SITE.index(file) if file in ON_THE_SITE else -1


def following(waiting_work: Collection[str], *, beside: bool, spare: bool) -> str | None:
    """What a process does next, of what waits to be done; None where there is nothing for it.

    `beside` is the process more than there are processors, and `spare` whether there is one.
    """
    if beside:
        order: tuple[str, ...] = WAITING
    else:
        others = tuple(one for one in waiting_work if one not in WAITING)
        order = (*FIRST, *others, *WAITING) if spare else (FIRST[0], *WAITING, *FIRST, *others)
    return next((one for one in order if one in waiting_work), None)


class ByFile(LoadScopeScheduling):
    """A file goes to one process whole: what its fixtures build for it is built once."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.split("::", 1)[0]
        return "site" if file in ON_THE_SITE else file

    def schedule(self) -> None:
        # Sorted by number of tests where it is empty.
        self.config.option.loadscopereorder = True
        super().schedule()

    def _next(self, node) -> str | None:
        spare = self.numnodes > len(os.sched_getaffinity(0))
        return following(self.workqueue, beside=spare and node.gateway.id == f"gw{self.numnodes - 1}", spare=spare)

    def _assign_work_unit(self, node) -> None:
        # At the start each is given something.
        self.workqueue.move_to_end(self._next(node) or next(iter(self.workqueue)), last=False)
        super()._assign_work_unit(node)

    def _reschedule(self, node) -> None:
        if not node.shutting_down and self._next(node) is None:
            node.shutdown()
        else:
            super()._reschedule(node)
