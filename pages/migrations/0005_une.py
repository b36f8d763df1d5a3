import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("barometre", "0002_corbeille"),
        ("evenements", "0002_corbeille"),
        ("fabrique", "0002_corbeille"),
        ("forum", "0002_corbeille"),
        ("pages", "0004_corbeille"),
        ("publications", "0002_corbeille"),
    ]

    operations = [
        migrations.CreateModel(
            name="Une",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "slug",
                    models.SlugField(
                        error_messages={
                            "unique": "Cette adresse est déjà prise : ajoutez un mot."
                        },
                        help_text="Fin de l’adresse de la page : lettres sans accent, chiffres et tirets. Évitez de la changer une fois la page publiée.",
                        max_length=120,
                        unique=True,
                        verbose_name="adresse",
                    ),
                ),
                (
                    "etat",
                    models.CharField(
                        choices=[
                            ("brouillon", "Brouillon"),
                            ("a_relire", "À relire"),
                            ("a_completer", "À compléter"),
                            ("programmee", "Programmée"),
                            ("publiee", "Publiée"),
                            ("retiree", "Retirée"),
                            ("refusee", "Refusée"),
                        ],
                        default="brouillon",
                        editable=False,
                        max_length=12,
                        verbose_name="état",
                    ),
                ),
                (
                    "motif",
                    models.TextField(
                        blank=True,
                        editable=False,
                        help_text="Pourquoi la fiche est à compléter, retirée ou refusée.",
                        verbose_name="motif",
                    ),
                ),
                (
                    "published_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="mise en ligne"
                    ),
                ),
                (
                    "retired_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="retrait"
                    ),
                ),
                (
                    "jetee_at",
                    models.DateTimeField(
                        blank=True,
                        editable=False,
                        null=True,
                        verbose_name="mise à la corbeille",
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(auto_now_add=True, verbose_name="création"),
                ),
                (
                    "updated_at",
                    models.DateTimeField(auto_now=True, verbose_name="dernière modification"),
                ),
                (
                    "titre",
                    models.CharField(
                        help_text="Pour s’y retrouver, par exemple « Une de mars ». Le public ne le voit pas.",
                        max_length=150,
                        verbose_name="nom de la une",
                    ),
                ),
            ],
            options={
                "verbose_name": "une de la page d’accueil",
                "verbose_name_plural": "unes de la page d’accueil",
                "ordering": ["-created_at", "-pk"],
                "abstract": False,
                "default_permissions": ("add", "change", "delete", "view", "publish"),
                "indexes": [
                    models.Index(fields=["etat", "-published_at"], name="une_en_ligne")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("published_at__isnull", False),
                            models.Q(("etat__in", ("programmee", "publiee")), _negated=True),
                            _connector="OR",
                        ),
                        name="pages_une_en_ligne_datee",
                        violation_error_message="Une fiche publiée ou programmée a une date de mise en ligne.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("retired_at__isnull", True),
                            ("published_at__isnull", True),
                            ("retired_at__gt", models.F("published_at")),
                            _connector="OR",
                        ),
                        name="pages_une_retrait_apres_publication",
                        violation_error_message="La date de retrait suit la date de mise en ligne.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("etat__in", ["a_completer", "refusee"]), _negated=True),
                            models.Q(("motif", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="pages_une_motif_donne",
                        violation_error_message="Un motif est nécessaire : il est transmis au territoire.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("jetee_at__isnull", True),
                            models.Q(("etat__in", ("programmee", "publiee")), _negated=True),
                            _connector="OR",
                        ),
                        name="pages_une_corbeille_hors_ligne",
                        violation_error_message="Une fiche en ligne n’est pas dans la corbeille.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ChoixDeUne",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("ordre", models.PositiveSmallIntegerField(default=1, verbose_name="ordre")),
                (
                    "citation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="evenements.citation",
                        verbose_name="citation",
                    ),
                ),
                (
                    "focus",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="publications.focuslibe",
                        verbose_name="focus Libé",
                    ),
                ),
                (
                    "idee",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="forum.idee",
                        verbose_name="idée",
                    ),
                ),
                (
                    "initiative",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="fabrique.initiative",
                        verbose_name="initiative",
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="barometre.question",
                        verbose_name="question du baromètre",
                    ),
                ),
                (
                    "rendez_vous",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="evenements.rendezvous",
                        verbose_name="rendez-vous",
                    ),
                ),
                (
                    "une",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="choix",
                        to="pages.une",
                    ),
                ),
            ],
            options={
                "verbose_name": "choix",
                "verbose_name_plural": "choix",
                "ordering": ["ordre", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("citation__isnull", True),
                                ("focus__isnull", True),
                                ("idee__isnull", True),
                                ("initiative__isnull", False),
                                ("question__isnull", True),
                                ("rendez_vous__isnull", True),
                            ),
                            models.Q(
                                ("citation__isnull", True),
                                ("focus__isnull", True),
                                ("idee__isnull", True),
                                ("initiative__isnull", True),
                                ("question__isnull", False),
                                ("rendez_vous__isnull", True),
                            ),
                            models.Q(
                                ("citation__isnull", False),
                                ("focus__isnull", True),
                                ("idee__isnull", True),
                                ("initiative__isnull", True),
                                ("question__isnull", True),
                                ("rendez_vous__isnull", True),
                            ),
                            models.Q(
                                ("citation__isnull", True),
                                ("focus__isnull", True),
                                ("idee__isnull", False),
                                ("initiative__isnull", True),
                                ("question__isnull", True),
                                ("rendez_vous__isnull", True),
                            ),
                            models.Q(
                                ("citation__isnull", True),
                                ("focus__isnull", False),
                                ("idee__isnull", True),
                                ("initiative__isnull", True),
                                ("question__isnull", True),
                                ("rendez_vous__isnull", True),
                            ),
                            models.Q(
                                ("citation__isnull", True),
                                ("focus__isnull", True),
                                ("idee__isnull", True),
                                ("initiative__isnull", True),
                                ("question__isnull", True),
                                ("rendez_vous__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="pages_choixdeune_une_cle",
                        violation_error_message="Choisissez une chose par ligne, et une seule.",
                    ),
                    models.UniqueConstraint(
                        fields=("une", "initiative"),
                        name="pages_choixdeune_initiative_unique",
                        violation_error_message="Ce choix est déjà dans cette une : pour le déplacer, changez son numéro d’ordre.",
                    ),
                    models.UniqueConstraint(
                        fields=("une", "question"),
                        name="pages_choixdeune_question_unique",
                        violation_error_message="Ce choix est déjà dans cette une : pour le déplacer, changez son numéro d’ordre.",
                    ),
                    models.UniqueConstraint(
                        fields=("une", "citation"),
                        name="pages_choixdeune_citation_unique",
                        violation_error_message="Ce choix est déjà dans cette une : pour le déplacer, changez son numéro d’ordre.",
                    ),
                    models.UniqueConstraint(
                        fields=("une", "idee"),
                        name="pages_choixdeune_idee_unique",
                        violation_error_message="Ce choix est déjà dans cette une : pour le déplacer, changez son numéro d’ordre.",
                    ),
                    models.UniqueConstraint(
                        fields=("une", "focus"),
                        name="pages_choixdeune_focus_unique",
                        violation_error_message="Ce choix est déjà dans cette une : pour le déplacer, changez son numéro d’ordre.",
                    ),
                    models.UniqueConstraint(
                        fields=("une", "rendez_vous"),
                        name="pages_choixdeune_rendez_vous_unique",
                        violation_error_message="Ce choix est déjà dans cette une : pour le déplacer, changez son numéro d’ordre.",
                    ),
                ],
            },
        ),
    ]
