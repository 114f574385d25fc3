"""The vocabularies of the work plans: strategy periods with their purposes and areas, programmes, partners, competencies."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class StrategyPeriod(models.Model):
    """The time for which a strategy sets purposes and areas. Their words change from one to the next; the program does not."""

    code = models.SlugField(_("code"), max_length=12, unique=True)
    title = models.CharField(_("title"), max_length=160)
    first_year = models.PositiveSmallIntegerField(_("first year"))
    last_year = models.PositiveSmallIntegerField(
        _("last year"), null=True, blank=True, help_text=_("Empty while no plan says when it ends.")
    )
    source = models.CharField(_("source"), max_length=160, blank=True)

    class Meta:
        ordering = ["first_year"]
        verbose_name = _("strategy period")

    def __str__(self) -> str:
        return self.code


class Purpose(models.Model):
    """One of the strategic purposes of the Regional Support Office, in the words of one strategy period."""

    period = models.ForeignKey(StrategyPeriod, models.PROTECT, related_name="purposes", verbose_name=_("period"))
    number = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=160)
    summary = models.TextField(_("in short"), blank=True)
    text = models.TextField(_("in the words of the plan"), blank=True)
    source = models.CharField(_("source"), max_length=160, blank=True)

    class Meta:
        ordering = ["period__first_year", "number"]
        verbose_name = _("strategic purpose")
        constraints = [models.UniqueConstraint(fields=["period", "number"], name="one_purpose_of_a_number_in_a_period")]

    def __str__(self) -> str:
        return f"{self.number}. {self.title} ({self.period})"


class CooperationArea(models.Model):
    """One of the areas of cooperation of a strategy, such as Law Enforcement."""

    period = models.ForeignKey(StrategyPeriod, models.PROTECT, related_name="areas", verbose_name=_("period"))
    code = models.CharField(_("code"), max_length=10)
    name = models.CharField(_("name"), max_length=120)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    source = models.CharField(_("source"), max_length=160, blank=True)

    class Meta:
        ordering = ["period__first_year", "position"]
        verbose_name = _("area of cooperation")
        verbose_name_plural = _("areas of cooperation")
        constraints = [models.UniqueConstraint(fields=["period", "code"], name="one_area_of_a_code_in_a_period")]

    def __str__(self) -> str:
        return f"{self.code}: {self.name} ({self.period})"


class CooperationItem(models.Model):
    """One of the 24 items of the 2023 Adelaide Strategy, in one of its eight areas."""

    area = models.ForeignKey(CooperationArea, models.PROTECT, related_name="items", verbose_name=_("area"))
    number = models.PositiveSmallIntegerField(_("number"))
    short = models.CharField(_("in short"), max_length=200)
    text = models.TextField(_("in the words of the strategy"), blank=True)

    class Meta:
        ordering = ["area__period__first_year", "number"]
        verbose_name = _("cooperation item")
        constraints = [models.UniqueConstraint(fields=["area", "number"], name="one_item_of_a_number_in_an_area")]

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


class Partner(models.Model):
    """With whom an activity is done: an academy, an organisation, an agency, a body of the Bali Process."""

    code = models.CharField(_("code"), max_length=24, unique=True)
    name = models.CharField(_("name"), max_length=120)
    full_name = models.CharField(_("full name"), max_length=160, blank=True)
    kind = models.CharField(_("kind"), max_length=60, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True, help_text=_("Two letters, such as TH."))

    class Meta:
        ordering = ["name"]
        verbose_name = _("partner")

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
