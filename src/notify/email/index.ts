/** All that is due by mail: grouped into messages, and sent server by server. */

import { sendingOf } from '../../domain/destinations.ts';
import type { Receipt } from '../../domain/index.ts';
import { groupBy } from '../../lib/collections.ts';
import { type Delivered, type Delivery, guarded, type Work } from '../delivery.ts';
import { of } from '../failures.ts';
import { type Grouped, messagesOf } from '../group.ts';
import { composeMail } from './compose.ts';
import { emailFailure } from './failures.ts';
import { newMailer, type SentMail } from './mailer.ts';

/** Makes these deliveries, those to one item of `email` one after the other and in their order. */
export async function deliverEmails(deliveries: Delivery[], work: Work): Promise<Delivered> {
  const { actionOf } = sendingOf(work.manifest);
  const messages = messagesOf(deliveries, ({ rule, destination }) => actionOf(rule, destination)?.group ?? null);
  const byName = groupBy(messages, ({ deliveries: [first] }) => (first as Delivery).name);
  const delivered = await Promise.all(Array.from(byName, ([name, own]) => deliverTo(name, own, work)));
  return {
    receipts: delivered.flatMap(({ receipts }) => receipts),
    problems: delivered.flatMap(({ problems }) => problems),
  };
}

async function deliverTo(name: string, messages: Grouped<Delivery>[], work: Work): Promise<Delivered> {
  const { manifest, io, left, onDone } = work;
  const email = manifest.emails.find((one) => one.name === name);
  const mailer = email && newMailer(email, { root: manifest.root, io, left });
  const receipts: Receipt[] = [];
  const problems: SentMail['problems'] = [];
  const send = async ({ context }: Grouped<Delivery>): Promise<SentMail> => {
    if (email === undefined || mailer === undefined)
      return notSent(of(`email "${name}"`, emailFailure('email-missing')));
    const composed = composeMail(email, context, { env: io.env, reveal: true });
    return composed.ok ? mailer.send(composed.mail) : notSent(composed.failure);
  };
  for (const message of messages) {
    const sent = await guarded(
      () => send(message),
      (error) => notSent(of(`email "${name}"`, error)),
      io,
    );
    const { status, attempts, error } = sent;
    problems.push(...sent.problems);
    for (const { planned } of message.deliveries) {
      const { event_id, rule, destination } = planned;
      receipts.push({ event_id, rule, destination, status, attempts, error });
      onDone();
    }
  }
  mailer?.close();
  return { receipts, problems: distinct(problems) };
}

function notSent(error: SentMail['error']): SentMail {
  return { status: 'failed', attempts: 0, error, problems: [] };
}

/** A recipient that is refused is so for every mail, and is told of once. */
function distinct(problems: SentMail['problems']): SentMail['problems'] {
  return [...new Map(problems.map((one) => [JSON.stringify(one), one])).values()];
}
