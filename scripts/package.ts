/**
 * Creates the npm package in a directory, and unpacks it next to it as `package/`, from which the container image is built: `node
 * scripts/package.ts DIRECTORY [--repository OWNER/NAME --commit SHA]`. dist/ is bundled, so the package has no dependencies. The
 * repository and the commit of a release let `certvigil init` pin the action.
 */
import { execFileSync } from 'node:child_process';
import { chmod, cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';

/** The fields of package.json that users of the package need. */
const PUBLISHED = ['name', 'version', 'description', 'keywords', 'license', 'type', 'bin', 'engines'] as const;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { repository: { type: 'string' }, commit: { type: 'string' } },
});
const [directory] = positionals;
if (directory === undefined) throw new Error('usage: node scripts/package.ts DIRECTORY');

const root = path.resolve(import.meta.dirname, '..');
const staged = path.resolve(directory, 'package');
await mkdir(staged, { recursive: true });
for (const file of listPackedFiles()) await cp(path.join(root, file), path.join(staged, file), { recursive: true });
await writeFile(path.join(staged, 'package.json'), `${JSON.stringify(await createManifest(), null, 2)}\n`);
await chmod(path.join(staged, 'dist/cli.js'), 0o755);
const packed = execFileSync('npm', ['pack', '--ignore-scripts', '--silent', staged], {
  cwd: path.resolve(directory),
  encoding: 'utf8',
});
console.log(path.join(path.resolve(directory), packed.trim()));

/** Lists the files that npm would pack: those in `files`, the README and the license. */
function listPackedFiles(): string[] {
  const output = execFileSync('npm', ['pack', '--ignore-scripts', '--dry-run', '--json', '--silent'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 16 * 1024 * 1024,
  });
  // Some versions of npm return a list, others an object by name.
  const [pack] = Object.values(JSON.parse(output)) as { files: { path: string }[] }[];
  return (pack?.files ?? []).map((file) => file.path).filter((file) => file !== 'package.json');
}

async function createManifest(): Promise<Record<string, unknown>> {
  const own = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
  const { repository, commit } = values;
  return {
    ...Object.fromEntries(PUBLISHED.map((key) => [key, own[key]])),
    ...(repository !== undefined && {
      homepage: `https://github.com/${repository}#readme`,
      bugs: `https://github.com/${repository}/issues`,
      repository: { type: 'git', url: `git+https://github.com/${repository}.git` },
    }),
    ...(commit !== undefined && { gitHead: commit }),
  };
}
