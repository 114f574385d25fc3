from .banners import Banner
from .menus import MenuLink
from .pages import BasePage, NotPublishableError, StandardPage, call_off
from .words import SiteWords

__all__ = ["Banner", "BasePage", "MenuLink", "NotPublishableError", "SiteWords", "StandardPage", "call_off"]
