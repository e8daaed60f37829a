/** Reads the lists of forbidden keys that policies name. */

import { resolve } from 'node:path';
import type { Diagnostic, KeyBlocklists, Policy } from '../domain/index.ts';
import { readLimited } from '../lib/files/read-limited.ts';
import { restrictToWorkspace, type Workspace } from '../lib/files/workspace-boundary.ts';
import type { BlocklistFile } from '../manifest/deferred-checks.ts';
import { createDiagnostic } from '../manifest/diagnostics/diagnostic.ts';
import { type ParsedBlocklist, parseKeyBlocklist } from '../manifest/lists/key-blocklist.ts';

const MAX_MEBIBYTES = 32;

/** Reads the lists of enabled policies. A list that cannot be read is left out, so that the checks that need it are undecided. */
export async function readKeyBlocklists(
  policies: readonly Policy[],
  root: string,
  workspace: Workspace,
): Promise<KeyBlocklists> {
  const lists = new Map<string, ReadonlySet<string>>();
  for (const path of listPaths(policies)) {
    const read = await readBlocklist(path, root, workspace);
    if ('digests' in read && read.digests.size > 0) lists.set(path, read.digests);
  }
  return lists;
}

function listPaths(policies: readonly Policy[]): ReadonlySet<string> {
  return new Set(policies.flatMap(({ enabled, checks }) => (enabled ? (checks.key_blocklist ?? []) : [])));
}

/** Checks the lists for `validate`. Only files in the workspace are read, because the manifest may be untrusted. */
export async function checkKeyBlocklists(
  files: readonly BlocklistFile[],
  root: string,
  workspace: Workspace,
): Promise<Diagnostic[]> {
  const checked = files.map(async ({ path, at }): Promise<Diagnostic[]> => {
    const read = await readBlocklist(path, root, restrictToWorkspace(workspace));
    if ('isOutside' in read) return [];
    if ('problem' in read) return [createDiagnostic('key-blocklist-unreadable', at, path, read.problem)];
    if (read.digests.size === 0) return [createDiagnostic('key-blocklist-empty', at, path)];
    const [line] = read.ignored;
    return line === undefined
      ? []
      : [createDiagnostic('key-blocklist-line-ignored', at, path, line, read.ignored.length)];
  });
  return (await Promise.all(checked)).flat();
}

/** `problem` continues a sentence that starts with the file name. */
async function readBlocklist(
  path: string,
  root: string,
  { isOutside }: Workspace,
): Promise<ParsedBlocklist | { problem: string } | { problem: string; isOutside: true }> {
  const absolute = resolve(root, path);
  try {
    if (isOutside(absolute)) return { problem: 'is outside the workspace', isOutside: true };
  } catch {
    // Reading it reports why.
  }
  const read = await readLimited(absolute, MAX_MEBIBYTES * 1024 * 1024);
  if ('bytes' in read) return parseKeyBlocklist(read.bytes.toString());
  if (read.failure === 'not-found') return { problem: 'does not exist' };
  return {
    problem: read.failure === 'too-large' ? `is larger than ${MAX_MEBIBYTES} MiB` : `cannot be read: ${read.why}`,
  };
}
