import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDirectory, parseWindow } from '../../src/scan/acme/renewal-info-response.ts';

const DIRECTORY = 'https://acme.example.com/directory';
const json = (value: unknown) => Buffer.from(JSON.stringify(value));
const HTML = Buffer.from('<!doctype html><title>Sign in</title>');

describe('an ACME directory', () => {
  it.each([
    ['https://acme.example.com/renewal-info', 'https://acme.example.com/renewal-info'],
    ['https://acme.example.com/renewal-info/', 'https://acme.example.com/renewal-info'],
    ['https://ari.example.com:8443/a/b', 'https://ari.example.com:8443/a/b'],
    ['http://127.0.0.1:8080/ari', 'http://127.0.0.1:8080/ari'],
    ['/ari', 'https://acme.example.com/ari'],
  ])('with renewalInfo %s is parsed', (renewalInfo, url) => {
    expect(parseDirectory(json({ newNonce: 'https://acme.example.com/nonce', renewalInfo }), DIRECTORY)).toBe(url);
  });

  it.each([
    ['nothing', {}],
    ['a value that is not a string', { renewalInfo: 7 }],
    ['an unencrypted URL', { renewalInfo: 'http://acme.example.com/ari' }],
    ['a file', { renewalInfo: 'file:///etc/passwd' }],
    ['a value that is not a URL', { renewalInfo: 'https://' }],
    ['a URL with a query', { renewalInfo: 'https://acme.example.com/ari?certificate=' }],
  ])('with %s as renewalInfo has no renewal information', (_, value) => {
    expect(parseDirectory(json(value), DIRECTORY)).toMatchObject({ code: 'acme-no-renewal-info' });
  });

  it.each([
    ['HTML', HTML],
    ['nothing', Buffer.alloc(0)],
    ['a list', json([])],
    ['null', json(null)],
    ['truncated JSON', Buffer.from('{"renewalInfo":')],
    ['no body', null],
  ])('that is %s is unreadable', (_, body) => {
    expect(parseDirectory(body, DIRECTORY)).toMatchObject({ code: 'acme-directory-unreadable' });
  });
});

const URL = 'https://acme.example.com/ari';
const EXPIRY = Date.UTC(2027, 3, 1);
const window = (start: unknown, end: unknown, explanationURL?: unknown) =>
  parseWindow(
    json({ suggestedWindow: { start, end }, ...(explanationURL !== undefined && { explanationURL }) }),
    URL,
    EXPIRY,
  );

describe('a renewal window', () => {
  it.each([
    ['2027-03-01T00:00:00Z', '2027-03-02T00:00:00Z', '2027-03-01T00:00:00Z', '2027-03-02T00:00:00Z'],
    ['2027-03-01T02:00:00+02:00', '2027-03-01T20:00:00-04:00', '2027-03-01T00:00:00Z', '2027-03-02T00:00:00Z'],
    ['2027-03-01t00:00:00z', '2027-03-02t00:00:00z', '2027-03-01T00:00:00Z', '2027-03-02T00:00:00Z'],
    // Go writes nanoseconds.
    ['2027-03-01T00:00:00.123456789Z', '2027-03-02T00:00:00.9Z', '2027-03-01T00:00:00Z', '2027-03-02T00:00:00Z'],
  ])('from %s to %s', (start, end, from, to) => {
    expect(window(start, end)).toEqual({ start: from, end: to, explanation_url: null });
  });

  it.each([
    ['ends before it starts', '2027-03-02T00:00:00Z', '2027-03-01T00:00:00Z'],
    ['ends when it starts', '2027-03-01T00:00:00Z', '2027-03-01T00:00:00Z'],
    ['starts on an invalid day', '2027-02-30T00:00:00Z', '2027-03-02T00:00:00Z'],
    ['has no start', undefined, '2027-03-02T00:00:00Z'],
    ['has a date as its end', '2027-03-01T00:00:00Z', '2027-03-02'],
    ['has a number as its end', '2027-03-01T00:00:00Z', 1_800_000_000],
    ['has no time zone', '2027-03-01T00:00:00', '2027-03-02T00:00:00'],
    ['ends in the year 10000', '2027-03-01T00:00:00Z', '9999-12-31T23:59:59-12:00'],
    ['ends after the year 9999', '2027-03-01T00:00:00Z', '12027-03-02T00:00:00Z'],
    ['starts when the certificate expires', '2027-04-01T00:00:00Z', '2027-04-02T00:00:00Z'],
    ['starts after the certificate expires', '2027-05-01T00:00:00Z', '2027-05-02T00:00:00Z'],
  ])('that %s is invalid', (_, start, end) => {
    expect(window(start, end)).toMatchObject({ code: 'acme-window-invalid' });
  });

  it('may end after the certificate expires', () => {
    expect(window('2027-03-31T00:00:00Z', '2027-04-02T00:00:00Z')).toHaveProperty('end', '2027-04-02T00:00:00Z');
  });

  it.each([
    ['HTML', HTML],
    ['a number', json(7)],
    ['no window', json({})],
    ['a string as the window', json({ suggestedWindow: '2027' })],
    ['no body', null],
  ])('is missing in %s', (_, body) => {
    expect(parseWindow(body, URL, EXPIRY)).toMatchObject({ code: 'acme-window-unreadable' });
  });

  it.each([
    ['https://ca.example.com/incident', 'https://ca.example.com/incident'],
    ['https://ca.example.com/a b|c', 'https://ca.example.com/a%20b|c'],
    ['javascript:alert(1)', null],
    ['https://user:password@ca.example.com/', null],
    [`https://ca.example.com/${'a'.repeat(600)}`, null],
    [`https://ca.example.com/${'ä'.repeat(200)}`, null],
    ['incident', null],
    [['https://ca.example.com/'], null],
  ])('with the explanation %s', (written, shown) => {
    expect(window('2027-03-01T00:00:00Z', '2027-03-02T00:00:00Z', written)).toHaveProperty('explanation_url', shown);
  });

  it('is parsed from any JSON without an exception', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const around = json({ suggestedWindow: value, explanationURL: value });
        for (const parsed of [parseWindow(json(value), URL, EXPIRY), parseWindow(around, URL, EXPIRY)])
          expect(Object.keys(parsed)).toEqual(expect.arrayContaining([expect.stringMatching(/^(?:start|code)$/)]));
        expect(parseDirectory(json({ renewalInfo: value }), DIRECTORY)).toBeTruthy();
      }),
    );
  });
});
