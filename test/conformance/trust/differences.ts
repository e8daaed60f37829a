/** Where clients differ from our answer, and docs/concepts/trust.md says so. */

import { EXTENDED_KEY_USAGE } from '../../../src/certificate/x509/extensions.ts';
import { parsePathFields } from '../../../src/certificate/x509/path-fields.ts';
import { hasTrailingData, readStructure } from '../../../src/certificate/x509/structure.ts';
import type { PathFields } from '../../../src/domain/index.ts';
import { oid } from '../../helpers/certificates.ts';
import { OID } from '../../helpers/crafted/extensions.ts';
import type { Difference, Disagreement } from '../suite.ts';
import type { Tape } from '../tape.ts';
import { ACCEPTED, answerPath, answerTape, type Client, listCodes, predict, REJECTED } from './answer.ts';
import { listGnutlsPaths } from './gnutls-path.ts';
import { HOST } from './random-stores.ts';

type Found = Disagreement<Tape>;

const isAbout = ({ oracle }: Found, clients: readonly Client[]) => clients.some((client) => oracle.startsWith(client));

/** The clients that verify with OpenSSL. */
const OPENSSL: readonly Client[] = ['OpenSSL', 'Python', 'Node.js'];

/** Whether OpenSSL accepts what we reject, first of all for one of these reasons. */
const isStricter = (found: Found, reasons: readonly string[]) =>
  isAbout(found, OPENSSL) &&
  found.theirs === ACCEPTED &&
  found.ours.startsWith(REJECTED) &&
  reasons.includes(listCodes(found.ours)[0] ?? '');

const isAccepted = ({ ours }: Found) => ours.startsWith(ACCEPTED);

/** All certificates of a case once, the leaf first. */
function listCertificates(tape: Tape): PathFields[] {
  const { sent, anchors } = answerTape(tape);
  const read = [...sent, ...anchors].flatMap(({ der }) => parsePathFields(der) ?? []);
  return [...new Map(read.map((one) => [one.fingerprint, one])).values()];
}

/** Whether a certificate that the leaf can lead to has several issuers by name. */
function hasChoice(tape: Tape): boolean {
  const certificates = listCertificates(tape);
  const reached = new Set(certificates.slice(0, 1));
  for (const one of reached) {
    const issuers = certificates.filter(({ subject_der }) => Buffer.from(subject_der).equals(one.issuer_der));
    if (issuers.filter((issuer) => issuer !== one).length > 1) return true;
    for (const issuer of issuers) reached.add(issuer);
  }
  return false;
}

const ISSUER_NAMES = '2.5.29.18';

function hasDataAfter({ der }: PathFields, oid: string): boolean {
  const { der: bytes, extensions } = readStructure(Buffer.from(der));
  return hasTrailingData(bytes, extensions, oid);
}

const hasTlsFeatures = ({ der }: PathFields) => Buffer.from(der).includes(oid(OID.tlsFeature));

/** Whether GnuTLS answers as we predict of the paths that it verifies. They may be others than ours. */
function isOfGnutlsPath({ one, oracle, theirs }: Found): boolean {
  const { read, now } = answerTape(one);
  const [first = REJECTED, second = null] = listGnutlsPaths(read.sent, read.anchors, now).map(({ path, isComplete }) =>
    isComplete ? answerPath(path) : REJECTED,
  );
  const answer = second !== null && MAY_RETRY.test(first) && IS_TAKEN.test(second) ? second : first;
  const predicted = answer === REJECTED ? REJECTED : predict(answer, oracle);
  return predicted === null || predicted === theirs;
}

/** GnuTLS compares nothing but key identifiers. */
const IS_TAKEN = /^(?:accepted|rejected: authority-mismatch$)/;

/** No issuer in the trust store, or one that may be superseded (`SIGNER_OLD_OR_UNKNOWN`). */
const MAY_RETRY = /^rejected$|^(?!.*pss-parameters).*(?:path-expired|weak-)/;

/** The certificates of the path that we accept, the leaf first. */
function listPath(tape: Tape): PathFields[] {
  const path = answerTape(tape).trust?.path ?? [];
  return path.flatMap((wanted) => listCertificates(tape).find(({ fingerprint }) => fingerprint === wanted) ?? []);
}

/** Whether a certificate of an issuer has a defect for which we reject it, and OpenSSL does not. */
const hasDefectiveIssuer = (tape: Tape) =>
  listCertificates(tape)
    .slice(1)
    .some(({ defects }) => defects.some(({ code }) => ACCEPTED_DEFECTS.includes(code)));

const ACCEPTED_DEFECTS: readonly string[] = ['extension-malformed', 'extension-repeated', 'version-invalid'];

/** Whether a name is excluded that a wildcard of the leaf covers. */
function isExcludedUnderWildcard(tape: Tape): boolean {
  const [leaf, ...others] = listCertificates(tape);
  const suffixes = (leaf?.names ?? []).flatMap(({ kind, text }) =>
    kind === 'dns' && text.startsWith('*.') ? [text.slice(1)] : [],
  );
  const excluded = others.flatMap(({ constraints }) => constraints?.excluded ?? []);
  return excluded.some(({ kind, text }) => kind === 'dns' && suffixes.some((suffix) => text.endsWith(suffix)));
}

function isNamedByCommonName(tape: Tape): boolean {
  const [leaf] = listCertificates(tape);
  const isNamed = leaf?.names.some(({ kind }) => kind === 'dns') ?? true;
  return !isNamed && leaf?.subject.includes(`cn=${HOST}`) === true;
}

/**
 * Whether OpenSSL accepts a chain that we reject, or accepts it for longer, with a certificate that we reject for this reason. If it is that of an
 * issuer, the path of OpenSSL may have it, and ours not.
 */
function isAcceptedLonger(found: Found, reason: string, isRejected: (one: PathFields) => boolean): boolean {
  const [leaf, ...issuers] = listCertificates(found.one);
  if (!isAbout(found, OPENSSL) || !found.theirs.startsWith(ACCEPTED)) return false;
  if (found.ours.startsWith(ACCEPTED) && found.theirs === ACCEPTED) return false;
  return issuers.some(isRejected) || (leaf !== undefined && isRejected(leaf) && isStricter(found, [reason]));
}

const SERVER_GATED_CRYPTO: readonly string[] = ['2.16.840.1.113730.4.1', '1.3.6.1.4.1.311.10.3.3'];
const NETSCAPE_TYPE = '2.16.840.1.113730.1.1';

/** Whether the permitted DNS names of a CA are an empty one and others. */
function permitsAllAndOne({ constraints }: PathFields): boolean {
  const permitted = (constraints?.permitted ?? []).filter(({ kind }) => kind === 'dns');
  return permitted.length > 1 && permitted.some(({ text }) => text === '');
}

export const differences: readonly Difference<Tape>[] = [
  {
    name: 'a malformed or repeated extension',
    reason: 'OpenSSL does not read every extension that Go or GnuTLS rejects.',
    source: 'RFC 5280 section 4.2, and docs/concepts/trust.md#where-clients-differ',
    covers: (found) => isStricter(found, ['extension-malformed', 'extension-repeated']),
  },
  {
    name: 'a critical certificate type of Netscape',
    reason: 'OpenSSL still processes it. RFC 5280 does not know it, and Go and GnuTLS reject it.',
    source: 'RFC 5280 section 4.2, and X509_supported_extension (crypto/x509/v3_purp.c)',
    covers: (found) => isAcceptedLonger(found, 'extension-unknown', ({ critical }) => critical.includes(NETSCAPE_TYPE)),
  },
  {
    name: 'an extended key usage of Netscape or Microsoft',
    reason: 'OpenSSL accepts the usages for server-gated cryptography like serverAuth. We require serverAuth.',
    source: 'RFC 5280 section 4.2.1.12, and check_purpose_ssl_server (crypto/x509/v3_purp.c)',
    covers: (found) =>
      isAcceptedLonger(found, 'wrong-usage', ({ extended_key_usages: usages }) => {
        const isGated = usages?.some((usage) => SERVER_GATED_CRYPTO.includes(usage)) === true;
        return isGated && !usages?.includes('serverAuth');
      }),
  },
  {
    name: 'unusual parameters of RSA-PSS',
    reason: 'OpenSSL accepts a mask with SHA-1, and a salt of another length. GnuTLS and Go do not.',
    source: 'RFC 8446 section 4.2.3, and docs/concepts/trust.md#where-clients-differ',
    covers: (found) => isStricter(found, ['pss-parameters', 'weak-signature']),
  },
  {
    name: 'extensions in version 1',
    reason: 'OpenSSL reads them, GnuTLS rejects the certificate.',
    source: 'RFC 5280 section 4.1.2.9, and docs/concepts/trust.md#where-clients-differ',
    covers: (found) => isStricter(found, ['version-invalid']),
  },
  {
    name: 'only a common name',
    reason:
      'Without a DNS name in the certificate, OpenSSL and Node.js compare the common name. Python, Go and browsers do not.',
    source: 'RFC 9525 section 2',
    covers: (found) => isStricter(found, ['name-mismatch']) && isNamedByCommonName(found.one),
  },
  {
    name: 'one path of GnuTLS',
    reason:
      'GnuTLS takes the first issuer that was sent at each step, and asks the trust store only at the end. It tries no other path.',
    source:
      'gnutls_x509_trust_list_verify_crt2 (lib/x509/verify-high.c), and docs/concepts/trust.md#where-clients-differ',
    covers: (found) => isAbout(found, ['GnuTLS']) && isAccepted(found) && isOfGnutlsPath(found),
  },
  {
    name: 'an empty constraint beside others',
    reason:
      'GnuTLS 3.8.9 does not count an empty permitted DNS name beside another one. RFC 5280 lets it permit every name.',
    source: 'RFC 5280 section 4.2.1.10, and trials with pairs of constraints',
    covers: (found) =>
      isAbout(found, ['GnuTLS']) &&
      found.theirs === REJECTED &&
      isAccepted(found) &&
      listPath(found.one).some(permitsAllAndOne),
  },
  {
    name: 'TLS features of a CA',
    reason:
      'GnuTLS requires a certificate to have the TLS features of its issuer. OpenSSL, Go and browsers ignore those of a CA.',
    source: 'RFC 7633 section 4.2.2, and gnutls_x509_tlsfeatures_check_crt (lib/x509/tls_features.c)',
    covers: (found) =>
      isAbout(found, ['GnuTLS']) &&
      found.theirs === REJECTED &&
      isAccepted(found) &&
      listCertificates(found.one).some(hasTlsFeatures),
  },
  {
    name: 'data after an extension',
    reason:
      'OpenSSL and Go ignore data after the value of an extended key usage, of basic constraints or of the alternative names of an issuer. GnuTLS rejects it.',
    source:
      'gnutls_x509_ext_import_key_purposes and cache_alt_names (lib/x509), and docs/concepts/trust.md#where-clients-differ',
    covers: (found) =>
      isAbout(found, ['GnuTLS']) &&
      found.theirs === REJECTED &&
      isAccepted(found) &&
      (listPath(found.one).some((one) => hasDataAfter(one, EXTENDED_KEY_USAGE.oid)) ||
        listCertificates(found.one).some(
          (one) => hasDataAfter(one, ISSUER_NAMES) || hasDataAfter(one, OID.basicConstraints),
        )),
  },
  {
    name: 'another path of Go',
    reason:
      'Go ignores key identifiers, so that it may find a path that OpenSSL rejects. The notice is about the path of the other clients.',
    source: 'docs/concepts/trust.md#where-clients-differ (authority-mismatch)',
    covers: (found) => isAbout(found, ['Go']) && found.theirs === ACCEPTED && isAccepted(found) && hasChoice(found.one),
  },
  {
    name: 'an issuer with a defect',
    reason: 'OpenSSL takes such an issuer. We do not, and evaluate the next one.',
    source: 'docs/concepts/trust.md#where-clients-differ',
    covers: (found) =>
      isAbout(found, OPENSSL) &&
      found.theirs === ACCEPTED &&
      found.ours.startsWith(REJECTED) &&
      hasDefectiveIssuer(found.one),
  },
  {
    name: 'a wildcard over an excluded name',
    reason: 'OpenSSL compares the wildcard as it is. A client may use it for the excluded name, so we reject it.',
    source: 'docs/concepts/trust.md, name constraints',
    covers: (found) =>
      isAbout(found, OPENSSL) && found.theirs.startsWith(ACCEPTED) && isExcludedUnderWildcard(found.one),
  },
  {
    name: 'a name with a dot at its end',
    reason: 'Node.js compares names without the dot. OpenSSL, Go and Python do not.',
    source: 'checkServerIdentity in lib/tls.js of Node.js',
    covers: (found) =>
      isAbout(found, ['Node.js']) &&
      isStricter(found, ['name-mismatch']) &&
      listCertificates(found.one)
        .slice(0, 1)
        .some(({ names }) => names.some(({ kind, text }) => kind === 'dns' && text.endsWith('.'))),
  },
];
