/** Turns the lines of a verified file into the readings that a scan would have made at the same time. */

import { createHash } from 'node:crypto';
import type { ParseCache } from '../../certificate/x509/parse.ts';
import {
  type Certificate,
  createStatedRevocation,
  type Entry,
  type LocationReading,
  type SourceReading,
  type TrustAnchorFile,
} from '../../domain/index.ts';
import { computeSoon } from '../../domain/issuer-expiry.ts';
import { limitFacts } from '../../domain/limit-facts.ts';
import type {
  ObservedAnchors,
  ObservedLocation,
  ObservedRenewal,
  ObservedSource,
} from '../../generated/observations.ts';
import type { ReportBug } from '../../lib/bugs/catch-bugs.ts';
import { getOrCreate } from '../../lib/collections.ts';
import { parseIsoTime } from '../../lib/iso-time.ts';
import type { RenewalInfoResult } from '../../scan/acme/renewal-info.ts';
import type { ReadTrustOptions, TrustOptions } from '../../scan/sources/trust-anchors.ts';
import type { PolicyEvaluator } from '../policy-evaluator.ts';
import { decodeOrFail } from '../verify/decode-sources.ts';
import { verifyLocation } from '../verify/index.ts';
import { createTrustEvaluator, type TrustEvaluator } from '../verify/trust-evaluator.ts';
import { isForeignClaim } from './allowed-claims.ts';
import { parseLine } from './format.ts';
import { RejectedFile } from './observation-problems.ts';
import { readLines } from './read-lines.ts';
import { createEvidenceReplay } from './replay-evidence.ts';
import type { VerifiedFile } from './verify-file.ts';

export interface RestoredFile extends VerifiedFile {
  /** The time at which the probe began to read, in milliseconds. */
  observedAt: number;
  /** The readings by entry. An entry without any line was not observed. */
  readings: ReadonlyMap<string, SourceReading[]>;
  renewals: ReadonlyMap<string, RenewalInfoResult>;
  /** The entries with reports that their source cannot have: none of these are used. */
  foreign: ReadonlySet<string>;
}

export interface RestoreContext {
  /** The time of the scan in milliseconds, at which trust is evaluated. */
  now: number;
  policies: PolicyEvaluator | null;
  /** Collects the readings whose certificate was decoded from its bytes: its facts do not depend on statements of the probe. */
  proven: WeakSet<LocationReading>;
  readTrustOptions: ReadTrustOptions;
  reportBug: ReportBug;
}

/**
 * Restores a file. `entries` are those that the file observed, by name; lines about others are ignored. Trust anchors, expectations and
 * policies are those of this scan. Throws `RejectedFile` if a line does not follow the format.
 */
export async function restoreFile(
  verified: VerifiedFile,
  entries: ReadonlyMap<string, Entry>,
  context: RestoreContext,
): Promise<RestoredFile> {
  const { file, header, sha256 } = verified;
  const observedAt = parseIsoTime(header.scanned_at);
  const replay = createEvidenceReplay();
  const parsed: ParseCache = new Map();
  const { fetch, lookUpCrl } = replay;
  const dependencies = { fetch, lookUpCrl, cache: null, clock: () => observedAt };
  const evaluator = createTrustEvaluator(context.now, dependencies, parsed);
  const probe: ProbeContext = { ...context, evaluator, parsed, anchors: null };
  const covered = new Set(header.entries.map(({ name }) => name));
  const readings = new Map<string, Map<string, SourceReading>>();
  const renewals = new Map<string, RenewalInfoResult>();
  const getSource = ({ entry, source }: Pick<ObservedSource, 'entry' | 'source'>) =>
    getOrCreate(
      getOrCreate(readings, entry, () => new Map<string, SourceReading>()),
      source,
      () => ({ entry, source, failure: null, locations: [] }),
    );
  const foreign = new Set<string>();
  let hasLocations = false;
  for await (const [line, number] of readVerifiedLines(verified)) {
    const reject = (why: string) => new RejectedFile('observations-invalid', file.name, `line ${number} ${why}`);
    if (line.kind === 'source' || line.kind === 'location') {
      hasLocations = true;
      const entry = entries.get(line.entry);
      if (!covered.has(line.entry)) throw reject('is about an entry that the header does not list');
      if (entry === undefined || foreign.has(line.entry)) continue;
      if (isForeignClaim(line, entry)) {
        foreign.add(line.entry);
        readings.delete(line.entry);
        continue;
      }
      const source = getSource(line);
      if (line.kind === 'source') Object.assign(source, selectSourceFields(line));
      else source.locations.push(...(await restoreLocation(line, entry, probe)));
    } else if (hasLocations) {
      throw reject('comes after the first location');
    } else if (line.kind === 'anchors') probe.anchors = toAnchorFile(line, header.probe);
    else if (line.kind === 'renewal') renewals.set(line.certificate, toRenewal(line));
    else replay.add(line);
  }
  const lists = Array.from(readings, ([name, sources]): [string, SourceReading[]] => [name, [...sources.values()]]);
  return { file, header, sha256, observedAt, readings: new Map(lists), renewals, foreign };
}

/** Yields the lines between the header and the trailer with their numbers. The file may have changed since it was verified. */
async function* readVerifiedLines({ file, sha256 }: VerifiedFile) {
  const hash = createHash('sha256');
  let number = 0;
  let isComplete = false;
  for await (const bytes of readLines(file)) {
    number += 1;
    const line = number === 1 ? null : parseLine(bytes.toString());
    if (line?.kind === 'trailer') {
      isComplete = hash.digest('hex') === sha256;
      break;
    }
    hash.update(bytes);
    if (number === 1) continue;
    if (line === null || line.kind === 'header')
      throw new RejectedFile('observations-invalid', file.name, `line ${number} is not a valid line`);
    yield [line, number] as const;
  }
  if (!isComplete) throw new RejectedFile('observations-modified', file.name);
}

interface ProbeContext extends RestoreContext {
  evaluator: TrustEvaluator;
  parsed: ParseCache;
  /** The trust store of the probe's machine. */
  anchors: TrustAnchorFile | null;
}

function selectSourceFields({ failure, skips, inventory, unlisted, omitted }: ObservedSource): Partial<SourceReading> {
  return {
    failure,
    ...(skips && { skips }),
    ...(inventory && { inventory }),
    ...(unlisted && { unlisted }),
    ...(omitted && { omitted }),
  };
}

async function restoreLocation(
  line: ObservedLocation,
  entry: Entry,
  context: ProbeContext,
): Promise<LocationReading[]> {
  const { location, observed, failure, certificate, notice } = line;
  const at = { location, observed, ...(notice && { notice }) };
  if (failure !== undefined) return [{ ...at, certificate: null, failure }];
  const addRevocation = (reading: LocationReading): LocationReading =>
    observed.revoked === undefined || reading.certificate === null
      ? reading
      : { ...reading, revocation: createStatedRevocation(reading.certificate, observed.revoked) };
  if (certificate !== undefined)
    return [addRevocation({ ...at, certificate: limitCertificate(certificate), failure: null })];
  const readings = (await restoreChain(line, entry, context)).map(addRevocation);
  for (const reading of readings) context.proven.add(reading);
  return readings;
}

/** A probe sends shortened facts. Others are shortened here. */
function limitCertificate<One extends Pick<Certificate, 'facts' | 'chain'>>(certificate: One): One {
  return { ...certificate, facts: limitFacts(certificate.facts), chain: certificate.chain.map(limitFacts) };
}

async function restoreChain(line: ObservedLocation, entry: Entry, context: ProbeContext): Promise<LocationReading[]> {
  const { location, observed, notice, chain = [], stapled, host, expected } = line;
  const { policies, parsed, evaluator, reportBug } = context;
  const options = host === undefined ? null : await readTrust(entry, context);
  const trust = host === undefined || options === null ? null : { host, ...options };
  const raw = {
    location,
    observed,
    ...(notice && { notice }),
    served: chain.map(decodeBase64),
    ...(stapled !== undefined && { stapled: stapled === null ? null : decodeBase64(stapled) }),
    ...(trust !== null && { trust }),
  };
  const expect = expected === false ? null : entry.expect;
  const keepDer = policies !== null || expect !== null;
  const readings = decodeOrFail(raw, null, { keepDer, soon: computeSoon(evaluator.now), cache: parsed }, reportBug);
  return verifyLocation({ readings, trust, expect }, { evaluator, policies, reportBug });
}

/** Reads the trust settings of an entry: by this scan's files, or with the trust store of the probe's machine. */
async function readTrust({ source }: Entry, { readTrustOptions, anchors }: ProbeContext): Promise<TrustOptions> {
  if (!('trust' in source)) return null;
  if (source.trust !== 'system' || source.ca_file !== null) return readTrustOptions(source);
  const { aia, revocation, purpose } = source;
  return { anchors: anchors ?? toAnchorFile({ kind: 'anchors', pem: null }, null), aia, revocation, purpose };
}

function toAnchorFile({ pem }: ObservedAnchors, probe: string | null): TrustAnchorFile {
  const path = probe === null ? 'the machine that observed it' : `the machine of probe ${probe}`;
  return {
    kind: 'system',
    path,
    ...(pem === null ? { problem: 'has no trust anchors in the usual locations' } : { pem }),
  };
}

function toRenewal({ window, failure, retry_after }: ObservedRenewal): RenewalInfoResult {
  if (window !== undefined && failure === undefined && parseIsoTime(window.start) < parseIsoTime(window.end))
    return { window, retry_after: retry_after ?? null };
  const { code, detail } = failure ?? {
    code: 'acme-window-unreadable',
    detail: 'The window of the probe is not valid.',
  };
  return { code, detail, ...(typeof retry_after === 'number' && { retry_after }) };
}

function decodeBase64(text: string): Buffer {
  return Buffer.from(text, 'base64');
}
