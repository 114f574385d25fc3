"""Addresses for writing to the office, and of its inbox."""

from django.urls import path

from .views import office, writing

app_name = "contact"
urlpatterns = [
    path("contact/", writing.form, name="form"),
    path("contact/sent/<uuid:public_id>/", writing.sent, name="sent"),
    path("office/enquiries/", office.enquiries, name="enquiries"),
    path("office/enquiries/<uuid:public_id>/", office.enquiry, name="enquiry"),
    path("office/enquiries/<uuid:public_id>/reply/", office.reply, name="enquiry-reply"),
    path("office/enquiries/<uuid:public_id>/note/", office.note, name="enquiry-note"),
    path("office/enquiries/<uuid:public_id>/assign/", office.assign, name="enquiry-assign"),
    path("office/enquiries/<uuid:public_id>/turn/", office.turn, name="enquiry-turn"),
]
