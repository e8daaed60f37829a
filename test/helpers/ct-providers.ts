/** A certificate transparency log, and local servers that speak the APIs of Cert Spotter and crt.sh about it. */

import { createHash } from 'node:crypto';
import { buildCertificate, CN, der, name, pem } from './certificates.ts';
import { type ApiCall, type ApiReply, startFakeApi } from './inventory/fake-api.ts';

const SAN = '2.5.29.17';
const SCTS = '1.3.6.1.4.1.11129.2.4.2';
const POISON = '1.3.6.1.4.1.11129.2.4.3';
const ORGANIZATION = '2.5.4.10';
const COUNTRY = '2.5.4.6';

interface Order {
  names: string[];
  /** Organization of the CA. */
  ca?: string;
  /** ISO dates. */
  from?: string;
  to?: string;
  /** Hex of 32 digits. Default: another one for each issuance. */
  serial?: string;
  /** A byte of the public key: equal bytes are equal keys. Default: another one for each issuance. */
  key?: number;
  /** What else is in the subject and the alternative names: mail addresses, an organization, URIs. Only crt.sh finds it. */
  others?: string[];
}

/** What was logged of one issuance. */
interface Logged extends Required<Order> {
  /** PEM of the certificate, which a server serves. */
  certificate: string;
  precertificate: Buffer;
  tbs_sha256: string;
  key_sha256: string;
  issuer: string;
}

/** A log to which a test adds issuances between scans. */
export interface FakeLog {
  issued: Logged[];
  issue: (order: Order) => Logged;
}

export function createFakeLog(): FakeLog {
  const issued: Logged[] = [];
  return {
    issued,
    issue: (order) => {
      const logged = createIssuance(order, issued.length + 1);
      issued.push(logged);
      return logged;
    },
  };
}

function createIssuance(order: Order, number: number): Logged {
  const { names, ca = 'Example CA', from = '2031-03-01', to = '2031-05-30' } = order;
  const { serial = number.toString(16).padStart(32, '7'), key = number % 256, others = [] } = order;
  const publicKey = der(
    0x30,
    der(0x30, Buffer.from('06072a8648ce3d020106082a8648ce3d030107', 'hex')),
    der(0x03, Buffer.from([0]), Buffer.alloc(65, key)),
  );
  const fields = {
    serial: Buffer.from(serial, 'hex'),
    subject: name([[CN, 12, names[0] ?? '']]),
    issuer: name([[COUNTRY, 19, 'US']], [[ORGANIZATION, 12, ca]], [[CN, 12, `${ca} R1`]]),
    from: toUtcTime(from),
    to: toUtcTime(to),
    key: publicKey,
  };
  const own = [[SAN, der(0x30, ...names.map((one) => der(0x82, one)))]] as const;
  const certificate = buildCertificate({
    ...fields,
    extensions: [...own, [SCTS, der(0x04, Buffer.alloc(120, number))]],
  });
  const precertificate = buildCertificate({
    ...fields,
    extensions: [...own, [POISON, der(0x05)]],
    critical: { [POISON]: 0xff },
  });
  const bare = buildCertificate({ ...fields, extensions: own });
  const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
  // The signed part follows the header of the certificate: a tag, and a length in three bytes.
  const length = bare.readUInt16BE(6);
  return {
    ...{ names, ca, from, to, serial, key, others, precertificate },
    certificate: pem(certificate),
    tbs_sha256: sha256(bare.subarray(4, 8 + length)),
    key_sha256: sha256(publicKey),
    issuer: `C=US, O=${/[",+]/.test(ca) ? `"${ca}"` : ca}, CN=${/[",+]/.test(ca) ? `"${ca} R1"` : `${ca} R1`}`,
  };
}

function toUtcTime(date: string): string {
  return `${date.slice(2, 4)}${date.slice(5, 7)}${date.slice(8, 10)}000000Z`;
}

function covers({ names }: Logged, domain: string, subdomains: boolean): boolean {
  return names.some((one) => one === domain || (subdomains && one.endsWith(`.${domain}`)));
}

/** Replaces a good reply. */
export type Change = (good: ApiReply, call: ApiCall) => ApiReply;

export interface FakeProvider {
  origin: string;
  calls: ApiCall[];
  /** Until it is set to null. */
  change: Change | null;
  close: () => Promise<void>;
}

/**
 * Cert Spotter's API (sslmate.com/help/reference/ct_search_api_v1). IDs are opaque, and grow. `limit.left`: requests that it permits before
 * it is rate limiting; a token permits any number.
 */
export async function startCertSpotter(
  log: FakeLog,
  { page = 3, limit = { left: Number.POSITIVE_INFINITY }, retry_after = 306 } = {},
): Promise<FakeProvider> {
  return startProvider(({ url, headers }) => {
    limit.left -= 1;
    if (limit.left < 0 && headers.authorization === undefined) {
      const message = 'You have exceeded the domain search rate limit for the SSLMate CT Search API.';
      return { status: 429, headers: { 'retry-after': String(retry_after) }, body: { code: 'rate_limited', message } };
    }
    if (url.pathname !== '/v1/issuances') return { status: 404, body: { code: 'not_found' } };
    const query = url.searchParams;
    const after = query.get('after');
    const expanded = query.getAll('expand');
    const position = after === null ? 0 : Number(/^90(\d+)$/.exec(after)?.[1] ?? Number.NaN);
    if (Number.isNaN(position)) return { status: 400, body: { code: 'invalid_parameter', message: 'Bad after' } };
    const found = log.issued
      .map((one, index) => ({ one, id: index + 1 }))
      .filter(
        ({ one, id }) =>
          id > position && covers(one, query.get('domain') ?? '', query.get('include_subdomains') === 'true'),
      )
      .slice(0, page);
    return {
      body: found.map(({ one, id }) => ({
        id: `90${id}`,
        tbs_sha256: one.tbs_sha256,
        cert_sha256: '0'.repeat(64),
        pubkey_sha256: one.key_sha256,
        not_before: `${one.from}T00:00:00Z`,
        not_after: `${one.to}T00:00:00Z`,
        revoked: false,
        ...(expanded.includes('dns_names') && { dns_names: one.names }),
        ...(expanded.includes('issuer') && {
          issuer: { friendly_name: one.ca, name: one.issuer, caa_domains: ['ca.example'] },
        }),
        ...(expanded.includes('cert_der') && { cert_der: one.precertificate.toString('base64') }),
      })),
    };
  });
}

/**
 * crt.sh with `output=json`, as its source code has it (github.com/crtsh/certwatch_db, fnc/web_apis.fnc). Of each issuance it has the
 * precertificate and the certificate. `rows`: the names that it selects, before it groups them by certificate. `hasTypes`: false for a mirror
 * that always searches all identities.
 */
export async function startCrtSh(log: FakeLog, { rows = 10_000, hasTypes = true } = {}): Promise<FakeProvider> {
  return startProvider(({ url }) => {
    const query = url.searchParams;
    if (query.get('output') !== 'json')
      return { headers: { 'content-type': 'text/html' }, body: '<html>crt.sh</html>' };
    // Without `dNSName`, it searches all identities.
    const type = query.has('dNSName') && hasTypes ? 'dNSName' : 'q';
    const q = query.get('dNSName') ?? query.get('q') ?? '';
    const match = query.get('match') ?? (q.includes('-') ? 'single' : 'ILIKE');
    const matches = (one: string) => (match === 'ILIKE' ? one.toLowerCase().includes(q) : one === q);
    const entries = query.get('deduplicate') === 'Y' ? [1] : [1, 2];
    let left = rows;
    const body = log.issued
      .flatMap((one, index) => entries.map((entry) => ({ one, id: 20_000_000_000 + index * 2 + entry })))
      .reverse()
      .flatMap(({ one, id }) => {
        // The common name is an identity of its own.
        const identities = type === 'q' ? [one.names[0] ?? '', ...one.names, ...one.others] : one.names;
        const found = identities.filter(matches).slice(0, left);
        left -= found.length;
        if (found.length === 0) return [];
        return {
          issuer_ca_id: 7,
          issuer_name: one.issuer,
          common_name: one.names[0],
          name_value: [...new Set(found)].join('\n'),
          id,
          entry_timestamp: `${one.from}T00:10:00.123`,
          not_before: `${one.from}T00:00:00`,
          not_after: `${one.to}T00:00:00`,
          serial_number: one.serial,
          result_count: found.length,
        };
      });
    return { body };
  });
}

async function startProvider(reply: (call: ApiCall) => ApiReply): Promise<FakeProvider> {
  const api = await startFakeApi((call) => {
    const good = reply(call);
    return provider.change === null ? good : provider.change(good, call);
  });
  const provider: FakeProvider = { ...api, change: null };
  return provider;
}
