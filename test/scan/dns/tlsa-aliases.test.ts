import { expect, it } from 'vitest';
import type { DnsAnswer, LookupFailure } from '../../../src/domain/dns.ts';
import { type DnsClient, lookUpTlsa } from '../../../src/scan/dns/index.ts';

const DATA = { usage: 3, selector: 1, matching_type: 1, data: 'ab' };

/** The name of the records that are used for shop.example.com, which is an alias of edge.example.net; and the names that were asked. */
async function ask(secure: { address: boolean; services?: boolean }, published: readonly string[]) {
  const asked: string[] = [];
  const client = {
    ask: async (name: string, type: string) => {
      const answer = { name, secure: true, caa: [], tlsa: [] as object[], addresses: [] };
      if (type === 'A') return { ...answer, name: 'edge.example.net', secure: secure.address };
      if (type === 'SRV') return { ...answer, secure: secure.services ?? true };
      asked.push(name);
      return { ...answer, tlsa: published.includes(name) ? [DATA] : [] };
    },
  } as unknown as Pick<DnsClient, 'ask'>;
  const services = secure.services === undefined ? [] : ['_imaps._tcp.example.com'];
  const found = await lookUpTlsa({ name: 'shop.example.com', port: 443, services }, client);
  if (!('base' in found)) throw new Error('no answer');
  return { asked, base: found.base, secure: found.secure, count: found.tlsa.length };
}

const [OWN, TARGET] = ['_443._tcp.shop.example.com', '_443._tcp.edge.example.net'];

// RFC 7671 section 7: the records of the target have precedence if the whole chain of aliases is secure.
it('follows a secure alias', async () => {
  expect(await ask({ address: true }, [OWN, TARGET])).toMatchObject({ asked: [TARGET], base: 'edge.example.net' });
  expect(await ask({ address: true }, [OWN])).toMatchObject({
    asked: [TARGET, OWN],
    base: 'shop.example.com',
    count: 1,
  });
});

it('does not follow an insecure alias, whose target an attacker can choose', async () => {
  expect(await ask({ address: false }, [OWN, TARGET])).toMatchObject({ asked: [OWN], base: 'shop.example.com' });
  expect(await ask({ address: false }, [TARGET])).toMatchObject({ asked: [OWN], count: 0 });
});

// RFC 7673 section 3.
it('has insecure records below an insecure SRV record', async () => {
  expect(await ask({ address: true, services: true }, [TARGET])).toMatchObject({ secure: true });
  expect(await ask({ address: true, services: false }, [TARGET])).toMatchObject({ secure: false });
});

const FAILURE: LookupFailure = { cause: 'name', code: 'dns-server-failure', detail: '' };

/** Answers by `type name`; all others exist without records, in a signed zone. */
function createClient(answers: Record<string, Partial<DnsAnswer> | LookupFailure>): Pick<DnsClient, 'ask'> {
  return {
    ask: async (name, type) => {
      const answer = answers[`${type} ${name}`];
      return answer !== undefined && 'cause' in answer ? answer : { name, secure: true, caa: [], tlsa: [], ...answer };
    },
  };
}

const lookUp = (answers: Record<string, Partial<DnsAnswer> | LookupFailure>) =>
  lookUpTlsa({ name: 'shop.example.com', port: 443, services: [] }, createClient(answers));

it('prefers secure records of the alias to insecure ones of its target', async () => {
  const address = { 'A shop.example.com': { name: 'edge.example.net' } };
  const insecure = { [`TLSA ${TARGET}`]: { tlsa: [DATA], secure: false } };
  expect(await lookUp({ ...address, ...insecure, [`TLSA ${OWN}`]: { tlsa: [DATA] } })).toMatchObject({
    ...{ name: OWN, secure: true, tlsa: [DATA] },
  });
  expect(await lookUp({ ...address, ...insecure })).toMatchObject({ name: TARGET, secure: false, tlsa: [DATA] });
});

// RFC 7672 section 2.2.2.
it.each([
  ['of a signed host', {}, true],
  ['of an unsigned host', { 'A shop.example.com': { secure: false } }, false],
  [
    'of a signed alias of an unsigned host',
    { 'A shop.example.com': { name: 'edge.example.net', secure: false } },
    true,
  ],
  [
    'of an unsigned alias',
    {
      'A shop.example.com': { name: 'edge.example.net', secure: false },
      'CNAME shop.example.com': { name: 'edge.example.net', secure: false },
    },
    false,
  ],
  [
    'of an alias that cannot be looked up',
    { 'A shop.example.com': { name: 'edge.example.net', secure: false }, 'CNAME shop.example.com': FAILURE },
    true,
  ],
])('the failed lookup %s matters: %#', async (_, answers, matters) => {
  const found = await lookUp({ [`TLSA ${OWN}`]: FAILURE, ...answers });
  expect(found).toEqual(matters ? FAILURE : { name: OWN, base: 'shop.example.com', tlsa: [], secure: false });
});

it('a resolver that does not respond is no evidence about an unsigned host', async () => {
  const failure: LookupFailure = { ...FAILURE, cause: 'resolver' };
  expect(await lookUp({ [`TLSA ${OWN}`]: failure, 'A shop.example.com': { secure: false } })).toEqual(failure);
});
