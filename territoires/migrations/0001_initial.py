import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('comptes', '__first__'),
        ('mediatheque', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Territoire',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('nature', models.CharField(choices=[('region', 'Région'), ('departement', 'Département'), ('epci', 'Intercommunalité'), ('commune', 'Commune')], max_length=12, verbose_name='nature')),
                ('code', models.CharField(help_text='Code INSEE ; numéro SIREN pour une intercommunalité.', max_length=9, verbose_name='code officiel')),
                ('nom', models.CharField(max_length=150, verbose_name='nom')),
                ('nom_replie', models.CharField(db_index=True, editable=False, max_length=150)),
                ('slug', models.SlugField(max_length=150, verbose_name='adresse')),
                ('population', models.PositiveIntegerField(blank=True, help_text='Population municipale du millésime chargé.', null=True, verbose_name='population')),
                ('date_fin', models.DateField(blank=True, null=True, verbose_name='sorti du COG le')),
                ('departement', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territoires.territoire', verbose_name='département')),
                ('epci', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='communes', to='territoires.territoire', verbose_name='intercommunalité')),
                ('region', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territoires.territoire', verbose_name='région')),
            ],
            options={
                'verbose_name': 'territoire',
                'ordering': ['nature', 'code'],
                'constraints': [models.UniqueConstraint(fields=('nature', 'code'), name='territoires_territoire_code_unique', violation_error_message='Ce code officiel existe déjà.'), models.UniqueConstraint(fields=('nature', 'slug'), name='territoires_territoire_slug_unique', violation_error_message='Cette adresse est déjà prise.')],
            },
        ),
        migrations.CreateModel(
            name='Agent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('agent', 'Agent ou agente'), ('referent', 'Référent ou référente')], default='agent', max_length=10, verbose_name='rôle')),
                ('date_debut', models.DateField(default=django.utils.timezone.localdate, verbose_name='depuis le')),
                ('date_fin', models.DateField(blank=True, null=True, verbose_name='jusqu’au')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='agents', to=settings.AUTH_USER_MODEL, verbose_name='compte')),
                ('territoire', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='agents', to='territoires.territoire', verbose_name='territoire')),
            ],
            options={
                'verbose_name': 'agent',
                'ordering': ['territoire__code', 'user__email', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('user', 'territoire'), name='territoires_agent_unique', violation_error_message='Cette personne agit déjà pour ce territoire.'), models.CheckConstraint(condition=models.Q(('date_fin__isnull', True), ('date_fin__gte', models.F('date_debut')), _connector='OR'), name='territoires_agent_dates_dans_l_ordre', violation_error_message='La fin suit le début.')],
            },
        ),
        migrations.CreateModel(
            name='Adhesion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('initiateur', 'Initiateur'), ('membre', 'Membre')], default='membre', max_length=10, verbose_name='rôle')),
                ('date_debut', models.DateField(blank=True, null=True, verbose_name='depuis le')),
                ('date_fin', models.DateField(blank=True, null=True, verbose_name='jusqu’au')),
                ('annee_attestee', models.PositiveSmallIntegerField(blank=True, help_text='Année de la source qui cite ce territoire comme membre, si les dates exactes ne sont pas connues.', null=True, verbose_name='année attestée')),
                ('sources', models.ManyToManyField(blank=True, related_name='+', to='mediatheque.lien', verbose_name='sources')),
                ('territoire', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='adhesions', to='territoires.territoire', verbose_name='territoire')),
            ],
            options={
                'verbose_name': 'adhésion',
                'ordering': ['territoire__code', 'date_debut', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('date_debut__isnull', True), ('date_fin__isnull', True), ('date_fin__gte', models.F('date_debut')), _connector='OR'), name='territoires_adhesion_dates_dans_l_ordre', violation_error_message='L’adhésion se termine après avoir commencé.'), models.UniqueConstraint(fields=('territoire', 'date_debut'), name='territoires_adhesion_unique', violation_error_message='Cette adhésion existe déjà.'), models.UniqueConstraint(condition=models.Q(('date_debut__isnull', True)), fields=('territoire',), name='territoires_adhesion_sans_date_unique', violation_error_message='Ce territoire a déjà une adhésion sans date de début.')],
            },
        ),
    ]
