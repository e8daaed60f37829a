import { type Diagnostic, EVENT_NAMES, RESOLUTION_NAMES } from '../../domain/index.ts';
import { formatIsoTime, parseDateOrTime } from '../../lib/iso-time.ts';
import { createDiagnostic, toLocation } from '../diagnostics/diagnostic.ts';
import type { ManifestSections } from '../sections.ts';
import { getChild, isText, listItems, type Node } from '../yaml/node.ts';
import { checkEvents } from './rules.ts';
import type { NameMatchers } from './support/name-matcher.ts';
import { checkDuplicateThresholds, checkThreshold } from './thresholds.ts';

/** A leap year: who writes today's date of next year is not told that it is too far off. */
const MAX_SILENCE_MS = 366 * 86_400_000;

/** `now`, in milliseconds: a silence ends, and is not for ever. */
export function checkSilences({ silences, near }: ManifestSections, globs: NameMatchers, now: number): Diagnostic[] {
  return silences.flatMap((node) => {
    const thresholds = listItems(getChild(getChild(node, 'match'), 'thresholds'));
    return [
      ...checkUntil(getChild(node, 'until'), now),
      ...checkEvents(node, globs, near),
      ...checkResolvedEvents(node, globs),
      ...thresholds.flatMap(checkThreshold),
      ...checkDuplicateThresholds(thresholds),
    ];
  });
}

function checkUntil(node: Node | undefined, now: number): Diagnostic[] {
  if (!isText(node) || node.value === '') return [];
  const until = parseDateOrTime(node.value);
  if (until === null) return [createDiagnostic('bad-time', toLocation(node), node.value)];
  if (until <= now) return [createDiagnostic('silence-expired', toLocation(node), node.value)];
  if (until > now + MAX_SILENCE_MS)
    return [createDiagnostic('silence-too-long', toLocation(node), node.value, formatIsoTime(now + MAX_SILENCE_MS))];
  return [];
}

/** What was told is always ended: a silence of endings alone would do nothing. */
function checkResolvedEvents(silence: Node, globs: NameMatchers): Diagnostic[] {
  const others = EVENT_NAMES.filter((event) => !RESOLUTION_NAMES.some((ending) => ending === event));
  return listItems(getChild(silence, 'events'))
    .filter(isText)
    .filter(
      ({ value }) =>
        value !== '' && RESOLUTION_NAMES.some(globs.matcher([value])) && !others.some(globs.matcher([value])),
    )
    .map((node) => createDiagnostic('silence-of-resolved-event', toLocation(node), node.value));
}
