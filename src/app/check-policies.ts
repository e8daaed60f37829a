/** Checks a manifest for `validate`: missing notifications, unreadable files, and violated policies. */

import { resolve } from 'node:path';
import type { Diagnostic } from '../domain/index.ts';
import { resolveSchedule } from '../domain/scan-distance.ts';
import { resolveRepositoryRoot, toRepositoryPath } from '../lib/files/repository-path.ts';
import type { Io } from '../lib/io.ts';
import { recommendEntryList } from '../manifest/lists/entry-list.ts';
import type { LoadedManifest } from '../manifest/load.ts';
import { addDiagnostics, checkManifest } from './check-manifest.ts';
import { findViolations } from './find-violations.ts';
import { listNamedFiles, listRepositoryPatterns } from './init/workflow-paths.ts';
import { listPlannedScans } from './planned-scans.ts';
import { checkCredentials } from './validate/check-credentials.ts';
import { checkDomains } from './validate/check-domains.ts';
import { checkFiles } from './validate/check-files.ts';
import { checkKubeconfigs } from './validate/check-kubeconfigs.ts';
import { checkMessageLimits } from './validate/check-message-limits.ts';
import { checkNotifications } from './validate/check-notifications.ts';
import { checkRevocationAccess } from './validate/check-revocation-access.ts';
import { type CheckedManifest, checkWorkflows } from './validate/check-workflows.ts';

/**
 * Like `checkManifest`, plus advice, and policy violations of certificates in files and in the manifest itself. Works offline, without
 * secrets, and reads only inside the workspace, so that untrusted manifests can be checked. Throws AppError as `loadManifest` does.
 */
export async function checkManifestAndPolicies(file: string | null, io: Io): Promise<LoadedManifest> {
  const checked = await checkManifest(file, io);
  const loaded = addDiagnostics(checked, [
    ...checkWorkflows(checked.root, io.env, selectForWorkflows(checked, io)),
    ...checkMessageLimits(checked, io),
    ...(await listAdvice(checked, io)),
  ]);
  const { manifest } = loaded;
  if (manifest === null || manifest.policies.length === 0) return loaded;
  return addDiagnostics(loaded, await findViolations(manifest, loaded, io));
}

function selectForWorkflows(loaded: LoadedManifest, { cwd, env }: Io): CheckedManifest | null {
  const { manifest, root } = loaded;
  if (manifest === null) return null;
  const repository = resolveRepositoryRoot(root, env);
  const path = toRepositoryPath(resolve(cwd, manifest.file), repository);
  return { ...manifest, path, named: listRepositoryPatterns(listNamedFiles(loaded), root, repository) };
}

/** Lists problems of a valid manifest that do not concern a scan. */
async function listAdvice({ manifest, locate }: LoadedManifest, io: Io): Promise<Diagnostic[]> {
  if (manifest === null) return [];
  return [
    ...checkNotifications(manifest),
    ...recommendEntryList(manifest.entries),
    ...checkCredentials(manifest, locate),
    ...(await checkDomains(manifest)),
    ...(await checkFiles(manifest, { locate }, io, resolveSchedule([], listPlannedScans(manifest, io.now(), io)))),
    ...(await checkKubeconfigs(manifest, locate, io)),
    ...(await checkRevocationAccess(manifest, { locate }, io)),
  ];
}
