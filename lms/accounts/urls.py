"""A person's own account, and the people of the office."""

from django.urls import path

from .views import account, decisions, invitations, people

app_name = "accounts"
urlpatterns = [
    path("me/account/", account.account, name="account"),
    path("me/account/name/take-back/", account.take_back_name, name="name-take-back"),
    path("accounts/second-step/", account.second_factor, name="second-factor"),
    path("office/people/", people.people, name="people"),
    path("office/people/invite/", invitations.invite, name="invite"),
    path("office/people/invite/<uuid:public_id>/withdraw/", invitations.withdraw, name="invitation-withdraw"),
    path("office/people/invite/<uuid:public_id>/resend/", invitations.resend, name="invitation-resend"),
    path("office/people/<uuid:public_id>/", people.person, name="person"),
    path("office/people/<uuid:public_id>/verify/", decisions.verify, name="verify"),
    path("office/people/<uuid:public_id>/decline/", decisions.decline, name="decline"),
    path("office/people/<uuid:public_id>/suspend/", decisions.suspend, name="suspend"),
    path("office/people/<uuid:public_id>/reinstate/", decisions.reinstate, name="reinstate"),
    path("office/people/<uuid:public_id>/name/", decisions.correct_name, name="name-correct"),
    path("office/people/<uuid:public_id>/name/<uuid:wanted>/accept/", decisions.accept_name, name="name-accept"),
    path("office/people/<uuid:public_id>/name/<uuid:wanted>/refuse/", decisions.refuse_name, name="name-refuse"),
    path("office/people/<uuid:public_id>/post/", decisions.change_affiliation, name="affiliation-change"),
    path("office/people/<uuid:public_id>/post/<int:post>/", decisions.correct_affiliation, name="affiliation-correct"),
    path("office/people/<uuid:public_id>/role/", decisions.grant_role, name="role-grant"),
    path("office/people/<uuid:public_id>/role/<uuid:grant>/end/", decisions.end_role, name="role-end"),
    path("office/people/<uuid:public_id>/confirmation/", decisions.resend_confirmation, name="confirmation-resend"),
]
