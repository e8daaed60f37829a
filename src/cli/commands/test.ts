/** `certvigil test` */

import { deliverPlan } from '../../app/deliver.ts';
import { selectReceivers } from '../../app/select-settings.ts';
import { formatUnreached } from '../../app/simulate/errors.ts';
import { createSimulation, type Simulation } from '../../app/simulate/select-targets.ts';
import { formatSkippedRule } from '../../app/simulate/skipped-rules.ts';
import { formatDeliveryKey } from '../../domain/destinations.ts';
import type { Manifest, Plan, PlannedDelivery, Receipt } from '../../domain/index.ts';
import type { Io } from '../../lib/io.ts';
import { formatAfterDestination } from '../../notify/failures.ts';
import type { OnSent } from '../../notify/index.ts';
import { findResponseAdvice } from '../../notify/webhook/read-response.ts';
import { formatCount } from '../../report/format/labels.ts';
import { renderJson } from '../../report/json.ts';
import type { CommandOptions } from '../command-specs.ts';
import { formatRenderedText, ISSUE, renderAll, toRecord } from './format-requests.ts';
import { loadManifestFor } from './load-manifest.ts';
import { printWarnings } from './terminal.ts';

/** Sends the simulated notifications without recording them. Issues are only printed. */
export async function runTestCommand(options: CommandOptions<'test'>, io: Io): Promise<number> {
  const manifest = await loadManifestFor(options, io);
  if (manifest === null) return 2;
  const simulation = await createSimulation(options, manifest, io);
  const { plan, unreached, skipped } = simulation;
  const isIssue = ({ destination }: PlannedDelivery) => destination === ISSUE;
  const sendable = { ...plan, deliveries: plan.deliveries.filter((one) => !isIssue(one)) };
  const deliveries = await sendTests(sendable, simulation.manifest, io);
  const issues = renderAll(plan.deliveries.filter(isIssue), plan, simulation.manifest, io);
  if (options.format === 'json') {
    const printed = issues.length > 0 && { printed: issues.map(toRecord) };
    io.stdout(
      renderJson({
        version: 1,
        deliveries,
        ...printed,
        ...(unreached.length > 0 && { unreached }),
        ...(skipped.length > 0 && { skipped }),
      }),
    );
  } else if (!options.quiet) {
    io.stdout(deliveries.map(formatDelivery).join(''));
    io.stdout(issues.map(formatRenderedText).join('\n'));
    io.stdout(formatSkipped(simulation));
  }
  warnAboutUnreached(simulation, io);
  return unreached.length === 0 && deliveries.every(({ status }) => status === 'sent') ? 0 : 3;
}

interface Response {
  status: number;
  /** The meaning of this status for this receiver, if known. */
  advice: string | null;
}

export interface TestDelivery extends Receipt {
  /** The simulated event, and the days until expiry if it is about a certificate. */
  event: string | null;
  days_remaining: number | null;
  answer: Response | null;
}

/** Sends the deliveries, and adds the response of each receiver to its receipt. */
export async function sendTests(plan: Plan, manifest: Manifest, io: Io): Promise<TestDelivery[]> {
  const responses = new Map<string, Response>();
  const onSent: OnSent = (delivery, { outcome }) => {
    if (!outcome?.responded) return;
    const webhook = manifest.webhooks.find(({ name }) => delivery.destination === `webhook:${name}`);
    const advice = findResponseAdvice(webhook?.preset ?? null, outcome);
    responses.set(formatDeliveryKey(delivery), { status: outcome.status, advice });
  };
  const { receipts, problems } = await deliverPlan(plan, selectReceivers(manifest), io, { onSent });
  printWarnings(problems, io);
  const events = new Map(plan.events.map(({ id, event, context }) => [id, { event, ...context.data }]));
  return receipts.map((receipt): TestDelivery => {
    const { event = null, days_remaining = null } = events.get(receipt.event_id) ?? {};
    return { ...receipt, event, days_remaining, answer: responses.get(formatDeliveryKey(receipt)) ?? null };
  });
}

function formatDelivery(delivery: TestDelivery): string {
  const { rule, destination, status, attempts, error, answer, event, days_remaining } = delivery;
  const simulated = `rule ${rule}, ${event}${days_remaining === null ? '' : `, ${formatDays(days_remaining)}`}`;
  const response = answer === null ? '' : `, status ${answer.status}`;
  const tried = attempts === 0 ? '' : ` after ${formatCount(attempts, 'request')}`;
  const failed = error === null ? '' : formatAfterDestination(error, destination);
  // The line already shows the number of requests.
  const reason = failed.replace(` (${attempts} attempts)`, '');
  const line =
    status === 'sent'
      ? `sent    ${destination} (${simulated})${response}\n`
      : `FAILED  ${destination} (${simulated})${tried}${reason}\n`;
  // A failure contains the advice.
  return status === 'sent' && answer?.advice ? `${line}        ${answer.advice}\n` : line;
}

function formatDays(days: number): string {
  const unit = Math.abs(days) === 1 ? 'day' : 'days';
  return days < 0 ? `${-days} ${unit} after expiry` : `${days} ${unit} before expiry`;
}

/** Formats a line for each rule that the certificate cannot exercise. */
export function formatSkipped({ skipped }: Simulation): string {
  return skipped.map((one) => `skipped ${formatSkippedRule(one)}\n`).join('');
}

/** Prints a warning for each target to which nothing would be sent. */
export function warnAboutUnreached({ unreached }: Simulation, io: Io): void {
  printWarnings(
    unreached.map((target) => ({ code: 'nothing-to-send', detail: formatUnreached(target) })),
    io,
  );
}
