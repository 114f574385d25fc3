from django import template

from ..browsers import in_words

register = template.Library()
register.filter("browser", in_words)
