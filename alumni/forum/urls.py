"""The community: spaces, topics, posts, and the moderators' desk."""

from django.urls import path

from .views import drafts, moderation, reading, topics, writing

app_name = "forum"
urlpatterns = [
    path("community/", reading.home, name="home"),
    path("community/search/", reading.search, name="search"),
    path("community/read/", reading.read_everything, name="read-everything"),
    path("community/new/", writing.choose_space, name="choose-space"),
    path("community/drafts/", drafts.drafts, name="drafts"),
    path("community/drafts/save/", drafts.save, name="draft-save"),
    path("community/drafts/<uuid:place>/delete/", drafts.drop, name="draft-drop"),
    path("community/moderation/", moderation.queue, name="queue"),
    path("community/moderation/<uuid:public_id>/", moderation.case, name="case"),
    path("community/s/<slug:slug>/", reading.space, name="space"),
    path("community/s/<slug:slug>/rules/", reading.rules, name="rules"),
    path("community/s/<slug:slug>/read/", reading.read_space, name="space-read"),
    path("community/s/<slug:slug>/follow/", reading.follow_space, name="space-follow"),
    path("community/s/<slug:slug>/new/", writing.start, name="start"),
    path("community/t/<uuid:public_id>/", topics.topic, name="topic"),
    path("community/t/<uuid:public_id>/reply/", writing.reply, name="reply"),
    path("community/t/<uuid:public_id>/follow/", topics.follow, name="topic-follow"),
    path("community/t/<uuid:public_id>/moderate/", moderation.topic, name="topic-moderate"),
    path("community/t/<uuid:public_id>/<int:no>/", topics.post, name="post"),
    path("community/t/<uuid:public_id>/<int:no>/edit/", writing.edit, name="edit"),
    path("community/t/<uuid:public_id>/<int:no>/withdraw/", topics.withdraw, name="withdraw"),
    path("community/t/<uuid:public_id>/<int:no>/report/", topics.report, name="report"),
    path("community/t/<uuid:public_id>/<int:no>/answer/", topics.answer, name="answer"),
    path("community/t/<uuid:public_id>/<int:no>/history/", moderation.history, name="history"),
    path("community/t/<uuid:public_id>/<int:no>/moderate/", moderation.post, name="post-moderate"),
]
