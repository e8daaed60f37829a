import { Readable, Writable } from 'node:stream';
import type { HostProcess } from '../../src/lib/process/process-io.ts';
import type { Outcome } from './certvigil.ts';

/** Creates a process that does not exist, with streams and an environment of its own, and the outcome to which its output is added. */
export function createHostProcess(
  cwd: string,
  env: Record<string, string>,
  input: readonly Buffer[] = [],
): { host: HostProcess; outcome: Outcome } {
  const outcome: Outcome = { status: null, stdout: '', stderr: '' };
  const collect = (name: 'stdout' | 'stderr') =>
    new Writable({
      decodeStrings: false,
      write: (text: string, _, done) => {
        outcome[name] += text;
        done();
      },
    });
  const host = {
    cwd: () => cwd,
    env,
    ...{ stdin: Readable.from(input), stdout: collect('stdout'), stderr: collect('stderr') },
    on: () => host,
  } as unknown as HostProcess;
  return { host, outcome };
}
