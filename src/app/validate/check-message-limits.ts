/** Lists the receivers that may get many messages from one scan. */

import type { Diagnostic, Manifest } from '../../domain/index.ts';
import { DEFAULT_MAX_MESSAGES } from '../../domain/receivers.ts';
import { resolveWorkspace, type Workspace } from '../../lib/files/workspace-boundary.ts';
import type { Io } from '../../lib/io.ts';
import { createDiagnostic } from '../../manifest/diagnostics/diagnostic.ts';
import type { LoadedManifest } from '../../manifest/load.ts';
import { countFiles } from '../../scan/sources/match-files.ts';

/** Checks the limits. Empty if the manifest has so few certificates that the limit would not matter. */
export function checkMessageLimits({ manifest, unlimited, root }: LoadedManifest, { env }: Io): Diagnostic[] {
  if (manifest === null || unlimited.length === 0) return [];
  if (!hasManyCertificates(manifest, resolveWorkspace(root, env))) return [];
  return unlimited.map(({ at, kind, name, exemption }) =>
    createDiagnostic('messages-not-limited', at, kind, name, exemption),
  );
}

/** Whether there are more locations than messages with a limit, as far as known without a network. */
function hasManyCertificates({ entries, root }: Manifest, workspace: Workspace): boolean {
  const many = DEFAULT_MAX_MESSAGES + 1;
  let count = 0;
  for (const { enabled, source } of entries) {
    if (!enabled) continue;
    count += source.kind === 'file' ? countFiles(source, root, workspace, many - count) : 1;
    if (count >= many) return true;
  }
  return false;
}
