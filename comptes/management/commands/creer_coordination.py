"""Give a person the coordinator's access: create or complete the account, print a link to sign in."""

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import DatabaseError, transaction

from comptes import liens
from comptes.models import User

GROUPE = "Coordination"
# The domain is reserved (RFC 2606): no message can ever reach somebody.
ADRESSE_DE_DEMONSTRATION = "demonstration@solidaires.example"


class Command(BaseCommand):
    help = (
        "Donne l’accès de la coordination à une adresse électronique : crée le compte ou complète "
        "celui qui existe, et affiche un lien de connexion à usage unique."
    )

    def add_arguments(self, parser):
        parser.add_argument("email", nargs="?", help="adresse électronique de la personne")
        parser.add_argument(
            "--demonstration",
            action="store_true",
            help="crée le compte de démonstration ; refusé quand DEBUG est désactivé",
        )

    def handle(self, *, email, demonstration, **options):
        if demonstration and email:
            raise CommandError("Donnez une adresse ou --demonstration, pas les deux.")
        groupe = _groupe_coordination()
        if demonstration:
            # A known account is only acceptable on a developer's machine.
            if not settings.DEBUG:
                raise CommandError(
                    "Le compte de démonstration n’existe qu’en développement : DEBUG est désactivé. "
                    "Créez un vrai compte : creer_coordination ADRESSE."
                )
            email = ADRESSE_DE_DEMONSTRATION
        if not email:
            raise CommandError("Donnez l’adresse électronique : creer_coordination ADRESSE.")
        try:
            validate_email(email)
        except ValidationError as erreur:
            raise CommandError(f"« {email} » : {erreur.message}") from erreur
        user = User.objects.filter(email__iexact=email).first()
        existait = user is not None
        user = user or User(email=User.objects.normalize_email(email))
        if demonstration:
            user.nom = "Démonstration"
        _grant(user, groupe)
        self.stdout.write(
            f"Compte {user.email} {'existait : droits mis à jour' if existait else 'créé'}.\n"
            f"{liens.presenter(user)}\n"
            "À la première connexion, le portail demande d’ajouter un second facteur."
        )


@transaction.atomic
def _grant(user, groupe):
    user.is_active = user.is_staff = True
    if user.pk is None:
        user.set_unusable_password()
    user.save()
    user.groups.add(groupe)


def _groupe_coordination():
    """The group that a migration of `pages` makes. Raises CommandError before the migrations."""
    try:
        return Group.objects.get(name=GROUPE)
    except (Group.DoesNotExist, DatabaseError) as erreur:
        raise CommandError(
            "La base n’est pas prête : lancez d’abord « make run » (en production, "
            "« python manage.py migrate »)."
        ) from erreur
