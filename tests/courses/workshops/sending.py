"""What a browser would send from a page without script: the fields of one form as they stand, and the value of a button."""

from html.parser import HTMLParser


class _Forms(HTMLParser):
    """The forms of a page, each with its fields as they stand and its named buttons."""

    def __init__(self):
        super().__init__()
        self.forms = []
        self._form = self._select = None

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "form":
            self._form = {"fields": {}, "buttons": {}}
            self.forms.append(self._form)
        if self._form is None:
            return
        fields, name, value = self._form["fields"], attrs.get("name"), attrs.get("value", "")
        if tag == "button" and name:
            self._form["buttons"][name] = value
        elif tag == "input" and name and attrs.get("type") not in {"checkbox", "radio", "submit"}:
            fields[name] = value
        elif tag == "select":
            self._select = name
        # The first option is sent unless another one is selected.
        elif tag == "option" and (self._select not in fields or "selected" in attrs):
            fields[self._select] = value

    def handle_endtag(self, tag):
        if tag == "form":
            self._form = None


def form_with(html, name):
    """The fields of the form in which `name` stands, as a field or a button, and the value it has there."""
    page = _Forms()
    page.feed(html)
    (form,) = [one for one in page.forms if name in one["fields"] or name in one["buttons"]]
    return form["fields"], form["buttons"].get(name, form["fields"].get(name))
