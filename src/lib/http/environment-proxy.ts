/** Connects through the HTTP proxy of the environment. */

import type { Dispatcher, Pool } from 'undici';
import { createConnector } from './connector.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** `ERR_PROXY_INVALID`: the variable has no HTTP proxy. `ERR_PROXY_REFUSED`: a status other than 200. `ERR_PROXY_FAILED`: see `cause`. */
class ProxyError extends Error {
  readonly code: 'ERR_PROXY_INVALID' | 'ERR_PROXY_REFUSED' | 'ERR_PROXY_FAILED';

  constructor(code: ProxyError['code'], cause?: unknown) {
    super(code, { cause });
    this.code = code;
  }
}

/**
 * The proxies of `https_proxy` and `http_proxy` are used, except for the hosts in `no_proxy`; the names can be in upper case. As in curl, a
 * proxy without a scheme is an HTTP proxy. Throws ProxyError `ERR_PROXY_INVALID`.
 */
export async function createProxyDispatcher(env: Environment): Promise<Dispatcher> {
  const { EnvHttpProxyAgent, Pool } = await import('./undici.ts');
  return new EnvHttpProxyAgent({
    httpProxy: parseProxyUrl(env.http_proxy ?? env.HTTP_PROXY),
    httpsProxy: parseProxyUrl(env.https_proxy ?? env.HTTPS_PROXY),
    noProxy: env.no_proxy ?? env.NO_PROXY ?? '',
    connect: await createConnector(),
    clientFactory: (origin, options) => failOnce(new Pool(origin, options)),
  });
}

function parseProxyUrl(text = ''): string {
  if (text === '') return '';
  const url = text.includes('://') ? text : `http://${text}`;
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) throw new ProxyError('ERR_PROXY_INVALID');
  return url;
}

/** undici connects again, at once and without end, if the proxy closes the connection (UND_ERR_SOCKET) instead of answering CONNECT. */
function failOnce(pool: Pool): Pool {
  const connect = pool.connect.bind(pool) as (options: Dispatcher.ConnectOptions) => Promise<Dispatcher.ConnectData>;
  const connectOnce = async (options: Dispatcher.ConnectOptions) => {
    const data = await connect(options).catch((error: unknown) => {
      throw new ProxyError('ERR_PROXY_FAILED', error);
    });
    if (data.statusCode === 200) return data;
    data.socket.on('error', () => undefined).destroy();
    throw new ProxyError('ERR_PROXY_REFUSED');
  };
  return Object.assign(pool, { connect: connectOnce });
}
