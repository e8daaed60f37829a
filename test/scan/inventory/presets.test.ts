import { Ajv } from 'ajv';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { REST_PRESETS } from '../../../src/domain/sources/rest-presets/index.ts';
import type { ConditionSetSpec, EntrySpec, FieldSpec } from '../../../src/generated/manifest.ts';
import { readInventorySource } from '../../helpers/inventory/context.ts';
import type { ApiReply } from '../../helpers/inventory/fake-api.ts';
import { hasPath, type Schema } from '../../helpers/inventory/fakes/rest/documented.ts';
import { REST_SYSTEMS } from '../../helpers/inventory/fakes/rest/index.ts';
import { type FakeRestSystem, type RestSystem, startRestSystem } from '../../helpers/inventory/fakes/rest/system.ts';
import { describeFaults, QUICK_FAULTS } from '../../helpers/inventory/fault-suite.ts';

// Every preset reads a fake of its system. What the fake returns, and what the preset refers to, is checked against the fields that the
// system documents: no client of these systems but pynetbox can be installed here (test/real/rest-systems.test.ts).

let fake: FakeRestSystem | null = null;
afterEach(async () => {
  await fake?.close();
  fake = null;
});

async function startWithCertificates(system: RestSystem, entry: Partial<EntrySpec> = {}): Promise<FakeRestSystem> {
  fake = await startRestSystem(system, entry);
  await fake.add('shop.example.com', { state: 'renewed', days: 20 });
  await fake.add('shop.example.com');
  await fake.add('mail.example.com');
  await fake.add('docs.example.com', { state: 'revoked' });
  await fake.add('recent.example.com', { days: -3 });
  await fake.add('ancient.example.com', { days: -30 });
  await fake.add('vpn.example.com', { days: 200 });
  return fake;
}

const CURRENT = ['shop.example.com', 'mail.example.com', 'recent.example.com', 'vpn.example.com'];

/** What differs from system to system. */
const MONITORED: Partial<Record<RestSystem['preset'], string[]>> = {
  // It is an inventory of what is in use, whatever its date.
  netbox_ssl: [...CURRENT, 'ancient.example.com'],
};

/** Facts that are read from the certificate, or whose fields have the time. */
const HAS_TIME = new Set<RestSystem['preset']>(['netbox_ssl', 'lemur', 'ejbca', 'venafi', 'venafi_cloud']);

const OWNERSHIP: Record<RestSystem['preset'], object | undefined> = {
  netbox_ssl: {
    labels: { tenant: 'retail', tags: 'web,eu', source_removed: 'false' },
    owner: null,
    assignments: [],
    renewal_instructions: 'Open the portal.\nRenew it there.',
  },
  lemur: { labels: {}, owner: 'team@example.com', assignments: ['lb-1'] },
  digicert: {
    labels: { organization: 'Example Inc.', container: 'Web', product: 'ssl_plus' },
    owner: null,
    assignments: [],
  },
  venafi: { labels: { policy: '\\VED\\Policy\\Web' }, owner: null, assignments: [] },
  venafi_cloud: { labels: {}, owner: null, assignments: ['lb-1.example.com', '192.0.2.1'].slice(0, 1) },
  ejbca: { labels: { profile: 'SERVER' }, owner: 'web', assignments: [] },
  sectigo: { labels: { organization: '7' }, owner: 'Admin', assignments: [] },
};

describe.each(REST_SYSTEMS.map((system) => [system.preset, system] as const))('the preset %s', (preset, system) => {
  it('monitors what is current in its system', async () => {
    const { source, env, certificates } = await startWithCertificates(system);
    const { failure, locations } = await readInventorySource({ source, env });
    expect(failure).toBeNull();
    const expected = certificates.filter(
      ({ name, state }) => state === 'current' && (MONITORED[preset] ?? CURRENT).includes(name),
    );
    expect(locations.map(({ location }) => location).sort()).toEqual(expected.map(system.toLocation).sort());
    for (const stored of expected) {
      const reading = locations.find(({ location }) => location === system.toLocation(stored));
      const { facts } = reading?.certificate ?? {};
      expect(facts).toMatchObject({ common_name: stored.name, sans: [stored.name] });
      expect(facts?.valid_to.slice(0, HAS_TIME.has(preset) ? undefined : 10)).toBe(
        HAS_TIME.has(preset) ? stored.to : stored.to.slice(0, 10),
      );
      if (preset !== 'digicert') expect(facts?.serial_number).toBe(stored.serial);
      expect(reading?.observed.ownership).toEqual(OWNERSHIP[preset]);
    }
  });

  it('reads responses that have only documented fields, with the documented types', async () => {
    const { source, env, responses } = await startWithCertificates(system);
    await readInventorySource({ source, env });
    const ajv = new Ajv({ strict: false });
    const [isListing, isDetails] = [ajv.compile(system.listing), ajv.compile(system.details ?? system.listing)];
    expect(responses.filter(({ call }) => system.isListing(call)).length).toBeGreaterThan(1);
    for (const { call, body } of responses) {
      const validate = system.isListing(call) ? isListing : isDetails;
      validate(body);
      expect(validate.errors).toBeNull();
    }
  });

  it('refers only to documented fields', () => {
    const { items, map = {}, where, ...listing } = REST_PRESETS[preset];
    const next = listing.next ?? {};
    const inResponse = [items, next.link, next.cursor?.path, next.total].filter((path) => path !== undefined);
    for (const path of inResponse) {
      const [, header] = /^header:(.*)/.exec(path) ?? [];
      const isKnown =
        header === undefined
          ? hasPath(system.listing, path)
          : system.responseHeaders?.includes(header.toLowerCase()) === true;
      expect(isKnown, path).toBe(true);
    }
    const item = getItemSchema(system.listing, items);
    const schemas = [item, ...(system.details === undefined ? [] : [system.details])];
    const { labels = {}, ...fields } = map;
    const paths = [...Object.values(fields), ...Object.values(labels)].flatMap(listPaths);
    for (const path of [...paths, ...(where === undefined ? [] : listAttributes(where))])
      expect(
        schemas.some((schema) => hasPath(schema, path)),
        path,
      ).toBe(true);
  });

  it('sends its credentials with each request, and fails without them', async () => {
    const { source, env, calls } = await startWithCertificates(system);
    await readInventorySource({ source, env });
    const [name = ''] = Object.entries(system.headers).find(([, value]) => value.includes('$')) ?? [];
    for (const { headers } of calls) expect(headers[name.toLowerCase()]).toContain('sesame-sesame');
    const { failure, locations } = await readInventorySource({ source, env: { TOKEN: 'wrong-wrong-wrong' } });
    expect(failure?.code).toMatch(/^inventory-(?:unauthorized|forbidden)$/);
    expect(failure?.detail).not.toContain('wrong-wrong-wrong');
    expect(locations).toEqual([]);
  });

  describeFaults(`the preset ${preset}`, {
    start: () => startWithCertificates(system),
    isListing: system.isListing,
    faults: QUICK_FAULTS,
  });
});

function listPaths(field: FieldSpec): string[] {
  return [typeof field === 'object' && !Array.isArray(field) ? field.path : field].flat();
}

function listAttributes(set: ConditionSetSpec): string[] {
  if ('and' in set) return set.and.flatMap(listAttributes);
  if ('or' in set) return set.or.flatMap(listAttributes);
  return [set.attr];
}

function getItemSchema(listing: Schema, items: string | undefined): Schema {
  const all = items === undefined ? listing : listing.properties?.[items];
  if (all?.items === undefined) throw new Error('the listing has no documented list');
  return all.items;
}

describe('the preset digicert', () => {
  it('has serial numbers if the details of each order are requested', async () => {
    const [system] = REST_SYSTEMS.filter(({ preset }) => preset === 'digicert');
    if (system === undefined) throw new Error('there is no such system');
    const { source, env, certificates } = await startWithCertificates(system, {
      details: '/services/v2/order/certificate/{id}',
    });
    const { locations } = await readInventorySource({ source, env });
    const serials = new Set(certificates.map(({ serial }) => serial));
    for (const { certificate } of locations) expect(serials).toContain(certificate?.facts.serial_number);
    expect(locations).toHaveLength(4);
  });
});

describe.each(['venafi', 'sectigo'] as const)('a request in %s that was not issued yet', (preset) => {
  const system = REST_SYSTEMS.find((one) => one.preset === preset) as RestSystem;

  it('is counted, and not monitored', async () => {
    const { source, env, add } = await startWithCertificates(system);
    for (const name of ['new.example.com', 'other.example.com']) await add(name, { state: 'requested' });
    const { failure, locations, omitted } = await readInventorySource({ source, env });
    expect(failure).toBeNull();
    expect(locations).toHaveLength(CURRENT.length);
    expect(omitted).toMatchObject({
      counts: [{ type: 'unissued', count: 2 }],
      note: { code: 'inventory-unissued-omitted' },
    });
  });

  it('is not what an item is that had a certificate before', async () => {
    const { source, env, add } = await startWithCertificates(system);
    const known = [system.toLocation(await add('lost.example.com', { state: 'requested' }))];
    const { locations } = await readInventorySource({ source, env, known });
    expect(locations.filter((location) => location.failure !== null)).toMatchObject([
      { location: known[0], failure: { code: 'item-without-expiry' } },
    ]);
  });

  it('is not what all items are if the account may not read them', async () => {
    fake = await startRestSystem(system);
    await fake.add('new.example.com', { state: 'requested' });
    const { failure, locations } = await readInventorySource(fake);
    expect(failure?.code).toBe('inventory-item-unreadable');
    expect(locations).toEqual([]);
  });
});

/** A field of each system that turns off its notifications for a certificate. */
const MUTED: Partial<Record<RestSystem['preset'], object>> = {
  lemur: { notify: false },
  digicert: { disable_renewal_notifications: true },
  sectigo: { suspendNotifications: true },
};

describe.each(Object.entries(MUTED))('a certificate whose notifications are turned off in %s', (preset, field) => {
  const system = REST_SYSTEMS.find((one) => one.preset === preset) as RestSystem;

  it.each([
    [{}, true],
    [{ muted: false as const }, undefined],
  ])('is read, and muted unless the entry says otherwise: %j', async (entry, muted) => {
    const { source, env, certificates, onRequest } = await startWithCertificates(system, entry);
    onRequest((reply) => changeBody(reply(), 'mail.example.com', field));
    const { locations } = await readInventorySource({ source, env });
    const stored = certificates.find(({ name }) => name === 'mail.example.com');
    const marks = new Map(locations.map(({ location, observed: { ownership } }) => [location, ownership?.muted]));
    expect(stored && marks.get(system.toLocation(stored))).toBe(muted);
    expect([...marks.values()].filter((mark) => mark === true)).toHaveLength(muted ? 1 : 0);
  });
});

it('a certificate that Lemur rotates is renewed automatically', async () => {
  const system = REST_SYSTEMS.find((one) => one.preset === 'lemur') as RestSystem;
  const { source, env, onRequest } = await startWithCertificates(system);
  onRequest((reply) => changeBody(reply(), 'mail.example.com', { rotation: true }));
  const { locations } = await readInventorySource({ source, env });
  expect(
    locations.map(({ certificate, observed: { renewal_state } }) => [
      certificate?.facts.common_name,
      renewal_state?.managed,
    ]),
  ).toEqual([
    ['shop.example.com', undefined],
    ['mail.example.com', true],
    ['recent.example.com', undefined],
    ['vpn.example.com', undefined],
  ]);
});

/** The reply with these fields in each object about a certificate. */
function changeBody(reply: ApiReply, name: string, change: object): ApiReply {
  const text = JSON.stringify(reply.body);
  const visit = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(visit);
    if (typeof value !== 'object' || value === null) return value;
    const isAbout = 'id' in value && JSON.stringify(value).includes(name) && !('name' in value && 'sensitive' in value);
    return {
      ...Object.fromEntries(Object.entries(value).map(([key, one]) => [key, visit(one)])),
      ...(isAbout && change),
    };
  };
  return { ...reply, body: visit(JSON.parse(text)) };
}

it('has a system for each preset', () => {
  expect(REST_SYSTEMS.map(({ preset }) => preset)).toEqual(Object.keys(REST_PRESETS));
});

describe('a path of a preset', () => {
  let schema: Schema;
  beforeEach(() => {
    schema = {
      properties: { status: { type: 'string' }, names: { items: { properties: { value: { type: 'string' } } } } },
    };
  });

  it.each([
    ['status', true],
    ['status.value', false],
    ['names.0.value', true],
    ['names.*.value', true],
    ['names.value', true],
    ['names.0.id', false],
    ['state', false],
  ])('%s is documented: %s', (path, expected) => {
    expect(hasPath(schema, path)).toBe(expected);
  });
});
