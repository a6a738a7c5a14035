"""The addresses of both web doors."""

from django.urls import URLPattern, URLResolver, include, path

from stockwright.api.http import api

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", api.urls),
    path("", include("stockwright.web.urls")),
]
