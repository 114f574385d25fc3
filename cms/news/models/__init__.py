from .articles import NewsIndexPage, NewsPage
from .newsletters import NewsletterIndexPage, NewsletterPage

__all__ = ["NewsIndexPage", "NewsPage", "NewsletterIndexPage", "NewsletterPage"]
