/** All that is due by mail: grouped into messages, and sent server by server. */

import { indexDestinations } from '../../domain/destinations.ts';
import type { Receipt } from '../../domain/index.ts';
import { groupBy } from '../../lib/collections.ts';
import { type Delivery, type DeliveryContext, type DeliveryResult, isolateBugs } from '../delivery.ts';
import { withSubject } from '../failures.ts';
import { type GroupedMessage, groupDeliveries } from '../group.ts';
import { composeMail } from './compose.ts';
import { createEmailFailure } from './failures.ts';
import { createMailer, type MailResult } from './mailer.ts';

/** Makes these deliveries, those to one item of `email` one after the other and in their order. */
export async function deliverEmails(deliveries: Delivery[], work: DeliveryContext): Promise<DeliveryResult> {
  const { findAction: actionOf } = indexDestinations(work.manifest);
  const messages = groupDeliveries(deliveries, ({ rule, destination }) => actionOf(rule, destination)?.group ?? null);
  const byName = groupBy(messages, ({ deliveries: [first] }) => (first as Delivery).name);
  const delivered = await Promise.all(Array.from(byName, ([name, own]) => deliverToServer(name, own, work)));
  return {
    receipts: delivered.flatMap(({ receipts }) => receipts),
    problems: delivered.flatMap(({ problems }) => problems),
  };
}

async function deliverToServer(
  name: string,
  messages: GroupedMessage<Delivery>[],
  work: DeliveryContext,
): Promise<DeliveryResult> {
  const { manifest, io, left, onDone } = work;
  const email = manifest.emails.find((one) => one.name === name);
  const mailer = email && createMailer(email, { root: manifest.root, io, remainingMs: left });
  const receipts: Receipt[] = [];
  const problems: MailResult['recipientFailures'] = [];
  const send = async ({ context }: GroupedMessage<Delivery>): Promise<MailResult> => {
    if (email === undefined || mailer === undefined)
      return createUnsentResult(withSubject(`email "${name}"`, createEmailFailure('email-missing')));
    const composed = composeMail(email, context, { env: io.env, reveal: true });
    return composed.ok ? mailer.send(composed.mail) : createUnsentResult(composed.failure);
  };
  for (const message of messages) {
    const sent = await isolateBugs(
      () => send(message),
      (error) => createUnsentResult(withSubject(`email "${name}"`, error)),
      io,
    );
    const { status, attempts, error } = sent;
    problems.push(...sent.recipientFailures);
    for (const { planned } of message.deliveries) {
      const { event_id, rule, destination } = planned;
      receipts.push({ event_id, rule, destination, status, attempts, error });
      onDone();
    }
  }
  mailer?.close();
  return { receipts, problems: deduplicateFailures(problems) };
}

function createUnsentResult(error: MailResult['error']): MailResult {
  return { status: 'failed', attempts: 0, error, recipientFailures: [] };
}

/** A recipient that is refused is so for every mail, and is told of once. */
function deduplicateFailures(problems: MailResult['recipientFailures']): MailResult['recipientFailures'] {
  return [...new Map(problems.map((one) => [JSON.stringify(one), one])).values()];
}
