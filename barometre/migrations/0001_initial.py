import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('chantiers', '0001_initial'),
        ('mediatheque', '0001_initial'),
        ('publications', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Serie',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=80, unique=True, verbose_name='identifiant')),
                ('titre', models.CharField(max_length=200, verbose_name='titre')),
                ('motif', models.TextField(blank=True, help_text='Ce qui atteste que les questions sont comparables.', verbose_name='pourquoi ces questions se suivent')),
            ],
            options={
                'verbose_name': 'question suivie',
                'verbose_name_plural': 'questions suivies',
                'ordering': ['titre', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Vague',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(error_messages={'unique': 'Cette adresse est déjà prise : ajoutez un mot.'}, help_text='Fin de l’adresse de la page : lettres sans accent, chiffres et tirets. Évitez de la changer une fois la page publiée.', max_length=120, unique=True, verbose_name='adresse')),
                ('etat', models.CharField(choices=[('brouillon', 'Brouillon'), ('a_relire', 'À relire'), ('a_completer', 'À compléter'), ('programmee', 'Programmée'), ('publiee', 'Publiée'), ('retiree', 'Retirée'), ('refusee', 'Refusée')], default='brouillon', editable=False, max_length=12, verbose_name='état')),
                ('motif', models.TextField(blank=True, editable=False, help_text='Pourquoi la fiche est à compléter, retirée ou refusée.', verbose_name='motif')),
                ('published_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='mise en ligne')),
                ('retired_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='retrait')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='création')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='dernière modification')),
                ('type', models.CharField(choices=[('annuelle', 'Baromètre annuel'), ('thematique', 'Étude thématique')], default='annuelle', max_length=10, verbose_name='type')),
                ('titre', models.CharField(max_length=200, verbose_name='titre')),
                ('annee', models.PositiveSmallIntegerField(verbose_name='année')),
                ('numero', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='numéro')),
                ('presentation', models.TextField(blank=True, verbose_name='présentation')),
                ('institut', models.CharField(blank=True, max_length=100, verbose_name='institut')),
                ('direction', models.CharField(blank=True, max_length=150, verbose_name='sous la direction de')),
                ('commanditaire', models.CharField(blank=True, max_length=250, verbose_name='commanditaire')),
                ('acheteur', models.CharField(blank=True, help_text='S’il diffère du commanditaire.', max_length=250, verbose_name='acheteur')),
                ('echantillon', models.PositiveIntegerField(blank=True, null=True, verbose_name='personnes interrogées')),
                ('echantillon_texte', models.CharField(blank=True, help_text='« plus de 1 000 personnes », si le nombre exact n’est pas connu.', max_length=150, verbose_name='échantillon, dans les mots de la source')),
                ('population', models.CharField(blank=True, max_length=250, verbose_name='population représentée')),
                ('methode', models.CharField(blank=True, help_text='« Quotas (sexe, âge…) ».', max_length=250, verbose_name='méthode d’échantillonnage')),
                ('terrain_debut', models.DateField(blank=True, null=True, verbose_name='terrain, du')),
                ('terrain_fin', models.DateField(blank=True, null=True, verbose_name='terrain, au')),
                ('terrain_texte', models.CharField(blank=True, max_length=100, verbose_name='dates, dans les mots de la source')),
                ('mode', models.CharField(blank=True, max_length=150, verbose_name='mode de recueil')),
                ('marges', models.CharField(blank=True, help_text='Telles que l’institut les donne.', max_length=250, verbose_name='marges d’erreur')),
                ('mentions_manquantes_motif', models.TextField(blank=True, help_text='Pourquoi cette vague est publiée alors que des mentions manquent : la phrase est affichée sur la page.', verbose_name='mentions non retrouvées')),
                ('focus', models.ManyToManyField(blank=True, related_name='vagues', to='publications.focuslibe', verbose_name='focus Libé')),
                ('lien', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='mediatheque.lien', verbose_name='page d’origine')),
                ('notice', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='mediatheque.lien', verbose_name='notice déposée à la commission des sondages')),
                ('rapport', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='mediatheque.document', verbose_name='rapport (PDF)')),
                ('sources', models.ManyToManyField(blank=True, related_name='+', to='mediatheque.lien', verbose_name='sources')),
            ],
            options={
                'verbose_name': 'vague',
                'ordering': ['-annee', 'type', 'pk'],
                'abstract': False,
                'default_permissions': ('add', 'change', 'delete', 'view', 'publish'),
                'indexes': [models.Index(fields=['etat', '-published_at'], name='vague_en_ligne')],
                'constraints': [models.CheckConstraint(condition=models.Q(('published_at__isnull', False), models.Q(('etat__in', ('programmee', 'publiee')), _negated=True), _connector='OR'), name='barometre_vague_en_ligne_datee', violation_error_message='Une fiche publiée ou programmée a une date de mise en ligne.'), models.CheckConstraint(condition=models.Q(('retired_at__isnull', True), ('published_at__isnull', True), ('retired_at__gt', models.F('published_at')), _connector='OR'), name='barometre_vague_retrait_apres_publication', violation_error_message='La date de retrait suit la date de mise en ligne.'), models.CheckConstraint(condition=models.Q(models.Q(('etat__in', ['a_completer', 'refusee']), _negated=True), models.Q(('motif', ''), _negated=True), _connector='OR'), name='barometre_vague_motif_donne', violation_error_message='Un motif est nécessaire : il est transmis au territoire.'), models.UniqueConstraint(condition=models.Q(('type', 'annuelle')), fields=('annee',), name='barometre_vague_une_par_an', violation_error_message='Le baromètre annuel de cette année existe déjà.'), models.CheckConstraint(condition=models.Q(('terrain_fin__isnull', True), models.Q(('terrain_debut__isnull', False), ('terrain_fin__gte', models.F('terrain_debut'))), _connector='OR'), name='barometre_vague_terrain_dans_l_ordre', violation_error_message='Le terrain se termine après avoir commencé.')],
            },
        ),
        migrations.CreateModel(
            name='Question',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(help_text='Stable : il sert d’adresse à la question.', max_length=80, verbose_name='identifiant')),
                ('rupture', models.BooleanField(default=False, help_text='À cocher si la formulation ou la base a changé : les vagues ne se comparent plus.', verbose_name='rupture de série')),
                ('libelle', models.TextField(blank=True, help_text='Le texte exact. Vide s’il n’est pas connu.', verbose_name='question posée')),
                ('resume', models.CharField(blank=True, help_text='Sert de titre quand le texte exact n’est pas connu.', max_length=250, verbose_name='résumé de la question')),
                ('famille', models.CharField(blank=True, max_length=80, verbose_name='famille')),
                ('base_texte', models.CharField(blank=True, help_text='« Ensemble » ou la partie interrogée.', max_length=150, verbose_name='base')),
                ('base', models.PositiveIntegerField(blank=True, null=True, verbose_name='effectif de la base')),
                ('reponses_multiples', models.BooleanField(blank=True, null=True, verbose_name='plusieurs réponses possibles')),
                ('note', models.TextField(blank=True, verbose_name='note')),
                ('ordre', models.PositiveSmallIntegerField(default=0, verbose_name='ordre')),
                ('chantiers', models.ManyToManyField(blank=True, related_name='questions', to='chantiers.chantier', verbose_name='chantiers')),
                ('libelle_source', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='mediatheque.lien', verbose_name='source du texte exact')),
                ('serie', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='questions', to='barometre.serie', verbose_name='question suivie')),
                ('vague', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='barometre.vague')),
            ],
            options={
                'verbose_name': 'question',
                'ordering': ['ordre', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('vague', 'code'), name='barometre_question_code_unique', violation_error_message='Cet identifiant existe déjà dans la vague.'), models.UniqueConstraint(condition=models.Q(('serie__isnull', False)), fields=('vague', 'serie'), name='barometre_question_une_par_serie', violation_error_message='La vague a déjà une question de cette série.'), models.CheckConstraint(condition=models.Q(models.Q(('libelle', ''), _negated=True), models.Q(('resume', ''), _negated=True), _connector='OR'), name='barometre_question_dite', violation_error_message='Donnez le texte exact ou, à défaut, un résumé.')],
            },
        ),
        migrations.CreateModel(
            name='Modalite',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('libelle', models.CharField(max_length=250, verbose_name='réponse')),
                ('ordre', models.PositiveSmallIntegerField(default=0, verbose_name='ordre')),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='modalites', to='barometre.question')),
            ],
            options={
                'verbose_name': 'réponse possible',
                'verbose_name_plural': 'réponses possibles',
                'ordering': ['ordre', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('question', 'libelle'), name='barometre_modalite_unique', violation_error_message='Cette réponse figure déjà dans la question.')],
            },
        ),
        migrations.CreateModel(
            name='Resultat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sous_groupe', models.CharField(blank=True, help_text='Vide pour l’ensemble.', max_length=120, verbose_name='sous-groupe')),
                ('part_pct', models.DecimalField(decimal_places=1, help_text='De 0 à 100.', max_digits=4, verbose_name='part (%)')),
                ('base', models.PositiveIntegerField(blank=True, null=True, verbose_name='effectif')),
                ('precedent_pct', models.DecimalField(blank=True, decimal_places=1, max_digits=4, null=True, verbose_name='rappel de la vague précédente (%)')),
                ('ecart_points', models.DecimalField(blank=True, decimal_places=1, max_digits=4, null=True, verbose_name='écart publié (points)')),
                ('note', models.CharField(blank=True, max_length=250, verbose_name='note')),
                ('modalite', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='resultats', to='barometre.modalite')),
                ('sources', models.ManyToManyField(blank=True, related_name='+', to='mediatheque.lien', verbose_name='sources')),
            ],
            options={
                'verbose_name': 'résultat',
                'ordering': ['sous_groupe', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('modalite', 'sous_groupe'), name='barometre_resultat_unique', violation_error_message='Ce sous-groupe a déjà un résultat.'), models.CheckConstraint(condition=models.Q(('part_pct__gte', 0), ('part_pct__lte', 100), models.Q(('precedent_pct__isnull', True), models.Q(('precedent_pct__gte', 0), ('precedent_pct__lte', 100)), _connector='OR')), name='barometre_resultat_pourcentage', violation_error_message='Une part va de 0 à 100 %%.')],
            },
        ),
    ]
