"""The outline is what is live now, and costs nothing the second time."""

import pytest

from courses.catalogue.models import ModulePage
from courses.catalogue.outline import outline_of
from tests.factories.catalogue import first_lesson, fresh, make_check, make_course, make_lesson, make_module, publish

pytestmark = pytest.mark.django_db


def titles(course):
    return [lesson.title for lesson in outline_of(fresh(course), "en").lessons]


def test_it_holds_what_is_live_in_order():
    course = make_course(lessons=0, live=False)
    one, two = make_module(course), make_module(course)
    for module in (two, one):
        publish(module)
    make_lesson(two, title="C")
    make_lesson(one, title="A")
    make_lesson(one, title="B")
    make_lesson(one, title="Draft", publish_it=False)
    assert titles(course) == ["A", "B", "C"]
    outline = outline_of(fresh(course), "en")
    assert [len(module.lessons) for module in outline.modules] == [2, 1]
    assert outline.minutes == 30
    assert outline.lessons[0].url == f"{course.get_url()}{one.slug}/{first_lesson(course).slug}/"


def test_lessons_are_numbered_by_module_and_place_among_what_is_live():
    course = make_course(lessons=0, live=False)
    for lessons in (2, 1):
        module = make_module(course)
        publish(module)
        make_lesson(module, title="Draft", publish_it=False)
        for _ in range(lessons):
            make_lesson(module)
    numbers = [[lesson.number for lesson in outline_of(fresh(course), code).lessons] for code in ("en", "id")]
    assert numbers == [["1.1", "1.2", "2.1"]] * 2


def test_reading_it_again_asks_the_database_nothing(django_assert_num_queries):
    course = fresh(make_course())
    outline_of(course, "en")
    with django_assert_num_queries(0):
        outline_of(course, "en")


def test_it_is_built_with_few_queries_however_many_lessons(django_assert_max_num_queries):
    check, _question = make_check()
    course = make_course(lessons=8)
    make_lesson(make_module(course), [check])
    course = fresh(course)
    course.locale  # noqa: B018 - read with the course
    with django_assert_max_num_queries(6):
        outline_of(course, "en")


@pytest.mark.parametrize(
    "change",
    [
        lambda course: publish(first_lesson(course)),
        lambda course: first_lesson(course).unpublish(),
        lambda course: first_lesson(course).delete(),
        lambda course: first_lesson(course).move(make_module(course), pos="first-child"),
        lambda course: ModulePage.objects.descendant_of(course).first().delete(),
        lambda course: make_lesson(ModulePage.objects.descendant_of(course).first()),
        lambda course: publish(course),
    ],
    ids=["published", "withdrawn", "deleted", "moved", "module deleted", "added", "course published"],
)
def test_whatever_happens_below_a_course_moves_its_stamp_on(change):
    course = make_course()
    before = course.content_stamp
    change(course)
    assert fresh(course).content_stamp > before


def test_without_the_stamp_an_old_outline_would_be_shown():
    """The twin: with the stamp held still, the change is not seen."""
    course = make_course(lessons=1)
    held = fresh(course).content_stamp
    assert len(titles(course)) == 1
    make_lesson(ModulePage.objects.descendant_of(course).first(), title="New")
    assert len(titles(course)) == 2
    type(course).objects.filter(pk=course.pk).update(content_stamp=held)
    assert len(titles(course)) == 1


def test_moving_a_lesson_to_another_course_changes_both():
    one, other = make_course(), make_course()
    stamps = one.content_stamp, other.content_stamp
    first_lesson(one).move(ModulePage.objects.descendant_of(other).first(), pos="last-child")
    assert fresh(one).content_stamp > stamps[0]
    assert fresh(other).content_stamp > stamps[1]
    assert fresh(other).minutes == 30
    assert fresh(one).minutes == 10


def test_removing_a_lesson_shrinks_what_is_required():
    """P5: the denominator is what is live."""
    course = make_course(lessons=3)
    first_lesson(course).unpublish()
    assert len([lesson for lesson in outline_of(fresh(course), "en").lessons if lesson.required]) == 2
