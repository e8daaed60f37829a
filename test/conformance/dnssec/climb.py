"""Finds the names whose CAA records apply to others, as RFC 8659 section 3 says, by asking a resolver.

Standard input: JSON with the address and port of a `resolver`, and `names`. Standard output: for each the name that has the records, null if
there are none, or false if a lookup fails.
"""

import json
import sys

import dns.resolver

given = json.load(sys.stdin)
resolver = dns.resolver.Resolver(configure=False)
resolver.nameservers = [given["resolver"]["address"]]
resolver.port = given["resolver"]["port"]
resolver.lifetime = 20


def climb(name):
    while name:
        try:
            answer = resolver.resolve(name + ".", "CAA", raise_on_no_answer=False)
        except dns.resolver.NXDOMAIN:
            pass
        except dns.resolver.NoNameservers:
            return False
        else:
            if answer.rrset is not None:
                return answer.canonical_name.to_text(omit_final_dot=True)
        name = name.partition(".")[2]
    return None


json.dump([climb(name) for name in given["names"]], sys.stdout)
