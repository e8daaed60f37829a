/**
 * A registry with an RDAP server (RFC 9082, RFC 9083) and the bootstrap file of IANA (RFC 9224) on loopback. The shape of its responses is
 * that of the examples in RFC 9083 section 5.3 and of large registries.
 */

import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface RegisteredDomain {
  /** The events by action, such as `expiration`. */
  events: Record<string, string>;
  status?: string[];
  registrar?: string;
}

/** What the server does instead of answering. */
type Disturbance =
  | { status: number; retry_after?: string }
  | { redirect: string }
  /** The body, whatever was asked. */
  | { body: string | Buffer }
  /** Never answers. */
  | 'hang'
  | 'reset';

export interface RdapServer {
  /** The base URL. */
  url: string;
  /** The URL of the bootstrap file. */
  bootstrap: string;
  domains: Map<string, RegisteredDomain>;
  /** By domain; `*` for all others. */
  disturbances: Map<string, Disturbance>;
  /** The top-level domains in the bootstrap file that this server is for. */
  suffixes: string[];
  /** The URLs of further servers in the bootstrap file. */
  fallbacks: string[];
  /** The paths of the requests, with the status of the response. */
  requests: string[];
  /** The most requests for domains that were open at once. */
  mostAtOnce: () => number;
  close: () => Promise<void>;
}

export async function startRdapServer(suffixes: string[]): Promise<RdapServer> {
  const requests: string[] = [];
  const domains = new Map<string, RegisteredDomain>();
  const disturbances = new Map<string, Disturbance>();
  let open = 0;
  let most = 0;
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    const respond = (status: number, body: string | Buffer = '', headers: Record<string, string> = {}) => {
      requests.push(`${status} ${path}`);
      response.writeHead(status, headers).end(body);
    };
    if (path === '/dns.json') return sendBootstrap(request, respond);
    const name = /^\/rdap\/domain\/([^/?]+)$/.exec(path)?.[1] ?? '';
    open += 1;
    most = Math.max(most, open);
    response.on('close', () => {
      open -= 1;
    });
    const disturbance = disturbances.get(name) ?? disturbances.get('*');
    if (disturbance !== undefined) return disturb(disturbance, respond, response, () => requests.push(`- ${path}`));
    const domain = domains.get(name);
    const headers = { 'content-type': 'application/rdap+json' };
    // Time for other requests to arrive, if there are any.
    setImmediate(() =>
      domain === undefined
        ? respond(
            404,
            JSON.stringify({ rdapConformance: ['rdap_level_0'], errorCode: 404, title: 'Not Found' }),
            headers,
          )
        : respond(200, JSON.stringify(toResponse(name, domain)), headers),
    );
  });
  const sendBootstrap = (request: IncomingMessage, respond: Respond) => {
    const body = JSON.stringify({
      version: '1.0',
      publication: '2026-11-01T00:00:00Z',
      services: [[suffixes, [`${getOrigin()}/rdap/`, ...result.fallbacks]]],
    });
    const etag = `"${createHash('sha256').update(body).digest('hex').slice(0, 16)}"`;
    const isKnown = request.headers['if-none-match'] === etag;
    respond(isKnown ? 304 : 200, isKnown ? '' : body, { etag, 'content-type': 'application/json' });
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const getOrigin = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const result: RdapServer = {
    url: `${getOrigin()}/rdap/`,
    bootstrap: `${getOrigin()}/dns.json`,
    ...{ domains, disturbances, suffixes, requests },
    fallbacks: [],
    mostAtOnce: () => most,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
  return result;
}

type Respond = (status: number, body?: string | Buffer, headers?: Record<string, string>) => void;

function disturb(disturbance: Disturbance, respond: Respond, response: ServerResponse, record: () => void): void {
  if (disturbance === 'hang') record();
  else if (disturbance === 'reset') {
    record();
    response.socket?.destroy();
  } else if ('body' in disturbance) respond(200, disturbance.body);
  else if ('redirect' in disturbance) respond(302, '', { location: disturbance.redirect });
  else respond(disturbance.status, '', disturbance.retry_after ? { 'retry-after': disturbance.retry_after } : {});
}

/** As in RFC 9083 section 5.3. */
export function toResponse(name: string, { events, status = ['active'], registrar }: RegisteredDomain): object {
  const entity = {
    objectClassName: 'entity',
    handle: '292',
    roles: ['registrar'],
    publicIds: [{ type: 'IANA Registrar ID', identifier: '292' }],
    vcardArray: [
      'vcard',
      [
        ['version', {}, 'text', '4.0'],
        ['fn', {}, 'text', registrar],
      ],
    ],
  };
  return {
    rdapConformance: ['rdap_level_0', 'icann_rdap_response_profile_1'],
    objectClassName: 'domain',
    handle: '2336799_DOMAIN_COM-VRSN',
    ldhName: name.toUpperCase(),
    status,
    events: Object.entries(events).map(([eventAction, eventDate]) => ({ eventAction, eventDate })),
    ...(registrar && { entities: [entity] }),
    nameservers: [{ objectClassName: 'nameserver', ldhName: 'NS1.EXAMPLE.NET' }],
    secureDNS: { delegationSigned: false },
  };
}
