/**
 * Who is told what by which scan: docs/concepts/events.md and docs/concepts/status.md, written down as a table of moments for one server and one
 * receiver. It shares no code with src/, keeps no log, and knows nothing of merges, records or retries.
 */

import { listCertificates, listScans, type ScheduleCase, type Served } from './cases.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** From the best to the worst. */
const STATUSES = ['ok', 'unknown', 'warning', 'critical', 'expired'] as const;
type Status = (typeof STATUSES)[number];

const isCritical = (status: Status) => status === 'critical' || status === 'expired';

/** A message that was sent. `moment`: when the threshold was crossed that it is about. */
interface Told {
  status: Status;
  at: number;
  moment: number;
}

/** An alert since it last resolved, and before. */
interface Alert {
  told: Told[];
  /** What was told before the last resolve, if the receiver did not get that. */
  before: Told[];
}

/** The usual distance of scans, when the next one is due, and when the last one was. */
interface Schedule {
  interval: number;
  next: number;
  previous: number;
}

/** Returns each message as `SCAN EVENT STATUS`. */
export function predict(one: ScheduleCase): string[] {
  const scans = listScans(one);
  const installed = listCertificates(one);
  const silences = one.silences.flatMap(({ from_scan, hours }) => {
    const from = scans[from_scan]?.at;
    return from === undefined ? [] : [{ from, until: from + hours * HOUR }];
  });
  /** Stateful receivers get each resolve, others those that their rule names. */
  const hearsResolves = one.stateful || one.rule === 'all';
  const lines: string[] = [];
  const recent: number[] = [];
  let seen: Served | null = null;
  let before: Served | null = null;
  let failures: number[] = [];
  let expiry = { expiry_warning: createAlert(), expired: createAlert() };
  let outage = createAlert();
  for (const [index, { at, fails }] of scans.entries()) {
    if (at - (recent.at(-1) ?? 0) >= HOUR / 2) recent.push(at);
    const schedule = computeSchedule(recent.slice(-10));
    const send = (event: string, status: Status | null) =>
      lines.push(`${index} ${event}${status === null ? '' : ` ${status}`}`);
    const isSilent = silences.some(({ from, until }) => at >= from && at < until);

    // What is there now.
    failures = fails ? [...failures, at] : [];
    const read: Served | null = fails ? seen : (installed.findLast(({ since }) => since <= at) as Served);
    const isOld = seen !== null && read !== seen;
    const resolved: string[] = [];
    if (isOld && isOpen(expiry)) resolved.push('renewed');
    if (isOld) [before, expiry] = [seen, { expiry_warning: createAlert(), expired: createAlert() }];
    seen = read;
    const state = seen === null ? UNKNOWN : assess(seen, before, at, schedule, failures.length, one);

    // The alert about the expiry.
    if (state.event === null) {
      if (isOpen(expiry)) {
        resolved.push('recovered');
        for (const alert of Object.values(expiry)) [alert.before, alert.told] = [hearsResolves ? [] : alert.told, []];
      }
    } else {
      const alert = expiry[state.event];
      const covers = ({ moment }: Told) => moment >= state.moment;
      const isReminded = (last: number) => isReminder(state, seen as Served, last, at);
      if (!isSilent && isDue(alert, covers, state.status, at, one, isReminded)) {
        send(state.event, state.status);
        alert.told.push({ status: state.status, at, moment: state.moment });
      }
    }

    // The alert about a location that cannot be read twice in a row.
    const days = (at - (failures[0] ?? at) + 2 * HOUR) / DAY;
    if (failures.length >= 2) {
      const isNamed = one.rule === 'all' || seen === null || days >= 3;
      const isWeekly = (last: number) => isCritical(state.status) && at - last >= 7 * DAY - 2 * HOUR;
      if (isNamed && !isSilent && isDue(outage, () => true, state.status, at, one, isWeekly)) {
        send('unreachable', state.status);
        outage.told.push({ status: state.status, at, moment: at });
      }
    } else if (failures.length === 0) {
      if (outage.told.length > 0) resolved.push('recovered');
      if (outage.told.length > 0) outage = { told: [], before: hearsResolves ? [] : outage.told };
    }
    if (hearsResolves) for (const event of resolved) send(event, null);
  }
  return lines;
}

const createAlert = (): Alert => ({ told: [], before: [] });
const isOpen = (alerts: Record<string, Alert>) => Object.values(alerts).some(({ told }) => told.length > 0);

/** Whether a message is due: for a new moment or a worse status at once, otherwise at a reminder, after the cooldown. */
function isDue(
  { told, before }: Alert,
  covers: (told: Told) => boolean,
  status: Status,
  at: number,
  { cooldown_hours, repeat }: Pick<ScheduleCase, 'cooldown_hours' | 'repeat'>,
  isReminded: (last: number) => boolean,
): boolean {
  const last = told.filter(covers).at(-1);
  const cooldown = (cooldown_hours - Math.min(cooldown_hours / 10, 2)) * HOUR;
  const isWorse = (one: Told) => STATUSES.indexOf(status) > STATUSES.indexOf(one.status);
  if (last === undefined) {
    const unresolved = before.filter(covers).at(-1);
    return unresolved === undefined || isWorse(unresolved) || at - unresolved.at >= cooldown;
  }
  if (isWorse(last)) return true;
  const repeats = repeat === 'critical' ? isCritical(status) : repeat === 'thresholds' ? isReminded(last.at) : repeat;
  return repeats && at - last.at >= cooldown;
}

/** The days before and after the expiry on which an active alert is sent again. */
function isReminder({ event }: State, { to }: Served, last: number, at: number): boolean {
  const isBetween = (time: number) => time > last && time <= at;
  if (event === 'expiry_warning') return [14, 7, 3, 1].some((days) => isBetween(to - (days + 1) * DAY + 1));
  const early = 2 * HOUR;
  return [0, 1, 3, 7].some((days) => isBetween(to + days * DAY - early)) || at - last >= 7 * DAY - early;
}

interface State {
  status: Status;
  event: 'expiry_warning' | 'expired' | null;
  moment: number;
}

const UNKNOWN: State = { status: 'unknown', event: null, moment: 0 };

/** The status of a certificate, and the alert about it, with the default limits for its lifetime or those of the manifest. */
function assess(
  { from, to }: Served,
  before: Served | null,
  now: number,
  known: Schedule | null,
  failures: number,
  { limits }: Pick<ScheduleCase, 'limits'>,
): State {
  const lifetime = to - from;
  // One failed reading: a short-lived certificate keeps the status of the last scan.
  const isUnread = failures === 1 && known !== null && lifetime <= 10 * known.interval;
  const at = isUnread ? known.previous : now;
  const schedule = isUnread ? { ...known, next: known.previous + known.interval } : known;
  if (to < at) return { status: 'expired', event: 'expired', moment: 0 };

  // Overdue: older than two thirds and an hour, or than its predecessor became, and a tenth.
  const usual = (lifetime * 2) / 3 + Math.min(HOUR, lifetime / 20);
  const became = before === null ? 0 : from - before.from;
  const due = became < lifetime && became > usual ? Math.min(lifetime, became + lifetime / 10) : usual;
  const endsBeforeNext = schedule !== null && to < schedule.next && at > from + due;

  // Defaults begin two scans before the expiry, but not before the certificate is overdue.
  const isRare = schedule === null || 2 * schedule.interval > lifetime / 2;
  const least = isRare ? 0 : Math.floor((Math.min(2 * schedule.interval, lifetime - due) / HOUR) * 10) / 10;
  const adapt = (days: number, share: number) =>
    Math.ceil(to - Math.max(Math.min((days + 1) * DAY - 1, lifetime * share), least * HOUR));
  const read = (limit: number | string) => {
    if (typeof limit === 'number') return to - (limit + 1) * DAY + 1;
    const value = Number.parseFloat(limit);
    return Math.ceil(to - (limit.endsWith('h') ? value * HOUR : (lifetime * value) / 100));
  };
  const critical = limits === null ? adapt(14, 1 / 8) : read(limits.critical);
  const warning = limits === null ? adapt(30, 1 / 4) : read(limits.warning);
  const thresholds = limits === null ? [14, 30, 60, 90].map((days) => adapt(days, 1 / 4)) : limits.thresholds.map(read);
  const crossed = Math.max(...thresholds.filter((moment) => moment > from && moment <= at));
  const status = endsBeforeNext || critical <= at ? 'critical' : warning <= at ? 'warning' : 'ok';
  if (crossed > 0) return { status, event: 'expiry_warning', moment: crossed };
  return endsBeforeNext
    ? { status, event: 'expiry_warning', moment: Math.ceil(from + due) }
    : { status, event: null, moment: 0 };
}

/** The median distance of the last ten scans, rounded to half days, or hours below. The next scan may follow a weekend. */
function computeSchedule(times: readonly number[]): Schedule | null {
  const distances = times.slice(1).map((time, at) => time - (times[at] as number));
  const usual = distances.sort((a, b) => a - b)[Math.floor((distances.length - 1) / 2)];
  const last = times.at(-1);
  if (usual === undefined || last === undefined) return null;
  const unit = usual < DAY / 2 ? HOUR : DAY / 2;
  const weekBefore = last - 7 * DAY + usual / 2;
  const from = times.findLast((time) => time <= weekBefore) ?? 0;
  const after = times.find((time) => time > weekBefore) ?? last;
  const isWeekend = after - from <= 3.5 * usual;
  return {
    interval: Math.max(1, Math.round(usual / unit)) * unit,
    next: Math.max(last + usual, isWeekend ? after + 7 * DAY : 0),
    previous: times.at(-2) as number,
  };
}
