import django.core.validators
import django.db.models.deletion
import encrypted_fields.fields
from django.conf import settings
from django.db import migrations, models

from gongjian.core.first_tables import FirstTables


class Migration(FirstTables):

    replaces = [
        ('portal', '0001_first_tables'),
        ('portal', '0002_judged_once'),
        ('portal', '0003_wish_for_messages'),
        ('portal', '0004_received_mail'),
        ('portal', '0005_opinions_on_covenants'),
    ]

    initial = True

    dependencies = [
        ('core', '0004_flood_bucket'),
        ('councils', '0003_covenants'),
        ('matters', '0009_messages_that_go_out'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Consultation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place_code', models.CharField(db_index=True, max_length=15)),
                ('title', models.CharField(max_length=60, verbose_name='标题')),
                ('question', models.TextField(max_length=4000, verbose_name='想听大家说什么')),
                ('first_on', models.DateField(verbose_name='从哪天起')),
                ('last_on', models.DateField(verbose_name='到哪天止')),
                ('result', models.TextField(blank=True, max_length=4000, verbose_name='结果和采纳情况')),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('written_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('written_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'ordering': ('-last_on', '-pk'),
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('last_on__gte', models.F('first_on'))), name='portal_consultation_days'),
                ],
            },
        ),
        migrations.CreateModel(
            name='ConsultationIdea',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('consultation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ideas', to='portal.consultation')),
                ('matter', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='matters.matter')),
            ],
            options={
                'ordering': ('consultation', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='Door',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place_code', models.CharField(max_length=15, unique=True)),
                ('short_name', models.CharField(max_length=30, unique=True, validators=[django.core.validators.RegexValidator('^[a-z][a-z0-9-]{1,29}$', '短名用小写字母开头，可以有数字和短横，2 到 30 个字符。')], verbose_name='短名')),
                ('phone', models.CharField(max_length=40, verbose_name='值班电话')),
                ('hours', models.CharField(blank=True, max_length=80, verbose_name='值班时间')),
                ('privacy_contact', models.CharField(max_length=120, verbose_name='个人信息保护联系方式')),
                ('is_open', models.BooleanField(default=True, verbose_name='开着')),
                ('opened_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'ordering': ('place_code',),
            },
        ),
        migrations.CreateModel(
            name='PublicNotice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place_code', models.CharField(db_index=True, max_length=15)),
                ('title', models.CharField(max_length=60, verbose_name='标题')),
                ('body', models.TextField(max_length=4000, verbose_name='内容')),
                ('first_on', models.DateField(verbose_name='从哪天起')),
                ('last_on', models.DateField(verbose_name='到哪天止')),
                ('written_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('written_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'ordering': ('-first_on', '-pk'),
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('last_on__gte', models.F('first_on'))), name='portal_notice_days'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Mailbox',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=300, unique=True)),
                ('place_code', models.CharField(max_length=15)),
                ('uid_validity', models.BigIntegerField(default=0)),
                ('last_uid', models.BigIntegerField(default=0)),
                ('tried_at', models.DateTimeField(null=True)),
                ('read_at', models.DateTimeField(null=True)),
                ('fault', models.CharField(blank=True, max_length=300)),
                ('busy_until', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ('pk',),
            },
        ),
        migrations.CreateModel(
            name='Submission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('nonce', models.CharField(max_length=32, unique=True)),
                ('place_code', models.CharField(max_length=15)),
                ('state', models.CharField(choices=[('open', '没交'), ('taken', '已成事项'), ('held', '待看'), ('dropped', '判为无效')], default='open', max_length=8)),
                ('sender', models.CharField(max_length=64)),
                ('words_digest', models.CharField(blank=True, max_length=64)),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('sent_at', models.DateTimeField(null=True)),
                ('matter', models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='matters.matter')),
                ('follow_code', encrypted_fields.fields.EncryptedCharField(max_length=200, null=True)),
                ('consultation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='portal.consultation')),
                ('opinion_on', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='councils.covenantversion')),
                ('opinion_clause', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='councils.covenantclause')),
                ('reasons', models.JSONField(null=True)),
                ('kind', models.CharField(blank=True, choices=[('report', '问题上报'), ('dispute', '矛盾纠纷'), ('consultation', '咨询'), ('idea', '金点子')], max_length=14)),
                ('matter_class', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='matters.matterclass')),
                ('words', models.TextField(blank=True)),
                ('address', models.CharField(blank=True, max_length=200)),
                ('latitude', models.DecimalField(decimal_places=6, max_digits=9, null=True)),
                ('longitude', models.DecimalField(decimal_places=6, max_digits=9, null=True)),
                ('name', encrypted_fields.fields.EncryptedCharField(max_length=200, null=True)),
                ('phone', encrypted_fields.fields.EncryptedCharField(max_length=200, null=True)),
                ('email', encrypted_fields.fields.EncryptedCharField(max_length=300, null=True)),
                ('source', models.CharField(choices=[('portal', '公开网页'), ('phone', '电话'), ('patrol', '巡查'), ('mail', '邮件来信'), ('api', '开放接口'), ('hotline', '热线转办单'), ('council', '议事会')], default='portal', max_length=10)),
                ('wants_messages', models.BooleanField(default=False)),
                ('consent_version', models.CharField(blank=True, max_length=40)),
                ('is_danger', models.BooleanField(default=False)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decided_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ('pk',),
                'indexes': [
                    models.Index(condition=models.Q(('state', 'held')), fields=['place_code', 'sender'], name='portal_held'),
                    models.Index(fields=['words_digest', 'sent_at'], name='portal_same_words'),
                    models.Index(fields=['state', 'made_at'], name='portal_submission_age'),
                ],
            },
        ),
        migrations.CreateModel(
            name='ReceivedMail',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('mailbox', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='letters', to='portal.mailbox')),
                ('place_code', models.CharField(max_length=15)),
                ('uid_validity', models.BigIntegerField()),
                ('uid', models.BigIntegerField()),
                ('digest', models.CharField(max_length=64)),
                ('message_id', models.CharField(blank=True, max_length=260)),
                ('state', models.CharField(choices=[('new', '还没看'), ('taken', '已成事项'), ('added', '补充到事项'), ('held', '待看'), ('passed', '不是人写的')], default='new', max_length=8)),
                ('passed_over', models.CharField(blank=True, choices=[('auto', '自动回复'), ('list', '群发'), ('bounce', '退信'), ('loop', '本系统自己的信')], max_length=8)),
                ('is_whole', models.BooleanField(default=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('notes', models.JSONField(default=list)),
                ('file', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='core.storedfile')),
                ('submission', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='letters', to='portal.submission')),
                ('matter', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='matters.matter')),
                ('received_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'ordering': ('pk',),
                'indexes': [
                    models.Index(condition=models.Q(('state', 'new')), fields=['id'], name='portal_new_letters'),
                ],
                'constraints': [
                    models.UniqueConstraint(fields=('mailbox', 'uid_validity', 'uid'), name='portal_letter_number'),
                    models.UniqueConstraint(fields=('mailbox', 'digest'), name='portal_letter_once'),
                ],
            },
        ),
        migrations.CreateModel(
            name='SubmissionPhoto',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='photos', to='portal.submission')),
                ('stored_as', models.CharField(max_length=32, unique=True)),
                ('sha256', models.CharField(max_length=64)),
                ('name', models.CharField(max_length=200)),
                ('content_type', models.CharField(max_length=40)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('claimed_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ('submission', 'pk'),
                'constraints': [
                    models.UniqueConstraint(fields=('submission', 'sha256'), name='portal_photo_once'),
                ],
            },
        ),
    ]
