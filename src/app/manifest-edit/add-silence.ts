/** Adds a silence that permits a known reason for a red run to the manifest. */

import type { Manifest } from '../../domain/index.ts';
import type { RedCode } from '../../domain/red-reasons.ts';
import { AppError } from '../../lib/app-error.ts';
import type { Io } from '../../lib/io.ts';
import { parseIsoTime } from '../../lib/iso-time.ts';
import { listRedReasons } from '../../report/coverage/reasons.ts';
import { renderScalar } from '../../report/discover/entry-yaml.ts';
import { createSelection } from '../scan-context.ts';
import { type ItemText, insertItems } from './insert-items.ts';
import { rewriteManifest, toEdited } from './rewrite-manifest.ts';

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
  const isSelected = createSelection(manifest.entries, request.entries, manifest.file);
  if (isSilenced(manifest, request, isSelected)) return false;
  const item = renderSilence(request);
  const edit = (text: string) =>
    toEdited(insertItems(text, 'silences', [{ comment: null, items: [item] }]), 'silences');
  const reason = await rewriteManifest(manifest.file, edit, io);
  if (reason === null) return true;
  throw new AppError('silence-unwritable', `no silence was added to ${manifest.file}: ${reason}`, {
    hint: `Add it by hand: ${item.line}`,
  });
}

/** Whether every entry, or the scan itself if none is named, has a silence that lasts until the same time. */
function isSilenced(
  { entries, silences }: Manifest,
  { code, entries: named, until: { time } }: SilenceRequest,
  isSelected: (entry: string) => boolean,
): boolean {
  const selected = entries.flatMap(({ name }) => (isSelected(name) ? name : []));
  const causes = (named.length === 0 ? [null] : selected).map((entry) => ({ code, entry }));
  const lasting = silences.filter(({ until }) => parseIsoTime(until) >= time);
  const reasons = listRedReasons(causes, { entries, silences: lasting, now: time - 1 });
  return reasons.every(({ silenced_until }) => silenced_until !== undefined);
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
