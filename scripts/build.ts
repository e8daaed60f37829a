/**
 * Bundles the two entry points into dist/, reproducibly, so that users install nothing and CI can compare the bytes. An argument
 * names another directory than dist/.
 */
import { chmod, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build, type Metafile, type Plugin } from 'esbuild';

const outdir = process.argv[2] ?? 'dist';

/** What every command needs. */
const START = ['src/cli/main.ts', 'src/lib/process/process-io.ts', 'src/lib/process/crashes.ts'];
/** For a command that checks a manifest. */
const CHECKING = [...START, 'src/cli/commands/load-manifest.ts', 'src/cli/commands/validate.ts'];
/** For a scan, and everything that has no other core. */
const SCANNING = [...CHECKING, 'src/cli/commands/scan.ts'];
/** For a scan of servers. */
const CONNECTING = [...SCANNING, 'src/scan/sources/endpoint.ts', 'src/scan/network/index.ts'];

/** A core becomes one chunk with everything it imports, except what a smaller core has. */
const CORES: Readonly<Record<string, readonly string[]>> = { START, CHECKING, SCANNING, CONNECTING };

/** The core of each entry point, by its path, or by that of the module that imports it. */
const ENTRY_CORES: readonly [keyof typeof CORES, RegExp][] = [
  ['START', /^src\/cli\.ts$/],
  ['CHECKING', /^src\/(manifest\/.+|app\/check-manifest|cli\/commands\/validate|scan\/sources\/match-files)\.ts$/],
  [
    'CONNECTING',
    /^src\/(notify|scan\/(acme|cloud|http|network|tls)|app\/(demo|verify)|store)\/|\/(endpoint|github-pages|inspect|rest|url)\.ts$/,
  ],
];

/**
 * esbuild creates a chunk for each set of modules that the same entry points share, and each `import()` is an entry point. A scan
 * would load over forty chunks, at up to a millisecond each. With this plugin, entry points share a whole core as one chunk.
 */
const wholeCores: Plugin = {
  name: 'whole-cores',
  setup({ onResolve, onLoad, resolve }) {
    const named = (file: string) => path.relative('.', file).split(path.sep).join('/');
    onResolve({ filter: /.*/ }, async ({ path: written, kind, resolveDir, importer }) => {
      if (kind !== 'dynamic-import' && kind !== 'entry-point') return undefined;
      if (BUILT_IN.test(written)) return { path: written, external: true };
      const found = await resolve(written, { kind: 'import-statement', resolveDir });
      if (found.external) return found;
      // A relative path, because the bundle must not depend on where it is built.
      const file = named(found.path);
      return { path: file, namespace: findCore(file) ?? findCore(named(importer)) ?? 'SCANNING' };
    });
    for (const [namespace, core] of Object.entries(CORES)) {
      onLoad({ filter: /.*/, namespace }, ({ path: file }) => {
        const directory = path.dirname(file);
        const from = (name: string) => JSON.stringify(`./${path.posix.relative(directory, name)}`);
        const imports = core.map((name) => `import ${from(name)};`).join('');
        return { contents: `${imports}export * from ${from(file)};`, resolveDir: path.resolve(directory) };
      });
    }
  },
};

function findCore(file: string): keyof typeof CORES | undefined {
  return ENTRY_CORES.find(([, pattern]) => pattern.test(file))?.[0];
}

const BUILT_IN = /^node:/;

/**
 * An import statement for a module of Node reads all of its exports, also those that are getters and load other modules of Node:
 * `node:fs` loads streams, and `node:crypto` Web Crypto. That takes longer than parsing all of our code. With this plugin, only the
 * exports that are used are read.
 */
const usedExports: Plugin = {
  name: 'used-exports',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: BUILT_IN }, ({ path: name, kind }) =>
      kind === 'import-statement' ? { path: name, namespace: 'built-in', sideEffects: false } : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'built-in' }, ({ path: name }) => {
      const names = Object.getOwnPropertyNames(process.getBuiltinModule(name)).filter((one) => one !== 'default');
      const exports = names.map((one) => `export const ${one} = /* @__PURE__ */ $read("${one}");\n`);
      const source = `const $all = process.getBuiltinModule("${name}");\nconst $read = (name) => $all[name];\n`;
      return { contents: `${source}export default $all;\n${exports.join('')}` };
    });
  },
};

const COMMON = {
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none',
} as const;

const REQUIRE =
  "(name) => { const found = process.getBuiltinModule(name); if (found) return found; throw Object.assign(new Error('Cannot find module ' + name), { code: 'MODULE_NOT_FOUND' }); }";

await rm(outdir, { recursive: true, force: true });
const { metafile } = await build({
  entryPoints: { cli: 'src/cli.ts', action: 'src/action.ts' },
  outdir,
  bundle: true,
  splitting: true,
  ...COMMON,
  metafile: true,
  plugins: [wholeCores, usedExports],
  chunkNames: 'chunks/[name]-[hash]',
  // Some of the bundled packages are CommonJS and ask for Node's modules by require(). Creating Node's own would load a module.
  banner: { js: `const require = ${REQUIRE};` },
});
/** The threads of a scan load nothing else, so that they start fast. */
await build({
  entryPoints: { 'reader-thread': 'src/scan/tls/reader-thread.ts' },
  outdir,
  bundle: true,
  ...COMMON,
  plugins: [usedExports],
});
await writeFile(path.join(outdir, 'LICENSES.txt'), await licenses(metafile));
await makeExecutable(path.join(outdir, 'cli.js'));

/** Adds a shebang, which esbuild keeps only in the source of an entry point, and the executable bit. */
async function makeExecutable(file: string): Promise<void> {
  await writeFile(file, `#!/usr/bin/env node\n${await readFile(file, 'utf8')}`);
  await chmod(file, 0o755);
}

/** The license texts of every package that is in the bundle. */
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
