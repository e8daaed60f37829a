/** Finds the receivers to which nothing could be sent now: a variable is not set, the URL is invalid, or a template fails. */

import { formatDestination, indexDestinations, listEnabledActions } from '../domain/destinations.ts';
import type { Action, Destination, Email, EventContext, Failure, Plan, Webhook } from '../domain/index.ts';
import { splitCredentials } from '../lib/http/headers.ts';
import type { Io } from '../lib/io.ts';
import { createNetworkAccess } from '../lib/network/access.ts';
import { checkAddress, DeniedAddressError } from '../lib/network/guarded-access.ts';
import type { Destination as Target } from '../lib/network/proxy.ts';
import { ProxyError } from '../lib/network/proxy-error.ts';
import { resolveVariables } from '../lib/secrets/references.ts';
import { composeMail } from './email/compose.ts';
import { resolveServer } from './email/mailer.ts';
import { addSubject, createFailure, createInvalidUrlFailure, createProxyFailure } from './failures.ts';
import { groupDeliveries } from './group-deliveries.ts';
import { type Receivers, readCa } from './receiver-settings.ts';
import { expandVariables } from './resolve-variables.ts';
import { hasIssueRule } from './template-variables.ts';
import { renderRequest } from './webhook/send.ts';

/** A receiver that is not ready. */
export interface Unready {
  destination: Destination;
  failure: Failure;
  /** The variables of the receiver that are not set. */
  unset: readonly string[];
}

interface CheckContext {
  receivers: Receivers;
  io: Pick<Io, 'env' | 'github' | 'mask'>;
  listMessages: (to: Destination) => EventContext[];
}

/**
 * Finds the receivers of enabled rules that are not ready. `samples`: deliveries to them. Nothing is sent or looked up: a server that is
 * down is only found when something is sent.
 */
export async function findUnready(samples: Plan, receivers: Receivers, io: CheckContext['io']): Promise<Unready[]> {
  const context = { receivers, io, listMessages: createMessageLister(samples, receivers) };
  const byDestination = new Map(
    listEnabledActions(receivers.rules).map((action) => [formatDestination(action), action]),
  );
  const found = await Promise.all(
    Array.from(byDestination, async ([destination, action]) => {
      const failure = await checkReceiver(action, context);
      if (failure === null) return [];
      const unset = failure.code === 'variable-unset' ? listUnset(action, context) : [];
      return [{ destination, failure: { ...failure, detail: io.mask(failure.detail) }, unset }];
    }),
  );
  return found.flat();
}

/** Creates a function that lists the messages of a destination, grouped as its rules do. */
function createMessageLister({ events, deliveries }: Plan, receivers: Receivers): CheckContext['listMessages'] {
  const { findAction } = indexDestinations(receivers);
  const known = new Map(events.map((event) => [event.id, event]));
  return (to) => {
    const due = deliveries.flatMap((planned) => {
      const event = known.get(planned.event_id);
      return planned.destination === to && event !== undefined ? [{ planned, event }] : [];
    });
    const messages = groupDeliveries(due, ({ rule, destination }) => findAction(rule, destination)?.group ?? null);
    return messages.map(({ context }) => context);
  };
}

function checkReceiver(action: Action, context: CheckContext): Failure | null | Promise<Failure | null> {
  if (action.kind === 'issue') return checkIssues(context);
  const receiver = findReceiver(action, context);
  // A manifest in which it is missing has an error.
  if (receiver === undefined) return null;
  return 'host' in receiver ? checkEmail(receiver, context) : checkWebhook(receiver, context);
}

function findReceiver(action: Action, { receivers }: CheckContext): Webhook | Email | undefined {
  if (action.kind === 'issue') return undefined;
  const all: readonly (Webhook | Email)[] = action.kind === 'webhook' ? receivers.webhooks : receivers.emails;
  return all.find(({ name }) => name === action.name);
}

/** Lists the variables of a receiver that are not set. */
function listUnset(action: Action, context: CheckContext): string[] {
  const names = Object.keys(findReceiver(action, context)?.variables ?? {});
  return names.filter((name) => 'missing' in resolveVariables(`\${${name}}`, context.io.env));
}

/** Outside GitHub, issues are not expected to work. */
function checkIssues({ io }: CheckContext): Failure | null {
  if (io.github !== null || io.env.GITHUB_ACTIONS !== 'true') return null;
  return addSubject(createFailure('issue-no-token'), 'issue');
}

async function checkWebhook(webhook: Webhook, context: CheckContext): Promise<Failure | null> {
  const { receivers, io, listMessages } = context;
  const subject = `webhook "${webhook.name}"`;
  const options = { env: io.env, reveal: true, hasIssues: hasIssueRule(receivers) };
  const rendered = listMessages(`webhook:${webhook.name}`).map((message) => renderRequest(webhook, message, options));
  for (const one of rendered) if (!one.ok) return one.failure;
  const urls = rendered.flatMap((one) => (one.ok ? [one.request.url] : []));
  const unrendered = urls.length > 0 ? null : checkUnrendered(webhook, io.env);
  const ca = await readCa(webhook.ca_file, receivers.root);
  const failure =
    unrendered ??
    ('failure' in ca ? ca.failure : null) ??
    findFirst([...new Set(urls)], (url) => checkTarget(toTarget(url), 'http-denied', webhook, context));
  return failure && addSubject(failure, subject);
}

/** Checks what is known without a message: the variables, and a URL that is no template. */
function checkUnrendered({ url, variables }: Webhook, env: Io['env']): Failure | null {
  const unset = checkVariables(variables, env);
  if (unset !== null || /\{[{%#]/.test(url)) return unset;
  const resolved = resolveVariables(url, env);
  return 'value' in resolved && splitCredentials(resolved.value) === null ? createInvalidUrlFailure(url) : null;
}

function checkVariables(variables: Webhook['variables'], env: Io['env']): Failure | null {
  return findFirst(Object.keys(variables), (name) => {
    const expanded = expandVariables(`\${${name}}`, variables, env);
    return 'failure' in expanded ? expanded.failure : null;
  });
}

async function checkEmail(email: Email, context: CheckContext): Promise<Failure | null> {
  const { receivers, io, listMessages } = context;
  const subject = `email "${email.name}"`;
  const messages = listMessages(`email:${email.name}`);
  for (const message of messages) {
    const composed = composeMail(email, message, { env: io.env, reveal: true });
    if (!composed.ok) return composed.failure;
  }
  const unset = messages.length > 0 ? null : checkVariables(email.variables, io.env);
  if (unset !== null) return addSubject(unset, subject);
  const server = await resolveServer(email, receivers, io.env);
  const failure =
    'failure' in server
      ? server.failure
      : checkTarget({ scheme: 'smtp:', host: server.host, port: server.port }, 'email-denied', email, context);
  return failure && addSubject(failure, subject);
}

function toTarget(url: string): Target {
  const { protocol, hostname, port } = new URL(url);
  const isSecure = protocol === 'https:';
  const host = hostname.replace(/^\[|\]$/g, '');
  return { scheme: isSecure ? 'https:' : 'http:', host, port: Number(port) || (isSecure ? 443 : 80) };
}

/** Checks the proxy of a connection, and an address that `network` denies. The addresses of a name are only known when something is sent. */
function checkTarget(
  target: Target,
  denied: 'http-denied' | 'email-denied',
  { proxy }: Pick<Webhook, 'proxy'>,
  { receivers, io: { env } }: CheckContext,
): Failure | null {
  const access = createNetworkAccess(receivers.network, { kind: 'receivers', env, proxy });
  try {
    access.proxies.select(target);
    checkAddress(target.host, access);
    return null;
  } catch (error) {
    if (error instanceof ProxyError) return createProxyFailure(error);
    if (error instanceof DeniedAddressError) return createFailure(denied);
    throw error;
  }
}

function findFirst<T>(items: readonly T[], check: (item: T) => Failure | null): Failure | null {
  for (const item of items) {
    const failure = check(item);
    if (failure !== null) return failure;
  }
  return null;
}
