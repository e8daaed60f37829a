/** Reads, decodes and evaluates the certificates of files, URLs and endpoints, without a manifest. */

import { hash } from 'node:crypto';
import { assess } from '../assess/index.ts';
import { listLocationsWithPasswords } from '../certificate/decode-file.ts';
import type { GroupedSlot } from '../certificate/group-slots.ts';
import { readDetails } from '../certificate/x509/details.ts';
import {
  hasEndingIssuer,
  type Parsed,
  type ParsedCertificate,
  parseCertificate,
  toBuffer,
  toCertificate,
} from '../certificate/x509/parse.ts';
import type {
  Failure,
  Observed,
  Passwords,
  RawLocation,
  RawSource,
  Settings,
  Source,
  SourceResult,
  TrustRequest,
} from '../domain/index.ts';
import { computeSoon } from '../domain/issuer-expiry.ts';
import type {
  InspectedCertificate,
  InspectedLocation,
  InspectedStapled,
  InspectedTarget,
  Inspection,
} from '../generated/inspect.ts';
import { catchBugs, catchBugsSync, createBugReporter, type ReportBug } from '../lib/bugs/catch-bugs.ts';
import { getOrCreate } from '../lib/collections.ts';
import { getRealClock, type Io } from '../lib/io.ts';
import { formatIsoTime } from '../lib/iso-time.ts';
import { createNetworkAccess, DEFAULT_NETWORK_RULES } from '../lib/network/access.ts';
import { DEFAULT_CRITICAL, DEFAULT_THRESHOLDS, DEFAULT_WARNING } from '../manifest/normalize/conversions.ts';
import { type DnsClient, openDnsClient } from '../scan/dns/index.ts';
import { createInternalFailure } from '../scan/failures.ts';
import { createUntrustedFetcher } from '../scan/http/untrusted-fetcher.ts';
import { type ReadableEntry, readSources, type ScanOptions } from '../scan/index.ts';
import type { NetworkOptions } from '../scan/network/index.ts';
import type { RdapClient } from '../scan/rdap/client.ts';
import { inspectCt } from './inspect-ct.ts';
import { inspectDns } from './inspect-dns.ts';
import { linkTargets } from './inspect-links.ts';
import { assessLocation, type InspectedDates } from './inspect-status.ts';
import { resolvePasswords } from './verify/decode-sources.ts';
import { listReadingNotes } from './verify/reading-notes.ts';
import { findUnusableStaple } from './verify/staple-freshness.ts';
import {
  checkTrustRevocation,
  checkTrustStaple,
  createTrustEvaluator,
  type EvaluatedTrust,
  evaluatePresentedPath,
  evaluateTrust,
  type TrustEvaluator,
} from './verify/trust-evaluator.ts';

/** A target of an inspection. `target` is the text that the user gave. Standard input is already read. */
export type InspectTarget = { target: string } & (
  | { kind: 'endpoint' | 'file' | 'url'; source: Source }
  | { kind: 'stdin'; location: RawLocation }
);

export interface InspectOptions {
  /** Milliseconds. */
  now: number;
  /** Whether to include the certificates as PEM. */
  pem: boolean;
  /** The proxy for URLs; the source of an endpoint has its own. Null: the proxy of the environment. */
  proxy: string | null;
  /** Whether to check revocation with the CA. */
  revocation: boolean;
  /** Networks that may be connected to although they are denied by default, or not public and named by untrusted input. */
  allow: readonly string[];
  /** `address:port` of DNS servers to use instead of the system resolver; empty: the system resolver. */
  dns_servers: readonly string[];
  /** Whether to look up the DNS records of endpoints: in a resolver over HTTPS (its URL), or in the DNS servers. */
  dns: boolean;
  dns_over_https: string | null;
  /** Whether to ask Cert Spotter, or its mirror at `ct_url`, about the names of endpoints. */
  ct: boolean;
  ct_url: string | null;
  /** The base URL of the RDAP server for registrations with `dns`; null: the server of the registry. */
  rdap_url: string | null;
  /** The name of the variable with the password of keystores, or null. */
  password_variable: string | null;
  /** Receives failures to read a part of a readable target. */
  onNote?: (note: Failure) => void;
}

/** The defaults of a manifest. */
const SETTINGS: Settings = {
  warning: DEFAULT_WARNING,
  critical: DEFAULT_CRITICAL,
  thresholds: DEFAULT_THRESHOLDS,
  explicit: { warning: false, critical: false, thresholds: false },
  cooldown_hours: 24,
  repeat: true,
  settle_hours: 6,
  unreachable_days: 3,
};

const TIMEOUT_SECONDS = 10;
const CONCURRENCY = 20;

/** Total time limit for revocation checks. */
const MAX_REVOCATION_SECONDS = 60;

/** Reads all targets. An unreadable target is an error of its location, and does not stop the others. */
export async function inspect(targets: readonly InspectTarget[], options: InspectOptions, io: Io): Promise<Inspection> {
  const passwords = options.password_variable === null ? [] : [`\${${options.password_variable}}`];
  const readable = targets.flatMap((one, index) =>
    'source' in one
      ? [{ name: String(index), source: one.source, passwords, variables: {}, proxy: options.proxy }]
      : [],
  );
  const reading = {
    root: io.cwd,
    timeout_seconds: TIMEOUT_SECONDS,
    concurrency: CONCURRENCY,
    network: {
      deny: [],
      allow: [...options.allow],
      dns_servers: [...options.dns_servers],
      proxy: DEFAULT_NETWORK_RULES.proxy,
      ...(options.dns_over_https !== null && { dns_over_https: { url: options.dns_over_https, ca_file: null } }),
    },
    allowOutsideLinks: true,
  };
  const fetcher = createUntrustedFetcher(io, { ...reading, max_seconds: MAX_REVOCATION_SECONDS, kind: 'revocation' });
  const evaluator = createTrustEvaluator(options.now, { fetch: fetcher.fetch, cache: null, clock: getRealClock(io) });
  const dns = options.dns ? openDnsClient(io, reading) : null;
  const rdap = options.dns ? await openRdapClient(io, reading) : null;
  const inspector: Inspector = { evaluator, options, dns, rdap, source: null, reportBug: createBugReporter(io) };
  try {
    const read = await readAll(readable, io, reading, inspector.reportBug);
    const sources = [...read.values()].flat();
    for (const note of listReadingNotes(sources)) options.onNote?.(note);
    const known = io.env[options.password_variable ?? ''];
    const inspected = targets.map(async (one, index): Promise<InspectedTarget> => {
      const { target, kind } = one;
      if ('source' in one) {
        const found = (read.get(String(index)) ?? []).map((source) =>
          inspectSource(source, { ...inspector, source: one.source }),
        );
        return { target, kind, locations: (await Promise.all(found)).flat() };
      }
      const decoded = decode(one.location, known ? { values: [known], unset: null } : null, inspector.reportBug);
      return { target, kind, locations: await inspectLocation(decoded, inspector) };
    });
    const linked = linkTargets(await Promise.all(inspected));
    const asking = { ...reading, api_url: options.ct_url };
    return {
      version: 1,
      inspected_at: formatIsoTime(options.now),
      targets: options.ct ? await inspectCt(targets, linked, asking, io) : linked,
    };
  } finally {
    await dns?.close();
    fetcher.close();
  }
}

/** Opens a client with the list of servers in the program: one name does not justify fetching the current list. */
async function openRdapClient(io: Io, { network, timeout_seconds }: NetworkOptions): Promise<RdapClient> {
  const { createRdapClient } = await import('../scan/rdap/client.ts');
  const access = createNetworkAccess(network, { kind: 'apis', env: io.env });
  return createRdapClient({ io, access, timeout_seconds, cache: null, bootstrap: null });
}

/** A location with its contents, and the settings to verify it. */
interface DecodedLocation {
  observed: Observed;
  slots: GroupedSlot[];
  trust: TrustRequest | undefined;
  /** The stapled OCSP response; null if a server sent none. */
  stapled: Uint8Array | null | undefined;
}

interface DecodedSource extends SourceResult {
  locations: DecodedLocation[];
}

/**
 * Reads the sources of each entry, by its name. All sources are read before anything is fetched, because the time for fetching is limited.
 */
async function readAll(
  entries: readonly ReadableEntry[],
  io: Io,
  reading: ScanOptions,
  reportBug: ReportBug,
): Promise<Map<string, DecodedSource[]>> {
  const found = new Map<string, DecodedSource[][]>();
  await readSources(entries, io, reading, ({ entry, position, sources }) => {
    const passwords = resolvePasswords(entry, io.env);
    const decodeSource = ({ locations, ...source }: RawSource) => ({
      ...source,
      locations: Array.from(locations, (raw) => decode(raw, passwords, reportBug)),
    });
    getOrCreate(found, entry.name, (): DecodedSource[][] => [])[position] = sources.map(decodeSource);
  });
  return new Map(Array.from(found, ([name, sources]) => [name, sources.flat()]));
}

/** Decodes a location. A bug only fails this location. */
function decode(raw: RawLocation, passwords: Passwords | null, reportBug: ReportBug): DecodedLocation {
  const slots = catchBugsSync(
    () => listCertificates(raw, passwords),
    () => [createFailedSlot(raw.location)],
    reportBug,
  );
  const trust = 'trust' in raw ? raw.trust : undefined;
  const { stapled } = 'served' in raw ? raw : {};
  return { observed: raw.observed, slots, trust, stapled };
}

interface Inspector {
  evaluator: TrustEvaluator;
  options: InspectOptions;
  /** The DNS client; null: nothing is looked up. */
  dns: DnsClient | null;
  rdap: RdapClient | null;
  /** The source of the target; null for standard input. */
  source: Source | null;
  reportBug: ReportBug;
}

async function inspectSource(
  { source, failure, locations }: DecodedSource,
  inspector: Inspector,
): Promise<InspectedLocation[]> {
  const inspected = (await Promise.all(locations.map((location) => inspectLocation(location, inspector)))).flat();
  if (failure === null) return inspected;
  const failed = { location: source, observed: {}, format: null, slot: null, certificates: [], error: failure };
  return [...inspected, failed];
}

/** Inspects a location. A certificate that triggers a bug has an error; the others are not affected. */
function inspectLocation(
  location: DecodedLocation,
  { evaluator, options, dns: client, rdap, source, reportBug }: Inspector,
): Promise<InspectedLocation[]> {
  const inspectSlot = async (slot: GroupedSlot): Promise<InspectedLocation> => {
    const trust = await inspectTrust(slot, location, evaluator, options);
    const dns = client === null || rdap === null ? undefined : await inspectServer(slot, source, trust, client, rdap);
    const described = describeLocation(slot, location.observed, options, trust);
    return { ...described, ...trust.shown, ...(dns && { dns }) };
  };
  const inspectServer = async (
    slot: GroupedSlot,
    source: Source | null,
    { dates }: InspectedTrust,
    client: DnsClient,
    rdap: RdapClient,
  ) => {
    const [leaf, ...chain] = slot.items;
    if (source?.kind !== 'endpoint' || (leaf !== undefined && leaf.kind !== 'certificate')) return undefined;
    const server = { source, location: slot.location, trust: dates.trust, now: options.now };
    const certificates = leaf === undefined ? ([] as const) : ([leaf, ...chain] as const);
    return inspectDns({ ...server, certificates, rdap_url: options.rdap_url }, client, rdap);
  };
  const fail = (slot: GroupedSlot) => describeLocation(createFailedSlot(slot.location), location.observed, options);
  return Promise.all(
    location.slots.map((slot) =>
      catchBugs(
        () => inspectSlot(slot),
        () => fail(slot),
        reportBug,
      ),
    ),
  );
}

function createFailedSlot(location: string): GroupedSlot {
  return { location, format: null, slot: null, items: [], failure: createInternalFailure(location) };
}

interface InspectedTrust {
  /** The dates for the assessment. */
  dates: InspectedDates;
  shown: Required<Pick<InspectedLocation, 'trust' | 'stapled' | 'revocation'>>;
}

const NOT_CHECKED: InspectedTrust['shown'] = { trust: null, stapled: null, revocation: null };

/**
 * Evaluates trust and revocation of a certificate. Files are only validated if the options select a trust store; otherwise, only their
 * dates are evaluated.
 */
async function inspectTrust(
  { items, location }: GroupedSlot,
  { trust: request, stapled }: Pick<DecodedLocation, 'trust' | 'stapled'>,
  evaluator: TrustEvaluator,
  options: InspectOptions,
): Promise<InspectedTrust> {
  const nothing = { dates: {}, shown: NOT_CHECKED };
  const [leaf, ...chain] = items;
  if (leaf?.kind !== 'certificate') return nothing;
  const sent = items.map(({ der }) => der);
  if (request === undefined) {
    const isEnding = hasEndingIssuer(toCertificate(leaf, chain), computeSoon(options.now));
    const presented_path = isEnding ? await evaluatePresentedPath(evaluator, sent) : null;
    return presented_path === null ? nothing : { ...nothing, dates: { presented_path } };
  }
  const evaluated = await evaluateTrust(evaluator, sent, `${location} ${leaf.fingerprint}`, request);
  if (evaluated === null) return nothing;
  const { trust } = evaluated;
  const clock = evaluator.dependencies?.clock() ?? options.now;
  const unusable_staple = stapled ? findUnusableStaple(stapled, clock) : undefined;
  const { path: _path, cross_signs: _cross_signs, issuer_expiry: _issuer, missing_issuer: _missing, ...shown } = trust;
  return {
    dates: { trust, ...(unusable_staple && { unusable_staple }) },
    shown: {
      trust: shown,
      stapled: stapled === undefined ? null : await inspectStapled(stapled, evaluated, evaluator),
      revocation: options.revocation ? await inspectRevocation(evaluated, stapled ?? null, evaluator) : null,
    },
  };
}

async function inspectRevocation(
  evaluated: EvaluatedTrust,
  stapled: Uint8Array | null,
  evaluator: TrustEvaluator,
): Promise<InspectedTrust['shown']['revocation']> {
  const revocation = await checkTrustRevocation(evaluator, evaluated, stapled);
  if (revocation === null) return null;
  const { good: _, ...shown } = revocation;
  return shown;
}

async function inspectStapled(
  stapled: Uint8Array | null,
  evaluated: EvaluatedTrust,
  evaluator: TrustEvaluator,
): Promise<InspectedStapled> {
  if (stapled === null) return { status: 'absent', revoked: null, problem: null };
  const answer = await checkTrustStaple(evaluator, evaluated, stapled);
  if ('problem' in answer) return { status: 'unknown', revoked: null, problem: answer.problem };
  return { status: answer.status, revoked: answer.revoked, problem: null };
}

function listCertificates(raw: RawLocation, passwords: Passwords | null): GroupedSlot[] {
  const nothing: GroupedSlot = { location: raw.location, format: null, slot: null, items: [], failure: null };
  if ('failure' in raw) return [{ ...nothing, failure: raw.failure }];
  if ('content' in raw) return listLocationsWithPasswords(raw.location, { bytes: toBuffer(raw.content) }, passwords);
  if (!('served' in raw)) return [];
  const [leaf, ...chain] = raw.served.map((der) => parseCertificate(toBuffer(der)));
  if (leaf === undefined || 'code' in leaf) return [{ ...nothing, failure: leaf ?? null }];
  const items = [leaf, ...chain.filter((one): one is ParsedCertificate => 'facts' in one)];
  return [{ ...nothing, items, ...(raw.notice && { notice: raw.notice }) }];
}

function describeLocation(
  { location, format, slot, items, failure, notice }: GroupedSlot,
  observed: Observed,
  options: InspectOptions,
  { dates, shown }: InspectedTrust = { dates: {}, shown: NOT_CHECKED },
): InspectedLocation {
  const certificates = items.map((item) => describeCertificate(item, options));
  const [leaf] = items;
  const found = { location, observed, format, slot, error: failure, ...(notice && { notice }) };
  if (leaf === undefined) return { ...found, status: null, certificates };
  const { stapled, revocation } = shown;
  const inspected = { location, stapled, revocation, ...dates };
  const verdict = assessLocation(toCertificate(leaf, []), inspected, SETTINGS, options.now);
  const { status, limited_by, effective_valid_to, issuer, notices } = verdict;
  return {
    ...found,
    status,
    ...(dates.presented_path && limited_by && { limited_by: { ...limited_by, valid_to: effective_valid_to ?? '' } }),
    ...(issuer && issuer.status !== 'ok' && { issuer_expiry: issuer.ca }),
    ...(notices && { notices }),
    certificates,
  };
}

function describeCertificate(parsed: Parsed, { now, pem }: InspectOptions): InspectedCertificate {
  const { kind, der, fingerprint, facts } = parsed;
  const details = parsed.kind === 'certificate' ? readDetails(parsed) : null;
  const { status, days_remaining, days_since_expiry } = assess({ fingerprint, facts, chain: [] }, SETTINGS, now);
  const { fingerprint_sha256: _, ...described } = facts;
  return {
    kind,
    status,
    days_remaining: days_remaining ?? 0,
    days_since_expiry,
    ...described,
    is_ca: details?.basic_constraints?.ca ?? false,
    path_length: details?.basic_constraints?.path_length ?? null,
    key_usage: details?.key_usages ?? [],
    extended_key_usage: details?.extended_key_usages ?? [],
    fingerprint_sha256: fingerprint,
    fingerprint_sha1: kind === 'metadata' ? null : hash('sha1', der, 'hex'),
    spki_sha256: details?.spki_sha256 ?? null,
    subject_key_id: details?.subject_key_id ?? null,
    authority_key_id: details?.authority_key_id ?? null,
    issuer_urls: details?.issuer_urls ?? [],
    ocsp_urls: details?.ocsp_urls ?? [],
    crl_urls: details?.crl_urls ?? [],
    ...(pem && PEM_LABELS[kind] !== null && { pem: toPem(der, PEM_LABELS[kind]) }),
  };
}

/** The labels of RFC 7468. Other kinds have no PEM form. */
const PEM_LABELS: Record<Parsed['kind'], string | null> = {
  certificate: 'CERTIFICATE',
  crl: 'X509 CRL',
  profile: null,
  metadata: null,
};

function toPem(der: Buffer, label: string): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}
