/** Checks the import graph: layers, cycles, and packages in the bundle. `biome.json` checks what pure directories may use. */
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire, findPackageJSON } from 'node:module';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

/** From the bottom up. A directory may import the directories of lower layers, never a neighbor in its own. */
const LAYERS: readonly (readonly string[])[] = [
  ['generated'],
  ['lib'],
  ['domain', 'jinja'],
  ['presets', 'dashboard'],
  ['manifest', 'scan', 'discover', 'import', 'certificate', 'trust', 'assess', 'events', 'notify', 'store', 'report'],
  ['app'],
  ['cli', 'action'],
];

const MAX_LINES_PER_FILE = 500;

/** All files below a directory, with forward slashes. */
function listFiles(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true, encoding: 'utf8' })
    .filter((one) => one.isFile())
    .map(({ parentPath, name }) => path.join(parentPath, name).split(path.sep).join('/'))
    .sort();
}

const FILES = listFiles('src').filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'));

const IMPORT = /^(?:import|export)\b[^;'"]*?from\s+'([^']+)'|\bimport\('([^']+)'\)|^import '([^']+)'/gm;

/** Every module that a file imports: static or dynamic, values or types. */
function listImports(file: string): string[] {
  return Array.from(read(file).matchAll(IMPORT), ([, from, dynamic, bare]) => from ?? dynamic ?? bare ?? '');
}

const read = (file: string): string => readFileSync(file, 'utf8');

const GRAPH = new Map(
  FILES.map((file) => {
    const local = listImports(file).filter((module) => module.startsWith('.'));
    const targets = local.map((module) => path.posix.join(path.posix.dirname(file), module));
    return [file, targets.filter((target) => target.startsWith('src/'))];
  }),
);

/** The top-level directory of a file; null for the two entry points. */
function findDirectory(file: string): string | null {
  const [, directory = '', ...rest] = file.split('/');
  return rest.length > 0 ? directory : null;
}

/** The layer of a file; above all others for the two entry points. */
function findLayer(file: string): number {
  const directory = findDirectory(file);
  return directory === null ? LAYERS.length : LAYERS.findIndex((layer) => layer.includes(directory));
}

/** The files of one import cycle, or null. */
function findCycle(graph: ReadonlyMap<string, readonly string[]>): string[] | null {
  const done = new Set<string>();
  const visit = (file: string, trail: readonly string[]): string[] | null => {
    if (trail.includes(file)) return [...trail.slice(trail.indexOf(file)), file];
    if (done.has(file)) return null;
    for (const next of graph.get(file) ?? []) {
      const cycle = visit(next, [...trail, file]);
      if (cycle !== null) return cycle;
    }
    done.add(file);
    return null;
  };
  for (const file of graph.keys()) {
    const cycle = visit(file, []);
    if (cycle !== null) return cycle;
  }
  return null;
}

/** The imports that `isAllowed` refuses, as `from -> to`. */
function listViolations(isAllowed: (from: string, to: string) => boolean): string[] {
  return [...GRAPH].flatMap(([file, targets]) =>
    targets.filter((target) => !isAllowed(file, target)).map((target) => `${file} -> ${target}`),
  );
}

describe('the layers', () => {
  it('contain every directory of src/, and the root contains only the two entry points', () => {
    const directories = new Set(FILES.map((file) => file.split('/')[1]));
    expect([...directories].sort()).toEqual([...LAYERS.flat(), 'action.ts', 'cli.ts'].sort());
  });

  it('import only downwards', () => {
    const isBelow = (from: string, to: string) =>
      findDirectory(from) === findDirectory(to) || findLayer(to) < findLayer(from);
    expect(listViolations(isBelow)).toEqual([]);
  });

  it('import the template engine only through its index', () => {
    const isPublic = (from: string, to: string) =>
      findDirectory(to) !== 'jinja' || findDirectory(from) === 'jinja' || to === 'src/jinja/index.ts';
    expect(listViolations(isPublic)).toEqual([]);
  });

  it('have no import cycles', () => {
    expect(findCycle(GRAPH)).toBeNull();
  });

  it('resolve every local import to a file, so that none is overlooked', () => {
    const known = new Set([...FILES, ...listFiles('src/generated')]);
    expect(listViolations((_, to) => known.has(to))).toEqual([]);
  });
});

describe('the walks in docs/internals/architecture.md', () => {
  const [, section = ''] = read('docs/internals/architecture.md').split('## Follow the code');
  const walks = (section.split('\n## ')[0] ?? '').split(/\n\n(?=1\. )/).slice(1);

  it.each(walks.map((walk) => Array.from(walk.matchAll(/^\d+\. `([^`]+)`: \w/gm), ([, file]) => `src/${file}`)))(
    'reach each file from the first one, in fewer than 25: %s …',
    (...files) => {
      const [first = ''] = files;
      const reached = new Set([first]);
      for (const file of reached) for (const target of GRAPH.get(file) ?? []) reached.add(target);
      expect(files.filter((file) => !reached.has(file) || !FILES.includes(file))).toEqual([]);
      expect(files.length).toBeGreaterThan(10);
      expect(files.length).toBeLessThan(25);
    },
  );

  it('are three', () => {
    expect(walks).toHaveLength(3);
  });
});

it('the lint rules for pure directories name directories that exist', () => {
  const { overrides } = JSON.parse(read('biome.json')) as { overrides: { includes: string[]; plugins?: unknown }[] };
  const pure = overrides.find(({ plugins }) => plugins !== undefined)?.includes ?? [];
  const names = pure.map((glob) => /^src\/(\w+)\/\*\*$/.exec(glob)?.[1]);
  expect(names.length).toBeGreaterThan(5);
  expect(LAYERS.flat()).toEqual(expect.arrayContaining(names));
});

// In the bundle, a dynamic import of a CommonJS package has only a default export: `const { name } = await import('it')` works
// from the sources but not in the bundle. Dynamically import a file of our own that imports the package instead.
it('packages that are imported dynamically are ES modules', () => {
  const dynamic = FILES.flatMap((file) =>
    Array.from(read(file).matchAll(/\bimport\('(?!node:)([^'./][^']*)'\)/g), ([, name = '']) => ({ file, name })),
  );
  expect(dynamic.length).toBeGreaterThan(0);
  const isModule = ({ file, name }: (typeof dynamic)[number]) => {
    const resolved = import.meta.resolve(name);
    const metadata = findPackageJSON(name, path.resolve(file));
    const { type } = metadata === undefined ? {} : createRequire(import.meta.url)(metadata);
    return resolved.endsWith('.mjs') || (type === 'module' && resolved.endsWith('.js'));
  };
  expect(dynamic.filter((one) => !isModule(one))).toEqual([]);
});

it.each(['src', 'scripts', 'bench'])(`every file of %s/ has at most ${MAX_LINES_PER_FILE} lines`, (root) => {
  const files = listFiles(root).filter((file) => !file.startsWith('src/generated/'));
  const lengths = files.map((file) => [file, read(file).trimEnd().split('\n').length] as const);
  expect(lengths.filter(([, lines]) => lines > MAX_LINES_PER_FILE)).toEqual([]);
});

describe('findCycle', () => {
  it('finds a cycle, and none in a tree', () => {
    const cycle = new Map(Object.entries({ a: ['b'], b: ['c'], c: ['a'] }));
    expect(findCycle(cycle)).toEqual(['a', 'b', 'c', 'a']);
    expect(findCycle(new Map(Object.entries({ a: ['b', 'c'], b: ['c'] })))).toBeNull();
  });
});

describe('the clock', () => {
  /** Everything else uses `Io.now`, the time of the run, which `--now` moves, or `performance.now()` for a duration. */
  const REAL_CLOCKS: Readonly<Record<string, string>> = {
    'src/lib/io.ts': 'defines both clocks',
    'src/lib/process/process-io.ts': 'the clock of the process is the start of both',
    // Times of files, which the file system sets.
    'src/app/reports/write-directory.ts': 'the age of leftover files',
    'src/lib/files/write-atomically.ts': 'the age of leftover files',
    'src/store/file.ts': 'the age of leftover files',
    'src/store/response-cache/file.ts': 'the age of leftover files',
    // Dates that other systems compare with their clocks, or set by them.
    'src/app/inspect.ts': 'CAs publish the present revocation status only',
    'src/app/verify/index.ts': 'CAs publish the present revocation status only',
    'src/lib/github/client.ts': 'Retry-After and the reset of a rate limit',
    'src/notify/email/mailer.ts': 'the date of a mail, which receivers check',
    'src/notify/send-to-url.ts': 'Retry-After',
    'src/notify/webhook/send.ts': 'Retry-After',
    'src/scan/acme/renewal-info.ts': 'Retry-After',
    'src/scan/cloud/aws/credentials.ts': 'the expiration of credentials',
    'src/scan/cloud/aws/profile-login.ts': 'the expiration of a token',
    'src/scan/cloud/azure/login.ts': 'the expiration of a token',
    'src/scan/cloud/gcp/credential-file.ts': 'the dates of a signed token',
    'src/scan/cloud/gcp/federation.ts': 'the expiration of a token',
    'src/scan/cloud/kubernetes/kubeconfig.ts': 'the expiration of a token',
    'src/scan/cloud/vault/session.ts': 'the expiration of a token',
    'src/scan/ct/index.ts': 'Retry-After',
    'src/scan/http/untrusted-fetcher.ts': 'Retry-After',
    'src/scan/inventory/waiting-time.ts': 'Retry-After',
    'src/scan/rdap/client.ts': 'Retry-After',
    'src/scan/sources/fetch-url.ts': 'Retry-After',
    // People.
    'src/dashboard/page.ts': 'the page shows what remains when it is read',
    'src/store/file-lock.ts': 'the message about a lock says since when it is held',
  };
  const READS_CLOCK =
    /\bDate\.now\b|\bnew Date\(\)|(?<!new )\bDate\(\)|\bgetRealClock\(|\brealNow\b|\bprocess\.hrtime\b/;

  it('of the machine is read in few locations, each for a reason', () => {
    const found = FILES.filter((file) => findDirectory(file) !== 'generated' && READS_CLOCK.test(read(file)));
    expect(found).toEqual(Object.keys(REAL_CLOCKS).sort());
  });
});

describe('connections', () => {
  /** Everything else gets its connections from these, which check addresses and select proxies. */
  const OPENERS: Readonly<Record<string, string>> = {
    'src/lib/http/undici.ts': 'undici',
    'src/lib/network/connect.ts': 'node:net, node:tls',
    // Endpoints, after their own proxy.
    'src/scan/network/tcp.ts': 'node:net',
    'src/scan/tls/handshake.ts': 'node:tls',
    // DNS servers are not reached through proxies.
    'src/scan/dns/servers.ts': 'node:dgram, node:net',
    // Servers on loopback.
    'src/app/demo/environment.ts': 'node:tls',
  };

  it('are opened in few locations', () => {
    const found = FILES.map((file) => [file, listConnectingModules(file).join(', ')] as const);
    expect(Object.fromEntries(found.filter(([, modules]) => modules !== ''))).toEqual(OPENERS);
  });
});

const CONNECTING = /^(?:import|export) (?!type\b)([^;]*?) from '(undici|node:(?:net|tls|dgram|https?|http2))';/gm;
const CONNECTS = /\b(?:connect|createConnection|createSocket|request|get|Agent|Socket)\b|^[a-z]+$/;

function listConnectingModules(file: string): string[] {
  const found = Array.from(read(file).matchAll(CONNECTING), ([, names = '', module = '']) =>
    module === 'undici' || CONNECTS.test(names.replace(/\btype \w+/g, '')) ? module : '',
  );
  return [...new Set(found.filter((module) => module !== ''))].sort();
}
