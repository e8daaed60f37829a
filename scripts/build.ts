/**
 * Bundles the two entry points into dist/, reproducibly, so that users install nothing and CI can compare the bytes. An argument
 * names another directory than dist/.
 */
import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build, type Metafile, type OutputFile } from 'esbuild';

const outdir = process.argv[2] ?? 'dist';

const COMMON = {
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  legalComments: 'none',
  // The build for Node asks for an environment variable at every token, which takes a fifth of the time of parsing. The other one is the same
  // otherwise.
  alias: { yaml: path.resolve('node_modules/yaml/browser/index.js') },
} as const;

const REQUIRE =
  "(name) => { const found = process.getBuiltinModule(name); if (found) return found; throw Object.assign(new Error('Cannot find module ' + name), { code: 'MODULE_NOT_FOUND' }); }";

await rm(outdir, { recursive: true, force: true });
const { metafile, outputFiles } = await build({
  entryPoints: { cli: 'src/cli.ts', action: 'src/action.ts' },
  outdir,
  bundle: true,
  splitting: true,
  ...COMMON,
  // @azure/identity would use it to open a browser, for logins that are not used here.
  external: ['open'],
  metafile: true,
  write: false,
  chunkNames: 'chunks/[hash]',
  // Some of the bundled packages are CommonJS and load Node's modules with require(). Creating Node's own would load a module.
  banner: { js: `const require = ${REQUIRE};` },
});
await writeOutputs(outputFiles, nameChunks(metafile));
/** The threads of a scan only load this file, so that they start fast. */
await build({ entryPoints: { 'reader-thread': 'src/scan/tls/reader-thread.ts' }, outdir, bundle: true, ...COMMON });
await writeFile(path.join(outdir, 'LICENSES.txt'), await licenses(metafile));
await makeExecutable(path.join(outdir, 'cli.js'));

/** Returns a name for each hash: the module that is loaded by `import()`, or the largest module of a chunk that several files share. */
function nameChunks({ outputs }: Metafile): Map<string, string> {
  const chunks = Object.entries(outputs).filter(([file]) => file.includes('/chunks/'));
  const entries = chunks.filter(([, { entryPoint }]) => entryPoint !== undefined);
  const shared = chunks.filter(([, { entryPoint }]) => entryPoint === undefined);
  const names = new Map<string, string>();
  for (const [file, { entryPoint, inputs }] of [...entries, ...shared]) {
    const name = shortenName(entryPoint ?? findLargest(inputs), new Set(names.values()));
    names.set(path.basename(file, '.js'), name);
  }
  return names;
}

function findLargest(inputs: Metafile['outputs'][string]['inputs']): string {
  const [largest] = Object.entries(inputs).sort(([, a], [, b]) => b.bytesInOutput - a.bytesInOutput);
  return largest?.[0] ?? 'runtime';
}

/**
 * Shortens a module to the name of its package, or of the file, with as many directories as make it unique. `index.ts` has the name of its
 * directory.
 */
function shortenName(module: string, taken: ReadonlySet<string>): string {
  const [, inPackage] = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(module) ?? [];
  const parts = (inPackage ? `npm/${inPackage.replace('@', '')}` : module.replace(/(?:\/index)?\.\w+$/, '')).split('/');
  let name = parts.pop() ?? module;
  while (taken.has(name)) name = `${parts.pop()}-${name}`;
  return name;
}

/** Writes the bundle, with these names instead of hashes. */
async function writeOutputs(files: readonly OutputFile[], names: ReadonlyMap<string, string>): Promise<void> {
  const rename = (text: string) => text.replaceAll(/\b[A-Z0-9]{8}(?=\.js\b)/g, (hash) => names.get(hash) ?? hash);
  await mkdir(path.join(outdir, 'chunks'), { recursive: true });
  for (const { path: file, text } of files) await writeFile(rename(file), rename(text));
}

/** Adds a shebang, which esbuild keeps only in the source of an entry point, and the executable bit. */
async function makeExecutable(file: string): Promise<void> {
  await writeFile(file, `#!/usr/bin/env node\n${await readFile(file, 'utf8')}`);
  await chmod(file, 0o755);
}

/** Collects the license texts of all packages in the bundle. */
async function licenses(meta: Metafile): Promise<string> {
  const directories = Object.keys(meta.inputs).flatMap(
    (input) => /^(?:[^:]*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0] ?? [],
  );
  const texts = await Promise.all([...new Set(directories)].sort().map(readLicense));
  return texts.join(`\n${'-'.repeat(80)}\n\n`);
}

async function readLicense(directory: string): Promise<string> {
  const { name, version, license } = JSON.parse(await readFile(path.join(directory, 'package.json'), 'utf8'));
  for (const file of ['LICENSE', 'LICENSE.md', 'LICENSE.txt', 'LICENCE', 'license', 'LICENSE-MIT']) {
    const text = await readFile(path.join(directory, file), 'utf8').catch(() => null);
    if (text !== null) return `${name} ${version} (${license})\n\n${text.trim()}\n`;
  }
  return `${name} ${version} (${license})\n`;
}
