"""Addresses of what a learner does."""

from django.urls import path

from .views import address, answering, course, lesson, test

app_name = "learning"
urlpatterns = [
    path("courses/<str:course>/<str:module>/<str:lesson>/", address.lesson_address, name="lesson-address"),
    path("learn/enrol/<int:course>/", course.enrol, name="course-enrol"),
    path("learn/<uuid:registration>/", course.course_map, name="course-map"),
    path("learn/<uuid:registration>/leave/", course.leave, name="course-leave"),
    path("learn/<uuid:registration>/lessons/<uuid:page_key>/done/", course.done, name="lesson-done"),
    path("learn/<uuid:registration>/lessons/<uuid:page_key>/undo/", course.undo, name="lesson-undo"),
    path(
        "learn/<uuid:registration>/practice/<uuid:page_key>/<uuid:block_id>/", lesson.practise, name="practice-answer"
    ),
    path("learn/preview/<uuid:quiz>/", test.preview, name="test-preview"),
    path("learn/<uuid:registration>/test/", test.start, name="test-start"),
    path("learn/<uuid:registration>/test/<uuid:attempt>/review/", test.review, name="test-review"),
    path("learn/<uuid:registration>/test/<uuid:attempt>/result/", test.result, name="test-result"),
    path("learn/<uuid:registration>/test/<uuid:attempt>/<int:position>/", answering.question, name="test-question"),
]
