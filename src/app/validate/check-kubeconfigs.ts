/** Finds kubeconfigs of the checkout that send a file from outside of it: anyone who can change them chooses the file and the server. */

import { dirname, resolve } from 'node:path';
import type { Diagnostic, Manifest } from '../../domain/index.ts';
import { readLimitedSync } from '../../lib/files/read-limited.ts';
import { resolveWorkspace, type Workspace } from '../../lib/files/workspace-boundary.ts';
import type { Io } from '../../lib/io.ts';
import { isInCheckout, leavesCheckout } from '../../lib/process/find-program.ts';
import { createDiagnostic } from '../../manifest/diagnostics/diagnostic.ts';
import type { LoadedManifest } from '../../manifest/load.ts';
import { listTokenFiles } from '../../scan/cloud/kubernetes/kubeconfig.ts';

/** Checks kubeconfigs. Without an entry that names one, the library is not loaded. Only files in the workspace are read. */
export async function checkKubeconfigs(
  { entries, root }: Pick<Manifest, 'entries' | 'root'>,
  locate: LoadedManifest['locate'],
  { env }: Pick<Io, 'env'>,
): Promise<Diagnostic[]> {
  const named = entries.flatMap(({ name, source, enabled }) => {
    if (!enabled || source.kind !== 'kubernetes' || source.access.method !== 'kubeconfig') return [];
    const { kubeconfig } = source.access;
    return kubeconfig === null || /\$\{|\n/.test(kubeconfig) ? [] : [{ name, kubeconfig }];
  });
  if (named.length === 0) return [];
  const workspace = resolveWorkspace(root, env);
  return named.flatMap(({ name, kubeconfig }) => {
    const path = resolve(root, kubeconfig);
    const text = isInCheckout(path, root, env) ? readInside(path, workspace) : null;
    if (text === null) return [];
    const outside = listTokenFiles(text).find((file) => leavesCheckout(resolve(dirname(path), file), root, env));
    if (outside === undefined) return [];
    return [
      createDiagnostic(
        'kubeconfig-token-outside',
        locate({ in: 'entry', name }, ['kubernetes', 'kubeconfig']),
        outside,
      ),
    ];
  });
}

const MAX_BYTES = 1024 * 1024;

/** Reads a file; null if it is not a file of the workspace: the scan reports the problem. */
function readInside(path: string, workspace: Workspace): string | null {
  try {
    if (workspace.isOutside(path)) return null;
  } catch {
    return null;
  }
  const read = readLimitedSync(path, MAX_BYTES);
  return 'bytes' in read ? read.bytes.toString('utf8') : null;
}
