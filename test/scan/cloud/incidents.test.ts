import { afterEach, describe, expect, it } from 'vitest';
import type { Source } from '../../../src/domain/index.ts';
import { DAY } from '../../../src/domain/thresholds.ts';
import { createScenario, entry, rule, settings } from '../../events/scenario.ts';
import { readInventorySource } from '../../helpers/inventory/context.ts';
import { startFakeAws } from '../../helpers/inventory/fakes/aws.ts';
import { startFakeKeyVault } from '../../helpers/inventory/fakes/azure.ts';
import { createPassword, startFakeEntra } from '../../helpers/inventory/fakes/entra.ts';
import { createTestCertificate, type InventoryFake } from '../../helpers/inventory/fakes/fake.ts';
import { startFakeKubernetes } from '../../helpers/inventory/fakes/kubernetes.ts';

// Incidents, named by their mechanism: daily scans of a system in which something goes wrong, and what is sent on which day.

const START = Math.floor(Date.now() / 1000) * 1000;
const at = (day: number) => START + day * DAY;
const iso = (day: number) => new Date(at(day)).toISOString().replace(/\.\d+/, '');

let fake: InventoryFake | null = null;
afterEach(async () => {
  await fake?.close();
  fake = null;
});

/** Scans once a day, and returns what was sent: the day, and the event. `prepare` changes the system before the scan of a day. */
async function scanDaily(
  { source, env }: { source: Source; env: Record<string, string> },
  days: readonly number[],
  prepare: (day: number) => void = () => undefined,
): Promise<string[]> {
  const scenario = createScenario(
    [{ ...entry('inventory'), source, settings: settings({ repeat: false }) }],
    [rule('all', { events: ['*'] })],
  );
  const sent: string[] = [];
  for (const day of days) {
    prepare(day);
    const { locations, failure, source: name } = await readInventorySource({ source, env, now: at(day) });
    const reading = { entry: 'inventory', source: name, failure, locations, inventory: 'remote' as const };
    for (const event of scenario.scan({ now: at(day), readings: [reading] })) sent.push(`day ${day}: ${event}`);
  }
  return sent;
}

const createDays = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);

describe('a managed renewal that is blocked', () => {
  it('hangs in cert-manager at a challenge, and is reported weeks before the certificate expires', async () => {
    const cluster = await startFakeKubernetes();
    fake = cluster;
    cluster.addSecret(
      'web',
      'shop-tls',
      (await createTestCertificate({ name: 'shop.example', days: 40, age: 50 })).certificate,
    );
    const condition = (type: string, status: string, reason: string, day: number) => ({
      ...{ type, status, reason, lastTransitionTime: iso(day) },
    });
    const sent = await scanDaily(cluster, createDays(9, 18), (day) => {
      // Its renewal is due on day 10, begins, and never ends.
      const conditions = [condition('Ready', 'True', 'Ready', -50)];
      if (day >= 10) conditions.push(condition('Issuing', 'True', 'Renewing', 10));
      const status = { conditions, notBefore: iso(-50), notAfter: iso(40), renewalTime: iso(10) };
      const metadata = { name: 'shop', namespace: 'web' };
      cluster.objects.set('certificates', [
        { metadata, spec: { secretName: 'shop-tls', dnsNames: ['shop.example'] }, status },
      ]);
    });
    // 28 days before the expiry. From then on, the usual thresholds apply, too.
    expect(sent).toEqual(['day 12: renewal_failing first -> hook', 'day 18: expiry_warning@25% first -> hook']);
  });

  it('hangs in Key Vault at the CA, and is reported weeks before the certificate expires', async () => {
    const vault = await startFakeKeyVault();
    fake = vault;
    vault.settings.age_days = 50;
    const action = { trigger: { days_before_expiry: 30 }, action: { action_type: 'AutoRenew' } };
    const policy = { issuer: { name: 'DigiCert' }, lifetime_actions: [action] };
    vault.add('shop', (await createTestCertificate({ name: 'shop.example', days: 41, age: 50 })).der, { policy });
    const sent = await scanDaily(vault, createDays(10, 18), (day) => {
      const stored = vault.certificates.get('shop');
      if (stored !== undefined && day >= 11) stored.operation = { status: 'inProgress' };
    });
    expect(sent).toEqual(['day 16: renewal_failing first -> hook']);
  });

  it('waits in ACM for a record that is gone, and a revoked certificate is reported at once', async () => {
    const aws = await startFakeAws();
    fake = aws;
    const user = 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/web/1';
    const create = async (name: string) =>
      aws.add(name, (await createTestCertificate({ name, days: 60 })).certificate, { InUseBy: [user] });
    const [blocked, revoked] = [await create('blocked.example'), await create('revoked.example')];
    const change = (arn: string, details: object) => Object.assign(aws.certificates.get(arn)?.details ?? {}, details);
    const sent = await scanDaily(aws, createDays(0, 6), (day) => {
      if (day === 2) change(blocked, { RenewalSummary: { RenewalStatus: 'PENDING_VALIDATION' } });
      if (day === 4)
        change(revoked, { Status: 'REVOKED', RevokedAt: at(4) / 1000, RevocationReason: 'KEY_COMPROMISE' });
    });
    expect(sent).toEqual(['day 2: renewal_failing first -> hook', 'day 4: revoked first -> hook']);
  });
});

describe('a CA root in a Secret', () => {
  it('expires, and is reported at each threshold long before the mesh stops', async () => {
    const cluster = await startFakeKubernetes();
    fake = cluster;
    const { certificate } = await createTestCertificate({ name: 'cluster.local', ca: true, days: 95, age: 3555 });
    const fields = {
      'ca-cert.pem': certificate,
      'ca-key.pem': 'secret',
      'cert-chain.pem': '',
      'root-cert.pem': certificate,
    };
    cluster.addSecretOfType('istio.io/ca-root', 'istio-system', 'istio-ca-secret', fields);
    const sent = await scanDaily(cluster, [0, 6, 36, 66, 82, 94, 96]);
    expect(sent).toEqual([
      'day 6: expiry_warning@90 first -> hook',
      'day 36: expiry_warning@60 escalated -> hook',
      'day 66: expiry_warning@30 escalated -> hook',
      'day 82: expiry_warning@14 escalated -> hook',
      'day 96: expired escalated -> hook',
    ]);
  });
});

describe('a CA that cert-manager copies into each Secret', () => {
  it('is not behind in those that get the new one with their own renewal', async () => {
    const cluster = await startFakeKubernetes();
    fake = cluster;
    const create = async (name: string, days: number) =>
      (await createTestCertificate({ name, days, ca: true })).certificate;
    const [old, current] = [await create('private-ca', 200), await create('private-ca', 400)];
    const [shop, docs] = await Promise.all(
      ['shop.example', 'docs.example'].map(
        async (name) => (await createTestCertificate({ name, days: 90 })).certificate,
      ),
    );
    const sent = await scanDaily(cluster, createDays(0, 6), (day) => {
      cluster.objects.delete('secrets');
      const put = (name: string, pem: string | undefined, ca: string) =>
        cluster.addSecretOfType('kubernetes.io/tls', 'web', name, { 'tls.crt': pem ?? '', 'ca.crt': ca });
      put('shop', shop, day < 2 ? old : current);
      put('docs', docs, old);
    });
    expect(sent).toEqual([]);
  });
});

describe('a client secret of an app registration', () => {
  it('ends, and is reported at each threshold until a later one replaces it', async () => {
    const entra = await startFakeEntra();
    fake = entra;
    const secrets = [createPassword('key', 32, { displayName: 'deploy' })];
    entra.applications.push({ appId: 'billing', passwordCredentials: secrets, keyCredentials: [] });
    const sent = await scanDaily(entra, [0, 2, 17, 18, 19, 20, 21], (day) => {
      // The new secret is added beside the old one, which is deleted a day later.
      if (day === 19) secrets.push(createPassword('later-key', 400, { displayName: 'deploy' }));
      if (day === 20) secrets.shift();
    });
    expect(sent).toEqual([
      'day 0: expiry_warning@60 first -> hook',
      'day 2: expiry_warning@30 escalated -> hook',
      'day 18: expiry_warning@14 escalated -> hook',
      'day 19: renewed first -> hook',
    ]);
  });
});
