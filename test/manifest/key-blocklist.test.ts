import { hash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseKeyBlocklist } from '../../src/manifest/lists/key-blocklist.ts';

const HEX = hash('sha256', 'key', 'hex');
const BASE64 = Buffer.from(HEX, 'hex').toString('base64');
const OTHER = hash('sha256', 'other', 'hex');
const DEBIAN = hash('sha1', 'key', 'hex').slice(20);

const parse = (text: string) => {
  const { digests, ignored } = parseKeyBlocklist(text);
  return { digests: [...digests], ignored };
};

describe('a list of keys', () => {
  it.each([
    ['hex', HEX],
    ['hex in upper case', HEX.toUpperCase()],
    ['hex with colons', HEX.match(/../g)?.join(':') ?? ''],
    ['base64', BASE64],
    ['base64 without padding', BASE64.replace('=', '')],
    ['a pin of curl', `sha256//${BASE64}`],
    ['a pin of RFC 7469', `pin-sha256="${BASE64}"`],
    ['spaces around it', `  ${HEX}\t`],
    ['a comment after it', `${HEX} # leaked on 2026-01-01`],
    ['a first line with a byte order mark', `\ufeff${HEX}`],
    ['a column of CSV', `17,"${HEX}",leaked`],
    ['a column of another CSV', `17;${BASE64};leaked`],
  ])('reads %s', (_, line) => {
    expect(parse(line)).toEqual({ digests: [HEX], ignored: [] });
  });

  it('reads lists of Debian', () => {
    expect(parse(`# Debian\n${DEBIAN}\n`)).toEqual({ digests: [DEBIAN], ignored: [] });
  });

  it.each(['\n', '\r\n', '\r'])(
    'reads each line, and skips comments and empty lines, with lines that end with %j',
    (end) => {
      expect(parse(['# leaked', HEX, '', '  # and', OTHER, ''].join(end))).toEqual({
        digests: [HEX, OTHER],
        ignored: [],
      });
    },
  );

  it('may have a header if it has columns', () => {
    expect(parse(`id,spki_sha256\n1,${HEX}\n`)).toEqual({ digests: [HEX], ignored: [] });
    expect(parse(`spki_sha256\n${HEX}\n`)).toEqual({ digests: [HEX], ignored: [1] });
  });

  it('reports lines without a key', () => {
    expect(parse(`${HEX}\n${OTHER.slice(1)}\n${DEBIAN}0\nleaked, yesterday\n`)).toEqual({
      digests: [HEX],
      ignored: [2, 3, 4],
    });
  });

  it('has the same keys, whatever the other lines are', () => {
    const digest = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes).toString('hex'));
    const noise = fc.string({ unit: 'binary', maxLength: 60 });
    fc.assert(
      fc.property(fc.array(fc.tuple(noise, digest), { minLength: 1 }), (lines) => {
        const { digests } = parse(lines.flat().join('\n'));
        expect(digests).toEqual(expect.arrayContaining(lines.map(([, key]) => key)));
        for (const one of digests) expect(one).toMatch(/^(?:[0-9a-f]{64}|[0-9a-f]{20})$/);
      }),
    );
  });
});
