/** Rules that can never fire, since what they ask for is never there at once; only what is certain is told. */
import {
  ALL_SCANS,
  type Diagnostic,
  type EventName,
  RESOLUTION_NAMES,
  STATUSES,
  type Status,
} from '../../domain/index.ts';
import { createDiagnostic, toLocation } from '../diagnostics/diagnostic.ts';
import { type EntrySection, isEnabled, type ManifestSections, type RuleSection } from '../sections.ts';
import { getChild, getField, getText, isText, listFields, listItems, type Node } from '../yaml/node.ts';
import type { Span } from '../yaml/source-file.ts';
import { matchesNoEntry } from './support/entry-matching.ts';
import type { NameMatchers } from './support/name-matcher.ts';
import {
  findContradiction,
  isSatisfiable,
  listPossibleStatuses,
  listRequiredConditions,
  type PossibleValues,
} from './support/satisfiability.ts';
import { listEvents } from './support/subscriptions.ts';

export function checkUnreachableRules(parts: ManifestSections, globs: NameMatchers): Diagnostic[] {
  const rules = parts.rules.filter(isEnabled);
  const hasConditions = rules.some(({ node }) => getChild(node, 'conditions') !== undefined);
  const known = collectKnownValues(hasConditions ? parts.entries : []);
  return rules.flatMap((rule) => checkRule(rule, parts, globs, known));
}

/** In which form a rule could hear of something. */
interface Case {
  event: EventName;
  status: Status;
}

function checkRule(
  { node }: RuleSection,
  parts: ManifestSections,
  globs: NameMatchers,
  known: KnownValues,
): Diagnostic[] {
  const match = getChild(node, 'match');
  const events = listEvents(node, globs).filter((event) => event !== 'scan.stale' || matchesScans(match, globs));
  const field = getField(node, 'match');
  if (events.length === 0 || parts.entries.length === 0) return [];
  const never = (span: Span, why: string) => [createDiagnostic('rule-never-fires', toLocation(span), why)];
  if (field !== undefined && !events.includes('scan.stale') && matchesNoEntry(match, parts, globs)) {
    return never(field.key, 'each name and label that it asks for stands at some certificate, and all at none');
  }
  const thresholds = getField(match, 'thresholds');
  if (listItems(thresholds?.node).length > 0 && !events.some(hasThreshold)) {
    return never(
      (thresholds as { key: Span }).key,
      'it asks for a threshold, and only certificate.expiry_warning has one',
    );
  }
  const statuses = listItems(getChild(match, 'status')).filter(isText);
  const cases = events.flatMap((event) => listPossibleStatuses(event).map((status): Case => ({ event, status })));
  const matched =
    statuses.length === 0 ? cases : cases.filter(({ status }) => statuses.some(({ value }) => value === status));
  const [first] = statuses;
  if (!statuses.every(({ value }) => STATUSES.some((status) => status === value))) return [];
  if (matched.length === 0 && first !== undefined) {
    const possible = [...new Set(cases.map(({ status }) => status))].join(', ');
    return never(first, `its events are never told in this status, but only in ${possible}`);
  }
  return checkConditions(getField(node, 'conditions'), matched, known).flatMap(({ at, why }) => never(at, why));
}

const hasThreshold = (event: EventName): boolean =>
  event === 'certificate.expiry_warning' || RESOLUTION_NAMES.some((ending) => ending === event);

/** What is told of the scans has no label, and a name of its own. */
function matchesScans(match: Node | undefined, globs: NameMatchers): boolean {
  const names = listItems(getChild(match, 'names')).flatMap((name) => getText(name) ?? []);
  return listFields(getChild(match, 'labels')).length === 0 && (names.length === 0 || globs.matcher(names)(ALL_SCANS));
}

function checkConditions(
  field: { key: Span; node: Node } | undefined,
  cases: readonly Case[],
  known: KnownValues,
): { at: Span; why: string }[] {
  if (field === undefined) return [];
  const required = listRequiredConditions(field.node);
  const contradiction = findContradiction(required);
  if (contradiction !== undefined)
    return [{ at: contradiction, why: 'this condition and one before it never hold together' }];
  const holdsNever = (set: Node) => !cases.some((one) => isSatisfiable(set, resolveValues(one, known)));
  const single = required.find(holdsNever);
  if (single !== undefined) {
    const attr = getText(getChild(single, 'attr')) ?? '';
    return [{ at: getChild(single, 'value') ?? single, why: explainUnsatisfiable(attr, cases, known) }];
  }
  return holdsNever(field.node) ? [{ at: field.key, why: 'its conditions never hold together' }] : [];
}

// ------------------------------------------------------------------------------------------ what values there are

type KnownValues = ReadonlyMap<string, ReadonlySet<unknown>>;

const NONE: ReadonlySet<unknown> = new Set();
const LEVELS: ReadonlySet<unknown> = new Set(['error', 'warning', 'info']);

/** Of the attributes that the entries themselves say. */
function collectKnownValues(entries: readonly EntrySection[]): KnownValues {
  const known = new Map([['certificate', new Set<unknown>(entries.map(({ name }) => name))]]);
  for (const { node } of entries) {
    for (const [label, field] of listFields(getChild(node, 'labels'))) {
      const values = known.get(`labels.${label}`) ?? new Set();
      known.set(`labels.${label}`, values.add(getText(field.node)));
    }
  }
  return known;
}

function resolveValues({ event, status }: Case, known: KnownValues): PossibleValues {
  return (attr) => {
    if (attr === 'event_type') return new Set([event]);
    if (attr === 'status') return new Set([status]);
    if (attr === 'level') return LEVELS;
    // What was taken out of the manifest is ended under its old name.
    if (attr === 'certificate') return event.startsWith('scan.') || isEnding(event) ? undefined : known.get(attr);
    return attr.startsWith('labels.') ? (known.get(attr) ?? NONE) : undefined;
  };
}

const isEnding = (event: EventName): boolean => RESOLUTION_NAMES.some((ending) => ending === event);

/** Values that are listed in a message. */
const MAX_LISTED = 8;

function explainUnsatisfiable(attr: string, cases: readonly Case[], known: KnownValues): string {
  const all = [...new Set(cases.map((one) => resolveValues(one, known)(attr) ?? NONE))];
  const some = all.flatMap((values) => [...values].slice(0, MAX_LISTED + 1));
  const values = [...new Set(some)].map((one) => JSON.stringify(one));
  if (values.length === 0) return `its condition on "${attr}" does not hold, as no certificate has that`;
  const listed = values.slice(0, MAX_LISTED).join(', ');
  return `its condition on "${attr}" does not hold, as that is ${values.length === 1 ? 'always' : 'one of'} ${listed}${values.length > MAX_LISTED ? ' and others' : ''}`;
}
