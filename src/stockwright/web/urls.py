"""The addresses of the pages."""

from django.conf import settings
from django.urls import URLPattern, path

from stockwright.web.pages import (
    changes,
    design,
    doors,
    exports,
    forecasts,
    health,
    imports,
    items,
    reservations,
    search,
    stock,
    stock_at,
    stock_health,
    stock_item,
    today,
)
from stockwright.web.pages import settings as settings_pages

urlpatterns: list[URLPattern] = [
    path("", today.home, name="home"),
    path("signup", doors.signup, name="signup"),
    path("login", doors.login, name="login"),
    path("logout", doors.logout, name="logout"),
    path("health", health.health, name="health"),
    path("changes", changes.changes, name="changes"),
    path("today", today.today, name="today"),
    path("today/progress", today.progress, name="today_progress"),
    path("today/run", today.run_now, name="today_run"),
    path("today/assume-none", today.assume_none, name="today_assume_none"),
    path("today/order", today.order, name="today_order"),
    path("today/unorder", today.unorder, name="today_unorder"),
    path("today/flag/<uuid:advice_id>", today.flag, name="today_flag"),
    path("today/threshold/<uuid:variant_id>", today.threshold, name="today_threshold"),
    path("today.csv", exports.today_csv, name="today_export"),
    path("items", items.items, name="items"),
    path("items.csv", exports.items_csv, name="items_export"),
    path("items/<uuid:variant_id>", items.item, name="item"),
    path("stock", stock.stock, name="stock"),
    path("stock.csv", stock.stock_csv, name="stock_export"),
    path("stock/items/<uuid:variant_id>", stock_item.stock_item, name="stock_item"),
    path("stock/at", stock_at.stock_at, name="stock_at"),
    path("stock/at.csv", stock_at.stock_at_csv, name="stock_at_export"),
    path("stock/health", stock_health.health, name="stock_health"),
    path("stock/reservations", reservations.reservations, name="reservations"),
    path("stock/reservations/<uuid:reservation_id>", reservations.reservation, name="reservation"),
    path("stock/reservations/<uuid:reservation_id>/release", reservations.release, name="reservation_release"),
    path("stock/reservations/<uuid:reservation_id>/extend", reservations.extend, name="reservation_extend"),
    path("stock/reservations/<uuid:reservation_id>/commit", reservations.commit, name="reservation_commit"),
    path("advice/<uuid:advice_id>", items.advice, name="advice"),
    path("forecast", forecasts.accuracy, name="accuracy"),
    path("imports", imports.imports, name="imports"),
    path("imports/<uuid:batch_id>", imports.one, name="import"),
    path("imports/<uuid:batch_id>/check", imports.check, name="import_check"),
    path("imports/<uuid:batch_id>/progress", imports.progress, name="import_progress"),
    path("imports/<uuid:batch_id>/undo", imports.undo, name="import_undo"),
    path("imports/<uuid:batch_id>/left-out.csv", imports.rejected_csv, name="import_rejected"),
    path("search", search.search, name="search"),
    path("settings", settings_pages.company, name="settings_company"),
    path("settings/people", settings_pages.people, name="settings_people"),
    path("settings/people/<uuid:membership_id>/role", settings_pages.change, name="settings_person_role"),
    path("settings/people/<uuid:membership_id>/remove", settings_pages.remove, name="settings_person_remove"),
    path("settings/tokens", settings_pages.tokens, name="settings_tokens"),
    path("settings/tokens/<uuid:token_id>/revoke", settings_pages.revoke, name="settings_token_revoke"),
    path("settings/activity", settings_pages.activity, name="settings_activity"),
]

if settings.DEBUG:
    urlpatterns.append(path("design", design.design, name="design"))
