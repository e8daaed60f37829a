/** Starts the oracles of a suite, with a directory of its own. */

import { findProgram } from '../helpers/programs.ts';
import { makeDirectory, removeDirectory } from '../real/harness.ts';
import type { Session, Suite } from './suite.ts';

/** Debian installs servers in directories that are often not on a user's PATH. */
const MORE_DIRECTORIES = ['/usr/sbin', '/sbin'];

/** Opens a session. Throws an error that names the programs that are missing. */
export async function openSession<Case>(
  suite: Pick<Suite<Case>, 'room' | 'programs' | 'open'>,
): Promise<Session<Case> & AsyncDisposable> {
  const paths = suite.programs.map((program) => findProgram(program, MORE_DIRECTORIES));
  const missing = suite.programs.filter((_, index) => paths[index] === null);
  if (missing.length > 0)
    throw new Error(`${suite.room} needs ${missing.join(', ')}: scripts/install-real.sh installs them`);
  const directory = makeDirectory();
  const session = await suite.open(
    paths.flatMap((path) => path ?? []),
    directory,
  );
  const close = async () => {
    await session.close();
    await removeDirectory(directory);
  };
  return { ...session, close, [Symbol.asyncDispose]: close };
}
