"""Copy once what invitations say of those who wait, as each cohort showed it until now; mark the lists of the office."""

from datetime import timedelta

from django.db import migrations, models

VALID_FOR = timedelta(days=14)


def copy_what_invitations_say(apps, schema_editor):
    places = apps.get_model("workshops", "Place").objects.using(schema_editor.connection.alias)
    for place in places.filter(person=None).exclude(invitation=None).select_related("invitation").iterator():
        one = place.invitation
        place.written_name, place.written_agency, place.written_member_id = one.full_name, one.agency, one.member_id
        place.asked_at = one.expires_at - VALID_FOR
        place.save(update_fields=["written_name", "written_agency", "written_member", "asked_at"])


def mark_lists_of_the_office(apps, schema_editor):
    alias = schema_editor.connection.alias
    grants = apps.get_model("accounts", "RoleGrant").objects.using(alias).filter(role__in=["staff", "admin"])
    people = apps.get_model("accounts", "User").objects.using(alias).filter(is_superuser=True)
    imports = apps.get_model("workshops", "Import").objects.using(alias)
    office = models.Q(uploaded_by__in=grants.values("person")) | models.Q(uploaded_by__in=people.values("pk"))
    imports.filter(office).update(knows_accounts=True)


class Migration(migrations.Migration):
    dependencies = [("workshops", "0004_as_each_cohort_wrote_the_invited")]

    operations = [
        migrations.RunPython(copy_what_invitations_say, migrations.RunPython.noop),
        migrations.RunPython(mark_lists_of_the_office, migrations.RunPython.noop),
    ]
