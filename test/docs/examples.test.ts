import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { checkManifest } from '../../src/app/check-manifest.ts';
import { parseArguments } from '../../src/cli/parse-options.ts';
import type { LoadedManifest } from '../../src/manifest/load.ts';
import { lintWorkflow } from '../helpers/workflow-lint.ts';
import { createTestIo } from '../manifest/io.ts';

// Examples, and code blocks in the documentation, work when copied.

const PAGES = ['README.md', 'CONTRIBUTING.md', ...listFiles('docs').filter((name) => name.endsWith('.md'))];

interface Block {
  /** Such as `README.md:26`. */
  where: string;
  text: string;
}

/** The fenced blocks of this language in all pages, also those that are indented in a list. */
function blocks(language: string): Block[] {
  const fence = new RegExp(`^( *)\`\`\`${language}\\n(.*?)^\\1\`\`\`$`, 'gms');
  return PAGES.flatMap((page) => {
    const markdown = readFileSync(page, 'utf8');
    return Array.from(markdown.matchAll(fence), ({ index, 1: indent = '', 2: text = '' }) => {
      const where = `${page}:${markdown.slice(0, index).split('\n').length}`;
      return { where, text: text.replaceAll(new RegExp(`^${indent}`, 'gm'), '') };
    });
  });
}

/** What becomes of the blocks of each language. */
const LANGUAGES: Readonly<Record<string, string>> = {
  yaml: 'below: manifests, workflows, and files of other systems that run a command',
  yml: 'a file of another program, which discover reads: transcripts.test.ts and yaml.test.ts',
  console: 'below',
  sh: 'below',
  bash: 'below',
  crontab: 'below',
  groovy: 'below',
  json: 'below, and policies of clouds in inventories.test.ts',
  csv: 'transcripts.test.ts',
  hcl: 'inventories.test.ts: a policy of Vault',
  ini: 'test/real/linux-box.test.ts',
  ts: 'internals.test.ts',
  text: 'transcripts.test.ts and cli.test.ts, if a comment before the block names the command',
  markdown: 'an image in a README',
  mermaid: 'a diagram, which GitHub draws',
};

function listFiles(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
}

function codes({ diagnostics }: LoadedManifest, severity: string): string[] {
  return diagnostics.filter((one) => one.severity === severity).map(({ code, line }) => `${code} in line ${line}`);
}

/** The text of a manifest, checked as `certvigil validate` does. */
async function checkText(text: string): Promise<LoadedManifest> {
  const directory = await mkdtemp(path.join(tmpdir(), 'certvigil-test-'));
  try {
    await writeFile(path.join(directory, 'certvigil.yaml'), text);
    return await checkManifest(null, createTestIo(directory));
  } finally {
    await rm(directory, { recursive: true });
  }
}

/** The smallest manifest that contains these lines of a rule. */
function wrapped(conditions: string): string {
  return `version: 1
certificates: [{ name: a, expires: 2099-01-01 }]
webhooks: { chat: { url: "https://chat.example/hook" } }
rules:
  - name: all
    events: [certificate.*]
    actions: [{ webhook: chat }]
${conditions.replace(/^/gm, '    ')}`;
}

const action = parse(readFileSync('action.yml', 'utf8')) as Record<'inputs' | 'outputs', Record<string, unknown>>;
const source = ['src/action/main.ts', ...listFiles('src/action')].map((file) => readFileSync(file, 'utf8')).join('\n');

interface Step {
  uses?: string;
  with?: Record<string, unknown>;
}

/** Inputs that a step passes to this action and action.yml does not declare. */
function unknownInputs(steps: readonly Step[]): string[] {
  const own = steps.filter(({ uses }) => /(?:^|\/)certvigil@|^\.\/?$/.test(uses ?? ''));
  expect(own.length, 'steps that use the action').toBeGreaterThan(0);
  return own.flatMap((step) => Object.keys(step.with ?? {})).filter((name) => !Object.hasOwn(action.inputs, name));
}

/** The reusable workflow. */
const reusable = parse(readFileSync('.github/workflows/certvigil.yml', 'utf8')).on.workflow_call as {
  inputs: Record<string, unknown>;
  secrets: Record<string, unknown>;
};

interface Job {
  steps?: Step[];
  uses?: string;
  with?: object;
  secrets?: object;
}

/** Jobs use the action in steps, or call the reusable workflow. */
function expectKnownInputs(jobs: Record<string, Job>): void {
  const all = Object.values(jobs);
  const called = all.filter(({ uses }) => uses !== undefined);
  for (const { uses, with: inputs = {}, secrets = {} } of called) {
    expect(uses).toMatch(/^\S+\/certvigil\/\.github\/workflows\/certvigil\.yml@v0$/);
    expect(Object.keys(inputs).filter((name) => !Object.hasOwn(reusable.inputs, name))).toEqual([]);
    expect(Object.keys(secrets).filter((name) => !Object.hasOwn(reusable.secrets, name))).toEqual([]);
  }
  if (called.length < all.length) expect(unknownInputs(all.flatMap(({ steps = [] }) => steps))).toEqual([]);
}

const INDEX = 'examples/README.md';

describe('examples', () => {
  const files = listFiles('examples').filter((name) => name !== INDEX);
  const manifests = files.filter(
    (name) => !/\/(?:workflows|teams\/teams|lists\/lists|prometheus|permissions)\//.test(name),
  );
  // test/real/prometheus.test.ts checks these with promtool.
  const rules = listFiles('examples/prometheus');
  // test/docs/inventories.test.ts compares these with the guides.
  const permissions = listFiles('examples/permissions');
  const workflows = listFiles('examples/workflows');

  it.each(manifests)('%s is valid', async (file) => {
    const loaded = await checkManifest(file, createTestIo(process.cwd()));
    expect(codes(loaded, 'error')).toEqual([]);
    // Only the certificate files of an example do not exist.
    expect(codes(loaded, 'warning').filter((code) => !/^(glob-no-match|ca-file-missing) /.test(code))).toEqual([]);
  });

  it.each(workflows)('%s is a workflow whose inputs exist', (file) => {
    const { jobs, permissions } = parse(readFileSync(file, 'utf8'));
    expect(permissions).toBeTypeOf('object');
    expectKnownInputs(jobs);
  });

  it('contain only files that are validated here', async () => {
    const read = await Promise.all(manifests.map((file) => checkManifest(file, createTestIo(process.cwd()))));
    const validated = [...read.flatMap(({ files }) => files), ...workflows, ...rules, ...permissions].map((file) =>
      path.relative('.', file),
    );
    expect([...new Set(validated)].sort()).toEqual(files);
  });

  it('fetch the branch on which the event log is by default', async () => {
    const { manifest } = await checkText('version: 1\nevent_log: { store: commit }\n');
    const texts = [...workflows, ...PAGES].map((file) => readFileSync(file, 'utf8'));
    const fetched = texts.flatMap((text) =>
      Array.from(text.matchAll(/git fetch [^\n]*?origin ([\w-]+):/g), ([, name]) => name),
    );
    expect(fetched).not.toEqual([]);
    expect(new Set(fetched)).toEqual(new Set([manifest?.event_log.branch]));
  });

  it('are all in the index', () => {
    const index = readFileSync(INDEX, 'utf8');
    // A directory is one item.
    const names = files.map((file) => file.replace(/^examples\/([^/]+\/?).*$/, '$1'));
    expect([...new Set(names)].filter((name) => !index.includes(`[${name}]`))).toEqual([]);
  });
});

/** What the container image runs, as in the Dockerfile. */
const IMAGE_ENTRY_POINT = ['node', '/opt/certvigil/dist/cli.js'];

/** The kind of a YAML block. */
function classify(
  value: unknown,
):
  | 'steps'
  | 'manifest'
  | 'workflow'
  | 'permissions'
  | 'kubernetes'
  | 'gitlab'
  | 'conditions'
  | 'prometheus'
  | 'role'
  | 'kustomization' {
  if (Array.isArray(value)) return 'steps';
  const keys = typeof value === 'object' && value !== null ? Object.keys(value) : [];
  if (keys.includes('version')) return 'manifest';
  if (keys.includes('jobs')) return 'workflow';
  if (keys.includes('includedPermissions') || keys.includes('roleRef')) return 'role';
  if (keys.includes('apiVersion')) return 'kubernetes';
  if (keys.some((key) => ['resources', 'components', 'patches', 'images'].includes(key))) return 'kustomization';
  if (keys.includes('permissions')) return 'permissions';
  if (keys.includes('scrape_configs')) return 'prometheus';
  return keys.includes('conditions') ? 'conditions' : 'gitlab';
}

/** The directories of this repository that a kustomization includes. */
function listKustomizeDirectories(text: string): string[] {
  return Array.from(text.matchAll(/\/certvigil\/\/(\S+)\?ref=v0$/gm), ([, directory = '']) => directory);
}

/** `include` of GitLab with this component. */
function expectKnownComponentInputs(included: readonly { component: string; inputs: object }[]): void {
  const [component] = parseAllDocuments(readFileSync('templates/certvigil.yml', 'utf8')).map((one) => one.toJS());
  for (const { component: name, inputs } of included) {
    expect(name).toMatch(/\/certvigil@v0$/);
    expect(Object.keys(component.spec.inputs)).toEqual(expect.arrayContaining(Object.keys(inputs)));
  }
}

/** The arguments of every command line of certvigil in a text. */
function commandLines(text: string): string[][] {
  return Array.from(text.matchAll(/\bcertvigil\/dist\/cli\.js ([^'\n]+)/g), ([, line = '']) =>
    (line.match(/"[^"]*"|\S+/g) ?? []).map((word) => word.replaceAll('"', '')),
  );
}

/** The arguments of the commands of certvigil in a shell script, without comments, substitutions and redirections. */
function shellCommands(text: string): string[][] {
  const command =
    /^(?:sudo -u \w+ |\w+=\S+ |source <\()*(?:npx )?(?:certvigil|node \S*dist\/cli\.js) ((?:'[^']*'|"[^"]*"|[^#|>)\n])*)/gm;
  return Array.from(text.replace(/\$\([^)]*\)/g, '').matchAll(command), ([, line = '']) =>
    (line.match(/(?:'[^']*'|"[^"]*"|\S)+/g) ?? []).map((word) => word.replace(/['"]/g, '')),
  );
}

/** The text once for each shard of a GitLab matrix, or as it is. */
function expandMatrix(text: string, jobs: Record<string, { parallel?: { matrix: { SHARD: string[] }[] } }>): string {
  const shards = Object.values(jobs).flatMap(({ parallel }) => parallel?.matrix.flatMap(({ SHARD }) => SHARD) ?? []);
  return shards.length === 0 ? text : shards.map((shard) => text.replaceAll('$SHARD', shard)).join('\n');
}

/** The arguments that a script for Node adds, once for each pod of an indexed Job. */
function scriptArguments(script: string, completions: number): string[][] {
  const [, list = ''] = /process\.argv\.push\("certvigil", (.*)\);/.exec(script) ?? [];
  const words = Array.from(list.matchAll(/"([^"]*)"|`([^`]*)`/g), ([, text = '', template = '']) => text || template);
  const indexes = Array.from({ length: completions }, (_, index) => String(index + 1));
  // biome-ignore lint/suspicious/noTemplateCurlyInString: of the script
  return indexes.map((index) => words.map((word) => word.replaceAll('${index}', index)));
}

function expectValidCommands(lines: readonly string[][]): void {
  expect(lines.length).toBeGreaterThan(0);
  for (const args of lines) expect(() => parseArguments(args)).not.toThrow();
}

describe('code blocks in the documentation', () => {
  it.each(blocks('yaml').map(({ where, text }) => [where, text]))('%s works', async (_, text) => {
    const documents = parseAllDocuments(text, { merge: true }).map((document) => document.toJS());
    // Of several Kubernetes resources, the last one runs the command.
    const value = documents.at(-1);
    switch (classify(value)) {
      case 'steps':
        return expect(unknownInputs(value)).toEqual([]);
      case 'workflow':
        expect(await lintWorkflow(text, 'shown.yml')).toEqual([]);
        return expectKnownInputs(value.jobs);
      case 'permissions': {
        const job = 'jobs: { scan: { runs-on: ubuntu-latest, steps: [{ run: certvigil scan }] } }';
        return expect(await lintWorkflow(`on: push\n${text}${job}`, 'shown.yml')).toEqual([]);
      }
      case 'kubernetes': {
        const { spec } = value.spec.jobTemplate ?? value;
        const [{ command = IMAGE_ENTRY_POINT, args }] = spec.template.spec.containers;
        const lines = command.includes('--eval')
          ? scriptArguments(args.join('\n'), spec.completions)
          : commandLines([...command, ...args].join(' '));
        return expectValidCommands(lines);
      }
      case 'role':
        return expect(listFiles('examples/permissions').map((file) => readFileSync(file, 'utf8').trim())).toContain(
          text.trim(),
        );
      case 'kustomization':
        // test/real/cluster.test.ts renders it.
        return expect(listKustomizeDirectories(text).filter((directory) => !existsSync(directory))).toEqual([]);
      case 'prometheus':
        // test/real/prometheus.test.ts checks it with promtool.
        return expect(value.scrape_configs[0]).toMatchObject({ honor_labels: true });
      case 'gitlab':
        if (value.include !== undefined) return expectKnownComponentInputs(value.include);
        return expectValidCommands(commandLines(expandMatrix(text, value)));
      default: {
        const loaded = await checkText(classify(value) === 'manifest' ? text : wrapped(text));
        return expect(codes(loaded, 'error')).toEqual([]);
      }
    }
  });

  it.each([...blocks('crontab'), ...blocks('groovy')].map(({ where, text }) => [where, text]))(
    '%s schedules a valid command',
    (_, text) => expectValidCommands(commandLines(text)),
  );

  it.each([...blocks('sh'), ...blocks('bash')].map(({ where, text }) => [where, text]))(
    '%s runs certvigil with options that exist',
    (_, text) => {
      expect(() => shellCommands(text).map((args) => parseArguments(args))).not.toThrow();
    },
  );

  it('write valid manifests, and include directories that exist', async () => {
    const scripts = blocks('sh').map(({ text }) => text);
    const written = scripts.flatMap((text) =>
      Array.from(text.matchAll(/^cat > certvigil\.yaml <<'END'\n(.*?)^END$/gms), ([, manifest = '']) => manifest),
    );
    expect(written).toHaveLength(1);
    for (const manifest of written) {
      const loaded = await checkText(manifest);
      expect([...codes(loaded, 'error'), ...codes(loaded, 'warning')]).toEqual([]);
    }
    const included = scripts.flatMap(listKustomizeDirectories);
    expect(included).toEqual(['deploy/kustomize/base', 'deploy/kustomize/components/kubernetes']);
    expect(included.filter((directory) => !existsSync(`${directory}/kustomization.yaml`))).toEqual([]);
  });

  it.each(blocks('json').map(({ where, text }) => [where, text]))('%s is JSON', (_, text) => {
    // A member of an object is shown without its braces, and JSON Lines as they are.
    const isMember = text.startsWith('"');
    const documents = /^\{.*\}\n\{/.test(text) ? text.trim().split('\n') : [isMember ? `{${text}}` : text];
    for (const document of documents) expect(() => JSON.parse(document)).not.toThrow();
  });

  it.each(blocks('console').map(({ where, text }) => [where, text]))('%s names commands that exist', (_, text) => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'));
    for (const line of text.trim().split('\n')) {
      const command = line.replace(/\s+#.*$/, '');
      const [program, ...args] = command
        .replace(/^(?:node (?:\/opt\/certvigil\/)?dist\/cli\.js|npx certvigil)\b/, 'certvigil')
        .split(' ');
      if (program === 'certvigil') expect(() => parseArguments(args)).not.toThrow();
      else if (/^npm ci && npm test\b/.test(command)) expect(scripts).toHaveProperty('test');
      else if (program === 'alias') expect(args.join(' ')).toBe('certvigil="node $PWD/dist/cli.js"');
      else expect(scripts).toHaveProperty(/^npm run ([\w:-]+)/.exec(command)?.[1] ?? `the script of: ${command}`);
    }
  });
});

describe('the languages of code blocks', () => {
  const used = PAGES.flatMap((page) =>
    Array.from(readFileSync(page, 'utf8').matchAll(/^ *```(\w+)$/gm), ([, language]) => language),
  );

  it('are those of which each has a test', () => {
    expect([...new Set(used)].sort()).toEqual(Object.keys(LANGUAGES).sort());
  });
});

describe('action.yml', () => {
  it('declares the inputs that the action reads', () => {
    const read = Array.from(
      source.matchAll(/\b(?:getInput|getMultilineInput|readText|readFlag)\('([\w-]+)'/g),
      ([, name]) => name,
    );
    // `token` is read in src/lib/process/process-io.ts, together with the environment.
    expect([...new Set([...read, 'token'])].sort()).toEqual(Object.keys(action.inputs).sort());
  });

  it('declares the outputs that the action sets', () => {
    const sets = Array.from(source.matchAll(/const outputs = \{(.*?)\n {2}\};/gs), ([, set = '']) => set).join('\n');
    const short = Array.from(source.matchAll(/setOutputs\(\{ ([\w, ]+) \}\)/g), ([, list = '']) => list.split(', '));
    const names = [...Array.from(sets.matchAll(/^ {4}'?([\w-]+)'?[:,]/gm), ([, name]) => name), ...short.flat()];
    expect([...new Set(names)].sort()).toEqual(Object.keys(action.outputs).sort());
  });

  it('runs the built action on Node 24', () => {
    const { runs } = parse(readFileSync('action.yml', 'utf8'));
    expect(runs).toEqual({ using: 'node24', main: 'dist/action.js' });
  });
});
