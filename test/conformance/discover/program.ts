/** A program that reads configurations, and our format for them. */

import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type fc from 'fast-check';
import { classifyHost } from '../../../src/discover/classify-host.ts';
import type { Format, Mention, Repository } from '../../../src/discover/format.ts';
import type { Difference, Oracle } from '../suite.ts';

/** The texts of files by path. */
export type Files = Readonly<Record<string, string>>;

export interface Program<Case> {
  /** Its name in PATH. */
  name: string;
  /** Syntax trees of configurations. */
  cases: fc.Arbitrary<Case>;
  /** Our answer. */
  answer: (one: Case) => string;
  differences: readonly Difference<Case>[];
  open: (program: string, directory: string) => Promise<Oracle<Case>>;
}

/** Returns the mentions of a format in all files that it would read. */
export function readFiles(format: Format, files: Files): Mention[] {
  const repository: Repository = { paths: Object.keys(files).sort(), readText: (one) => files[one] ?? null };
  return Object.entries(files).flatMap(([file, text]) =>
    format.files.test(file) && (format.sniff?.(text) ?? true) ? [...format.read({ path: file, text }, repository)] : [],
  );
}

/** `HOST:PORT` of each mention of a host, and `unresolved`. */
export const listMentions = (mentions: readonly Mention[]): string[] =>
  mentions.flatMap((one) => {
    if (one.kind === 'unresolved') return ['unresolved'];
    return one.kind === 'host' ? [`${one.host}:${one.port ?? 443}`] : [];
  });

/** Formats `HOST:PORT` of all hosts that can be watched, each once. */
export function formatHosts(listed: readonly string[]): string {
  const hosts = listed.flatMap((text) => {
    const [host = '', port] = text.split(':');
    const classified = classifyHost(host, ['example.com']);
    return 'host' in classified ? [`${classified.host}${port === undefined ? '' : `:${port}`}`] : [];
  });
  return hosts.length === 0 ? 'none' : `hosts ${[...new Set(hosts)].sort().join(' ')}`;
}

export function writeFiles(directory: string, files: Files): void {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(directory, file)), { recursive: true });
    writeFileSync(path.join(directory, file), text);
  }
}
