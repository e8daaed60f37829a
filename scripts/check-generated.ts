/** Proves that generated files and dist/ are up to date, byte for byte. */
import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

async function readContents(directory: string): Promise<Map<string, string>> {
  const files = await readdir(directory, { recursive: true, withFileTypes: true });
  const paths = files.filter((file) => file.isFile()).map((file) => path.join(file.parentPath, file.name));
  return new Map(
    await Promise.all(paths.map(async (file) => [path.relative(directory, file), await readContent(file)] as const)),
  );
}

/** Reads the bytes, and whether the file is executable. */
async function readContent(file: string): Promise<string> {
  const isExecutable = ((await stat(file)).mode & 0o100) !== 0;
  return `${isExecutable} ${await readFile(file, 'latin1')}`;
}

execFileSync(process.execPath, ['scripts/generate.ts', '--check'], { stdio: 'inherit' });

const rebuilt = await mkdtemp(path.join(os.tmpdir(), 'certvigil-dist-'));
try {
  execFileSync(process.execPath, ['scripts/build.ts', rebuilt], { stdio: 'inherit' });
  const [committed, made] = await Promise.all([readContents('dist'), readContents(rebuilt)]);
  const stale = [...new Set([...committed.keys(), ...made.keys()])].filter(
    (file) => committed.get(file) !== made.get(file),
  );
  if (stale.length > 0) {
    console.error(`dist/ is not up to date: ${stale.join(', ')}. Run: npm run build`);
    process.exitCode = 1;
  }
} finally {
  await rm(rebuilt, { recursive: true });
}
