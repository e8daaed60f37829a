import { describe, expect, it } from 'vitest';
import { AppError } from '../../src/lib/app-error.ts';
import { renderCell } from '../../src/report/document/markdown-text.ts';
import { formatEventLabel } from '../../src/report/format/labels.ts';
import { listFiredDeliveries } from '../../src/report/scan/select.ts';
import { expectGolden } from './golden.ts';
import { renderFailureSummary, renderScanSummary, renderScanTable } from './render.ts';
import { certificate, delivery, event, mixedReport, report, silencedReport } from './samples.ts';

describe('the job summary of a scan', () => {
  it('shows everything, worst first, and folds certificates that are ok', async () => {
    await expectGolden('mixed.md', renderScanSummary(mixedReport()));
  });

  it('names the trust stores that depend on the machine once, like the table', () => {
    const trusted = (kind: 'mozilla' | 'system' | 'ca_file', description: string) =>
      certificate(description, 'ok', 200, {
        trust: {
          ...{
            trusted: true,
            reason: null,
            detail: null,
            reasons: [],
            effective_valid_to: null,
            limited_by: null,
            notes: [],
          },
          store: { kind, description },
        },
      });
    const one = report([
      trusted('mozilla', 'Roots A'),
      trusted('mozilla', 'Roots A'),
      trusted('system', 'system store (B)'),
      trusted('ca_file', 'ca_file C'),
    ]);
    const line = 'Trust store: Roots A; system store (B).';
    expect(renderScanSummary(one)).toContain(`\n\`${line}\`\n`);
    expect(renderScanTable(one, { columns: 100, color: false })).toContain(`\n${line}\n`);
    expect(renderScanSummary(report([trusted('ca_file', 'ca_file C')]))).not.toContain('Trust store');
  });

  it('shows the end and the escaped reason of a silence', () => {
    const text = renderScanSummary(silencedReport('a | `b` <b>@all</b>'));
    const reason = '``a | `b` <b>@all</b>``';
    expect(text).toContain(
      `- 3 silenced until 2026-12-01 (${reason}): expiry warning for \`blog\`, \`shop\`, \`mail\`\n`,
    );
    expect(text).toContain(`- 1 silenced until 2026-12-01T08:30:00Z (${reason}): expiry warning for \`wiki\`\n`);
    expect(text).toContain('- 1 deferred by quiet hours: expired\n');
    const inCell = '``a \\| `b` <b>@all</b>``';
    expect(text).toContain(`| silenced until 2026-12-01T08:30:00Z (${inCell}) |`);
  });

  it.each([
    ['certificate.untrusted', 'is not trusted by TLS clients (self-signed)'],
    ['certificate.recovered', 'is trusted again'],
    ['certificate.renewed', 'expires in 200 days'],
    ['certificate.unreachable', 'unreachable'],
  ] as const)('describes %s as: %s', (name, words) => {
    const one = event(name, certificate('blog', 'ok', 200), 'first');
    if (name !== 'certificate.unreachable') {
      const finding = {
        event: 'certificate.untrusted',
        qualifier: '',
        severity: 'critical',
        code: 'self-signed',
        detail: '',
      };
      one.data.finding = finding as typeof one.data.finding;
    }
    const text = renderScanSummary(report([], [one], [delivery(one, 'issue', 'sent')]));
    const row = text.split('\n').find((line) => line.startsWith(`| ${formatEventLabel(name)} | `));
    expect(row?.replaceAll('`', '').split(' | ')[2]).toBe(words);
  });

  it('lists events with a failed delivery first, then the worst', () => {
    const [ok, bad] = [certificate('fine', 'ok', 200), certificate('bad', 'critical', 3)];
    const worst = certificate('worst', 'expired', -3);
    const events = [ok, bad, worst].map((one) => event('certificate.expiry_warning', one, 'first'));
    const refused = { code: 'http-failed', detail: 'x' };
    const deliveries = events.map((one, index) =>
      index === 0 ? delivery(one, 'webhook:a', 'failed', refused) : delivery(one, 'webhook:a', 'sent'),
    );
    const listed = listFiredDeliveries(report([ok, bad, worst], events, deliveries));
    expect(listed.map((one) => one.event.certificate)).toEqual(['fine', 'worst', 'bad']);
  });

  it('says why nothing was scanned', async () => {
    await expectGolden('empty.md', renderScanSummary(report([])));
  });

  it('links to the run if it is known', () => {
    const blog = certificate('blog', 'ok', 200);
    const renewed = event('certificate.renewed', blog, 'first');
    renewed.data.run_url = 'https://github.com/example/certificates/actions/runs/1';
    expect(renderScanSummary(report([blog], [renewed]))).toContain(`in [this run](${renewed.data.run_url})`);
    renewed.data.run_url = 'https://github.com/) [x](https://evil.example';
    expect(renderScanSummary(report([blog], [renewed]))).not.toContain('evil');
  });

  it('says that the log was not saved, what happens next, and what to do', () => {
    const unsaved = new AppError('event-log-unwritable', 'the event log log.json cannot be written: the disk is full', {
      hint: 'Free some space and scan again.',
    });
    const text = renderScanSummary(mixedReport(), { unsaved });
    expect(text).toContain(`
### ❌ The event log was NOT saved

\`event-log-unwritable\`: \`the event log log.json cannot be written: the disk is full\`

The next scan will resend the 3 notifications that this scan sent.

\`Free some space and scan again.\`
`);
  });

  it('shows the error if there is no result', () => {
    expect(renderFailureSummary(new AppError('usage', 'that is wrong'))).toBe(
      '## ❌ certvigil failed\n\n`usage`: `that is wrong`\n',
    );
    expect(renderFailureSummary(new AppError('usage', 'that `is` <b>wrong</b>', { hint: 'Write it.' }))).toBe(`\
## ❌ certvigil failed

\`usage\`: \`that "is" <b>wrong</b>\`

\`Write it.\`
`);
  });

  it('stays within its limit for 3,000 certificates with long texts', () => {
    const long = 'x'.repeat(250);
    const many = Array.from({ length: 3_000 }, (_, index) =>
      certificate(`${long}-${index}`, index % 2 === 0 ? 'critical' : 'ok', index % 2 === 0 ? 3 : 50, {
        owner: long,
        renewal_instructions: long,
        locations: [{ location: long, observed: {}, error: { code: 'endpoint-refused', detail: long } }],
      }),
    );
    const events = many.map((one, index) =>
      event('certificate.expiry_warning', one, index % 2 === 0 ? 'first' : 'cooldown', { notes: [`${long}${index}`] }),
    );
    const deliveries = events.map((one) => delivery(one, `webhook:${one.id}`, 'failed', { code: 'x', detail: long }));
    const unsaved = new AppError('event-log-unwritable', long, { hint: long });
    const text = renderScanSummary(report(many, events, deliveries), { unsaved });
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(1_000_000);
    for (const title of [
      'NOT saved',
      'Expiring',
      'Could not be read',
      'Failed deliveries',
      'Notifications',
      'Suppressed',
    ])
      expect(text).toContain(title);
  });

  it('shows each section, and counts omitted lines, for 16,000 certificates', () => {
    const many = Array.from({ length: 8_000 }, (_, index) => certificate(`critical-${index}`, 'critical', 3));
    const well = Array.from({ length: 8_000 }, (_, index) => certificate(`well-${index}`, 'ok', 300));
    const events = many.map((one) => event('certificate.expiry_warning', one, 'first', { threshold: 7 }));
    const failed = { code: 'http-client-error', detail: 'the webhook pager answered 400' };
    const deliveries = events.map((one) => delivery(one, 'webhook:pager', 'failed', failed));
    const text = renderScanSummary(report([...many, ...well], events, deliveries));
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(1_000_000);
    expect(text.match(/^and [\d,]+ more \(see the JSON report\)$/gm)).toHaveLength(3);
    expect(text).toContain('### ❌ Failed deliveries');
    expect(text).toContain('### Notifications');
    expect(text).toContain('</details>');
  });
});

describe('a code span', () => {
  it.each([
    ['shop.example.com', '`shop.example.com`'],
    ['@org/team closes #123', '`@org/team closes #123`'],
    ['<b>&amp;', '`<b>&amp;`'],
    ['a | b ` c', '``a | b ` c``'],
    ['ends in \\', '`ends in \\`'],
    ['two\nlines', '`two\\u{a}lines`'],
    ['', '–'],
    ['  ', '–'],
  ])('renders %j as %j', (text, span) => expect(renderCell({ code: text })).toBe(span));

  it('is limited in length', () => expect(renderCell({ code: 'x'.repeat(5_000) })).toHaveLength(202));
});

describe('a message', () => {
  it('quotes manifest keys, allows long texts, and escapes', () => {
    const hint = `Write \`contents: write\` under \`permissions:\`. ${'x'.repeat(500)}|@all <b>`;
    expect(renderCell({ message: hint })).toBe(
      `\`Write "contents: write" under "permissions:". ${'x'.repeat(500)}|@all <b>\``,
    );
    expect(renderCell({ message: 'x'.repeat(5_000) })).toHaveLength(1_002);
    expect(renderCell({ message: '' })).toBe('–');
  });
});
