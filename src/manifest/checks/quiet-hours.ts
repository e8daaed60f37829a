import { type Diagnostic, WEEKDAYS } from '../../domain/index.ts';
import { suggest } from '../../lib/did-you-mean.ts';
import { diagnostic, whereIs } from '../diagnostics/diagnostic.ts';
import { childOf, type Field, isText, itemsOf, type Node, textOf } from '../yaml/node.ts';

const DAY = 24 * 60;
/** Minutes that must be left of each day, so that a scan can meet them. */
const LEFT = 60;

/** A time zone that there is, and hours that begin and end. */
export function checkQuietHours(field: Field | undefined): Diagnostic[] {
  if (field === undefined) return [];
  const problem = lengthProblem(field.node);
  return [
    ...checkZone(childOf(field.node, 'time_zone')),
    ...(problem === null ? [] : [diagnostic('bad-quiet-hours', whereIs(field.key), problem)]),
  ];
}

function checkZone(node: Node | undefined): Diagnostic[] {
  if (!isText(node) || node.value === '' || isTimeZone(node.value)) return [];
  const near = suggest(node.value, Intl.supportedValuesOf('timeZone'));
  return [diagnostic('bad-time-zone', whereIs(node), node.value, near)];
}

/** By its name: an offset such as +01:00, which some versions take, knows no summer time. */
function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

function lengthProblem(hours: Node): 'empty' | 'endless' | null {
  const [from, to] = ['from', 'to'].map((key) => minutesOf(textOf(childOf(hours, key)) ?? ''));
  if (from === undefined || to === undefined || Number.isNaN(from + to)) return null;
  if (from === to) return 'empty';
  const days = childOf(hours, 'days');
  const everyDay = days === undefined || new Set(itemsOf(days).map(textOf)).size === WEEKDAYS.length;
  const length = (to - from + DAY) % DAY || DAY;
  return everyDay && DAY - length < LEFT ? 'endless' : null;
}

/** Minutes after midnight of `07:00`. */
export function minutesOf(time: string): number {
  const [hours, minutes] = time.split(':');
  return Number(hours) * 60 + Number(minutes);
}
