/** Reads the certificates in a repository, and reports those that violate a policy of the manifest. */

import path from 'node:path';
import { assess } from '../assess/index.ts';
import type { Diagnostic, Entry, LiveLocation, LocationReading, Manifest, Severity } from '../domain/index.ts';
import { getSourceDefinition } from '../domain/sources/index.ts';
import { catchBugsSync, createBugReporter } from '../lib/bugs/catch-bugs.ts';
import { groupBy } from '../lib/collections.ts';
import { resolveWorkspace, restrictToWorkspace } from '../lib/files/workspace-boundary.ts';
import type { Io } from '../lib/io.ts';
import { createDiagnostic } from '../manifest/diagnostics/diagnostic.ts';
import type { LoadedManifest } from '../manifest/load.ts';
import { loadPolicyEvaluator } from './policy-evaluator.ts';
import { selectReading } from './select-settings.ts';
import { readAndDecode } from './verify/decode-sources.ts';
import { verifySources } from './verify/index.ts';
import { createTrustEvaluator } from './verify/trust-evaluator.ts';

/** Reads the files of the entries, and returns the violations as diagnostics. */
export async function findViolations(manifest: Manifest, { locate }: LoadedManifest, io: Io): Promise<Diagnostic[]> {
  const workspace = restrictToWorkspace(resolveWorkspace(manifest.root, io.env));
  const policies = await loadPolicyEvaluator(manifest, workspace);
  if (policies === null) return [];
  const now = io.now();
  const reportBug = createBugReporter(io);
  const evaluator = createTrustEvaluator(now);
  const entries = manifest.entries.flatMap((entry) =>
    entry.enabled && entry.settings.fixture === undefined ? (keepRepositoryFiles(entry, manifest.root) ?? []) : [],
  );
  const decoded = await readAndDecode(
    // Keystores with a password are skipped: a check has no secrets.
    entries.map((entry) => ({ ...entry, passwords: [], expect: null })),
    io,
    { ...selectReading(manifest), restrictToWorkspace: true },
    { keepDer: true },
  );
  const sources = await verifySources(decoded, { evaluator, policies, reportBug });
  // The index has the unfiltered entries, so that a pattern is found at its index in the manifest.
  const byName = new Map(manifest.entries.map((entry) => [entry.name, entry]));
  return sources.flatMap(({ entry: name, source, locations }) => {
    const entry = byName.get(name);
    if (entry === undefined) return [];
    const where = locate({ in: 'entry', name }, getSourceField(entry, source));
    const find = (reading: LocationReading): Violation[] => {
      const { certificate, location } = reading;
      if (certificate === null) return [];
      const liveLocations = [toLiveLocation(reading, name, source)];
      const verdict = assess(certificate, entry.settings, now, {
        locations: liveLocations,
        others: [],
        renewal: null,
        findFacts: () => null,
      });
      const { findings } = policies.apply(
        { ...verdict, findings: [] },
        { entry, certificate, locations: liveLocations },
        now,
      );
      return findings.map(({ qualifier: policy, severity, detail }) => ({ location, policy, severity, detail }));
    };
    const failed: string[] = [];
    const violations = locations.flatMap((reading) => {
      const recover = () => {
        failed.push(reading.location);
        return [];
      };
      if (reading.failure?.code === 'internal-error') return recover();
      return catchBugsSync(() => find(reading), recover, reportBug);
    });
    return [
      ...failed.map((location) => createDiagnostic('internal-error', where, location)),
      ...[...groupBy(violations, ({ policy }) => policy).values()].map((group) => describeViolations(group, where)),
    ];
  });
}

/** A certificate that violates a policy. */
interface Violation {
  location: string;
  policy: string;
  severity: Severity;
  detail: string;
}

/** Describes all violations of a policy by the files of one pattern: they have one position, and usually one cause. */
function describeViolations(group: readonly Violation[], where: ReturnType<LoadedManifest['locate']>): Diagnostic {
  const [{ policy, severity }] = group as [Violation, ...Violation[]];
  const locations = group.map(({ location }) => location);
  const details = group.map(({ detail }) => detail);
  return createDiagnostic('policy-violation', where, locations, policy, severity, details);
}

/** Returns the entry with the part of its source that is below the directory of the manifest; null: none is. */
function keepRepositoryFiles(entry: Entry, root: string): Entry | null {
  const isInside = (file: string) => {
    const relative = path.relative(root, path.resolve(root, file));
    return relative.split(path.sep)[0] !== '..' && !path.isAbsolute(relative);
  };
  const source = getSourceDefinition(entry.source.kind).selectInRepository?.(entry.source, isInside);
  return source == null ? null : { ...entry, source };
}

/** Returns the path of the field for a diagnostic. `file` is a path or a list of paths. */
function getSourceField({ source }: Entry, pattern: string): (string | number)[] {
  return source.kind === 'file' ? ['file', source.patterns.indexOf(pattern)] : [source.kind];
}

function toLiveLocation(
  { location, certificate, trust }: LocationReading,
  entry: string,
  source: string,
): LiveLocation {
  return {
    entry,
    location,
    source,
    fingerprint: certificate?.fingerprint ?? null,
    previous: null,
    since: null,
    failures: 0,
    failure: null,
    observed: {},
    evidence: trust === undefined ? null : { trust },
    ownership: null,
    path_end: null,
    revoked: null,
  };
}
