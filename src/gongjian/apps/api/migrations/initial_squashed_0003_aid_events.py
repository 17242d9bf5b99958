import django.db.models.deletion
import encrypted_fields.fields
from django.conf import settings
from django.db import migrations, models

from gongjian.core.first_tables import FirstTables


class Migration(FirstTables):

    replaces = [
        ('api', '0001_tokens_and_webhooks'),
        ('api', '0002_open_reporting'),
        ('api', '0003_aid_events'),
    ]

    initial = True

    dependencies = [
        ('matters', '0005_open_reporting'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ReceivedUpdate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('number', models.CharField(max_length=80)),
                ('step', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='matters.step')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('user', 'number'), name='api_update_once'),
                ],
            },
        ),
        migrations.CreateModel(
            name='ApiToken',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place_code', models.CharField(blank=True, db_index=True, max_length=15)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('name', models.CharField(max_length=60, verbose_name='名称')),
                ('scopes', models.JSONField(default=list)),
                ('within_code', models.CharField(blank=True, max_length=15)),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('hint', models.CharField(max_length=4)),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('made_at', models.DateTimeField()),
                ('expires_on', models.DateField()),
                ('seen_at', models.DateTimeField(blank=True, null=True)),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ('-made_at', '-pk'),
            },
        ),
        migrations.CreateModel(
            name='KeptAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('key', models.CharField(max_length=80)),
                ('digest', models.CharField(max_length=64)),
                ('status', models.PositiveSmallIntegerField(default=0)),
                ('body', encrypted_fields.fields.EncryptedTextField(blank=True, null=True)),
                ('at', models.DateTimeField(db_index=True)),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('user', 'key'), name='api_answered_once'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Webhook',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place_code', models.CharField(db_index=True, max_length=15)),
                ('name', models.CharField(max_length=60, verbose_name='名称')),
                ('url', models.CharField(max_length=300, verbose_name='地址')),
                ('events', models.JSONField(default=list)),
                ('secret', encrypted_fields.fields.EncryptedCharField(max_length=300)),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('made_at', models.DateTimeField()),
                ('is_active', models.BooleanField(default=True)),
                ('paused_until', models.DateTimeField(blank=True, null=True)),
                ('failure_count', models.PositiveIntegerField(default=0)),
            ],
            options={
                'ordering': ('-made_at', '-pk'),
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('webhook', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='api.webhook')),
                ('event_id', models.UUIDField()),
                ('event', models.CharField(choices=[('matter.reported', '收到事项'), ('matter.filed', '受理'), ('matter.rejected', '不予受理'), ('matter.dispatched', '派办、吹哨'), ('matter.accepted', '单位签收'), ('matter.handed_back', '单位退回'), ('matter.acted', '单位报处置结果'), ('matter.held', '暂停、恢复计时'), ('matter.extended', '延期'), ('matter.checked', '核查'), ('matter.closed', '答复并办结'), ('matter.rated', '评价'), ('matter.reopened', '重新打开'), ('matter.raised', '提级、催办'), ('matter.changed', '其他变动（合并、拆分、作废、改类）'), ('aid.applied', '收到救助申请'), ('aid.checked', '调查好，待评议'), ('aid.called', '召集评议'), ('aid.heard', '评议计票'), ('aid.posted', '公示'), ('aid.objected', '公示有异议'), ('aid.decided', '批准或不予批准'), ('aid.withdrawn', '撤回救助申请')], max_length=30)),
                ('body', models.JSONField()),
                ('made_at', models.DateTimeField()),
                ('state', models.CharField(choices=[('waiting', '待送'), ('sent', '已送到'), ('dead', '送不到')], default='waiting', max_length=8)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('next_at', models.DateTimeField()),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('last_status', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('last_fault', models.CharField(blank=True, max_length=200)),
            ],
            options={
                'ordering': ('-made_at', '-pk'),
                'indexes': [
                    models.Index(condition=models.Q(('state', 'waiting')), fields=['next_at'], name='api_outbox'),
                    models.Index(fields=['webhook', '-made_at'], name='api_log'),
                ],
                'constraints': [
                    models.UniqueConstraint(fields=('webhook', 'event_id'), name='api_told_once'),
                ],
            },
        ),
    ]
