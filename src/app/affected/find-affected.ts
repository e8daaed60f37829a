/** Answers which certificates a mass revocation affects. */

import type { CertificateList } from '../../assess/affected/certificate-list.ts';
import { listAffected } from '../../assess/affected/index.ts';
import type { Announcement } from '../../assess/affected/matcher.ts';
import type { Manifest, Policy } from '../../domain/index.ts';
import type { Affected, AffectedCertificate, AffectedList, LoggedAffected } from '../../generated/affected.ts';
import type { EventLog } from '../../generated/event-log.ts';
import type { Io } from '../../lib/io.ts';
import { formatIsoTime } from '../../lib/iso-time.ts';
import type { StoreRequest } from '../../store/index.ts';
import { openEventLog } from '../event-log.ts';
import { type RunOptions, runScan } from '../scan.ts';
import { selectLogSettings } from '../select-settings.ts';
import { readCertificateList, readKeyList } from './read-list.ts';

/** An announcement, as the user describes it. */
export interface AffectedQuery extends Pick<Announcement, 'issuer' | 'issued' | 'names'> {
  /** The file with serial numbers and fingerprints, and that with keys; `-` for standard input; null: none. */
  serials: string | null;
  spki: string | null;
  /** Milliseconds; null: unknown. */
  deadline: number | null;
}

/** The lists that were read; null: not given. */
export interface ReadLists {
  certificates: { file: string; list: CertificateList } | null;
  keys: { file: string; digests: ReadonlySet<string> } | null;
}

/** Reads the lists. Throws AppError `list-unreadable`. */
export async function readLists({ serials, spki }: AffectedQuery, io: Io): Promise<ReadLists> {
  return {
    certificates: serials === null ? null : { file: serials, list: await readCertificateList(serials, io) },
    keys: spki === null ? null : { file: spki, digests: await readKeyList(spki, io) },
  };
}

/** Reads the event log as it is. Throws AppError if it cannot be read. */
export async function readRecordedLog(manifest: Manifest, request: StoreRequest, io: Io): Promise<EventLog> {
  return (await openEventLog(selectLogSettings(manifest), request, io)).log;
}

/** Reads the certificates now. Returns the log that a scan would record. `keepsKeys`: whether it has the keys of all certificates. */
export async function readCurrentLog(
  manifest: Manifest,
  options: Pick<RunOptions, 'log' | 'now' | 'onProgress'> & { keepsKeys: boolean },
  io: Io,
): Promise<EventLog> {
  const { keepsKeys, ...run } = options;
  const scanned = keepsKeys ? { ...manifest, policies: [...manifest.policies, KEEP_KEYS] } : manifest;
  return (await runScan(scanned, { ...run, dry_run: true, ignore_cooldown: false, only: [] }, io)).log;
}

/** Matches every certificate, so that each one has its key in the log. */
const KEEP_KEYS: Policy = {
  name: 'keep keys',
  description: null,
  enabled: true,
  severity: 'info',
  match: { labels: {}, names: [], status: [], thresholds: [] },
  applies_to: 'all',
  checks: { shared_key_forbidden: true },
  position: { file: '', line: 1, column: 1 },
};

interface AffectedInput {
  log: EventLog;
  query: AffectedQuery;
  lists: ReadLists;
  /** Milliseconds. */
  now: number;
}

/** Answers from a log. */
export function findAffected({ entries }: Pick<Manifest, 'entries'>, input: AffectedInput): Affected {
  const { log, query, lists, now } = input;
  const { issuer, issued, names, deadline } = query;
  const announced: Announcement = {
    certificates: lists.certificates?.list ?? null,
    keys: lists.keys?.digests ?? null,
    ...{ issuer, issued, names },
  };
  const found = listAffected({ log, entries, announced });
  return {
    version: 1,
    evaluated_at: formatIsoTime(now),
    read_at: log.scans.last?.scanned_at ?? null,
    deadline: deadline === null ? null : formatIsoTime(deadline),
    selection: {
      lists: describeLists(lists, found, log),
      issuer: [...issuer],
      issued: issued && { from: formatIsoTime(issued.from), to: formatIsoTime(issued.to) },
      names: [...names],
    },
    ...found,
  };
}

type Found = readonly Pick<AffectedCertificate | LoggedAffected, 'match'>[];

function describeLists(
  { certificates, keys }: ReadLists,
  { certificates: found, only_in_ct }: { certificates: Found; only_in_ct: Found },
  log: EventLog,
): AffectedList[] {
  const lists: AffectedList[] = [];
  if (certificates !== null) {
    const { serials, fingerprints, notUnderstood } = certificates.list;
    const lines = new Set([...Array.from(serials.values(), ({ line }) => line), ...fingerprints.values()]);
    const matched = new Set([...found, ...only_in_ct].map(({ match }) => match?.line));
    lists.push({
      file: certificates.file,
      kind: 'certificates',
      listed: lines.size,
      found: matched.size,
      not_understood: notUnderstood,
    });
  }
  if (keys !== null) {
    const { file, digests } = keys;
    const known = new Set(Object.values(log.keys ?? {}).map(({ sha256 }) => sha256));
    const seen = [...digests].filter((digest) => known.has(digest)).length;
    lists.push({ file, kind: 'keys', listed: digests.size, found: seen, not_understood: [] });
  }
  return lists;
}
