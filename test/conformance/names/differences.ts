/** Where clients match names differently. docs/concepts/trust.md says which of them we follow. */

import { isIP } from 'node:net';
import { domainToASCII } from 'node:url';
import type { Difference, Disagreement } from '../suite.ts';
import { ACCEPTED, REJECTED } from './answers.ts';
import type { NamesCase } from './cases.ts';

type Client = 'OpenSSL' | 'Python' | 'curl' | 'Go' | 'Node.js';
type Found = Disagreement<NamesCase>;

const isAnswer = ({ oracle, theirs }: Found, answer: string, clients: readonly Client[]) =>
  theirs === answer && clients.some((client) => oracle.startsWith(`${client} `));
const isAccepted = (found: Found, ...clients: Client[]) => isAnswer(found, ACCEPTED, clients);
const isRejected = (found: Found, ...clients: Client[]) => isAnswer(found, REJECTED, clients);

const normalize = (name: string) => (isIP(name) === 0 ? domainToASCII(name) : name).replace(/\.$/, '');

/** The name itself, and the wildcard for it. */
function listMatching(host: string): string[] {
  const name = normalize(host);
  return [name, name.replace(/^[^.]*/, '*')];
}

const listDnsNames = ({ sans }: NamesCase) =>
  (sans ?? []).flatMap(({ type, value }) => (type === 'dns' ? value.toLowerCase() : []));
const listAddresses = ({ sans }: NamesCase) => (sans ?? []).flatMap(({ type, value }) => (type === 'ip' ? value : []));

const MAPPED = '00000000000000000000ffff';

export const differences: readonly Difference<NamesCase>[] = [
  {
    name: 'only a common name',
    reason: 'Some clients compare the common name if the certificate has no DNS name. Browsers and Go do not.',
    source: 'RFC 9525 section 2, and X509_CHECK_FLAG_NEVER_CHECK_SUBJECT of OpenSSL',
    covers: (found) =>
      isAccepted(found, 'OpenSSL', 'Python', 'curl', 'Node.js') &&
      listDnsNames(found.one).length === 0 &&
      listMatching(found.one.host).includes(normalize(found.one.common_name)),
  },
  {
    name: 'a wildcard for a part of a label',
    reason:
      'OpenSSL accepts it unless a program forbids it, as Python does, and Node.js does. Go, curl and browsers do not.',
    source: 'RFC 9525 section 6.3, and X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS of OpenSSL',
    covers: (found) =>
      isAccepted(found, 'OpenSSL', 'Node.js') &&
      listDnsNames(found.one).some((name) => /^(?:[^.*]+\*|\*[^.*]+)\./.test(name)),
  },
  {
    name: 'a name with a dot at its end',
    reason:
      'curl and Node.js ignore the dot. The others compare it, so that the name is only for a host that is written with a dot. We count it for none.',
    source: 'RFC 5280 section 4.2.1.6: names have the syntax of RFC 1034 section 3.5, which has no dot at the end',
    covers: (found) =>
      (isAccepted(found, 'curl', 'Node.js') ||
        (found.one.host.endsWith('.') && isAccepted(found, 'OpenSSL', 'Python', 'Go'))) &&
      listDnsNames(found.one).some(
        (name) => name.endsWith('.') && listMatching(found.one.host).includes(normalize(name)),
      ),
  },
  {
    name: 'a host with a dot at its end',
    reason: 'OpenSSL, and so Python, compares the dot. curl, Go, Node.js and browsers remove it.',
    source: 'RFC 6066 section 3: the server is asked for the name without it',
    covers: (found) => found.one.host.endsWith('.') && isRejected(found, 'OpenSSL', 'Python'),
  },
  {
    name: 'a wildcard for a host with an underscore',
    reason: 'A notice says that OpenSSL and Python reject it (wildcard-underscore).',
    source: 'docs/concepts/trust.md#where-clients-differ, and valid_star of OpenSSL (crypto/x509/v3_utl.c)',
    covers: (found) =>
      isRejected(found, 'OpenSSL', 'Python') &&
      normalize(found.one.host).includes('_') &&
      !listDnsNames(found.one).includes(normalize(found.one.host)),
  },
  {
    name: 'a malformed name or address',
    reason:
      'GnuTLS rejects a certificate with an empty name, and Go one with a name that is not ASCII, or an address without 4 or 16 octets. So do we ' +
      '(extension-malformed).',
    source: 'RFC 5280 section 4.2.1.6, and docs/concepts/trust.md#where-clients-differ',
    covers: (found) =>
      isAccepted(found, 'OpenSSL', 'Python', 'curl', 'Node.js', 'Go') &&
      (listDnsNames(found.one).some((name) => name === '' || /[\u0080-\uffff]/.test(name)) ||
        listAddresses(found.one).some(({ length }) => length !== 8 && length !== 32)),
  },
  {
    name: 'a wildcard above a single label',
    reason: 'Go accepts `*.example`. The others, GnuTLS and browsers need two labels after the wildcard.',
    source: 'valid_star of OpenSSL (crypto/x509/v3_utl.c)',
    covers: (found) => isAccepted(found, 'Go') && listDnsNames(found.one).some((name) => /^\*\.[^.]+$/.test(name)),
  },
  {
    name: 'an IPv4 address written as IPv6',
    reason: 'Go compares it like the IPv4 address. For the others, it is another address.',
    source: 'net.IP.Equal of Go, and RFC 9525 section 6.4: the octets are compared',
    covers: (found) =>
      isAccepted(found, 'Go') &&
      isIP(found.one.host) !== 0 &&
      listAddresses(found.one).some((octets) => octets === 'c0000201' || octets === `${MAPPED}c0000201`),
  },
  {
    name: 'a sharp s in Python',
    reason: 'Python converts `ß` to `ss`, as the rules of 2003 said. The others follow those of 2008.',
    source: 'RFC 5891, and the codec `idna` of Python, which is RFC 3490',
    covers: (found) => /ß/i.test(found.one.host) && isRejected(found, 'Python'),
  },
];
