/** Finds rules that can never match, because their criteria exclude each other. Reports only certain cases. */

import { resolveAttribute } from '../../domain/event-data.ts';
import { FIXTURE_EXPIRING } from '../../domain/expiring-fixtures.ts';
import {
  ALL_SCANS,
  type Diagnostic,
  type EventName,
  isAboutScans,
  isResolution,
  STATUSES,
  type Status,
} from '../../domain/index.ts';
import { createEntryMatcher } from '../../domain/matcher.ts';
import { getOrCreate } from '../../lib/collections.ts';
import { createDiagnostic } from '../diagnostics/diagnostic.ts';
import {
  type EntrySection,
  isEnabled,
  isFixture,
  listPossibleLabels,
  type ManifestSections,
  type RuleSection,
} from '../sections.ts';
import { getChild, getField, getText, isText, listItems, type Node } from '../yaml/node.ts';
import type { Span } from '../yaml/source-file.ts';
import { matchesNoEntry, readEntryMatch } from './support/entry-matching.ts';
import {
  findContradiction,
  isSatisfiable,
  listPossibleStatuses,
  listRequiredConditions,
  type PossibleValues,
} from './support/satisfiability.ts';
import { listEvents } from './support/subscriptions.ts';

export function checkUnreachableRules({ entries, rules }: ManifestSections): Diagnostic[] {
  if (entries.length === 0) return [];
  const enabled = rules.filter(isEnabled);
  const hasConditions = enabled.some(({ node }) => getChild(node, 'conditions') !== undefined);
  const known = collectKnownValues(hasConditions ? entries : []);
  return enabled.flatMap((rule) => {
    const reason = findReason(rule, entries, known);
    return reason === null ? [] : [createDiagnostic('rule-never-fires', reason.at, reason.why)];
  });
}

interface Reason {
  at: Span;
  why: string;
}

/** An event and a status in which it can fire. */
interface Case {
  event: EventName;
  status: Status;
}

function findReason({ node }: RuleSection, entries: readonly EntrySection[], known: KnownValues): Reason | null {
  const match = getField(node, 'match');
  const matchesScans = createEntryMatcher(readEntryMatch(match?.node))(ALL_SCANS, {});
  const events = listEvents(node).filter((event) => !isAboutScans(event) || matchesScans);
  if (events.length === 0) return null;
  const [named] = listItems(getChild(node, 'events'));
  if (named !== undefined && events.every((event) => event === FIXTURE_EXPIRING) && !entries.some(isFixture))
    return { at: named, why: 'no entry has "kind: fixture"' };
  if (match !== undefined && !events.some(isAboutScans) && matchesNoEntry(match.node, entries)) {
    return { at: match.key, why: 'each of its names and labels exists, but no certificate has all of them' };
  }
  const thresholds = getField(match?.node, 'thresholds');
  if (thresholds !== undefined && listItems(thresholds.node).length > 0 && !events.some(canHaveThreshold)) {
    return { at: thresholds.key, why: 'only certificate.expiry_warning has a threshold' };
  }
  const statuses = listItems(getChild(match?.node, 'status')).filter(isText);
  if (!statuses.every(({ value }) => STATUSES.some((status) => status === value))) return null;
  const cases = events.flatMap((event) => listPossibleStatuses(event).map((status): Case => ({ event, status })));
  const matched = cases.filter(({ status }) => statuses.length === 0 || statuses.some(({ value }) => value === status));
  const [first] = statuses;
  if (matched.length === 0 && first !== undefined) {
    const possible = [...new Set(cases.map(({ status }) => status))].join(', ');
    return { at: first, why: `its events can only have status ${possible}` };
  }
  return findConditionReason(getField(node, 'conditions'), matched, known);
}

function canHaveThreshold(event: EventName): boolean {
  return event === 'certificate.expiry_warning' || isResolution(event);
}

function findConditionReason(
  field: { key: Span; node: Node } | undefined,
  cases: readonly Case[],
  known: KnownValues,
): Reason | null {
  if (field === undefined) return null;
  const required = listRequiredConditions(field.node);
  const contradiction = findContradiction(required);
  if (contradiction !== undefined) return { at: contradiction, why: 'this condition contradicts an earlier one' };
  const isNeverTrue = (set: Node) => !cases.some((one) => isSatisfiable(set, resolveValues(one, known)));
  const single = required.find(isNeverTrue);
  if (single !== undefined) {
    const attr = getText(getChild(single, 'attr')) ?? '';
    return { at: getChild(single, 'value') ?? single, why: explainUnsatisfiable(attr, cases, known) };
  }
  return isNeverTrue(field.node) ? { at: field.key, why: 'the conditions are never true at the same time' } : null;
}

/** Attribute values that the manifest itself determines. */
type KnownValues = ReadonlyMap<string, ReadonlySet<unknown>>;

const NONE: ReadonlySet<unknown> = new Set();
const LEVELS: ReadonlySet<unknown> = new Set(['error', 'warning', 'info']);

/** The key is present if items of an inventory can have any labels. */
const ANY_LABEL = 'labels.*';

function collectKnownValues(entries: readonly EntrySection[]): KnownValues {
  const known = new Map([['certificate', new Set<unknown>(entries.map(({ name }) => name))]]);
  if (entries.some((entry) => listPossibleLabels(entry) === 'any')) known.set(ANY_LABEL, new Set());
  for (const { labels } of entries) {
    for (const [label, value] of Object.entries(labels)) {
      getOrCreate(known, `labels.${label}`, () => new Set<unknown>()).add(value);
    }
  }
  return known;
}

function resolveValues({ event, status }: Case, known: KnownValues): PossibleValues {
  return (name) => {
    const attr = resolveAttribute(name);
    if (attr === 'event_type') return new Set([event]);
    if (attr === 'status') return new Set([status]);
    if (attr === 'level') return LEVELS;
    // Alerts of entries that were removed from the manifest are resolved under their old name.
    if (attr === 'certificate') return isAboutScans(event) || isResolution(event) ? undefined : known.get(attr);
    if (!attr.startsWith('labels.')) return undefined;
    return known.has(ANY_LABEL) ? undefined : (known.get(attr) ?? NONE);
  };
}

const MAX_LISTED = 8;

function explainUnsatisfiable(attr: string, cases: readonly Case[], known: KnownValues): string {
  const all = [...new Set(cases.map((one) => resolveValues(one, known)(attr) ?? NONE))];
  const some = all.flatMap((values) => [...values].slice(0, MAX_LISTED + 1));
  const values = [...new Set(some)].map((one) => JSON.stringify(one));
  if (values.length === 0) return `the condition on "${attr}" is never true, because no certificate has it`;
  const listed = values.slice(0, MAX_LISTED).join(', ') + (values.length > MAX_LISTED ? ' and others' : '');
  return `the condition on "${attr}" is never true: the value is ${values.length === 1 ? 'always' : 'one of'} ${listed}`;
}
