/** Whose an event log is. Another manifest's scan would take all that it holds for removed, and tell so. */

import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Manifest } from '../domain/index.ts';
import { checkOwnership } from '../events/log/ownership.ts';
import type { EventLog } from '../generated/event-log.ts';
import { resolveRepositoryRoot, toRepositoryPath } from '../lib/files/repository-path.ts';
import type { Io } from '../lib/io.ts';

export interface LogOwner {
  /** The manifest's path from the top of its repository. */
  manifest: string;
  /** The names under which a log is its own: after a renaming also the one that the log still has. */
  names: readonly string[];
}

/** Throws AppError `event-log-manifest-mismatch` where the log belongs to a manifest that is still there. */
export function resolveLogOwner(log: EventLog, { file, root }: Manifest, { cwd, env }: Io, describe: string): LogOwner {
  const top = resolveRepositoryRoot(root, env);
  const manifest = toRepositoryPath(path.resolve(cwd, file), top);
  const before = log.scans.manifest;
  const isRenamed = before !== undefined && !existsSync(path.resolve(top, before));
  const names = isRenamed ? [manifest, before] : [manifest];
  checkOwnership(log, names, describe);
  return { manifest, names };
}
