/** The details of a certificate, which a dashboard shows on request. */

import type { ChainLink, Details, HistoryEvent, LocationDetails } from '../../dashboard/data.ts';
import { isTrusted } from '../../domain/index.ts';
import type { ReportCertificate, ReportPolicies } from '../../generated/report.ts';
import { formatDay } from '../../lib/iso-time.ts';
import { toName, toSeconds, toText } from './dashboard-texts.ts';
import type { Published } from './published-fields.ts';

/** Builds the details. `history`: that of the certificate, newest first. */
export function buildDetails(
  certificate: ReportCertificate,
  history: readonly HistoryEvent[],
  { has, hasTexts }: Published,
): Details {
  const { last_seen, trust, revocation, renewal, policies, findings, notices = [] } = certificate;
  return {
    ...(certificate.kind === 'fixture' && { fixture: true as const }),
    ...describeKey(certificate),
    ...(has('names') && describeSubject(certificate)),
    ...(has('fingerprint') && describeFingerprint(certificate)),
    ...(has('locations') && { ...describeLocations(certificate, hasTexts), ...describeLinks(certificate) }),
    ...(has('issuer') && describeChain(certificate)),
    ...(has('findings') && {
      ...(trust && { trust: describeTrust(trust, hasTexts) }),
      ...(revocation && { revocation: describeRevocation(revocation, hasTexts) }),
      ...(findings.length + notices.length > 0 && {
        findings: listFindings(certificate, has('locations'), hasTexts),
      }),
    }),
    ...(has('policies') && policies && { policies: policies.results.map((one) => describePolicy(one, hasTexts)) }),
    ...(has('events') && history.length > 0 && { events: [...history] }),
    ...(has('renewal') && renewal && { renewal: describeRenewal(renewal) }),
    ...(last_seen !== null && { last_seen: toSeconds(last_seen) }),
  };
}

function describeSubject({ subject, common_name }: ReportCertificate): Details {
  return subject !== null && subject !== `CN=${common_name}` ? { subject: toName(subject) } : {};
}

function describeFingerprint({ serial_number, fingerprint_sha256 }: ReportCertificate): Details {
  return {
    ...(serial_number !== null && { serial: serial_number }),
    ...(fingerprint_sha256 !== null && { fingerprint: fingerprint_sha256 }),
  };
}

function describeChain(certificate: ReportCertificate): Details {
  const chain = buildChain(certificate);
  return {
    ...(chain.length > 0 && { chain }),
    ...(certificate.limited_by && { limited_by: toName(certificate.limited_by.subject) }),
  };
}

function describeKey({ key_algorithm, key_size, signature_algorithm }: ReportCertificate): Details {
  return {
    ...(key_algorithm !== null && { key: toName(key_size === null ? key_algorithm : `${key_algorithm} ${key_size}`) }),
    ...(signature_algorithm !== null && { signature: toName(signature_algorithm) }),
  };
}

/** Describes the locations. One lags if a finding says that it still presents an old certificate. */
function describeLocations({ locations, findings, assigned_objects }: ReportCertificate, hasTexts: boolean): Details {
  const lagging = new Set(
    findings.filter(({ event }) => event === 'certificate.lagging').flatMap((one) => one.locations),
  );
  const describe = ({
    location,
    observed: { address },
    error,
  }: ReportCertificate['locations'][number]): LocationDetails => ({
    ...(address !== undefined && address !== location && { address: toName(address) }),
    ...(error !== null && { error: hasTexts ? toText(error.detail) : error.code }),
    ...(lagging.has(location) && { lags: true }),
  });
  const assignments = assigned_objects.flatMap(({ type, name }) => (type === 'assignment' ? [toName(name)] : []));
  return { locations: locations.map(describe), ...(assignments.length > 0 && { assignments }) };
}

function describeLinks({ other_locations = [], successors = [] }: ReportCertificate): Details {
  const describe = (one: { certificate: string; location: string }) => {
    return { entry: toName(one.certificate), location: toName(one.location) };
  };
  const replacing = successors.map((one) => ({ ...describe(one), until: toSeconds(one.valid_to) }));
  return {
    ...(other_locations.length > 0 && { other_locations: other_locations.map(describe) }),
    ...(replacing.length > 0 && { successors: replacing }),
  };
}

function describeTrust(trust: NonNullable<ReportCertificate['trust']>, hasTexts: boolean): Details['trust'] {
  const texts = hasTexts && trust.detail !== null ? [toText(trust.detail)] : [];
  const all = [...texts, ...trust.reasons.slice(texts.length)];
  const notes = trust.notes.map(({ code, detail }) => (hasTexts ? toText(detail) : code));
  return { trusted: isTrusted(trust), ...(all.length > 0 && { texts: all }), ...(notes.length > 0 && { notes }) };
}

function describeRevocation(
  { status, revoked, problems }: NonNullable<ReportCertificate['revocation']>,
  hasTexts: boolean,
): Details['revocation'] {
  const reason = revoked?.reason ? `, reason ${toName(revoked.reason)}` : '';
  const when = revoked === null ? [] : [`Revoked on ${formatDay(revoked.revoked_at)}${reason}.`];
  const texts = [...when, ...problems.map(({ code, detail }) => (hasTexts ? toText(detail) : code))];
  return { status, ...(texts.length > 0 && { texts }) };
}

function listFindings(
  { findings, notices = [] }: ReportCertificate,
  hasLocations: boolean,
  hasTexts: boolean,
): NonNullable<Details['findings']> {
  const shown = notices.map((notice) => {
    const severity = notice.code === 'staple-expired' ? ('warning' as const) : ('info' as const);
    return { ...notice, severity, locations: [] };
  });
  return [...findings, ...shown].map(({ severity, code, detail, locations }) => ({
    severity,
    code,
    text: hasTexts ? toText(detail) : null,
    locations: hasLocations ? locations.map(toName) : [],
  }));
}

/** Describes a policy, with the checks that do not pass. */
function describePolicy(
  { policy, severity, result, checks }: ReportPolicies['results'][number],
  hasTexts: boolean,
): NonNullable<Details['policies']>[number] {
  const failed = checks.filter((one) => one.result === 'fail' || one.result === 'error');
  const describe = ({ check, detail, expected }: (typeof checks)[number]) => ({
    name: check,
    text: hasTexts ? toText(detail) : `expected: ${toText(expected)}`,
  });
  return { name: toName(policy), severity, result, checks: failed.map(describe) };
}

function describeRenewal({
  source,
  explanation_url,
  error,
}: NonNullable<ReportCertificate['renewal']>): Details['renewal'] {
  return {
    estimated: source === 'lifetime',
    ...(explanation_url !== null && { explanation: toName(explanation_url) }),
    ...(error !== null && { error }),
  };
}

/** The maximum of followed certificates: a server may send any number. */
const MAX_LINKS = 10;

/**
 * Builds the chain of issuers up to the trust anchor, as far as known, followed by name. Empty for a hard-coded date and a self-signed
 * certificate.
 */
export function buildChain({ subject, issuer, chain, trust, limited_by }: ReportCertificate): ChainLink[] {
  if (subject === null || issuer === null) return [];
  const links: ChainLink[] = [];
  let [name, next] = [subject, issuer];
  while (name !== next && links.length < MAX_LINKS) {
    const found = chain.find((one) => one.subject === next);
    if (found === undefined) return [...links, createEnd(next, isTrusted(trust))];
    const limits = limited_by?.fingerprint_sha256 === found.fingerprint_sha256;
    links.push({ kind: 'issuer', name: toName(next), until: toSeconds(found.valid_to), limits });
    [name, next] = [next, found.issuer ?? next];
  }
  // The last certificate is self-signed: a trust anchor, if the chain is trusted.
  return links.map((link, index) =>
    index === links.length - 1 && trust?.trusted ? { ...link, kind: 'anchor' } : link,
  );
}

/** Creates the issuer of the last sent certificate: the trust anchor, unless the chain is not trusted. */
function createEnd(name: string, trusted: boolean | null): ChainLink {
  const kind = trusted === null ? 'issuer' : trusted ? 'anchor' : 'missing';
  return { kind, name: toName(name), until: null, limits: false };
}
