/** Checks the policies of a manifest against the certificates in its repository, so that a pull request with a weak one fails. */

import type { Io } from '../lib/io.ts';
import type { LoadedManifest } from '../manifest/load.ts';
import { addDiagnostics, checkManifest } from './check-manifest.ts';
import { checkMessageLimits } from './validate/check-message-limits.ts';
import { checkWorkflows } from './validate/check-workflows.ts';

/**
 * As `checkManifest`, plus receivers that may get many messages, and policy violations of certificates in files and in the manifest itself. Works offline and without
 * secrets, and reads nothing outside the workspace, so that untrusted manifests can be checked. Throws AppError as
 * `loadManifest` does.
 */
export async function checkManifestAndPolicies(file: string | null, io: Io): Promise<LoadedManifest> {
  const checked = await checkManifest(file, io);
  const loaded = addDiagnostics(checked, [...checkWorkflows(checked.root, io.env), ...checkMessageLimits(checked, io)]);
  const { manifest } = loaded;
  if (manifest === null || manifest.policies.length === 0) return loaded;
  // Loads the certificate formats and the trust store only for a manifest with policies.
  const { findViolations } = await import('./find-violations.ts');
  return addDiagnostics(loaded, await findViolations(manifest, loaded, io));
}
