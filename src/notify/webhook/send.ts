/** One event to one webhook: the request that its templates make, and the sending of it. */

import { createHmac } from 'node:crypto';
import type { EventContext, Failure, Webhook } from '../../domain/index.ts';
import { CONNECTION_HEADERS } from '../../lib/forbidden-headers.ts';
import { encodeHeaders, type HttpOutcome, type HttpRequest, splitCredentials } from '../../lib/http-client.ts';
import type { Io } from '../../lib/io.ts';
import { listReferencedVariables, MASK, maskReferences } from '../../lib/secret-references.ts';
import { VERSION } from '../../lib/version.ts';
import { PRESETS, type Preset } from '../../presets/index.ts';
import { createFailure, findFailure, MAYBE_RECEIVED_NOTE, withSubject } from '../failures.ts';
import { expandVariables } from '../resolve-variables.ts';
import { type RetryOptions, sendWithRetries } from '../retry.ts';
import { isJsonMediaType, type RenderedTemplate, renderTemplate } from '../template.ts';
import type { ConnectionPool } from './connections.ts';

/** `body` beside a failure: one that is not JSON, to be looked at. It is there only where secrets read `***`. */
export type RenderedRequest = { ok: true; request: HttpRequest } | { ok: false; failure: Failure; body: string | null };

interface RenderOptions {
  env: Io['env'];
  /** false: every `${NAME}` and every secret reads `***`, and no variable needs to be set. */
  reveal: boolean;
}

/** Thrown between the parts of one request and caught in `renderRequest`. */
class RenderError extends Error {
  readonly failure: Failure;
  readonly body: string | null;
  constructor(failure: Failure, body: string | null = null) {
    super(failure.detail);
    this.failure = failure;
    this.body = body;
  }
}

/**
 * The request of an event to a webhook: method, URL, headers and body rendered, signed, and its variables replaced.
 * A failure names the webhook and the part of it, and no value.
 */
export function renderRequest(webhook: Webhook, context: EventContext, options: RenderOptions): RenderedRequest {
  try {
    return { ok: true, request: buildRequest(webhook, context, options) };
  } catch (error) {
    if (!(error instanceof RenderError)) throw error;
    const body = options.reveal ? null : error.body;
    return { ok: false, failure: withSubject(`webhook "${webhook.name}"`, error.failure), body };
  }
}

function buildRequest(webhook: Webhook, context: EventContext, options: RenderOptions): HttpRequest {
  const fill = (text: string) => expandOrThrow(text, webhook, options);
  const { reveal } = options;
  const secrets = Object.entries(webhook.secrets).map(([name, value]) => [name, reveal ? fill(value) : MASK]);
  if (reveal) validateSecrets(webhook, Object.fromEntries(secrets));
  const seen = { events: [context], more: 0, ...context, secrets: Object.fromEntries(secrets) };
  const isJson = isJsonMediaType(webhook.content_type);

  const url = unwrapPart('url', renderTemplate(webhook.url, seen, { mode: 'url', transformText: fill }));
  const rendered = Object.entries(webhook.headers).map(([name, template]) => {
    return [
      name,
      unwrapPart(`header ${name}`, renderTemplate(template, seen, { mode: 'header', transformText: fill })),
    ] as const;
  });
  // What a template makes nothing of is not meant to be sent: receivers read an empty header as a wrong one.
  const headers = rendered.filter(([, value]) => value !== '');
  const body = webhook.method === 'GET' ? null : renderBody(webhook, context, seen, isJson);
  const key = webhook.secret === null ? null : fill(webhook.secret);
  const signature = key === null ? null : reveal ? signBody(body ?? '', key) : MASK;
  const place = reveal ? parseTarget(url) : { url, authorization: null };
  const own = {
    ...(body === null ? {} : { 'Content-Type': webhook.content_type }),
    'User-Agent': `certvigil/${VERSION}`,
    ...(context.data.test ? { 'X-Certvigil-Test': '1' } : {}),
    ...(place.authorization === null ? {} : { Authorization: place.authorization }),
  };
  const signed = signature === null ? {} : { 'X-Hook-Signature': signature };
  const all = mergeHeaders([...Object.entries(own), ...headers, ...Object.entries(signed)]);
  return { method: webhook.method, url: place.url, headers: all, body };
}

/** A receiver answers a wrong key with a riddle, or not at all. */
function validateSecrets({ preset }: Webhook, secrets: Record<string, string>): void {
  const needed: Preset['secrets'] = preset === null ? {} : PRESETS[preset].secrets;
  for (const [name, { description: what, pattern }] of Object.entries(needed)) {
    if (!pattern.test(secrets[name] ?? '')) throw new RenderError(createFailure('secret-malformed', name, what));
  }
}

function unwrapPart(name: string, rendered: RenderedTemplate): string {
  if (!rendered.ok) throw new RenderError(withSubject(name, rendered.failure), rendered.text);
  return rendered.text;
}

function renderBody(webhook: Webhook, context: EventContext, seen: object, isJson: boolean): string {
  if (webhook.body_template === null) return JSON.stringify(context);
  return unwrapPart('body_template', renderTemplate(webhook.body_template, seen, { mode: isJson ? 'json' : 'text' }));
}

function expandOrThrow(text: string, webhook: Webhook, { env, reveal }: RenderOptions): string {
  if (!reveal) return maskReferences(text);
  const result = expandVariables(text, webhook.variables, env);
  if ('failure' in result) throw new RenderError(result.failure);
  return result.value;
}

/** HMAC-SHA512 of the body's bytes, in lower-case hex, as NetBox signs its webhooks. */
function signBody(body: string, key: string): string {
  return createHmac('sha512', key).update(body).digest('hex');
}

function parseTarget(text: string): { url: string; authorization: string | null } {
  const place = splitCredentials(text);
  if (place === null) throw new RenderError(createFailure('url-invalid'));
  return { url: place.url.href, authorization: place.authorization };
}

/** Later headers replace earlier ones of the same name, whatever its case. Values go out as UTF-8. */
function mergeHeaders(headers: (readonly [string, string])[]): Record<string, string> {
  const merged = new Map<string, readonly [string, string]>();
  for (const [name, value] of headers) {
    if (CONNECTION_HEADERS.test(name)) throw new RenderError(createFailure('header-refused', name));
    merged.set(name.toLowerCase(), [name, value]);
  }
  return Object.fromEntries(merged.values());
}

// --------------------------------------------------------------------------------------------------- sending

export interface WebhookResult {
  status: 'sent' | 'failed';
  /** Requests made. */
  attempts: number;
  error: Failure | null;
  /** How the last request ended; null where none was made. */
  outcome: HttpOutcome | null;
}

export interface SendOptions extends Pick<RetryOptions, 'left' | 'limit' | 'onTry'> {
  io: Pick<Io, 'env' | 'now' | 'sleep'>;
  wires: ConnectionPool;
  /** How much of an answer is handed back, in bytes; by default nothing. */
  said_bytes?: number;
}

/** Sends an event to a webhook, trying again where that can help; whatever goes wrong is in the result. */
export async function sendWebhook(
  webhook: Webhook,
  context: EventContext,
  options: SendOptions,
): Promise<WebhookResult> {
  const { io, wires, said_bytes = 0 } = options;
  const subject = `webhook "${webhook.name}"${formatHost(webhook.url)}`;
  const rendered = renderRequest(webhook, context, { env: io.env, reveal: true });
  if (!rendered.ok) return createUnsentResult(rendered.failure);
  const opened = await wires.open(webhook);
  if ('failure' in opened) return createUnsentResult(withSubject(subject, opened.failure));
  const request = { ...rendered.request, headers: encodeHeaders(rendered.request.headers) };
  const { outcome, attempts, maybe_received } = await sendWithRetries(
    (timeout_ms) => opened.wire.send(request, { timeout_ms, said_bytes }),
    { ...options, timeout_ms: webhook.timeout_seconds * 1000, sleep: io.sleep, now: io.now },
  );
  const error = findFailure(outcome);
  if (error === null) return { status: 'sent', attempts, error: null, outcome };
  const tries = attempts > 1 ? ` (${attempts} tries)` : '';
  const detail = `${subject}${tries}: ${error.detail}${maybe_received ? ` ${MAYBE_RECEIVED_NOTE}` : ''}`;
  return { status: 'failed', attempts, error: { code: error.code, detail }, outcome };
}

/** What became of a delivery that made no request. */
export function createUnsentResult(error: Failure): WebhookResult {
  return { status: 'failed', attempts: 0, error, outcome: null };
}

/** The host, where the manifest itself says it: one that comes from a variable may be a secret. */
function formatHost(template: string): string {
  const host = /^https?:\/\/(?:[^/@]*@)?([^/?#@\s]+)/i.exec(template)?.[1] ?? '';
  return host === '' || /[${}]/.test(host) || listReferencedVariables(host).length > 0 ? '' : ` at ${host}`;
}
