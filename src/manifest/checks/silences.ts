import { type Diagnostic, ENDINGS, EVENTS } from '../../domain/index.ts';
import { isoTime, parseTime } from '../../lib/iso-time.ts';
import { diagnostic, whereIs } from '../diagnostics/diagnostic.ts';
import type { Parts } from '../sections.ts';
import { childOf, isText, itemsOf, type Node } from '../yaml/node.ts';
import { checkEvents } from './rules.ts';
import type { Globs } from './support/name-matcher.ts';
import { badLimit, checkThresholds } from './thresholds.ts';

/** A leap year: who writes today's date of next year is not told that it is too far off. */
const YEAR = 366 * 86_400_000;

/** `now`, in milliseconds: a silence ends, and is not for ever. */
export function checkSilences({ silences, near }: Parts, globs: Globs, now: number): Diagnostic[] {
  return silences.flatMap((node) => {
    const thresholds = itemsOf(childOf(childOf(node, 'match'), 'thresholds'));
    return [
      ...checkUntil(childOf(node, 'until'), now),
      ...checkEvents(node, globs, near),
      ...checkEndings(node, globs),
      ...thresholds.flatMap(badLimit),
      ...checkThresholds(thresholds),
    ];
  });
}

function checkUntil(node: Node | undefined, now: number): Diagnostic[] {
  if (!isText(node) || node.value === '') return [];
  const until = parseTime(node.value);
  if (until === null) return [diagnostic('bad-time', whereIs(node), node.value)];
  if (until <= now) return [diagnostic('silence-expired', whereIs(node), node.value)];
  if (until > now + YEAR) return [diagnostic('silence-too-long', whereIs(node), node.value, isoTime(now + YEAR))];
  return [];
}

/** What was told is always ended: a silence of endings alone would do nothing. */
function checkEndings(silence: Node, globs: Globs): Diagnostic[] {
  const others = EVENTS.filter((event) => !ENDINGS.some((ending) => ending === event));
  return itemsOf(childOf(silence, 'events'))
    .filter(isText)
    .filter(({ value }) => value !== '' && ENDINGS.some(globs.matcher([value])) && !others.some(globs.matcher([value])))
    .map((node) => diagnostic('silence-of-endings', whereIs(node), node.value));
}
