/** Monitors for heartbeats, as real HTTP servers with the states of real ones. */

import { type Received, type Receiver, type ReceiverResponse, startReceiver } from './receiver.ts';

export interface Monitor extends Receiver {
  /** The URL that the monitor shows to its user. */
  url: string;
  state: () => 'new' | 'up' | 'down';
  /** The text of each ping, the newest last. */
  texts: string[];
}

/**
 * A check of Healthchecks (https://healthchecks.io/docs/http_api/): HEAD, GET or POST to its URL is a success, with `/fail` a failure.
 * The body of a POST is kept.
 */
export async function startHealthchecks(path: string): Promise<Monitor> {
  let state: ReturnType<Monitor['state']> = 'new';
  const texts: string[] = [];
  const respond = ({ method, path: requested, body }: Received): ReceiverResponse => {
    if (!['HEAD', 'GET', 'POST'].includes(method)) return 405;
    if (requested !== path && requested !== `${path}/fail`) return { status: 404, body: 'not found' };
    state = requested === path ? 'up' : 'down';
    texts.push(method === 'POST' ? body : '');
    return { status: 200, body: 'OK' };
  };
  const receiver = await startReceiver(respond);
  return { ...receiver, url: `${receiver.origin}${path}`, state: () => state, texts };
}

/** A push monitor of Uptime Kuma: any status but `up` is a failure; without one, it is up. It accepts any method. */
export async function startUptimeKuma(token: string): Promise<Monitor> {
  let state: ReturnType<Monitor['state']> = 'new';
  const texts: string[] = [];
  const respond = ({ path }: Received): ReceiverResponse => {
    const { pathname, searchParams } = new URL(path, 'http://127.0.0.1');
    if (pathname !== `/api/push/${token}`)
      return { status: 404, body: '{"ok":false,"msg":"Monitor not found or not active."}' };
    state = (searchParams.get('status') || 'up') === 'up' ? 'up' : 'down';
    texts.push(searchParams.get('msg') || 'OK');
    return { status: 200, body: '{"ok":true}' };
  };
  const receiver = await startReceiver(respond);
  return { ...receiver, url: `${receiver.origin}/api/push/${token}?status=up&msg=OK&ping=`, state: () => state, texts };
}
