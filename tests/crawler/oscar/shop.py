"""A real django-oscar shop on loopback, with its own templates and no structured data. Runs in `.venv-shops`.

    python shop.py FOLDER GOODS.json [vi|en]

Fills an SQLite file in FOLDER with the goods, then serves on a free port of 127.0.0.1 and prints the port; SIGTERM ends
it. GOODS.json is a list of {name, sku, price, stock, text, picture, choices: [{name, sku, price, stock}]}; a good
without choices stands alone, one with choices becomes a parent with variants, as Oscar has them.
"""

from __future__ import annotations

import json
import re
import signal
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import django
import oscar
from django.conf import settings
from oscar import defaults
from waitress import create_server

FOLDER, GOODS = Path(sys.argv[1]).resolve(), Path(sys.argv[2])
LANGUAGE = sys.argv[3] if len(sys.argv) > 3 else "vi"
DJANGO = [
    f"django.contrib.{app}"
    for app in "admin auth contenttypes sessions messages staticfiles sites flatpages sitemaps".split()
]
HELPERS = ["widget_tweaks", "haystack", "treebeard", "sorl.thumbnail", "django_tables2"]
MIDDLEWARE = """django.contrib.sessions.middleware.SessionMiddleware django.middleware.locale.LocaleMiddleware
django.middleware.common.CommonMiddleware django.middleware.csrf.CsrfViewMiddleware
django.contrib.auth.middleware.AuthenticationMiddleware django.contrib.messages.middleware.MessageMiddleware
oscar.apps.basket.middleware.BasketMiddleware""".split()
CONTEXT = """django.contrib.auth.context_processors.auth django.template.context_processors.request
django.template.context_processors.i18n django.template.context_processors.media
django.template.context_processors.static django.contrib.messages.context_processors.messages
oscar.apps.search.context_processors.search_form oscar.apps.checkout.context_processors.checkout
oscar.apps.communication.notifications.context_processors.notifications
oscar.core.context_processors.metadata""".split()


APP = re.compile(r"^class (\w+Config)\(", re.MULTILINE)


def oscar_apps() -> list[str]:
    """The configurations of all of Oscar's own apps; read as text, since none may be imported yet."""
    (root,) = oscar.__path__
    found = []
    for path in sorted(Path(root, "apps").rglob("apps.py")):
        module = ".".join(("oscar", *path.relative_to(root).with_suffix("").parts))
        found.append(f"{module}.{APP.findall(path.read_text())[-1]}")
    return found


class Unwritten(dict):
    """MIGRATION_MODULES of a fresh database: tables are made as the models say, in a tenth of the time."""

    def __contains__(self, app: object) -> bool:
        return True

    def __getitem__(self, app: str) -> None:
        return None


def configure() -> None:
    """Oscar's own defaults, on SQLite, in one language."""
    own = {name: getattr(defaults, name) for name in dir(defaults) if name.isupper()}
    database = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(FOLDER / "shop.sqlite")}
    settings.configure(
        **own | {"OSCAR_SHOP_NAME": "Hợp tác xã Khe Sim", "OSCAR_DEFAULT_CURRENCY": "VND"},
        ALLOWED_HOSTS=["127.0.0.1"],
        SECRET_KEY="only on loopback",
        ROOT_URLCONF="urls",
        SITE_ID=1,
        USE_TZ=True,
        TIME_ZONE="Asia/Ho_Chi_Minh",
        LANGUAGE_CODE=LANGUAGE,
        LANGUAGES=[(LANGUAGE, LANGUAGE)],
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        DATABASES={"default": database},
        MIGRATION_MODULES=Unwritten(),
        MEDIA_ROOT=str(FOLDER / "media"),
        MEDIA_URL="/media/",
        STATIC_URL="/static/",
        INSTALLED_APPS=[*DJANGO, "oscar.config.Shop", *oscar_apps(), *HELPERS],
        MIDDLEWARE=MIDDLEWARE,
        AUTHENTICATION_BACKENDS=["oscar.apps.customer.auth_backends.EmailBackend"],
        HAYSTACK_CONNECTIONS={"default": {"ENGINE": "haystack.backends.simple_backend.SimpleEngine"}},
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True,
                    "OPTIONS": {"context_processors": CONTEXT}}],
    )  # fmt: skip
    django.setup()


def fill(goods: list[dict[str, Any]]) -> None:
    from django.core.management import call_command
    from django.db import transaction

    call_command("migrate", run_syncdb=True, verbosity=0)
    with transaction.atomic():
        for good in goods:
            add(good)


def add(good: dict[str, Any]) -> None:
    """One good with its category, its picture and its stock; variants as children."""
    from django.core.files.base import ContentFile
    from oscar.apps.catalogue.categories import create_from_breadcrumbs
    from oscar.core.loading import get_model

    kind, _ = get_model("catalogue", "ProductClass").objects.get_or_create(name="Đặc sản")
    model = get_model("catalogue", "Product")
    shape = "parent" if good["choices"] else "standalone"
    product = model.objects.create(
        product_class=kind, title=good["name"], upc=good["sku"], description=good["text"], structure=shape
    )
    product.categories.add(create_from_breadcrumbs("Đặc sản > Khe Sim"))
    picture = ContentFile(bytes.fromhex(good["picture"]), f"{good['sku']}.png")
    get_model("catalogue", "ProductImage").objects.create(product=product, original=picture)
    for choice in good["choices"]:
        child = model.objects.create(title=choice["name"], upc=choice["sku"], structure="child", parent=product)
        stock(child, choice)
    if not good["choices"]:
        stock(product, good)


def stock(product: Any, good: dict[str, Any]) -> None:
    from oscar.core.loading import get_model

    partner, _ = get_model("partner", "Partner").objects.get_or_create(name="Hợp tác xã Khe Sim")
    get_model("partner", "StockRecord").objects.create(
        product=product, partner=partner, partner_sku=good["sku"], price_currency="VND",
        price=Decimal(good["price"]), num_in_stock=good["stock"],
    )  # fmt: skip


def serve() -> None:
    from django.contrib.sites.models import Site
    from django.core.wsgi import get_wsgi_application

    server = create_server(get_wsgi_application(), host="127.0.0.1", port=0, threads=4)
    # Addresses in the sitemap are those of the site.
    Site.objects.filter(pk=1).update(domain=f"127.0.0.1:{server.effective_port}")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    print(server.effective_port, flush=True)
    server.run()


if __name__ == "__main__":
    configure()
    fill(json.loads(GOODS.read_text(encoding="utf-8")))
    serve()
