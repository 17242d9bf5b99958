import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from gongjian.core.first_tables import FirstTables


class Migration(FirstTables):

    initial = True

    dependencies = [
        ('core', '0002_file_right'),
        ('documents', '0005_brief_kind'),
        ('parties', '0003_notice_topics'),
        ('programmes', '0002_voided_task'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Meeting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place_code', models.CharField(db_index=True, max_length=15)),
                ('programme', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='programmes.programme')),
                ('held_on', models.DateField(verbose_name='开会日期')),
                ('first_on', models.DateField()),
                ('previous', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='next_ones', to='supervision.meeting')),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('is_demo', models.BooleanField(default=False)),
            ],
            options={
                'ordering': ('-held_on', '-pk'),
                'constraints': [
                    models.UniqueConstraint(fields=('place_code', 'programme', 'held_on'), name='meeting_once'),
                    models.UniqueConstraint(condition=models.Q(('programme__isnull', True)), fields=('place_code', 'held_on'), name='meeting_of_place_once'),
                    models.CheckConstraint(condition=models.Q(('first_on__lte', models.F('held_on'))), name='meeting_span'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Issue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place_code', models.CharField(db_index=True, max_length=15)),
                ('kind', models.CharField(choices=[('digest', '督查周报'), ('bulletin', '督查通报'), ('brief', '工作简报')], max_length=10)),
                ('year', models.PositiveSmallIntegerField()),
                ('number', models.PositiveIntegerField()),
                ('programme', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='programmes.programme')),
                ('meeting', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='digest', to='supervision.meeting')),
                ('document', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='supervision_issue', to='documents.document')),
                ('is_demo', models.BooleanField(default=False)),
            ],
            options={
                'ordering': ('-year', 'kind', '-number'),
                'constraints': [
                    models.UniqueConstraint(fields=('place_code', 'kind', 'year', 'number'), name='issue_number'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Letter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place_code', models.CharField(db_index=True, max_length=15)),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.organisation')),
                ('issuer_place_code', models.CharField(db_index=True, max_length=15)),
                ('issuer_name', models.CharField(max_length=160)),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='letters', to='programmes.programme')),
                ('year', models.PositiveSmallIntegerField()),
                ('number', models.PositiveIntegerField()),
                ('title', models.CharField(max_length=200, verbose_name='标题')),
                ('receiver_name', models.CharField(max_length=160)),
                ('due_on', models.DateField(verbose_name='完成时限')),
                ('reward', models.TextField(blank=True, verbose_name='奖励')),
                ('penalty', models.TextField(blank=True, verbose_name='问责')),
                ('status', models.CharField(choices=[('open', '待签'), ('signed', '已签'), ('withdrawn', '撤回')], default='open', max_length=10)),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('made_on', models.DateField()),
                ('issuer_signer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('issuer_signed_at', models.DateTimeField(blank=True, null=True)),
                ('receiver_signer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('receiver_signed_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawn_on', models.DateField(blank=True, null=True)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('docx', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.storedfile')),
                ('pdf', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.storedfile')),
                ('is_demo', models.BooleanField(default=False)),
            ],
            options={
                'ordering': ('-year', 'number', 'pk'),
                'constraints': [
                    models.UniqueConstraint(fields=('issuer_place_code', 'year', 'number'), name='letter_number'),
                    models.UniqueConstraint(condition=models.Q(('status', 'withdrawn'), _negated=True), fields=('programme', 'issuer_place_code', 'place_code', 'organisation'), name='letter_unit_once'),
                    models.UniqueConstraint(condition=models.Q(('organisation__isnull', True), models.Q(('status', 'withdrawn'), _negated=True)), fields=('programme', 'issuer_place_code', 'place_code'), name='letter_place_once'),
                ],
            },
        ),
        migrations.CreateModel(
            name='LetterClause',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('letter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='clauses', to='supervision.letter')),
                ('order', models.PositiveSmallIntegerField()),
                ('assignment_id', models.BigIntegerField(blank=True, null=True)),
                ('target_id', models.BigIntegerField(blank=True, null=True)),
                ('title', models.CharField(max_length=200)),
                ('amount', models.CharField(blank=True, max_length=60)),
                ('due_on', models.DateField(blank=True, null=True)),
                ('indicator_key', models.CharField(blank=True, max_length=80)),
                ('figure_place_code', models.CharField(blank=True, max_length=15)),
                ('period_first_on', models.DateField(blank=True, null=True)),
                ('period_last_on', models.DateField(blank=True, null=True)),
                ('params', models.JSONField(blank=True, default=dict)),
                ('figure_text', models.CharField(blank=True, max_length=60)),
                ('read_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ('letter', 'order'),
            },
        ),
        migrations.CreateModel(
            name='Note',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place_code', models.CharField(db_index=True, max_length=15)),
                ('programme', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='programmes.programme')),
                ('seen_on', models.DateField(verbose_name='哪天')),
                ('spot', models.CharField(blank=True, max_length=120, verbose_name='点位')),
                ('text', models.CharField(max_length=1000, verbose_name='看到什么')),
                ('is_problem', models.BooleanField(default=False, verbose_name='是问题')),
                ('written_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('written_at', models.DateTimeField()),
                ('is_demo', models.BooleanField(default=False)),
                ('photos', models.ManyToManyField(blank=True, related_name='+', to='core.storedfile')),
            ],
            options={
                'ordering': ('-seen_on', '-pk'),
                'indexes': [
                    models.Index(fields=['seen_on', 'place_code'], name='note_by_day'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Matter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place_code', models.CharField(db_index=True, max_length=15)),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.organisation')),
                ('issuer_place_code', models.CharField(db_index=True, max_length=15)),
                ('programme', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='programmes.programme')),
                ('year', models.PositiveSmallIntegerField()),
                ('number', models.PositiveIntegerField()),
                ('origin', models.CharField(choices=[('meeting', '会议议定'), ('note', '督查记录'), ('instruction', '领导交办'), ('finding', '检查发现')], max_length=12, verbose_name='来源')),
                ('source', models.CharField(blank=True, max_length=200, verbose_name='依据')),
                ('note', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='matter', to='supervision.note')),
                ('title', models.CharField(max_length=120, verbose_name='事项')),
                ('detail', models.TextField(blank=True, verbose_name='要求')),
                ('opened_on', models.DateField()),
                ('first_due_on', models.DateField()),
                ('due_on', models.DateField(db_index=True, verbose_name='时限')),
                ('status', models.CharField(choices=[('open', '办理中'), ('paused', '暂停'), ('checking', '待核查'), ('closed', '已办结'), ('void', '作废')], default='open', max_length=10)),
                ('paused_on', models.DateField(blank=True, null=True)),
                ('asked_due_on', models.DateField(blank=True, null=True)),
                ('applied_on', models.DateField(blank=True, null=True)),
                ('closed_on', models.DateField(blank=True, null=True)),
                ('opened_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('is_demo', models.BooleanField(default=False)),
                ('co_units', models.ManyToManyField(blank=True, related_name='+', to='parties.organisation')),
            ],
            options={
                'ordering': ('due_on', 'pk'),
                'indexes': [
                    models.Index(fields=['status', 'due_on'], name='matter_open'),
                ],
                'constraints': [
                    models.UniqueConstraint(fields=('issuer_place_code', 'year', 'number'), name='matter_number'),
                ],
            },
        ),
        migrations.CreateModel(
            name='MatterEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='entries', to='supervision.matter')),
                ('kind', models.CharField(choices=[('opened', '立项交办'), ('progress', '进展'), ('applied', '申请办结'), ('sent_back', '退回再办'), ('closed', '核查办结'), ('asked', '申请延期'), ('granted', '同意延期'), ('refused', '不同意延期'), ('paused', '暂停计时'), ('resumed', '恢复计时'), ('reminded', '催办'), ('voided', '作废')], max_length=10)),
                ('text', models.CharField(blank=True, max_length=1000)),
                ('due_on', models.DateField(blank=True, null=True)),
                ('step', models.CharField(blank=True, max_length=30)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField()),
                ('files', models.ManyToManyField(blank=True, related_name='+', to='core.storedfile')),
            ],
            options={
                'ordering': ('matter', 'at', 'pk'),
                'constraints': [
                    models.UniqueConstraint(condition=models.Q(('kind', 'reminded'), models.Q(('step', ''), _negated=True)), fields=('matter', 'due_on', 'step'), name='reminder_once'),
                ],
            },
        ),
        migrations.CreateModel(
            name='MeetingPoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='points', to='supervision.meeting')),
                ('order', models.PositiveSmallIntegerField()),
                ('text', models.CharField(max_length=200, verbose_name='要办的事')),
                ('place_code', models.CharField(max_length=15)),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.organisation')),
                ('due_on', models.DateField(verbose_name='时限')),
                ('state', models.CharField(choices=[('open', '进行中'), ('done', '已完成'), ('not_done', '未完成')], default='open', max_length=10)),
                ('outcome', models.CharField(blank=True, max_length=200, verbose_name='结果')),
                ('settled_on', models.DateField(blank=True, null=True)),
                ('matter', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='point', to='supervision.matter')),
            ],
            options={
                'ordering': ('meeting', 'order', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='SupervisionPlan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place_code', models.CharField(db_index=True, max_length=15)),
                ('title', models.CharField(max_length=120, verbose_name='名称')),
                ('programme', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='programmes.programme')),
                ('starts_on', models.DateField(verbose_name='开始')),
                ('ends_on', models.DateField(verbose_name='截止')),
                ('is_demo', models.BooleanField(default=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'ordering': ('-starts_on', 'place_code', 'title'),
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='plan_term'),
                ],
            },
        ),
        migrations.CreateModel(
            name='PlannedActivity',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='activities', to='supervision.supervisionplan')),
                ('kind', models.CharField(choices=[('on_site', '到场督查'), ('meeting', '工作例会'), ('head', '领导现场督查'), ('appraisal', '考核')], max_length=10, verbose_name='活动')),
                ('title', models.CharField(max_length=120, verbose_name='内容')),
                ('repeat', models.CharField(choices=[('daily', '每个工作日'), ('weekly', '每周'), ('monthly', '每月'), ('yearly', '每年几次')], max_length=8, verbose_name='多久一次')),
                ('weekday', models.PositiveSmallIntegerField(blank=True, choices=[(0, '星期一'), (1, '星期二'), (2, '星期三'), (3, '星期四'), (4, '星期五'), (5, '星期六'), (6, '星期日')], null=True, verbose_name='星期几')),
                ('day', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='几号')),
                ('dates', models.JSONField(blank=True, default=list)),
                ('shift', models.CharField(choices=[('next', '顺延到下一个工作日'), ('previous', '提前到上一个工作日'), ('skip', '这一次不办')], default='next', max_length=8, verbose_name='遇到休息日')),
                ('starts_at', models.TimeField(blank=True, null=True, verbose_name='几点')),
                ('role', models.CharField(blank=True, choices=[('office', '治理办（方案、下达、汇总）'), ('leader', '领导（看全局、签发）'), ('worker', '社区工作者（签收、填报）'), ('inspector', '检查员（评分）'), ('department', '部门（牵头或配合）'), ('unit_contact', '驻区单位联络员'), ('viewer', '查阅'), ('system_admin', '系统管理员'), ('security_admin', '安全管理员'), ('audit_admin', '审计管理员')], max_length=20, verbose_name='由谁办')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.organisation')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('where', models.CharField(blank=True, max_length=120, verbose_name='在哪里')),
                ('stopped_on', models.DateField(blank=True, null=True)),
            ],
            options={
                'ordering': ('plan', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='Occurrence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='occurrences', to='supervision.plannedactivity')),
                ('planned_on', models.DateField()),
                ('on', models.DateField(blank=True, null=True)),
                ('status', models.CharField(choices=[('held', '已办'), ('moved', '改期'), ('cancelled', '取消')], max_length=10)),
                ('note', models.CharField(blank=True, max_length=300)),
                ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('recorded_at', models.DateTimeField()),
            ],
            options={
                'ordering': ('planned_on', 'pk'),
                'constraints': [
                    models.UniqueConstraint(fields=('activity', 'planned_on'), name='occurrence_once'),
                    models.CheckConstraint(condition=models.Q(models.Q(('on__isnull', True), ('status', 'cancelled')), models.Q(('on__isnull', False), ('status__in', ['held', 'moved'])), _connector='OR'), name='occurrence_day'),
                ],
            },
        ),
    ]
