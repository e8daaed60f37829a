import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRedactor, isMaskable } from '../../src/lib/secrets/redactor.ts';

type Encoder = (text: string) => string;

const escapeHtml: Encoder = (text) =>
  text.replace(
    /[&<>"']/g,
    (found) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' })[found] ?? '',
  );
const escapeUnits =
  (format: (code: number) => string): Encoder =>
  (text) =>
    text.replace(/[^A-Za-z0-9]/g, (unit) => format(unit.charCodeAt(0)));
const escapeCodePoints =
  (format: (code: number) => string): Encoder =>
  (text) =>
    text.replace(/[^A-Za-z0-9]/gu, (character) => format(character.codePointAt(0) ?? 0));
const toJson: Encoder = (text) => JSON.stringify(text).slice(1, -1);

const ENCODERS: Record<string, Encoder> = {
  'as it is': (text) => text,
  'in upper case': (text) => text.replace(/[a-z]/g, (letter) => letter.toUpperCase()),
  'percent-encoded': encodeURIComponent,
  'percent-encoded in lower case': (text) => encodeURIComponent(text).replace(/%../g, (byte) => byte.toLowerCase()),
  'percent-encoded twice': (text) => encodeURIComponent(encodeURIComponent(text)),
  'in a URL': encodeURI,
  'in a form': (text) => new URLSearchParams({ a: text }).toString().slice(2),
  'escaped for HTML': escapeHtml,
  'escaped for HTML twice': (text) => escapeHtml(escapeHtml(text)),
  'in HTML entities': escapeCodePoints((code) => `&#${code};`),
  'in hexadecimal HTML entities': escapeCodePoints((code) => `&#x${code.toString(16).toUpperCase()};`),
  'escaped for JSON': toJson,
  'escaped for JSON in JSON': (text) => toJson(toJson(text)),
  'in JSON without letters beyond ASCII': escapeUnits((code) => `\\u${code.toString(16).padStart(4, '0')}`),
  'in code points': escapeCodePoints((code) => `\\u{${code.toString(16)}}`),
  'escaped for Markdown': (text) => text.replace(/[!-/:-@[-`{-~]/g, '\\$&'),
  'in a header': (text) => Buffer.from(text).toString('latin1'),
  'in base64': (text) => Buffer.from(text).toString('base64'),
  'in base64url': (text) => Buffer.from(text).toString('base64url'),
  'in base64 in a URL': (text) => encodeURIComponent(Buffer.from(text).toString('base64')),
  'in hexadecimal': (text) => Buffer.from(text).toString('hex'),
};

const SECRET = 'p/ä"s s?wörd&\\+<x>';

describe('a secret is masked', () => {
  const redact = createRedactor([SECRET, 'short', `x-${SECRET}-x`]);

  it.each(Object.entries(ENCODERS))('%s', (_, encode) => {
    expect(redact(`before ${encode(SECRET)} after`)).toBe('before *** after');
  });

  it('with its line break', () => {
    expect(createRedactor(['line-break-123\n'])('a line-break-123\n')).toBe('a ***\n');
  });

  it('as a whole if another secret is part of it', () => {
    expect(redact(`x-${SECRET}-x`)).toBe('***');
  });

  it('in every encoding, whatever it is (property)', () => {
    const texts = fc.string({ unit: 'grapheme', minLength: 8, maxLength: 40 }).map((text) => text.trim());
    fc.assert(
      fc.property(texts.filter(isMaskable), fc.constantFrom(...Object.entries(ENCODERS)), (secret, [, encode]) => {
        expect(createRedactor([secret])(`[${encode(secret)}]`)).toBe('[***]');
      }),
      { numRuns: 300 },
    );
  });

  it('in the base64 of a longer text, whatever is around it (property)', () => {
    const around = fc.string({ maxLength: 5 });
    fc.assert(
      fc.property(fc.stringMatching(/^[!-~]{10,40}$/).filter(isMaskable), around, around, (secret, before, after) => {
        const redacted = createRedactor([secret])(Buffer.from(before + secret + after).toString('base64'));
        expect(redacted).toContain('***');
        const left = redacted.split('***').map((part) => Buffer.from(part, 'base64').toString());
        // What is left are the bytes around it and at most a part of a byte.
        expect(left.join('').length).toBeLessThanOrEqual(before.length + after.length + 2);
      }),
    );
  });
});

describe('a part of a secret is masked', () => {
  const lines = ['-----BEGIN PRIVATE KEY-----', 'MIIEvQIBADANBgkq', 'hkiG9w0BAQ==', '-----END PRIVATE KEY-----'];
  it.each<[what: string, secret: string, text: string, expected: string]>([
    ['each line', 'first-line-1\nsecond-line-2\r\n third-line-3 \n', 'third-line-3 first-line-1', '*** ***'],
    ['all lines', 'first-line-1\nsecond-line-2', 'a first-line-1\\r\\nsecond-line-2 b', 'a *** b'],
    ['a line of a key', lines.join('\n'), `${lines[1]} and ${lines[0]}`, `*** and ${lines[0]}`],
    ['the credentials of an authentication scheme', 'Bearer abcdef123456', 'token=abcdef123456', 'token=***'],
    ['the password of user:password', 'admin:pass-word-1', 'pass-word-1 for admin', '*** for admin'],
    ['the password of Basic credentials', `Basic ${btoa('admin:pass-word-1')}`, 'pass-word-1', '***'],
    ['Basic credentials', 'pass-word-1', `Basic ${btoa('admin:pass-word-1')}`, 'Basic YWRtaW46***'],
    ['the path of a URL', 'https://hooks.example/services/T0/B0', '/login?to=services%2FT0%2FB0', '/login?to=***'],
    ['the query of a URL', 'https://hooks.example/in?key=0123456', 'hooks.example key=0123456', 'hooks.example ***'],
    [
      'the password of a URL',
      'socks5://user:pass%2Fword@proxy.example:1080',
      'proxy.example pass/word',
      'proxy.example ***',
    ],
  ])('%s', (_, secret, text, expected) => {
    expect(createRedactor([secret])(text)).toBe(expected);
  });

  it('of a secret longer than one pattern', () => {
    const long = Array.from({ length: 300 }, (_, index) => `part-${index}/`).join('');
    expect(createRedactor([long])(`a ${long} b`)).toMatch(/^a (?:\*\*\*)+ b$/);
  });
});

it('the base64 and hexadecimal forms of a secret are masked up to 1024 characters', () => {
  const isMasked = (length: number, encoding: 'base64' | 'hex') => {
    const secret = 'k3y-'.repeat(length / 4);
    const text = Buffer.from(secret).toString(encoding);
    return createRedactor([secret])(text) !== text;
  };
  const decide = (encoding: 'base64' | 'hex') => [1024, 1028].map((length) => isMasked(length, encoding));
  expect(decide('hex').concat(decide('base64'))).toEqual([true, false, true, false]);
});

describe('a value is not masked if it', () => {
  it.each([
    ['has 7 characters', '1234567', false],
    ['has 8 characters', '12345678', true],
    ['has 8 equal letters', 'aaaaaaaa', true],
    ['has 8 spaces around 7 characters', 'a b c d', false],
    ['is a name in the output', 'days_remaining', false],
    ['is a part of a name in the output', 'ertifica', false],
    ['is a word of the documentation', 'Connection', false],
    ['is a public value', 'localhost', false],
    ['is a date', '2022-11-28', false],
    ['is a ruler', '--------', false],
    ['is the first line of a PEM block', '-----BEGIN CERTIFICATE-----', false],
    ['contains such a word', 'certificate1', true],
  ])('%s: %s', (_, value, isMasked) => {
    expect(isMaskable(value)).toBe(isMasked);
    expect(createRedactor([value])(`x ${value} y`)).toBe(isMasked ? 'x *** y' : `x ${value} y`);
  });

  it('has no effect on other text (property)', () => {
    const redact = createRedactor(['k3y-0123456789', 'second-secret-value']);
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(redact(text)).toBe(text);
      }),
    );
  });
});
