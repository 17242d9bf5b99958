import django.db.models.deletion
import encrypted_fields.fields
from django.conf import settings
from django.db import migrations, models

from gongjian.core.first_tables import FirstTables


class Migration(FirstTables):

    replaces = [
        ('hearings', '0001_first_tables'),
        ('hearings', '0002_box_cleaned'),
        ('hearings', '0003_boxes_move'),
        ('hearings', '0004_boxes_gone'),
    ]

    initial = True

    dependencies = [
        ('core', '0005_ballot_boxes'),
        ('parties', '0004_residents'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AidApplication',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place_code', models.CharField(db_index=True, max_length=15, verbose_name='社区')),
                ('year', models.PositiveSmallIntegerField()),
                ('number', models.PositiveIntegerField()),
                ('kind', models.CharField(choices=[('low_income', '最低生活保障'), ('near_low_income', '低保边缘'), ('extreme_poverty', '特困供养'), ('heavy_expense', '刚性支出困难'), ('temporary', '临时救助')], max_length=20, verbose_name='申请什么')),
                ('head', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='applications', to='parties.resident')),
                ('address', encrypted_fields.fields.EncryptedCharField(blank=True, max_length=400, null=True, verbose_name='住址')),
                ('facts', encrypted_fields.fields.EncryptedTextField(verbose_name='申报的情况')),
                ('applied_on', models.DateField(verbose_name='申请日期')),
                ('findings', encrypted_fields.fields.EncryptedTextField(blank=True, null=True, verbose_name='调查结果')),
                ('checked_on', models.DateField(blank=True, null=True)),
                ('status', models.CharField(choices=[('applied', '待调查'), ('checked', '待评议'), ('hearing', '评议中'), ('passed', '评议通过，待公示'), ('failed', '评议没有通过'), ('posted', '公示中'), ('objected', '有异议，复核中'), ('granted', '已批准'), ('refused', '不予批准'), ('withdrawn', '已撤回')], default='applied', max_length=12)),
                ('decided_on', models.DateField(blank=True, null=True)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decision_reason', encrypted_fields.fields.EncryptedTextField(blank=True, null=True, verbose_name='决定的理由')),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('is_demo', models.BooleanField(default=False)),
            ],
            options={
                'ordering': ('-applied_on', '-pk'),
                'indexes': [
                    models.Index(fields=['status', 'applied_on'], name='aid_application_state'),
                ],
                'constraints': [
                    models.UniqueConstraint(fields=('place_code', 'year', 'number'), name='aid_application_number'),
                ],
            },
        ),
        migrations.CreateModel(
            name='HouseholdMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='members', to='hearings.aidapplication')),
                ('resident', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.resident')),
                ('relation', models.CharField(choices=[('spouse', '配偶'), ('child', '子女'), ('parent', '父母'), ('other', '其他共同生活的人')], max_length=12, verbose_name='与户主关系')),
            ],
            options={
                'ordering': ('application', 'pk'),
                'constraints': [
                    models.UniqueConstraint(fields=('application', 'resident'), name='household_member_once'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Benefit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('application', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='benefit', to='hearings.aidapplication')),
                ('people', models.PositiveSmallIntegerField(verbose_name='享受人数')),
                ('monthly_cents', models.PositiveBigIntegerField(verbose_name='每月金额')),
                ('starts_on', models.DateField(verbose_name='从哪天起')),
                ('ends_on', models.DateField(blank=True, null=True)),
                ('end_reason', encrypted_fields.fields.EncryptedTextField(blank=True, null=True)),
            ],
            options={
                'ordering': ('-starts_on', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='Hearing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='hearings', to='hearings.aidapplication')),
                ('number', models.PositiveSmallIntegerField()),
                ('cause', models.CharField(choices=[('first', '首次评议'), ('appeal', '申请人申诉，再次评议'), ('objection', '公示有异议，再次评议')], max_length=12, verbose_name='事由')),
                ('cause_words', models.CharField(blank=True, max_length=300, verbose_name='为什么再次评议')),
                ('status', models.CharField(choices=[('listed', '名单做好，待公布'), ('published', '名单已公布，等公共数'), ('drawn', '小组抽定，待通知'), ('noticed', '已通知，待开会'), ('voting', '投票中'), ('counted', '已计票'), ('void', '作废')], default='listed', max_length=12)),
                ('rule', models.JSONField()),
                ('size', models.PositiveSmallIntegerField(verbose_name='评议小组人数')),
                ('representatives', models.PositiveSmallIntegerField(verbose_name='其中居民代表')),
                ('source', models.CharField(max_length=200, verbose_name='公共数的来源')),
                ('salt', encrypted_fields.fields.EncryptedCharField(max_length=200)),
                ('take', models.JSONField()),
                ('lines', models.JSONField()),
                ('excluded', models.JSONField(default=dict)),
                ('hash', models.CharField(blank=True, max_length=64)),
                ('published_at', models.DateTimeField(null=True)),
                ('published_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('public_number', models.CharField(blank=True, max_length=200, verbose_name='公共数')),
                ('typed_at', models.DateTimeField(null=True)),
                ('typed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('witnesses', encrypted_fields.fields.EncryptedCharField(blank=True, max_length=400, null=True, verbose_name='见证人')),
                ('result', models.JSONField(null=True)),
                ('venue', models.CharField(blank=True, max_length=120, verbose_name='地点')),
                ('starts_at', models.DateTimeField(null=True, verbose_name='时间')),
                ('noticed_at', models.DateTimeField(null=True)),
                ('chair', encrypted_fields.fields.EncryptedCharField(blank=True, max_length=200, null=True, verbose_name='主持人')),
                ('recorder', encrypted_fields.fields.EncryptedCharField(blank=True, max_length=200, null=True, verbose_name='记录人')),
                ('record', encrypted_fields.fields.EncryptedTextField(blank=True, null=True, verbose_name='记录')),
                ('vote_key', models.CharField(max_length=16, unique=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('outcome', models.JSONField(null=True)),
                ('reasons', encrypted_fields.fields.EncryptedTextField(blank=True, null=True)),
                ('certificate', models.TextField(blank=True)),
                ('void_reason', models.CharField(blank=True, max_length=300)),
            ],
            options={
                'ordering': ('application', 'number', 'pk'),
                'constraints': [
                    models.UniqueConstraint(condition=models.Q(('status', 'void'), _negated=True), fields=('application', 'number'), name='hearing_number'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Seat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('hearing', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='seats', to='hearings.hearing')),
                ('resident', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.resident')),
                ('group', models.CharField(choices=[('representative', '居民代表'), ('other', '其他评议员')], max_length=16)),
                ('order', models.PositiveSmallIntegerField()),
                ('status', models.CharField(choices=[('seated', '评议员'), ('reserve', '候补'), ('recused', '回避')], max_length=10)),
                ('recused_for', models.CharField(blank=True, max_length=200)),
                ('is_present', models.BooleanField(default=False)),
            ],
            options={
                'ordering': ('hearing', 'order'),
                'constraints': [
                    models.UniqueConstraint(fields=('hearing', 'resident'), name='seat_once'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Posting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='postings', to='hearings.aidapplication')),
                ('kind', models.CharField(choices=[('result', '评议结果公示'), ('recheck', '复核结果公示'), ('benefit', '长期公示')], max_length=10)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField(blank=True, null=True)),
                ('place_words', models.CharField(blank=True, max_length=120, verbose_name='张贴在哪里')),
                ('phone', models.CharField(max_length=40, verbose_name='监督电话')),
                ('posted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('application', 'starts_on', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='Objection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('posting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='objections', to='hearings.posting')),
                ('objector', encrypted_fields.fields.EncryptedCharField(blank=True, max_length=200, null=True, verbose_name='提出人')),
                ('contact', encrypted_fields.fields.EncryptedCharField(blank=True, max_length=200, null=True, verbose_name='联系方式')),
                ('words', encrypted_fields.fields.EncryptedTextField(verbose_name='异议')),
                ('received_on', models.DateField()),
                ('answer', encrypted_fields.fields.EncryptedTextField(blank=True, null=True, verbose_name='复核结果')),
                ('is_upheld', models.BooleanField(null=True)),
                ('answered_on', models.DateField(blank=True, null=True)),
            ],
            options={
                'ordering': ('posting', 'received_on', 'pk'),
            },
        ),
    ]
