/** Reads the files of a manifest without secrets, and reports those that will fail in a scan: expired, unreadable and encrypted ones. */

import { assess } from '../../assess/index.ts';
import { describeRareScans } from '../../assess/overdue.ts';
import type { AssessedTime } from '../../assess/unread-once.ts';
import { decodeLocation } from '../../certificate/decode.ts';
import type { Diagnostic, Entry, FileSource, LocationReading, Manifest, Settings } from '../../domain/index.ts';
import type { ScanSchedule } from '../../domain/scan-distance.ts';
import { computeCrossing, computeValidityPeriod } from '../../domain/thresholds.ts';
import { SKIPPED_CODES } from '../../events/state/read-results.ts';
import { createBugReporter } from '../../lib/bugs/catch-bugs.ts';
import { escapeGlob } from '../../lib/files/glob.ts';
import { resolveWorkspace, restrictToWorkspace } from '../../lib/files/workspace-boundary.ts';
import type { Io } from '../../lib/io.ts';
import { formatDay } from '../../lib/iso-time.ts';
import { createDiagnostic } from '../../manifest/diagnostics/diagnostic.ts';
import type { LoadedManifest } from '../../manifest/load.ts';
import { readFiles } from '../../scan/sources/file.ts';
import { matchFiles } from '../../scan/sources/match-files.ts';

type FileEntry = Entry & { source: FileSource };

/** The maximum of files for each pattern: each file is decoded, and more diagnostics would not be useful. */
const MAX_FILES = 1000;

/**
 * Returns one diagnostic for each kind of problem and each pattern, with the first file and the number of others. Files outside the
 * workspace are not read, because the manifest may be untrusted; nor are those that a probe reads elsewhere.
 */
export async function checkFiles(
  { entries, root }: Manifest,
  { locate }: Pick<LoadedManifest, 'locate'>,
  io: Io,
  schedule: ScanSchedule | null = null,
): Promise<Diagnostic[]> {
  const files = entries.filter(
    ({ enabled, probe, source }) => enabled && probe === null && source.kind === 'file',
  ) as FileEntry[];
  if (files.length === 0) return [];
  const workspace = restrictToWorkspace(resolveWorkspace(root, io.env));
  const diagnostics: Diagnostic[] = [];
  let remaining = MAX_FILES;
  for (const entry of files) {
    for (const [index, { paths, glob }] of (await matchFiles(entry.source, root, workspace)).entries()) {
      const read = paths.slice(0, remaining);
      remaining -= read.length;
      if (read.length === 0) continue;
      const readings = await readEach({ ...entry.source, patterns: read, exclude: [] }, root, io);
      const where = locate({ in: 'entry', name: entry.name }, ['file', index]);
      diagnostics.push(...reportProblems(entry, readings, glob, where, { now: io.now(), schedule }));
    }
  }
  return diagnostics;
}

async function readEach(source: FileSource, root: string, io: Io): Promise<LocationReading[]> {
  const workspace = restrictToWorkspace(resolveWorkspace(root, io.env));
  const context = { root, workspace, reportBug: createBugReporter(io) };
  const patterns = source.patterns.map(escapeGlob);
  const sources = await readFiles('', { ...source, patterns }, context);
  return sources.flatMap(({ locations }) => [...locations].flatMap((raw) => decodeLocation(raw, null)));
}

const PROBLEMS = [
  'keystore-without-password',
  'keystore-not-checked',
  'file-unusable',
  'file-expired',
  'file-expires-soon',
  'fixture-expired',
  'fixture-expiring',
  'scan-too-rare',
  'file-without-certificate',
] as const;

type Problem = (typeof PROBLEMS)[number];

function reportProblems(
  { passwords, settings, source }: FileEntry,
  readings: readonly LocationReading[],
  isGlob: boolean,
  where: ReturnType<LoadedManifest['locate']>,
  time: AssessedTime,
): Diagnostic[] {
  const found = new Map<Problem, LocationReading[]>();
  for (const reading of readings) {
    const problem = findProblem(reading, settings, time, {
      hasPassword: passwords.length > 0,
      skip_empty: isGlob ? source.skip_empty : false,
    });
    if (problem === null) continue;
    found.set(problem, [...(found.get(problem) ?? []), reading]);
  }
  return PROBLEMS.flatMap((problem) => {
    const [first, ...others] = found.get(problem) ?? [];
    if (first === undefined) return [];
    const rare = problem === 'scan-too-rare' ? describeRare(first, settings, time.schedule) : undefined;
    const detail = first.failure?.detail ?? rare ?? formatEnd(first);
    return [createDiagnostic(problem, where, first.location, others.length + 1, detail)];
  });
}

function formatEnd({ certificate }: LocationReading): string {
  return certificate === null ? '' : formatDay(certificate.facts.valid_to);
}

/** Describes scans that are too rare for the certificate; undefined if they are not. */
function describeRare({ certificate }: LocationReading, settings: Settings, schedule: ScanSchedule | null) {
  if (certificate === null) return undefined;
  const period = computeValidityPeriod(certificate.facts, certificate.facts.valid_to);
  return describeRareScans(period, schedule, settings)[0]?.detail;
}

function findProblem(
  reading: LocationReading,
  settings: Settings,
  { now, schedule }: AssessedTime,
  { hasPassword, skip_empty }: { hasPassword: boolean; skip_empty: FileSource['skip_empty'] },
): Problem | null {
  const { certificate, failure } = reading;
  if (failure?.code === 'keystore-password-missing')
    return hasPassword ? 'keystore-not-checked' : 'keystore-without-password';
  // A file outside the workspace is not read, so its state is unknown.
  if (failure?.code === 'link-outside-workspace') return null;
  if (failure !== null && skip_empty === true && SKIPPED_CODES.all.has(failure.code)) return null;
  if (failure !== null && skip_empty === null && SKIPPED_CODES.text.has(failure.code))
    return 'file-without-certificate';
  if (failure !== null) return 'file-unusable';
  if (certificate === null) return null;
  const verdict = assess(certificate, settings, now, {
    locations: [],
    others: [],
    renewal: null,
    schedule,
    findFacts: () => null,
  });
  const [finding] = verdict.findings;
  if (settings.fixture !== undefined && finding === undefined) return null;
  if (settings.fixture !== undefined)
    return verdict.days_since_expiry === null ? 'fixture-expiring' : 'fixture-expired';
  if (verdict.date_status === 'expired') return 'file-expired';
  if (describeRare(reading, settings, schedule) !== undefined) return 'scan-too-rare';
  if (verdict.threshold === null) return null;
  const period = computeValidityPeriod(certificate.facts, verdict.effective_valid_to ?? certificate.facts.valid_to);
  const crossings = settings.thresholds.map((one) => computeCrossing(one, period) ?? Number.NEGATIVE_INFINITY);
  // After the last threshold, no alert follows before the expiry.
  return Math.max(...crossings) <= now ? 'file-expires-soon' : null;
}
