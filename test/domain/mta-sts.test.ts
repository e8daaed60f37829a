import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isMtaStsRecord, isPermittedHost, parsePolicy, parseRecordId } from '../../src/domain/mta-sts.ts';

describe('the TXT record of MTA-STS', () => {
  it.each([
    ['v=STSv1; id=20160831085700Z;', '20160831085700Z'],
    ['v=STSv1; id=1', '1'],
    ['v=STSv1;id=a1;ext-1=x/y', 'a1'],
    ['v=STSv1 ; ext=1 ; id=2 ; ', '2'],
    ['v=STSv1; id=1; id=2', null],
    [`v=STSv1; id=${'9'.repeat(32)}`, '9'.repeat(32)],
    [`v=STSv1; id=${'9'.repeat(33)}`, null],
    ['v=STSv1;', null],
    ['v=STSv1', null],
    ['v=STSv1; id=', null],
    ['v=STSv1; id=2027-03-01', null],
    ['v=STSv1; id = 1', null],
    ['v=STSv1; id=1 2', null],
    ['v=STSv1;; id=1', null],
    ['v=STSv1; id=1; =2', null],
    ['v=STSv1; id=\0', null],
    ['id=1; v=STSv1', null],
    ['v=STSv2; id=1', null],
    ['v=STSv1; !id=1', null],
  ])('%j has the id %j', (text, id) => {
    expect(parseRecordId(text)).toBe(id);
  });

  it('is none of the other records of its name', () => {
    const texts = [
      'v=STSv1; id=1',
      'v=STSv1',
      'v=STSv1 ;id=1',
      'v=STSv10; id=1',
      'v=TLSRPTv1;',
      'V=STSv1; id=1',
      ' v=STSv1; id=1',
      '',
    ];
    expect(texts.filter(isMtaStsRecord)).toEqual(['v=STSv1; id=1', 'v=STSv1', 'v=STSv1 ;id=1']);
  });
});

const VALID = ['version: STSv1', 'mode: enforce', 'mx: mail.example.com', 'mx: *.example.net', 'max_age: 604800'];

describe('a policy', () => {
  it('is the example of RFC 8461 section 3.2', () => {
    const text =
      'version: STSv1\r\nmode: enforce\r\nmx: mail.example.com\r\nmx: *.example.net\r\nmx: backupmx.example.com\r\nmax_age: 604800\r\n';
    expect(parsePolicy(text)).toMatchObject({
      ...{ mode: 'enforce', max_age: 604_800, problems: [] },
      mx: ['mail.example.com', '*.example.net', 'backupmx.example.com'],
    });
  });

  it.each<[string, string[]]>([
    ['ends its lines with LF', VALID],
    ['has CRLF, blanks and empty lines', VALID.map((line) => `${line} \t\r`).concat('\r', '')],
    ['has unknown keys', [...VALID, 'future: yes', 'x.y_z-1:']],
    ['repeats a key, of which the first counts', [...VALID, 'mode: none', 'version: STSv2', 'max_age: x']],
    [
      'writes its hosts in upper case, with a dot',
      VALID.map((line) => line.replace('mail.example.com', 'MAIL.Example.com.')),
    ],
  ])('is the same if it %s', (_, lines) => {
    expect(parsePolicy(lines.join('\n'))).toEqual(parsePolicy(VALID.join('\n')));
  });

  const replace = (key: string, ...lines: string[]) => [
    ...VALID.filter((line) => !line.startsWith(`${key}:`)),
    ...lines,
  ];

  it.each<[string[], string[]]>([
    [replace('version'), ['`version` is missing']],
    [replace('version', 'version: STSv2'), ['`version` is "STSv2" instead of `STSv1`']],
    [replace('mode', 'mode: Enforce'), ['`mode` is "Enforce" instead of `enforce`, `testing` or `none`']],
    [
      replace('max_age', 'max_age: 31557601'),
      ['`max_age` is "31557601" instead of a number of seconds up to 31557600'],
    ],
    [replace('max_age', 'max_age: -1'), [expect.stringContaining('`max_age` is "-1"')]],
    [replace('max_age', 'max_age: 1e3'), [expect.stringContaining('`max_age` is "1e3"')]],
    [replace('max_age', 'max_age:'), [expect.stringContaining('`max_age` is ""')]],
    [replace('mx'), ['`mx` is missing']],
    [replace('mx', 'mx: mail.*.com'), ['`mx` is "mail.*.com" instead of a host name, or `*.` and one']],
    [
      replace('mx', 'mx: \u0000\u001b[31m`'),
      [String.raw`${'`mx` is "'}\u{0}\u{1b}[31m'" instead of a host name, or ${'`*.`'} and one`],
    ],
    [
      replace('mx', ...Array.from({ length: 10_000 }, (_, at) => `mx: m${at}.example`)),
      ['it has more than 200 different `mx`'],
    ],
    [[...VALID, 'not a field'], ['a line is not `key: value`']],
    [[...VALID, ': value'], ['a line is not `key: value`']],
    [[...VALID, 'a b: value'], ['a line is not `key: value`']],
    [[...VALID, 'future'], ['a line is not `key: value`']],
    [replace('mode', 'mode: enf\rorce'), [expect.stringContaining('`mode` is "enf')]],
    [replace('max_age'), ['`max_age` is missing']],
    [[...VALID, ' future: 1'], ['a line is not `key: value`']],
  ])('%# is not accepted', (lines, problems) => {
    expect(parsePolicy(lines.join('\n')).problems).toEqual(problems);
  });

  it('can have 200 hosts', () => {
    const list = (count: number) => replace('mx', ...Array.from({ length: count }, (_, at) => `mx: m${at}.example`));
    expect(parsePolicy(list(200).join('\n')).problems).toEqual([]);
    expect(parsePolicy(list(201).join('\n')).mx).toHaveLength(200);
  });

  it('needs no host if its mode is none', () => {
    expect(parsePolicy('version: STSv1\nmode: none\nmax_age: 86400\n').problems).toEqual([]);
  });

  it('has the limits of max_age of RFC 8461', () => {
    const ages = ['0', '31557600', '0000000001'].map((age) =>
      parsePolicy(replace('max_age', `max_age: ${age}`).join('\n')),
    );
    expect(ages.map(({ max_age }) => max_age)).toEqual([0, 31_557_600, 1]);
  });

  it('has another hash if one of its fields changes, and the same if only its form does', () => {
    const hash = (lines: string[]) => parsePolicy(lines.join('\n')).sha256;
    expect(hash([...VALID].reverse())).toBe(hash(VALID));
    expect(hash([...VALID, 'future: yes'])).toBe(hash(VALID));
    const changes = [
      replace('mode', 'mode: testing'),
      replace('max_age', 'max_age: 1'),
      replace('mx', 'mx: a.example'),
    ];
    expect(new Set([VALID, ...changes].map(hash)).size).toBe(4);
  });

  it('has limited texts, and is parsed in time, whatever it contains', () => {
    const start = performance.now();
    const hostile = [
      ' '.repeat(65_536),
      ':'.repeat(65_536),
      'a:'.repeat(32_768),
      `mx: ${'a.'.repeat(32_000)}`,
      '\n'.repeat(65_536),
    ];
    for (const text of hostile) {
      const { problems, mx } = parsePolicy(text);
      expect(problems.length).toBeGreaterThan(0);
      expect(Math.max(0, ...[...problems, ...mx].map((one) => one.length))).toBeLessThan(400);
    }
    expect(performance.now() - start).toBeLessThan(2000);
  });

  it('has a result for every text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 500 }), (text) => {
        const { problems } = parsePolicy(text);
        expect(problems).not.toEqual([]);
        expect(problems.join('')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
      }),
    );
  });
});

/** RFC 8461 section 4.1 and RFC 6125 section 6.4.3, label by label. */
function isPermittedByModel(host: string, patterns: string[]): boolean {
  return patterns.some((pattern) => {
    const [labels, wanted] = [host.split('.'), pattern.split('.')];
    return (
      labels.length === wanted.length &&
      wanted.every((label, at) => label === labels[at] || (at === 0 && label === '*'))
    );
  });
}

describe('a host of an MX record', () => {
  it.each([
    ['mail.example.com', ['mail.example.com'], true],
    ['mail.example.com', ['*.example.com'], true],
    ['example.com', ['*.example.com'], false],
    ['a.mail.example.com', ['*.example.com'], false],
    ['mail.example.com', ['*.com', 'example.com', '*.mail.example.com'], false],
    ['mail', ['*'], false],
    ['xn--bcher-kva.example', ['*.example'], true],
    ['mail.example.com', [], false],
  ])('%s is compared with %j', (host, patterns, isPermitted) => {
    expect(isPermittedHost(host, patterns)).toBe(isPermitted);
  });

  it('is permitted as the model says', () => {
    const label = fc.constantFrom('a', 'b', 'c');
    const host = fc.array(label, { minLength: 2, maxLength: 4 }).map((labels) => labels.join('.'));
    const pattern = fc.oneof(
      host,
      host.map((name) => `*.${name}`),
    );
    const counts = { true: 0, false: 0 };
    fc.assert(
      fc.property(host, fc.array(pattern, { maxLength: 6 }), (name, patterns) => {
        const expected = isPermittedByModel(name, patterns);
        counts[`${expected}`] += 1;
        expect(isPermittedHost(name, patterns)).toBe(expected);
      }),
      { numRuns: 5000 },
    );
    expect(Math.min(counts.true, counts.false)).toBeGreaterThan(200);
  });
});
