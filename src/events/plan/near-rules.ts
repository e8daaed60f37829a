/** Explains which rules would match an alert if one of their criteria were different. */

import { resolveAttribute } from '../../domain/event-data.ts';
import type { Condition, ConditionSet, EventData, EventName, Rule, ThresholdSpec } from '../../domain/index.ts';
import { createEventMatcher, createMatcher } from '../../domain/matcher.ts';
import type { RegexCompiler } from '../../lib/python-regex.ts';
import { suggest } from '../../lib/text/did-you-mean.ts';
import { truncateTo } from '../../lib/text/truncate.ts';
import { evaluateConditions } from './conditions.ts';

/** An alert that no rule matches. */
export interface UnmatchedAlert {
  event: EventName;
  /** The key of its threshold. */
  threshold: number | string | null;
  data: EventData;
}

/** A criterion of a rule that an alert does not meet. */
interface Mismatch {
  /** The actual value and the expected one: `labels.team is payments, not paymnets`. */
  text: string;
  /** Lower is better: a misspelling, another kind of alert, or another certificate. */
  rank: 0 | 1 | 2;
}

/** The maximum of rules that are explained. */
const MAX_RULES = 2;

/**
 * Lists the rules of which all but one criterion match, with that criterion: `rule web: labels.team is web, not wbe`. Likely misspellings
 * come first, then other rules for the certificate, each in the order of the manifest. Rules for other certificates are only listed if
 * there are none of these.
 */
export function listNearRules(
  alert: UnmatchedAlert,
  rules: readonly Rule[],
  compileRegex: RegexCompiler | null,
): string[] {
  const near = rules.flatMap((rule) => {
    const [first, ...others] = listMismatches(rule, alert, compileRegex);
    return first === undefined || others.length > 0 ? [] : [{ ...first, name: rule.name }];
  });
  const own = near.filter(({ rank }) => rank < 2).toSorted((a, b) => a.rank - b.rank);
  return (own.length > 0 ? own : near)
    .slice(0, MAX_RULES)
    .map(({ name, text }) => `rule ${truncateTo(name, MAX_LENGTH)}: ${text}`);
}

function listMismatches(rule: Rule, alert: UnmatchedAlert, compileRegex: RegexCompiler | null): Mismatch[] {
  const { enabled, events, conditions } = rule;
  return [
    ...(enabled ? [] : [about('enabled is false')]),
    ...(createEventMatcher(events)(alert.event) ? [] : [about(`events does not contain ${alert.event}`)]),
    ...listMatchMismatches(rule, alert),
    ...(conditions === null ? [] : listRequired(conditions)).flatMap((one) => checkCondition(one, alert, compileRegex)),
  ];
}

const about = (text: string): Mismatch => ({ text, rank: 1 });

function listMatchMismatches({ match }: Rule, { data, threshold }: UnmatchedAlert): Mismatch[] {
  const isMet = (one: Partial<Rule['match']>) => createMatcher({ ...ANY, ...one })(data, threshold);
  const { names, labels, status, thresholds } = match;
  return [
    ...(isMet({ names }) ? [] : [describeOther('the name', data.certificate, names)]),
    ...Object.entries(labels).flatMap(([label, values]) =>
      isMet({ labels: { [label]: values } }) ? [] : [describeLabel(label, values, data.labels)],
    ),
    ...(isMet({ status }) ? [] : [about(`status is ${data.status}, not ${formatOptions(status)}`)]),
    ...(isMet({ thresholds }) ? [] : [describeThreshold(threshold, thresholds)]),
  ];
}

const ANY: Rule['match'] = { names: [], labels: {}, status: [], thresholds: [] };

function describeThreshold(actual: UnmatchedAlert['threshold'], expected: readonly ThresholdSpec[]): Mismatch {
  const options = formatOptions(expected.map(({ raw }) => `${raw}`));
  return about(
    actual === null ? `the alert has no threshold, but must have ${options}` : `threshold is ${actual}, not ${options}`,
  );
}

/** Describes a name or label that belongs to another certificate, unless it is misspelled. */
function describeOther(what: string, actual: string, expected: readonly string[]): Mismatch {
  return {
    text: `${what} is ${formatValue(actual)}, not ${formatOptions(expected)}`,
    rank: suggest(actual, expected) === undefined ? 2 : 0,
  };
}

function describeLabel(label: string, values: readonly string[], labels: Record<string, string>): Mismatch {
  if (Object.hasOwn(labels, label)) return describeOther(`labels.${label}`, labels[label] ?? '', values);
  const similar = suggest(label, Object.keys(labels));
  const isMisspelled = similar !== undefined && values.includes(labels[similar] ?? '');
  const text = `labels.${label} is not set`;
  if (!isMisspelled) return { text: `${text}, but must be ${formatOptions(values)}`, rank: 2 };
  return { text: `${text}, but labels.${similar} is ${formatValue(labels[similar])}`, rank: 0 };
}

/** Lists the conditions that must all be true. */
function listRequired(set: ConditionSet): ConditionSet[] {
  return 'and' in set ? set.and.flatMap(listRequired) : [set];
}

function checkCondition(set: ConditionSet, { data }: UnmatchedAlert, compileRegex: RegexCompiler | null): Mismatch[] {
  const { matches, notes } = evaluateConditions(set, data, compileRegex);
  if (matches) return [];
  const [note] = notes;
  if (note !== undefined) return [about(note.endsWith('.') ? note.slice(0, -1) : note)];
  if (!('attr' in set)) return [about('none of the conditions in "or" is true')];
  const actual = readAttribute(set.attr, data);
  const isMisspelled = typeof actual === 'string' && suggest(actual, listTexts(set.value)) !== undefined;
  return [{ text: describeCondition(set, actual), rank: isMisspelled && !set.negate ? 0 : 1 }];
}

function readAttribute(attr: string, data: EventData): unknown {
  const path = resolveAttribute(attr).split('.');
  return path.reduce<unknown>((value, key) => (value as Record<string, unknown> | null)?.[key], data);
}

function listTexts(value: unknown): string[] {
  return [value].flat().filter((one) => typeof one === 'string');
}

function describeCondition({ attr, op, value, negate }: Condition, actual: unknown): string {
  const is = `${attr} is ${formatValue(actual)}`;
  const expected = Array.isArray(value) ? formatOptions(value.map(formatValue)) : formatValue(value);
  if (negate) return `${is}, which "negate" excludes`;
  if (op === 'eq' || op === 'in') return `${is}, not ${expected}`;
  return `${is}, ${OPERATORS[op]} ${expected}`;
}

const OPERATORS = {
  gt: 'not over',
  gte: 'not at least',
  lt: 'not under',
  lte: 'not at most',
  contains: 'which does not contain',
  regex: 'which does not match',
} as const satisfies Partial<Record<Condition['op'], string>>;

const MAX_LENGTH = 60;
const MAX_OPTIONS = 3;

function formatValue(value: unknown): string {
  return truncateTo(typeof value === 'string' ? value : JSON.stringify(value ?? null), MAX_LENGTH);
}

/** Formats `web`, `web or mail`, or `web, mail, vpn or 4 more`. */
function formatOptions(values: readonly string[]): string {
  const shown = values.slice(0, MAX_OPTIONS).map(formatValue);
  const rest = values.length - shown.length;
  const all = rest > 0 ? [...shown, `${rest} more`] : shown;
  const last = all.pop() ?? '';
  return all.length === 0 ? last : `${all.join(', ')} or ${last}`;
}
