/** Checks the end, events and thresholds of silences. */
import { type Diagnostic, EVENT_NAMES, RESOLUTION_NAMES } from '../../domain/index.ts';
import { createGlobMatcher } from '../../lib/files/glob.ts';
import { formatDay, formatIsoTime, parseDateOrTime } from '../../lib/iso-time.ts';
import { createDiagnostic } from '../diagnostics/diagnostic.ts';
import type { ManifestSections } from '../sections.ts';
import { getChild, isNonEmptyText, listItems, listTextNodes, type Node } from '../yaml/node.ts';
import { checkEvents } from './rules.ts';
import { checkThresholds } from './thresholds.ts';

/** A leap year, so that the same date next year is always accepted. */
const MAX_SILENCE_MS = 366 * 86_400_000;

/** `now` is in milliseconds. */
export function checkSilences({ silences, near }: ManifestSections, now: number): Diagnostic[] {
  return silences.flatMap((node) => [
    ...checkEnd(getChild(node, 'until'), now, SILENCE_ENDS),
    ...checkEvents(node, near),
    ...checkResolvedEvents(node),
    ...checkReasons(node),
    ...checkThresholds(listItems(getChild(node, 'match', 'thresholds'))),
  ]);
}

/** The codes of an end that has passed, and of one that is too late. */
interface EndCodes {
  passed: 'silence-expired' | 'disabled-until-passed';
  tooLong: 'silence-too-long' | 'disabled-too-long';
}

const SILENCE_ENDS: EndCodes = { passed: 'silence-expired', tooLong: 'silence-too-long' };

/** Checks the end of something that a person takes back later: at most a year from `now` (milliseconds). */
export function checkEnd(node: Node | undefined, now: number, { passed, tooLong }: EndCodes): Diagnostic[] {
  if (!isNonEmptyText(node)) return [];
  const until = parseDateOrTime(node.value);
  if (until === null) return [createDiagnostic('bad-time', node, node.value)];
  if (until <= now) return [createDiagnostic(passed, node, node.value)];
  if (until <= now + MAX_SILENCE_MS) return [];
  return [createDiagnostic(tooLong, node, node.value, formatDay(formatIsoTime(now + MAX_SILENCE_MS)))];
}

/** A silence of reasons only cannot match what only alerts have. */
function checkReasons(silence: Node): Diagnostic[] {
  if (getChild(silence, 'codes') === undefined || getChild(silence, 'events') !== undefined) return [];
  return ['status', 'thresholds'].flatMap((field) => {
    const node = getChild(silence, 'match', field);
    return node === undefined ? [] : [createDiagnostic('silence-of-reason', node, field)];
  });
}

/** Sent alerts are always resolved, so an item that selects only resolved events has no effect. */
function checkResolvedEvents(silence: Node): Diagnostic[] {
  const resolved = new Set<string>(RESOLUTION_NAMES);
  return listTextNodes(getChild(silence, 'events'))
    .filter(({ value }) => {
      const selected = EVENT_NAMES.filter(createGlobMatcher([value]));
      return selected.length > 0 && selected.every((event) => resolved.has(event));
    })
    .map((node) => createDiagnostic('silence-of-resolved-event', node, node.value));
}
