/**
 * Checks the version of Node before code is loaded that an older one cannot link. It uses no other module: the entry point would share that
 * with the commands, and esbuild would split it off.
 */

/** The oldest version that runs the command line, as in `engines` of package.json. */
const [MIN_MAJOR, MIN_MINOR] = [20, 19];

/** Describes why a version of Node, such as `18.20.4`, cannot run the command line, as an error message; null if it can. */
export function describeOldNode(version: string): string | null {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > MIN_MAJOR || (major === MIN_MAJOR && minor >= MIN_MINOR)) return null;
  const problem = { code: 'node-too-old', detail: `Node.js ${version} cannot run certvigil` };
  const hint = `Install Node.js ${MIN_MAJOR}.${MIN_MINOR} or newer, such as the current LTS release from https://nodejs.org/en/download.`;
  return `certvigil: error[${problem.code}]: ${problem.detail}\n  = help: ${hint}\n`;
}
