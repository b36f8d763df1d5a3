import django.db.models.deletion
import taggit.managers
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('contenttypes', '0002_remove_content_type_name'),
        ('mediatheque', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='MotCle',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, unique=True, verbose_name='name')),
                ('slug', models.SlugField(allow_unicode=True, max_length=100, unique=True, verbose_name='slug')),
            ],
            options={
                'verbose_name': 'mot-clé',
                'verbose_name_plural': 'mots-clés',
                'ordering': ['slug'],
            },
        ),
        migrations.CreateModel(
            name='Theme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('nom', models.CharField(error_messages={'unique': 'Ce thème existe déjà.'}, max_length=80, unique=True, verbose_name='nom')),
                ('slug', models.SlugField(error_messages={'unique': 'Cette adresse est déjà prise.'}, max_length=100, unique=True, verbose_name='adresse')),
                ('description', models.TextField(blank=True, help_text='Une ou deux phrases affichées en tête de la page du thème.', verbose_name='description')),
                ('ordre', models.PositiveSmallIntegerField(default=0, help_text='Les plus petits nombres viennent en premier.', verbose_name='ordre')),
            ],
            options={
                'verbose_name': 'thème',
                'ordering': ['ordre', 'nom'],
            },
        ),
        migrations.CreateModel(
            name='MotCleUsage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('object_id', models.IntegerField(db_index=True, verbose_name='object ID')),
                ('content_type', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(app_label)s_%(class)s_tagged_items', to='contenttypes.contenttype', verbose_name='content type')),
                ('tag', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='usages', to='chantiers.motcle')),
            ],
            options={
                'verbose_name': 'usage d’un mot-clé',
                'verbose_name_plural': 'usages des mots-clés',
                'constraints': [models.UniqueConstraint(fields=('content_type', 'object_id', 'tag'), name='chantiers_motcle_usage_unique')],
            },
        ),
        migrations.CreateModel(
            name='Chantier',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('image_alt', models.CharField(blank=True, help_text='Ce que l’image apprend à quelqu’un qui ne la voit pas, en une phrase.', max_length=250, verbose_name='texte alternatif')),
                ('image_decorative', models.BooleanField(default=False, help_text='À cocher si l’image n’apprend rien : elle sera ignorée par les lecteurs d’écran.', verbose_name='image décorative')),
                ('slug', models.SlugField(error_messages={'unique': 'Cette adresse est déjà prise : ajoutez un mot.'}, help_text='Fin de l’adresse de la page : lettres sans accent, chiffres et tirets. Évitez de la changer une fois la page publiée.', max_length=120, unique=True, verbose_name='adresse')),
                ('etat', models.CharField(choices=[('brouillon', 'Brouillon'), ('a_relire', 'À relire'), ('a_completer', 'À compléter'), ('programmee', 'Programmée'), ('publiee', 'Publiée'), ('retiree', 'Retirée'), ('refusee', 'Refusée')], default='brouillon', editable=False, max_length=12, verbose_name='état')),
                ('motif', models.TextField(blank=True, editable=False, help_text='Pourquoi la fiche est à compléter, retirée ou refusée.', verbose_name='motif')),
                ('published_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='mise en ligne')),
                ('retired_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='retrait')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='création')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='dernière modification')),
                ('titre', models.CharField(max_length=150, verbose_name='titre')),
                ('chapo', models.TextField(blank=True, help_text='Deux phrases qui disent de quoi il s’agit et où l’on en est.', verbose_name='chapô')),
                ('corps', models.TextField(blank=True, verbose_name='texte')),
                ('ordre', models.PositiveSmallIntegerField(default=0, help_text='Les plus petits nombres viennent en premier.', verbose_name='ordre')),
                ('image', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='mediatheque.image', verbose_name='image')),
                ('sources', models.ManyToManyField(blank=True, related_name='+', to='mediatheque.lien', verbose_name='sources')),
                ('mots_cles', taggit.managers.TaggableManager(blank=True, help_text='Séparés par des virgules : « aidants, revenu de base ».', through='chantiers.MotCleUsage', to='chantiers.MotCle', verbose_name='mots-clés')),
                ('themes', models.ManyToManyField(blank=True, related_name='chantiers', to='chantiers.theme', verbose_name='thèmes')),
            ],
            options={
                'verbose_name': 'chantier',
                'ordering': ['ordre', 'titre', 'pk'],
                'abstract': False,
                'default_permissions': ('add', 'change', 'delete', 'view', 'publish'),
                'indexes': [models.Index(fields=['etat', '-published_at'], name='chantier_en_ligne')],
                'constraints': [models.CheckConstraint(condition=models.Q(('published_at__isnull', False), models.Q(('etat__in', ('programmee', 'publiee')), _negated=True), _connector='OR'), name='chantiers_chantier_en_ligne_datee', violation_error_message='Une fiche publiée ou programmée a une date de mise en ligne.'), models.CheckConstraint(condition=models.Q(('retired_at__isnull', True), ('published_at__isnull', True), ('retired_at__gt', models.F('published_at')), _connector='OR'), name='chantiers_chantier_retrait_apres_publication', violation_error_message='La date de retrait suit la date de mise en ligne.'), models.CheckConstraint(condition=models.Q(models.Q(('etat__in', ['a_completer', 'refusee']), _negated=True), models.Q(('motif', ''), _negated=True), _connector='OR'), name='chantiers_chantier_motif_donne', violation_error_message='Un motif est nécessaire : il est transmis au territoire.'), models.CheckConstraint(condition=models.Q(('image__isnull', True), models.Q(('image_decorative', True), ('image_alt', '')), models.Q(('image_decorative', False), models.Q(('image_alt', ''), _negated=True)), _connector='OR'), name='chantiers_chantier_image_decrite', violation_error_message='Décrivez l’image, ou marquez-la décorative sans la décrire.')],
            },
        ),
    ]
