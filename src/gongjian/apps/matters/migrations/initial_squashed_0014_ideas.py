import django.db.models.deletion
import encrypted_fields.fields
from django.conf import settings
from django.db import migrations, models

from gongjian.core.first_tables import FirstTables


class Migration(FirstTables):

    replaces = [
        ('matters', '0001_first_tables'),
        ('matters', '0002_exclusions_and_contact'),
        ('matters', '0003_hotline_lists'),
        ('matters', '0004_open_by_state'),
        ('matters', '0005_open_reporting'),
        ('matters', '0006_verified_on_the_spot'),
        ('matters', '0007_lists_by_index'),
        ('matters', '0008_analyses'),
        ('matters', '0009_messages_that_go_out'),
        ('matters', '0010_mediation'),
        ('matters', '0011_shift_hand_over'),
        ('matters', '0012_exports_and_units'),
        ('matters', '0013_class_names_in_english'),
        ('matters', '0014_ideas'),
    ]

    initial = True

    dependencies = [
        ('core', '0004_flood_bucket'),
        ('documents', '0005_brief_kind'),
        ('parties', '0006_list_columns'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='MatterAnalysis',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place_code', models.CharField(max_length=15)),
                ('kind', models.CharField(choices=[('week', '周分析'), ('month', '月分析')], max_length=6)),
                ('first_on', models.DateField()),
                ('last_on', models.DateField()),
                ('document', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.document')),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('made_at', models.DateTimeField()),
                ('is_demo', models.BooleanField(default=False)),
            ],
            options={
                'ordering': ('-last_on', 'kind', 'place_code'),
                'indexes': [
                    models.Index(fields=['-last_on', 'kind', 'place_code'], name='matters_analysis_latest'),
                ],
                'constraints': [
                    models.UniqueConstraint(fields=('place_code', 'kind', 'first_on'), name='matters_analysis_once'),
                ],
            },
        ),
        migrations.CreateModel(
            name='MatterClass',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('component', '部件'), ('event', '事件'), ('request', '诉求')], max_length=10, verbose_name='类别')),
                ('code', models.CharField(max_length=4, verbose_name='代码')),
                ('place_code', models.CharField(blank=True, max_length=15)),
                ('name', models.CharField(max_length=40, verbose_name='名称')),
                ('name_en', models.CharField(blank=True, max_length=80, verbose_name='英文名称')),
                ('plain', models.CharField(blank=True, max_length=60, verbose_name='通俗叫法')),
                ('aliases', models.JSONField(default=list)),
                ('citation', models.CharField(max_length=200, verbose_name='依据')),
                ('is_active', models.BooleanField(default=True)),
            ],
            options={
                'ordering': ('kind', 'code', 'place_code'),
                'constraints': [
                    models.UniqueConstraint(fields=('kind', 'code', 'place_code'), name='matters_class_code'),
                ],
            },
        ),
        migrations.CreateModel(
            name='CaseStandard',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('matter_class', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='standards', to='matters.matterclass')),
                ('place_code', models.CharField(blank=True, max_length=15)),
                ('tier', models.CharField(choices=[('normal', '一般时限'), ('stricter', '较严时限'), ('looser', '较宽时限')], default='normal', max_length=10)),
                ('limit_amount', models.PositiveSmallIntegerField(verbose_name='时限')),
                ('limit_unit', models.CharField(choices=[('clock_hours', '小时'), ('working_hours', '个工作时'), ('working_days', '个工作日'), ('natural_days', '天'), ('same_day', '当天')], max_length=14)),
                ('filing_condition', models.CharField(blank=True, max_length=300, verbose_name='立案条件')),
                ('closing_condition', models.CharField(blank=True, max_length=300, verbose_name='结案条件')),
                ('effective_on', models.DateField(verbose_name='施行日')),
                ('citation', models.CharField(max_length=300, verbose_name='依据')),
            ],
            options={
                'ordering': ('matter_class', 'tier', 'place_code', 'effective_on'),
                'constraints': [
                    models.UniqueConstraint(fields=('matter_class', 'place_code', 'tier', 'effective_on'), name='matters_standard_version'),
                ],
            },
        ),
        migrations.CreateModel(
            name='DispatchRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('class_kind', models.CharField(choices=[('component', '部件'), ('event', '事件'), ('request', '诉求')], max_length=10)),
                ('class_prefix', models.CharField(blank=True, max_length=4)),
                ('place_code', models.CharField(db_index=True, max_length=15)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.organisation')),
                ('is_lead', models.BooleanField(default=True)),
                ('effective_on', models.DateField()),
                ('ends_on', models.DateField(blank=True, null=True)),
            ],
            options={
                'ordering': ('place_code', 'class_kind', 'class_prefix', '-is_lead', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='MatterExport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place_code', models.CharField(blank=True, max_length=15)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('asked', models.JSONField()),
                ('asked_at', models.DateTimeField(db_index=True)),
                ('total', models.PositiveIntegerField(null=True)),
                ('done', models.PositiveIntegerField(default=0)),
                ('file', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.storedfile')),
                ('ready_at', models.DateTimeField(null=True)),
                ('problem', models.CharField(blank=True, max_length=300)),
            ],
            options={
                'ordering': ('-asked_at', '-pk'),
            },
        ),
        migrations.CreateModel(
            name='Reporter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', encrypted_fields.fields.EncryptedCharField(blank=True, max_length=200, null=True)),
                ('phone', encrypted_fields.fields.EncryptedCharField(blank=True, max_length=200, null=True)),
                ('email', encrypted_fields.fields.EncryptedCharField(blank=True, max_length=300, null=True)),
                ('phone_hash', models.CharField(blank=True, db_index=True, max_length=64)),
                ('wants_messages', models.BooleanField(default=False)),
                ('consent_version', models.CharField(blank=True, max_length=40)),
                ('consented_at', models.DateTimeField(blank=True, null=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('erased_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ('pk',),
            },
        ),
        migrations.CreateModel(
            name='Matter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=32, unique=True, verbose_name='编号')),
                ('follow_hash', models.CharField(blank=True, max_length=64)),
                ('kind', models.CharField(choices=[('report', '问题上报'), ('dispute', '矛盾纠纷'), ('consultation', '咨询'), ('idea', '金点子')], max_length=14, verbose_name='类型')),
                ('source', models.CharField(choices=[('portal', '公开网页'), ('phone', '电话'), ('patrol', '巡查'), ('mail', '邮件来信'), ('api', '开放接口'), ('hotline', '热线转办单'), ('council', '议事会')], max_length=10, verbose_name='来源')),
                ('source_number', models.CharField(blank=True, max_length=40, verbose_name='来源编号')),
                ('matter_class', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='matters.matterclass')),
                ('standard', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='matters.casestandard')),
                ('place_code', models.CharField(max_length=15)),
                ('address', models.CharField(blank=True, max_length=200, verbose_name='地址')),
                ('latitude', models.DecimalField(blank=True, decimal_places=6, max_digits=9, null=True)),
                ('longitude', models.DecimalField(blank=True, decimal_places=6, max_digits=9, null=True)),
                ('title', models.CharField(max_length=80, verbose_name='标题')),
                ('words', models.TextField(verbose_name='反映的情况')),
                ('state', models.CharField(choices=[('reported', '待受理'), ('verifying', '核实中'), ('rejected', '不予受理'), ('filed', '待派办'), ('dispatched', '待签收'), ('returned', '退回待派'), ('accepted', '处置中'), ('mediating', '调解中'), ('suspended', '暂停'), ('done', '待核查'), ('rework', '返工'), ('checked', '待答复'), ('merged', '已合并'), ('closed', '已办结'), ('void', '作废')], default='reported', max_length=12)),
                ('level', models.PositiveSmallIntegerField(choices=[(9, '街道、乡镇'), (6, '区县'), (4, '市')], default=9)),
                ('reporter', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='matters', to='matters.reporter')),
                ('reported_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('received_at', models.DateTimeField()),
                ('contact_due_at', models.DateTimeField(blank=True, null=True)),
                ('contacted_at', models.DateTimeField(blank=True, null=True)),
                ('same_day_due_at', models.DateTimeField(blank=True, null=True)),
                ('filed_at', models.DateTimeField(blank=True, null=True)),
                ('limit_amount', models.PositiveSmallIntegerField(default=1)),
                ('limit_unit', models.CharField(choices=[('clock_hours', '小时'), ('working_hours', '个工作时'), ('working_days', '个工作日'), ('natural_days', '天'), ('same_day', '当天')], default='working_days', max_length=14)),
                ('started_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('due_is_provisional', models.BooleanField(default=False)),
                ('done_at', models.DateTimeField(blank=True, null=True)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('outcome', models.CharField(blank=True, choices=[('solved', '已解决'), ('unsolved', '已办结、未解决'), ('not_accepted', '不予受理'), ('referred', '转其他渠道'), ('void', '作废')], max_length=14)),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='原因')),
                ('answer', models.TextField(blank=True, verbose_name='答复')),
                ('answer_digest', models.CharField(blank=True, db_index=True, max_length=64)),
                ('merged_into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='matters.matter')),
                ('split_from', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='matters.matter')),
                ('is_danger', models.BooleanField(default=False)),
                ('is_published', models.BooleanField(default=False)),
                ('me_too_count', models.PositiveIntegerField(default=0)),
                ('reopen_count', models.PositiveSmallIntegerField(default=0)),
                ('cycle', models.PositiveSmallIntegerField(default=0)),
                ('clock', models.PositiveSmallIntegerField(default=0)),
                ('remind_at', models.DateTimeField(blank=True, null=True)),
                ('nth', models.PositiveSmallIntegerField(default=1)),
                ('is_demo', models.BooleanField(default=False)),
            ],
            options={
                'ordering': ('-received_at', '-pk'),
                'indexes': [
                    models.Index(fields=['-received_at', '-id'], name='matters_latest'),
                    models.Index(fields=['place_code', 'received_at'], name='matters_place'),
                    models.Index(condition=models.Q(('closed_at__isnull', True)), fields=['due_at', 'id'], name='matters_open_due'),
                    models.Index(condition=models.Q(('remind_at__isnull', False)), fields=['remind_at'], name='matters_to_remind'),
                    models.Index(fields=['latitude', 'longitude'], name='matters_point'),
                    models.Index(fields=['matter_class', 'place_code', 'received_at'], name='matters_repeats'),
                    models.Index(condition=models.Q(('closed_at__isnull', True)), fields=['state', 'due_at', 'id'], name='matters_open_state'),
                    models.Index(condition=models.Q(('closed_at__isnull', True)), fields=['place_code', 'due_at', 'state'], name='matters_open_by_place'),
                    models.Index(condition=models.Q(('closed_at__isnull', True)), fields=['state', 'place_code', 'due_at', 'level'], name='matters_open_step'),
                    models.Index(condition=models.Q(('is_published', True)), fields=['-received_at', '-id'], name='matters_published'),
                    models.Index(condition=models.Q(('answered_at__isnull', False), ('is_published', True)), fields=['-answered_at'], name='matters_answered'),
                ],
                'constraints': [
                    models.UniqueConstraint(condition=models.Q(('source_number', ''), _negated=True), fields=('source', 'source_number'), name='matters_source_number'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Assignment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='assignments', to='matters.matter')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.organisation')),
                ('cycle', models.PositiveSmallIntegerField(default=0)),
                ('is_lead', models.BooleanField(default=True, verbose_name='主办')),
                ('is_whistled', models.BooleanField(default=False)),
                ('state', models.CharField(choices=[('pending', '待签收'), ('accepted', '处置中'), ('done', '已办结'), ('rework', '返工'), ('handed_back', '已退回'), ('ended', '已终止')], default='pending', max_length=12)),
                ('words', models.CharField(blank=True, max_length=500, verbose_name='要求')),
                ('dispatched_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('dispatched_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('accepted_at', models.DateTimeField(blank=True, null=True)),
                ('done_at', models.DateTimeField(blank=True, null=True)),
                ('done_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('result', models.TextField(blank=True, verbose_name='处置结果')),
                ('handed_back_at', models.DateTimeField(blank=True, null=True)),
                ('handed_back_reason', models.CharField(blank=True, max_length=300)),
                ('rework_count', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'ordering': ('matter', 'cycle', '-is_lead', 'pk'),
                'indexes': [
                    models.Index(fields=['organisation', 'state'], name='matters_unit_work'),
                    models.Index(fields=['organisation', 'matter'], name='matters_unit_matters'),
                ],
                'constraints': [
                    models.UniqueConstraint(condition=models.Q(('state__in', ('pending', 'accepted', 'rework'))), fields=('matter', 'organisation'), name='matters_unit_once'),
                    models.UniqueConstraint(condition=models.Q(('is_lead', True), ('state__in', ('pending', 'accepted', 'rework'))), fields=('matter',), name='matters_one_lead'),
                ],
            },
        ),
        migrations.CreateModel(
            name='MatterPhoto',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='photos', to='matters.matter')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.storedfile')),
                ('stage', models.CharField(choices=[('before', '处置前'), ('after', '处置后'), ('check', '核查时')], max_length=8)),
                ('is_public', models.BooleanField(default=False)),
                ('assignment', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='photos', to='matters.assignment')),
                ('at', models.DateTimeField()),
            ],
            options={
                'ordering': ('matter', 'at', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='Hold',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='holds', to='matters.matter')),
                ('reason', models.CharField(max_length=300)),
                ('state_before', models.CharField(choices=[('reported', '待受理'), ('verifying', '核实中'), ('rejected', '不予受理'), ('filed', '待派办'), ('dispatched', '待签收'), ('returned', '退回待派'), ('accepted', '处置中'), ('mediating', '调解中'), ('suspended', '暂停'), ('done', '待核查'), ('rework', '返工'), ('checked', '待答复'), ('merged', '已合并'), ('closed', '已办结'), ('void', '作废')], max_length=12)),
                ('started_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('matter', 'started_at'),
                'constraints': [
                    models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('matter',), name='matters_one_hold'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Extension',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='extensions', to='matters.matter')),
                ('assignment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='extensions', to='matters.assignment')),
                ('reason', models.CharField(max_length=300)),
                ('due_before', models.DateTimeField()),
                ('asked_due_at', models.DateTimeField()),
                ('asked_at', models.DateTimeField()),
                ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('is_granted', models.BooleanField(null=True)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('words', models.CharField(blank=True, max_length=300)),
            ],
            options={
                'ordering': ('matter', 'asked_at'),
                'constraints': [
                    models.UniqueConstraint(condition=models.Q(('is_granted__isnull', True)), fields=('matter',), name='matters_one_extension'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Check',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='checks', to='matters.matter')),
                ('cycle', models.PositiveSmallIntegerField(default=0)),
                ('has_passed', models.BooleanField()),
                ('words', models.CharField(blank=True, max_length=500)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('matter', 'at'),
            },
        ),
        migrations.CreateModel(
            name='Exclusion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('matter', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='exclusion', to='matters.matter')),
                ('ground', models.CharField(choices=[('emergency', '紧急警情，由 110、119、120 处置'), ('other_channel', '已进入诉讼、仲裁、纪检、复议、信访等渠道'), ('no_new_facts', '同一诉求重复，没有新的事实'), ('secret', '涉及国家秘密、商业秘密、个人隐私'), ('outside_duty', '不属于任何单位的职责'), ('unlawful', '诉求违法或违背公序良俗')], max_length=14)),
                ('reason', models.CharField(max_length=300)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('matter',),
            },
        ),
        migrations.CreateModel(
            name='IdeaReview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('matter', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='idea_review', to='matters.matter')),
                ('verdict', models.CharField(choices=[('adopted', '采纳'), ('declined', '没有采纳')], max_length=10)),
                ('reason', models.CharField(blank=True, max_length=500, verbose_name='理由')),
                ('is_golden', models.BooleanField(default=False)),
                ('decided_on', models.DateField(db_index=True)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('-decided_on', '-pk'),
            },
        ),
        migrations.CreateModel(
            name='IdeaLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='came_of', to='matters.matter')),
                ('kind', models.CharField(choices=[('need', '需求'), ('project', '共建项目'), ('resolution', '议事会决定'), ('covenant', '公约'), ('task', '行动的任务'), ('document', '公文'), ('other', '别的事')], max_length=12)),
                ('key', models.PositiveBigIntegerField(null=True)),
                ('words', models.CharField(max_length=200, verbose_name='做成了什么')),
                ('url', models.CharField(blank=True, max_length=200)),
                ('done_on', models.DateField(null=True, verbose_name='哪天做成的')),
                ('is_published', models.BooleanField(default=True)),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('made_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'ordering': ('matter', 'done_on', 'pk'),
                'indexes': [
                    models.Index(fields=['done_on'], name='matters_came_of_done'),
                ],
            },
        ),
        migrations.CreateModel(
            name='MatterImport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place_code', models.CharField(blank=True, db_index=True, max_length=15)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('name', models.CharField(max_length=200)),
                ('content', encrypted_fields.fields.EncryptedTextField()),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'ordering': ('-created_at',),
            },
        ),
        migrations.CreateModel(
            name='Mediation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('matter', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='mediation', to='matters.matter')),
                ('organisation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.organisation')),
                ('state', models.CharField(choices=[('applied', '待定调解员'), ('accepted', '已受理，征求当事人意见'), ('mediating', '调解中'), ('agreed', '达成协议，履行中'), ('performed', '达成协议，已履行'), ('broken', '达成协议，没有履行'), ('not_agreed', '没有达成协议'), ('refused', '当事人不同意调解'), ('withdrawn', '申请人撤回'), ('referred', '转其他渠道')], default='applied', max_length=12)),
                ('has_minor', models.BooleanField(default=False, verbose_name='涉及未成年人')),
                ('has_violence', models.BooleanField(default=False, verbose_name='涉及暴力、家庭暴力')),
                ('opened_at', models.DateTimeField()),
                ('opened_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('accepted_at', models.DateTimeField(blank=True, null=True)),
                ('met_at', models.DateTimeField(blank=True, null=True)),
                ('passed_up_at', models.DateTimeField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('in_force_on', models.DateField(blank=True, null=True)),
                ('confirmed_on', models.DateField(blank=True, null=True)),
                ('next_at', models.DateTimeField(blank=True, null=True)),
                ('remind_at', models.DateTimeField(blank=True, null=True)),
                ('answer_draft', models.CharField(blank=True, max_length=500)),
                ('is_demo', models.BooleanField(default=False)),
            ],
            options={
                'ordering': ('-opened_at', '-pk'),
                'indexes': [
                    models.Index(condition=models.Q(('remind_at__isnull', False)), fields=['remind_at'], name='matters_mediation_remind'),
                    models.Index(fields=['state', 'opened_at'], name='matters_mediation_state'),
                ],
            },
        ),
        migrations.CreateModel(
            name='MediationMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('mediation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='members', to='matters.mediation')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('appointed_at', models.DateTimeField()),
                ('appointed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ('mediation', 'appointed_at', 'pk'),
                'constraints': [
                    models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('mediation', 'user'), name='matters_mediator_once'),
                ],
            },
        ),
        migrations.CreateModel(
            name='MediationParty',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('mediation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parties', to='matters.mediation')),
                ('role', models.CharField(choices=[('applicant', '申请人'), ('respondent', '被申请人'), ('third', '第三人'), ('agent', '委托代理人'), ('guardian', '监护人')], max_length=10, verbose_name='是什么人')),
                ('stands_for', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='representatives', to='matters.mediationparty')),
                ('name', encrypted_fields.fields.EncryptedCharField(max_length=400, verbose_name='姓名或单位')),
                ('contact', encrypted_fields.fields.EncryptedCharField(blank=True, max_length=400, null=True, verbose_name='联系方式')),
                ('id_number', encrypted_fields.fields.EncryptedCharField(blank=True, max_length=300, null=True, verbose_name='身份证号')),
                ('is_minor', models.BooleanField(default=False, verbose_name='未成年')),
                ('consents', models.BooleanField(null=True)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ('mediation', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='MediationAgreement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('mediation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='agreements', to='matters.mediation')),
                ('form', models.CharField(choices=[('written', '书面协议'), ('oral', '口头协议')], default='written', max_length=10)),
                ('facts', encrypted_fields.fields.EncryptedTextField(verbose_name='主要事实和争议')),
                ('in_force_on', models.DateField(blank=True, null=True)),
                ('scan', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.storedfile')),
                ('scan_type', models.CharField(blank=True, max_length=100)),
            ],
            options={
                'ordering': ('mediation', 'pk'),
                'constraints': [
                    models.UniqueConstraint(condition=models.Q(('in_force_on__isnull', True)), fields=('mediation',), name='matters_one_draft_agreement'),
                ],
            },
        ),
        migrations.CreateModel(
            name='AgreementPoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='points', to='matters.mediationagreement')),
                ('order', models.PositiveSmallIntegerField()),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='matters.mediationparty')),
                ('words', encrypted_fields.fields.EncryptedTextField(verbose_name='做什么')),
                ('amount_cents', encrypted_fields.fields.EncryptedIntegerField(blank=True, null=True, verbose_name='金额')),
                ('due_on', models.DateField(verbose_name='期限')),
                ('state', models.CharField(choices=[('open', '待履行'), ('done', '已履行'), ('broken', '没有履行')], default='open', max_length=10)),
                ('done_on', models.DateField(blank=True, null=True)),
            ],
            options={
                'ordering': ('agreement', 'order'),
                'constraints': [
                    models.UniqueConstraint(fields=('agreement', 'order'), name='matters_agreement_point'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Performance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('point', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='performances', to='matters.agreementpoint')),
                ('state', models.CharField(choices=[('open', '待履行'), ('done', '已履行'), ('broken', '没有履行')], max_length=10)),
                ('words', encrypted_fields.fields.EncryptedTextField(blank=True, null=True, verbose_name='履行情况')),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('point', 'at', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='AgreementSignature',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='signatures', to='matters.mediationagreement')),
                ('party', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='matters.mediationparty')),
                ('mediator', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('way', models.CharField(choices=[('signed', '签名'), ('sealed', '盖章'), ('fingerprint', '按指印'), ('spoken', '口头同意')], max_length=12)),
                ('signed_on', models.DateField()),
            ],
            options={
                'ordering': ('agreement', 'pk'),
                'constraints': [
                    models.UniqueConstraint(fields=('agreement', 'party'), name='matters_agreement_party_signs'),
                    models.UniqueConstraint(fields=('agreement', 'mediator'), name='matters_agreement_mediator_signs'),
                    models.CheckConstraint(condition=models.Q(('party__isnull', True), ('mediator__isnull', True), _connector='XOR'), name='matters_signature_of_one'),
                ],
            },
        ),
        migrations.CreateModel(
            name='JudicialConfirmation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('agreement', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='confirmation', to='matters.mediationagreement')),
                ('court', encrypted_fields.fields.EncryptedCharField(max_length=400, verbose_name='法院')),
                ('asked_on', models.DateField(verbose_name='申请日期')),
                ('state', models.CharField(choices=[('asked', '已申请'), ('confirmed', '裁定有效'), ('refused', '驳回申请')], default='asked', max_length=10)),
                ('decided_on', models.DateField(blank=True, null=True)),
                ('document_number', encrypted_fields.fields.EncryptedCharField(blank=True, max_length=400, null=True, verbose_name='裁定书文号')),
            ],
            options={
                'ordering': ('agreement',),
            },
        ),
        migrations.CreateModel(
            name='MediationReferral',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('mediation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='referrals', to='matters.mediation')),
                ('to', models.CharField(choices=[('court', '人民法院'), ('police', '公安机关'), ('arbitration', '仲裁机构'), ('legal_aid', '法律援助机构'), ('street_centre', '街道综治中心'), ('administration', '有关行政机关')], max_length=16, verbose_name='转到哪里')),
                ('body', encrypted_fields.fields.EncryptedCharField(max_length=400, verbose_name='具体单位')),
                ('reason', encrypted_fields.fields.EncryptedTextField(verbose_name='理由')),
                ('referred_on', models.DateField()),
            ],
            options={
                'ordering': ('mediation', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='MediationSession',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('mediation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sessions', to='matters.mediation')),
                ('state', models.CharField(choices=[('planned', '已约定'), ('held', '已调解'), ('cancelled', '没有开成')], default='planned', max_length=10)),
                ('planned_at', models.DateTimeField(verbose_name='时间')),
                ('place', encrypted_fields.fields.EncryptedCharField(blank=True, max_length=400, null=True, verbose_name='地点')),
                ('attending', models.JSONField(default=list)),
                ('held_at', models.DateTimeField(blank=True, null=True)),
                ('outcome', encrypted_fields.fields.EncryptedTextField(blank=True, null=True, verbose_name='调解情况')),
            ],
            options={
                'ordering': ('mediation', 'planned_at', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='MediationNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('mediation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notes', to='matters.mediation')),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField()),
                ('text', encrypted_fields.fields.EncryptedTextField(verbose_name='笔录')),
                ('corrects', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='matters.mediationnote')),
            ],
            options={
                'ordering': ('mediation', 'at', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='MediationProposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('mediation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='proposals', to='matters.mediation')),
                ('by_party', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='matters.mediationparty')),
                ('words', encrypted_fields.fields.EncryptedTextField(verbose_name='方案')),
                ('at', models.DateTimeField()),
            ],
            options={
                'ordering': ('mediation', 'at', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='ProposalAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('proposal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='matters.mediationproposal')),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='matters.mediationparty')),
                ('agrees', models.BooleanField()),
                ('words', encrypted_fields.fields.EncryptedCharField(blank=True, max_length=2000, null=True)),
                ('at', models.DateTimeField()),
            ],
            options={
                'ordering': ('proposal', 'at', 'pk'),
                'constraints': [
                    models.UniqueConstraint(fields=('proposal', 'party'), name='matters_proposal_answered_once'),
                ],
            },
        ),
        migrations.CreateModel(
            name='ShiftHandover',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place_code', models.CharField(max_length=15)),
                ('giver', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('taker', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('started_at', models.DateTimeField(verbose_name='本班从')),
                ('ended_at', models.DateTimeField(verbose_name='本班到')),
                ('next_ends_at', models.DateTimeField(verbose_name='下一班到')),
                ('words', models.CharField(blank=True, max_length=1000, verbose_name='总的交代')),
                ('taker_words', models.CharField(blank=True, max_length=500, verbose_name='接班的话')),
                ('confirmed_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('is_demo', models.BooleanField(default=False)),
            ],
            options={
                'ordering': ('-ended_at', '-pk'),
                'indexes': [
                    models.Index(fields=['place_code', '-ended_at'], name='matters_shift_latest'),
                    models.Index(condition=models.Q(('confirmed_at__isnull', True), ('withdrawn_at__isnull', True)), fields=['taker'], name='matters_shift_waiting'),
                ],
                'constraints': [
                    models.UniqueConstraint(condition=models.Q(('confirmed_at__isnull', True), ('withdrawn_at__isnull', True)), fields=('place_code', 'giver'), name='matters_shift_open_once'),
                    models.CheckConstraint(condition=models.Q(('ended_at__lt', models.F('next_ends_at')), ('started_at__lt', models.F('ended_at'))), name='matters_shift_in_order'),
                ],
            },
        ),
        migrations.CreateModel(
            name='ShiftItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('handover', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='matters.shifthandover')),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='matters.matter')),
                ('group', models.CharField(choices=[('danger', '有危险'), ('contact', '要联系反映人'), ('file', '要受理'), ('dispatch', '要派办'), ('due', '下一班以前到期'), ('finish', '要核查、答复'), ('held', '暂停'), ('call', '要回访')], max_length=10)),
                ('state', models.CharField(choices=[('reported', '待受理'), ('verifying', '核实中'), ('rejected', '不予受理'), ('filed', '待派办'), ('dispatched', '待签收'), ('returned', '退回待派'), ('accepted', '处置中'), ('mediating', '调解中'), ('suspended', '暂停'), ('done', '待核查'), ('rework', '返工'), ('checked', '待答复'), ('merged', '已合并'), ('closed', '已办结'), ('void', '作废')], max_length=12)),
                ('due_at', models.DateTimeField()),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='交代')),
                ('is_taken', models.BooleanField(null=True)),
            ],
            options={
                'ordering': ('handover', 'pk'),
                'constraints': [
                    models.UniqueConstraint(fields=('handover', 'matter'), name='matters_shift_matter_once'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Step',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='matters.matter')),
                ('kind', models.CharField(choices=[('reported', '反映'), ('contacted', '联系反映人'), ('classified', '分类'), ('verifying', '派人核实'), ('found', '核实属实'), ('not_found', '核实不属实'), ('filed', '受理'), ('rejected', '不予受理'), ('dispatched', '派办'), ('whistled', '吹哨派办'), ('accepted', '签收'), ('handed_back', '退回'), ('acted', '报处置结果'), ('held', '暂停计时'), ('resumed', '恢复计时'), ('ext_asked', '申请延期'), ('ext_granted', '同意延期'), ('ext_refused', '不同意延期'), ('check_passed', '核查通过'), ('check_failed', '核查不通过，返工'), ('answered', '答复并办结'), ('merged', '合并'), ('split', '拆分'), ('rated', '评价'), ('reopened', '重新打开'), ('raised', '提级'), ('reminded', '催办'), ('met_too', '也遇到'), ('supplement', '补充情况'), ('voided', '作废'), ('excluded', '不计入考核'), ('included', '恢复计入考核'), ('mediating', '交调解'), ('mediated', '调解结束'), ('adopted', '采纳主意'), ('declined', '没有采纳主意'), ('realised', '主意做成了')], max_length=12)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.organisation')),
                ('words', models.TextField(blank=True)),
                ('is_public', models.BooleanField(default=False)),
            ],
            options={
                'ordering': ('matter', 'at', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='Rating',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ratings', to='matters.matter')),
                ('cycle', models.PositiveSmallIntegerField(default=0)),
                ('is_solved', models.BooleanField()),
                ('satisfaction', models.CharField(choices=[('satisfied', '满意'), ('basic', '基本满意'), ('unsatisfied', '不满意')], max_length=12)),
                ('is_satisfied', models.BooleanField(default=False)),
                ('words', models.CharField(blank=True, max_length=500)),
                ('rater', models.CharField(choices=[('code', '凭查询码自评'), ('callback', '回访')], max_length=10)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField()),
            ],
            options={
                'ordering': ('matter', 'at'),
                'constraints': [
                    models.UniqueConstraint(fields=('matter', 'cycle'), name='matters_rated_once'),
                ],
            },
        ),
        migrations.CreateModel(
            name='MeToo',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='me_toos', to='matters.matter')),
                ('who_hash', models.CharField(max_length=64)),
                ('at', models.DateTimeField()),
            ],
            options={
                'ordering': ('matter', 'at'),
                'constraints': [
                    models.UniqueConstraint(fields=('matter', 'who_hash'), name='matters_me_too_once'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='messages', to='matters.matter')),
                ('kind', models.CharField(choices=[('reported', '反映'), ('contacted', '联系反映人'), ('classified', '分类'), ('verifying', '派人核实'), ('found', '核实属实'), ('not_found', '核实不属实'), ('filed', '受理'), ('rejected', '不予受理'), ('dispatched', '派办'), ('whistled', '吹哨派办'), ('accepted', '签收'), ('handed_back', '退回'), ('acted', '报处置结果'), ('held', '暂停计时'), ('resumed', '恢复计时'), ('ext_asked', '申请延期'), ('ext_granted', '同意延期'), ('ext_refused', '不同意延期'), ('check_passed', '核查通过'), ('check_failed', '核查不通过，返工'), ('answered', '答复并办结'), ('merged', '合并'), ('split', '拆分'), ('rated', '评价'), ('reopened', '重新打开'), ('raised', '提级'), ('reminded', '催办'), ('met_too', '也遇到'), ('supplement', '补充情况'), ('voided', '作废'), ('excluded', '不计入考核'), ('included', '恢复计入考核'), ('mediating', '交调解'), ('mediated', '调解结束'), ('adopted', '采纳主意'), ('declined', '没有采纳主意'), ('realised', '主意做成了')], max_length=12)),
                ('words', models.TextField()),
                ('at', models.DateTimeField()),
                ('state', models.CharField(choices=[('kept', '只在查询页'), ('waiting', '待发'), ('sent', '已发出'), ('failed', '没发成'), ('called', '已电话告知')], default='kept', max_length=8)),
                ('way', models.CharField(blank=True, choices=[('mail', '邮件'), ('sms', '短信')], max_length=4)),
                ('next_at', models.DateTimeField(blank=True, null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('fault', models.CharField(blank=True, max_length=200)),
                ('follow_code', encrypted_fields.fields.EncryptedCharField(max_length=200, null=True)),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ('matter', 'at', 'pk'),
                'indexes': [
                    models.Index(condition=models.Q(('state', 'waiting')), fields=['way', 'next_at'], name='matters_outbox'),
                    models.Index(condition=models.Q(('state', 'failed')), fields=['matter', 'at'], name='matters_untold'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Reminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reminders', to='matters.matter')),
                ('clock', models.PositiveSmallIntegerField()),
                ('step', models.CharField(max_length=40)),
                ('is_sent', models.BooleanField(default=True)),
                ('at', models.DateTimeField()),
            ],
            options={
                'ordering': ('matter', 'at'),
                'constraints': [
                    models.UniqueConstraint(fields=('matter', 'clock', 'step'), name='matters_reminded_once'),
                ],
            },
        ),
    ]
