"""Course, module and lesson pages. Content only: they never change learner data."""

from .courses import CoursePage
from .index import CourseIndexPage
from .lessons import LessonPage, ModulePage

__all__ = ["CourseIndexPage", "CoursePage", "LessonPage", "ModulePage"]
