/** Traces requests, which undici publishes on channels of Node, including those of libraries that use the same connections. */

import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { describeTracedError, trace } from '../trace/trace.ts';

/** The data that undici publishes about a request. */
interface UndiciRequest {
  origin: string | URL;
  method: string;
  path: string;
}

type Message = { request: UndiciRequest; response?: { statusCode: number }; error?: unknown };

/** Traces each request with the status of its response, or with its error, until the returned function is called. */
export function subscribeToRequests(): () => void {
  const started = new WeakMap<UndiciRequest, number>();
  const finish = ({ request, response, error }: Message) => {
    const describe = () => (response === undefined ? describeTracedError(error).result : String(response.statusCode));
    trace('request', () => [formatRequest(request), describe()], started.get(request) ?? null);
  };
  const listeners = {
    'undici:request:create': ({ request }: Message) => started.set(request, performance.now()),
    'undici:request:headers': finish,
    'undici:request:error': finish,
  };
  const all = Object.entries(listeners).map(
    ([name, listen]) => [name, (message: unknown) => listen(message as Message)] as const,
  );
  for (const [name, listener] of all) subscribe(name, listener);
  return () => {
    for (const [name, listener] of all) unsubscribe(name, listener);
  };
}

/** Formats a request. A request through a proxy has the whole URL as its path. */
function formatRequest({ origin, method, path }: UndiciRequest): string {
  const isForwarded = /^https?:\/\//.test(path);
  const url = isForwarded ? path : `${String(origin).replace(/\/$/, '')}${path}`;
  return `${method} ${url}${isForwarded ? ` through the proxy ${String(origin)}` : ''}`;
}
