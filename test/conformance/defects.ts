/**
 * Defects that certvigil had, as changes that bring them back: `npm run conformance:defects` proves that a suite finds each. A change replaces
 * text that occurs once in its file.
 */

export interface Defect {
  /** The defect, as a sentence without a period. */
  what: string;
  /** The suite that finds it. */
  room: string;
  file: string;
  right: string;
  wrong: string;
}

export const DEFECTS: readonly Defect[] = [
  {
    what: 'An expired copy of a CA in the trust store is passed over, although OpenSSL takes it',
    room: 'trust',
    file: 'src/trust/openssl-path.ts',
    right: 'choose(top, findNamesakes(top, anchors))',
    wrong: 'choose(top, findNamesakes(top, anchors).filter(({ valid_to }) => valid_to >= time))',
  },
  {
    what: 'A leaf with the name of its issuer is taken for self-signed, whatever its key identifiers say',
    room: 'trust',
    file: 'src/trust/openssl-path.ts',
    right: 'return isSelfIssued(one) && isLikelyIssuer(one, one);',
    wrong: 'return isSelfIssued(one);',
  },
  {
    what: 'The first CA of a name is taken, although another one is valid',
    room: 'trust',
    file: 'src/trust/openssl-path.ts',
    right: 'if (from <= time && time <= one.valid_to) return',
    wrong: 'if (latest === null) return',
  },
  {
    what: 'A signature that the key of a CA cannot have made does not rule the CA out',
    room: 'trust',
    file: 'src/trust/openssl-path.ts',
    right: 'const isFitting = isFittingKey(child.signature_algorithm, issuer.key_algorithm);',
    wrong: 'const isFitting = true;',
  },
  {
    what: 'The end of trust is that of the path of today, although OpenSSL takes another one later',
    room: 'trust',
    file: 'src/trust/openssl-path.ts',
    right: 'changesAt = Math.min(changesAt, chosen.changesAt);',
    wrong: '',
  },
  {
    what: 'A wildcard directly below a top-level domain matches',
    room: 'names',
    file: 'src/trust/match-hostname.ts',
    right: 'rest.length >= 2',
    wrong: 'rest.length >= 1',
  },
  {
    what: 'A name in a certificate may end with a dot',
    room: 'names',
    file: 'src/trust/match-hostname.ts',
    right: String.raw`(?:\.[\w-]+)*$/`,
    wrong: String.raw`(?:\.[\w-]+)*\.?$/`,
  },
  {
    what: 'A Java keystore after PEM is ignored',
    room: 'formats',
    file: 'src/certificate/split-objects.ts',
    right: 'return looksLikeJavaKeystore(bytes);\n  if (isAfterBoundary)',
    wrong: 'return false;\n  if (isAfterBoundary)',
  },
  {
    what: 'A bundle that ends within the first line of a certificate is read as if it were whole',
    room: 'formats',
    file: 'src/certificate/formats/pem-blocks.ts',
    right: 'if (rest.length >= MIN_CUT_LENGTH && start',
    wrong: 'if (rest.length < 0 && start',
  },
  {
    what: 'The alert about a certificate that ends before the next scan resolves if that scan cannot read it',
    room: 'schedule',
    file: 'src/assess/index.ts',
    right: 'settings.fixture === undefined ? findOverdue(input) : null',
    wrong:
      'settings.fixture === undefined && locations.every(({ failures }) => failures === 0) ? findOverdue(input) : null',
  },
  {
    what: 'The first message about a certificate that nobody renews may come in its last scan',
    room: 'schedule',
    file: 'src/assess/default-thresholds.ts',
    right: 'const SCANS_BEFORE_EXPIRY = 2;',
    wrong: 'const SCANS_BEFORE_EXPIRY = 1;',
  },
  {
    what: 'The alert about an expired certificate is not repeated on the first days',
    room: 'schedule',
    file: 'src/events/plan/decide.ts',
    right: 'const REMINDERS_AFTER_EXPIRY = [0, 1, 3, 7];',
    wrong: 'const REMINDERS_AFTER_EXPIRY = [7];',
  },
  {
    what: 'A listing that lost most of its items ends their alerts',
    room: 'listing',
    file: 'src/events/state/shrunk-listings.ts',
    right: 'if (old < MIN_KNOWN) return [];',
    wrong: 'if (old >= 0) return [];',
  },
  {
    what: 'A TLSA record matches a copy of a CA that clients do not use',
    room: 'dane',
    file: 'src/app/verify/match-tlsa.ts',
    right: 'authorities.filter(({ fingerprint }) => path.some((one) => one.fingerprint === fingerprint))',
    wrong: 'authorities.filter(() => path.length > 0)',
  },
  {
    what: 'A weak digest counts beside a strong one that differs',
    room: 'dane',
    file: 'src/app/verify/match-tlsa.ts',
    right: 'a.matching_type > b.matching_type',
    wrong: 'a.matching_type > b.matching_type + 9',
  },
  {
    what: 'The CA certificate in a record does not replace the one that the server sends',
    room: 'dane',
    file: 'src/app/verify/match-tlsa.ts',
    right: 'const issuers = [...published, ...others];',
    wrong: 'const issuers = [...others];',
  },
  {
    what: 'A full content that is no certificate or key differs, instead of being unusable',
    room: 'dane',
    file: 'src/app/verify/match-tlsa.ts',
    right: 'if (algorithm === null && !isDecodable(',
    wrong: "if (data === '' && !isDecodable(",
  },
  {
    what: 'Insecure TLSA records of the target of an alias hide secure ones of the alias',
    room: 'dnssec',
    file: 'src/scan/dns/index.ts',
    right: 'if (tlsa.length > 0 && answer.secure) return found;',
    wrong: 'if (tlsa.length > 0) return found;',
  },
  {
    what: 'A failed TLSA lookup counts although the host is not signed',
    room: 'dnssec',
    file: 'src/scan/dns/index.ts',
    right: "if (isSecure || answer.cause === 'resolver' ||",
    wrong: "if (isSecure || answer.cause !== 'resolver' ||",
  },
  {
    what: 'A certificate below a CA may have the name of an alias for mail servers',
    room: 'dnssec',
    file: 'src/app/verify/match-tlsa.ts',
    right: 'return is_smtp ? [base] : [name, base];',
    wrong: 'return [name, base];',
  },
  {
    what: 'A blank owner in a zone file has the name before it below a new $ORIGIN',
    room: 'discover',
    file: 'src/discover/zone/records.ts',
    right: 'records.push({ ...owner, ...completeTarget(record, origin), line })',
    wrong: 'records.push({ ...owner, zone: origin, ...completeTarget(record, origin), line })',
  },
  {
    what: 'The line after a comment of Apache that a backslash continues is read',
    room: 'discover',
    file: 'src/discover/formats/apache.ts',
    right: 'isCommented = isComment && isContinued;',
    wrong: 'isCommented = false;',
  },
  {
    what: 'The default of a variable in an imported Caddyfile is not known',
    room: 'discover',
    file: 'src/discover/caddy/lines.ts',
    right: 'listTokens(fillDefaults(text))',
    wrong: 'listTokens(text)',
  },
  {
    what: 'HAProxy has the name of a handshake without TLS of its own',
    room: 'discover',
    file: 'src/discover/formats/haproxy.ts',
    right: "(kind === 'own' && binds.length === 0)",
    wrong: "kind === 'own'",
  },
  {
    what: 'A line end in the name of a certificate is a space for readers of JUnit',
    room: 'readers',
    file: 'src/report/format/xml.ts',
    right: "return escapeXml(text).replaceAll('\\n', '&#10;');",
    wrong: 'return escapeXml(text);',
  },
  {
    what: 'A profile that a variable of the AWS CLI selects is not used, but the profile default',
    room: 'logins',
    file: 'src/scan/cloud/aws/configuration-files.ts',
    right: 'return AWS_PROFILE || AWS_DEFAULT_PROFILE || null;',
    wrong: 'return AWS_PROFILE || null;',
  },
  {
    what: 'After a file of Google that cannot be used, the login of the machine is',
    room: 'logins',
    file: 'src/scan/cloud/gcp/credentials.ts',
    right: 'isFinal: !(mayBeAbsent && read.isAbsent)',
    wrong: 'isFinal: false',
  },
  {
    what: 'After a service for containers that fails, the role of the machine is used',
    room: 'logins',
    file: 'src/scan/cloud/aws/default-logins.ts',
    right: "return 'problem' in outcome ? { ...outcome, isFinal: true } : outcome;",
    wrong: 'return outcome;',
  },
  {
    what: 'The token of a kubeconfig is not used if its token file cannot be read',
    room: 'logins',
    file: 'src/scan/cloud/kubernetes/kubeconfig.ts',
    right: 'return readWritten?.() ?? fail(',
    wrong: 'return fail(',
  },
  {
    what: 'A CRL is used although one of its entries has an unknown critical extension',
    room: 'revocation',
    file: 'src/certificate/revocation/crl-entry-walk.ts',
    right: 'if (critical && !KNOWN.includes(oid)) unknown.add(oid);',
    wrong: '',
  },
  {
    what: 'An OCSP response of a responder that was revoked counts',
    room: 'revocation',
    file: 'src/app/verify/revocation-sources.ts',
    right: "if ('revoked' in own && own.revoked !== null) {",
    wrong: "if ('revoked' in own && own.revoked !== null && own.this_update < 0) {",
  },
  {
    what: 'A CRL of the issuer is not read if the certificate names its CA as the issuer of the list',
    room: 'revocation',
    file: 'src/trust/revocation/evaluate-crl.ts',
    right: 'point.issuers !== null && !point.issuers.some((name) => isSameName(name, list.issuer))',
    wrong: 'point.issuers !== null',
  },
  {
    what: 'A CRL with an empty scope is used, which clients reject',
    room: 'revocation',
    file: 'src/certificate/revocation/crl-entries.ts',
    right: 'if (parts.length === 0 || others.length > 0) throw new MalformedError();',
    wrong: '',
  },
  {
    what: 'Base64 of a keystore or a bundle beside text is ignored',
    room: 'formats',
    file: 'src/certificate/decode-file.ts',
    right: '.flatMap(({ text, isOpen }) => findEncodedObjects(text, isOpen))',
    wrong: ".flatMap(() => findEncodedObjects(''))",
  },
  {
    what: 'A certificate in lines of 20 characters is lost if the first line of its block is damaged',
    room: 'formats',
    file: 'src/certificate/formats/pem-gaps.ts',
    right: 'BASE64.test(gap.text) ? BOUNDARY',
    wrong: 'BASE64_LINE.test(gap.text) ? BOUNDARY',
  },
];
