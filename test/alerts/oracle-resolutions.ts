/** Checks what must have arrived at the end of a simulation, after some days without faults. */

import { assess } from '../../src/assess/index.ts';
import type { Certificate, EventData, Status } from '../../src/domain/index.ts';
import { rankStatus } from '../../src/domain/severity.ts';
import { getPlace, isDown, type Server, STATEFUL } from './environment.ts';
import { isResolution, matchesRule } from './oracle.ts';
import type { Notification, Run } from './run.ts';

const HOUR = 3_600_000;

/** An active alert. */
interface ActiveAlert {
  event: string;
  key: string;
  threshold: number | string | null;
  status: Status;
  server: Server;
  /** Only messages after this are about the current condition. */
  since: number;
}

export function checkEnd(run: Run, now: number): string[] {
  const activeAlerts = run.environment.servers
    .filter(({ listed }) => listed)
    .flatMap((server) => listActiveAlerts(server, run, now));
  return [...findUnsent(run, activeAlerts), ...findUnresolved(run, activeAlerts), ...findUnreportedGaps(run)].map(
    (text) => `at the end, ${text}`,
  );
}

/** While a place is down, the certificate that was last seen there counts. */
function listActiveAlerts(server: Server, run: Run, now: number): ActiveAlert[] {
  const { entry, worse } = server;
  const down = isDown(server, now);
  const certificate = down ? findLastSeen(server, run) : server.serves;
  const { status, threshold } =
    certificate === null ? { status: 'unknown' as const, threshold: null } : assess(certificate, entry.settings, now);
  const key = `certvigil/${entry.name}/${certificate?.fingerprint}`;
  const about = { key, status, server, threshold: null, since: Number.NEGATIVE_INFINITY };
  const since = run.lastRead.get(getPlace(server)) ?? Number.NEGATIVE_INFINITY;
  const outage = {
    ...about,
    event: 'certificate.unreachable',
    key: `certvigil/${entry.name}/${getPlace(server)}`,
    since,
  };
  const warning = { ...about, event: 'certificate.expiry_warning', threshold: threshold?.raw ?? null };
  return [
    ...(down ? [outage] : []),
    ...(status === 'expired' ? [{ ...about, event: 'certificate.expired' }] : []),
    ...(status !== 'expired' && threshold !== null ? [warning] : []),
    ...(worse && !down && wasReplacementSeen(server, run) ? [{ ...about, event: 'certificate.changed' }] : []),
  ];
}

function findLastSeen(server: Server, { log }: Run): Certificate | null {
  const fingerprint = log.places[server.entry.name]?.[getPlace(server)]?.fingerprint ?? '';
  const facts = log.certificates[fingerprint];
  return facts === undefined ? null : { fingerprint, facts, chain: [] };
}

/** Two replacements between two scans look like one, whose certificate may expire later. */
function wasReplacementSeen({ entry, serves }: Server, run: Run): boolean {
  const logged = run.log.places[entry.name]?.[`${entry.name}:443`];
  const before = logged?.previous === null ? undefined : run.log.certificates[logged?.previous ?? ''];
  return before !== undefined && before.valid_to >= serves.facts.valid_to;
}

function findUnsent(run: Run, activeAlerts: readonly ActiveAlert[]): string[] {
  return activeAlerts.flatMap(({ event, key, threshold, status, server, since }) => {
    const data = { certificate: server.entry.name, labels: server.entry.labels, status } as EventData;
    const rules = run.environment.rules.filter((rule) => matchesRule(rule, event, data));
    return rules.flatMap(({ name }) => {
      const isNotified = run.notifications.some(({ rule, to, context, outcome, now }) => {
        const { data: sent } = context;
        if (event !== 'certificate.changed' && isOverAt(run, to, key, now)) return false;
        const isSame = context.event === event && sent.alert_key === key && sent.threshold === threshold;
        const isAsBad = event === 'certificate.changed' || rankStatus(sent.status) >= rankStatus(status);
        return rule === name && isSame && isAsBad && now > since && (outcome === 'accepted' || outcome === 'lost');
      });
      return isNotified ? [] : [`${name} never sent ${event} of ${key}`];
    });
  });
}

/** Whether a stateful receiver got the resolution after `since`, or may have, and the log records it. */
function isOverAt({ notifications }: Run, to: string, key: string, since: number): boolean {
  return notifications.some((one) => {
    const isOver = one.to === to && isResolution(one.context.event) && one.context.data.alert_key === key;
    return isOver && STATEFUL.includes(to) && one.saved && one.outcome !== 'unsent' && one.now > since;
  });
}

/** Every alert that a stateful receiver got, or may have got, and that is not active any more. */
function findUnresolved(run: Run, activeAlerts: readonly ActiveAlert[]): string[] {
  const alive = new Set(activeAlerts.map(({ key }) => key));
  for (const server of run.environment.servers) {
    if (!server.listed) continue;
    // Alerts about a certificate that is still in use, or a place that is still down, are not resolved.
    alive.add(`certvigil/${server.entry.name}/${server.serves.fingerprint}`);
    const logged = run.log.places[server.entry.name]?.[getPlace(server)];
    alive.add(`certvigil/${server.entry.name}/${logged?.fingerprint}`);
    if (server.downUntil === Number.POSITIVE_INFINITY) alive.add(`certvigil/${server.entry.name}/${getPlace(server)}`);
  }
  const open = new Map<string, Notification>();
  for (const one of run.notifications.filter(({ to }) => STATEFUL.includes(to))) {
    const key = JSON.stringify([one.to, one.context.data.alert_key]);
    if (!isResolution(one.context.event)) {
      // What a crashed scan sent is not in the log.
      if (one.saved && one.outcome !== 'unsent') open.set(key, one);
    } else if (one.outcome === 'accepted') open.delete(key);
  }
  return [...open.values()]
    .filter(({ context }) => !alive.has(context.data.alert_key))
    .map(({ to, context }) => `${to} never got the resolution of ${context.event} of ${context.data.alert_key}`);
}

function findUnreportedGaps({ scans, notifications, environment }: Run): string[] {
  const [rule] = environment.rules;
  // A gap has its own status and name: only a rule without matchers matches it.
  if (rule === undefined || Object.values(rule.match).some((part) => Object.keys(part).length > 0)) return [];
  const gaps = scans.flatMap((time, at) => {
    const before = scans[at - 1] ?? time;
    // A gap has ended when it is found, so a silence at that time suppresses it for good.
    const isSilenced = environment.gapsSilenced.some(({ from, until }) => time >= from && time < until);
    return time - before > 60 * HOUR && !isSilenced ? [new Date(before).toISOString().replace('.000Z', 'Z')] : [];
  });
  const reported = new Set(
    notifications
      .filter(
        ({ context, outcome }) => context.event === 'scan.stale' && (outcome === 'accepted' || outcome === 'lost'),
      )
      .map(({ context }) => context.data.last_seen),
  );
  return gaps.filter((gap) => !reported.has(gap)).map((gap) => `the gap since ${gap} was never sent`);
}
