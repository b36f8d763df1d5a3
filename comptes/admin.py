"""Accounts in the back office, for the maintainer."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin

from comptes.models import User
from solidaires.admin import EditeurAdmin

# The first is not used here; the other holds what people sign in with, which nobody else handles.
admin.site.unregister([EmailAddress, Authenticator])


@admin.register(User)
class UserAdmin(EditeurAdmin):
    list_display = ["email", "nom", "is_staff", "is_active", "last_login"]
    list_filter = ["is_staff", "is_active", "groups"]
    search_fields = ["email", "nom"]
    ordering = ["email"]
    fieldsets = [
        (
            None,
            {
                "description": "La personne se connecte par un code envoyé à cette adresse.",
                "fields": ["email", "nom"],
            },
        ),
        (
            "Accès",
            {
                "description": "Le groupe « Coordination » donne tous les droits sur les contenus.",
                "fields": ["is_active", "is_staff", "is_superuser", "groups"],
            },
        ),
        ("Dates", {"fields": ["last_login", "date_joined"]}),
    ]
    readonly_fields = ["last_login", "date_joined"]
    filter_horizontal = ["groups"]

    def save_model(self, request, obj, form, change):
        """Nobody has a password; who is deactivated, or loses the back office, is signed out."""
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)
        if change and {"email", "is_active", "is_staff"} & set(form.changed_data):
            obj.close_sessions()
