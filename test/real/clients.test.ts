import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parsePathFields } from '../../src/certificate/x509/path-fields.ts';
import type { Trust } from '../../src/domain/index.ts';
import { createSignatureVerifier, indexAnchors, validateChain } from '../../src/trust/validate-path.ts';
import { type CraftedKey, craftKey } from '../helpers/crafted/certificates.ts';
import { type CraftedChain, craftChain, HOST } from '../helpers/crafted/chain.ts';
import { type Deviation, ROLES, type Role } from '../helpers/crafted/deviation.ts';
import { DEVIATIONS } from '../helpers/crafted/index.ts';
import { createDice, type Dice } from '../helpers/dice.ts';
import { NOW } from '../helpers/paths.ts';
import { type Clients, type PresentedCertificates, type Results, startClients } from './clients/clients.ts';
import { DIFFERENCES, formatDifferences } from './clients/differences.ts';
import { describeReal, makeDirectory, removeDirectory } from './harness.ts';

/** Chains at random, in addition to one for each deviation and role. */
const COUNT = Number(process.env.CERTVIGIL_COUNT ?? 500);
const SEED = Number(process.env.CERTVIGIL_SEED ?? 1);

type Kind = 'ec' | 'rsa';
type Deviations = Partial<Record<Role, readonly Deviation[]>>;

describeReal('clients', { programs: ['openssl', 'certtool', 'go'] }, (openssl, certtool, go) => {
  const directory = makeDirectory();
  let clients: Clients;
  let keys: Record<Kind, Record<Role, CraftedKey>>;
  beforeAll(async () => {
    const craftKeys = (kind: Kind) => ({ root: craftKey(kind), intermediate: craftKey(kind), leaf: craftKey(kind) });
    keys = { ec: craftKeys('ec'), rsa: craftKeys('rsa') };
    clients = await startClients({ openssl, certtool, go }, directory);
  }, 300_000);
  afterAll(async () => {
    await clients?.close();
    await removeDirectory(directory);
  });

  function craft(kind: Kind, deviations: Deviations): CraftedChain {
    const options = (role: Role) => ({ key: keys[kind][role], deviations: deviations[role] ?? [] });
    return craftChain({ root: options('root'), intermediate: options('intermediate'), leaf: options('leaf') }, NOW);
  }

  /** Our result and those of the clients, with the certificate of one role as the trust anchor. */
  async function compare(
    kind: Kind,
    deviations: Deviations,
    anchor: Role = 'root',
  ): Promise<{ trust: Trust | null; results: Results }> {
    const chain = craft(kind, deviations);
    const sent = anchor === 'root' ? [chain.leaf, chain.intermediate] : [chain.leaf];
    const presented = { sent, anchors: [chain[anchor]], host: HOST, now: NOW };
    return { trust: validate(presented), results: await clients.verify(presented) };
  }

  it('accept a chain without deviations', async () => {
    for (const kind of ['ec', 'rsa'] as const) {
      const { trust, results } = await compare(kind, {});
      expect(trust).toMatchObject({ reasons: [], notes: [] });
      expect(results).toEqual({ openssl: 'ok', gnutls: 'ok', go: 'ok' });
    }
  });

  it.each(DIFFERENCES)('differ as documented: $situation', async (difference) => {
    const titles = Object.entries(difference.deviations);
    const deviations = Object.fromEntries(titles.map(([role, title]) => [role, [findDeviation(title)]]));
    const { trust, results } = await compare(chooseKind(Object.values(difference.deviations)), deviations);
    const accepting = Object.entries(results).filter(([, result]) => result === 'ok');
    expect(
      accepting.map(([client]) => client),
      JSON.stringify(results),
    ).toEqual(difference.accepting);
    const [notice] = trust?.notes ?? [];
    expect(trust?.reason ?? notice?.code).toBe(difference.result);
  });

  it('differ as in the table of docs/concepts/trust.md', () => {
    const page = readFileSync('docs/concepts/trust.md', 'utf8');
    expect(page).toContain(`${formatDifferences().join('\n')}\n\n`);
  });

  it('never all reject a chain that is trusted, for each deviation in each certificate, and OpenSSL accepts it', async () => {
    const differing: string[] = [];
    for (const { name, roles } of DEVIATIONS) {
      for (const role of roles) {
        for (const anchor of new Set(['root', role] as const)) {
          const { trust, results } = await compare(chooseKind([name]), { [role]: [findDeviation(name)] }, anchor);
          const wrong = describeViolation(trust, results) ?? describeMissingNotice(trust, results);
          if (wrong !== null) differing.push(`${name} (${role}; anchor: ${anchor}): ${wrong}`);
        }
      }
    }
    expect(differing).toEqual([]);
  }, 600_000);

  it(`never all reject a chain that is trusted, for ${COUNT} combinations of seed ${SEED}, and OpenSSL accepts it`, async () => {
    process.stderr.write(`The seed of the combinations is ${SEED}: set CERTVIGIL_SEED to repeat them.\n`);
    const dice = createDice(SEED);
    const differing: string[] = [];
    const counts = { trusted: 0, rejected: 0, differing: 0 };
    for (let index = 0; index < COUNT; index += 1) {
      const deviations = chooseDeviations(dice);
      const names = describeDeviations(deviations);
      const kind = chooseKind(Object.values(deviations).flatMap((all) => all.map(({ name }) => name)));
      const anchor = dice.chance(0.8) ? 'root' : dice.pick(ROLES);
      const { trust, results } = await compare(kind, deviations, anchor);
      counts[trust?.trusted ? 'trusted' : 'rejected'] += 1;
      if (new Set(Object.values(results).map((result) => result === 'ok')).size > 1) counts.differing += 1;
      const wrong = describeViolation(trust, results);
      if (wrong !== null) differing.push(`chain ${index} of seed ${SEED} (${names}; anchor: ${anchor}): ${wrong}`);
    }
    expect(differing).toEqual([]);
    // The combinations reach all kinds of results.
    expect(Math.min(counts.trusted, counts.rejected, counts.differing)).toBeGreaterThan(COUNT / 20);
  }, 1_200_000);
});

function findDeviation(title: string): Deviation {
  const found = DEVIATIONS.find(({ name }) => name === title);
  if (found === undefined) throw new Error(`no deviation is called ${title}`);
  return found;
}

/** Signatures deviate with RSA, curves with EC. */
function chooseKind(names: readonly string[]): Kind {
  return names.some((name) => name.startsWith('signature')) ? 'rsa' : 'ec';
}

/** None, one or two deviations of each certificate. */
function chooseDeviations({ pick, upTo, chance }: Dice): Required<Deviations> {
  const choose = (role: Role) => {
    const own = DEVIATIONS.filter(({ roles }) => roles.includes(role));
    return chance(0.45) ? [] : Array.from({ length: 1 + upTo(1) }, () => pick(own));
  };
  return { root: choose('root'), intermediate: choose('intermediate'), leaf: choose('leaf') };
}

function describeDeviations(deviations: Required<Deviations>): string {
  return ROLES.flatMap((role) => deviations[role].map(({ name }) => `${role}: ${name}`)).join('; ');
}

function validate({ sent, anchors, host, now }: PresentedCertificates): Trust | null {
  const [leaf, ...others] = sent.map(({ der }) => parsePathFields(der));
  if (leaf === undefined || leaf === null) return null;
  const read = anchors.flatMap(({ der }) => parsePathFields(der) ?? []);
  return validateChain(
    { sent: [leaf, ...others.filter((one) => one !== null)], anchors: indexAnchors(read), host, now },
    createSignatureVerifier(),
  );
}

/** What breaks the promise of docs/concepts/trust.md; null if nothing does. */
function describeViolation(trust: Trust | null, results: Results): string | null {
  const isTrusted = trust?.trusted ?? false;
  const accepted = Object.values(results).filter((result) => result === 'ok').length;
  if (isTrusted && accepted === 0) return `trusted, and all clients reject it: ${JSON.stringify(results)}`;
  if (isTrusted && results.openssl !== 'ok') return `trusted, and OpenSSL rejects it: ${JSON.stringify(results)}`;
  if (!isTrusted && accepted === 3) return `${trust?.reasons.join(', ') ?? 'not read'}, and all clients accept it`;
  return null;
}

/** A notice names the clients that reject a trusted chain, unless only GnuTLS does. */
function describeMissingNotice(trust: Trust | null, { go }: Results): string | null {
  const isMissing = trust?.trusted === true && go !== 'ok' && trust.notes.length === 0;
  return isMissing ? `trusted without a notice, and Go rejects it: ${go}` : null;
}
