/** Plans a sample of each event that an enabled rule can send, to find out whether its receivers could send it. */

import {
  type Entry,
  EVENT_NAMES,
  isAboutScans,
  type Manifest,
  type Plan,
  type PlannedDelivery,
  type PlannedEvent,
  type Rule,
  type ScanContext,
} from '../../domain/index.ts';
import { createEntryMatcher, createEventMatcher } from '../../domain/matcher.ts';
import { getOrCreate } from '../../lib/collections.ts';
import type { RegexCompiler } from '../../lib/python-regex.ts';
import { createSampleState, type SimulationInput, simulateAlert } from './index.ts';
import { createUnmatchedFilter } from './omit-unmatched.ts';
import { DEFAULT_DAYS, listStates } from './simulated-states.ts';

/** The rules of which each event is tried, which takes some milliseconds each. Of further rules, one event is. */
const MAX_THOROUGH = 20;

/**
 * Plans, for each enabled rule and each of its destinations, one delivery of each event, for the first entry that the rule can match. A rule
 * whose conditions match no sample has none. Nothing is read.
 */
export function createSamplePlan(manifest: Manifest, scan: ScanContext, compileRegex: RegexCompiler | null): Plan {
  const entries = manifest.entries.filter(({ enabled }) => enabled);
  const samples = manifest.rules.flatMap((rule, index) => {
    const entry = findEntry(rule, entries);
    if (entry === undefined) return [];
    return listSamples(rule, createInput(rule, entry, { manifest, scan, compileRegex }), index < MAX_THOROUGH);
  });
  return {
    events: samples.map(({ event }, index) => ({ ...event, id: `${index}` })),
    deliveries: samples.map(({ delivery }, index) => ({ ...delivery, event_id: `${index}` })),
  };
}

/** Finds the entry of the samples; for a rule that is only about scans, any entry. */
function findEntry(rule: Rule, entries: readonly Entry[]): Entry | undefined {
  if (!rule.enabled) return undefined;
  const isForScans = EVENT_NAMES.filter(createEventMatcher(rule.events)).every(isAboutScans);
  const matches = createEntryMatcher(rule.match);
  return isForScans ? entries[0] : entries.find(({ name, labels }) => matches(name, labels));
}

/** Creates the input for one rule: the others would only cost time. */
function createInput(
  rule: Rule,
  entry: Entry,
  { manifest, scan, compileRegex }: Pick<SimulationInput, 'manifest' | 'scan' | 'compileRegex'>,
): SimulationInput {
  const current = createSampleState(entry, scan.now);
  return { entry, manifest: { ...manifest, rules: [rule] }, current, days: DEFAULT_DAYS, scan, compileRegex };
}

interface Sample {
  event: PlannedEvent;
  delivery: PlannedDelivery;
}

/**
 * Lists the first due delivery of each event to each destination of a rule. Only for a rule that sends nothing in the usual states are the
 * others tried.
 */
function listSamples(rule: Rule, input: SimulationInput, isThorough: boolean): Sample[] {
  const omitUnmatched = createUnmatchedFilter([rule], input.compileRegex);
  const states = listStates(input, { event: null, days_remaining: null, onlyAtDays: false, withScans: true });
  const usual = EVENT_NAMES.flatMap((name) => states.find(({ event }) => event === name) ?? []);
  const others = states.filter((state) => !usual.includes(state));
  const found = new Map<string, Sample>();
  for (const state of [...usual, ...others]) {
    if (found.size > 0 && !(isThorough && usual.includes(state))) break;
    const { events, deliveries } = omitUnmatched(simulateAlert({ ...input, ...state }, state.event));
    for (const delivery of deliveries.filter(({ due }) => due)) {
      const event = events.find(({ id }) => id === delivery.event_id);
      if (event !== undefined) getOrCreate(found, toKey(event, delivery), () => ({ event, delivery }));
    }
  }
  return [...found.values()];
}

function toKey({ event }: PlannedEvent, { destination }: PlannedDelivery): string {
  return JSON.stringify([event, destination]);
}
