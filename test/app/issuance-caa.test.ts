import { afterEach, describe, expect, it } from 'vitest';
import { addCaaResults, listCaaProblems } from '../../src/app/issuance-caa.ts';
import type { DomainReading, Entry, Issuance } from '../../src/domain/index.ts';
import { formatIssuanceKey } from '../../src/domain/index.ts';
import { createEmptyLog } from '../../src/events/log/serialize.ts';
import { recordTransparency } from '../../src/events/state/transparency.ts';
import type { EventLog } from '../../src/generated/event-log.ts';
import { DEFAULT_NETWORK_RULES } from '../../src/lib/network/access.ts';
import { type Resolver, startResolver } from '../helpers/resolver.ts';
import { createTestIo } from '../manifest/io.ts';

const NOW = Date.parse('2031-03-10T06:00:00Z');
const DOMAIN = 'example.org';
const OTHER = { CAA: ['0 issue other.example'] };

let resolver: Resolver | null = null;
afterEach(async () => {
  await resolver?.close();
});

function issue(...names: string[]): Issuance {
  return {
    ...{ names, issuer: 'CN=R1,O=Example CA,C=US', serial_number: null, key_sha256: null, caa_domains: ['ca.example'] },
    tbs_sha256: Buffer.from(names.join(' ')).toString('hex').padEnd(64, '0').slice(-64),
    ...{ valid_from: '2031-03-09T00:00:00Z', valid_to: '2031-06-09T00:00:00Z' },
  };
}

function createReading(issuances: Issuance[]): DomainReading {
  const state = { cursor: null, isComplete: true, failure: null, retry_at: null };
  return { entry: 'transparency', domain: DOMAIN, query: 'certspotter', issuances, ...state };
}

function createEntry(expected: object[] = []): Entry {
  return { name: 'transparency', source: { kind: 'ct', domains: [DOMAIN], expected } } as unknown as Entry;
}

const WATCHED = recordTransparency(createEmptyLog(), [createReading([])], NOW - 86_400_000);

async function check(issuances: Issuance[], { log = WATCHED, max_names = 1000, entry = createEntry() } = {}) {
  resolver ??= await startResolver();
  const options = {
    ...{ root: '/', timeout_seconds: 5, concurrency: 10, max_names },
    network: { deny: [], allow: [], dns_servers: [resolver.address], proxy: DEFAULT_NETWORK_RULES.proxy },
  };
  const io = { ...createTestIo('/'), now: () => NOW };
  const [reading] = await addCaaResults([createReading(issuances)], log, [entry], io, options);
  return reading as DomainReading;
}

describe('the CAA records of issuances', () => {
  it('are looked up once for each name, and for parents that names share', async () => {
    resolver = await startResolver();
    const names = Array.from({ length: 100 }, (_, index) => `n${index}.a.${DOMAIN}`);
    await check([issue(...names), issue(...names.slice(0, 50), DOMAIN), issue(`*.a.${DOMAIN}`)]);
    expect(resolver.asked.length).toBe(100 + [`a.${DOMAIN}`, DOMAIN, 'org'].length);
    expect(new Set(resolver.asked).size).toBe(resolver.asked.length);
  });

  it('are looked up for names of the domain only, and above labels that no query can have', async () => {
    resolver = await startResolver({ [DOMAIN]: OTHER });
    const { checked } = await check([
      issue('a.example.net'),
      issue(`a..b.${DOMAIN}`),
      issue(`${'x'.repeat(64)}.${DOMAIN}`),
    ]);
    expect(Object.values(checked ?? {}).map(({ caa }) => caa?.domain)).toEqual([undefined, DOMAIN, DOMAIN]);
    expect(resolver.asked).toEqual([`CAA b.${DOMAIN}`, `CAA ${DOMAIN}`]);
  });

  it('are not looked up in the first scan', async () => {
    resolver = await startResolver({ [DOMAIN]: OTHER });
    expect((await check([issue(DOMAIN)], { log: createEmptyLog() })).checked).toBeUndefined();
    expect(resolver.asked).toEqual([]);
  });

  it('are not looked up for what the manifest expects, but once it does not any more', async () => {
    resolver = await startResolver({ [DOMAIN]: OTHER });
    const entry = createEntry([{ names: [DOMAIN], issuers: ['Example CA'], reason: 'Spare' }]);
    const first = await check([issue(DOMAIN)], { entry });
    const log = recordTransparency(WATCHED, [first], NOW);
    const second = await check([], { log, entry });
    expect([first, second].map(({ caa_failure }) => caa_failure)).toEqual([undefined, undefined]);
    expect(recordTransparency(log, [second], NOW).issuances).toBe(log.issuances);
    expect(resolver.asked).toEqual([]);
    expect(Object.values((await check([], { log })).checked ?? {})).toMatchObject([{ not_allowed: 'caa' }]);
  });

  it('wait for later scans beyond the limit, and no scan forgets them', async () => {
    resolver = await startResolver({ [`c.${DOMAIN}`]: OTHER });
    const all = [
      issue(`a.${DOMAIN}`, `*.a.${DOMAIN}`, `b.${DOMAIN}`),
      issue(`a.${DOMAIN}`),
      issue(`b.${DOMAIN}`, `c.${DOMAIN}`, `*.c.${DOMAIN}`),
    ];
    const first = await check(all, { max_names: 2 });
    expect(first.issuances.map(({ unchecked }) => unchecked)).toEqual([undefined, undefined, 'caa']);
    expect(listCaaProblems([first, first]).map(({ code }) => code)).toEqual(['ct-caa-postponed']);
    const log = recordTransparency(WATCHED, [first], NOW);
    const second = await check([], { log, max_names: 2 });
    expect(second.caa_failure).toBeUndefined();
    const key = formatIssuanceKey(DOMAIN, all[2] as Issuance);
    expect(getIssuance(recordTransparency(log, [second], NOW), key)).toMatchObject({
      not_allowed: 'caa',
      caa: { name: `c.${DOMAIN}`, domain: `c.${DOMAIN}`, record: 'issue "ca.example"', since: '2031-03-10T06:00:00Z' },
    });
  });

  it('refuse a CA although those of another name cannot be looked up', async () => {
    resolver = await startResolver({ [DOMAIN]: OTHER, [`a.${DOMAIN}`]: 'SERVFAIL' });
    const { issuances, caa_failure } = await check([issue(`a.${DOMAIN}`, DOMAIN)]);
    expect(issuances[0]).toMatchObject({ not_allowed: 'caa', caa: { name: DOMAIN } });
    expect(caa_failure).toBeUndefined();
  });

  it('do not wait once they are looked up, or for a certificate that has expired', async () => {
    resolver = await startResolver({ [`a.${DOMAIN}`]: 'SERVFAIL' });
    const first = await check([issue(`a.${DOMAIN}`)]);
    expect(first.caa_failure).toMatchObject({ code: 'dns-server-failure', since: null });
    const log = recordTransparency(WATCHED, [first], NOW);
    const failed = await check([], { log });
    expect(failed.caa_failure).toMatchObject({ since: '2031-03-10T06:00:00Z' });
    expect(recordTransparency(log, [failed], NOW + 1).issuances).toBe(log.issuances);
    resolver.zone[`a.${DOMAIN}`] = {};
    const done = recordTransparency(log, [await check([], { log })], NOW);
    expect(Object.values(done.issuances?.transparency ?? {})).toEqual([
      expect.not.objectContaining({ unchecked: 'caa' }),
    ]);
    expect((await check([], { log: done })).checked).toBeUndefined();
  });
});

function getIssuance({ issuances = {} }: EventLog, key: string) {
  return issuances.transparency?.[key];
}
