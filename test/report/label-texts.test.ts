import { describe, expect, it } from 'vitest';
import type { Reason } from '../../src/domain/index.ts';
import { renderCalendar } from '../../src/report/format/icalendar.ts';
import { describeSuppression, formatEventLabel, formatNumber, formatShare } from '../../src/report/format/labels.ts';
import { formatLabels } from '../../src/report/format/metrics.ts';
import { createFileName } from '../../src/report/kinds/badge.ts';
import { parseDistinguishedName } from '../../src/report/metrics/x509-families.ts';

describe('a number', () => {
  it.each([
    [0, '0'],
    [999, '999'],
    [1_000, '1,000'],
    [12_345, '12,345'],
    [1_234_567, '1,234,567'],
  ])('%i is written %s', (number, text) => {
    expect(formatNumber(number)).toBe(text);
  });
});

describe('a share', () => {
  it.each([
    [0, 0, '0 of 0 policies'],
    [0, 1, '0 of 1 policy'],
    [1, 1, '1 of 1 policy'],
    [1, 2, '1 of 2 policies'],
    [1_000, 2_000, '1,000 of 2,000 policies'],
  ])('%i of %i is written %s', (some, all, text) => {
    expect(formatShare(some, all, 'policy', 'policies')).toBe(text);
  });
});

describe('the label of an event', () => {
  it.each([
    ['certificate.expiry_warning', 'expiry warning'],
    ['certificate.ari_window_open', 'ARI window open'],
    ['scan.certificate.blind', 'scan certificate blind'],
  ])('%s is %j', (event, label) => {
    expect(formatEventLabel(event)).toBe(label);
  });
});

describe('why an event was suppressed', () => {
  it.each<[Reason, string]>([
    ['first', 'first'],
    ['escalated', 'escalated'],
    ['repeat', 'repeat'],
    ['retry', 'retry'],
    ['cooldown', 'within cooldown'],
    ['once', 'already sent'],
    ['silenced', 'silenced'],
    ['quiet_hours', 'deferred by quiet hours'],
    ['unmatched', 'no matching rule'],
  ])('%s is written %j', (reason, text) => {
    expect(describeSuppression({ reason })).toBe(text);
  });

  it('names the end and the reason of a silence', () => {
    const format = (until: string) => describeSuppression({ reason: 'silenced', silence: { until, reason: 'known' } });
    expect(format('2027-02-01T00:00:00Z')).toEqual(['silenced until 2027-02-01 (', { code: 'known' }, ')']);
    expect(format('2027-02-01T12:00:00Z')).toEqual(['silenced until 2027-02-01T12:00:00Z (', { code: 'known' }, ')']);
  });
});

describe('the name of a file', () => {
  it('is the name itself up to 100 characters', () => {
    expect(createFileName('x'.repeat(100))).toBe('x'.repeat(100));
    expect(createFileName('x'.repeat(101))).toMatch(/^x{100}-[0-9a-f]{12}$/);
  });

  it('has one hyphen for other characters, and none at its ends', () => {
    expect(createFileName('a // b')).toMatch(/^a-b-[0-9a-f]{12}$/);
    expect(createFileName('/a/')).toMatch(/^a-[0-9a-f]{12}$/);
    expect(createFileName('//')).toMatch(/^[0-9a-f]{12}$/);
  });
});

describe('a text that its format cannot contain', () => {
  it('is a replacement character, a space or an escape in a calendar', () => {
    const event = { ...{ uid: 'a', start: '2026-01-01', end: '2026-01-02', categories: [], cancelled: false } };
    const pieces = renderCalendar(
      'name',
      [{ ...event, summary: 'a\r\nb\rc\u0001d\ud800', description: 'a\\b' }],
      '2026-01-01T00:00:00Z',
    );
    expect([...pieces].join('')).toContain('\r\nSUMMARY:a\\nb\\nc d\uFFFD\r\nDESCRIPTION:a\\\\b\r\n');
  });

  it('is a replacement character or an escape in a metric', () => {
    expect(formatLabels({ x: 'a\ud800"\\\nb', y: 'c', z: null })).toBe('x="a\uFFFD\\"\\\\\\nb",y="c"');
  });
});

describe('a distinguished name', () => {
  it('has no attribute without an equals sign or a type', () => {
    expect([...parseDistinguishedName('CN=a,foo,=x,O=b')]).toEqual([
      ['CN', 'a'],
      ['O', 'b'],
    ]);
  });
});
