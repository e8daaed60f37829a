/** Tells a process from a later one with the same PID. */

import { readFileSync } from 'node:fs';

/** After the command in parentheses, which may itself contain spaces and parentheses: proc_pid_stat(5), field 22. */
const START_TIME_INDEX = 22 - 3;

/**
 * Returns when a process started, as `BOOT-ID/CLOCK-TICKS`: the same text means the same process. null on systems without
 * `/proc`, and if the process does not exist or must not be seen.
 */
export function readStartOfProcess(pid: number): string | null {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const start = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[START_TIME_INDEX];
    return boot !== '' && start !== undefined && /^\d+$/.test(start) ? `${boot}/${start}` : null;
  } catch {
    return null;
  }
}
