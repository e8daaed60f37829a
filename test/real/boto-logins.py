"""Reads environments as a list of JSON objects, and prints for each what botocore logs in with: the ID of the key, null, or an error."""

import json
import os
import sys

import botocore.session
import botocore.utils

# The services of the test answer at once.
botocore.utils.ContainerMetadataFetcher.SLEEP_TIME = 0

PATH = os.environ["PATH"]


def log_in(env):
    os.environ.clear()
    os.environ.update({"PATH": PATH, "AWS_MAX_ATTEMPTS": "1", **env})
    try:
        session = botocore.session.Session()
        # As a client does, which needs the settings of the profile.
        session.get_scoped_config()
        credentials = session.get_credentials()
        return {"id": None if credentials is None else credentials.get_frozen_credentials().access_key}
    except Exception as error:  # noqa: BLE001
        return {"error": type(error).__name__}


print(json.dumps([log_in(env) for env in json.load(sys.stdin)]))
