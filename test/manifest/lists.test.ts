import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Entry } from '../../src/domain/index.ts';
import { recommendEntryList } from '../../src/manifest/lists/entry-list.ts';
import { listCodes, loadText, loadValid, useDirectory, writeFiles } from './temporary-manifest.ts';

useDirectory();

const YAML = 'version: 1\ninclude: [hosts.yaml]\n';
const CSV = 'version: 1\ninclude: [hosts.csv]\n';
const JSON_LINES = 'version: 1\ninclude: [hosts.jsonl]\n';

/** The entries without their positions, which differ from format to format. */
function withoutPositions(entries: readonly Entry[]): unknown[] {
  return entries.map(({ position: _, variables, ...entry }) => ({ ...entry, variables: Object.keys(variables) }));
}

async function readList(name: string, text: string, main = ''): Promise<unknown[]> {
  const { entries } = await loadValid(`version: 1\ninclude: [${name}]\n${main}`, { [name]: text });
  return withoutPositions(entries);
}

describe('an entry list', () => {
  it('has the same entries in CSV and JSON Lines as in YAML', async () => {
    const yaml = await readList(
      'hosts.yaml',
      `certificates:
  - name: shop
    endpoint: [shop-1.example.com:8443, shop-2.example.com]
    labels: { team: shop, app.kubernetes.io/name: "0123" }
    owner: "@example/shop"
    expiry_scan_thresholds: [7, 36h, 25%]
    expiry_warning_days: 40
    expiry_scan_repeat: critical
    revocation: false
    expect: { names: [shop.example.com, www.example.com], self_signed: true }
    assignments: [lb-1]
  - name: keystore
    url: https://\${HOST}.example.com/keys.p12
    headers: { Authorization: "Bearer \${TOKEN}" }
    passwords: ["\${A}", "\${B}"]
    enabled: false
    renewal_instructions: "Ask the \\"PKI\\" team,\\nthen wait."
`,
    );
    const header =
      'name,endpoint,url,headers.Authorization,passwords,enabled,labels.team,labels.app.kubernetes.io/name,owner,' +
      'expiry_scan_thresholds,expiry_warning_days,expiry_scan_repeat,revocation,expect.names,expect.self_signed,assignments,renewal_instructions';
    const csv = [
      'shop,shop-1.example.com:8443; shop-2.example.com,,,,,shop,0123,@example/shop,7;36h;25%,40,critical,FALSE,shop.example.com;www.example.com,TRUE,lb-1,',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of the manifest
      'keystore,,https://${HOST}.example.com/keys.p12,Bearer ${TOKEN},${A};${B},false,,,,,,,,,,,"Ask the ""PKI"" team,\nthen wait."',
    ];
    expect(await readList('hosts.csv', `${header}\n${csv.join('\n')}\n`)).toEqual(yaml);
    expect(
      await readList(
        'hosts.jsonl',
        [
          '{"name":"shop","endpoint":["shop-1.example.com:8443","shop-2.example.com"],"labels.team":"shop","labels":{"app.kubernetes.io/name":"0123"},"owner":"@example/shop","expiry_scan_thresholds":[7,"36h","25%"],"expiry_warning_days":40,"expiry_scan_repeat":"critical","revocation":false,"expect":{"names":["shop.example.com","www.example.com"],"self_signed":true},"assignments":["lb-1"]}',
          // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of the manifest
          '{"name":"keystore","url":"https://${HOST}.example.com/keys.p12","headers":{"Authorization":"Bearer ${TOKEN}"},"passwords":["${A}","${B}"],"enabled":false,"owner":null,"renewal_instructions":"Ask the \\"PKI\\" team,\\nthen wait.","x-row":7}',
        ].join('\n'),
      ),
    ).toEqual(yaml);
  });

  it('has the same entries in every format, whatever they contain', async () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'B', '0', '"', ',', ' ', '\\', '\n', 'ü', '€', '\u{1f600}') });
    const entry = fc.record({ owner: text, team: text, days: fc.nat(100) });
    await fc.assert(
      fc.asyncProperty(fc.array(entry, { minLength: 1, maxLength: 5 }), async (list) => {
        const entries = list.map(({ owner, team, days }, index) => ({
          name: `host-${index}`,
          endpoint: `host-${index}.example.com`,
          ...(owner.trim() !== '' && { renewal_instructions: owner }),
          ...(team !== '' && { labels: { team } }),
          expiry_warning_days: days,
          expiry_critical_days: 0,
        }));
        const quote = (cell: unknown) => `"${String(cell ?? '').replaceAll('"', '""')}"`;
        const csv = entries.map(({ name, endpoint, renewal_instructions, labels, expiry_warning_days }) =>
          [name, endpoint, renewal_instructions, labels?.team, expiry_warning_days, 0].map(quote).join(';'),
        );
        const header = 'name;endpoint;renewal_instructions;labels.team;expiry_warning_days;expiry_critical_days';
        const yaml = await readList('hosts.yaml', JSON.stringify({ certificates: entries }));
        expect(await readList('hosts.csv', [header, ...csv].join('\r\n'))).toEqual(yaml);
        expect(await readList('hosts.jsonl', entries.map((one) => JSON.stringify(one)).join('\n'))).toEqual(yaml);
      }),
      { numRuns: 30 },
    );
  });

  it('is merged with the defaults of the manifest', async () => {
    const defaults = 'defaults: { owner: alice, labels: { env: prod, team: none }, password: x, trust: none }\n';
    const csv = 'name,endpoint,file,labels.team,ca_file\na,a.example.com,,shop,\nb,,b.p12,,ca.pem\n';
    const lines =
      '{"name":"a","endpoint":"a.example.com","labels.team":"shop"}\n{"name":"b","file":"b.p12","ca_file":"ca.pem"}\n';
    const yaml =
      'certificates:\n  - { name: a, endpoint: a.example.com, labels: { team: shop } }\n  - { name: b, file: b.p12, ca_file: ca.pem }\n';
    const expected = await readList('hosts.yaml', yaml, defaults);
    expect(await readList('hosts.csv', csv, defaults)).toEqual(expected);
    expect(await readList('hosts.jsonl', lines, defaults)).toEqual(expected);
    expect(expected).toMatchObject([
      { owner: 'alice', labels: { env: 'prod', team: 'shop' }, passwords: [] },
      { owner: 'alice', labels: { env: 'prod', team: 'none' }, passwords: ['x'], source: { ca_file: 'ca.pem' } },
    ]);
  });

  it('keeps null only for `next`, where it is a value', async () => {
    const line = {
      name: 'a',
      rest: 'https://a.example.com/certs',
      map: { id: 'id', pem: 'pem' },
      next: null,
      owner: null,
    };
    const { manifest } = await loadText(JSON_LINES, { 'hosts.jsonl': JSON.stringify(line) });
    expect(manifest?.entries[0]).toMatchObject({ owner: null, source: { is_single_page: true } });
  });

  it.each([
    ['a byte order mark', 'hosts.csv', '\ufeffname,expires\na,2030-01-01\n'],
    ['semicolons', 'hosts.csv', 'name;expires\na;2030-01-01\n'],
    ['tabs', 'hosts.tsv', 'name\texpires\na\t2030-01-01\n'],
    ['spaces around column names', 'hosts.csv', ' name , expires\na,2030-01-01\n'],
    ['an extension in upper case', 'HOSTS.CSV', 'name,expires\na,2030-01-01\n'],
    ['the extension ndjson', 'hosts.ndjson', '{"name":"a","expires":"2030-01-01"}\n'],
    ['blank lines', 'hosts.jsonl', '\r\n\n{"name":"a","expires":"2030-01-01"}\r\n  \n'],
    ['columns to ignore', 'hosts.csv', 'x-id,name,expires,x-id\n7,a,2030-01-01,8\n'],
  ])('can have %s', async (_, name, text) => {
    expect(await readList(name, text)).toMatchObject([{ name: 'a', source: { kind: 'expires' } }]);
  });

  it.each([
    ['settle_hours', '12', { settle_hours: 12 }],
    ['settle_hours', '12.25', { settle_hours: 12.25 }],
    ['expiry_warning_days', '40', { warning: { raw: 40 } }],
    ['expiry_warning_days', '1050h', { warning: { raw: '1050h' } }],
  ])('reads a number, and no text that only contains one: %s %s', async (column, cell, settings) => {
    const csv = `name,expires,${column}\na,2030-01-01,${cell}\n`;
    expect(await readList('hosts.csv', csv)).toMatchObject([{ settings }]);
  });

  it.each([
    ['settle_hours', 'a5', 'wrong-type'],
    ['settle_hours', '5a', 'wrong-type'],
    ['settle_hours', '1.5x', 'wrong-type'],
    ['settle_hours', '1.x', 'wrong-type'],
    ['settle_hours', '-5', 'out-of-range'],
    ['enabled', 'untrue', 'wrong-type'],
    ['enabled', 'falsely', 'wrong-type'],
  ])('reports text where another type is needed: %s %s', async (column, cell, code) => {
    const csv = `name,expires,${column}\na,2030-01-01,${cell}\n`;
    expect(await listCodes(CSV, { 'hosts.csv': csv })).toEqual([`hosts.csv:2:14 ${code}`]);
  });

  it('has the line of each entry, field and variable', async () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of the manifest
    const csv = 'name,url,labels.note\na,https://a.example/,"two\nlines"\nb,https://b.example/${KEY},\n';
    const { manifest, locate } = await loadText(CSV, { 'hosts.csv': csv });
    expect(manifest?.entries.map(({ position }) => position)).toEqual([
      { file: 'hosts.csv', line: 2, column: 1 },
      { file: 'hosts.csv', line: 4, column: 1 },
    ]);
    expect(manifest?.entries[1]?.variables).toEqual({ KEY: { file: 'hosts.csv', line: 4, column: 21 } });
    expect(locate({ in: 'entry', name: 'b' }, ['url'])).toMatchObject({ file: 'hosts.csv', line: 4, column: 3 });
    expect(locate({ in: 'entry', name: 'a' }, ['labels', 'note'])).toMatchObject({ line: 2, column: 22 });
  });

  it('has the line of each value in JSON Lines', async () => {
    const lines = '{"name":"a","endpoint":["a.example"]}\n\n{"name":"b","endpoint":["b.example","b .example"]}\n';
    expect(await listCodes(JSON_LINES, { 'hosts.jsonl': lines })).toEqual(['hosts.jsonl:3:1 bad-endpoint']);
  });

  it.each([
    ['twice', '"endpoint":"a.example","endpoint":"b.example"', 'duplicate-key'],
    ['twice in a map', '"expires":"2030-01-01","labels":{"a":"b","a":"c"}', 'duplicate-key'],
    ['in a map and as a column', '"expires":"2030-01-01","labels.a":"b","labels":{"a":"c"}', 'duplicate-key'],
    [
      'with more digits than JSON numbers have',
      '"expires":"2030-01-01","labels.id":12345678901234567890',
      'json-syntax',
    ],
    [
      'deeper than any key',
      `"expires":"2030-01-01","labels":${'['.repeat(100_000)}${']'.repeat(100_000)}`,
      'json-syntax',
    ],
  ])('reports a value that JSON Lines contain %s', async (_, fields, code) => {
    const lines = `{"name":"a",${fields}}\n{"name":"b","expires":"2030-01-01"}\n`;
    expect(await listCodes(JSON_LINES, { 'hosts.jsonl': lines })).toEqual([`hosts.jsonl:1:1 ${code}`]);
  });

  it('reports entries after the first thousand at their lines', async () => {
    const rows = Array.from(
      { length: 2_500 },
      (_, index) => `host-${index},${index === 2_400 ? 'soon' : '5'},h.example`,
    );
    const csv = `name,settle_hours,endpoint\n${rows.join('\n')}\n`;
    expect(await listCodes(CSV, { 'hosts.csv': csv })).toEqual(['hosts.csv:2402:11 wrong-type']);
  });

  it('can be mixed with YAML files, and names must be unique across all of them', async () => {
    const files = {
      'hosts.yaml': 'certificates: [{ name: a, expires: 2030-01-01 }]\n',
      'hosts.csv': 'name,expires\na,2030-01-01\n',
      'hosts.jsonl': '{"name":"a","expires":"2030-01-01"}\n',
    };
    const main = 'version: 1\ninclude: [hosts.yaml, hosts.csv, hosts.jsonl]\n';
    expect(await listCodes(main, files)).toEqual(['hosts.csv:2:1 duplicate-name', 'hosts.jsonl:1:1 duplicate-name']);
  });

  it.each([
    ['hosts.csv', 'name,expires\na\0,2030-01-01\n', 'hosts.csv:2:2 not-utf8'],
    ['hosts.csv', 'name,expires\na\\u0000,2030-01-01\n', 'hosts.csv:2:1 bad-name'],
    ['hosts.jsonl', '{"name":"a","expires":"2030-01-01","owner":"\\u0000"}\n', 'hosts.jsonl:1:1 nul-character'],
  ])('in %s cannot contain NUL', async (name, text, code) => {
    expect(await listCodes(`version: 1\ninclude: [${name}]\n`, { [name]: text })).toContain(code);
  });

  it.each([
    ['250,000 lines', 'hosts.csv', `name,expires\n${'a,2030-01-01\n'.repeat(250_000)}`],
    ['64 MB', 'hosts.jsonl', `{"name":"${'a'.repeat(64 * 1024 * 1024)}"}`],
  ])('is limited to %s', async (limit, name, text) => {
    const main = `version: 1\ninclude: [${name}]\n`;
    const { manifest, diagnostics } = await loadText(main, { [name]: text });
    expect(manifest).toBeNull();
    expect(diagnostics).toMatchObject([{ code: 'list-too-large', file: 'certvigil.yaml', line: 2, column: 11 }]);
    expect(diagnostics[0]?.message).toContain(limit);
  });

  it.each([
    ['', 'hosts.csv:1:1 header-missing', 'is blank'],
    ['\n\n', 'hosts.csv:1:1 header-missing', 'is blank'],
    ['Name,Endpoint\na,a.example.com\n', 'hosts.csv:1:1 header-missing', 'lower case'],
    ['1,2\n', 'hosts.csv:1:1 header-missing', 'no known column'],
  ])('is an error without a header (%j), and no other problem is reported', async (text, code, message) => {
    expect(await listCodes(CSV, { 'hosts.csv': text })).toEqual([code]);
    const { diagnostics } = await loadText(CSV, { 'hosts.csv': text });
    expect(diagnostics[0]?.message).toContain(message);
  });

  it('is limited together with other lists', async () => {
    const half = `name,expires\n${'a,2030-01-01\n'.repeat(130_000)}`;
    await writeFiles({ 'a.csv': half, 'b.csv': half });
    expect(await listCodes('version: 1\ninclude: [a.csv, b.csv]\n')).toEqual(['certvigil.yaml:2:18 list-too-large']);
  });

  it('stops reporting after thousands of errors', async () => {
    const { diagnostics } = await loadText(CSV, { 'hosts.csv': `name,expires\n${'a\n'.repeat(30_000)}` });
    expect(diagnostics.length).toBeLessThan(10_100);
  });
});

describe('many entries', () => {
  const entry = (file: string) => ({ position: { file, line: 7, column: 5 } });

  it.each([
    ['5,000 in YAML', 'hosts.yaml', 5_000, []],
    ['5,001 in YAML', 'hosts.yaml', 5_001, ['hosts.yaml:7:5 many-yaml-entries']],
    ['100,000 in CSV', 'hosts.csv', 100_000, []],
    ['100,000 in JSON Lines', 'hosts.jsonl', 100_000, []],
  ])('in YAML should be an entry list: %s', (_, file, count, codes) => {
    const found = recommendEntryList([entry('certvigil.yaml'), ...Array(count - 1).fill(entry(file)), entry('a.csv')]);
    expect(found.map(({ code, line, column }) => `${file}:${line}:${column} ${code}`)).toEqual(codes);
  });
});

describe('a YAML file', () => {
  it('is not an entry list, whatever it contains', async () => {
    expect(await listCodes(YAML, { 'hosts.yaml': 'name,endpoint\n' })).toContain('hosts.yaml:1:1 wrong-type');
  });
});
