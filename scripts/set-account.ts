/**
 * Replaces the placeholder for the account that hosts the action, and regenerates what contains it: `npm run set-account -- NAME`.
 * The source, the tests and the error pages, which describe the placeholder, keep it.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

const PLACEHOLDER = '<OWNER>';
const KEPT = [':!src', ':!test', ':!dist', ':!docs/reference/errors', ':!scripts'];

/** A GitHub login, in lower case, as names of images need it. */
const LOGIN = /^[a-z\d](?:[a-z\d]|-(?=[a-z\d])){0,38}$/;

const [account = ''] = process.argv.slice(2);
if (!LOGIN.test(account)) throw new Error('usage: npm run set-account -- NAME, a GitHub account in lower case');

const files = listFiles();
for (const file of files) {
  writeFileSync(file, readFileSync(file, 'utf8').replaceAll(PLACEHOLDER, account));
}
// The index of pages is bundled, and the schema's texts show in pages that are rendered later.
for (const script of ['generate', 'generate', 'build']) {
  execFileSync('npm', ['run', '--silent', script], { stdio: 'inherit' });
}
console.log(`Replaced ${PLACEHOLDER} with ${account} in ${files.length} files.`);
printSentencesToRemove();

function listFiles(): string[] {
  const pathspecs = ['-e', PLACEHOLDER, '--', '.', ...KEPT];
  const { stdout } = runGrep(['-lz', '-F', ...pathspecs]);
  return stdout.split('\0').filter((file) => file !== '');
}

/** Prints the sentences that ask readers to replace the placeholder, which only a person can remove. */
function printSentencesToRemove(): void {
  const { stdout } = runGrep(['-nE', '-e', `Replace \`${account}\`|\`${account}\` is the account`, '--', '.', ...KEPT]);
  if (stdout !== '') console.log(`Remove the sentences that ask readers to replace it:\n${stdout}`);
}

/** Runs `git grep`, which exits with 1 if nothing matches. */
function runGrep(args: string[]): { stdout: string } {
  try {
    return { stdout: execFileSync('git', ['grep', ...args], { encoding: 'utf8' }) };
  } catch (error) {
    if ((error as { status?: number }).status === 1) return { stdout: '' };
    throw error;
  }
}
