/** What must have arrived at the end, after some days without faults. */

import { assess } from '../../src/assess/index.ts';
import type { Certificate, EventData, Status } from '../../src/domain/index.ts';
import { rankStatus } from '../../src/domain/severity.ts';
import { isDown, placeOf, type Server, STATEFUL } from './environment.ts';
import { isEnding, wants } from './oracle.ts';
import type { Run, Told } from './run.ts';

const HOUR = 3_600_000;

/** An active alert. */
interface Holding {
  event: string;
  key: string;
  threshold: number | string | null;
  status: Status;
  server: Server;
  /** Only messages after this are about the current condition. */
  since: number;
}

export function checkEnd(run: Run, now: number): string[] {
  const holding = run.world.servers.filter(({ listed }) => listed).flatMap((server) => holdingAt(server, run, now));
  return [...notTold(run, holding), ...notEnded(run, holding), ...gapsNotTold(run)].map((text) => `in the end ${text}`);
}

/** While a place is down, the certificate that was last seen there counts. */
function holdingAt(server: Server, run: Run, now: number): Holding[] {
  const { entry, worse } = server;
  const down = isDown(server, now);
  const certificate = down ? lastSeen(server, run) : server.serves;
  const { status, threshold } =
    certificate === null ? { status: 'unknown' as const, threshold: null } : assess(certificate, entry.settings, now);
  const key = `certvigil/${entry.name}/${certificate?.fingerprint}`;
  const about = { key, status, server, threshold: null, since: Number.NEGATIVE_INFINITY };
  const since = run.lastRead.get(placeOf(server)) ?? Number.NEGATIVE_INFINITY;
  const outage = {
    ...about,
    event: 'certificate.unreachable',
    key: `certvigil/${entry.name}/${placeOf(server)}`,
    since,
  };
  const warning = { ...about, event: 'certificate.expiry_warning', threshold: threshold?.raw ?? null };
  return [
    ...(down ? [outage] : []),
    ...(status === 'expired' ? [{ ...about, event: 'certificate.expired' }] : []),
    ...(status !== 'expired' && threshold !== null ? [warning] : []),
    ...(worse && !down && wasSeenToReplace(server, run) ? [{ ...about, event: 'certificate.changed' }] : []),
  ];
}

function lastSeen(server: Server, { log }: Run): Certificate | null {
  const fingerprint = log.places[server.entry.name]?.[placeOf(server)]?.fingerprint ?? '';
  const facts = log.certificates[fingerprint];
  return facts === undefined ? null : { fingerprint, facts, chain: [] };
}

/** Two replacements between two scans look like one, whose certificate may expire later. */
function wasSeenToReplace({ entry, serves }: Server, run: Run): boolean {
  const logged = run.log.places[entry.name]?.[`${entry.name}:443`];
  const before = logged?.previous === null ? undefined : run.log.certificates[logged?.previous ?? ''];
  return before !== undefined && before.valid_to >= serves.facts.valid_to;
}

function notTold(run: Run, holding: readonly Holding[]): string[] {
  return holding.flatMap(({ event, key, threshold, status, server, since }) => {
    const data = { certificate: server.entry.name, labels: server.entry.labels, status } as EventData;
    const rules = run.world.rules.filter((rule) => wants(rule, event, data));
    return rules.flatMap(({ name }) => {
      const heard = run.told.some(({ rule, to, context, outcome, now }) => {
        const { data: told } = context;
        if (event !== 'certificate.changed' && isOverAt(run, to, key, now)) return false;
        const isSame = context.event === event && told.alert_key === key && told.threshold === threshold;
        const isAsBad = event === 'certificate.changed' || rankStatus(told.status) >= rankStatus(status);
        return rule === name && isSame && isAsBad && now > since && (outcome === 'accepted' || outcome === 'lost');
      });
      return heard ? [] : [`${name} never sent ${event} of ${key}`];
    });
  });
}

/** Whether what keeps state was told, or may have been, that it is over, after that, and it is known. */
function isOverAt({ told }: Run, to: string, key: string, since: number): boolean {
  return told.some((one) => {
    const isOver = one.to === to && isEnding(one.context.event) && one.context.data.alert_key === key;
    return isOver && STATEFUL.includes(to) && one.saved && one.outcome !== 'unsent' && one.now > since;
  });
}

/** Every alert that was told to what keeps state, or may have been, and holds no longer. */
function notEnded(run: Run, holding: readonly Holding[]): string[] {
  const alive = new Set(holding.map(({ key }) => key));
  for (const server of run.world.servers) {
    if (!server.listed) continue;
    // What was told of a certificate that is still in use, or of a place that is still down, is not over.
    alive.add(`certvigil/${server.entry.name}/${server.serves.fingerprint}`);
    const logged = run.log.places[server.entry.name]?.[placeOf(server)];
    alive.add(`certvigil/${server.entry.name}/${logged?.fingerprint}`);
    if (server.downUntil === Number.POSITIVE_INFINITY) alive.add(`certvigil/${server.entry.name}/${placeOf(server)}`);
  }
  const open = new Map<string, Told>();
  for (const one of run.told.filter(({ to }) => STATEFUL.includes(to))) {
    const key = JSON.stringify([one.to, one.context.data.alert_key]);
    if (!isEnding(one.context.event)) {
      // What a scan told that did not live to record it, nobody knows of.
      if (one.saved && one.outcome !== 'unsent') open.set(key, one);
    } else if (one.outcome === 'accepted') open.delete(key);
  }
  return [...open.values()]
    .filter(({ context }) => !alive.has(context.data.alert_key))
    .map(({ to, context }) => `${to} never got the resolution of ${context.event} of ${context.data.alert_key}`);
}

function gapsNotTold({ scans, told, world }: Run): string[] {
  const [rule] = world.rules;
  // A gap has a status and a name of its own: only a rule without matchers hears of it.
  if (rule === undefined || Object.values(rule.match).some((part) => Object.keys(part).length > 0)) return [];
  const gaps = scans.flatMap((time, at) => {
    const before = scans[at - 1] ?? time;
    // A gap is over when it is found: silenced then, it is silenced for good.
    const isSilenced = world.gapsSilenced.some(({ from, until }) => time >= from && time < until);
    return time - before > 60 * HOUR && !isSilenced ? [new Date(before).toISOString().replace('.000Z', 'Z')] : [];
  });
  const heard = new Set(
    told
      .filter(
        ({ context, outcome }) => context.event === 'scan.stale' && (outcome === 'accepted' || outcome === 'lost'),
      )
      .map(({ context }) => context.data.last_seen),
  );
  return gaps.filter((gap) => !heard.has(gap)).map((gap) => `the gap since ${gap} was never sent`);
}
