/** Checks until when entries are disabled, and that there is a reason. */

import type { Diagnostic } from '../../domain/index.ts';
import { formatDay, formatIsoTime, parseDateOrTime } from '../../lib/iso-time.ts';
import { createDiagnostic } from '../diagnostics/diagnostic.ts';
import { isEnabled, type ManifestSections } from '../sections.ts';
import { getChild, getField, isNonEmptyText, type Node } from '../yaml/node.ts';
import { MAX_SILENCE_MS } from './silences.ts';

/** `now` is in milliseconds. */
export function checkDisabled({ entries }: ManifestSections, now: number): Diagnostic[] {
  return entries.flatMap(({ own }) => {
    const field = getField(own, 'disabled_until');
    if (field === undefined) return [];
    if (!isEnabled({ node: own })) return [createDiagnostic('disabled-twice', field.key)];
    const hasReason = getChild(own, 'disabled_reason') !== undefined;
    return [
      ...(hasReason ? [] : [createDiagnostic('disabled-without-reason', field.key)]),
      ...checkEnd(field.node, now),
    ];
  });
}

function checkEnd(node: Node, now: number): Diagnostic[] {
  if (!isNonEmptyText(node)) return [];
  const until = parseDateOrTime(node.value);
  if (until === null) return [createDiagnostic('bad-time', node, node.value)];
  if (until <= now) return [createDiagnostic('disabled-until-passed', node, node.value)];
  if (until <= now + MAX_SILENCE_MS) return [];
  return [createDiagnostic('disabled-too-long', node, node.value, formatDay(formatIsoTime(now + MAX_SILENCE_MS)))];
}
