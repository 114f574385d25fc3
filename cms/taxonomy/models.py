"""The vocabularies of the work plans: purposes, areas of cooperation, programmes, competencies."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Purpose(models.Model):
    """One of the four strategic purposes of the Regional Support Office."""

    number = models.PositiveSmallIntegerField(unique=True)
    title = models.CharField(max_length=160)
    summary = models.TextField(blank=True)

    class Meta:
        ordering = ["number"]
        verbose_name = _("strategic purpose")

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"


class CooperationItem(models.Model):
    """One of the 24 items of the 2023 Adelaide Strategy, in one of its eight areas."""

    number = models.PositiveSmallIntegerField(unique=True)
    area_code = models.CharField(max_length=10)
    area_name = models.CharField(max_length=120)
    short = models.CharField(max_length=200)
    text = models.TextField(blank=True)

    class Meta:
        ordering = ["number"]
        verbose_name = _("cooperation item")

    def __str__(self) -> str:
        return f"{self.number}. {self.short}"


class Programme(models.Model):
    """A programme of the Regional Support Office, such as Countering Trafficking in Persons."""

    code = models.CharField(max_length=12, unique=True)
    name = models.CharField(max_length=120)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Competency(models.Model):
    """What a question tests and a result is shown by, such as “First response”."""

    key = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "name"]
        verbose_name_plural = _("competencies")

    def __str__(self) -> str:
        return self.name
