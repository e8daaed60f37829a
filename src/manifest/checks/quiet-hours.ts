/** Checks quiet hours: the time zone must exist, and every day must leave time for a scan. */
import { type Diagnostic, WEEKDAYS } from '../../domain/index.ts';
import { suggest } from '../../lib/text/did-you-mean.ts';
import { createDiagnostic } from '../diagnostics/diagnostic.ts';
import { type Field, getChild, getText, isNonEmptyText, listItems, type Node } from '../yaml/node.ts';

const DAY_MINUTES = 24 * 60;
/** Minutes of each day outside the quiet hours, so that a scan can send deferred events. */
const MIN_REMAINING_MINUTES = 60;

export function checkQuietHours(field: Field | undefined): Diagnostic[] {
  if (field === undefined) return [];
  const problem = findLengthProblem(field.node);
  return [
    ...checkZone(getChild(field.node, 'time_zone')),
    ...(problem === null ? [] : [createDiagnostic('bad-quiet-hours', field.key, problem)]),
  ];
}

function checkZone(node: Node | undefined): Diagnostic[] {
  if (!isNonEmptyText(node) || isTimeZone(node.value)) return [];
  const near = suggest(node.value, Intl.supportedValuesOf('timeZone'));
  return [createDiagnostic('bad-time-zone', node, node.value, near)];
}

/** Accepts names only: an offset such as +01:00, which some Node versions accept, has no daylight saving time. */
function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

function findLengthProblem(hours: Node): 'empty' | 'endless' | null {
  const [from, to] = ['from', 'to'].map((key) => parseTimeOfDay(getText(getChild(hours, key)) ?? ''));
  if (from === undefined || to === undefined || Number.isNaN(from + to)) return null;
  if (from === to) return 'empty';
  const days = getChild(hours, 'days');
  const everyDay = days === undefined || new Set(listItems(days).map(getText)).size === WEEKDAYS.length;
  const length = (to - from + DAY_MINUTES) % DAY_MINUTES || DAY_MINUTES;
  return everyDay && DAY_MINUTES - length < MIN_REMAINING_MINUTES ? 'endless' : null;
}

/** Parses the minutes after midnight of a time such as `07:00`. */
export function parseTimeOfDay(time: string): number {
  const [hours, minutes] = time.split(':');
  return Number(hours) * 60 + Number(minutes);
}
