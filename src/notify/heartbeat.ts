/**
 * Tells a monitor after each recorded scan whether the scan covered everything. The monitor raises an alert for a failure, and when
 * the pings stop.
 */

import type { Failure, Heartbeat, NetworkPolicy } from '../domain/index.ts';
import type { Clocks, Io } from '../lib/io.ts';
import { truncateTo } from '../lib/text/truncate.ts';
import { escapeUnprintable } from '../lib/text/unprintable.ts';
import { addForwarder, addSubject, createFailure, createInvalidUrlFailure, findUrlFailure } from './failures.ts';
import { expandVariables } from './resolve-variables.ts';
import { sendToUrl } from './send-to-url.ts';

const TIMEOUT_MS = 10_000;

/** The responses of monitors are short. */
const MAX_RESPONSE_BYTES = 1024;

/** Monitors show the text in one line, and a URL should not get too long. */
const MAX_TEXT_LENGTH = 500;

export interface HeartbeatResult {
  /** Whether the scan covered everything. */
  isUp: boolean;
  /** The reason, in a sentence. */
  text: string;
}

type HeartbeatIo = Pick<Io, 'env' | 'sleep' | 'mask'> & Clocks;

/** Sends one request with retries. Returns null if the monitor accepted it, or does not need one. A failure only causes a warning. */
export async function sendHeartbeat(
  heartbeat: Heartbeat,
  result: HeartbeatResult,
  network: NetworkPolicy,
  io: HeartbeatIo,
): Promise<Failure | null> {
  const failure = await pingMonitor(heartbeat, result, network, io);
  return failure && addSubject(failure, 'settings.heartbeat_url');
}

/** Finds why no request can be sent, now and in later scans: a variable is not set, or the URL is invalid. Null: one can be sent. */
export function findHeartbeatFailure(heartbeat: Heartbeat, env: Io['env']): Failure | null {
  const resolved = resolveUrl(heartbeat, env);
  return 'failure' in resolved ? resolved.failure : null;
}

function resolveUrl({ url, variables }: Heartbeat, env: Io['env']): { value: URL } | { failure: Failure } {
  const expanded = expandVariables(url, variables, env);
  if ('failure' in expanded) return expanded;
  const createInvalid = () => ({ failure: createInvalidUrlFailure(url) });
  if (!URL.canParse(expanded.value)) return createInvalid();
  const value = new URL(expanded.value);
  return /^https?:$/.test(value.protocol) ? { value } : createInvalid();
}

async function pingMonitor(
  heartbeat: Heartbeat,
  { isUp, text }: HeartbeatResult,
  network: NetworkPolicy,
  io: HeartbeatIo,
): Promise<Failure | null> {
  const resolved = resolveUrl(heartbeat, io.env);
  if ('failure' in resolved) return resolved.failure;
  const message = truncateTo(escapeUnprintable(io.mask(text)), MAX_TEXT_LENGTH);
  const ping = createPing(resolved.value, { isUp, text: message });
  if (ping === null) return null;
  const limits = { timeout_ms: TIMEOUT_MS, max_body_bytes: MAX_RESPONSE_BYTES };
  const outcome = await sendToUrl({ ...ping, ...limits }, network, io);
  if (outcome === null) return createInvalidUrlFailure(heartbeat.url);
  const failure = findUrlFailure(outcome);
  if (failure === null && outcome.responded && isIgnored(resolved.value, outcome.body ?? ''))
    return addForwarder(createFailure('heartbeat-ignored'), outcome, 'the monitor');
  if (failure?.code !== 'http-client-error' || !outcome.responded) return failure;
  return addForwarder(createFailure('heartbeat-refused', String(outcome.status)), outcome, 'the monitor');
}

interface Ping {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: string | null;
}

/**
 * Creates the request that a monitor expects. Returns null for a failure if the monitor does not support them: the missing ping raises the
 * alert.
 */
export function createPing(url: URL, { isUp, text }: HeartbeatResult): Ping | null {
  const get = { method: 'GET', headers: {}, body: null };
  if (isUptimeKuma(url)) {
    url.searchParams.set('status', isUp ? 'up' : 'down');
    url.searchParams.set('msg', text);
    return { ...get, url: url.href };
  }
  if (isHealthchecks(url)) {
    if (!isUp) url.pathname = `${url.pathname.replace(/\/$/, '')}/fail`;
    return { method: 'POST', url: url.href, headers: { 'Content-Type': 'text/plain; charset=utf-8' }, body: text };
  }
  return isUp ? { ...get, url: url.href } : null;
}

/**
 * Whether a monitor responded with the status 200, but ignored the ping: Healthchecks does that for a UUID that it does not know, or that
 * was pinged more than five times in a minute (https://healthchecks.io/docs/http_api/); old versions of Uptime Kuma for an unknown token.
 */
function isIgnored(url: URL, body: string): boolean {
  if (isHealthchecks(url)) return /^\s*OK \((?:not found|rate limited)\)/i.test(body);
  return isUptimeKuma(url) && /^\s*\{\s*"ok"\s*:\s*false/.test(body);
}

/**
 * Whether a URL belongs to a push monitor of Uptime Kuma. It ends in `?status=up&msg=OK&ping=`, as Uptime Kuma shows it, or has no query.
 */
function isUptimeKuma({ pathname }: URL): boolean {
  return /\/api\/push\/[^/]+\/?$/.test(pathname);
}

const UUID = '[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}';
/** The UUID of a check, or the ping key of a project (22 characters) and the slug of a check. */
const CHECK = new RegExp(`/(?:${UUID}|[\\w-]{22}/[\\w-]+)/?$`, 'i');

/**
 * Whether a URL belongs to Healthchecks (https://healthchecks.io/docs/http_api/): hc-ping.com, or a self-hosted instance, which has
 * `/ping/` before the check.
 */
function isHealthchecks({ hostname, pathname }: URL): boolean {
  const isOwn = /\/ping\/[^/]+(?:\/[^/]+)?\/?$/.test(pathname);
  return CHECK.test(pathname) && (hostname === 'hc-ping.com' || isOwn);
}
