"""Logs in with google-auth for each line of variables, and lists certificates, so that a server sees whose token it gets.

Prints a line for each: the login that was tried last. Requests to Google are sent to the origin in the argument.
"""

import json
import os
import sys
import warnings

import google.auth._default as default
import google.auth.compute_engine  # noqa: F401 Reads the address of the metadata server.
import requests
from google.auth import version
from google.auth.transport.requests import AuthorizedSession, Request

warnings.simplefilter("ignore")

ORIGIN = sys.argv[1]
SCOPES = ["https://www.googleapis.com/auth/cloud-platform"]
LISTING = "https://certificatemanager.googleapis.com/v1/projects/p/locations/global/certificates"

tried = "everything"


class Adapter(requests.adapters.HTTPAdapter):
    """Sends requests to Google to the origin."""

    def send(self, request, **options):
        host, _, path = request.url.partition("://")[2].partition("/")
        if host.endswith(".googleapis.com"):
            request.url = f"{ORIGIN}/{path}"
        return super().send(request, **options)


def open_session(session):
    session.mount("https://", Adapter())
    session.trust_env = False
    return session


def watch(name, login):
    original = getattr(default, name)

    def watched(*args, **options):
        global tried
        tried = login
        return original(*args, **options)

    setattr(default, name, watched)


watch("_get_gcloud_sdk_credentials", "gcloud")
watch("_get_explicit_environ_credentials", "named")
watch("_get_gce_credentials", "everything")


def log_in(env):
    global tried
    os.environ.clear()
    os.environ.update({"GOOGLE_CLOUD_PROJECT": "p", **env})
    tried = "everything"
    request = Request(open_session(requests.Session()))
    try:
        credentials, _ = default.default(scopes=SCOPES, request=request)
        session = open_session(AuthorizedSession(credentials, refresh_timeout=5, auth_request=request))
        session.get(LISTING, timeout=5)
    except Exception as error:  # noqa: BLE001
        return {"login": tried, "error": repr(error)}
    return {"login": tried}


for line in sys.stdin:
    asked = json.loads(line)
    print(json.dumps(log_in(**asked) if asked else {"version": version.__version__}), flush=True)
