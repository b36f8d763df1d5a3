"""Addresses of the editorial pages, at the root of the site: included last."""

from django.urls import path

from pages import views

app_name = "pages"

urlpatterns = [
    path("plan-du-site/", views.plan_du_site, name="plan_du_site"),
    path("<slug:slug>/", views.page_detail, name="page_detail"),
]
