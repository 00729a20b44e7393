"""The data files. What is not public, not published yet or does not exist is not found, and looks the same."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from budgeting.cycles.models import Cycle
from budgeting.cycles.queries import public_cycles
from budgeting.opendata import geojson, sources
from budgeting.opendata.ballots import open_ballots
from budgeting.opendata.bundle import zipped
from budgeting.opendata.calendars import stage_entries
from budgeting.opendata.feeds import EventFeed
from budgeting.opendata.table import Table
from budgeting.opendata.tables import CYCLES, PROPOSALS, RESPONSES, RESULTS, STAGES, TURNOUT
from budgeting.opendata.whole import files_of, results_text
from budgeting.results.anonymity import may_publish_ballots
from budgeting.results.queries import Result, published_result
from budgeting.views.csv_file import csv_stream, in_chunks
from portal.ics import CONTENT_TYPE, calendar
from portal.languages.streaming import in_language
from portal.languages.texts import read_text
from portal.places.models import Municipality
from portal.styles import stylesheet_path

View = Callable[..., HttpResponseBase]


def data_file(view: View) -> View:
    """Read only, for the scripts of any site, and anybody may keep it for a minute: what a moderator hides is gone soon."""

    @wraps(view)
    def answer(*args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(*args, **kwargs)
        response["Access-Control-Allow-Origin"] = "*"
        return response

    return require_safe(cache_control(public=True, max_age=60, stale_while_revalidate=600)(answer))


def of_cycle(view: View) -> View:
    """A file of a public cycle."""

    @wraps(view)
    def answer(request: HttpRequest, pk: int) -> HttpResponseBase:
        return view(request, _found(sources.open_cycle(pk)))

    return data_file(answer)


def of_result(view: View) -> View:
    """A file of the published count that stands, of a public cycle."""

    @wraps(view)
    def answer(request: HttpRequest, pk: int) -> HttpResponseBase:
        return view(request, _found(published_result(pk)))

    return data_file(answer)


def of_municipality(view: View) -> View:
    """A file of a municipality that has a page here."""

    @wraps(view)
    def answer(request: HttpRequest, slug: str) -> HttpResponseBase:
        return view(request, _found(sources.open_municipality(slug)))

    return data_file(answer)


def _found(thing: Any) -> Any:
    if thing is None:
        raise Http404
    return thing


def _csv(table: Table, rows: Iterable[Any], name: str) -> StreamingHttpResponse:
    return csv_stream(f"{table.name}-{name}", table.head, map(table.cells, rows))


@data_file
def cycles_csv(request: HttpRequest) -> HttpResponseBase:
    return _csv(CYCLES, sources.cycle_rows(), "all")


@of_cycle
def proposals_csv(request: HttpRequest, cycle: Cycle) -> HttpResponseBase:
    return _csv(PROPOSALS, sources.proposal_rows(cycle), str(cycle.pk))


@of_cycle
def proposals_geojson(request: HttpRequest, cycle: Cycle) -> HttpResponseBase:
    features = geojson.proposal_features(sources.proposal_rows(cycle))
    return _geojson(features, geojson.OF_PROPOSALS, f"proposals-{cycle.pk}")


@of_cycle
def turnout_csv(request: HttpRequest, cycle: Cycle) -> HttpResponseBase:
    """Only the head before the vote was signed for."""
    return _csv(TURNOUT, sources.turnout_rows(cycle), str(cycle.pk))


@of_cycle
def stages_csv(request: HttpRequest, cycle: Cycle) -> HttpResponseBase:
    return _csv(STAGES, cycle.calendar, str(cycle.pk))


@of_cycle
def cycle_ics(request: HttpRequest, cycle: Cycle) -> HttpResponseBase:
    title = read_text(cycle, "title")
    return _ics(title.text, title.language, [cycle], f"cycle-{cycle.pk}")


@of_result
def results_csv(request: HttpRequest, result: Result) -> HttpResponseBase:
    return _csv(RESULTS, result.bars, str(result.cycle.pk))


@of_result
def results_json(request: HttpRequest, result: Result) -> HttpResponseBase:
    return HttpResponse(results_text(result), content_type="application/json")


@of_result
def election_pb(request: HttpRequest, result: Result) -> HttpResponseBase:
    """The ballots in the Pabulib format; where they may not be given away, not found, with the reason."""
    if not may_publish_ballots(result.count):
        page = render_to_string("budgeting/opendata/few_ballots.html", {"stylesheet": stylesheet_path()})
        return HttpResponse(page, status=404)
    ballots = _found(open_ballots(result.count))
    return _stream(ballots, "text/plain; charset=utf-8", f"election-{result.cycle.pk}.pb")


@of_result
def all_zip(request: HttpRequest, result: Result) -> HttpResponseBase:
    published_at = _found(result.count.published_at)
    files = in_language(zipped(files_of(result), at=published_at))
    response = _stream(files, "application/zip", f"khma-{result.cycle.pk}.zip")
    response.headers["Content-Encoding"] = "identity"  # it is packed already
    return response


@of_municipality
def responses_csv(request: HttpRequest, municipality: Municipality) -> HttpResponseBase:
    return _csv(RESPONSES, sources.response_rows(municipality), municipality.slug)


@of_municipality
def municipality_ics(request: HttpRequest, municipality: Municipality) -> HttpResponseBase:
    cycles = public_cycles().filter(municipality=municipality)
    return _ics(municipality.name, get_language(), cycles, f"stages-{municipality.slug}")


@data_file
def municipalities_geojson(request: HttpRequest) -> HttpResponseBase:
    places = Municipality.objects.filter(is_active=True).defer("outline", "sources")
    features = geojson.municipality_features(places.iterator())
    return _geojson(features, geojson.OF_MUNICIPALITIES, "municipalities")


event_feed = data_file(EventFeed())


def _geojson(features: Iterable[geojson.Feature], about: dict[str, str], name: str) -> StreamingHttpResponse:
    chunks = in_chunks(geojson.collection(features, about))
    return _stream(chunks, geojson.CONTENT_TYPE, f"{name}.geojson")


def _ics(name: str, language: str, cycles: Iterable[Cycle], file: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{file}.ics"'}
    return HttpResponse(calendar(name, language, stage_entries(cycles)), content_type=CONTENT_TYPE, headers=headers)


def _stream(pieces: Iterable[bytes], content_type: str, name: str) -> StreamingHttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(pieces, content_type=content_type, headers=headers)
