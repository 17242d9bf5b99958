import django.db.models.deletion
from django.db import migrations, models

from gongjian.core.first_tables import FirstTables


class Migration(FirstTables):

    replaces = [
        ('places', '0001_initial'),
        ('places', '0002_search_terms'),
        ('places', '0003_boundaries'),
    ]

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Place',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=15, verbose_name='代码')),
                ('name', models.CharField(max_length=80, verbose_name='名称')),
                ('level', models.PositiveSmallIntegerField(choices=[(2, '省级'), (4, '地级'), (6, '县级'), (9, '街道、乡镇'), (12, '社区、村'), (15, '网格')], verbose_name='级别')),
                ('parent_code', models.CharField(blank=True, max_length=12)),
                ('urban_rural_code', models.CharField(blank=True, max_length=3, verbose_name='城乡分类代码')),
                ('initials', models.CharField(blank=True, max_length=40)),
                ('valid_from', models.DateField(blank=True, null=True)),
                ('valid_to', models.DateField(blank=True, null=True)),
                ('population', models.PositiveIntegerField(blank=True, null=True, verbose_name='常住人口')),
                ('households', models.PositiveIntegerField(blank=True, null=True, verbose_name='户数')),
                ('is_demo', models.BooleanField(default=False)),
            ],
            options={
                'ordering': ('code', '-valid_from'),
                'indexes': [
                    models.Index(fields=['parent_code', 'code'], name='place_parent'),
                    models.Index(fields=['name'], name='place_name'),
                    models.Index(fields=['initials', 'level', 'code'], name='place_initials'),
                    models.Index(condition=models.Q(('valid_to__isnull', True)), fields=['level', 'code'], name='place_level_code'),
                ],
                'constraints': [
                    models.UniqueConstraint(condition=models.Q(('valid_to__isnull', True)), fields=('code',), name='place_current_code'),
                    models.UniqueConstraint(fields=('code', 'valid_to'), name='place_code_period'),
                ],
            },
        ),
        migrations.CreateModel(
            name='PlaceTerm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('term', models.CharField(max_length=2)),
                ('rank', models.PositiveSmallIntegerField()),
                ('code', models.CharField(max_length=15)),
                ('place', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='terms', to='places.place')),
            ],
            options={
                'indexes': [
                    models.Index(fields=['term', 'rank', 'code'], name='place_term_rank'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Succession',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('predecessor_code', models.CharField(db_index=True, max_length=15)),
                ('successor_code', models.CharField(db_index=True, max_length=15)),
                ('kind', models.CharField(choices=[('merge', '合并'), ('split', '拆分'), ('rename', '更名'), ('recode', '换代码')], max_length=8)),
                ('on', models.DateField()),
                ('citation', models.CharField(blank=True, max_length=300)),
            ],
            options={
                'ordering': ('on', 'predecessor_code', 'successor_code'),
            },
        ),
        migrations.CreateModel(
            name='FunctionalArea',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place_code', models.CharField(db_index=True, max_length=15)),
                ('name', models.CharField(max_length=80, verbose_name='名称')),
                ('kind', models.CharField(blank=True, max_length=40, verbose_name='类别')),
                ('valid_from', models.DateField(blank=True, null=True)),
                ('valid_to', models.DateField(blank=True, null=True)),
                ('is_demo', models.BooleanField(default=False)),
            ],
            options={
                'ordering': ('place_code', 'name'),
                'constraints': [
                    models.UniqueConstraint(fields=('place_code', 'name'), name='functional_area_name'),
                ],
            },
        ),
        migrations.CreateModel(
            name='AreaMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='members', to='places.functionalarea')),
                ('place_code', models.CharField(db_index=True, max_length=15)),
            ],
            options={
                'ordering': ('area', 'place_code'),
                'constraints': [
                    models.UniqueConstraint(fields=('area', 'place_code'), name='area_member'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Boundary',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place_code', models.CharField(max_length=15, unique=True)),
                ('polygons', models.JSONField()),
                ('south', models.FloatField()),
                ('west', models.FloatField()),
                ('north', models.FloatField()),
                ('east', models.FloatField()),
                ('citation', models.CharField(blank=True, max_length=300)),
                ('is_demo', models.BooleanField(default=False)),
            ],
            options={
                'ordering': ('place_code',),
            },
        ),
    ]
