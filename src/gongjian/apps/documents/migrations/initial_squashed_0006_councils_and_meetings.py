import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from gongjian.core.first_tables import FirstTables


class Migration(FirstTables):

    replaces = [
        ('documents', '0001_initial'),
        ('documents', '0002_initial'),
        ('documents', '0003_figure_checks'),
        ('documents', '0004_report_kind'),
        ('documents', '0005_brief_kind'),
        ('documents', '0006_councils_and_meetings'),
    ]

    initial = True

    dependencies = [
        ('core', '0001_initial'),
        ('parties', '0002_user_imports'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Template',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place_code', models.CharField(blank=True, db_index=True, max_length=15)),
                ('kind', models.CharField(choices=[('bulletin', '通报'), ('summary', '总结'), ('notice', '通知'), ('report', '报告'), ('brief', '简报'), ('minutes', '纪要')], max_length=12)),
                ('title', models.CharField(max_length=120, verbose_name='名称')),
                ('body', models.TextField(verbose_name='正文')),
                ('version', models.PositiveSmallIntegerField(default=1)),
                ('is_current', models.BooleanField(default=True)),
                ('is_demo', models.BooleanField(default=False)),
            ],
            options={
                'ordering': ('kind', 'title', '-version'),
            },
        ),
        migrations.CreateModel(
            name='NumberSeries',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place_code', models.CharField(db_index=True, max_length=15)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='number_series', to='parties.organisation')),
                ('code', models.CharField(max_length=30, verbose_name='代字')),
                ('year', models.PositiveSmallIntegerField()),
                ('last_serial', models.PositiveIntegerField(default=0)),
            ],
            options={
                'ordering': ('organisation', 'code', 'year'),
                'constraints': [
                    models.UniqueConstraint(fields=('organisation', 'code', 'year'), name='number_series_year'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Document',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place_code', models.CharField(db_index=True, max_length=15)),
                ('kind', models.CharField(choices=[('bulletin', '通报'), ('summary', '总结'), ('notice', '通知'), ('report', '报告'), ('brief', '简报'), ('minutes', '纪要')], max_length=12)),
                ('title', models.CharField(max_length=200, verbose_name='标题')),
                ('issuer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='parties.organisation')),
                ('red_head', models.CharField(blank=True, max_length=80, verbose_name='发文机关标志')),
                ('number_code', models.CharField(blank=True, max_length=30, verbose_name='代字')),
                ('doc_number', models.CharField(blank=True, max_length=60, verbose_name='发文字号')),
                ('addressee', models.CharField(blank=True, max_length=300, verbose_name='主送')),
                ('copy_to', models.CharField(blank=True, max_length=300, verbose_name='抄送')),
                ('body', models.TextField(verbose_name='正文')),
                ('period_first_on', models.DateField()),
                ('period_last_on', models.DateField()),
                ('params', models.JSONField(blank=True, default=dict)),
                ('tables', models.JSONField(blank=True, default=dict)),
                ('template', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.template')),
                ('programme_id', models.BigIntegerField(blank=True, db_index=True, null=True)),
                ('status', models.CharField(choices=[('draft', '拟稿'), ('review', '核稿'), ('signed', '签发'), ('issued', '印发'), ('archived', '归档')], default='draft', max_length=10)),
                ('drafted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('reviewed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('signed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('reviewed_on', models.DateField(blank=True, null=True)),
                ('signed_on', models.DateField(blank=True, null=True)),
                ('issued_on', models.DateField(blank=True, null=True)),
                ('archived_on', models.DateField(blank=True, null=True)),
                ('return_reason', models.CharField(blank=True, max_length=300)),
                ('docx', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.storedfile')),
                ('pdf', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.storedfile')),
                ('version', models.PositiveIntegerField(default=1)),
                ('is_demo', models.BooleanField(default=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('moved_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('checked_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ('-pk',),
                'indexes': [
                    models.Index(fields=['status', '-id'], name='document_by_status'),
                ],
            },
        ),
        migrations.CreateModel(
            name='QuotedFigure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='figures', to='documents.document')),
                ('slot', models.CharField(max_length=200)),
                ('indicator_key', models.CharField(max_length=80)),
                ('place_code', models.CharField(max_length=15)),
                ('period_first_on', models.DateField()),
                ('period_last_on', models.DateField()),
                ('params', models.JSONField(default=dict)),
                ('numerator', models.CharField(max_length=60)),
                ('denominator', models.CharField(blank=True, max_length=60)),
                ('row_count', models.PositiveIntegerField()),
                ('text', models.CharField(max_length=60)),
                ('read_at', models.DateTimeField()),
                ('now_numerator', models.CharField(blank=True, max_length=60)),
                ('now_denominator', models.CharField(blank=True, max_length=60)),
                ('now_text', models.CharField(blank=True, max_length=60)),
                ('kept_on', models.DateField(blank=True, null=True)),
            ],
            options={
                'ordering': ('document', 'pk'),
                'constraints': [
                    models.UniqueConstraint(fields=('document', 'slot'), name='quoted_figure_slot'),
                ],
            },
        ),
    ]
