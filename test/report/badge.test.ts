import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ReportCertificate } from '../../src/generated/report.ts';
import { createBadgeDirectory, createBadgeReport, createFileName } from '../../src/report/kinds/badge.ts';
import type { ReportOptions } from '../../src/report/kinds/report-kind.ts';
import { certificate, createSource, mixedReport } from './samples.ts';
import { renderText, renderTexts } from './texts.ts';

function render(certificates: ReportCertificate[], options: ReportOptions = {}): string {
  return renderText(createBadgeReport(options))(createSource({ ...mixedReport(), certificates }));
}

const ok = certificate('blog', 'ok', 100, { labels: { team: 'web' } });
const warning = certificate('shop', 'warning', 20, { labels: { team: 'web' } });
const expired = certificate('old', 'expired', -3);
const finding = { qualifier: '', severity: 'critical' as const, code: 'x', detail: '', locations: [] };
const revoked = certificate('bad', 'critical', 50, { findings: [{ ...finding, event: 'certificate.revoked' }] });
const other = certificate('other', 'expired', -3, { labels: { team: 'mail' } });
const unlabeled = certificate('unlabeled', 'expired', -3, { labels: { web: 'team' } });
const critical = certificate('late', 'critical', 5);

/** Of white on a color, by WCAG 2.2 (relative luminance). */
function computeContrast(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const value = Number.parseInt(color.slice(start, start + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05);
}

describe('the badge', () => {
  it('rejects an unknown format, and names the option', () => {
    expect(() => createBadgeReport({ format: 'png' })).toThrow(/the option format of the badge report/);
  });

  it.each<[string, ReportCertificate[], ReportOptions, string, string]>([
    ['of nothing', [], {}, 'certificates', 'none'],
    ['of valid certificates', [ok, ok], {}, 'certificates', '2 certificates ok'],
    ['of the worst status', [ok, expired, warning, expired], {}, 'certificates', '2 expired'],
    ['of critical certificates for several reasons', [critical, revoked], {}, 'certificates', '2 critical'],
    ['of a label', [ok, warning, expired], { label: 'team:web' }, 'web', '1 warning'],
    [
      'of a label, which others have with another value',
      [ok, other, unlabeled],
      { label: 'team:web' },
      'web',
      'expires in 100 days',
    ],
    ['of an entry', [ok, warning, expired], { entry: 'shop' }, 'shop', 'expires in 20 days'],
    ['of an entry that is revoked', [revoked], { entry: 'bad' }, 'bad', 'revoked'],
    ['of an unknown entry', [ok], { entry: 'x' }, 'x', 'none'],
  ])('%s', (_, certificates, options, label, message) => {
    expect(JSON.parse(render(certificates, options))).toEqual({
      ...{ schemaVersion: 1, label, message },
      color: expect.stringMatching(/^#[0-9a-f]{6}$/),
    });
  });

  it('is as bad as the worst finding', () => {
    const violation = { ...finding, event: 'certificate.policy_violation' };
    const violating = certificate('weak', 'ok', 300, { findings: [violation] });
    expect(JSON.parse(render([violating]))).toMatchObject({ message: 'critical' });
    expect(JSON.parse(render([ok, warning, violating]))).toMatchObject({ message: '1 critical' });
  });

  it('has a contrast of at least 4.5 between its color and white text', () => {
    const all = [
      ok,
      warning,
      expired,
      critical,
      certificate('a', 'unknown', null),
      certificate('b', 'not_yet_valid', 9),
    ];
    for (const one of all) {
      const { color } = JSON.parse(render([one])) as { color: string };
      expect(computeContrast(color), color).toBeGreaterThanOrEqual(4.5);
    }
  });

  it('is an image on request, in which hostile names are text', () => {
    const name = '<script>alert(1)</script>"&\u202e';
    const svg = render([certificate(name, 'ok', 5)], { entry: name, format: 'svg' });
    expect(svg).toContain('&lt;script&gt;alert(1)&lt;/script&gt;&quot;&amp;\\u{202e}: expires in 5 days');
    expect(svg).not.toContain('<script');
  });

  it.each<ReportOptions>([{ format: 'png' }, { label: 'team' }, { label: ':team:web' }])('rejects %j', (options) => {
    expect(() => createBadgeReport(options)).toThrow(expect.objectContaining({ code: 'usage' }));
  });

  it('says how to write a label, and that a directory has a badge for each entry', () => {
    expect(() => createBadgeReport({ label: 'team' })).toThrow(
      expect.objectContaining({
        message: 'invalid label "team" for the badge report',
        hint: 'Use label=NAME:VALUE, such as label=team:web.',
      }),
    );
    expect(() => createBadgeDirectory({ entry: 'shop' })).toThrow(
      expect.objectContaining({
        message: 'the badges of a directory have no option "entry": it gets a badge for each entry',
        hint: 'Name a file for the badge of one entry, such as badge[entry=shop]=shop.json.',
      }),
    );
  });
});

describe('a directory of badges', () => {
  const certificates = [ok, warning, expired, certificate('../x y', 'ok', 9, { labels: { 'a/b': 'é', team: 'web' } })];
  const renderFiles = (options: ReportOptions = {}) =>
    renderTexts(createBadgeDirectory(options))(createSource({ ...mixedReport(), certificates }));

  it('has a badge for all certificates, each entry and each value of each label, in both formats', () => {
    const names = [...renderFiles().keys()];
    const badges = [
      'certificates',
      'entries/blog',
      'entries/old',
      'entries/shop',
      'entries/x-y-46c740c677b0',
      'labels/a-b-c14cddc033f6/4a99557e4033',
      'labels/team/web',
    ];
    expect(names).toEqual([...badges.flatMap((name) => [`${name}.json`, `${name}.svg`]), 'index.json']);
  });

  it('has the badges that single files would have', () => {
    const files = renderFiles();
    expect(files.get('certificates.json')).toBe(render(certificates));
    expect(files.get('entries/shop.svg')).toBe(render(certificates, { entry: 'shop', format: 'svg' }));
    expect(files.get('labels/team/web.json')).toBe(render(certificates, { label: 'team:web' }));
  });

  it('lists its files in index.json', () => {
    const files = renderFiles();
    const { badges } = JSON.parse(files.get('index.json') ?? '');
    expect(badges.at(-1)).toEqual({
      ...{ type: 'label', label: 'team', name: 'web' },
      files: ['labels/team/web.json', 'labels/team/web.svg'],
    });
    expect(badges.flatMap((badge: { files: string[] }) => badge.files)).toEqual([...files.keys()].slice(0, -1));
  });

  it('is limited to a format and a label on request', () => {
    const names = [...renderFiles({ format: 'svg', label: 'a/b' }).keys()];
    expect(names.filter((name) => !name.startsWith('entries/'))).toEqual([
      'certificates.svg',
      'labels/a-b-c14cddc033f6/4a99557e4033.svg',
      'index.json',
    ]);
  });

  it.each<ReportOptions>([{ entry: 'shop' }, { format: 'png' }])('rejects %j', (options) => {
    expect(() => createBadgeDirectory(options)).toThrow(expect.objectContaining({ code: 'usage' }));
  });
});

describe('a file name', () => {
  it.each(['shop', 'shop.example.com', 'A_b-1'])('is the name %s itself', (name) => {
    expect(createFileName(name)).toBe(name);
  });

  it('is valid and different for any two names', () => {
    const name = fc.string({ unit: 'binary', maxLength: 200 });
    fc.assert(
      fc.property(name, name, (a, b) => {
        expect(createFileName(a)).toMatch(/^[A-Za-z0-9_-][A-Za-z0-9._-]{0,119}$/);
        expect(createFileName(a) === createFileName(b)).toBe(a === b);
      }),
    );
  });
});
