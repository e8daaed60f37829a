/** Sends many requests to an API over kept connections, and returns whole responses. */

import { openAgent } from './agent.ts';
import { exchange, getSingleValue, type HttpFault, type HttpOptions, readBody } from './client.ts';

export interface ApiRequest {
  method: string;
  url: URL;
  headers: Record<string, string>;
  body: string | Uint8Array | null;
}

export interface ApiResponse {
  responded: true;
  status: number;
  /** `name` in lower case. Null if the header is missing or repeated; `link` can be a list of any form (RFC 9110 section 5.3). */
  header: (name: string) => string | null;
  /** As received, without decompression; `too-large` if it exceeds `max_bytes`. */
  body: Buffer | 'too-large';
}

export interface ApiConnection {
  /** Sends one request; redirects are not followed. A network failure is an outcome, never an exception. */
  send: (request: ApiRequest, limits: { timeout_ms: number; max_bytes: number }) => Promise<ApiResponse | HttpFault>;
  close: () => Promise<void>;
}

/** `timeout_ms` of the options limits how long connecting may take. */
export function openApiConnection(options: HttpOptions): ApiConnection {
  const agent = openAgent(options);
  return {
    send: ({ url, ...request }, { timeout_ms, max_bytes }) =>
      exchange<ApiResponse>(agent, { ...request, url: url.href }, timeout_ms, async ({ statusCode, headers, body }) => {
        const header = (name: string) => getValue(name, headers[name]);
        const content = await readBody(body, max_bytes, Number(header('content-length')));
        return { responded: true, status: statusCode, header, body: content };
      }),
    close: agent.close,
  };
}

function getValue(name: string, value: string | string[] | undefined): string | null {
  return name === 'link' && Array.isArray(value) ? value.join(', ') : getSingleValue(value);
}
