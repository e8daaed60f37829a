/** Reads the event log for discovery: from its store, or without a network, from its branch as far as the checkout has it. */

import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Manifest } from '../../domain/index.ts';
import { parseLogFiles } from '../../events/log/log-files.ts';
import type { EventLog } from '../../generated/event-log.ts';
import { type FileSet, formatPartPath, listPartsIn } from '../../lib/files/file-set.ts';
import { createOfflineGit, type Git } from '../../lib/git.ts';
import type { Io } from '../../lib/io.ts';
import {
  openStore,
  resolveLogPath,
  resolveRepositoryPath,
  resolveStoreKind,
  type StoreRequest,
} from '../../store/index.ts';
import { selectLogSettings } from '../select-settings.ts';

/** Reads the log from its store; null if there is none yet. Throws AppError if it cannot be read. */
export async function readStoredLog(manifest: Manifest, request: StoreRequest, io: Io): Promise<EventLog | null> {
  const store = await openStore(selectLogSettings(manifest), request, io);
  return parseLogFiles(await store.read(), store.description)?.log ?? null;
}

/** Reads the log without a network; null if there is none here. Throws AppError if it cannot be read. */
export async function readLogOffline(manifest: Manifest, request: StoreRequest, io: Io): Promise<EventLog | null> {
  const kind = resolveStoreKind(manifest, request, io);
  if (kind === 'cache') return null;
  if (kind === 'file') return readStoredLog(manifest, request, io);
  const scratch = await mkdtemp(path.join(os.tmpdir(), 'certvigil-log-'));
  try {
    const git = await createOfflineGit(manifest.root, scratch, io.env);
    const file = resolveRepositoryPath(resolveLogPath(manifest, request), manifest.root, io.env);
    const files = await readBranch(git, manifest.event_log.branch, file);
    return files === null ? null : (parseLogFiles(files, `${file} on ${manifest.event_log.branch}`)?.log ?? null);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function readBranch(git: Git, branch: string, file: string): Promise<FileSet | null> {
  for (const ref of [`refs/remotes/origin/${branch}`, `refs/heads/${branch}`]) {
    const read = async (name: string) => (await git(['show', `${ref}:${name}`]))?.toString('utf8') ?? null;
    const main = await read(file);
    if (main === null) continue;
    const parts = new Map<string, string>();
    for (const part of listPartsIn(main)) {
      const text = await read(formatPartPath(file, part));
      if (text !== null) parts.set(part, text);
    }
    return { main, parts };
  }
  return null;
}
