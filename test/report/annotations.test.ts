import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../../src/domain/index.ts';
import type { ReportCertificate } from '../../src/generated/report.ts';
import { type Annotation, buildDiagnosticAnnotations, buildScanAnnotations } from '../../src/report/annotations.ts';
import { certificate, coverage, delivery, event, HOSTILE_NAMES, mixedReport, report } from './samples.ts';

const NOWHERE = new Map();

describe('scan annotations', () => {
  it('state the problem at the position of the entry', () => {
    const shop = { file: 'certvigil.yaml', line: 12, column: 5 };
    const found = buildScanAnnotations(mixedReport(), new Map([['shop', shop]]));
    expect(found).toContainEqual({
      level: 'warning',
      title: 'shop expires in 9 days',
      message:
        'shop (shop.example.com) expires in 9 days. Found at shop.example.com:443, certs/shop.pem. ' +
        'How to renew: docs/renew-shop.md. Owner: @example/payments.',
      ...shop,
    });
  });

  it('are errors, warnings and notices by the level of the certificate or event', () => {
    const titles = buildScanAnnotations(mixedReport(), NOWHERE).map(({ level, title }) => `${level}: ${title}`);
    expect(titles).toEqual([
      'error: delivery to webhook:pager failed (2 events)',
      'error: old-portal expired 2 days ago',
      'warning: shop expires in 9 days',
      'warning: mail has never been read successfully',
      'warning: next is not valid until 2026-12-01',
      'notice: certificate.renewed: home',
    ]);
  });

  it('are errors at each entry that makes the scan red, once, with its locations', () => {
    const detail = 'It refuses connections.';
    const lost = { location: 'b.example.com:443', observed: {}, error: { code: 'endpoint-refused', detail } };
    const blog = certificate('blog', 'ok', 200);
    const certificates = [
      { ...blog, locations: [...blog.locations, lost] },
      certificate('typo', 'unknown', null, { locations: [lost] }),
      certificate('blip', 'ok', 200, { locations: [lost] }),
    ];
    const unread = (name: string, more = {}) => ({
      ...{ certificate: name, location: lost.location, code: 'endpoint-refused', never_read: false },
      ...{ last_read: null, tolerated: false, ...more },
    });
    const red = {
      complete: false,
      unread: [unread('blog'), unread('typo', { never_read: true }), unread('blip', { tolerated: true })],
    };
    const line = { file: 'certvigil.yaml', line: 4, column: 5 };
    const build = (more: object) =>
      buildScanAnnotations(report(certificates, [], [], { coverage: coverage(more) }), new Map([['blog', line]]));
    const message = `b.example.com:443: endpoint-refused: ${detail}`;
    expect(build(red)).toEqual([
      { level: 'error', title: 'blog could not be read', message, ...line },
      { level: 'error', title: 'typo has never been read successfully', message },
    ]);
    const allowed = build({ ...red, allowed: true });
    expect(allowed.map(({ level, title }) => `${level}: ${title}`)).toEqual([
      'warning: typo has never been read successfully',
    ]);
  });

  it('omit certificates that are ok and suppressed events', () => {
    const blog = certificate('blog', 'warning', 25);
    const warned = event('certificate.expiry_warning', blog, 'cooldown', { threshold: 30 });
    expect(buildScanAnnotations(report([blog, certificate('home', 'ok', 300)], [warned]), NOWHERE)).toEqual([]);
  });

  it('include a notice for an event of a certificate without a problem', () => {
    const blog = certificate('blog', 'warning', 25);
    const warned = event('certificate.expiry_warning', blog, 'first', { threshold: 30 });
    expect(
      buildScanAnnotations(report([blog], [warned], [delivery(warned, 'webhook:slack', 'sent')]), NOWHERE),
    ).toEqual([
      {
        level: 'notice',
        title: 'certificate.expiry_warning: blog',
        message: 'certificate.expiry_warning (threshold 30) for blog. It expires in 25 days.',
      },
    ]);
  });

  const many = Array.from({ length: 25 }, (_, index) => certificate(`c${index}`, 'critical', 3));
  const listWarnings = (before: Annotation[]) =>
    buildScanAnnotations(report(many), NOWHERE, before).map(({ title }) => title);

  it('are limited to nine per level, and the last one counts the rest', () => {
    const expired = Array.from({ length: 9 }, (_, index) => certificate(`e${index}`, 'expired', -3));
    const found = buildScanAnnotations(report([...expired, ...many]), NOWHERE);
    expect(found.filter(({ level }) => level === 'error')).toHaveLength(9);
    const warnings = found.filter(({ level }) => level === 'warning');
    expect(warnings).toHaveLength(9);
    expect(warnings.at(-1)?.title).toBe('and 17 more');
  });

  it('are all shown if there are nine of a level', () => {
    expect(buildScanAnnotations(report(many.slice(0, 9)), NOWHERE).at(-1)?.title).toBe('c8 expires in 3 days');
  });

  it.each<[string, ReportCertificate, string]>([
    ['unknown', certificate('mail', 'unknown', 9), 'mail has never been read successfully'],
    ['without an expiry', certificate('mail', 'critical', null), 'mail has never been read successfully'],
    ['not valid yet', certificate('mail', 'not_yet_valid', 9, { valid_from: null }), 'mail is not valid yet'],
  ])('have this title for a certificate that is %s', (_, one, title) => {
    expect(buildScanAnnotations(report([one]), NOWHERE).map((found) => found.title)).toEqual([title]);
  });

  it('count earlier annotations of the step towards the limit', () => {
    const before: Annotation = { level: 'warning', title: 'unused-webhook', message: 'a manifest warning' };
    expect(listWarnings(Array(7).fill(before))).toEqual(['c0 expires in 3 days', 'and 24 more']);
    expect(listWarnings(Array(8).fill(before))).toEqual(['and 25 more']);
    expect(listWarnings(Array(9).fill(before))).toEqual([]);
    expect(listWarnings(Array(10).fill(before))).toEqual([]);
    expect(listWarnings(Array(9).fill(before))).toEqual([]);
    expect(listWarnings(Array(9).fill({ ...before, level: 'error' }))).toHaveLength(9);
  });

  it('contain no control character for any name', () => {
    const hostile = HOSTILE_NAMES.map((name) =>
      certificate('c', 'critical', 3, { certificate: name, common_name: name, owner: name }),
    );
    for (const { title, message } of buildScanAnnotations(report(hostile), NOWHERE)) {
      expect(title + message).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
    }
  });
});

describe('manifest annotations', () => {
  const problem: Diagnostic = {
    code: 'unknown-key',
    severity: 'error',
    message: 'webhook is not a key of a rule',
    hint: 'Did you mean webhooks?',
    file: 'certvigil.yaml',
    line: 12,
    column: 7,
  };

  it('have the position and the hint of the problem', () => {
    expect(buildDiagnosticAnnotations([problem])).toEqual([
      {
        level: 'error',
        title: 'unknown-key',
        message: 'webhook is not a key of a rule. Did you mean webhooks?',
        file: 'certvigil.yaml',
        line: 12,
        column: 7,
      },
    ]);
  });

  it('have only the message of a problem without a hint, as it is', () => {
    const { hint: _, ...plain } = problem;
    expect(buildDiagnosticAnnotations([plain])[0]?.message).toBe('webhook is not a key of a rule');
  });

  it('are limited to nine per level', () => {
    const many = Array.from({ length: 12 }, (_, line) => ({ ...problem, line: line + 1 }));
    const found = buildDiagnosticAnnotations([...many, { ...problem, severity: 'warning' }]);
    expect(found).toHaveLength(10);
    expect(found[8]?.title).toBe('and 4 more');
  });
});
