# safe because only a word for people is added to the choices of the AlterField.

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('profiles', '0002_openings_of_hidden_profiles'),
    ]

    operations = [
        migrations.AlterField(
            model_name='introduction',
            name='state',
            field=models.CharField(choices=[('pending', 'Waiting for an answer'), ('accepted', 'Accepted'), ('declined', 'Not this time'), ('expired', 'No answer in time'), ('cut_off', 'Closed'), ('taken_back', 'Taken back')], default='pending', max_length=10),
        ),
    ]
