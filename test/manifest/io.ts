import type { Io } from '../../src/lib/io.ts';
import { NEVER_INTERRUPTED } from '../../src/lib/process/interruption.ts';

/** I/O for loading manifests in a directory, with an empty environment. */
export function createTestIo(cwd: string): Io {
  return {
    cwd,
    env: {},
    now: () => Date.parse('2027-01-01T00:00:00Z'),
    stdin: async function* () {},
    stdout: () => {},
    drainStdout: async () => {},
    stderr: () => {},
    isTTY: { stdin: false, stdout: false, stderr: false },
    columns: 80,
    github: null,
    registerSecrets: () => {},
    addSecrets: () => {},
    listSecrets: () => [],
    mask: (text) => text,
    sleep: () => Promise.resolve(),
    deferExit: (work) => work(NEVER_INTERRUPTED),
    explainExit: (_, work) => work(),
  };
}
