"""What the work plans say of each activity, its period and areas as rows, and the history of its facts.

Safe because what is altered grows wider or changes its label alone.
"""

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_decision'),
        ('activities', '0002_old_tags_step_aside'),
        ('taxonomy', '0004_each_in_its_period'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Change',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='when')),
                ('fact', models.CharField(blank=True, max_length=30, verbose_name='what')),
                ('before', models.TextField(blank=True, verbose_name='from')),
                ('after', models.TextField(blank=True, verbose_name='to')),
            ],
            options={
                'verbose_name': 'change of an activity',
                'verbose_name_plural': 'changes of activities',
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Involvement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=12, verbose_name='code')),
                ('name', models.CharField(blank=True, max_length=100, verbose_name='name')),
                ('role', models.CharField(blank=True, max_length=120, verbose_name='role')),
            ],
            options={
                'verbose_name': 'member with a part',
                'ordering': ['pk'],
            },
        ),
        migrations.RemoveIndex(
            model_name='activity',
            name='activity_by_quarter',
        ),
        migrations.AddField(
            model_name='activity',
            name='actual_from',
            field=models.DateField(blank=True, null=True, verbose_name='took place from'),
        ),
        migrations.AddField(
            model_name='activity',
            name='actual_precision',
            field=models.CharField(blank=True, choices=[('day', 'To the day'), ('month', 'To the month'), ('quarter', 'To the quarter')], max_length=8, verbose_name='how exactly that is known'),
        ),
        migrations.AddField(
            model_name='activity',
            name='actual_source',
            field=models.CharField(blank=True, max_length=300, verbose_name='where that is said'),
        ),
        migrations.AddField(
            model_name='activity',
            name='actual_to',
            field=models.DateField(blank=True, null=True, verbose_name='took place until'),
        ),
        migrations.AddField(
            model_name='activity',
            name='areas',
            field=models.ManyToManyField(blank=True, db_table='activities_activity_cooperation_area', related_name='activities', to='taxonomy.cooperationarea', verbose_name='areas of cooperation'),
        ),
        migrations.AddField(
            model_name='activity',
            name='areas_fix',
            field=models.CharField(blank=True, max_length=80, verbose_name='what was corrected'),
        ),
        migrations.AddField(
            model_name='activity',
            name='changed_at',
            field=models.DateTimeField(default=django.utils.timezone.now, editable=False),
        ),
        migrations.AddField(
            model_name='activity',
            name='code',
            field=models.CharField(blank=True, help_text='Such as A2023-Q1-02. It is given once and never changes.', max_length=20, null=True, unique=True, validators=[django.core.validators.RegexValidator('^[A-Z][A-Z0-9-]{2,19}$', 'Capital letters, digits and hyphens.')], verbose_name='code'),
        ),
        migrations.AddField(
            model_name='activity',
            name='is_training',
            field=models.BooleanField(blank=True, help_text='Whether people are trained.', null=True, verbose_name='training'),
        ),
        migrations.AddField(
            model_name='activity',
            name='mode_basis',
            field=models.CharField(blank=True, max_length=200, verbose_name='how that is known'),
        ),
        migrations.AddField(
            model_name='activity',
            name='note',
            field=models.TextField(blank=True, help_text='Everybody reads it who may see this.', max_length=500, verbose_name='note'),
        ),
        migrations.AddField(
            model_name='activity',
            name='partners',
            field=models.ManyToManyField(blank=True, related_name='activities', to='taxonomy.partner', verbose_name='partners'),
        ),
        migrations.AddField(
            model_name='activity',
            name='place_in_quarter',
            field=models.PositiveSmallIntegerField(default=9999, editable=False, verbose_name='place among those of the quarter'),
        ),
        migrations.AddField(
            model_name='activity',
            name='printed_areas',
            field=models.CharField(blank=True, max_length=80, verbose_name='areas as printed'),
        ),
        migrations.AddField(
            model_name='activity',
            name='printed_title',
            field=models.CharField(blank=True, max_length=400, verbose_name='title as printed'),
        ),
        migrations.AddField(
            model_name='activity',
            name='programme_basis',
            field=models.CharField(blank=True, max_length=200, verbose_name='how the programmes are known'),
        ),
        migrations.AddField(
            model_name='activity',
            name='related',
            field=models.ManyToManyField(blank=True, to='activities.activity', verbose_name='related activities'),
        ),
        migrations.AddField(
            model_name='activity',
            name='repeats',
            field=models.ForeignKey(blank=True, help_text='Where a plan lists one activity twice in the same words.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='repeated_by', to='activities.activity', verbose_name='same activity as'),
        ),
        migrations.AddField(
            model_name='activity',
            name='second_kind',
            field=models.CharField(blank=True, help_text='Such as practitioner guide.', max_length=60, verbose_name='format, more exactly'),
        ),
        migrations.AddField(
            model_name='activity',
            name='source_document',
            field=models.CharField(blank=True, max_length=120, verbose_name='document'),
        ),
        migrations.AddField(
            model_name='activity',
            name='source_line',
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name='line'),
        ),
        migrations.AddField(
            model_name='activity',
            name='source_title',
            field=models.CharField(blank=True, max_length=120, verbose_name='source'),
        ),
        migrations.AddField(
            model_name='activity',
            name='strategy_period',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='activities', to='taxonomy.strategyperiod', verbose_name='strategy period'),
        ),
        migrations.AddField(
            model_name='activity',
            name='themes',
            field=models.CharField(blank=True, help_text='Separated by semicolons.', max_length=300, verbose_name='themes'),
        ),
        # It is safe because only words and lengths of fields change; no column loses anything.
        migrations.AlterField(
            model_name='activity',
            name='kind',
            field=models.CharField(choices=[('meeting', 'Meeting'), ('training', 'Training'), ('workshop', 'Workshop'), ('webinar', 'Webinar'), ('conference', 'Conference'), ('consultation', 'Consultation'), ('curriculum', 'Curriculum'), ('dialogue', 'Dialogue'), ('engagement', 'Engagement event'), ('exercise', 'Tabletop exercise'), ('forum', 'Forum'), ('framework', 'Framework'), ('guide', 'Guide'), ('launch', 'Launch'), ('media', 'Media product'), ('panel', 'Panel'), ('platform', 'Platform'), ('programme', 'Programme of support'), ('publication', 'Publication'), ('research', 'Research'), ('review', 'Review'), ('roundtable', 'Roundtable'), ('toolkit', 'Toolkit'), ('other', 'Other')], default='meeting', max_length=12, verbose_name='format'),
        ),
        migrations.AlterField(
            model_name='activity',
            name='mode',
            field=models.CharField(blank=True, choices=[('in_person', 'In person'), ('online', 'Online'), ('hybrid', 'In person and online')], default='in_person', max_length=10, verbose_name='how people take part'),
        ),
        migrations.AlterField(
            model_name='activity',
            name='quarter',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='planned quarter'),
        ),
        migrations.AlterField(
            model_name='activity',
            name='title',
            field=models.CharField(max_length=300, verbose_name='title'),
        ),
        migrations.AlterField(
            model_name='activity',
            name='year',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='planned year'),
        ),
        migrations.AddIndex(
            model_name='activity',
            index=models.Index(fields=['year', 'quarter', 'place_in_quarter'], name='activity_by_quarter'),
        ),
        migrations.AddConstraint(
            model_name='activity',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('actual_from', None), ('actual_to', None)), models.Q(('actual_from__isnull', False), ('actual_to__gte', models.F('actual_from'))), _connector='OR'), name='activity_actual_days_are_in_order'),
        ),
        migrations.AddField(
            model_name='change',
            name='activity',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='activities.activity'),
        ),
        migrations.AddField(
            model_name='change',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who'),
        ),
        migrations.AddField(
            model_name='involvement',
            name='activity',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='involvements', to='activities.activity'),
        ),
        migrations.AddField(
            model_name='involvement',
            name='member',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.member'),
        ),
        migrations.AddIndex(
            model_name='change',
            index=models.Index(fields=['activity', 'at'], name='change_of_an_activity'),
        ),
        migrations.AddConstraint(
            model_name='involvement',
            constraint=models.UniqueConstraint(fields=('activity', 'code'), name='a_country_has_one_part_in_an_activity'),
        ),
        migrations.AddConstraint(
            model_name='involvement',
            constraint=models.CheckConstraint(condition=models.Q(('member', None), ('name', ''), _connector='XOR'), name='involvement_names_a_member_or_another_country'),
        ),
    ]
