"""Take a person's second factor away: they lost it, and their recovery codes too."""

import logging

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from comptes import second_facteur
from comptes.adapter import prevenir
from comptes.models import User

journal = logging.getLogger("securite")


class Command(BaseCommand):
    help = (
        "Retire d’un compte ses clés d’accès, son application et ses codes de secours, et ferme "
        "ses sessions. Assurez-vous d’abord de l’identité de la personne, de vive voix : elle en "
        "est avertie par courriel."
    )

    def add_arguments(self, parser):
        parser.add_argument("email", help="adresse électronique du compte")

    def handle(self, *, email, **options):
        user = User.objects.filter(email__iexact=email).first()
        if user is None:
            raise CommandError(f"Aucun compte à l’adresse « {email} ».")
        with transaction.atomic():
            nombre = second_facteur.retirer(user)
            if not nombre:
                raise CommandError(f"Le compte {user.email} n’a pas de second facteur.")
            prevenir(
                user,
                "votre second facteur a été retiré et vos sessions fermées par la personne qui "
                "administre le portail",
            )
        journal.warning("the second factor of user %s was removed by a command", user.pk)
        suite = (
            "Le portail en demandera un nouveau à la prochaine connexion."
            if second_facteur.est_exige(user)
            else "Un code reçu par courriel suffit de nouveau à ouvrir ce compte."
        )
        self.stdout.write(f"Second facteur de {user.email} retiré, sessions fermées. {suite}")
