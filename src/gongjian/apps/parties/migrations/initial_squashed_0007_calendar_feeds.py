import django.contrib.auth.validators
import django.db.models.deletion
import django.utils.timezone
import encrypted_fields.fields
from django.conf import settings
from django.db import migrations, models

import gongjian.apps.parties.models.people
from gongjian.core.first_tables import FirstTables


class Migration(FirstTables):

    replaces = [
        ('parties', '0001_initial'),
        ('parties', '0002_user_imports'),
        ('parties', '0003_notice_topics'),
        ('parties', '0004_residents'),
        ('parties', '0005_resident_imports'),
        ('parties', '0006_list_columns'),
        ('parties', '0007_calendar_feeds'),
    ]

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place_code', models.CharField(db_index=True, max_length=15, verbose_name='所在地方')),
                ('name', models.CharField(db_index=True, max_length=120, verbose_name='名称')),
                ('short_name', models.CharField(blank=True, db_index=True, max_length=60, verbose_name='简称')),
                ('kind', models.CharField(choices=[('department', '党政部门'), ('party_body', '党组织'), ('street_office', '街道办、乡镇政府'), ('residents_committee', '居委会、村委会'), ('resident_unit', '驻区单位'), ('social_organisation', '社会组织'), ('other', '其他')], max_length=24, verbose_name='类别')),
                ('credit_code', models.CharField(blank=True, max_length=18, verbose_name='统一社会信用代码')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='parties.organisation')),
                ('initials', models.CharField(blank=True, db_index=True, max_length=60)),
                ('contact_name', models.CharField(blank=True, max_length=40, verbose_name='联系人')),
                ('contact_phone', encrypted_fields.fields.EncryptedCharField(blank=True, max_length=200, null=True, verbose_name='联系电话')),
                ('is_active', models.BooleanField(default=True)),
                ('is_demo', models.BooleanField(default=False)),
            ],
            options={
                'ordering': ('place_code', 'name'),
                'constraints': [
                    models.UniqueConstraint(fields=('place_code', 'name'), name='organisation_name'),
                    models.UniqueConstraint(condition=models.Q(('credit_code', ''), _negated=True), fields=('credit_code',), name='organisation_credit_code'),
                ],
            },
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('username', models.CharField(error_messages={'unique': 'A user with that username already exists.'}, help_text='Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.', max_length=150, unique=True, validators=[django.contrib.auth.validators.UnicodeUsernameValidator()], verbose_name='username')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='email address')),
                ('is_staff', models.BooleanField(default=False, help_text='Designates whether the user can log into this admin site.', verbose_name='staff status')),
                ('is_active', models.BooleanField(default=True, help_text='Designates whether this user should be treated as active. Unselect this instead of deleting accounts.', verbose_name='active')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date joined')),
                ('full_name', models.CharField(max_length=40, verbose_name='姓名')),
                ('phone', encrypted_fields.fields.EncryptedCharField(blank=True, max_length=200, null=True, verbose_name='手机')),
                ('post', models.CharField(blank=True, max_length=60, verbose_name='职务')),
                ('place_code', models.CharField(blank=True, db_index=True, max_length=15, verbose_name='所在地方')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='users', to='parties.organisation')),
                ('must_change_password', models.BooleanField(default=False)),
                ('has_second_factor', models.BooleanField(default=False)),
                ('is_demo', models.BooleanField(default=False)),
                ('list_columns', models.JSONField(blank=True, default=dict)),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'verbose_name': 'user',
                'verbose_name_plural': 'users',
                'ordering': ('place_code', 'username'),
                'abstract': False,
            },
            managers=[
                ('objects', gongjian.apps.parties.models.people.PeopleManager()),
            ],
        ),
        migrations.CreateModel(
            name='CalendarFeed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='calendar_feeds', to=settings.AUTH_USER_MODEL)),
                ('name', models.CharField(max_length=40, verbose_name='给哪里用')),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('language', models.CharField(max_length=10)),
                ('remind_minutes', models.PositiveIntegerField(blank=True, choices=[(15, '提前 15 分钟'), (30, '提前 30 分钟'), (60, '提前 1 小时'), (1440, '提前 1 天')], null=True, verbose_name='会前提醒')),
                ('made_at', models.DateTimeField()),
                ('read_at', models.DateTimeField(blank=True, null=True)),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
                ('content_digest', models.CharField(blank=True, max_length=64)),
                ('changed_at', models.DateTimeField()),
            ],
            options={
                'ordering': ('-made_at', '-pk'),
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notices', to=settings.AUTH_USER_MODEL)),
                ('place_code', models.CharField(blank=True, max_length=15)),
                ('sentence', models.CharField(max_length=300)),
                ('url', models.CharField(blank=True, max_length=300)),
                ('topic', models.CharField(blank=True, max_length=80)),
                ('count', models.PositiveIntegerField(default=1)),
                ('due_on', models.DateField(blank=True, null=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('read_at', models.DateTimeField(blank=True, null=True)),
                ('mailed_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ('-created_at', '-pk'),
                'indexes': [
                    models.Index(fields=['user', 'read_at'], name='notice_unread'),
                ],
            },
        ),
        migrations.CreateModel(
            name='StandIn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('absent', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='absences', to=settings.AUTH_USER_MODEL)),
                ('deputy', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='stand_ins', to=settings.AUTH_USER_MODEL)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField()),
                ('reason', models.CharField(blank=True, max_length=120)),
            ],
            options={
                'ordering': ('-starts_on', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='Grant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='grants', to=settings.AUTH_USER_MODEL)),
                ('role', models.CharField(choices=[('office', '治理办（方案、下达、汇总）'), ('leader', '领导（看全局、签发）'), ('worker', '社区工作者（签收、填报）'), ('inspector', '检查员（评分）'), ('department', '部门（牵头或配合）'), ('unit_contact', '驻区单位联络员'), ('viewer', '查阅'), ('system_admin', '系统管理员'), ('security_admin', '安全管理员'), ('audit_admin', '审计管理员')], max_length=20, verbose_name='角色')),
                ('place_code', models.CharField(blank=True, db_index=True, max_length=15, verbose_name='地方')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='grants', to='parties.organisation')),
                ('starts_on', models.DateField(blank=True, null=True)),
                ('ends_on', models.DateField(blank=True, null=True)),
                ('stand_in', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='grants', to='parties.standin')),
            ],
            options={
                'ordering': ('user', 'place_code', 'role'),
            },
        ),
        migrations.CreateModel(
            name='HandOver',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('giver', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='given', to=settings.AUTH_USER_MODEL)),
                ('taker', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='taken', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('items', models.JSONField(default=list)),
            ],
            options={
                'ordering': ('-at',),
            },
        ),
        migrations.CreateModel(
            name='UserImport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place_code', models.CharField(blank=True, db_index=True, max_length=15)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='imports', to=settings.AUTH_USER_MODEL)),
                ('name', models.CharField(max_length=200)),
                ('content', encrypted_fields.fields.EncryptedTextField()),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'ordering': ('-created_at',),
            },
        ),
        migrations.CreateModel(
            name='Group',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place_code', models.CharField(db_index=True, max_length=15)),
                ('name', models.CharField(max_length=120, verbose_name='名称')),
                ('office_organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='offices', to='parties.organisation')),
                ('duties', models.TextField(blank=True, verbose_name='办公室职责')),
                ('starts_on', models.DateField(blank=True, null=True)),
                ('ends_on', models.DateField(blank=True, null=True)),
                ('is_demo', models.BooleanField(default=False)),
            ],
            options={
                'ordering': ('place_code', 'name'),
            },
        ),
        migrations.CreateModel(
            name='GroupMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='members', to='parties.group')),
                ('role', models.CharField(choices=[('leader', '组长'), ('deputy', '副组长'), ('member', '成员'), ('office', '办公室设在'), ('office_head', '办公室主任')], max_length=12)),
                ('who', models.CharField(max_length=120)),
                ('post', models.CharField(blank=True, max_length=120)),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='posts', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='posts', to='parties.organisation')),
                ('starts_on', models.DateField(blank=True, null=True)),
                ('ends_on', models.DateField(blank=True, null=True)),
                ('order', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'ordering': ('group', 'order', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='Resident',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place_code', models.CharField(db_index=True, max_length=15, verbose_name='社区')),
                ('name', encrypted_fields.fields.EncryptedCharField(max_length=200, verbose_name='姓名')),
                ('id_number', encrypted_fields.fields.EncryptedCharField(blank=True, max_length=200, null=True, verbose_name='身份证号')),
                ('id_hash', models.CharField(blank=True, max_length=64)),
                ('phone', encrypted_fields.fields.EncryptedCharField(blank=True, max_length=200, null=True, verbose_name='电话')),
                ('address', encrypted_fields.fields.EncryptedCharField(blank=True, max_length=600, null=True, verbose_name='楼栋门牌')),
                ('household', encrypted_fields.fields.EncryptedCharField(blank=True, max_length=300, null=True, verbose_name='户号')),
                ('group', models.CharField(choices=[('representative', '居民代表'), ('committee', '居委会成员'), ('party_member', '党员'), ('resident', '居民')], max_length=16, verbose_name='身份')),
                ('is_panelist', models.BooleanField(default=False, verbose_name='可以抽作评议员')),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('is_active', models.BooleanField(default=True)),
            ],
            options={
                'ordering': ('place_code', 'pk'),
                'indexes': [
                    models.Index(fields=['place_code', 'is_panelist'], name='resident_panelist'),
                ],
                'constraints': [
                    models.UniqueConstraint(condition=models.Q(('id_hash', ''), _negated=True), fields=('id_hash',), name='resident_id_number'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Relation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='relations_from', to='parties.resident')),
                ('second', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='relations_to', to='parties.resident')),
                ('kind', models.CharField(choices=[('spouse', '夫妻'), ('parent', '父母子女'), ('sibling', '兄弟姐妹'), ('other_kin', '其他亲属'), ('dispute', '有矛盾纠纷'), ('interest', '有其他利害关系')], max_length=16, verbose_name='关系')),
                ('source', models.CharField(choices=[('declared', '本人申报'), ('registered', '户籍或婚姻登记'), ('reported', '他人反映，已核实')], max_length=16, verbose_name='怎么知道的')),
                ('noted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('noted_at', models.DateTimeField(auto_now_add=True)),
                ('ended_on', models.DateField(blank=True, null=True)),
            ],
            options={
                'ordering': ('first', 'second', 'kind'),
                'constraints': [
                    models.UniqueConstraint(condition=models.Q(('ended_on__isnull', True)), fields=('first', 'second', 'kind'), name='relation_once'),
                    models.CheckConstraint(condition=models.Q(('first__lt', models.F('second'))), name='relation_order'),
                ],
            },
        ),
        migrations.CreateModel(
            name='ResidentImport',
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
    ]
