import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from gongjian.core.first_tables import FirstTables


class Migration(FirstTables):

    replaces = [
        ('programmes', '0001_initial'),
        ('programmes', '0002_voided_task'),
    ]

    initial = True

    dependencies = [
        ('core', '0001_initial'),
        ('inspections', '0001_initial'),
        ('parties', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Programme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place_code', models.CharField(db_index=True, max_length=15)),
                ('title', models.CharField(max_length=160, verbose_name='名称')),
                ('theme', models.CharField(blank=True, max_length=200, verbose_name='主题')),
                ('year', models.PositiveSmallIntegerField(verbose_name='年度')),
                ('starts_on', models.DateField(blank=True, null=True, verbose_name='开始')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='截止')),
                ('lead_organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='led_programmes', to='parties.organisation')),
                ('group', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='programmes', to='parties.group')),
                ('scheme', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='programmes', to='inspections.ratingscheme')),
                ('status', models.CharField(choices=[('active', '进行中'), ('paused', '暂停'), ('closed', '已总结')], default='active', max_length=8)),
                ('previous', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='next_ones', to='programmes.programme')),
                ('report_period', models.CharField(default='quarter', max_length=8)),
                ('is_demo', models.BooleanField(default=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'ordering': ('-year', 'place_code', 'title'),
            },
        ),
        migrations.CreateModel(
            name='Phase',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='phases', to='programmes.programme')),
                ('order', models.PositiveSmallIntegerField()),
                ('name', models.CharField(max_length=120)),
                ('starts_on', models.DateField(blank=True, null=True)),
                ('ends_on', models.DateField(blank=True, null=True)),
            ],
            options={
                'ordering': ('programme', 'order'),
            },
        ),
        migrations.CreateModel(
            name='Target',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='targets', to='programmes.programme')),
                ('order', models.PositiveSmallIntegerField()),
                ('name', models.CharField(max_length=200, verbose_name='目标')),
                ('comparator', models.CharField(choices=[('>=', '不低于'), ('<=', '不超过'), ('>', '超过'), ('<', '低于'), ('+=', '提高'), ('-=', '下降'), ('=', '等于')], max_length=2)),
                ('value', models.DecimalField(decimal_places=4, max_digits=18)),
                ('unit', models.CharField(blank=True, max_length=20)),
                ('base_value', models.DecimalField(blank=True, decimal_places=4, max_digits=18, null=True)),
                ('deadline_on', models.DateField(blank=True, null=True)),
                ('scope', models.CharField(blank=True, max_length=120)),
                ('place_code', models.CharField(blank=True, max_length=15)),
                ('indicator_key', models.CharField(blank=True, max_length=80)),
                ('indicator_params', models.JSONField(blank=True, default=dict)),
                ('quote', models.TextField(blank=True)),
            ],
            options={
                'ordering': ('programme', 'order'),
            },
        ),
        migrations.CreateModel(
            name='Task',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tasks', to='programmes.programme')),
                ('phase', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='tasks', to='programmes.phase')),
                ('order', models.PositiveSmallIntegerField()),
                ('title', models.CharField(max_length=200, verbose_name='任务')),
                ('detail', models.TextField(blank=True)),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='完成时限')),
                ('recurrence', models.CharField(blank=True, max_length=40)),
                ('quantity', models.DecimalField(blank=True, decimal_places=2, max_digits=18, null=True)),
                ('unit', models.CharField(blank=True, max_length=20)),
                ('quote', models.TextField(blank=True)),
                ('voided_on', models.DateField(blank=True, null=True)),
                ('void_reason', models.CharField(blank=True, max_length=300)),
                ('lead_units', models.ManyToManyField(blank=True, related_name='led_tasks', to='parties.organisation')),
                ('support_units', models.ManyToManyField(blank=True, related_name='supported_tasks', to='parties.organisation')),
            ],
            options={
                'ordering': ('programme', 'order'),
            },
        ),
        migrations.CreateModel(
            name='TaskTarget',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('task', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='target_shares', to='programmes.task')),
                ('target', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='task_shares', to='programmes.target')),
                ('share_percent', models.DecimalField(decimal_places=2, default=100, max_digits=6)),
            ],
            options={
                'ordering': ('task', 'target'),
                'constraints': [
                    models.UniqueConstraint(fields=('task', 'target'), name='task_target_once'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Assignment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('task', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='assignments', to='programmes.task')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='children', to='programmes.assignment')),
                ('place_code', models.CharField(db_index=True, max_length=15)),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='parties.organisation')),
                ('assignee', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='assignments', to=settings.AUTH_USER_MODEL)),
                ('quantity', models.DecimalField(blank=True, decimal_places=2, max_digits=18, null=True)),
                ('due_on', models.DateField(blank=True, null=True)),
                ('is_pilot', models.BooleanField(default=False)),
                ('is_leaf', models.BooleanField(default=True)),
                ('status', models.CharField(choices=[('pending', '待签收'), ('refused', '退回'), ('active', '进行中'), ('done', '已完成'), ('void', '作废')], default='pending', max_length=8)),
                ('refusal_reason', models.CharField(blank=True, max_length=300)),
                ('given_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('given_at', models.DateTimeField()),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('done_on', models.DateField(blank=True, null=True)),
                ('done_quantity', models.DecimalField(blank=True, decimal_places=2, max_digits=18, null=True)),
            ],
            options={
                'ordering': ('task', 'place_code', 'pk'),
                'indexes': [
                    models.Index(fields=['status', 'place_code', 'due_on'], name='assignment_open'),
                ],
                'constraints': [
                    models.UniqueConstraint(condition=models.Q(('status__in', ['void', 'refused']), _negated=True), fields=('task', 'place_code', 'organisation'), name='assignment_unit_once'),
                    models.UniqueConstraint(condition=models.Q(('organisation__isnull', True), models.Q(('status__in', ['void', 'refused']), _negated=True)), fields=('task', 'place_code'), name='assignment_place_once'),
                ],
            },
        ),
        migrations.CreateModel(
            name='ProgressReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('assignment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reports', to='programmes.assignment')),
                ('place_code', models.CharField(db_index=True, max_length=15)),
                ('period_first_on', models.DateField()),
                ('period_last_on', models.DateField()),
                ('due_on', models.DateField(blank=True, null=True)),
                ('status', models.CharField(choices=[('draft', '草稿'), ('submitted', '待确认'), ('returned', '退回'), ('confirmed', '已确认'), ('recalled', '已撤回')], default='draft', max_length=10)),
                ('done_quantity', models.DecimalField(blank=True, decimal_places=2, max_digits=18, null=True, verbose_name='本期完成')),
                ('is_complete', models.BooleanField(default=False, verbose_name='全部完成')),
                ('text', models.TextField(blank=True, verbose_name='进展')),
                ('written_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submitted_at', models.DateTimeField(blank=True, null=True)),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('replaces', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='programmes.progressreport')),
                ('files', models.ManyToManyField(blank=True, related_name='+', to='core.storedfile')),
            ],
            options={
                'ordering': ('assignment', 'period_first_on', 'pk'),
                'indexes': [
                    models.Index(fields=['status', 'place_code'], name='report_open'),
                ],
                'constraints': [
                    models.UniqueConstraint(condition=models.Q(('status', 'recalled'), _negated=True), fields=('assignment', 'period_first_on'), name='report_once_per_period'),
                ],
            },
        ),
        migrations.CreateModel(
            name='ReportFigure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='figures', to='programmes.progressreport')),
                ('target', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='figures', to='programmes.target')),
                ('numerator', models.DecimalField(decimal_places=2, max_digits=18)),
                ('denominator', models.DecimalField(blank=True, decimal_places=2, max_digits=18, null=True)),
            ],
            options={
                'ordering': ('report', 'target'),
                'constraints': [
                    models.UniqueConstraint(fields=('report', 'target'), name='report_figure_once'),
                ],
            },
        ),
    ]
