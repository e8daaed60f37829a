import { expect, it } from 'vitest';
import { buildDigestPlan } from '../../src/app/digest/digest-plan.ts';
import type { Digest } from '../../src/generated/digest.ts';
import { AppError } from '../../src/lib/app-error.ts';
import { composeMail } from '../../src/notify/email/compose.ts';
import { formatDigestDeliveries } from '../../src/report/digest/document.ts';
import { createEmail } from '../notify/email/events.ts';
import { expectGolden } from './golden.ts';
import { createMixedDigest } from './mixed-digest.ts';
import { renderDigestSummary, renderDigestTable } from './render.ts';

it('a digest in a terminal has every section', async () => {
  await expectGolden('digest.txt', renderDigestTable(createMixedDigest(), { color: false, columns: 120 }));
});

it('a digest in a job summary has every section', async () => {
  const unsaved = new AppError('event-log-unwritable', 'the disk is full', { hint: 'Free some space.' });
  await expectGolden('digest.md', renderDigestSummary(createMixedDigest(), { unsaved }));
});

it('a digest in a mail has every section', async () => {
  const action = { kind: 'email', name: 'ops', subject: null, text_template: null, html_template: null } as const;
  const run_url = 'https://git.example/runs/1';
  const scan = { scan_id: 'scan-1', now: 0, username: null, repository: 'example/certs', run_url };
  const [planned] = buildDigestPlan(createMixedDigest(), [action], scan).events;
  const composed = planned && composeMail(createEmail(), planned.context, { env: {}, reveal: true });
  if (!composed?.ok) throw new Error('the mail was not composed');
  const { subject, text, html } = composed.mail;
  await expect(`${subject}\n\n${text}`).toMatchFileSnapshot('../golden/mail/digest.txt');
  await expect(html).toMatchFileSnapshot('../golden/mail/digest.html');
});

it.each<[string[], Partial<Digest>, string]>([
  [[], {}, 'Not sent: digest.actions is not set in the manifest.'],
  [['unneeded'], {}, 'Not sent: no certificate needs attention. To send it anyway, set digest.always.'],
  [['sent'], {}, 'Sent to to-0.'],
  [['sent', 'sent'], {}, 'Sent to to-0, to-1.'],
  [['failed'], {}, '1 delivery failed.'],
  [['sent', 'failed', 'failed'], {}, 'Sent to to-0. 2 deliveries failed.'],
  [['due', 'due'], { dry_run: true }, 'Dry run: nothing was sent or recorded. Recipients: to-0, to-1.'],
  [['unneeded'], { dry_run: true }, 'Dry run: nothing was sent or recorded. Recipients: none.'],
])('deliveries %j with %j are summarized as: %s', (statuses, more, text) => {
  const deliveries = statuses.map((status, index) => ({
    destination: `to-${index}`,
    status,
    attempts: 1,
    error: null,
  }));
  expect(formatDigestDeliveries({ ...createMixedDigest(), ...more, deliveries } as Digest)).toBe(text);
});
