/**
 * What holds whatever the exact rules are: with default limits, nobody is warned of a certificate that can still be renewed in time by two thirds
 * of its lifetime, and nobody is late if scans run regularly.
 */

import { listCertificates, listScans, type ScheduleCase } from './cases.ts';

const HOUR = 3_600_000;

/** Returns the promises that messages (`SCAN EVENT STATUS`) break; none if all hold. */
export function findBrokenPromises(one: ScheduleCase, messages: readonly string[]): string[] {
  if (one.limits !== null) return [];
  const scans = listScans(one);
  const certificates = listCertificates(one);
  const warned = messages.flatMap((message) => {
    const [scan = '', event] = message.split(' ');
    return event === 'expiry_warning' ? [Number(scan)] : [];
  });
  return certificates.flatMap(({ from, to, since }, at) => {
    const until = certificates[at + 1]?.since ?? Number.POSITIVE_INFINITY;
    const own = warned.filter((index) => {
      const time = scans[index]?.at ?? 0;
      return time >= since && time < until;
    });
    const readsIt = scans.some(({ at: time, fails }) => !fails && time >= since && time < until);
    const isEarly = readsIt && own.some((index) => isYoung(scans[index]?.at ?? 0, from, to) && wasRead(index));
    const mustBeWarned = isRegular(one) && until > to && scans.some(({ at: time }) => time > to);
    const before = scans.filter(({ at: time }) => time >= since && time <= to);
    const isPunctual = at === 0 || (one.renewals[at - 1] ?? 100) <= 66;
    const isLate = mustBeWarned && isPunctual && before.length >= 6 && own.length === 0;
    return [...(isEarly ? [`certificate ${at} early`] : []), ...(isLate ? [`certificate ${at} late`] : [])];
  });

  /** Whether the scan read the certificate that is installed: otherwise, its warning is about the one before. */
  function wasRead(index: number): boolean {
    return scans[index]?.fails === false;
  }
}

const isYoung = (time: number, from: number, to: number) => time < from + ((to - from) * 2) / 3;

/** Scans at a usual distance that is not too rare for the lifetime, which all read the server, and no silence. */
function isRegular({ scans, silences, working_days, lifetime_hours, interval_hours }: ScheduleCase): boolean {
  const isFrequent = interval_hours * 4 <= lifetime_hours && interval_hours * HOUR >= 12 * HOUR;
  const isPlain = scans.every(({ after, fails }) => after === 1 && !fails);
  return isPlain && isFrequent && silences.length === 0 && !working_days;
}
