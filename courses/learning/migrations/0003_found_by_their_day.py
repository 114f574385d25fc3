from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("learning", "0002_achievements_say_what_they_are_for")]

    operations = [
        migrations.AddIndex("enrolment", models.Index(fields=["enrolled_at"], name="enrolment_by_day")),
        migrations.AddIndex(
            "completion",
            models.Index(
                fields=["completed_at"], condition=models.Q(invalidated_at=None), name="standing_completion_by_day"
            ),
        ),
    ]
