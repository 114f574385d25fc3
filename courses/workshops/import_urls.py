"""The way of a list into a cohort, below the cohort's own address."""

from django.urls import path, register_converter

from .views import import_files, imports


class FileKind:
    """CSV or Excel workbook."""

    regex = "csv|xlsx"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(FileKind, "file_kind")
ONE = "<uuid:roster>/"

urlpatterns = [
    path("", imports.imports, name="imports"),
    path("template.<file_kind:kind>", import_files.template, name="import-template"),
    path(ONE, imports.roster_import, name="import"),
    path(f"{ONE}columns/", imports.columns, name="import-columns"),
    path(f"{ONE}confirm/", imports.confirm, name="import-confirm"),
    path(f"{ONE}discard/", imports.discard, name="import-discard"),
    path(f"{ONE}undo/", imports.undo, name="import-undo"),
    path(f"{ONE}not-added.<file_kind:kind>", import_files.rejected, name="import-rejected"),
]
