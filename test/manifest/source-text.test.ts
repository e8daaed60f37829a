import { describe, expect, it } from 'vitest';
import { listCodes, loadText, loadValid, useDirectory } from './temporary-manifest.ts';

useDirectory();

describe('anchors, aliases and merge keys', () => {
  it('merge fields: the map itself takes precedence, then the first merged map', async () => {
    const text =
      'version: 1\nx-a: &a { owner: alice, enabled: false }\nx-b: &b { owner: bob, assignments: [lb-1] }\n' +
      'certificates:\n  - <<: [*a, *b]\n    enabled: true\n    name: shop\n    endpoint: a.example\n  - &shop { name: mail, <<: *b, file: a.pem }\n';
    const { entries } = await loadValid(text);
    expect(entries).toMatchObject([
      { name: 'shop', owner: 'alice', enabled: true, assignments: ['lb-1'] },
      { name: 'mail', owner: 'bob', source: { kind: 'file' } },
    ]);
  });

  it('have the position of the anchored text, and are reported once', async () => {
    const text =
      'version: 1\nx-ends: &ends [0h]\nx-base: &base\n  expiry_scan_thresholds: *ends\n  enabled: yes\n' +
      'certificates:\n  - { <<: *base, name: a, endpoint: a.example }\n  - { <<: *base, name: b, endpoint: b.example }\n';
    expect(await listCodes(text)).toEqual(['certvigil.yaml:2:16 bad-threshold', 'certvigil.yaml:5:12 wrong-type']);
  });

  it('refer to the last anchor with their name above them', async () => {
    const text =
      'version: 1\nx-1: &owner alice\nx-2: *owner\nx-3: &owner bob\n' +
      'certificates: [{ name: a, endpoint: a.example, owner: *owner }]\n';
    expect((await loadValid(text)).entries[0]?.owner).toBe('bob');
  });

  it('cannot expand a small file to a huge one', async () => {
    const rows = 'bcdefghijklmnopqrstuvwxyz'.split('').map((name, at) => {
      const before = 'abcdefghijklmnopqrstuvwxyz'[at];
      return `x-${name}: &${name} [${Array(20).fill(`*${before}`).join(', ')}]`;
    });
    const bomb = `version: 1\nx-a: &a [1]\n${rows.join('\n')}\n`;
    expect(await listCodes(bomb)).toEqual([expect.stringMatching(/ too-many-aliases$/)]);
    const keys = Array.from({ length: 2000 }, (_, at) => `k${at}: 1`).join(', ');
    const merges = Array.from({ length: 2000 }, (_, at) => `x-${at}: { <<: *base }`).join('\n');
    expect(await listCodes(`version: 1\nx-base: &base { ${keys} }\n${merges}\n`)).toEqual([
      expect.stringMatching(/ too-many-aliases$/),
    ]);
  });
});

describe('a mistake is reported on the line that has it', () => {
  it.each([
    [
      'a missing item of a list',
      `version: 1\ncertificates:\n  - { name: a, endpoint: a.example }\n  -\n`,
      ['4:3 empty-value'],
    ],
    ['a missing item with an anchor', 'version: 1\ncertificates:\n  - &a # note\n', ['3:6 empty-value']],
    ['an item beside its list', 'version: 1\nrules:\n   -\n    name: a\n  -\n    name: b\n', ['5:3 yaml-syntax']],
    ['such an item below a missing value', 'version: 1\nx-a:\n   - a: &a # note\n  - b\n', ['4:3 yaml-syntax']],
    ['an indented key in quotes', 'version: 1\n  "certificates": []\n', ['2:3 yaml-syntax']],
    ['an indented item', 'version: 1\n  - name: a\n', ['2:3 yaml-syntax']],
    ['an indented merge key', 'version: 1\n  <<: {}\n', ['2:3 yaml-syntax']],
    ['text with a colon on its second line', 'version: one\n  more text: two\n', ['1:10 yaml-syntax']],
  ])('%s', async (_, text, expected) => {
    expect(await listCodes(text)).toEqual(expected.map((place) => `certvigil.yaml:${place}`));
  });
});

it('reports only the version of a manifest for another one', async () => {
  const text =
    'version: 2\ndashboard: { include: [docs/a.md] }\ncertificates: [{ name: a, file: a.pem, colour: 1 }]\ninclude: [none.yaml]\n';
  expect(await listCodes(text)).toEqual(['certvigil.yaml:1:10 unsupported-version']);
});

describe('a file full of mistakes', () => {
  it.each([
    ['unresolved aliases', `version: 1\nx: [${'*a.b,'.repeat(12_000)}]\n`],
    ['broken structure', `version: 1\na: [::1]:1\nx: [${'*a.b,'.repeat(12_000)}]\n`],
    ['strings that need quotes', `version: 1\nx:\n${'- @a\n'.repeat(20_000)}`],
    ['invalid entries', `version: 1\ncertificates: [${'{a: 1},'.repeat(12_000)}]\n`],
    ['invalid rules', `version: 1\nrules: [${'{a: 1},'.repeat(12_000)}]\n`],
    ['unquoted variables', `version: 1\na: [::1]:1\n${`b: { c: d $\{T} }\n`.repeat(2000)}`],
  ])('gets a limited number of messages of limited length: %s', async (_, text) => {
    const { diagnostics } = await loadText(text);
    expect(diagnostics.length).toBeGreaterThan(1);
    expect(diagnostics.length).toBeLessThan(10_010);
    expect(Math.max(...diagnostics.map(({ message, hint = '' }) => message.length + hint.length))).toBeLessThan(1000);
  });
});

describe('silences and action options', () => {
  it('are read with their defaults', async () => {
    const { manifest } = await loadText(`version: 1
certificates: [{ name: a, expires: 2027-03-01, labels: { team: 007 } }]
silences:
  - until: 2027-03-01
    reason: |
      moves,
      ticket 123
    match: { labels: { team: 007 }, thresholds: [10d] }
  - { until: "2027-03-01T08:00:00+01:00", reason: known, events: [certificate.expired] }
`);
    expect(manifest?.silences).toMatchObject([
      {
        until: '2027-03-01T00:00:00Z',
        reason: 'moves, ticket 123',
        events: ['certificate.*'],
        match: { labels: { team: ['007'] }, names: [], status: [], thresholds: [{ unit: 'days', value: 10 }] },
      },
      { until: '2027-03-01T07:00:00Z', reason: 'known', events: ['certificate.expired'], match: { names: [] } },
    ]);
  });

  it('are read from included files too', async () => {
    const { manifest } = await loadText(
      'version: 1\ninclude: [teams/a.yaml]\ncertificates: [{ name: a, expires: 2027-03-01 }]\n',
      { 'teams/a.yaml': 'silences: [{ until: 2027-03-01, reason: known, match: { names: [a] } }]\n' },
    );
    expect(manifest?.silences).toMatchObject([{ reason: 'known', position: { file: 'teams/a.yaml', line: 1 } }]);
  });

  it('include groups, quiet hours and resolved events', async () => {
    const { manifest } = await loadText(`version: 1
certificates: [{ name: a, expires: 2027-03-01 }]
webhooks: { chat: { url: "https://chat.example/hook" } }
rules:
  - name: all
    events: [certificate.*]
    actions:
      - webhook: chat
        group_by: [labels.team]
        send_resolved: true
        quiet_hours: { from: "22:30", to: "24:00", time_zone: Europe/Berlin, days: [sat], except: [expired] }
  - { name: other, events: [certificate.*], actions: [{ webhook: chat, group_by: [rule], max_events: 5 }] }
`);
    expect(manifest?.rules.map(({ actions }) => actions)).toEqual([
      [
        {
          kind: 'webhook',
          name: 'chat',
          group: { by: ['labels.team'], max_events: 20 },
          send_resolved: true,
          quiet_hours: { from: 1350, to: 1440, time_zone: 'Europe/Berlin', days: ['sat'], except: ['expired'] },
        },
      ],
      [{ kind: 'webhook', name: 'chat', group: { by: ['rule'], max_events: 5 } }],
    ]);
  });
});

describe('locate finds', () => {
  const text = [
    'version: 1',
    'defaults: { file: "*.pem" }',
    'certificates:',
    '  - name: shop',
    '    enabled: false',
    'webhooks:',
    '  chat:',
    '    url: "https://chat.example/{{ x }}"',
    '    body_template: |',
    '      {',
    '        "a": 1',
    '      }',
    'rules: [{ name: all, events: [certificate.expired], actions: [{ webhook: chat }] }]',
    '',
  ].join('\n');

  it.each([
    ['a field of an entry', { in: 'entry', name: 'shop' }, ['enabled'], undefined, 5, 14],
    ['the entry of a missing field', { in: 'entry', name: 'shop' }, ['owner'], undefined, 4, 5],
    ['an item of a list', { in: 'rule', name: 'all' }, ['events', 0], undefined, 13, 31],
    ['a position in a block', { in: 'webhook', name: 'chat' }, ['body_template'], { line: 2, column: 4 }, 11, 10],
    ['a position in a quoted string', { in: 'webhook', name: 'chat' }, ['url'], { line: 1, column: 22 }, 8, 32],
    ['the manifest', { in: 'root' }, ['version'], undefined, 1, 10],
    ['the start of the manifest for an unknown section', { in: 'webhook', name: 'other' }, [], undefined, 1, 1],
  ] as const)('%s', async (_, what, to, at, line, column) => {
    const { locate } = await loadText(text);
    expect(locate(what, [...to], at)).toMatchObject({ file: 'certvigil.yaml', line, column });
  });
});
