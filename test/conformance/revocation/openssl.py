"""Evaluates OCSP responses and revocation lists with OpenSSL's library, as `openssl ocsp` and `openssl verify -crl_check` do, at a given time.

Standard input and output are those of evaluate.py.
"""

import base64
import ctypes
import json
import sys
from ctypes import POINTER, byref, c_char_p, c_int, c_long, c_ulong, c_void_p

library = ctypes.CDLL("libcrypto.so.3")

# Names of OpenSSL's headers.
CRL_CHECK = 0x4
EXTENDED_CRL_SUPPORT = 0x1000
V_OK = 0
CRL_NOT_YET_VALID, CRL_HAS_EXPIRED, CERT_REVOKED = 11, 12, 23
# Unable to get, decrypt or verify a list; its dates, extensions, issuer, key usage, or scope; its path.
CRL_ERRORS = (3, 5, 8, 11, 12, 15, 16, 33, 35, 36, 44, 53, 54)
# The responder was certified by another CA, so that a list of the issuer is not about it.
UNABLE_TO_GET_ISSUER = 20
NID_CRL_REASON = 141
NID_OCSP_NO_CHECK = 369
HASHES = ("sha1", "sha256", "sha384", "sha512")
TOLERANCE = 300
REASONS = {
    **{0: "unspecified", 1: "keyCompromise", 2: "cACompromise", 3: "affiliationChanged", 4: "superseded"},
    **{5: "cessationOfOperation", 6: "certificateHold", 8: "removeFromCRL", 9: "privilegeWithdrawn", 10: "aACompromise"},
}


def declare(name, result, *arguments):
    function = getattr(library, name)
    function.restype, function.argtypes = result, arguments
    return function


version = declare("OpenSSL_version", c_char_p, c_int)
decoders = {
    name: declare(f"d2i_{name}", c_void_p, c_void_p, POINTER(c_char_p), c_long)
    for name in ("X509", "X509_CRL", "OCSP_RESPONSE")
}
clear_errors = declare("ERR_clear_error", None)
new_stack = declare("OPENSSL_sk_new_null", c_void_p)
push = declare("OPENSSL_sk_push", c_int, c_void_p, c_void_p)
free_stack = declare("OPENSSL_sk_free", None, c_void_p)

new_store = declare("X509_STORE_new", c_void_p)
free_store = declare("X509_STORE_free", None, c_void_p)
add_anchor = declare("X509_STORE_add_cert", c_int, c_void_p, c_void_p)
add_crl = declare("X509_STORE_add_crl", c_int, c_void_p, c_void_p)
set_store_parameters = declare("X509_STORE_set1_param", c_int, c_void_p, c_void_p)
new_parameters = declare("X509_VERIFY_PARAM_new", c_void_p)
free_parameters = declare("X509_VERIFY_PARAM_free", None, c_void_p)
set_flags = declare("X509_VERIFY_PARAM_set_flags", c_int, c_void_p, c_ulong)
set_time = declare("X509_VERIFY_PARAM_set_time", None, c_void_p, c_long)
new_context = declare("X509_STORE_CTX_new", c_void_p)
free_context = declare("X509_STORE_CTX_free", None, c_void_p)
start_context = declare("X509_STORE_CTX_init", c_int, c_void_p, c_void_p, c_void_p, c_void_p)
verify_certificate = declare("X509_verify_cert", c_int, c_void_p)
get_error = declare("X509_STORE_CTX_get_error", c_int, c_void_p)
get_serial = declare("X509_get0_serialNumber", c_void_p, c_void_p)
find_by_serial = declare("X509_CRL_get0_by_serial", c_int, c_void_p, POINTER(c_void_p), c_void_p)
get_revocation_date = declare("X509_REVOKED_get0_revocationDate", c_void_p, c_void_p)
get_entry_extension = declare("X509_REVOKED_get_ext_d2i", c_void_p, c_void_p, c_int, c_void_p, c_void_p)
get_number = declare("ASN1_ENUMERATED_get", c_long, c_void_p)
get_this_update = declare("X509_CRL_get0_lastUpdate", c_void_p, c_void_p)
find_certificate_extension = declare("X509_get_ext_by_NID", c_int, c_void_p, c_int, c_int)
compare_certificates = declare("X509_cmp", c_int, c_void_p, c_void_p)

get_response_status = declare("OCSP_response_status", c_int, c_void_p)
get_basic = declare("OCSP_response_get1_basic", c_void_p, c_void_p)
verify_basic = declare("OCSP_basic_verify", c_int, c_void_p, c_void_p, c_void_p, c_ulong)
get_signer = declare("OCSP_resp_get0_signer", c_int, c_void_p, POINTER(c_void_p), c_void_p)
count_singles = declare("OCSP_resp_count", c_int, c_void_p)
get_single = declare("OCSP_resp_get0", c_void_p, c_void_p, c_int)
get_id = declare("OCSP_SINGLERESP_get0_id", c_void_p, c_void_p)
make_id = declare("OCSP_cert_to_id", c_void_p, c_void_p, c_void_p, c_void_p)
compare_ids = declare("OCSP_id_cmp", c_int, c_void_p, c_void_p)
find_hash = declare("EVP_get_digestbyname", c_void_p, c_char_p)
get_single_status = declare("OCSP_single_get0_status", c_int, c_void_p, POINTER(c_int), *([POINTER(c_void_p)] * 3))
compare_time = declare("ASN1_TIME_cmp_time_t", c_int, c_void_p, c_long)
get_epoch = declare("ASN1_TIME_diff", c_int, POINTER(c_int), POINTER(c_int), c_void_p, c_void_p)
make_time = declare("ASN1_TIME_set", c_void_p, c_void_p, c_long)

EPOCH = make_time(None, 0)
UNCHECKED = ["unchecked", None, None, 0]


def decode(kind, data):
    clear_errors()
    return decoders[kind](None, byref(c_char_p(data)), len(data))


def stack(*items):
    created = new_stack()
    for item in items:
        push(created, item)
    return created


def read_time(time):
    days, seconds = c_int(), c_int()
    get_epoch(byref(days), byref(seconds), EPOCH, time)
    return days.value * 86400 + seconds.value


def open_store(anchor, now, flags=0):
    store, parameters = new_store(), new_parameters()
    set_time(parameters, now)
    set_flags(parameters, flags)
    set_store_parameters(store, parameters)
    free_parameters(parameters)
    add_anchor(store, anchor)
    return store


def check_list(crl, target, case, now):
    """The error of `openssl verify -crl_check -extended_crl`."""
    store = open_store(case["root"], now, CRL_CHECK | EXTENDED_CRL_SUPPORT)
    add_crl(store, crl)
    context, untrusted = new_context(), stack(case["issuer"])
    start_context(context, store, target, untrusted)
    is_valid = verify_certificate(context) == 1
    error = get_error(context)
    free_context(context)
    free_stack(untrusted)
    free_store(store)
    if not is_valid and error not in (*CRL_ERRORS, CERT_REVOKED, UNABLE_TO_GET_ISSUER):
        raise RuntimeError(f"verification fails with error {error}, which is not about lists")
    return V_OK if is_valid else error


def evaluate_list(data, target, case, now):
    crl = decode("X509_CRL", data)
    if crl is None:
        return UNCHECKED
    error = check_list(crl, target, case, now)
    # `openssl verify` has no tolerance for clocks.
    if error in (CRL_NOT_YET_VALID, CRL_HAS_EXPIRED):
        error = check_list(crl, target, case, now + (TOLERANCE if error == CRL_NOT_YET_VALID else -TOLERANCE))
    this_update = read_time(get_this_update(crl))
    if error == V_OK:
        return ["good", None, None, this_update]
    if error != CERT_REVOKED:
        return UNCHECKED
    entry = c_void_p()
    find_by_serial(crl, byref(entry), get_serial(target))
    reason = get_entry_extension(entry, NID_CRL_REASON, None, None)
    name = None if reason is None else REASONS.get(get_number(reason))
    return ["revoked", name, read_time(get_revocation_date(entry)), this_update]


def find_single(basic, case):
    """The first one about the target, with one of the usual hashes."""
    ids = [make_id(find_hash(name.encode()), case["target"], case["issuer"]) for name in HASHES]
    for at in range(count_singles(basic)):
        single = get_single(basic, at)
        if any(compare_ids(get_id(single), one) == 0 for one in ids):
            return single
    return None


def is_current(this_update, next_update, now):
    """OCSP_check_validity, at another time than that of the clock."""
    if compare_time(this_update, now + TOLERANCE) > 0:
        return False
    if not next_update:
        return True
    return compare_time(next_update, now - TOLERANCE) >= 0 and read_time(next_update) >= read_time(this_update)


def is_signed(basic, case, now):
    """`openssl ocsp -CAfile root -verify_other issuer`; then the lists say whether the responder was revoked."""
    store, certificates = open_store(case["root"], now), stack(case["issuer"])
    is_valid = verify_basic(basic, certificates, store, 0) == 1
    signer = c_void_p()
    if is_valid:
        get_signer(basic, byref(signer), certificates)
    free_stack(certificates)
    free_store(store)
    if not is_valid:
        return False
    if compare_certificates(signer, case["issuer"]) == 0:
        return True
    if find_certificate_extension(signer, NID_OCSP_NO_CHECK, -1) >= 0:
        return True
    return not any(evaluate_source(one, signer, case, now)[0] == "revoked" for one in case["lists"])


def evaluate_response(data, case, now):
    response = decode("OCSP_RESPONSE", data)
    if response is None or get_response_status(response) != 0:
        return UNCHECKED
    basic = get_basic(response)
    if basic is None or not is_signed(basic, case, now):
        return UNCHECKED
    single = find_single(basic, case)
    if single is None:
        return UNCHECKED
    reason, (revoked, this_update, next_update) = c_int(-1), (c_void_p(), c_void_p(), c_void_p())
    status = get_single_status(single, byref(reason), byref(revoked), byref(this_update), byref(next_update))
    if status == 2 or not is_current(this_update, next_update, now):
        return UNCHECKED
    if status == 0:
        return ["good", None, None, read_time(this_update)]
    return ["revoked", REASONS.get(reason.value), read_time(revoked), read_time(this_update)]


def evaluate_source(source, target, case, now):
    if source["bytes"] is None:
        return UNCHECKED
    data = base64.b64decode(source["bytes"])
    return evaluate_response(data, case, now) if source["kind"] != "crl" else evaluate_list(data, target, case, now)


def evaluate_case(given, now):
    case = {name: decode("X509", base64.b64decode(given[name])) for name in ("target", "issuer", "root")}
    case["lists"] = [source for source in given["sources"] if source["kind"] == "crl"]
    return [evaluate_source(source, case["target"], case, now) for source in given["sources"]]


asked = json.load(sys.stdin)
answers = [evaluate_case(case, asked["now"]) for case in asked["cases"]]
json.dump({"version": version(0).decode().split(" ")[1], "answers": answers}, sys.stdout)
