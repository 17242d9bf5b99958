import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from gongjian.core.first_tables import FirstTables


class Migration(FirstTables):

    replaces = [
        ('indicators', '0001_initial'),
        ('indicators', '0002_base_value_of_an_area'),
        ('indicators', '0003_defined_indicators'),
        ('indicators', '0004_project_ledger'),
        ('indicators', '0005_table_imports'),
        ('indicators', '0006_screens'),
    ]

    initial = True

    dependencies = [
        ('core', '0002_file_right'),
        ('parties', '0003_notice_topics'),
        ('places', '0002_search_terms'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='BaseValue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place_code', models.CharField(db_index=True, max_length=15)),
                ('area', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.functionalarea')),
                ('indicator_key', models.CharField(max_length=80)),
                ('period_first_on', models.DateField()),
                ('period_last_on', models.DateField()),
                ('numerator', models.DecimalField(decimal_places=4, max_digits=20)),
                ('denominator', models.DecimalField(blank=True, decimal_places=4, max_digits=20, null=True)),
                ('citation', models.CharField(max_length=300, verbose_name='来源')),
                ('is_demo', models.BooleanField(default=False)),
            ],
            options={
                'ordering': ('indicator_key', 'place_code', 'period_first_on'),
                'constraints': [
                    models.UniqueConstraint(condition=models.Q(('area__isnull', True)), fields=('indicator_key', 'place_code', 'period_first_on', 'period_last_on'), name='base_value_once'),
                    models.UniqueConstraint(condition=models.Q(('area__isnull', False)), fields=('indicator_key', 'place_code', 'area', 'period_first_on', 'period_last_on'), name='base_value_of_area_once'),
                ],
            },
        ),
        migrations.CreateModel(
            name='IndicatorDefinition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place_code', models.CharField(blank=True, db_index=True, max_length=15)),
                ('code', models.SlugField(max_length=60, unique=True, verbose_name='代号')),
                ('name', models.CharField(max_length=60, verbose_name='名称')),
                ('definition', models.CharField(max_length=300, verbose_name='含义')),
                ('unit', models.CharField(blank=True, max_length=12, verbose_name='单位')),
                ('decimals', models.PositiveSmallIntegerField(default=0, verbose_name='小数位')),
                ('source', models.CharField(max_length=120, verbose_name='数据来源')),
                ('period_kind', models.CharField(choices=[('day', '每日'), ('month', '每月'), ('quarter', '每季度'), ('year', '每年')], default='year', max_length=8, verbose_name='周期')),
                ('counting', models.CharField(choices=[('last', '时点数，取最近一期'), ('sum', '期间数，各期相加')], default='last', max_length=5, verbose_name='多期怎么合')),
                ('better', models.CharField(choices=[('higher', '越高越好'), ('lower', '越低越好'), ('toward', '越接近某个数越好'), ('none', '不分好坏')], default='higher', max_length=7, verbose_name='方向')),
                ('ideal', models.DecimalField(blank=True, decimal_places=4, max_digits=20, null=True, verbose_name='目标数')),
                ('level', models.PositiveSmallIntegerField(choices=[(2, '省级'), (4, '地级'), (6, '县级'), (9, '街道、乡镇'), (12, '社区、村'), (15, '网格')], default=6, verbose_name='填报级别')),
                ('base_year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='基年')),
                ('entered_by', models.CharField(blank=True, max_length=60, verbose_name='填报人')),
                ('confirmed_by', models.CharField(blank=True, max_length=60, verbose_name='确认人')),
                ('citation', models.CharField(blank=True, max_length=300, verbose_name='依据')),
                ('valid_from', models.DateField(blank=True, null=True, verbose_name='从哪天起')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='到哪天止')),
                ('is_demo', models.BooleanField(default=False)),
            ],
            options={
                'ordering': ('place_code', 'code'),
                'constraints': [
                    models.UniqueConstraint(fields=('place_code', 'name'), name='indicator_definition_name'),
                ],
            },
        ),
        migrations.CreateModel(
            name='DefinitionInput',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('definition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='inputs', to='indicators.indicatordefinition')),
                ('order', models.PositiveSmallIntegerField()),
                ('side', models.CharField(choices=[('numerator', '分子'), ('denominator', '分母')], default='numerator', max_length=11)),
                ('name', models.CharField(max_length=40, verbose_name='数')),
                ('unit', models.CharField(blank=True, max_length=12, verbose_name='单位')),
                ('factor', models.DecimalField(decimal_places=4, default=1, max_digits=12, verbose_name='乘以')),
            ],
            options={
                'ordering': ('definition', 'order'),
                'constraints': [
                    models.UniqueConstraint(fields=('definition', 'name'), name='definition_input_name'),
                    models.UniqueConstraint(fields=('definition', 'order'), name='definition_input_order'),
                ],
            },
        ),
        migrations.CreateModel(
            name='TableImport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place_code', models.CharField(blank=True, db_index=True, max_length=15)),
                ('kind', models.CharField(choices=[('values', '指标值'), ('projects', '项目台账')], max_length=8)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('name', models.CharField(max_length=200)),
                ('content', models.JSONField()),
                ('created_at', models.DateTimeField()),
            ],
            options={
                'ordering': ('-created_at',),
            },
        ),
        migrations.CreateModel(
            name='Project',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place_code', models.CharField(db_index=True, max_length=15)),
                ('name', models.CharField(max_length=80, verbose_name='项目')),
                ('kind', models.CharField(blank=True, max_length=30, verbose_name='类别')),
                ('status', models.CharField(choices=[('planned', '未开始'), ('running', '进行中'), ('done', '已完成'), ('stopped', '暂停')], default='running', max_length=8, verbose_name='状态')),
                ('lead', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.organisation')),
                ('starts_on', models.DateField(verbose_name='开工')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='完工')),
                ('investment_cents', models.PositiveBigIntegerField(blank=True, null=True, verbose_name='投资')),
                ('area_m2', models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True, verbose_name='面积')),
                ('trees', models.PositiveIntegerField(blank=True, null=True, verbose_name='乔木')),
                ('shrubs', models.PositiveIntegerField(blank=True, null=True, verbose_name='灌木')),
                ('lawn_m2', models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True, verbose_name='草坪地被')),
                ('road_m', models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True, verbose_name='道路')),
                ('citation', models.CharField(blank=True, max_length=300, verbose_name='依据')),
                ('is_demo', models.BooleanField(default=False)),
                ('photos', models.ManyToManyField(blank=True, related_name='+', to='core.storedfile')),
            ],
            options={
                'ordering': ('place_code', 'name'),
                'constraints': [
                    models.UniqueConstraint(fields=('place_code', 'name'), name='project_name'),
                    models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='project_ends_after_it_starts'),
                ],
            },
        ),
        migrations.CreateModel(
            name='ProjectUnit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='units', to='indicators.project')),
                ('name', models.CharField(max_length=120, verbose_name='单位')),
                ('has_task', models.BooleanField(default=True, verbose_name='有任务')),
                ('done_on', models.DateField(blank=True, null=True, verbose_name='完成')),
            ],
            options={
                'ordering': ('project', 'name'),
                'constraints': [
                    models.UniqueConstraint(fields=('project', 'name'), name='project_unit_name'),
                    models.CheckConstraint(condition=models.Q(('has_task', True), ('done_on__isnull', True), _connector='OR'), name='project_unit_done_only_with_task'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Screen',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place_code', models.CharField(db_index=True, max_length=15)),
                ('name', models.CharField(max_length=40, verbose_name='名称')),
                ('main_key', models.CharField(max_length=80, verbose_name='地图和排名用的指标')),
                ('keys', models.JSONField(default=list, verbose_name='三个比率')),
                ('digest', models.CharField(max_length=64)),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('made_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField(verbose_name='用到')),
                ('revoked_at', models.DateTimeField(null=True)),
                ('seen_at', models.DateTimeField(null=True)),
                ('is_demo', models.BooleanField(default=False)),
            ],
            options={
                'ordering': ('-made_at', '-pk'),
            },
        ),
        migrations.CreateModel(
            name='IndicatorValue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('definition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='values', to='indicators.indicatordefinition')),
                ('place_code', models.CharField(db_index=True, max_length=15)),
                ('period_first_on', models.DateField()),
                ('period_last_on', models.DateField()),
                ('amounts', models.JSONField(default=dict)),
                ('numerator', models.DecimalField(decimal_places=4, max_digits=20)),
                ('denominator', models.DecimalField(decimal_places=4, max_digits=20, null=True)),
                ('source', models.CharField(choices=[('entered', '填报'), ('imported', '导入')], default='entered', max_length=8)),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='数从哪里来')),
                ('status', models.CharField(choices=[('waiting', '待确认'), ('confirmed', '已确认'), ('returned', '已退回'), ('replaced', '已更正')], default='waiting', max_length=9)),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='退回的理由')),
                ('replaces', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='indicators.indicatorvalue')),
                ('entered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('entered_at', models.DateTimeField()),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decided_at', models.DateTimeField(null=True)),
                ('is_demo', models.BooleanField(default=False)),
                ('files', models.ManyToManyField(blank=True, related_name='+', to='core.storedfile')),
            ],
            options={
                'ordering': ('-period_last_on', 'place_code', '-pk'),
                'indexes': [
                    models.Index(fields=['definition', 'status', 'place_code'], name='indicator_value_counted'),
                    models.Index(fields=['status', 'place_code'], name='indicator_value_waiting'),
                ],
                'constraints': [
                    models.UniqueConstraint(condition=models.Q(('status__in', ['waiting', 'returned'])), fields=('definition', 'place_code', 'period_first_on', 'period_last_on'), name='indicator_value_one_open'),
                    models.UniqueConstraint(condition=models.Q(('status', 'confirmed')), fields=('definition', 'place_code', 'period_first_on', 'period_last_on'), name='indicator_value_one_confirmed'),
                ],
            },
        ),
    ]
