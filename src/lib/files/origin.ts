/** Reads where a checkout was cloned from. */

import path from 'node:path';
import { readLimitedSync } from './read-limited.ts';

/** A configuration of git with thousands of branches is smaller. */
const MAX_CONFIG_BYTES = 4 * 1024 * 1024;

/**
 * Reads the URL of the remote `origin`, with its credentials if it has any. It never leaves the machine. Returns null if there is none, or
 * for a worktree, whose `.git` is a file.
 */
export function readOrigin(repository: string): string | null {
  const config = readLimitedSync(path.join(repository, '.git', 'config'), MAX_CONFIG_BYTES);
  if ('failure' in config) return null;
  const text = config.bytes.toString('utf8');
  const lines = text.split('\n').map((line) => line.trim());
  const start = lines.indexOf('[remote "origin"]');
  const end = lines.findIndex((line, index) => index > start && line.startsWith('['));
  const section = start === -1 ? [] : lines.slice(start, end === -1 ? undefined : end);
  const settings = section.map((line) => line.split('='));
  const [, ...value] = settings.find(([name = '']) => name.trim() === 'url') ?? [];
  const [url = ''] = value.join('=').split(/\s[#;]/);
  return url.trim() || null;
}
