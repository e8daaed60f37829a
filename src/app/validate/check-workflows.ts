/** Finds workflows beside the manifest that cannot run yet, because `init` did not know the account of the action. */

import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Diagnostic } from '../../domain/index.ts';
import { resolveRepositoryRoot, toRepositoryPath } from '../../lib/files/repository-path.ts';
import { resolveWorkspace, restrictToWorkspace } from '../../lib/files/workspace-boundary.ts';
import type { Io } from '../../lib/io.ts';
import { createDiagnostic } from '../../manifest/diagnostics/diagnostic.ts';
import { createSourceFile } from '../../manifest/yaml/source-file.ts';
import { PLACEHOLDER_OWNER } from '../init/action-reference.ts';

/** A larger file is not a workflow: GitHub rejects it. */
const MAX_WORKFLOW_BYTES = 1024 * 1024;

/** `root`: the directory of the manifest (absolute). Reads regular files of the repository only. */
export function checkWorkflows(root: string, env: Io['env']): Diagnostic[] {
  const repository = resolveRepositoryRoot(root, env);
  const { isOutside } = restrictToWorkspace(resolveWorkspace(root, env));
  return listWorkflows(path.join(repository, '.github/workflows')).flatMap((file) => {
    if (isOutside(file)) return [];
    const source = createSourceFile(toRepositoryPath(file, repository), readFileSync(file, 'utf8'), false);
    return [...source.text.matchAll(USE)].map(({ index, 0: line }) => {
      const start = index + line.indexOf(PLACEHOLDER_OWNER);
      const span = { file: source, start, end: start + PLACEHOLDER_OWNER.length };
      return createDiagnostic('action-placeholder', span, PLACEHOLDER_OWNER);
    });
  });
}

const USE = new RegExp(`^[ -]*uses: *["']?${PLACEHOLDER_OWNER}/`, 'gm');

/** Regular files, sorted. Empty if there is no such directory. */
function listWorkflows(directory: string): string[] {
  try {
    return readdirSync(directory)
      .filter((name) => /\.ya?ml$/.test(name))
      .sort()
      .map((name) => path.join(directory, name))
      .filter((file) => isSmallFile(file));
  } catch {
    return [];
  }
}

function isSmallFile(file: string): boolean {
  const stats = lstatSync(file, { throwIfNoEntry: false });
  return stats?.isFile() === true && stats.size <= MAX_WORKFLOW_BYTES;
}
