/** A fake of a system with a REST API: stateful, with pages of its own size, its credentials, and the responses it documents. */

import { X509Certificate } from 'node:crypto';
import { createSource } from '../../../../../src/domain/sources/index.ts';
import type { EntrySpec } from '../../../../../src/generated/manifest.ts';
import { getOrCreate } from '../../../../../src/lib/collections.ts';
import type { ApiCall, ApiReply, FakeTls } from '../../fake-api.ts';
import { createTestCertificate, type InventoryFake, startFaultyApi } from '../fake.ts';
import type { Schema } from './documented.ts';

/** A certificate in the system. */
export interface StoredCertificate {
  id: number;
  name: string;
  pem: string;
  /** Lower-case hex. */
  serial: string;
  /** ISO 8601, whole seconds. */
  from: string;
  to: string;
  state: 'current' | 'renewed' | 'revoked' | 'requested';
}

export interface RestSystem {
  preset: NonNullable<EntrySpec['preset']>;
  /** Where the responses are documented, and which client reads them, if one can be installed. */
  documentation: string;
  /** How the entry authenticates. `TOKEN` is SYSTEM_TOKEN. */
  headers: Record<string, string>;
  /** What the system replies to wrong credentials; null if they are right. */
  refuse: (call: ApiCall) => ApiReply | null;
  /** Replies to a request with the right credentials. */
  respond: (call: ApiCall, certificates: readonly StoredCertificate[]) => ApiReply;
  /** The documented response to a listing, and to a request of details. */
  listing: Schema;
  details?: Schema;
  /** Documented response headers, in lower case. */
  responseHeaders?: readonly string[];
  isListing: (call: ApiCall) => boolean;
  /** The location of a certificate. */
  toLocation: (certificate: StoredCertificate) => string;
}

export const SYSTEM_TOKEN = 'sesame-sesame';
export const VARIABLE = '$' + '{TOKEN}';

/** More than one page, whatever size the client asks for: systems have limits of their own. */
export const MAX_PAGE_SIZE = 2;

/** The page that starts at a position. */
export function slicePage<Item>(items: readonly Item[], start: number): Item[] {
  return items.slice(start, start + MAX_PAGE_SIZE);
}

export interface FakeRestSystem extends InventoryFake {
  certificates: StoredCertificate[];
  /** Adds a certificate. `days`: until it expires. */
  add: (name: string, options?: { state?: StoredCertificate['state']; days?: number }) => Promise<StoredCertificate>;
  /** What the fake returned with status 200: to which request, and what. */
  responses: { call: ApiCall; body: unknown }[];
}

export async function startRestSystem(
  system: RestSystem,
  entry: Partial<EntrySpec> = {},
  tls: FakeTls | null = null,
): Promise<FakeRestSystem> {
  const certificates: StoredCertificate[] = [];
  const responses: FakeRestSystem['responses'] = [];
  const api = await startFaultyApi((call) => {
    const reply = system.refuse(call) ?? system.respond(call, certificates);
    if ((reply.status ?? 200) === 200) responses.push({ call, body: reply.body });
    return reply;
  }, tls);
  const spec = { name: 'inventory', rest: api.origin, preset: system.preset, headers: system.headers, ...entry };
  return {
    ...api,
    certificates,
    responses,
    source: createSource(spec, {}),
    env: { TOKEN: SYSTEM_TOKEN },
    add: async (name, { state = 'current', days = 90 } = {}) => {
      const id = 40 + certificates.length;
      const serial = `0badc0de0badc0de${id}`;
      const { pem, from, to } = await getCertificate(name, serial, days);
      const added = { id, name, pem, serial, from, to, state };
      certificates.push(added);
      return added;
    },
  };
}

const created = new Map<string, Promise<Pick<StoredCertificate, 'pem' | 'from' | 'to'>>>();

/** Each certificate is created once, because that is what takes time. */
function getCertificate(
  name: string,
  serial: string,
  days: number,
): Promise<Pick<StoredCertificate, 'pem' | 'from' | 'to'>> {
  const key = `${name} ${serial} ${days}`;
  return getOrCreate(created, key, async () => {
    const { certificate: pem } = await createTestCertificate({ name, serial, days });
    const { validFrom, validTo } = new X509Certificate(pem);
    const format = (time: string) => new Date(time).toISOString().replace('.000Z', 'Z');
    return { pem, from: format(validFrom), to: format(validTo) };
  });
}
