"""One line per app. Addresses that may not change with the language come first (decision 5)."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.templatetags.static import static as asset
from django.urls import include, path, re_path
from django.utils.functional import lazy
from django.views.generic import RedirectView
from django.views.static import serve as serve_file
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents.views.serve import serve as serve_document
from wagtail.views import serve as serve_page

handler400 = "lms.health.bad_request"
handler403 = "lms.health.forbidden"
handler404 = "lms.health.not_found"
handler429 = "lms.health.too_many"  # where allauth looks for it
handler500 = "lms.health.server_error"

urlpatterns = [
    # What browsers ask for where a page names no picture: the one of all pages.
    path("favicon.ico", RedirectView.as_view(url=lazy(asset, str)("img/favicon.svg")), name="favicon"),
    path("", include("cms.pages.urls")),
    path("-/", include("lms.health_urls")),
    path("-/", include("lms.operations.machine_urls")),
    path("-/", include("lms.page_frame_urls")),
    path("-/", include("lms.accounts.language_urls")),
    path("verify/", include("courses.credentials.verify_urls")),
    path("i/", include("lms.accounts.invitation_urls")),
    path("e/", include("alumni.events.answer_urls")),
    path("u/", include("lms.notifications.unsubscribe_urls")),
    path("cms/", include(wagtailadmin_urls)),
    re_path(r"^documents/(\d+)/(.*)$", serve_document, name="wagtaildocs_serve"),
]
if settings.DEMO:
    urlpatterns += [path("-/mail/", include("lms.setup.mailbox_urls"))]
if settings.DEBUG:
    urlpatterns += [path("-/styleguide/", include("lms.styleguide"))]
if not settings.PRODUCTION:
    # The proxy of a real site serves them; Django's own helper does so under DEBUG alone, which the demo is not.
    # No file of ours has a longer or an odder name, and a file system refuses to look for one.
    urlpatterns += [
        re_path(r"^media/(?P<path>[ -~]{1,200})$", serve_file, {"document_root": settings.MEDIA_ROOT}, name="media")
    ]

urlpatterns += i18n_patterns(
    # Before allauth's own, which gives an account to whoever opens the link.
    path("accounts/", include("lms.accounts.confirming_urls")),
    path("accounts/", include("allauth.urls")),
    path("", include("lms.accounts.urls")),
    path("", include("lms.privacy.urls")),
    path("", include("lms.notifications.urls")),
    path("", include("lms.desk.urls")),
    path("", include("lms.operations.urls")),
    path("", include("lms.reporting.urls")),
    path("", include("cms.library.urls")),
    path("", include("cms.activities.urls")),
    path("", include("cms.contact.urls")),
    path("", include("cms.news.urls")),
    path("", include("alumni.profiles.urls")),
    path("", include("alumni.forum.urls")),
    path("", include("alumni.events.urls")),
    path("", include("courses.credentials.urls")),
    path("", include("courses.workshops.urls")),
    path("", include("courses.learning.urls")),
    # Of Wagtail the pages alone: its own sign-in goes past the second factor, a shared password past the person (C-25).
    path("_util/login/", RedirectView.as_view(pattern_name="account_login"), name="wagtailcore_login"),
    re_path(wagtail_urls.serve_pattern, serve_page, name="wagtail_serve"),
    prefix_default_language=False,
)
