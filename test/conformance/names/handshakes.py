"""Connects to servers in memory, and checks their names as Python does by default.

Standard input: JSON with the root, the key of all servers, and a list of [certificate, host], all of them PEM.
Standard output: a JSON list of "accepted" and "rejected".
"""

import json
import ssl
import sys
import tempfile

# X509_V_ERR_HOSTNAME_MISMATCH and X509_V_ERR_IP_ADDRESS_MISMATCH of OpenSSL.
MISMATCHES = (62, 64)


def connect(root, key, certificate, host):
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with tempfile.NamedTemporaryFile("w") as file:
        file.write(certificate + key)
        file.flush()
        server.load_cert_chain(file.name)
    client = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    client.load_verify_locations(cadata=root)
    up, down = ssl.MemoryBIO(), ssl.MemoryBIO()
    ends = [client.wrap_bio(down, up, server_hostname=host), server.wrap_bio(up, down, server_side=True)]
    for _ in range(4):
        for end in ends:
            try:
                end.do_handshake()
            except ssl.SSLWantReadError:
                pass


def answer(root, key, certificate, host):
    try:
        connect(root, key, certificate, host)
        return "accepted"
    except ssl.SSLCertVerificationError as error:
        if error.verify_code not in MISMATCHES:
            raise
        return "rejected"


asked = json.load(sys.stdin)
json.dump([answer(asked["root"], asked["key"], *one) for one in asked["cases"]], sys.stdout)
