/** Renders an event into the request of a webhook, and sends it. */

import { createHmac } from 'node:crypto';
import type { EventContext, Failure, Webhook } from '../../domain/index.ts';
import type { HttpOutcome, HttpRequest } from '../../lib/http/client.ts';
import { CONNECTION_HEADERS, encodeHeaders, splitCredentials } from '../../lib/http/headers.ts';
import { type Clocks, getRealClock, type Io } from '../../lib/io.ts';
import { findSoleVariable, listReferencedVariables, MASK, maskReferences } from '../../lib/secrets/references.ts';
import { VERSION } from '../../lib/version.ts';
import { appendPresetPath, PRESETS, type Preset } from '../../presets/index.ts';
import {
  addForwarder,
  addSubject,
  createFailure,
  createInvalidUrlFailure,
  createUnsent,
  findFailure,
  MAYBE_RECEIVED_NOTE,
  type MessageResult,
  RenderError,
} from '../failures.ts';
import { isJsonMediaType, type RenderedTemplate, renderTemplate } from '../render-template.ts';
import { expandVariables } from '../resolve-variables.ts';
import { type RetryOptions, sendWithRetries } from '../retry.ts';
import { createTemplateVariables } from '../template-variables.ts';
import type { ConnectionPool } from './connections.ts';
import { evaluateResponse, findResponseAdvice } from './read-response.ts';

/** With a failure, `body` is a rendered body that is not valid JSON. The body is null if secrets are revealed. */
export type RenderedRequest = { ok: true; request: HttpRequest } | { ok: false; failure: Failure; body: string | null };

interface RenderOptions {
  env: Io['env'];
  /** If false, every `${NAME}` and every secret is shown as `***`, and variables may be unset. */
  reveal: boolean;
  /** Whether alerts open GitHub issues, to which messages link. Default: false. */
  hasIssues?: boolean;
}

/**
 * Renders method, URL, headers and body, resolves variables, and signs the request. A failure names the webhook and the part, but not its
 * value.
 */
export function renderRequest(webhook: Webhook, context: EventContext, options: RenderOptions): RenderedRequest {
  try {
    return { ok: true, request: buildRequest(webhook, context, options) };
  } catch (error) {
    if (!(error instanceof RenderError)) throw error;
    const body = options.reveal ? null : error.rendered;
    return { ok: false, failure: addSubject(error.failure, `webhook "${webhook.name}"`), body };
  }
}

function buildRequest(webhook: Webhook, context: EventContext, options: RenderOptions): HttpRequest {
  const expand = (text: string) => expandOrThrow(text, webhook, options);
  const { reveal } = options;
  const secrets = Object.fromEntries(
    Object.entries(webhook.secrets).map(([name, value]) => [name, reveal ? expand(value) : MASK]),
  );
  if (reveal) validateSecrets(webhook, secrets);
  const variables = createTemplateVariables(context, {
    secrets,
    mentions: webhook.mentions,
    label_prefix: webhook.label_prefix,
    hasIssues: options.hasIssues ?? false,
  });
  const environment = listEnvironment(webhook, secrets);

  const renderUrlPart = (template: string, mode: 'url' | 'path') =>
    unwrapPart('url', renderTemplate(template, variables, { mode, transformText: expand, environment }));
  const path = renderUrlPart(webhook.path, 'path');
  const url = appendPresetPath(renderUrlPart(webhook.url, 'url'), path, webhook.path);
  const headers = Object.entries(webhook.headers).map(([name, template]) => {
    const rendered = renderTemplate(template, variables, { mode: 'header', transformText: expand, environment });
    return [name, unwrapPart(`header ${name}`, rendered)] as const;
  });
  const body = webhook.method === 'GET' ? null : renderBody(webhook, context, variables, environment);
  const key = webhook.secret === null ? null : expand(webhook.secret);
  const target = reveal ? parseTarget(url, webhook.url) : { url, authorization: null };
  const merged = mergeHeaders([
    ['Content-Type', body === null ? null : webhook.content_type],
    ['User-Agent', `certvigil/${VERSION}`],
    ['X-Certvigil-Test', context.data.test ? '1' : null],
    ['Authorization', target.authorization],
    // Receivers reject empty headers, so an empty template omits the header.
    ...headers.map(([name, value]) => [name, value === '' ? null : value] as const),
    ['X-Hook-Signature', key === null ? null : reveal ? signBody(body ?? '', key) : MASK],
  ]);
  return { method: webhook.method, url: target.url, headers: merged, body };
}

/** Lists the variables that templates can read with the filter `env`: those that a secret of the webhook consists of. */
function listEnvironment(webhook: Webhook, secrets: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(webhook.secrets).flatMap(([name, text]) => {
      const variable = findSoleVariable(text);
      return variable === null ? [] : [[variable, secrets[name] ?? '']];
    }),
  );
}

/** Receivers report a malformed key poorly, so validate it before sending. */
function validateSecrets({ preset }: Webhook, secrets: Record<string, string>): void {
  const required: Preset['secrets'] = preset === null ? {} : PRESETS[preset].secrets;
  for (const [name, { description, pattern }] of Object.entries(required)) {
    if (!pattern.test(secrets[name] ?? '')) throw new RenderError(createFailure('secret-malformed', name, description));
  }
}

function unwrapPart(name: string, rendered: RenderedTemplate): string {
  if (!rendered.ok) throw new RenderError(addSubject(rendered.failure, name), rendered.text);
  return rendered.text;
}

function renderBody(
  { body_template, content_type }: Webhook,
  context: EventContext,
  variables: object,
  environment: Record<string, string>,
): string {
  if (body_template === null) return JSON.stringify(context);
  const mode = isJsonMediaType(content_type) ? 'json' : 'text';
  return unwrapPart('body_template', renderTemplate(body_template, variables, { mode, environment }));
}

function expandOrThrow(text: string, webhook: Webhook, { env, reveal }: RenderOptions): string {
  if (!reveal) return maskReferences(text);
  const result = expandVariables(text, webhook.variables, env);
  if ('failure' in result) throw new RenderError(result.failure);
  return result.value;
}

/** Computes the HMAC-SHA512 of the body in lower-case hex, as NetBox signs its webhooks. */
function signBody(body: string, key: string): string {
  return createHmac('sha512', key).update(body).digest('hex');
}

/** `template` names the variables of an invalid URL, whose value is secret. */
function parseTarget(text: string, template: string): { url: string; authorization: string | null } {
  const target = splitCredentials(text);
  if (target === null) throw new RenderError(createInvalidUrlFailure(template));
  return { url: target.url.href, authorization: target.authorization };
}

/** Merges headers. Later headers replace earlier ones with the same name, ignoring case. Headers with the value null are omitted. */
function mergeHeaders(headers: (readonly [string, string | null])[]): Record<string, string> {
  const merged = new Map<string, readonly [string, string]>();
  for (const [name, value] of headers) {
    if (value === null) continue;
    if (CONNECTION_HEADERS.test(name)) throw new RenderError(createFailure('header-refused', name));
    merged.set(name.toLowerCase(), [name, value]);
  }
  return Object.fromEntries(merged.values());
}

/** `attempts`: the number of requests sent. */
export interface WebhookResult extends MessageResult {
  /** A reason to doubt that an accepted message arrived; else null. */
  doubt: Failure | null;
  /** The outcome of the last request; null if no request was sent. */
  outcome: HttpOutcome | null;
}

export interface SendOptions extends Pick<RetryOptions, 'remainingMs' | 'limit' | 'onStart' | 'onAttempt'> {
  io: Pick<Io, 'env' | 'sleep'> & Clocks;
  connections: ConnectionPool;
  /** Whether alerts open GitHub issues, as in `RenderOptions`. */
  hasIssues?: boolean;
}

/** Sends an event to a webhook, with retries. Failures are returned, not thrown. */
export async function sendWebhook(
  webhook: Webhook,
  context: EventContext,
  options: SendOptions,
): Promise<WebhookResult> {
  const { io, connections, hasIssues = false } = options;
  const subject = `webhook "${webhook.name}"${formatHost(webhook.url)}`;
  const rendered = renderRequest(webhook, context, { env: io.env, reveal: true, hasIssues });
  if (!rendered.ok) return createUnsentResult(rendered.failure);
  const opened = await connections.open(webhook);
  if ('failure' in opened) return createUnsentResult(opened.failure, subject);
  const request = { ...rendered.request, headers: encodeHeaders(rendered.request.headers) };
  const { outcome, attempts, maybe_received } = await sendWithRetries(
    (timeout_ms) => opened.client.send(request, { timeout_ms, max_body_bytes: MAX_RESPONSE_BYTES }),
    { ...options, timeout_ms: webhook.timeout_seconds * 1000, sleep: io.sleep, now: getRealClock(io) },
  );
  if (outcome === null) return createUnsentResult(createFailure('delivery-timeout'), subject);
  const { failure, doubt } = evaluateOutcome(webhook.preset, outcome);
  if (failure === null)
    return { status: 'sent', attempts, error: null, outcome, doubt: doubt && addSubject(doubt, subject) };
  const note = maybe_received ? ` ${MAYBE_RECEIVED_NOTE}` : '';
  const error = { code: failure.code, detail: `${failure.detail}${note}` };
  const tries = attempts > 1 ? ` (${attempts} attempts)` : '';
  return { status: 'failed', attempts, error: addSubject(error, `${subject}${tries}`), outcome, doubt: null };
}

/** Receivers without a preset may respond with anything, so an HTML page is only a reason for doubt. */
function evaluateOutcome(preset: Webhook['preset'], outcome: HttpOutcome): Record<'failure' | 'doubt', Failure | null> {
  const failure = findFailure(outcome);
  if (!outcome.responded || (failure !== null && failure.code !== 'http-client-error')) return { failure, doubt: null };
  const status = String(outcome.status);
  const advice = findResponseAdvice(preset, outcome) ?? '';
  const fail = (
    code: 'http-client-error' | 'webhook-rejected' | 'webhook-page' | 'webhook-page-accepted',
    ...facts: string[]
  ) => addForwarder(createFailure(code, status, ...facts), outcome);
  if (failure !== null) return { failure: fail('http-client-error', advice), doubt: null };
  const verdict = evaluateResponse(preset, outcome);
  if (verdict === 'rejected') return { failure: fail('webhook-rejected', advice), doubt: null };
  if (verdict === 'accepted') return { failure: null, doubt: null };
  return preset === null
    ? { failure: null, doubt: fail('webhook-page-accepted') }
    : { failure: fail('webhook-page'), doubt: null };
}

/** Creates the result of a message that was not sent. `subject` prefixes the failure. */
export function createUnsentResult(error: Failure, subject: string | null = null): WebhookResult {
  return { ...createUnsent(subject === null ? error : addSubject(error, subject)), outcome: null, doubt: null };
}

/** The limit is sufficient for the errors of known receivers, and for the start of a page. The body is never shown. */
const MAX_RESPONSE_BYTES = 16_384;

/** Formats the host, unless it contains a variable, which may be a secret. */
function formatHost(template: string): string {
  const host = /^https?:\/\/(?:[^/?#\\]*@)?([^/?#\\\s]+)/i.exec(template)?.[1] ?? '';
  return host === '' || /[${}]/.test(host) || listReferencedVariables(host).length > 0 ? '' : ` at ${host}`;
}
