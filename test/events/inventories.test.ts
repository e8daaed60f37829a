import { describe, expect, it } from 'vitest';
import type { Certificate, Failure, LocationReading, Observed, SourceReading } from '../../src/domain/index.ts';
import { applyOwnership } from '../../src/domain/sources/inventory.ts';
import { certificate, createScenario, day, entry, rule } from './scenario.ts';

const FORBIDDEN: Failure = { code: 'inventory-forbidden', detail: 'The inventory denies access.' };
const shop = createCertificate('shop', 300);
const mail = createCertificate('mail', 20);
const rules = [rule('all', { events: ['*'] })];

function createCertificate(id: string, days: number): Certificate {
  const created = certificate(id, { to: day(days), names: [`${id.replace('-2', '')}.example.com`] });
  return { ...created, facts: { ...created.facts, serial_number: Buffer.from(id).toString('hex') } };
}

const item = (
  id: string,
  certificate: Certificate | null,
  facts: { observed?: Observed; failure?: Failure } = {},
): LocationReading => ({
  location: `rest:${id}`,
  observed: {},
  certificate,
  failure: null,
  ...facts,
});

const listing = (locations: LocationReading[], failure: Failure | null = null): SourceReading => ({
  entry: 'inventory',
  source: 'rest',
  failure,
  locations,
  inventory: 'remote',
});

const owned = (team: string, owner: string | null = null): { observed: Observed } => ({
  observed: { ownership: { labels: { team }, owner, assignments: [`lb-${team}`] } },
});

/** A certificate that is only known by fields. */
function from_fields(seen: Certificate, fingerprint: string | null = null): Certificate {
  const { common_name, issuer, serial_number, valid_to, valid_from, sans, lifetime_days } = seen.facts;
  const none = { subject: null, key_algorithm: null, key_size: null, signature_algorithm: null };
  return {
    fingerprint: fingerprint ?? `id-${serial_number}`,
    facts: {
      ...none,
      common_name,
      issuer,
      serial_number,
      valid_to,
      valid_from,
      sans,
      lifetime_days,
      fingerprint_sha256: fingerprint,
    },
    chain: [],
    from_fields: true,
  };
}

describe('an inventory that cannot be listed', () => {
  it('keeps all its locations, and sends one alert, which resolves when it can be listed again', () => {
    const scenario = createScenario([entry('inventory')], rules);
    const scan = (number: number, reading: SourceReading) => scenario.scan({ now: day(number), readings: [reading] });
    const ids = ['a', 'b', 'c', 'd'];
    const read = listing(ids.map((id) => item(id, shop)));
    expect(scan(0, read)).toEqual([]);
    const { locations } = scenario.log;
    expect(scan(1, listing([], FORBIDDEN))).toEqual([]);
    expect(scan(2, listing([], FORBIDDEN))).toEqual(['unreachable first -> hook']);
    for (const id of ids)
      expect(scenario.log.locations.inventory?.[`rest:${id}`]).toEqual(locations.inventory?.[`rest:${id}`]);
    expect(scan(3, read)).toEqual(['recovered first -> hook']);
  });

  it('evaluates the items that were read before it failed, and keeps the others', () => {
    const scenario = createScenario([entry('inventory')], rules);
    const scan = (number: number, reading: SourceReading) => scenario.scan({ now: day(number), readings: [reading] });
    const throttled: Failure = { code: 'inventory-throttled', detail: 'The inventory limits requests.' };
    scan(0, listing([item('a', shop), item('b', mail), item('c', shop)]));
    const partial = listing(
      [item('b', createCertificate('mail-2', 300)), item('d', createCertificate('docs', 300))],
      throttled,
    );
    expect(scan(1, partial)).toEqual(['renewed first -> hook']);
    const { inventory } = scenario.log.locations;
    expect(
      Object.entries(inventory ?? {})
        .map(([location, { removed }]) => [location, removed])
        .sort(),
    ).toEqual([
      ['rest', false],
      ['rest:a', false],
      ['rest:b', false],
      ['rest:c', false],
      ['rest:d', false],
    ]);
    expect(scan(2, partial)).toEqual(['unreachable first -> hook']);
    expect(scan(3, listing(['a', 'b', 'c', 'd'].map((id) => item(id, shop))))).toContain('recovered first -> hook');
  });

  it('still sends expiry alerts', () => {
    const scenario = createScenario([entry('inventory')], rules);
    scenario.scan({ now: day(0), readings: [listing([item('a', shop)])] });
    expect(scenario.scan({ now: day(290), readings: [listing([], FORBIDDEN)] })).toEqual([
      'expiry_warning@14 first -> hook',
    ]);
  });

  it('fails alone for one item', () => {
    const scenario = createScenario([entry('inventory')], rules);
    const failing = item('b', null, { failure: { code: 'inventory-item-unreadable', detail: 'Unreadable.' } });
    scenario.scan({ now: day(0), readings: [listing([item('a', shop), item('b', shop)])] });
    scenario.scan({ now: day(1), readings: [listing([item('a', shop), failing])] });
    const { inventory } = scenario.log.locations;
    expect(inventory?.['rest:a']?.failures).toBe(0);
    expect(inventory?.['rest:b']).toMatchObject({ failures: 1, removed: false, fingerprint: shop.fingerprint });
  });

  it('removes what is not listed any more', () => {
    const scenario = createScenario([entry('inventory')], rules);
    scenario.scan({ now: day(0), readings: [listing([item('a', shop), item('b', mail)])] });
    expect(scenario.scan({ now: day(1), readings: [listing([item('a', shop)])] })).toEqual(['removed first -> hook']);
  });
});

describe('listings that another one finds, such as the vaults of a subscription', () => {
  const read = (source: string, ids: string[], failure: Failure | null = null): SourceReading => {
    const items = ids.map((id) => item(id, createCertificate(id, 300)));
    return { ...listing(items, failure), source };
  };
  /** What was sent, and which locations are left. */
  const scanAll = (...scans: SourceReading[][]) => {
    const scenario = createScenario([entry('inventory')], rules);
    const sent = scans.map((readings, index) => scenario.scan({ now: day(index), readings }));
    const locations = Object.entries(scenario.log.locations.inventory ?? {});
    return { sent, left: locations.flatMap(([location, { removed }]) => (removed ? [] : location)) };
  };
  const found = [read('all', []), read('all/one', ['a']), read('all/two', ['b'])];

  it('keep their locations if that one fails, which sends one alert', () => {
    const failed = [read('all', [], FORBIDDEN)];
    expect(scanAll(found, failed, failed)).toEqual({
      sent: [[], [], ['unreachable first -> hook']],
      left: ['all', 'rest:a', 'rest:b'],
    });
    expect(scanAll(found, failed, failed, found)).toMatchObject({
      sent: [[], [], ['unreachable first -> hook'], ['recovered first -> hook']],
      left: ['rest:a', 'rest:b'],
    });
  });

  it('fail alone', () => {
    const failed = [read('all', []), read('all/one', [], FORBIDDEN), read('all/two', [])];
    expect(scanAll(found, failed).left).toEqual(['all/one', 'rest:a']);
  });

  it('lose their locations if that one does not find them any more', () => {
    expect(scanAll(found, [read('all', []), read('all/two', ['b'])]).left).toEqual(['rest:b']);
  });

  it('lose what is removed from them if a listing with the same beginning fails', () => {
    const failed = [read('all', [], FORBIDDEN), read('all/one', []), read('all/two', ['b'])];
    expect(scanAll(found, failed).left).toEqual(['all', 'rest:b']);
  });
});

describe('an item with labels and an owner', () => {
  const payments = rule('payments', {
    match: { labels: { team: ['payments'] }, names: [], status: [], thresholds: [] },
  });
  const inventory = entry('inventory', { labels: { team: 'platform', env: 'prod' }, owner: 'platform@example.com' });

  it('is routed by them, even while the inventory cannot be listed', () => {
    const scenario = createScenario([inventory], [payments]);
    scenario.scan({ now: day(0), readings: [listing([item('a', shop, owned('payments')), item('b', mail)])] });
    const sent = scenario.scan({ now: day(290), readings: [listing([], FORBIDDEN)] });
    expect(sent).toEqual(['expiry_warning@14 first -> hook']);
  });

  it('is routed by them when it is removed', () => {
    const scenario = createScenario([inventory], [payments]);
    scenario.scan({ now: day(0), readings: [listing([item('a', mail, owned('payments'))])] });
    expect(scenario.scan({ now: day(1), readings: [listing([item('c', shop)])] })).toEqual(['removed first -> hook']);
  });

  it('adds nothing to the event log if the inventory has neither labels nor an owner', () => {
    const scenario = createScenario([inventory], [payments]);
    const nobody = { observed: { ownership: { labels: {}, owner: null, assignments: [] } } };
    scenario.scan({ now: day(0), readings: [listing([item('a', shop, nobody), item('b', mail)])] });
    expect(Object.values(scenario.log.locations.inventory ?? {}).map(({ ownership }) => ownership)).toEqual([
      undefined,
      undefined,
    ]);
  });

  it('is routed by them while it cannot be read, although it never was', () => {
    const scenario = createScenario([inventory], [payments]);
    const failure: Failure = { code: 'inventory-item-unreadable', detail: 'Unreadable.' };
    const readings = [listing([item('a', null, { failure, ...owned('payments') }), item('b', null, { failure })])];
    scenario.scan({ now: day(0), readings });
    expect(scenario.scan({ now: day(1), readings })).toEqual(['unreachable first -> hook']);
    const [event] = scenario.preview({ now: day(1, 1), readings }).events;
    expect(event?.context.data).toMatchObject({ location: 'rest:a', labels: { team: 'payments', env: 'prod' } });
  });

  it('changes them in the event log only when they change', () => {
    const scenario = createScenario([inventory], [payments]);
    const scan = (number: number, facts: { observed?: Observed }) =>
      scenario.scan({ now: day(number), readings: [listing([item('a', shop, facts)])] });
    const getLogged = () => scenario.log.locations.inventory?.['rest:a']?.ownership;
    scan(0, owned('payments', 'pay@example.com'));
    const before = getLogged();
    expect(before?.value).toEqual({
      labels: { team: 'payments' },
      owner: 'pay@example.com',
      assignments: ['lb-payments'],
    });
    scan(1, owned('payments', 'pay@example.com'));
    expect(getLogged()).toBe(before);
    scan(2, {});
    expect(getLogged()?.value).toEqual({ labels: {}, owner: null, assignments: [] });
  });
});

describe('a certificate that is known by fields', () => {
  const scan = (seen: Certificate[]) => {
    const scenario = createScenario([entry('inventory')], rules);
    const sent = seen.flatMap((one, number) =>
      scenario.scan({ now: day(number), readings: [listing([item('a', one)])] }),
    );
    return { sent, log: scenario.log };
  };

  it('alerts once, and does not change when the certificate itself can be read', () => {
    const { sent, log } = scan([from_fields(mail), mail, from_fields(mail), mail]);
    expect(new Set(sent)).toEqual(new Set(['expiry_warning@30 first -> hook', 'expiry_warning@30 repeat -> hook']));
    expect(log.certificates[`id-${mail.facts.serial_number}`]).toEqual(mail.facts);
  });

  it('does not change when only its fields can be read', () => {
    const { sent, log } = scan([mail, from_fields(mail)]);
    expect(sent).toEqual(['expiry_warning@30 first -> hook', 'expiry_warning@30 repeat -> hook']);
    expect(log.certificates[mail.fingerprint]).toEqual(mail.facts);
  });

  it('is renewed by another one', () => {
    const next = createCertificate('mail-2', 400);
    const { sent } = scan([from_fields(mail), from_fields(next)]);
    expect(sent).toEqual(['expiry_warning@30 first -> hook', 'renewed first -> hook']);
  });

  it('does not replace what was read from the certificate elsewhere', () => {
    const { log } = scan([mail, from_fields(mail, mail.fingerprint)]);
    expect(log.certificates[mail.fingerprint]).toEqual(mail.facts);
  });
});

describe('an item whose notifications are turned off in its inventory', () => {
  const muted = { observed: { ownership: { labels: {}, owner: null, assignments: [], muted: true as const } } };
  const soon = createCertificate('soon', 20);

  it('does not alert, also while the inventory cannot be read, until they are turned on again', () => {
    const scenario = createScenario([entry('inventory')], rules);
    const scan = (number: number, reading: SourceReading) => scenario.scan({ now: day(number), readings: [reading] });
    expect(scan(0, listing([item('1', soon, muted)]))).toEqual([]);
    expect(scan(1, listing([], FORBIDDEN))).toEqual([]);
    expect(scan(3, listing([item('1', soon)]))).toEqual(['expiry_warning@30 first -> hook']);
    // Its end is sent to those who got the alert.
    expect(scan(4, listing([item('1', createCertificate('soon-2', 300), muted)]))).toEqual(['renewed first -> hook']);
  });

  it('alerts for a certificate that is also at an item that is not muted', () => {
    const scenario = createScenario([entry('inventory')], rules);
    const readings = [listing([item('1', soon, muted), item('2', soon)])];
    expect(scenario.scan({ now: day(0), readings })).toEqual(['expiry_warning@30 first -> hook']);
  });
});

it('the renewal instructions of an item override those of the entry', () => {
  const base = { labels: {}, owner: null, assignments: [], renewal_instructions: 'as always' };
  const own = { labels: {}, owner: null, assignments: [] };
  expect(applyOwnership(base, [{ ownership: own }]).renewal_instructions).toBe('as always');
  const other = { ownership: { ...own, renewal_instructions: 'in the portal' } };
  expect(applyOwnership(base, [{ ownership: own }, other]).renewal_instructions).toBe('in the portal');
});
