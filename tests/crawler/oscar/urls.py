"""Addresses of the Oscar shop: Oscar's own, its pictures, and a sitemap of its goods."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path, re_path
from django.views.static import serve


class Goods(Sitemap):
    protocol = "http"

    def items(self) -> Any:
        return apps.get_model("catalogue", "Product").objects.browsable().order_by("pk")


urlpatterns = [
    path("i18n/", include("django.conf.urls.i18n")),
    path("sitemap.xml", sitemap, {"sitemaps": {"goods": Goods}}),
    re_path("^media/(?P<path>.*)$", serve, {"document_root": settings.MEDIA_ROOT}),
    path("", include(apps.get_app_config("oscar").urls[0])),
]
