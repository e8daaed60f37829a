/** Judges the trust in what was read: the certificates of `certificate/`, by the rules of `trust/`. */

import { decodePlace } from './certificate/index.ts';
import { readPathCertificate } from './certificate/path-certificate.ts';
import { readPem } from './certificate/pem-text.ts';
import { indexByPair } from './collections.ts';
import { anchorsOf, cannotJudge, judgeTrust, type Presented, verifier } from './trust/index.ts';
import type {
  AnchorFile,
  PathCertificate,
  PlaceReading,
  RawPlace,
  SourceReading,
  Take,
  Trust,
  TrustQuestion,
} from './types.ts';

type Anchors = Presented['anchors'];

/** What was sent of one place, the leaf first, each DER. */
type Sent = readonly Uint8Array[];

/** What is made of a place as soon as it is read: decoded, and its trust judged at `now` (milliseconds) where that is asked for. */
export function decodeAndJudge(now: number): Take<PlaceReading> {
  const { readings } = openJudge(now);
  return async (raw, password) => readings(await decodePlace(raw, password), raw);
}

/** What was said of the trust in what each place showed. */
export function indexTrust(readings: readonly SourceReading[]): (entry: string, place: string) => Trust | null {
  const judged = readings.flatMap(({ entry, places }) =>
    places.flatMap(({ place, trust }) => (trust === undefined ? [] : [{ entry, place, trust }])),
  );
  const found = indexByPair(judged, ({ entry, place }) => [entry, place]);
  return (entry, place) => found(entry, place)?.trust ?? null;
}

export interface Judge {
  /** Null where the leaf is no certificate. `key` is the same for the same certificates in the same order. */
  judge: (sent: Sent, key: string, question: TrustQuestion) => Promise<Trust | null>;
  /** Judges the readings of a place where that is asked for; what was sent is held no longer. */
  readings: (readings: PlaceReading[], raw: RawPlace) => Promise<PlaceReading[]>;
}

/** Judges at `now` (milliseconds). A chain that many places show is judged once, and anchors are read once. */
export function openJudge(now: number): Judge {
  const verify = verifier();
  const trusts = new Map<string, Trust | null>();
  const anchors = new Map<string, Promise<Anchors | string>>();
  const anchorsIn = (file: AnchorFile | null) => {
    const key = keyOf(file);
    const known = anchors.get(key) ?? readAnchors(file);
    anchors.set(key, known);
    return known;
  };
  const judge: Judge['judge'] = async (sent, key, { host, anchors: file }) => {
    const whole = JSON.stringify([key, host, keyOf(file)]);
    const known = trusts.get(whole);
    if (known !== undefined) return known;
    const trusted = await anchorsIn(file);
    const trust =
      typeof trusted === 'string'
        ? cannotJudge(file ?? { from: 'system', path: '' }, trusted)
        : judgeSent(sent, (chain) => judgeTrust({ sent: chain, anchors: trusted, host, now }, verify));
    trusts.set(whole, trust);
    return trust;
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

function judgeSent(
  sent: Sent,
  judged: (chain: readonly [PathCertificate, ...PathCertificate[]]) => Trust,
): Trust | null {
  const [leaf, ...others] = sent.map(readPathCertificate);
  return leaf ? judged([leaf, ...others.filter((one) => one !== null)]) : null;
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
