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

export interface Judgement {
  status: Status;
  days: number;
  /** The threshold crossed last, and when. */
  threshold: { key: number | string; crossed: number } | null;
}

interface Life {
  from: number | null;
  to: number;
}

export function lifeOf({ facts }: Certificate): Life {
  return { from: facts.valid_from === null ? null : Date.parse(facts.valid_from), to: Date.parse(facts.valid_to) };
}

export function judge(certificate: Certificate, settings: Settings, now: number): Judgement {
  const life = lifeOf(certificate);
  const days = Math.floor((life.to - now) / DAY);
  const expired = life.to < now;
  const valid = !expired && (life.from === null || life.from <= now);
  const at = (limit: ThresholdSpec, written: boolean, percent: number): boolean => {
    const moment = crossing(written ? limit : capped(limit, percent, life), life);
    return moment !== null && now >= moment;
  };
  const limited = at(settings.critical, settings.explicit.critical, 12.5)
    ? 'critical'
    : at(settings.warning, settings.explicit.warning, 25)
      ? 'warning'
      : 'ok';
  const status = expired ? 'expired' : valid ? limited : 'not_yet_valid';
  return { status, days, threshold: valid ? crossedLast(settings, life, now) : null };
}

function crossedLast(settings: Settings, life: Life, now: number): Judgement['threshold'] {
  const crossed = settings.thresholds
    .map((limit) => (settings.explicit.thresholds ? limit : capped(limit, 25, life)))
    .map((limit) => ({ key: keyOf(limit.raw), crossed: crossing(limit, life) ?? Number.POSITIVE_INFINITY }))
    .filter((threshold) => threshold.crossed <= now && (life.from === null || threshold.crossed > life.from))
    .sort((a, b) => b.crossed - a.crossed);
  return crossed[0] ?? null;
}

/** `10` and `"10d"` are one threshold. */
export function keyOf(written: number | string): number | string {
  const days = /^(\d+)d$/.exec(String(written));
  return days ? Number(days[1]) : written;
}

/** When a threshold is crossed; null for a percentage without a lifetime. */
export function crossingOf(key: number | string, certificate: Certificate): number | null {
  const [, digits, unit] = /^([\d.]+)(d|h|%)?$/.exec(String(key)) ?? [];
  const value = Number(digits);
  const limit: ThresholdSpec = {
    raw: key,
    unit: unit === 'h' ? 'hours' : unit === '%' ? 'percent' : 'days',
    value,
  };
  return crossing(limit, lifeOf(certificate));
}

function crossing(limit: ThresholdSpec, life: Life): number | null {
  if (limit.unit === 'days') return life.to - (limit.value + 1) * DAY + 1;
  if (limit.unit === 'hours') return life.to - limit.value * HOUR;
  return life.from === null ? null : Math.ceil(life.to - ((life.to - life.from) * limit.value) / 100);
}

function capped(limit: ThresholdSpec, percent: number, life: Life): ThresholdSpec {
  const cap: ThresholdSpec = { raw: `${percent}%`, unit: 'percent', value: percent };
  const [own, most] = [crossing(limit, life), crossing(cap, life)];
  return own !== null && most !== null && own < most ? cap : limit;
}

/** What a rule is matched against. */
export interface Matter {
  event: EventName;
  name: string;
  /** null if the manifest has no such entry any more. */
  entry: Entry | null;
  status: Status;
  threshold: number | string | null;
  days: number | null;
}

/** Whether the rule matches. The simulated rules have globs with a trailing `*`, and at most one bare `lte`. */
export function wants(rule: Rule, matter: Matter): boolean {
  const { labels, names, status, thresholds } = rule.match;
  const { conditions } = rule;
  return (
    hears(rule, matter.event) &&
    (names.length === 0 || names.some((glob) => globbed(glob, matter.name))) &&
    Object.entries(labels).every(([label, values]) => values.includes(matter.entry?.labels[label] ?? '')) &&
    (status.length === 0 || status.includes(matter.status)) &&
    (thresholds.length === 0 || thresholds.some(({ raw }) => keyOf(raw) === matter.threshold)) &&
    (conditions === null || ('attr' in conditions && matter.days !== null && matter.days <= Number(conditions.value)))
  );
}

export function hears({ enabled, events }: Rule, event: EventName): boolean {
  return enabled && events.some((glob) => globbed(glob, event));
}

/** Whether the rule matches only events and names, so that it matches every resolution that it lists. */
export function isPlain({ match, conditions }: Rule): boolean {
  return match.status.length + match.thresholds.length === 0 && conditions === null;
}

function globbed(glob: string, name: string): boolean {
  return glob.endsWith('*') ? name.startsWith(glob.slice(0, -1)) : glob === name;
}

/** The rank of a status; null for those without an order. */
export function badness(status: Status): number | null {
  const rank = ['ok', 'warning', 'critical', 'expired'].indexOf(status);
  return rank < 0 ? null : rank;
}
