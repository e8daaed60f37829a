/** The details of a certificate, which a dashboard shows on request. */

import type { Details, PlaceDetails } from '../../dashboard/data.ts';
import { isTrusted } from '../../domain/index.ts';
import type { LoggedEvent } from '../../generated/event-log.ts';
import type { ReportCertificate, ReportPolicies } from '../../generated/report.ts';
import { buildChain } from './chain.ts';
import { buildHistory } from './history.ts';
import type { Published } from './published.ts';
import { toName, toSeconds, toText } from './tables.ts';

/** `events`: the history of the certificate. Fields are assigned one by one, because spreading takes three times as long. */
export function buildDetails(
  certificate: ReportCertificate,
  events: readonly LoggedEvent[],
  { has, hasTexts }: Published,
): Details {
  const { last_seen, trust, revocation, renewal, policies, findings, notices = [] } = certificate;
  const details: Details = describeKey(certificate);
  if (has('names')) addSubject(details, certificate);
  if (has('fingerprint')) addFingerprint(details, certificate);
  if (has('locations')) {
    addPlaces(details, certificate, hasTexts);
    addLinks(details, certificate);
  }
  if (has('issuer')) addChain(details, certificate);
  if (has('findings')) {
    if (trust) details.trust = describeTrust(trust, hasTexts);
    if (revocation) details.revocation = describeRevocation(revocation, hasTexts);
    if (findings.length > 0 || notices.length > 0)
      details.findings = listFindings(certificate, has('locations'), hasTexts);
  }
  if (has('policies') && policies) details.policies = policies.results.map((one) => describePolicy(one, hasTexts));
  if (has('events') && events.length > 0) details.events = buildHistory(events, has('locations'));
  if (has('renewal') && renewal) details.renewal = describeRenewal(renewal);
  if (last_seen !== null) details.last_seen = toSeconds(last_seen);
  return details;
}

function addSubject(details: Details, { subject, common_name }: ReportCertificate): void {
  if (subject !== null && subject !== `CN=${common_name}`) details.subject = toName(subject);
}

function addFingerprint(details: Details, { serial_number, fingerprint_sha256 }: ReportCertificate): void {
  if (serial_number !== null) details.serial = serial_number;
  if (fingerprint_sha256 !== null) details.fingerprint = fingerprint_sha256;
}

function addChain(details: Details, certificate: ReportCertificate): void {
  const chain = buildChain(certificate);
  if (chain.length > 0) details.chain = chain;
  if (certificate.limited_by) details.limited_by = toName(certificate.limited_by.subject);
}

function describeKey({ key_algorithm, key_size, signature_algorithm }: ReportCertificate): Details {
  return {
    ...(key_algorithm !== null && { key: toName(key_size === null ? key_algorithm : `${key_algorithm} ${key_size}`) }),
    ...(signature_algorithm !== null && { signature: toName(signature_algorithm) }),
  };
}

/** A location lags if a finding says that it still presents an old certificate. */
function addPlaces(
  details: Details,
  { places, findings, assigned_objects }: ReportCertificate,
  hasTexts: boolean,
): void {
  const lagging = new Set(findings.filter(({ event }) => event === 'certificate.lagging').flatMap((one) => one.places));
  details.places = places.map(({ location, address, error }) => {
    const place: PlaceDetails = {};
    if (address !== null && address !== location) place.address = toName(address);
    if (error !== null) place.error = hasTexts ? toText(error.detail) : error.code;
    if (lagging.has(location)) place.lags = true;
    return place;
  });
  const assignments = assigned_objects.flatMap(({ type, name }) => (type === 'assignment' ? [toName(name)] : []));
  if (assignments.length > 0) details.assignments = assignments;
}

function addLinks(details: Details, { also_at = [], replaced_at = [] }: ReportCertificate): void {
  const describe = (one: { certificate: string; location: string }) => {
    return { entry: toName(one.certificate), place: toName(one.location) };
  };
  if (also_at.length > 0) details.also_at = also_at.map(describe);
  if (replaced_at.length === 0) return;
  details.replaced_at = replaced_at.map((one) => ({ ...describe(one), until: toSeconds(one.valid_to) }));
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
  const when = revoked === null ? [] : [`Revoked on ${revoked.at.slice(0, 10)}${reason}.`];
  const texts = [...when, ...problems.map(({ code, detail }) => (hasTexts ? toText(detail) : code))];
  return { status, ...(texts.length > 0 && { texts }) };
}

function listFindings(
  { findings, notices = [] }: ReportCertificate,
  hasPlaces: boolean,
  hasTexts: boolean,
): NonNullable<Details['findings']> {
  const shown = notices.map((notice) => {
    const severity = notice.code === 'staple-expired' ? ('warning' as const) : ('info' as const);
    return { ...notice, severity, places: [] };
  });
  return [...findings, ...shown].map(({ severity, code, detail, places }) => ({
    severity,
    code,
    text: hasTexts ? toText(detail) : null,
    places: hasPlaces ? places.map(toName) : [],
  }));
}

/** With the checks that do not pass. */
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
