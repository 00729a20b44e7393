"""The floor of casting: a Django view that writes a ballot's rows in one transaction and its counts after it, and does nothing else.

No middleware, no template, no check: what it takes is what Django, the database and the web server take.
`gunicorn scripts.bare_votes` serves it.
"""

import os
import secrets
from hashlib import sha256

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
application = get_wsgi_application()

from django.conf import settings  # noqa: E402
from django.db import transaction  # noqa: E402
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect  # noqa: E402
from django.urls import path  # noqa: E402

from budgeting.cycles.models import Cycle  # noqa: E402
from budgeting.voting.models import Ballot, Roll, Step, Trace  # noqa: E402
from budgeting.voting.steps import count_step  # noqa: E402
from portal.clock import today  # noqa: E402

CYCLE = int(os.environ["CYCLE"])


def write(request: HttpRequest) -> HttpResponse:
    key = sha256(request.POST["code"].encode()).hexdigest()
    with transaction.atomic():
        Roll.objects.create(cycle_id=CYCLE, voter_key=key, method="bare", voted_on=today())
        Ballot.objects.create(cycle_id=CYCLE, ballot_key=key, choices=[1, 2, 3], receipt=secrets.token_hex(6))
        Trace.objects.create(cycle_id=CYCLE, trace_key=key, block=key, window=0)
    count_step(Cycle(pk=CYCLE), Step.IDENTIFIED, Step.CAST)
    return HttpResponseRedirect("/", headers={"Content-Length": "0"})


urlpatterns = [path("", write)]
settings.ROOT_URLCONF = __name__
settings.MIDDLEWARE = []
application.load_middleware()
