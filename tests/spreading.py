"""How the tests are shared out among processes, and which of them a second database can tell nothing new.

xdist's own groups need what pytest 9 no longer has: they were silently ignored, and every process started a site of its own.
"""

from xdist.scheduler import LoadScopeScheduling

# They drive one running site, which takes a minute to prepare.
ON_THE_SITE = (
    "tests/browser/test_accessibility.py",
    "tests/browser/test_fault_pages_fit.py",
    "tests/browser/test_languages.py",
    "tests/journeys/test_an_officer_earns_a_certificate.py",
    "tests/journeys/test_an_officer_joins_the_network.py",
)
# What takes longest begins first, so that no process is left alone with it at the end: the running site, then what mostly waits
# for processes it has started, beside what computes. Everything else follows by its number of tests, which tells little of the
# few that are slow.
FIRST = [
    "site",
    "tests/security/test_every_url_is_guarded.py",
    "tests/journeys/test_production_runs.py",
    "tests/journeys/test_a_backup_under_load.py",
    "tests/journeys/test_nothing_is_lost_or_doubled.py",
    "tests/courses/workshops/test_import_worker.py",
    "tests/alumni/events/test_killed_workers.py",
    "tests/lms/notifications/test_real_worker.py",
    "tests/lms/test_transport.py",
    "tests/lms/operations/test_restoring.py",
    "tests/security/test_settings.py",
    "tests/badinputs/test_b_u4_odd_addresses.py",
    "tests/badinputs/test_b_h8_methods.py",
    "tests/badinputs/test_b_i6_mass_assignment.py",
    "tests/badinputs/test_b_h6_null_bytes.py",
    "tests/badinputs/test_b_h12_repeated_parameters.py",
    "tests/alumni/forum/test_canary.py",
    "tests/alumni/profiles/test_hidden_people.py",
    "tests/browser/test_answers_survive.py",
    "tests/browser/test_drafts_survive.py",
    "tests/cms/activities/test_old_tags.py",
    "tests/cms/library/test_editing.py",
    "tests/courses/catalogue/test_loading.py",
    "tests/courses/catalogue/test_translating.py",
    "tests/courses/credentials/test_printed_certificate.py",
    "tests/lms/reporting/test_freezing.py",
    "tests/lms/setup/test_demo_news.py",
    "tests/lms/setup/test_further_courses.py",
]

# Walks over every address by many roles, what a browser makes of a page, files, settings: no database behaves otherwise in
# them. So too the loading of our content, with which the site of the journeys is filled on either. They carry the mark `once`,
# and .ci/run leaves them out on the second database; `make test` runs everything on either.
ONCE = (
    "tests/architecture/",
    "tests/badinputs/test_b_h1_",
    "tests/badinputs/test_b_h8_",
    "tests/badinputs/test_b_h11_",
    "tests/badinputs/test_b_h12_",
    "tests/badinputs/test_b_i6_",
    "tests/badinputs/test_b_u",
    "tests/browser/",
    "tests/cms/activities/test_old_tags.py",
    "tests/cms/library/test_loading.py",
    "tests/cms/programmes/",
    "tests/cms/test_guide.py",
    "tests/courses/catalogue/test_loading.py",
    "tests/courses/catalogue/test_translating.py",
    "tests/courses/catalogue/test_translation.py",
    "tests/courses/credentials/test_printed_certificate.py",
    "tests/lms/search/test_tokens.py",
    "tests/lms/setup/test_bootstrap.py",
    "tests/lms/setup/test_demo_news.py",
    "tests/lms/setup/test_further_courses.py",
    "tests/lms/test_transport.py",
    "tests/security/test_admin_doors.py",
    "tests/security/test_every_url_is_guarded.py",
    "tests/security/test_headers.py",
    "tests/security/test_second_factor.py",
    "tests/security/test_settings.py",
)


class ByFile(LoadScopeScheduling):
    """A file goes to one process whole: what its fixtures build for it is built once."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.split("::", 1)[0]
        return "site" if file in ON_THE_SITE else file

    def schedule(self) -> None:
        # Sorted by number of tests where it is empty; the first ones are put in front before any work is given out.
        self.config.option.loadscopereorder = True
        super().schedule()

    def _assign_work_unit(self, node) -> None:
        waiting = next((scope for scope in FIRST if scope in self.workqueue), None)
        if waiting:
            self.workqueue.move_to_end(waiting, last=False)
        super()._assign_work_unit(node)
