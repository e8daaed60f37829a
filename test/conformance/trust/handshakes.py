"""Connects to servers in memory, and verifies them now, as Python does by default.

Standard input: in each line, JSON with the PEM of the certificates that the server sends, the leaf first, its key, and the trust store, a list of PEM,
and the host. Standard output: for each line, "accepted", "rejected", or "null" if OpenSSL does not serve these certificates.
"""

import json
import ssl
import sys
import tempfile


def serve(sent, key):
    """Returns null for certificates that do not decode, or do not match the key."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    # The server sends certificates of every kind.
    context.set_ciphers("ALL:@SECLEVEL=0")
    with tempfile.NamedTemporaryFile("w") as file:
        file.write(sent + key)
        file.flush()
        try:
            context.load_cert_chain(file.name)
        except ssl.SSLError:
            return None
    return context


# create_default_context also loads the trust store of the system, unless it gets another one.
DEFAULT_FLAGS = ssl.create_default_context().verify_flags


def trust(anchors):
    """Skips what OpenSSL cannot read."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.verify_flags = DEFAULT_FLAGS
    for anchor in anchors:
        try:
            context.load_verify_locations(cadata=anchor)
        except ssl.SSLError:
            pass
    return context


def answer(sent, key, anchors, host):
    server = serve(sent, key)
    if server is None:
        return "null"
    client = trust(anchors)
    up, down = ssl.MemoryBIO(), ssl.MemoryBIO()
    ends = [client.wrap_bio(down, up, server_hostname=host), server.wrap_bio(up, down, server_side=True)]
    for _ in range(4):
        for end in ends:
            try:
                end.do_handshake()
            except ssl.SSLWantReadError:
                pass
            except ssl.SSLCertVerificationError:
                return "rejected"
            except ssl.SSLError as error:
                # A certificate or its key does not decode. Everything else is a fault of the environment.
                if error.library == "SSL":
                    raise
                return "null" if end.server_side else "rejected"
    return "accepted"


for line in sys.stdin:
    print(answer(**json.loads(line)), flush=True)
