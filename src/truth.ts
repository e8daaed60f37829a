/** Judges the trust in what was read: the certificates of `certificate/`, by the rules of `trust/`. */

import type { Fetch } from './aia.ts';
import { decodePlace } from './certificate/index.ts';
import { readPathCertificate } from './certificate/path-certificate.ts';
import { readPem } from './certificate/pem-text.ts';
import type { Io } from './io.ts';
import { type Readable, readSources, type ScanOptions } from './scan/index.ts';
import { lateStrangers } from './scan/late-strangers.ts';
import { anchorsOf, cannotJudge, judgeTrust, type Presented, verifier } from './trust/index.ts';
import type { AnchorFile, PlaceReading, RawPlace, SourceReading, Take, Trust, TrustQuestion } from './types.ts';

type Anchors = Presented['anchors'];

/** What Mozilla's would be called, were there none. */
const MOZILLAS = { from: 'system', path: "Mozilla's list" } as const;

/** For everything that strangers are asked for in one scan. */
const MOST_SECONDS = 60;

/** What was sent of one place, the leaf first, each DER. */
type Sent = readonly Uint8Array[];

/**
 * Reads the sources of the entries, and judges what is found at `now` (milliseconds), where that is asked for. What it
 * takes of strangers for that is asked for once, whoever needs it.
 */
export async function readAndJudge(
  entries: readonly Readable[],
  io: Io,
  options: ScanOptions,
  now: number,
): Promise<SourceReading[]> {
  const strangers = lateStrangers(io, { ...options, most_seconds: MOST_SECONDS });
  const { readings } = openJudge(now, strangers.fetch);
  const take: Take<PlaceReading> = async (raw, password) => readings(await decodePlace(raw, password), raw);
  try {
    return await readSources(entries, io, options, take);
  } finally {
    strangers.close();
  }
}

export interface Judge {
  /** Null where the leaf is no certificate. `key` is the same for the same certificates in the same order. */
  judge: (sent: Sent, key: string, question: TrustQuestion) => Promise<Trust | null>;
  /** Judges the readings of a place where that is asked for; what was sent is held no longer. */
  readings: (readings: PlaceReading[], raw: RawPlace) => Promise<PlaceReading[]>;
}

/**
 * Judges at `now` (milliseconds). A chain that many places show is judged once, and anchors are read once. Without `fetch`
 * nothing is fetched, whatever the question says.
 */
export function openJudge(now: number, fetch: Fetch | null = null): Judge {
  const verify = verifier();
  const trusts = new Map<string, Promise<Trust | null>>();
  const anchors = new Map<string, Promise<Anchors | string>>();
  const anchorsIn = (file: AnchorFile | null) => {
    const key = keyOf(file);
    const known = anchors.get(key) ?? readAnchors(file);
    anchors.set(key, known);
    return known;
  };
  const judgeNew = async (sent: Sent, { host, anchors: file, aia }: TrustQuestion): Promise<Trust | null> => {
    const trusted = await anchorsIn(file);
    if (typeof trusted === 'string') return cannotJudge(file ?? MOZILLAS, trusted);
    const [leaf, ...others] = sent.map(readPathCertificate);
    if (!leaf) return null;
    const presented: Presented = { sent: [leaf, ...others.filter((one) => one !== null)], anchors: trusted, host, now };
    const trust = judgeTrust(presented, verify);
    if (trust.path.length > 0 || !aia || fetch === null) return trust;
    const { judgeFetching } = await import('./aia.ts');
    return judgeFetching(presented, verify, fetch);
  };
  const judge: Judge['judge'] = (sent, key, question) => {
    const { host, anchors: file, aia } = question;
    const whole = JSON.stringify([key, host, keyOf(file), aia]);
    const known = trusts.get(whole) ?? judgeNew(sent, question);
    trusts.set(whole, known);
    return known;
  };
  return {
    judge,
    readings: async (readings, raw) => {
      const question = 'trust' in raw ? raw.trust : undefined;
      if (question === undefined) return readings;
      return Promise.all(
        readings.map(async ({ sent, ...reading }) => {
          const { certificate } = reading;
          if (sent === undefined || certificate === null) return reading;
          const chain = certificate.chain.map(({ fingerprint_sha256 }) => fingerprint_sha256);
          const trust = await judge(sent, [certificate.fingerprint, ...chain].join(' '), question);
          return trust === null ? reading : { ...reading, trust };
        }),
      );
    },
  };
}

function keyOf(file: AnchorFile | null): string {
  return file === null ? '' : `${file.from} ${file.path}`;
}

/** The anchors, or why there are none. */
async function readAnchors(file: AnchorFile | null): Promise<Anchors | string> {
  if (file !== null && 'problem' in file) return file.problem;
  const pem = file === null ? (await import('./mozilla.ts')).MOZILLA : file.pem;
  const found = readPem(pem).flatMap((finding) =>
    typeof finding === 'object' && 'facts' in finding ? (readPathCertificate(finding) ?? []) : [],
  );
  return found.length === 0 ? 'holds no certificate in PEM' : anchorsOf(found);
}
