"""Wagtail and the content of pages. Ids: C-24, C-25."""

WAGTAIL_SITE_NAME = "RSO Learning"
WAGTAIL_I18N_ENABLED = True
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = True
WAGTAILADMIN_LOGIN_URL = "/accounts/login/"
WAGTAIL_FRONTEND_LOGIN_URL = "/accounts/login/"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
# A password that many know protects nothing, and its form tells that something is there (INV-13).
WAGTAIL_PRIVATE_PAGE_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ALLOW_UNICODE_SLUGS = False
# Its approval locks a page for a group that is empty here. What may not be published, `publishing_problems` refuses.
WAGTAIL_WORKFLOW_ENABLED = False
WAGTAILIMAGES_IMAGE_MODEL = "media.CreditedImage"
WAGTAILIMAGES_IMAGE_FORM_BASE = "cms.media.forms.PictureForm"
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 5 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 10_000_000
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp"]
WAGTAILDOCS_DOCUMENT_MODEL = "media.CreditedDocument"
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "xlsx", "pptx", "txt", "csv", "mp4", "webm", "mp3", "vtt"]
WAGTAILDOCS_PRIVATE_COLLECTION_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAILDOCS_INLINE_CONTENT_TYPES: list[str] = []
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []
# What Wagtail asks for beside a request, done at once; see there.
TASKS = {"default": {"BACKEND": "lms.search.later.GatheringBackend"}}
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "lms.search.backend"}}
TAGGIT_CASE_INSENSITIVE = True
