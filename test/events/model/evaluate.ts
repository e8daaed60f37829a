import type {
  Certificate,
  Entry,
  EventName,
  Rule,
  Settings,
  Status,
  ThresholdSpec,
} from '../../../src/domain/index.ts';

/** An independent implementation of statuses and rule matching (docs/concepts/events.md), which the oracle expects. */

const DAY = 86_400_000;
const HOUR = 3_600_000;

export interface Evaluation {
  status: Status;
  days: number;
  /** The threshold crossed last, and when. */
  threshold: { key: number | string; crossed: number } | null;
}

interface Validity {
  from: number | null;
  to: number;
}

export function getValidity({ facts }: Certificate): Validity {
  return { from: facts.valid_from === null ? null : Date.parse(facts.valid_from), to: Date.parse(facts.valid_to) };
}

export function evaluate(certificate: Certificate, settings: Settings, now: number): Evaluation {
  const validity = getValidity(certificate);
  const days = Math.floor((validity.to - now) / DAY);
  const expired = validity.to < now;
  const valid = !expired && (validity.from === null || validity.from <= now);
  const at = (limit: ThresholdSpec, explicit: boolean, percent: number): boolean => {
    const moment = computeCrossing(explicit ? limit : applyCap(limit, percent, validity), validity);
    return moment !== null && now >= moment;
  };
  const limited = at(settings.critical, settings.explicit.critical, 12.5)
    ? 'critical'
    : at(settings.warning, settings.explicit.warning, 25)
      ? 'warning'
      : 'ok';
  const status = expired ? 'expired' : valid ? limited : 'not_yet_valid';
  return { status, days, threshold: valid ? findLastCrossed(settings, validity, now) : null };
}

function findLastCrossed(settings: Settings, validity: Validity, now: number): Evaluation['threshold'] {
  const crossed = settings.thresholds
    .map((limit) => (settings.explicit.thresholds ? limit : applyCap(limit, 25, validity)))
    .map((limit) => ({
      key: normalizeThreshold(limit.raw),
      crossed: computeCrossing(limit, validity) ?? Number.POSITIVE_INFINITY,
    }))
    .filter((threshold) => threshold.crossed <= now && (validity.from === null || threshold.crossed > validity.from))
    .sort((a, b) => b.crossed - a.crossed);
  return crossed[0] ?? null;
}

/** `10` and `"10d"` are one threshold. */
export function normalizeThreshold(raw: number | string): number | string {
  const days = /^(\d+)d$/.exec(String(raw));
  return days ? Number(days[1]) : raw;
}

/** When a threshold is crossed; null for a percentage without a lifetime. */
export function computeCrossingForKey(key: number | string, certificate: Certificate): number | null {
  const [, digits, unit] = /^([\d.]+)(d|h|%)?$/.exec(String(key)) ?? [];
  const value = Number(digits);
  const limit: ThresholdSpec = {
    raw: key,
    unit: unit === 'h' ? 'hours' : unit === '%' ? 'percent' : 'days',
    value,
  };
  return computeCrossing(limit, getValidity(certificate));
}

function computeCrossing(limit: ThresholdSpec, validity: Validity): number | null {
  if (limit.unit === 'days') return validity.to - (limit.value + 1) * DAY + 1;
  if (limit.unit === 'hours') return validity.to - limit.value * HOUR;
  return validity.from === null ? null : Math.ceil(validity.to - ((validity.to - validity.from) * limit.value) / 100);
}

function applyCap(limit: ThresholdSpec, percent: number, validity: Validity): ThresholdSpec {
  const cap: ThresholdSpec = { raw: `${percent}%`, unit: 'percent', value: percent };
  const [crossesAt, capAt] = [computeCrossing(limit, validity), computeCrossing(cap, validity)];
  return crossesAt !== null && capAt !== null && crossesAt < capAt ? cap : limit;
}

/** What a rule is matched against. */
export interface MatchInput {
  event: EventName;
  name: string;
  /** null if the manifest has no such entry any more. */
  entry: Entry | null;
  status: Status;
  threshold: number | string | null;
  days: number | null;
}

/** Whether the rule matches. The simulated rules have globs with a trailing `*`, and at most one bare `lte`. */
export function matchesRule(rule: Rule, input: MatchInput): boolean {
  const { labels, names, status, thresholds } = rule.match;
  const { conditions } = rule;
  return (
    subscribesTo(rule, input.event) &&
    (names.length === 0 || names.some((glob) => matchesGlob(glob, input.name))) &&
    Object.entries(labels).every(([label, values]) => values.includes(input.entry?.labels[label] ?? '')) &&
    (status.length === 0 || status.includes(input.status)) &&
    (thresholds.length === 0 || thresholds.some(({ raw }) => normalizeThreshold(raw) === input.threshold)) &&
    (conditions === null || ('attr' in conditions && input.days !== null && input.days <= Number(conditions.value)))
  );
}

/** Whether the rule lists an alert, and matches the name and labels of the entry. The simulated conditions are on days. */
export function matchesEntryOnly(rule: Rule, input: MatchInput): boolean {
  const match = { ...rule.match, status: [], thresholds: [] };
  const lists = (event: EventName) => matchesRule({ ...rule, match, conditions: null }, { ...input, event });
  return ALERTS.some(lists);
}

const ALERTS: EventName[] = [
  'certificate.expiry_warning',
  'certificate.expired',
  'certificate.changed',
  'certificate.unreachable',
  'certificate.revoked',
];

export function subscribesTo({ enabled, events }: Rule, event: EventName): boolean {
  return enabled && events.some((glob) => matchesGlob(glob, event));
}

/** Whether the rule matches only events and names, so that it matches every resolution that it lists. */
export function hasOnlyNameMatchers({ match, conditions }: Rule): boolean {
  return match.status.length + match.thresholds.length === 0 && conditions === null;
}

function matchesGlob(glob: string, name: string): boolean {
  return glob.endsWith('*') ? name.startsWith(glob.slice(0, -1)) : glob === name;
}

/** The rank of a status; null for those without an order. */
export function rankStatus(status: Status): number | null {
  const rank = ['ok', 'warning', 'critical', 'expired'].indexOf(status);
  return rank < 0 ? null : rank;
}
