"""Each way a record can be bad, with what the message says of it after « content/ » and the file.

Every value is (file, passage found there once, its replacement, the end of the message).
"""

INITIATIVE_SSA = "- id: ssa-gironde\n"

REFUS = {
    "cle_inconnue": (
        "citations.yaml",
        "  auteur: Claude Alphandéry\n",
        "  auteur: Claude Alphandéry\n  auteure: Claude Alphandéry\n",
        (
            ", fiche « alphandery-2019 » : clé inconnue « auteure » (clés admises : id, texte, auteur, "
            "role, annee, themes, graphie_document, note, source)"
        ),
    ),
    "cle_manquante": (
        "initiatives.yaml",
        "  titre: Sécurité sociale de l’alimentation\n",
        "",
        ", fiche « ssa-gironde » : il manque « titre »",
    ),
    "cle_vide": (
        "initiatives.yaml",
        "  titre: Sécurité sociale de l’alimentation\n",
        "  titre: ''\n",
        ", fiche « ssa-gironde » : il manque « titre »",
    ),
    "identifiant_manquant": (
        "initiatives.yaml",
        INITIATIVE_SSA,
        "- code: x\n",
        (
            ", fiche « n° 2 de initiatives » : clé inconnue « code » (clés admises : id, titre, "
            "territoire, type_territoire, code_insee, code_epci, territoire_verifie, "
            "territoires_associes, membre, themes, annee, annee_deduite, description, "
            "lien_solutions_solidaires, stade, porteur, partenaires, lieux, chiffres, note, "
            "publie_sur_site, source, autres_sources)"
        ),
    ),
    "identifiant_mal_ecrit": (
        "initiatives.yaml",
        INITIATIVE_SSA,
        "- id: SSA Gironde\n",
        (
            ", fiche « SSA Gironde » : « id » : un identifiant (lettres sans accent, chiffres, tirets) "
            "est attendu, « SSA Gironde » est donné"
        ),
    ),
    "identifiant_en_double": (
        "initiatives.yaml",
        INITIATIVE_SSA,
        "- id: revenu-de-base\n",
        ", fiche « revenu-de-base » : « id » est déjà pris par une autre fiche",
    ),
    "texte_attendu": (
        "initiatives.yaml",
        "  porteur: Julien Muzard\n",
        "  porteur: 2020\n",
        ", fiche « pass-mirail-33 » : « porteur » : un texte est attendu, « 2020 » est donné",
    ),
    "entier_attendu": (
        "citations.yaml",
        "  annee: 2020\n  themes:\n  - santé\n",
        "  annee: l’an dernier\n  themes:\n  - santé\n",
        (
            ", fiche « junique-2020 » : « annee » : un nombre entier est attendu, « l’an dernier » est "
            "donné"
        ),
    ),
    "booleen_pris_pour_un_nombre": (
        "initiatives.yaml",
        "    valeur: 193\n",
        "    valeur: true\n",
        (
            ", fiche « ssa-gironde » : « chiffres », n° 2, « valeur » : un nombre est attendu, "
            "« True » est donné"
        ),
    ),
    "booleen_attendu": (
        "notes.yaml",
        "  lu: false\n",
        "  lu: non\n",
        (
            ", fiche « mieux-vivre-a-domicile » : « lu » : « true » ou « false » est attendu, « non » "
            "est donné"
        ),
    ),
    "liste_attendue": (
        "initiatives.yaml",
        "  lieux:\n  - Sablons\n",
        "  lieux: Sablons\n",
        (
            ", fiche « village-enfants-sablons-33 » : « lieux » : une liste est attendue, « Sablons » "
            "est donné"
        ),
    ),
    "liste_dans_un_texte": (
        "initiatives.yaml",
        "  porteur: Julien Muzard\n",
        "  porteur: [Julien Muzard]\n",
        ", fiche « pass-mirail-33 » : « porteur » : un texte est attendu, une liste est donné",
    ),
    "cles_attendues": (
        "initiatives.yaml",
        "  - libelle: maisons\n    valeur: 9\n",
        "  - maisons\n",
        (
            ", fiche « village-enfants-sablons-33 » : « chiffres », n° 2 : des clés et des valeurs sont "
            "attendues, « maisons » est donné"
        ),
    ),
    "date_impossible": (
        "calendrier.yaml",
        "  fin: '2024-02-11'\n",
        "  fin: '2024-02-31'\n",
        (
            ", fiche « climat-libe-tour-2024 » : « fin » : une date AAAA-MM-JJ est attendue, "
            "« 2024-02-31 » est donné"
        ),
    ),
    "mois_attendu": (
        "focus.yaml",
        "  mois: 2022-10\n",
        "  mois: 2022-10-18\n",
        (
            ", fiche « focus-2022-travail » : « mois » : un mois AAAA-MM est attendu, « 2022-10-18 » "
            "est donné"
        ),
    ),
    "heure_sans_guillemets": (
        "journees.yaml",
        "    heure: '14:00'\n",
        "    heure: 14:00\n",
        (
            ", fiche « journees-2022 » : « programme », n° 1, « heure » : une heure HH:MM entre "
            "guillemets est attendue, « 840 » est donné"
        ),
    ),
    "adresse_attendue": (
        "citations.yaml",
        (
            "  note: Nom usuel confirmé par esseylesnancy.fr (« Marie-Aleth Grard, présidente d’ATD "
            "Quart Monde »).\n  source: document-fondateur\n"
        ),
        "  source: esseylesnancy.fr\n",
        (
            ", fiche « grard-2021 » : « source » : une adresse en http:// ou https://, ou "
            "« document-fondateur », est attendu, « esseylesnancy.fr » est donné"
        ),
    ),
    "choix_inconnu": (
        "journees.yaml",
        "  format: en ligne\n",
        "  format: à distance\n",
        (
            ", fiche « journees-2021 » : « format » : « à distance » n’est pas admis (choix : "
            "présentiel, en ligne, hybride)"
        ),
    ),
    "code_insee_mal_ecrit": (
        "territoires.yaml",
        "- code: '07'\n",
        "- code: 07\n",
        (
            ", fiche « 7 » : « code » : un code de département entre guillemets (deux ou trois "
            "caractères) est attendu, « 7 » est donné"
        ),
    ),
    "code_insee_inconnu": (
        "initiatives.yaml",
        "  code_insee: '58'\n",
        "  code_insee: '98'\n",
        (
            ", fiche « imagine-la-nievre » : aucun territoire « 98 » (departement) dans la géographie "
            "chargée"
        ),
    ),
    "membre_inconnu": (
        "territoires.yaml",
        "- code: '07'\n",
        "- code: '98'\n",
        ", fiche « 98 » : aucun territoire « 98 » (departement) dans la géographie chargée",
    ),
    "associe_inconnu": (
        "initiatives.yaml",
        "  - '07'\n",
        "  - '98'\n",
        (
            ", fiche « revenu-de-base » : aucun territoire « 98 » (departement) dans la géographie "
            "chargée"
        ),
    ),
    "intercommunalite_inconnue": (
        "initiatives.yaml",
        "  code_epci: '200046977'\n",
        "  code_epci: '999999999'\n",
        (
            ", fiche « revenu-jeunes-lyon » : aucun territoire « 999999999 » (epci) dans la géographie "
            "chargée"
        ),
    ),
    "membre_au_role_inconnu": (
        "territoires.yaml",
        "  role: initiateur\n",
        "  role: associé au revenu de base\n",
        ", fiche « 33 » : un membre attesté n’a pas le rôle « associé au revenu de base »",
    ),
    "mot_cle_inconnu": (
        "initiatives.yaml",
        "  - économie circulaire\n",
        "  - zéro déchet\n",
        (
            ", fiche « smicval-market-33 » : mot-clé « zéro déchet » inconnu : rangez-le dans un thème "
            "de themes.yaml, ou dans « mots_cles_libres »"
        ),
    ),
    "theme_du_site_inconnu": (
        "idees.yaml",
        "  theme_site: Transition écologique\n",
        "  theme_site: Écologie\n",
        ", fiche « conclusion-des-journees » : thème du site « Écologie » inconnu de themes.yaml",
    ),
    "evenement_inconnu": (
        "idees.yaml",
        "  evenement: journees-2024\n  sur_site: true\n",
        "  evenement: journees-2025\n  sur_site: true\n",
        (
            ", fiche « mobilites-un-reve-immobile » : événement « journees-2025 » inconnu de "
            "journees.yaml"
        ),
    ),
    "evenement_inconnu_d_un_focus": (
        "focus.yaml",
        "    evenement: cese-2024\n",
        "    evenement: cese-2025\n",
        (
            ", fiche « focus-2024-france-qui-essaie » : événement « cese-2025 » inconnu de "
            "journees.yaml"
        ),
    ),
    "evenement_en_double": (
        "journees.yaml",
        "- id: cese-2023\n",
        "- id: journees-2019\n",
        ", fiche « journees-2019 » : une édition des Journées a le même « id »",
    ),
    "initiative_inconnue": (
        "journees.yaml",
        "    - maison-tortues-33\n",
        "    - maison-lievre-33\n",
        ", fiche « journees-2021 » : initiative « maison-lievre-33 » inconnue de initiatives.yaml",
    ),
    "mois_hors_de_l_annee": (
        "focus.yaml",
        "  mois: 2022-10\n",
        "  mois: 2021-10\n",
        ", fiche « focus-2022-travail » : le mois n’est pas dans l’année 2022",
    ),
    "sondage_inconnu": (
        "focus.yaml",
        "  sondage: aidants-2021\n",
        "  sondage: aidants-2020\n",
        ", fiche « focus-2021-aidants » : sondage « aidants-2020 » inconnu de barometre.yaml",
    ),
    "question_en_double": (
        "barometre.yaml",
        "  - id: 2023-danger\n",
        "  - id: 2022-acteur\n",
        ", fiche « 2022 » : question « 2022-acteur » donnée deux fois",
    ),
    "reponse_en_double": (
        "barometre.yaml",
        "    - Nouvelles technologies\n",
        "    - Réchauffement climatique\n",
        ", fiche « 2021 » : question « 2021-changements » : une réponse est donnée deux fois",
    ),
    "libelle_qui_n_est_pas_le_texte_exact": (
        "barometre.yaml",
        "    libelle: null\n    libelle_verbatim: false\n    libelle_resume: Changement perçu",
        (
            "    libelle: Le changement perçu\n    libelle_verbatim: false\n    libelle_resume: "
            "Changement perçu"
        ),
        (
            ", fiche « 2023 » : question « 2023-danger » : « libelle » est le texte exact ; s’il ne "
            "l’est pas, donnez-le comme « libelle_resume »"
        ),
    ),
    "ventilation_inconnue": (
        "barometre.yaml",
        "    note: 'Intitulé de modalité reconstitué",
        (
            "    ventilation:\n    - groupe: Femmes\n      modalite: Autre\n      valeur: 1\n"
            "      sources: [document-fondateur]\n    note: 'Intitulé de modalité reconstitué"
        ),
        ", fiche « 2023 » : question « 2023-pauvres » : ventilation de « Autre », réponse inconnue",
    ),
    "serie_inconnue": (
        "series.yaml",
        "  - 2022-acteur\n",
        "  - 2024-acteur\n",
        ", fiche « acteur-de-la-protection » : question « 2024-acteur » inconnue de barometre.yaml",
    ),
    "element_de_chantier_inconnu": (
        "chantiers.yaml",
        "    id: ssa-gironde\n",
        "    id: ssa-landes\n",
        (
            ", fiche « securite-sociale-de-l-alimentation » : initiative « ssa-landes » inconnu du "
            "contenu"
        ),
    ),
    "theme_de_chantier_inconnu": (
        "chantiers.yaml",
        "  - cohesion-territoriale\n",
        "  - cohesion\n",
        ", fiche « resilience-territoriale » : thème « cohesion » inconnu de themes.yaml",
    ),
    "mot_range_et_libre": (
        "themes.yaml",
        "  - innovation\n",
        "  - innovation\n  - climat\n",
        ", fiche « ecologie-solidaire » : « climat » est aussi dans « mots_cles_libres »",
    ),
    "regle_de_lien_sans_objet": (
        "liens.yaml",
        "  hotes:\n  - www-release.dailymotion.com\n",
        "",
        ", fiche « diffusion-technique » : il manque « hotes » ou « adresses »",
    ),
    "libelle_d_une_adresse_absente": (
        "liens.yaml",
        "- adresse: https://labelbiocantine.com/la-dordogne\n",
        "- adresse: https://labelbiocantine.com/la-gironde\n",
        ", fiche « https://labelbiocantine.com/la-gironde » : libellé d’une adresse que rien ne cite",
    ),
    "budget_en_double": (
        "initiatives.yaml",
        "  - libelle: foyers\n",
        "  - libelle: budget (euros)\n",
        ", fiche « ssa-gironde » : « budget (euros) » est donné 2 fois",
    ),
    "voix_inconnue": (
        "entretien.yaml",
        "- sigle: CK\n  nom",
        "- sigle: CH\n  nom",
        ", fiche « 1 » : « CK » n’est pas une voix de l’entretien",
    ),
    "page_sans_entete": (
        "pages/mentions-legales.md",
        "---\ntitre",
        "titre",
        " : il manque l’en-tête entre deux lignes « --- »",
    ),
    "page_au_titre_de_premier_niveau": (
        "pages/mentions-legales.md",
        "## Crédits",
        "# Crédits",
        " : titre de niveau 1 : seuls ## et ### sont admis",
    ),
    "manifeste_sans_titre": (
        "manifeste.md",
        "\n# Manifeste Solutions Solidaires\n",
        "\n",
        " : il manque le titre, une ligne qui commence par « # »",
    ),
    "cle_donnee_deux_fois": (
        "podcasts.yaml",
        "  nombre_presume: 5\n",
        "  nombre_presume: 5\n  nombre_presume: 6\n",
        " : YAML illisible (clé « nombre_presume » donnée deux fois, à partir de la ligne 5)",
    ),
    "yaml_illisible": (
        "podcasts.yaml",
        "  nombre_presume: 5\n",
        "  nombre_presume: : 5\n",
        " : YAML illisible, ligne 8 (mapping values are not allowed in this context)",
    ),
    "rubrique_inconnue": (
        "podcasts.yaml",
        "podcasts: []",
        "podcasts: []\nepisodes: []",
        " : rubrique inconnue « episodes » (admises : serie, podcasts)",
    ),
    "rubrique_manquante": (
        "podcasts.yaml",
        "podcasts: []",
        "",
        " : il manque la rubrique « podcasts »",
    ),
    "rubrique_qui_n_est_pas_une_liste": (
        "podcasts.yaml",
        "podcasts: []",
        "podcasts: aucun",
        ", fiche « podcasts » : une liste de fiches est attendue",
    ),
}
# The readers let it pass; the models refuse it among the last, when hundreds of rows are written.
REFUS_TARDIF = (
    "barometre.yaml",
    "      valeur: 84\n",
    "      valeur: 184\n",
    ", fiche « 2023 » : Une part va de 0 à 100 %",
)
