"""Verifies chains with libcrypto as `openssl verify -partial_chain -purpose sslserver -auth_level 2 -verify_hostname` does.

Standard input: in each line, JSON with the certificates that were sent, the leaf first, and those of the trust store, DER in base64, the host, and
times in seconds. Standard output: for each line, a JSON list of "accepted" and "rejected", one for each time.
"""

import base64
import ctypes
import json
import sys

PARTIAL_CHAIN = 0x80000
PURPOSE_SERVER = 2
SECURITY_LEVEL = 2

crypto = ctypes.CDLL("libcrypto.so.3")
POINTER = ctypes.c_void_p
SIGNATURES = {
    "d2i_X509": (POINTER, [POINTER, ctypes.POINTER(ctypes.c_char_p), ctypes.c_long]),
    "X509_free": (None, [POINTER]),
    "X509_STORE_new": (POINTER, []),
    "X509_STORE_add_cert": (ctypes.c_int, [POINTER, POINTER]),
    "X509_STORE_set1_param": (ctypes.c_int, [POINTER, POINTER]),
    "X509_STORE_free": (None, [POINTER]),
    "OPENSSL_sk_new_null": (POINTER, []),
    "OPENSSL_sk_push": (ctypes.c_int, [POINTER, POINTER]),
    "OPENSSL_sk_free": (None, [POINTER]),
    "X509_VERIFY_PARAM_new": (POINTER, []),
    "X509_VERIFY_PARAM_set_flags": (ctypes.c_int, [POINTER, ctypes.c_ulong]),
    "X509_VERIFY_PARAM_set_purpose": (ctypes.c_int, [POINTER, ctypes.c_int]),
    "X509_VERIFY_PARAM_set_auth_level": (None, [POINTER, ctypes.c_int]),
    "X509_VERIFY_PARAM_set_time": (None, [POINTER, ctypes.c_int64]),
    "X509_VERIFY_PARAM_set1_host": (ctypes.c_int, [POINTER, ctypes.c_char_p, ctypes.c_size_t]),
    "X509_VERIFY_PARAM_free": (None, [POINTER]),
    "X509_STORE_CTX_new": (POINTER, []),
    "X509_STORE_CTX_init": (ctypes.c_int, [POINTER, POINTER, POINTER, POINTER]),
    "X509_verify_cert": (ctypes.c_int, [POINTER]),
    "X509_STORE_CTX_free": (None, [POINTER]),
}
for name, (result, arguments) in SIGNATURES.items():
    function = getattr(crypto, name)
    function.restype, function.argtypes = result, arguments


def read(encoded):
    """Returns null for a certificate that OpenSSL cannot read."""
    der = base64.b64decode(encoded)
    return crypto.d2i_X509(None, ctypes.byref(ctypes.c_char_p(der)), len(der))


def verify(leaf, chain, anchors, host, at):
    store = crypto.X509_STORE_new()
    for anchor in anchors:
        crypto.X509_STORE_add_cert(store, anchor)
    settings = crypto.X509_VERIFY_PARAM_new()
    crypto.X509_VERIFY_PARAM_set_flags(settings, PARTIAL_CHAIN)
    crypto.X509_VERIFY_PARAM_set_purpose(settings, PURPOSE_SERVER)
    crypto.X509_VERIFY_PARAM_set_auth_level(settings, SECURITY_LEVEL)
    crypto.X509_VERIFY_PARAM_set_time(settings, at)
    crypto.X509_VERIFY_PARAM_set1_host(settings, host.encode(), 0)
    crypto.X509_STORE_set1_param(store, settings)
    context = crypto.X509_STORE_CTX_new()
    crypto.X509_STORE_CTX_init(context, store, leaf, chain)
    accepted = crypto.X509_verify_cert(context) == 1
    crypto.X509_STORE_CTX_free(context)
    crypto.X509_VERIFY_PARAM_free(settings)
    crypto.X509_STORE_free(store)
    return "accepted" if accepted else "rejected"


def answer(sent, anchors, host, times):
    certificates = [read(one) for one in sent]
    trusted = [one for one in map(read, anchors) if one]
    chain = crypto.OPENSSL_sk_new_null()
    # A client ends the handshake if it cannot read one of them.
    if not all(certificates):
        return ["rejected" for _ in times]
    for certificate in certificates:
        crypto.OPENSSL_sk_push(chain, certificate)
    answers = [verify(certificates[0], chain, trusted, host, at) for at in times]
    crypto.OPENSSL_sk_free(chain)
    for certificate in certificates + trusted:
        crypto.X509_free(certificate)
    return answers


for line in sys.stdin:
    print(json.dumps(answer(**json.loads(line))), flush=True)
