/** Adds a silence that permits a known reason for a red run to the manifest. */

import type { Manifest, Silence } from '../../domain/index.ts';
import { createEntryMatcher } from '../../domain/matcher.ts';
import type { RedCode } from '../../domain/red-reasons.ts';
import { AppError } from '../../lib/app-error.ts';
import type { Io } from '../../lib/io.ts';
import { parseIsoTime } from '../../lib/iso-time.ts';
import { renderScalar } from '../../report/discover/entry-yaml.ts';
import { createSelection } from '../scan-context.ts';
import { type ItemText, insertItems } from './insert-items.ts';
import { rewriteManifest } from './rewrite-manifest.ts';

export interface SilenceRequest {
  code: RedCode;
  /** Names of entries, or globs; empty: all entries, and the scan itself. */
  entries: readonly string[];
  /** The end as the user wrote it, and in milliseconds. */
  until: { text: string; time: number };
  reason: string;
}

/**
 * Adds a silence to the manifest. Returns false if it has one that permits the same at least as long. Throws AppError
 * `only-matches-nothing` if no entry has a name, and `silence-unwritable` if the manifest cannot be changed.
 */
export async function addSilence(manifest: Manifest, request: SilenceRequest, io: Io): Promise<boolean> {
  createSelection(manifest.entries, request.entries, manifest.file);
  if (manifest.silences.some((silence) => isPermitting(silence, request, manifest))) return false;
  const item = renderSilence(request);
  const edit = (text: string) => insertItems(text, 'silences', [{ comment: null, items: [item] }]);
  const reason = await rewriteManifest(manifest.file, 'silences', edit, io);
  if (reason === null) return true;
  throw new AppError('silence-unwritable', `no silence was added to ${manifest.file}: ${reason}`, {
    hint: `Add it by hand: ${item.line}`,
  });
}

function isPermitting(
  { codes, until, match }: Silence,
  { code, entries, until: { time } }: SilenceRequest,
  manifest: Manifest,
): boolean {
  if (!codes.includes(code) || parseIsoTime(until) < time) return false;
  const isOfAll = match.names.length === 0 && Object.keys(match.labels).length === 0;
  if (entries.length === 0) return isOfAll;
  const selects = createSelection(manifest.entries, entries, manifest.file);
  const matches = createEntryMatcher(match);
  return manifest.entries.filter(({ name }) => selects(name)).every(({ name, labels }) => matches(name, labels));
}

function renderSilence({ code, entries, until, reason }: SilenceRequest): ItemText {
  const names = entries.map(renderScalar).join(', ');
  const fields = [
    `until: ${renderScalar(until.text)}`,
    `reason: ${renderScalar(reason)}`,
    `codes: [${code}]`,
    ...(entries.length > 0 ? [`match: { names: [${names}] }`] : []),
  ];
  const renderBlock = (indent: number) =>
    fields.map((field, index) => `${' '.repeat(indent)}${index === 0 ? '- ' : '  '}${field}\n`).join('');
  return { renderBlock, line: `{ ${fields.join(', ')} }` };
}
