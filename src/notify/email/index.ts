/** Sends all due mail: grouped into messages, one mail server after the other. */

import type { Receipt } from '../../domain/index.ts';
import { groupBy } from '../../lib/collections.ts';
import { createReceipt, type Delivery, type DeliveryContext, type DeliveryResult, isolateBugs } from '../delivery.ts';
import { addSubject, createFailure } from '../failures.ts';
import { type GroupedMessage, groupByActions, listGroupable } from '../group-deliveries.ts';
import { limitMessages } from '../limit-messages.ts';
import { composeMail } from './compose.ts';
import { createMailer, createUnsentMail, type MailResult } from './mailer.ts';

/** Sends the deliveries. Mails to one `email` receiver are sent in order. */
export async function deliverEmails(deliveries: Delivery[], context: DeliveryContext): Promise<DeliveryResult> {
  const messages = groupByActions(deliveries, context.receivers, listGroupable({ emails: context.receivers.emails }));
  const byName = groupBy(messages, ({ deliveries: [{ name }] }) => name);
  const results = await Promise.all(Array.from(byName, ([name, own]) => deliverToServer(name, own, context)));
  return {
    receipts: results.flatMap(({ receipts }) => receipts),
    problems: results.flatMap(({ problems }) => problems),
  };
}

async function deliverToServer(
  name: string,
  messages: GroupedMessage<Delivery>[],
  { receivers, io, remainingMs, onStart, onDone, reportBug }: DeliveryContext,
): Promise<DeliveryResult> {
  const subject = `email "${name}"`;
  const email = receivers.emails.find((one) => one.name === name);
  const mailer = email && createMailer(email, { settings: receivers, io, remainingMs });
  const receipts: Receipt[] = [];
  // A rejected recipient is rejected for every mail, and reported once.
  const problems = new Map<string, MailResult['recipientFailures'][number]>();
  const send = async ({ context, deliveries }: GroupedMessage<Delivery>): Promise<MailResult> => {
    if (email === undefined || mailer === undefined)
      return createUnsentMail(addSubject(createFailure('email-missing'), subject));
    const composed = composeMail(email, context, { env: io.env, reveal: true, findOwner: receivers.findOwner });
    if (!composed.ok) return createUnsentMail(composed.failure);
    return mailer.send(composed.mail, () => deliveries.forEach(({ planned }) => void onStart(planned)));
  };
  for (const message of limitMessages(messages, email?.max_messages ?? null)) {
    const result = await isolateBugs(
      () => send(message),
      (error) => createUnsentMail(addSubject(error, subject)),
      { reportBug },
    );
    for (const failure of result.recipientFailures) problems.set(failure.detail, failure);
    for (const { planned } of message.deliveries) {
      const receipt = createReceipt(planned, result);
      receipts.push(receipt);
      onDone(receipt);
    }
  }
  mailer?.close();
  return { receipts, problems: [...problems.values()] };
}
