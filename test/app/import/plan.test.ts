import { describe, expect, it } from 'vitest';
import { planImport } from '../../../src/app/import/plan.ts';
import type { ImportedEntry, ImportedReceiver, ImportedTarget, LeftOut } from '../../../src/import/types.ts';
import { loadValid, useDirectory } from '../../manifest/temporary-manifest.ts';

useDirectory();

const at = (line: number) => ({ file: 'tool.yml', line });

let line = 0;
function target(name: string, entry: ImportedEntry, ...receivers: string[]): ImportedTarget {
  line += 1;
  return { name, entry, origin: at(line), receivers };
}
const host = (name: string, ...receivers: string[]) => target(name, { endpoint: `${name}.example.com` }, ...receivers);

const receiver = (name: string, kind: ImportedReceiver['kind'] = 'webhook'): ImportedReceiver => ({
  kind,
  name,
  fields: { url: `\${${name.toUpperCase()}_URL}` },
  variables: [{ name: `${name.toUpperCase()}_URL`, meaning: 'the URL' }],
  origin: at(100),
});

/** Plans an import into a manifest, or into a new one. */
async function plan(
  targets: readonly ImportedTarget[],
  { receivers = [] as ImportedReceiver[], leftOut = [] as LeftOut[], manifest = null as string | null } = {},
) {
  const existing = manifest === null ? null : await loadValid(manifest);
  const findDomain = (name: string) => (name === 'com' ? null : name.split('.').slice(-2).join('.'));
  return planImport({ targets, receivers, leftOut, findDomain }, existing);
}

type Planned = Awaited<ReturnType<typeof plan>>;
const listNames = ({ entries }: Planned) => entries.map(({ entry }) => entry.name);
const listLeftOut = (planned: Planned) => planned.left_out.map(({ what }) => what);

const MANIFEST = `version: 1
certificates:
  - { name: shop, endpoint: "shop.example.com:443" }
  - { name: registration, domain: example.com }
  - { name: ca, expires: 2030-01-01 }
webhooks: { chat: { url: "https://chat.example.com" } }
email: { ops: { host: mail.example.com, from: a@example.com, to: b@example.com } }
rules: [{ name: imported, events: ["*"], actions: [{ webhook: chat }, { email: ops }] }]
`;

describe('the entries of an import', () => {
  it('are added with the place in the file', async () => {
    const [shop, blog] = [host('shop'), host('blog')];
    expect((await plan([shop, blog])).entries).toEqual([
      {
        entry: { name: 'shop', endpoint: 'shop.example.com' },
        state: 'added',
        watched_by: null,
        ...shop.origin,
      },
      {
        entry: { name: 'blog', endpoint: 'blog.example.com' },
        state: 'added',
        watched_by: null,
        ...blog.origin,
      },
    ]);
  });

  it.each<[ImportedEntry, string | null]>([
    [{ endpoint: 'shop.example.com' }, 'shop'],
    [{ endpoint: 'SHOP.example.com:443' }, 'shop'],
    [{ endpoint: 'shop.example.com:8443' }, null],
    [{ endpoint: 'blog.example.com' }, null],
    [{ endpoint: 'shop.example.com:99999' }, null],
    [{ domain: 'example.com' }, 'registration'],
    [{ domain: 'www.example.com' }, 'registration'],
    [{ domain: 'example.org' }, null],
  ])('are not added if the manifest has them: %j is watched by %j', async (entry, watched_by) => {
    const { entries } = await plan([target('new', entry)], { manifest: MANIFEST });
    expect(entries).toMatchObject([{ state: watched_by === null ? 'added' : 'watched', watched_by }]);
    expect(entries[0]?.entry.name).toBe(watched_by ?? (entry.domain === undefined ? 'new' : `domain-${entry.domain}`));
  });

  it('are the registered domains, also of international names', async () => {
    const targets = [target('a', { domain: 'www.example.org' }), target('b', { domain: 'www.exämple.org' })];
    const planned = await plan(targets);
    expect(planned.entries.map(({ entry }) => entry)).toEqual([
      { name: 'domain-example.org', domain: 'example.org' },
      { name: 'domain-xn--exmple-cua.org', domain: 'xn--exmple-cua.org' },
    ]);
    expect((await plan([target('a', { domain: 'com' })])).entries[0]?.entry.domain).toBe('com');
  });

  it.each<[string, ImportedEntry, string]>([
    ['Team A / Shop ', { endpoint: 'x.example.com' }, 'Team-A-Shop'],
    ['shop', { endpoint: 'x.example.com' }, 'shop-2'],
    ['***', { endpoint: 'x.example.com' }, 'x.example.com'],
  ])('have the name that the tool shows: %j with %j is %j', async (name, entry, expected) => {
    expect(listNames(await plan([target(name, entry)], { manifest: MANIFEST }))).toEqual([expected]);
  });

  it('have different names', async () => {
    const targets = ['a', 'b'].map((name) => target('web', { endpoint: `${name}.example.com` }));
    expect(listNames(await plan(targets))).toEqual(['web', 'web-2']);
  });
});

describe('a server that the tool watches twice', () => {
  const shop = { endpoint: 'shop.example.com' };
  it.each<[string, ImportedEntry[], number]>([
    ['with and without the port', [shop, { endpoint: 'shop.example.com:443' }], 1],
    ['for two server names', [shop, { ...shop, server_name: 'a.example' }], 2],
    ['at two addresses', [shop, { ...shop, connect_to: '192.0.2.1' }], 2],
    ['as a server and as a domain', [shop, { domain: 'example.com' }], 2],
    ['with two names below a domain', [{ domain: 'a.example.com' }, { domain: 'b.example.com' }], 1],
  ])('%s', async (_, entries, count) => {
    const planned = await plan(entries.map((entry, nth) => target(`e${nth}`, entry)));
    expect(planned.entries).toHaveLength(count);
  });

  it('notifies the receivers of both, each once', async () => {
    const targets = [target('a', shop, 'chat'), target('b', shop, 'chat', 'ops')];
    const { rules } = await plan(targets, { receivers: [receiver('chat'), receiver('ops', 'email')] });
    expect(rules).toEqual([{ name: 'imported', actions: [{ webhook: 'chat' }, { email: 'ops' }] }]);
  });

  it('is disabled only if both are', async () => {
    const off = { ...shop, enabled: false } as const;
    const read = async (...entries: ImportedEntry[]) =>
      (await plan(entries.map((entry) => target('shop', entry)))).entries.map(({ entry }) => entry);
    expect(await read(off, shop)).toEqual([{ name: 'shop', ...shop }]);
    expect(await read(shop, off)).toEqual([{ name: 'shop', ...shop }]);
    expect(await read(off, off)).toEqual([{ name: 'shop', ...off }]);
  });
});

describe('the receivers of an import', () => {
  it('are added once with the place in the file, and with their variables', async () => {
    const chat = receiver('chat');
    const { receivers, variables } = await plan([host('a', 'chat')], {
      receivers: [chat, { ...chat, fields: { url: 'second' } }],
    });
    expect(receivers).toEqual([{ kind: 'webhook', name: 'chat', fields: chat.fields, state: 'added', ...chat.origin }]);
    expect(variables).toEqual([{ name: 'CHAT_URL', meaning: 'the URL', receiver: 'chat', ...chat.origin }]);
  });

  it('that the manifest has stay as they are, and need no variable', async () => {
    const found = [receiver('chat'), receiver('ops', 'email'), receiver('pager')];
    const { receivers, variables } = await plan([host('a', 'chat', 'ops', 'pager')], {
      receivers: found,
      manifest: MANIFEST,
    });
    expect(receivers.map(({ name, state }) => [name, state])).toEqual([
      ['chat', 'exists'],
      ['ops', 'exists'],
      ['pager', 'added'],
    ]);
    expect(variables.map(({ name }) => name)).toEqual(['PAGER_URL']);
  });

  it('of another kind with the same name are others', async () => {
    const { receivers } = await plan([host('a', 'ops')], { receivers: [receiver('ops')], manifest: MANIFEST });
    expect(receivers.map(({ state }) => state)).toEqual(['added']);
  });

  it('are left out if nothing notifies them, except issues', async () => {
    const planned = await plan([host('a')], { receivers: [receiver('chat'), receiver('issues', 'issues')] });
    expect(planned.receivers.map(({ name }) => name)).toEqual(['issues']);
    expect(planned.left_out).toEqual([
      { what: 'the receiver chat', reason: 'nothing that was imported notifies it', ...at(100) },
    ]);
  });

  it.each([
    ['rules: [{ name: r, events: ["*"], actions: [{ webhook: chat }] }]', 'added'],
    ['rules: [{ name: r, events: ["*"], actions: [{ webhook: chat }, { issue: {} }] }]', 'exists'],
    [
      'rules: [{ name: r, events: ["*"], actions: [{ webhook: chat }] }, { name: i, events: ["*"], actions: [{ issue: {} }] }]',
      'exists',
    ],
    ['issues: { from: warning }', 'exists'],
  ])('open issues unless a rule does: with %s, issues are %s', async (rules, state) => {
    const manifest = MANIFEST.replace(/^rules: .*/m, rules);
    const { receivers } = await plan([host('a')], { receivers: [receiver('github', 'issues')], manifest });
    expect(receivers.map((one) => one.state)).toEqual([state]);
  });
});

describe('the rules of an import', () => {
  const receivers = [receiver('chat'), receiver('ops', 'email')];

  it('are one for each set of receivers', async () => {
    const targets = [host('a', 'chat', 'ops'), host('b', 'chat'), host('c', 'ops', 'chat')];
    expect((await plan(targets, { receivers })).rules).toEqual([
      { name: 'imported', match: { names: ['a', 'c'] }, actions: [{ webhook: 'chat' }, { email: 'ops' }] },
      { name: 'imported-2', match: { names: ['b'] }, actions: [{ webhook: 'chat' }] },
    ]);
  });

  it('are none without a receiver', async () => {
    expect((await plan([host('a'), host('b', 'gone')], { receivers })).rules).toEqual([]);
    expect((await plan([host('a', 'github')], { receivers: [receiver('github', 'issues')] })).rules).toEqual([]);
  });

  it('need no names if all entries of a new manifest have the same receivers', async () => {
    expect((await plan([host('a', 'chat'), host('b', 'chat')], { receivers })).rules).toEqual([
      { name: 'imported', actions: [{ webhook: 'chat' }] },
    ]);
    expect((await plan([host('a', 'chat'), host('b')], { receivers })).rules).toEqual([
      { name: 'imported', match: { names: ['a'] }, actions: [{ webhook: 'chat' }] },
    ]);
  });

  it('only match what is added to a manifest, under names that it does not have', async () => {
    const targets = [host('shop', 'chat'), host('a', 'chat')];
    const names = ['imported-2', 'imported-3'].map(
      (name) => `  - { name: ${name}, events: ["*"], actions: [{ webhook: chat }] }\n`,
    );
    const manifest = MANIFEST.replace(/^rules: \[(.*)\]\n/m, (_, rule) => `rules:\n  - ${rule}\n${names.join('')}`);
    expect((await plan(targets, { receivers, manifest })).rules).toMatchObject([{ name: 'imported-4' }]);
    expect((await plan(targets, { receivers, manifest: MANIFEST })).rules).toEqual([
      { name: 'imported-2', match: { names: ['a'] }, actions: [{ webhook: 'chat' }] },
    ]);
  });
});

describe('what an import leaves out', () => {
  it('begins with what the format leaves out', async () => {
    const leftOut = [{ what: 'the check x', reason: 'it has no TLS', origin: at(7) }];
    expect((await plan([host('a')], { leftOut })).left_out).toEqual([
      { what: 'the check x', reason: 'it has no TLS', ...at(7) },
    ]);
  });

  it('are alerts about entries that have no receiver while others do', async () => {
    const targets = [
      host('a', 'chat'),
      host('b'),
      host('c', 'gone'),
      target('d', { endpoint: 'd.example.com', enabled: false }),
    ];
    const planned = await plan(targets, { receivers: [receiver('chat')] });
    expect(listLeftOut(planned)).toEqual(['alerts about b', 'alerts about c']);
    expect(planned.left_out[0]).toEqual({
      what: 'alerts about b',
      reason: 'nobody gets them, as before: add the entry to a rule',
      ...targets[1]?.origin,
    });
  });

  it('are no alerts if issues are opened, or if the tool notifies nobody', async () => {
    const both = [receiver('chat'), receiver('github', 'issues')];
    expect(listLeftOut(await plan([host('a', 'chat'), host('b')], { receivers: both }))).toEqual([]);
    expect(listLeftOut(await plan([host('a'), host('b')]))).toEqual([]);
  });
});
