// biome-ignore-all lint/suspicious/noTemplateCurlyInString: ${NAME} is how the manifest names a variable

import { mkdir } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { type Checkout, createPullRequest, type Files, type PullRequest } from '../helpers/git.ts';
import { createWorkspace, type Workspace } from './certvigil.ts';
import { runStep, type Step } from './step.ts';

// Runs the action as on a pull request: in a git checkout, with the event data of GitHub, and nothing else.

const MANIFEST = `version: 1
certificates:
  - { name: shop, endpoint: shop.example.com, labels: { team: payments } }
  - { name: wiki, expires: 2099-01-01 }
webhooks:
  chat: { url: "https://chat.example/hook" }
rules:
  - { name: all, events: [certificate.*], actions: [{ webhook: chat }] }
`;

const CHANGED = MANIFEST.replace('endpoint: shop.example.com', 'endpoint: shop.example.com:8443').replace(
  '  - { name: wiki, expires: 2099-01-01 }',
  '  - { name: blog, endpoint: blog.example.com }',
);

interface Circumstances {
  inputs?: Record<string, string>;
  checkout?: Checkout;
  /** Further variables of the step. */
  runner?: Record<string, string>;
}

async function validate(
  files: Workspace,
  made: PullRequest,
  { inputs = {}, checkout = { depth: 2 }, runner = {} }: Circumstances = {},
): Promise<Step> {
  await files.write('event.json', JSON.stringify(made.event));
  const cwd = await made.checkout(`checkout-${JSON.stringify(checkout).replace(/\W+/g, '-')}`, checkout);
  const event = {
    GITHUB_EVENT_NAME: 'pull_request',
    GITHUB_EVENT_PATH: files.at('event.json'),
    GITHUB_SHA: made.merge,
    GITHUB_WORKSPACE: cwd,
  };
  return runStep(files, { command: 'validate', ...inputs }, { ...event, ...runner }, { cwd });
}

/** The numeric outputs of a step, and its exit code. */
function result({ status, outputs: { valid, added, removed, changed } }: Step) {
  return { status, valid, added, removed, changed };
}

const unknown = { added: '', removed: '', changed: '' };
const [added, removed, changed] = ['1', '1', '1'];

describe('a pull request is compared with its base', () => {
  it.each<[what: string, checkout: Checkout]>([
    ['in a checkout of depth 2', { depth: 2 }],
    ['in a full checkout', {}],
    ['in a full checkout of its own branch', { ref: 'refs/pull/1/head' }],
  ])('%s', async (_, checkout) => {
    await using files = await createWorkspace({});
    // Newer commits on the base branch are not changes of the pull request, whichever of its commits is checked out.
    const padded = (text: string) => `${text}${'# far from it\n'.repeat(20)}x-last: 1\n`;
    const made = await createPullRequest(files.root, {
      before: { 'certvigil.yaml': padded(MANIFEST) },
      change: { 'certvigil.yaml': padded(CHANGED) },
      meanwhile: { 'certvigil.yaml': padded(MANIFEST).replace('x-last: 1', 'settings: { delivery_retry_days: 9 }') },
    });
    const step = await validate(files, made, { checkout });
    expect(result(step)).toEqual({ status: 0, valid: 'true', added, removed, changed });
    expect(step.summary).toContain('Changes against `main`');
    expect(step.summary).toContain('| ➖ removed | `wiki` | `2099-01-01` | – | – |');
    expect(step.summary).toContain(
      '| ✏️ changed | `shop` | `shop.example.com:8443` | `endpoint`: `shop.example.com:443` → `shop.example.com:8443` | `all` |',
    );
    expect(step.summary).toContain('| ➕ added | `blog` | `blog.example.com:443` | – | `all` |');
    expect(step.summary).not.toContain('delivery_retry_days');
  });

  it('including the files that it includes, also on the base', async () => {
    await using files = await createWorkspace({});
    const including = (globs: string) => `${MANIFEST}include: [${globs}]\n`;
    const team = (name: string) => `certificates: [{ name: ${name}, expires: 2099-01-01 }]\n`;
    const made = await createPullRequest(files.root, {
      before: {
        'certvigil.yaml': including('teams/*.yaml'),
        'teams/a.yaml': team('team-a'),
        'teams/b.yaml': team('team-b'),
      },
      change: {
        'certvigil.yaml': including('"teams/*.yaml", extra/c.yaml'),
        'teams/a.yaml': null,
        'teams/d.yaml': team('team-d'),
        'extra/c.yaml': team('team-c'),
      },
    });
    const step = await validate(files, made);
    expect(result(step)).toEqual({ status: 0, valid: 'true', added: '2', removed: '1', changed: '0' });
    expect(step.summary).toContain('| ➖ removed | `team-a` |');
    expect(step.summary).toContain('| ➕ added | `team-c` |');
    expect(step.summary).toContain('| ➕ added | `team-d` |');
  });

  it('including entry lists, also on the base', async () => {
    await using files = await createWorkspace({});
    const manifest = `${MANIFEST}include: [hosts.csv, hosts.jsonl]\n`;
    const made = await createPullRequest(files.root, {
      before: {
        'certvigil.yaml': manifest,
        'hosts.csv': 'name,expires,owner\nhost-a,2099-01-01,ann\nhost-b,2099-01-01,ann\n',
        'hosts.jsonl': '{"name": "host-c", "expires": "2099-01-01"}\n',
      },
      change: {
        'hosts.csv': 'owner;name;expires\nann;host-a;2099-01-01\nbob;host-b;2099-01-01\n',
        'hosts.jsonl': '{"name": "host-d", "expires": "2099-01-01"}\n',
      },
    });
    const step = await validate(files, made);
    expect(result(step)).toEqual({ status: 0, valid: 'true', added: '1', removed: '1', changed: '1' });
    expect(step.summary).toContain('`owner`: `ann` → `bob`');
    expect(step.summary).toContain('| ➕ added | `host-d` |');
  });

  it.each<[what: string, change: Files, inputs: Record<string, string>]>([
    ['to another default path', { 'certvigil.yaml': null, '.github/certvigil.yaml': CHANGED }, {}],
    [
      'to a name that is written',
      { 'certvigil.yaml': null, 'ops/watch.yaml': CHANGED },
      { manifest: 'ops/watch.yaml' },
    ],
  ])('if the manifest was moved %s', async (_, change, inputs) => {
    await using files = await createWorkspace({});
    const made = await createPullRequest(files.root, { before: { 'certvigil.yaml': MANIFEST }, change });
    expect(result(await validate(files, made, { inputs }))).toEqual({
      status: 0,
      valid: 'true',
      added,
      removed,
      changed,
    });
  });
});

describe('a change is also compared', () => {
  const states = { before: { 'certvigil.yaml': MANIFEST }, change: { 'certvigil.yaml': CHANGED } };

  it('if the checkout is below the working directory', async () => {
    await using files = await createWorkspace({});
    const made = await createPullRequest(files.root, states);
    await files.write('event.json', JSON.stringify(made.event));
    await made.checkout('work/infra', { depth: 2 });
    const runner = { GITHUB_EVENT_NAME: 'pull_request', GITHUB_EVENT_PATH: files.at('event.json') };
    const inputs = { command: 'validate', manifest: 'infra/certvigil.yaml' };
    const step = await runStep(files, inputs, { ...runner, GITHUB_SHA: made.merge }, { cwd: files.at('work') });
    expect(result(step)).toEqual({ status: 0, valid: 'true', added, removed, changed });
  });

  it('if the manifest is in a subdirectory with its included files', async () => {
    await using files = await createWorkspace({});
    const team = (name: string) => `certificates: [{ name: ${name}, expires: 2099-01-01 }]\n`;
    const made = await createPullRequest(files.root, {
      before: { 'ops/watch.yaml': `${MANIFEST}include: [teams/*.yaml]\n`, 'ops/teams/a.yaml': team('a') },
      change: { 'ops/teams/a.yaml': team('b') },
    });
    const step = await validate(files, made, { inputs: { manifest: './ops/watch.yaml' } });
    expect(result(step)).toEqual({ status: 0, valid: 'true', added: '1', removed: '1', changed: '0' });
  });

  it('if the manifest is a symlink', async () => {
    await using files = await createWorkspace({});
    const made = await createPullRequest(files.root, {
      before: { 'ops/watch.yaml': MANIFEST, 'certvigil.yaml': { link: 'ops/watch.yaml' } },
      change: { 'ops/watch.yaml': CHANGED },
    });
    expect(result(await validate(files, made))).toEqual({ status: 0, valid: 'true', added, removed, changed });
  });

  it('if included files are behind a symlink to a directory', async () => {
    await using files = await createWorkspace({});
    const team = (name: string) => `certificates: [{ name: ${name}, expires: 2099-01-01 }]\n`;
    const made = await createPullRequest(files.root, {
      before: {
        'certvigil.yaml': `${MANIFEST}include: [teams/*.yaml]\n`,
        'shared/teams/a.yaml': team('team-a'),
        teams: { link: 'shared/teams' },
      },
      change: { 'shared/teams/b.yaml': team('team-b') },
    });
    expect(result(await validate(files, made))).toEqual({
      status: 0,
      valid: 'true',
      added: '1',
      removed: '0',
      changed: '0',
    });
  });

  it('in a merge queue', async () => {
    await using files = await createWorkspace({});
    const made = await createPullRequest(files.root, states);
    const event = { merge_group: { base_sha: made.base, base_ref: 'refs/heads/main', head_sha: made.merge } };
    await files.write('event.json', JSON.stringify(event));
    const cwd = await made.checkout('checkout', { depth: 2 });
    const runner = { GITHUB_EVENT_NAME: 'merge_group', GITHUB_EVENT_PATH: files.at('event.json') };
    const step = await runStep(files, { command: 'validate' }, { ...runner, GITHUB_SHA: made.merge }, { cwd });
    expect(result(step)).toEqual({ status: 0, valid: 'true', added, removed, changed });
    expect(step.summary).toContain('Changes against `main` (');
  });
});

describe('a pull request is not compared', () => {
  it.each<[what: string, checkout: Checkout, runner: Record<string, string>]>([
    ['in a partial clone without the base manifest, which is not fetched', { partial: true }, {}],
    ['on a machine without git', { depth: 2 }, { PATH: '/nowhere' }],
  ])('%s', async (_, checkout, runner) => {
    await using files = await createWorkspace({});
    const states = { before: { 'certvigil.yaml': MANIFEST }, change: { 'certvigil.yaml': CHANGED } };
    const step = await validate(files, await createPullRequest(files.root, states), { checkout, runner });
    expect(result(step)).toEqual({ status: 0, valid: 'true', ...unknown });
    expect(step.summary).toContain('the base branch is not in this checkout');
  });

  it('in a checkout of depth 1, and the summary explains the fix', async () => {
    await using files = await createWorkspace({});
    const made = await createPullRequest(files.root, {
      before: { 'certvigil.yaml': MANIFEST },
      change: { 'certvigil.yaml': CHANGED },
    });
    const step = await validate(files, made, { checkout: { depth: 1 } });
    expect(result(step)).toEqual({ status: 0, valid: 'true', ...unknown });
    expect(step.summary).toContain(
      'the base branch is not in this checkout. Set `fetch-depth: 2` on `actions/checkout`',
    );
    expect(step.summary).toContain('| `shop` | `shop.example.com:8443` | `all` |');
  });

  it('outside a repository', async () => {
    await using files = await createWorkspace({ 'certvigil.yaml': MANIFEST });
    await files.write('event.json', JSON.stringify({ pull_request: { base: { ref: 'main', sha: 'a'.repeat(40) } } }));
    const runner = { GITHUB_EVENT_NAME: 'pull_request', GITHUB_EVENT_PATH: files.at('event.json') };
    const step = await runStep(files, { command: 'validate' }, runner);
    expect(result(step)).toEqual({ status: 0, valid: 'true', ...unknown });
    expect(step.summary).toContain('the base branch is not in this checkout');
  });

  it('if the base manifest has errors', async () => {
    await using files = await createWorkspace({});
    const made = await createPullRequest(files.root, {
      before: { 'certvigil.yaml': 'version: 1\ncertificates: [{ nam: shop }]\n' },
      change: { 'certvigil.yaml': MANIFEST },
    });
    const step = await validate(files, made);
    expect(result(step)).toEqual({ status: 0, valid: 'true', ...unknown });
    expect(step.summary).toContain('because the manifest on `main` (');
  });

  it('if its own manifest has errors: the summary lists them, and the check fails', async () => {
    await using files = await createWorkspace({});
    const made = await createPullRequest(files.root, {
      before: { 'certvigil.yaml': MANIFEST },
      change: { 'certvigil.yaml': MANIFEST.replace('endpoint:', 'endpont:') },
    });
    const step = await validate(files, made);
    expect(result(step)).toEqual({ status: 2, valid: 'false', ...unknown });
    expect(step.outputs.errors).toBe('1');
    expect(step.summary).toContain('## ❌ `certvigil.yaml` has 1 error');
    expect(step.summary).toContain('| ❌ | `certvigil.yaml:3:19` | `unknown-key` |');
    expect(step.commands).toContainEqual(
      expect.stringMatching(/^::error title=unknown-key,file=certvigil.yaml,line=3,/),
    );
  });
});

describe('a pull request', () => {
  it('that adds the first manifest adds all its entries', async () => {
    await using files = await createWorkspace({});
    const made = await createPullRequest(files.root, {
      before: { 'README.md': 'hello' },
      change: { 'certvigil.yaml': MANIFEST },
    });
    const step = await validate(files, made);
    expect(result(step)).toEqual({ status: 0, valid: 'true', added: '2', removed: '0', changed: '0' });
    expect(step.summary).toContain('The manifest is new: `main` (');
  });

  it('that removes the manifest fails, and shows what is no longer monitored', async () => {
    await using files = await createWorkspace({});
    const made = await createPullRequest(files.root, {
      before: { 'certvigil.yaml': MANIFEST, 'README.md': 'hello' },
      change: { 'certvigil.yaml': null },
    });
    const step = await validate(files, made);
    expect(result(step)).toEqual({ status: 2, valid: 'false', added: '0', removed: '2', changed: '0' });
    expect(step.commands).toContainEqual(expect.stringContaining('error[manifest-not-found]'));
    expect(step.summary).toMatch(/^## ❌ No manifest found\n/);
    expect(step.summary).toContain('| ➖ removed | `shop` |');
  });

  it.each([
    ['false', 0],
    ['true', 2],
  ])('with a warning and strict: %s exits with %i', async (strict, status) => {
    await using files = await createWorkspace({});
    const made = await createPullRequest(files.root, {
      before: { 'certvigil.yaml': MANIFEST },
      change: {
        'certvigil.yaml': MANIFEST.replace('webhooks:', 'webhooks:\n  spare: { url: "https://spare.example" }'),
      },
    });
    const step = await validate(files, made, { inputs: { strict } });
    expect(step.status).toBe(status);
    expect(step.outputs).toMatchObject({ valid: String(status === 0), errors: '0', warnings: '1' });
    expect(step.commands.filter((line) => line.startsWith('::error'))).toEqual(
      status === 0 ? [] : ['::error::The manifest has 1 warning, which strict treats as errors. See the annotations.'],
    );
    expect(step.summary).toContain('| ⚠️ | `certvigil.yaml:6:3` | `unused-webhook` |');
    expect(step.summary).toContain('- ⚠️ Webhooks that receive nothing: `spare`');
  });

  it('needs no secrets, and shows none', async () => {
    await using files = await createWorkspace({});
    const secret = 'https://chat.example/secret-0123456789';
    const made = await createPullRequest(files.root, {
      before: { 'certvigil.yaml': MANIFEST },
      change: { 'certvigil.yaml': MANIFEST.replace('https://chat.example/hook', '${CHAT_URL}') },
    });
    const cwd = await made.checkout('checkout', { depth: 2 });
    await files.write('event.json', JSON.stringify(made.event));
    const runner = { GITHUB_EVENT_NAME: 'pull_request', GITHUB_EVENT_PATH: files.at('event.json') };
    const env = { ...runner, GITHUB_SHA: made.merge };
    const without = await runStep(files, { command: 'validate' }, env, { cwd });
    const having = await runStep(files, { command: 'validate' }, { ...env, CHAT_URL: secret }, { cwd });
    expect(without.status).toBe(0);
    expect(without.summary).toContain('| `chat` | `all` | ✏️ changed: `url` |');
    expect(having.summary).toBe(without.summary);
    expect(having.stdout).not.toContain('secret-0123456789');
  });

  it('shows no line of files outside the repository, whatever the manifest is or includes', async () => {
    await using files = await createWorkspace({
      'secret.yaml': 'token: hidden: 1\n',
      'beside/secret.yaml': 'token: hidden: 1\n',
    });
    const including = (file: string): Files => ({
      'certvigil.yaml': `${MANIFEST}include: [${JSON.stringify(file)}]\n`,
    });
    const link = { link: files.at('secret.yaml') };
    const changes: [change: Files, code: string][] = [
      [including(files.at('secret.yaml')), 'include-outside-workspace'],
      [including(files.at('beside/*.yaml')), 'include-outside-workspace'],
      [including('.git/config'), 'include-outside-workspace'],
      [{ ...including('teams/*.yaml'), 'teams/a.yaml': link }, 'include-outside-workspace'],
      [{ ...including('*/secret.yaml'), teams: { link: files.at('beside') } }, 'include-outside-workspace'],
      [{ 'certvigil.yaml': link }, 'manifest-outside-workspace'],
      [{ 'certvigil.yaml': { link: '.git/config' } }, 'manifest-outside-workspace'],
    ];
    for (const [index, [change, code]] of changes.entries()) {
      const root = files.at(`made-${index}`);
      await mkdir(root);
      const made = await createPullRequest(root, { before: { 'README.md': 'hello' }, change });
      // What else is checked out in the workspace is not the repository's either.
      const step = await validate(files, made, { runner: { GITHUB_WORKSPACE: files.root } });
      expect([step.status, step.stdout + step.summary]).toEqual([2, expect.stringContaining(code)]);
      expect(step.stdout + step.stderr + step.summary).not.toMatch(/hidden|repositoryformatversion/);
    }
  });

  it('in a directory that looks like a repository runs none of its code', async () => {
    await using files = await createWorkspace({
      'certvigil.yaml': MANIFEST,
      HEAD: 'ref: refs/heads/main\n',
      config: '[core]\n\trepositoryformatversion = 0\n\tbare = true\n\tfsmonitor = touch ran\n',
      'objects/info/alternates': '',
      'refs/heads/.keep': '',
    });
    await files.write('event.json', JSON.stringify({ pull_request: { base: { ref: 'main', sha: 'a'.repeat(40) } } }));
    const runner = { GITHUB_EVENT_NAME: 'pull_request', GITHUB_EVENT_PATH: files.at('event.json') };
    const step = await runStep(files, { command: 'validate' }, runner);
    expect(result(step)).toEqual({ status: 0, valid: 'true', ...unknown });
    expect(await files.read('ran')).toBeNull();
  });
});

describe('new hosts and certificates of a pull request', () => {
  const ingress = (...hosts: string[]) =>
    `apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: { name: a }\nspec:\n  tls:\n${hosts
      .map((host) => `    - hosts: [${host}]\n`)
      .join('')}`;
  const watching = (discovery: string) => `${MANIFEST}discovery: ${discovery}\n`;
  const before = {
    'certvigil.yaml': watching('{ domains: [example.com] }'),
    'deploy/a.yaml': ingress('old.example.com', 'shop.example.com'),
    'deploy/same.yaml': ingress('known.example.com'),
  };

  const unwatched = ({ stdout }: Step) => stdout.match(/^.*\[(?:not-)?watched.*$/gm) ?? [];

  it('are notices at their lines, with the entry to add; what was there before is not reported', async () => {
    await using files = await createWorkspace({});
    const made = await createPullRequest(files.root, {
      before,
      change: {
        'deploy/a.yaml': ingress('new.example.com', 'old.example.com'),
        'deploy/b.yaml': ingress('shop.example.com', 'known.example.com', 'api.example.com', 'www.example.net'),
      },
    });
    const step = await validate(files, made, { inputs: { strict: 'true' } });
    expect(step.status).toBe(0);
    expect(unwatched(step)).toEqual([
      expect.stringMatching(/^deploy\/a\.yaml:6:1: notice\[not-watched\]: The host "new\.example\.com" is new/),
      expect.stringMatching(/^deploy\/b\.yaml:8:1: notice\[not-watched\]: The host "api\.example\.com" is new/),
    ]);
    expect(step.stdout).toContain('- { name: new.example.com, endpoint: new.example.com }');
  });

  it('fail the check with require: true', async () => {
    await using files = await createWorkspace({});
    const made = await createPullRequest(files.root, {
      before,
      change: {
        'certvigil.yaml': watching('{ domains: [example.com], require: true }'),
        'deploy/b.yaml': ingress('api.example.com'),
      },
    });
    const step = await validate(files, made);
    expect(step.status).toBe(2);
    expect(unwatched(step)).toEqual([expect.stringContaining('error[not-watched]')]);
  });

  it('do not include what the manifest and its includes name', async () => {
    await using files = await createWorkspace({});
    const manifest = watching('{ domains: [example.com], require: true }');
    const include = `${manifest}include: [teams/*.yaml]\n`;
    const team = (domain: string) => `certificates: [{ name: ${domain}, domain: ${domain} }]\n`;
    const made = await createPullRequest(files.root, {
      before: { ...before, 'certvigil.yaml': include, 'teams/a.yaml': team('shop.example.com') },
      change: {
        'certvigil.yaml': include.replace(
          '- { name: wiki, expires: 2099-01-01 }',
          '- { name: b, domain: example.com }',
        ),
        'teams/a.yaml': null,
        'teams/b.yaml': team('b.example.com'),
      },
    });
    expect(unwatched(await validate(files, made))).toEqual([]);
  });

  it('are not looked for without the section discovery, or without the base', async () => {
    await using files = await createWorkspace({});
    const change = { 'deploy/b.yaml': ingress('api.example.com') };
    const made = await createPullRequest(files.root, { before: { ...before, 'certvigil.yaml': MANIFEST }, change });
    expect(unwatched(await validate(files, made))).toEqual([]);
    await using others = await createWorkspace({});
    const shallow = await createPullRequest(others.root, { before, change });
    expect(unwatched(await validate(others, shallow, { checkout: { depth: 1 } }))).toEqual([]);
  });

  it('include a removed host that the manifest still has, as a notice', async () => {
    await using files = await createWorkspace({});
    const made = await createPullRequest(files.root, { before, change: { 'deploy/a.yaml': null } });
    const step = await validate(files, made);
    expect(step.status).toBe(0);
    expect(unwatched(step)).toEqual([
      expect.stringMatching(
        /^certvigil\.yaml:3:5: notice\[watched-but-removed\]: "shop\.example\.com" was removed from deploy\/a\.yaml:7/,
      ),
    ]);
  });

  it('read no file outside of the checkout, and name hostile text escaped', async () => {
    await using files = await createWorkspace({ 'outside.yaml': ingress('secret.example.com') });
    const made = await createPullRequest(files.root, {
      before,
      change: {
        'deploy/link.yaml': { link: files.at('outside.yaml') },
        'deploy/\u001b[31mred.yaml': ingress('red.example.com'),
      },
    });
    const step = await validate(files, made);
    expect(step.stdout).not.toContain('secret.example.com');
    expect(step.stdout).toContain('red.example.com');
    // The runner reads the path in the command of an annotation as it is.
    const printed = step.stdout.split('\n').filter((line) => !line.startsWith('::'));
    expect(printed.join('\n')).not.toContain('\u001b');
  });
});
