/** Lists the states in which a simulated certificate can be, so that each rule meets one that it matches. */

import { resolveAttribute } from '../../domain/event-data.ts';
import {
  type Condition,
  type ConditionSet,
  EVENT_NAMES,
  EVENTS,
  type EventName,
  type FindingName,
  isAboutScans,
  isFinding,
  isResolution,
  type Manifest,
  type Rule,
  type Severity,
} from '../../domain/index.ts';
import { computeLeadTime, computeValidityPeriod, DAY, type ValidityPeriod } from '../../domain/thresholds.ts';
import type { SimulationInput } from './index.ts';

/** A state. `event` is null for the events that the number of days until expiry causes. */
export interface SimulatedState extends Pick<SimulationInput, 'days' | 'finding' | 'failure'> {
  event: EventName | null;
}

export interface StateSelection {
  /** The event; null: every event that the certificate can cause. */
  event: EventName | null;
  /** The days until expiry; null: all numbers at which something can change, the largest first. */
  days_remaining: number | null;
  /** Whether only the alert of that number of days is simulated, if no event is given. */
  onlyAtDays: boolean;
  /** Whether events about the scans themselves are simulated as well. */
  withScans: boolean;
}

/** The days for events that do not depend on the days until expiry. */
export const DEFAULT_DAYS = 13;

/** The caps of default thresholds, in percent of the lifetime. */
const CAPS = [12.5, 25].map((value) => ({ raw: `${value}%`, unit: 'percent', value }) as const);
const SEVERITIES: readonly Severity[] = ['critical', 'warning', 'info'];
/** The limit is more than conditions of a real manifest compare with. */
const MAX_DAYS_TRIED = 1000;

/** Lists the states of a certificate, those that cause an expiry warning first. */
export function listStates(input: SimulationInput, selection: StateSelection): SimulatedState[] {
  const { event, days_remaining, onlyAtDays, withScans } = selection;
  if (event === null && days_remaining !== null && onlyAtDays) return [{ event, days: days_remaining }];
  const days = days_remaining === null ? listDays(input) : [days_remaining];
  const first: EventName = 'certificate.expiry_warning';
  const others = EVENT_NAMES.filter((name) => name !== first && (withScans || !isAboutScans(name)));
  const events = event === null ? [first, ...others] : [event];
  return events.flatMap((name): SimulatedState[] => {
    if (name === first) return days.filter((one) => one >= 0).map((one) => ({ event: name, days: one }));
    const variants = listVariants(name, input.manifest);
    return combine(orderDays(name, days), variants).map((state) => ({ event: name, ...state }));
  });
}

/** The limit is more than the rules of a real manifest distinguish; each state costs a plan. */
const MAX_STATES_PER_EVENT = 60;

/** Combines each variant with the usual number of days, then the other days, then both. */
function combine(days: readonly number[], variants: readonly Variant[]): Omit<SimulatedState, 'event'>[] {
  const pairs = days.flatMap((one, day) =>
    variants.map((variant, nth) => ({ day, nth, state: { days: one, ...variant } })),
  );
  const rank = ({ day, nth }: { day: number; nth: number }) => (day === 0 ? 0 : nth === 0 ? 1 : 2);
  return pairs
    .toSorted((a, b) => rank(a) - rank(b))
    .slice(0, MAX_STATES_PER_EVENT)
    .map(({ state }) => state);
}

/** Puts the usual number of days first. A resolution is the same at each, and an expired certificate has none left. */
function orderDays(event: EventName, days: readonly number[]): readonly number[] {
  if (!days.includes(DEFAULT_DAYS)) return days;
  if (event === 'certificate.expired' && days.length > 1) return days.filter((one) => one < 0);
  const hasDays = !isResolution(event) && !isAboutScans(event);
  return [DEFAULT_DAYS, ...(hasDays ? days.filter((one) => one !== DEFAULT_DAYS) : [])];
}

/** Lists the numbers of days at which a threshold is crossed, the status changes, or a condition becomes true; largest first. */
function listDays({ entry, current, manifest }: SimulationInput): number[] {
  const facts = current.subjects[0]?.certificate.facts;
  const period: ValidityPeriod =
    facts === undefined ? { from: null, to: 0 } : computeValidityPeriod(facts, facts.valid_to);
  const { thresholds, critical, warning } = entry.settings;
  const crossed = [...thresholds, critical, warning, ...CAPS].flatMap((spec) => {
    const leadTime = computeLeadTime(spec, period);
    return leadTime === null ? [] : [Math.floor(leadTime / DAY)];
  });
  const compared = listConditions(manifest.rules, ['days_remaining'])
    .filter((value) => typeof value === 'number')
    .flatMap((value) => [Math.ceil(value) - 1, Math.floor(value), Math.floor(value) + 1]);
  const days = new Set([...crossed, ...compared, DEFAULT_DAYS, 0, -1]);
  return [...days].sort((a, b) => b - a).slice(0, MAX_DAYS_TRIED);
}

type Variant = Pick<SimulatedState, 'finding' | 'failure'>;

/** Lists further attributes by which rules can distinguish alerts: policies, severities and codes. */
function listVariants(event: EventName, manifest: Manifest): Variant[] {
  const codes = listConditions(manifest.rules, ['error.code', 'finding.code']).filter(
    (code) => typeof code === 'string',
  );
  if (event === 'certificate.unreachable') {
    return [{}, { failure: { neverRead: true } }, ...codes.map((code) => ({ failure: { code } }))];
  }
  if (!isFinding(event)) return [{}];
  const findings = listFindings(event, manifest);
  return [{}, ...findings, ...codes.flatMap((code) => findings.map((one) => ({ ...one, code })))].map((finding) => ({
    finding,
  }));
}

function listFindings(event: FindingName, { policies }: Manifest): NonNullable<Variant['finding']>[] {
  const severities = SEVERITIES.map((severity) => ({ severity }));
  if (event !== 'certificate.policy_violation') return severities;
  const named = policies.map(({ name, severity }) => ({ qualifier: name, severity }));
  return [...named, ...Object.keys(EVENTS[event].variants).map((qualifier) => ({ qualifier })), ...severities];
}

/** Lists the values that rules compare these attributes with. */
function listConditions(rules: readonly Rule[], attributes: readonly string[]): unknown[] {
  return rules
    .flatMap(({ conditions }) => (conditions === null ? [] : flattenConditions(conditions)))
    .filter(({ attr }) => attributes.includes(resolveAttribute(attr)))
    .flatMap(({ value }) => value);
}

function flattenConditions(set: ConditionSet): Condition[] {
  if ('and' in set) return set.and.flatMap(flattenConditions);
  return 'or' in set ? set.or.flatMap(flattenConditions) : [set];
}
