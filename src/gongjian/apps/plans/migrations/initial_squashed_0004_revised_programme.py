import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from gongjian.core.first_tables import FirstTables


class Migration(FirstTables):

    replaces = [
        ('plans', '0001_initial'),
        ('plans', '0002_unit_level'),
        ('plans', '0003_plan_findings'),
        ('plans', '0004_revised_programme'),
    ]

    initial = True

    dependencies = [
        ('core', '0001_initial'),
        ('parties', '0001_initial'),
        ('programmes', '0002_voided_task'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Plan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place_code', models.CharField(db_index=True, max_length=15)),
                ('title', models.CharField(max_length=200, verbose_name='标题')),
                ('kind', models.CharField(blank=True, max_length=12)),
                ('issuer', models.CharField(blank=True, max_length=120, verbose_name='制发单位')),
                ('doc_number', models.CharField(blank=True, max_length=60, verbose_name='文号')),
                ('issued_on', models.DateField(blank=True, null=True)),
                ('text', models.TextField()),
                ('source', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.storedfile')),
                ('outline', models.JSONField(default=list)),
                ('findings', models.JSONField(default=list)),
                ('status', models.CharField(choices=[('review', '核对中'), ('activated', '已成行动'), ('merged', '已并入行动'), ('dropped', '作废')], default='review', max_length=10)),
                ('programme', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='plan', to='programmes.programme')),
                ('revises', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='revisions', to='programmes.programme')),
                ('imported_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('imported_at', models.DateTimeField(auto_now_add=True)),
                ('is_demo', models.BooleanField(default=False)),
            ],
            options={
                'ordering': ('-imported_at', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='PlanItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='plans.plan')),
                ('kind', models.CharField(choices=[('target', '目标'), ('phase', '阶段'), ('task', '任务'), ('rating', '评级'), ('group', '组织')], max_length=8)),
                ('order', models.PositiveIntegerField()),
                ('start', models.PositiveIntegerField()),
                ('end', models.PositiveIntegerField()),
                ('quote', models.TextField(blank=True)),
                ('rule', models.CharField(blank=True, max_length=60)),
                ('confidence', models.DecimalField(decimal_places=3, default=1, max_digits=4)),
                ('status', models.CharField(choices=[('proposed', '待核对'), ('corrected', '已改'), ('accepted', '已核对'), ('added', '新增'), ('dropped', '已删')], default='proposed', max_length=10)),
                ('values', models.JSONField(default=dict)),
                ('read_values', models.JSONField(default=dict)),
                ('unresolved', models.JSONField(default=list)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'ordering': ('plan', 'start', 'order'),
            },
        ),
        migrations.CreateModel(
            name='PlanUnit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='units', to='plans.plan')),
                ('name', models.CharField(max_length=120)),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.organisation')),
                ('collective_level', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('is_ignored', models.BooleanField(default=False)),
                ('suggestions', models.JSONField(default=list)),
            ],
            options={
                'ordering': ('plan', 'name'),
                'constraints': [
                    models.UniqueConstraint(fields=('plan', 'name'), name='plan_unit_name'),
                ],
            },
        ),
    ]
