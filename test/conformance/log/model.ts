/**
 * The log as a set of what was sent: a save adds the set of a scan, a kill before the write that publishes it adds nothing, and a force push
 * is an older set. A scan sends what its set does not have. So nothing that was saved is lost or sent again (docs/concepts/event-log.md).
 */

import { type LogCase, type Outcome, RECEIVERS } from './cases.ts';

const THRESHOLDS = [30, 14, 7, 1];
const DAY_HOURS = 24;

/** The writes that a save needs: of a tree, of a commit and of the branch, or of a commit on the branch. The last one publishes the log. */
const WRITES = { first: 3, later: 1 };

/** Whether a save publishes the log. */
function isPublished(outcome: Outcome, hasBranch: boolean): boolean {
  if (typeof outcome === 'string') return outcome !== 'refused' && outcome !== 'killed';
  const writes = hasBranch ? WRITES.later : WRITES.first;
  return outcome.writes >= writes || (outcome.writes === writes - 1 && outcome.isApplied);
}

/** Returns what each scan sends, as `SCAN RECEIVER NAME MESSAGE`. */
export function predict({ released, certificates, steps }: LogCase): string[] {
  const lines: string[] = [];
  // Null: the branch does not exist.
  let stored: ReadonlySet<string> | null = released ? new Set() : null;
  const versions = [stored];
  const waiting: Set<string>[] = [];
  let hours = 0;
  let scans = 0;
  for (const step of steps) {
    if (step.does === 'start') {
      hours += step.after_hours;
      const known = new Set(stored ?? []);
      const up = RECEIVERS.filter((receiver) => receiver !== step.down);
      const sent = certificates.flatMap((one, name) => up.flatMap((to) => listDue(`${to} ${name}`, one, hours, known)));
      for (const message of sent) known.add(message);
      lines.push(...sent.map((message) => `${scans} ${message}`));
      waiting.push(known);
      scans += 1;
    } else if (step.does === 'save') {
      const [saved] = waiting.splice(step.scan % Math.max(1, waiting.length), 1);
      if (saved !== undefined && isPublished(step.outcome, stored !== null)) {
        const other = step.outcome === 'race' ? waiting.shift() : undefined;
        stored = new Set([...(stored ?? []), ...saved, ...(other ?? [])]);
      }
    } else if (step.back <= versions.length) stored = versions.at(-step.back) ?? null;
    versions.push(stored);
  }
  return lines;
}

/** What a certificate needs now that the receiver was not told. Two ends of a certificate: it is renewed, or it expires. */
function listDue(
  name: string,
  { left, renewed_after }: LogCase['certificates'][number],
  hours: number,
  known: ReadonlySet<string>,
): string[] {
  const isRenewed = renewed_after !== null && hours >= renewed_after * DAY_HOURS;
  // A resolution goes to all receivers once one of them was told.
  const [, certificate] = name.split(' ');
  const isTold = [...known].some((message) => message.split(' ')[1] === certificate && !message.endsWith('renewed'));
  if (isRenewed) return isTold && !known.has(`${name} renewed`) ? [`${name} renewed`] : [];
  const days = Math.floor((left * DAY_HOURS - hours) / DAY_HOURS);
  if (days < 0) return known.has(`${name} expired`) ? [] : [`${name} expired`];
  const threshold = THRESHOLDS.findLast((limit) => days <= limit);
  if (threshold === undefined) return [];
  const covers = THRESHOLDS.filter((limit) => limit <= threshold).map((limit) => `${name} expiry_warning@${limit}`);
  return covers.some((message) => known.has(message)) ? [] : [`${name} expiry_warning@${threshold}`];
}
