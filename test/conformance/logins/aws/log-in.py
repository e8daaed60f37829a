"""Logs in with botocore for each line of variables, and lists certificates, so that a server sees who signed the request.

Prints a line for each: the provider that raised an error, and the error.
"""

import json
import os
import sys

import botocore
import botocore.credentials
import botocore.loaders
import botocore.session
import botocore.tokens
import botocore.utils
from botocore.config import Config

# The services of the suite answer at once.
botocore.utils.ContainerMetadataFetcher.SLEEP_TIME = 0

LOADER = botocore.loaders.create_loader()


def watch(provider, open_providers):
    """Keeps the methods of the providers that have been called and have not returned: one may call another."""
    load = provider.load

    def watched():
        open_providers.append(provider.METHOD)
        credentials = load()
        open_providers.pop()
        return credentials

    provider.load = watched


def name_method(method, session):
    """Web identities of a profile and those of variables have the same provider."""
    if method != "assume-role-with-web-identity":
        return method
    return "profile" if "web_identity_token_file" in session.get_scoped_config() else "identity"


def log_in(env, profile):
    """`profile`: as the option --profile of the AWS CLI, which takes precedence over all variables; None: without it."""
    os.environ.clear()
    os.environ.update(env)
    # They have the home directory of the first environment.
    cache = os.path.expanduser("~/.aws/sso/cache")
    botocore.credentials.SSOProvider._SSO_TOKEN_CACHE_DIR = cache
    botocore.tokens.SSOTokenProvider._SSO_TOKEN_CACHE_DIR = cache
    method = "profile"
    open_providers = []
    try:
        session = botocore.session.Session(profile=profile)
        session.register_component("data_loader", LOADER)
        session.get_scoped_config()
        for provider in session.get_component("credential_provider").providers:
            watch(provider, open_providers)
        credentials = session.get_credentials()
        if credentials is None:
            return {"method": None, "error": "none"}
        method = name_method(credentials.method, session)
        config = Config(retries={"max_attempts": 0}, connect_timeout=5, read_timeout=5)
        session.create_client("acm", config=config).list_certificates()
        return {"method": method, "error": None}
    except Exception as error:  # noqa: BLE001
        last = name_method(open_providers[0], session) if open_providers else method
        return {"method": last, "error": f"{type(error).__name__}: {error}"}


for line in sys.stdin:
    asked_for = json.loads(line)
    answer = log_in(**asked_for) if asked_for else {"version": botocore.__version__}
    print(json.dumps(answer), flush=True)
