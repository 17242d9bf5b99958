import encrypted_fields.fields
from django.db import migrations, models

from gongjian.core.first_tables import FirstTables


class Migration(FirstTables):

    replaces = [
        ('core', '0001_initial'),
        ('core', '0002_file_right'),
        ('core', '0003_file_as_sent'),
        ('core', '0004_flood_bucket'),
        ('core', '0005_ballot_boxes'),
    ]

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='AuditEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(db_index=True)),
                ('actor_id', models.BigIntegerField(null=True)),
                ('actor_name', models.CharField(max_length=80)),
                ('acting_for_id', models.BigIntegerField(null=True)),
                ('action', models.CharField(db_index=True, max_length=80)),
                ('object_type', models.CharField(blank=True, max_length=80)),
                ('object_id', models.CharField(blank=True, max_length=64)),
                ('object_label', models.CharField(blank=True, max_length=200)),
                ('place_code', models.CharField(blank=True, max_length=15)),
                ('before', models.JSONField(null=True)),
                ('after', models.JSONField(null=True)),
                ('request_id', models.CharField(blank=True, max_length=36)),
                ('mac', models.CharField(max_length=64)),
                ('sequence', models.BigIntegerField(null=True, unique=True)),
                ('previous_hash', models.CharField(blank=True, max_length=64)),
                ('hash', models.CharField(blank=True, max_length=64)),
            ],
            options={
                'ordering': ('-pk',),
                'indexes': [
                    models.Index(fields=['object_type', 'object_id'], name='audit_object'),
                ],
            },
        ),
        migrations.CreateModel(
            name='SubjectKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject', models.CharField(max_length=120, unique=True)),
                ('key', models.CharField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name='StoredFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place_code', models.CharField(blank=True, db_index=True, max_length=15)),
                ('unit_id', models.BigIntegerField(db_index=True, null=True)),
                ('right', models.CharField(default='workbench.view', max_length=40)),
                ('sha256', models.CharField(db_index=True, max_length=64)),
                ('sent_sha256', models.CharField(blank=True, max_length=64)),
                ('size', models.PositiveBigIntegerField()),
                ('kind', models.CharField(max_length=20)),
                ('content_type', models.CharField(max_length=100)),
                ('name', models.CharField(max_length=200)),
                ('width', models.PositiveIntegerField(null=True)),
                ('height', models.PositiveIntegerField(null=True)),
                ('taken_at', models.DateTimeField(null=True)),
                ('latitude', models.DecimalField(decimal_places=6, max_digits=9, null=True)),
                ('longitude', models.DecimalField(decimal_places=6, max_digits=9, null=True)),
                ('uploaded_by_id', models.BigIntegerField(null=True)),
                ('uploaded_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'ordering': ('pk',),
            },
        ),
        migrations.CreateModel(
            name='Rule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=80)),
                ('place_code', models.CharField(blank=True, max_length=15)),
                ('effective_on', models.DateField()),
                ('value', models.JSONField()),
                ('citation', models.CharField(max_length=300)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'ordering': ('key', 'place_code', 'effective_on'),
                'constraints': [
                    models.UniqueConstraint(fields=('key', 'place_code', 'effective_on'), name='rule_version'),
                ],
            },
        ),
        migrations.CreateModel(
            name='FloodBucket',
            fields=[
                ('key', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('full_at_ms', models.BigIntegerField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name='BallotBox',
            fields=[
                ('key', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('contents', encrypted_fields.fields.EncryptedTextField()),
                ('is_over', models.BooleanField(default=False)),
                ('cleaned_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='PaperReading',
            fields=[
                ('key', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('reader_id', models.BigIntegerField()),
                ('contents', encrypted_fields.fields.EncryptedTextField()),
            ],
        ),
    ]
