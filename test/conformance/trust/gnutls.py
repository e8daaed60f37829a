"""Verifies chains with libgnutls, as its TLS clients do by default.

Standard input: in each line, JSON with the certificates that were sent, the leaf first, and those of the trust store, DER in base64, the host, and
times in seconds. Standard output: for each line, a JSON list of "accepted" and "rejected", one for each time.
"""

import base64
import ctypes
import json
import sys

FORMAT_DER = 0
TYPE_HOSTNAME, TYPE_PURPOSE = 1, 2
PURPOSE_SERVER = b"1.3.6.1.5.5.7.3.1"
# The security level of the default priorities (GNUTLS_PROFILE_MEDIUM).
PROFILE_MEDIUM = 5 << 24

tls = ctypes.CDLL("libgnutls.so.30")


class Datum(ctypes.Structure):
    _fields_ = [("data", ctypes.c_char_p), ("size", ctypes.c_uint)]


class TypedData(ctypes.Structure):
    _fields_ = [("type", ctypes.c_uint), ("data", ctypes.c_char_p), ("size", ctypes.c_uint)]


clock = 0


@ctypes.CFUNCTYPE(ctypes.c_long, ctypes.c_void_p)
def tell_time(_):
    return clock


tls.gnutls_global_set_time_function(tell_time)


def read(encoded):
    """Returns null for a certificate that GnuTLS cannot read."""
    certificate = ctypes.c_void_p()
    tls.gnutls_x509_crt_init(ctypes.byref(certificate))
    der = base64.b64decode(encoded)
    if tls.gnutls_x509_crt_import(certificate, ctypes.byref(Datum(der, len(der))), FORMAT_DER) == 0:
        return certificate
    tls.gnutls_x509_crt_deinit(certificate)
    return None


def verify(sent, anchors, host, at):
    global clock
    clock = at
    certificates = [read(one) for one in sent]
    # A client ends the handshake if it cannot read one of them.
    if None in certificates:
        return "rejected"
    trusted = [one for one in map(read, anchors) if one is not None]
    store = ctypes.c_void_p()
    tls.gnutls_x509_trust_list_init(ctypes.byref(store), 0)
    tls.gnutls_x509_trust_list_add_cas(store, (ctypes.c_void_p * len(trusted))(*trusted), len(trusted), 0)
    asked = (TypedData * 2)((TYPE_HOSTNAME, host.encode(), 0), (TYPE_PURPOSE, PURPOSE_SERVER, 0))
    status = ctypes.c_uint(0)
    chain = (ctypes.c_void_p * len(certificates))(*certificates)
    result = tls.gnutls_x509_trust_list_verify_crt2(
        store, chain, len(certificates), asked, 2, PROFILE_MEDIUM, ctypes.byref(status), None
    )
    tls.gnutls_x509_trust_list_deinit(store, 1)
    for certificate in certificates:
        tls.gnutls_x509_crt_deinit(certificate)
    return "accepted" if result == 0 and status.value == 0 else "rejected"


def answer(sent, anchors, host, times):
    return [verify(sent, anchors, host, at) for at in times]


for line in sys.stdin:
    print(json.dumps(answer(**json.loads(line))), flush=True)
