/** Rules that can never fire, since what they ask for is never there at once; only what is certain is told. */
import { ALL_SCANS, type Diagnostic, ENDINGS, type EventName, STATUSES, type Status } from '../../domain/index.ts';
import { diagnostic, whereIs } from '../diagnostics/diagnostic.ts';
import { type EntryPart, isEnabled, type Parts, type RulePart } from '../sections.ts';
import { childOf, fieldOf, fieldsOf, isText, itemsOf, type Node, textOf } from '../yaml/node.ts';
import type { Span } from '../yaml/source-file.ts';
import { isNowhereTogether } from './support/entry-matching.ts';
import type { Globs } from './support/name-matcher.ts';
import { canHold, contradictionIn, type Given, requiredOf, statusesOf } from './support/satisfiability.ts';
import { eventsOf } from './support/subscriptions.ts';

export function checkNever(parts: Parts, globs: Globs): Diagnostic[] {
  const rules = parts.rules.filter(isEnabled);
  const hasConditions = rules.some(({ node }) => childOf(node, 'conditions') !== undefined);
  const known = valuesOf(hasConditions ? parts.entries : []);
  return rules.flatMap((rule) => checkRule(rule, parts, globs, known));
}

/** In which form a rule could hear of something. */
interface Case {
  event: EventName;
  status: Status;
}

function checkRule({ node }: RulePart, parts: Parts, globs: Globs, known: Known): Diagnostic[] {
  const match = childOf(node, 'match');
  const events = eventsOf(node, globs).filter((event) => event !== 'scan.stale' || isOfScans(match, globs));
  const field = fieldOf(node, 'match');
  if (events.length === 0 || parts.entries.length === 0) return [];
  const never = (span: Span, why: string) => [diagnostic('rule-never-fires', whereIs(span), why)];
  if (field !== undefined && !events.includes('scan.stale') && isNowhereTogether(match, parts, globs)) {
    return never(field.key, 'each name and label that it asks for stands at some certificate, and all at none');
  }
  const thresholds = fieldOf(match, 'thresholds');
  if (itemsOf(thresholds?.node).length > 0 && !events.some(hasThreshold)) {
    return never(
      (thresholds as { key: Span }).key,
      'it asks for a threshold, and only certificate.expiry_warning has one',
    );
  }
  const statuses = itemsOf(childOf(match, 'status')).filter(isText);
  const cases = events.flatMap((event) => statusesOf(event).map((status): Case => ({ event, status })));
  const matched =
    statuses.length === 0 ? cases : cases.filter(({ status }) => statuses.some(({ value }) => value === status));
  const [first] = statuses;
  if (!statuses.every(({ value }) => STATUSES.some((status) => status === value))) return [];
  if (matched.length === 0 && first !== undefined) {
    const possible = [...new Set(cases.map(({ status }) => status))].join(', ');
    return never(first, `its events are never told in this status, but only in ${possible}`);
  }
  return checkConditions(fieldOf(node, 'conditions'), matched, known).flatMap(({ at, why }) => never(at, why));
}

const hasThreshold = (event: EventName): boolean =>
  event === 'certificate.expiry_warning' || ENDINGS.some((ending) => ending === event);

/** What is told of the scans has no label, and a name of its own. */
function isOfScans(match: Node | undefined, globs: Globs): boolean {
  const names = itemsOf(childOf(match, 'names')).flatMap((name) => textOf(name) ?? []);
  return fieldsOf(childOf(match, 'labels')).length === 0 && (names.length === 0 || globs.matcher(names)(ALL_SCANS));
}

function checkConditions(
  field: { key: Span; node: Node } | undefined,
  cases: readonly Case[],
  known: Known,
): { at: Span; why: string }[] {
  if (field === undefined) return [];
  const required = requiredOf(field.node);
  const contradiction = contradictionIn(required);
  if (contradiction !== undefined)
    return [{ at: contradiction, why: 'this condition and one before it never hold together' }];
  const holdsNever = (set: Node) => !cases.some((one) => canHold(set, givenIn(one, known)));
  const single = required.find(holdsNever);
  if (single !== undefined) {
    const attr = textOf(childOf(single, 'attr')) ?? '';
    return [{ at: childOf(single, 'value') ?? single, why: neverHolds(attr, cases, known) }];
  }
  return holdsNever(field.node) ? [{ at: field.key, why: 'its conditions never hold together' }] : [];
}

// ------------------------------------------------------------------------------------------ what values there are

type Known = ReadonlyMap<string, ReadonlySet<unknown>>;

const NONE: ReadonlySet<unknown> = new Set();
const LEVELS: ReadonlySet<unknown> = new Set(['error', 'warning', 'info']);

/** Of the attributes that the entries themselves say. */
function valuesOf(entries: readonly EntryPart[]): Known {
  const known = new Map([['certificate', new Set<unknown>(entries.map(({ name }) => name))]]);
  for (const { node } of entries) {
    for (const [label, field] of fieldsOf(childOf(node, 'labels'))) {
      const values = known.get(`labels.${label}`) ?? new Set();
      known.set(`labels.${label}`, values.add(textOf(field.node)));
    }
  }
  return known;
}

function givenIn({ event, status }: Case, known: Known): Given {
  return (attr) => {
    if (attr === 'event_type') return new Set([event]);
    if (attr === 'status') return new Set([status]);
    if (attr === 'level') return LEVELS;
    // What was taken out of the manifest is ended under its old name.
    if (attr === 'certificate') return event.startsWith('scan.') || isEnding(event) ? undefined : known.get(attr);
    return attr.startsWith('labels.') ? (known.get(attr) ?? NONE) : undefined;
  };
}

const isEnding = (event: EventName): boolean => ENDINGS.some((ending) => ending === event);

/** Values that are listed in a message. */
const MOST_LISTED = 8;

function neverHolds(attr: string, cases: readonly Case[], known: Known): string {
  const all = [...new Set(cases.map((one) => givenIn(one, known)(attr) ?? NONE))];
  const some = all.flatMap((values) => [...values].slice(0, MOST_LISTED + 1));
  const values = [...new Set(some)].map((one) => JSON.stringify(one));
  if (values.length === 0) return `its condition on "${attr}" does not hold, as no certificate has that`;
  const listed = values.slice(0, MOST_LISTED).join(', ');
  return `its condition on "${attr}" does not hold, as that is ${values.length === 1 ? 'always' : 'one of'} ${listed}${values.length > MOST_LISTED ? ' and others' : ''}`;
}
