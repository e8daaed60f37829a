/** The fakes of clouds, as fixtures for the property over all inventories. */

import { X509Certificate } from 'node:crypto';
import { startFakeAws } from '../../helpers/inventory/fakes/aws.ts';
import { startFakeKeyVault } from '../../helpers/inventory/fakes/azure.ts';
import { startFakeEntra } from '../../helpers/inventory/fakes/entra.ts';
import { createTestCertificate, type InventoryFake } from '../../helpers/inventory/fakes/fake.ts';
import { type FakeGcp, GCP_PROJECT, startFakeGcp } from '../../helpers/inventory/fakes/gcp/index.ts';
import { startFakeKubernetes } from '../../helpers/inventory/fakes/kubernetes.ts';
import { formatSerial, startFakeVault } from '../../helpers/inventory/fakes/vault.ts';
import { type InventoryFixture, type Items, type RunningInventory, synchronizeFake } from '../inventory/table.ts';

const certificates = new Map<string, Promise<string>>();

/** Of an item, whatever fake has it. */
function getCertificate(id: string): Promise<string> {
  const known = certificates.get(id);
  if (known !== undefined) return known;
  const created = createTestCertificate({ name: `${id}.example`, serial: toSerial(id) }).then((one) => one.certificate);
  certificates.set(id, created);
  return created;
}

/** The items that a fake may have. */
export const ALL_IDS = [...'abcdefghijklmnop'];

const toSerial = (id: string) => (ALL_IDS.indexOf(id) + 1).toString(16).padStart(2, '0');

/** `put` and `remove` change what the fake lists. */
async function runFake(
  fake: InventoryFake,
  items: Items,
  put: (id: string, certificate: string) => void,
  remove: (id: string) => void,
  toLocation: (id: string) => string,
): Promise<RunningInventory> {
  const pems = new Map(await Promise.all(ALL_IDS.map(async (id) => [id, await getCertificate(id)] as const)));
  const synchronize = () => {
    for (const id of ALL_IDS) {
      if (items.has(id)) put(id, pems.get(id) ?? '');
      else remove(id);
    }
  };
  const onRequest = synchronizeFake(fake, synchronize);
  return { source: fake.source, env: fake.env, toLocation, onRequest, close: fake.close };
}

const VAULT: InventoryFixture = {
  name: 'vault_pki',
  start: async (items) => {
    const fake = await startFakeVault();
    const put = (id: string, certificate: string) =>
      void fake.certs.set(formatSerial(toSerial(id)), { certificate, revocation_time: 0 });
    const remove = (id: string) => void fake.certs.delete(formatSerial(toSerial(id)));
    return runFake(fake, items, put, remove, (id) => `vault_pki:pki/${formatSerial(toSerial(id))}`);
  },
};

const AWS: InventoryFixture = {
  name: 'aws_acm',
  start: async (items) => {
    const fake = await startFakeAws();
    const toArn = (id: string) => `arn:aws:acm:eu-west-1:123456789012:certificate/${id}`;
    const put = (id: string, pem: string) => {
      if (!fake.certificates.has(toArn(id))) fake.add(`${id}.example`, pem, { CertificateArn: toArn(id) });
    };
    return runFake(
      fake,
      items,
      put,
      (id) => void fake.certificates.delete(toArn(id)),
      (id) => `aws_acm:${toArn(id)}`,
    );
  },
};

const KUBERNETES: InventoryFixture = {
  name: 'kubernetes',
  start: async (items) => {
    const fake = await startFakeKubernetes();
    const find = (id: string) => fake.objects.get('secrets')?.find(({ metadata }) => metadata.name === id);
    const put = (id: string, pem: string) => {
      if (find(id) === undefined) fake.addSecret('web', id, pem);
    };
    const remove = (id: string) => {
      const others = fake.objects.get('secrets')?.filter(({ metadata }) => metadata.name !== id) ?? [];
      fake.objects.set('secrets', others);
    };
    const small = { ...fake, source: { ...fake.source, resources: ['secrets' as const] } };
    return runFake(small, items, put, remove, (id) => `kubernetes:secret/web/${id}`);
  },
};

const AZURE: InventoryFixture = {
  name: 'azure_key_vault',
  start: async (items) => {
    const fake = await startFakeKeyVault();
    const put = (id: string, pem: string) => {
      if (!fake.certificates.has(id)) fake.add(id, new X509Certificate(pem).raw);
    };
    const remove = (id: string) => void fake.certificates.delete(id);
    return runFake(fake, items, put, remove, (id) => `azure_key_vault:${fake.origin}/${id}`);
  },
};

const ENTRA: InventoryFixture = {
  name: 'entra_app_credentials',
  start: async (items) => {
    const fake = await startFakeEntra();
    const find = (id: string) => fake.applications.findIndex(({ appId }) => appId === id);
    const put = (id: string) => {
      if (find(id) === -1) fake.addSecret(id);
    };
    const remove = (id: string) => void fake.applications.splice(find(id), find(id) === -1 ? 0 : 1);
    return runFake(fake, items, put, remove, (id) => `entra_app_credentials:${id}/${id}-key`);
  },
};

/** Both inventories have the same fake. `collection`: where it stores an item, by its key. */
function createGcpFixture(
  name: 'gcp_certificate_manager' | 'gcp_ssl_certificates',
  collection: 'certificates' | 'sslCertificates',
  toKey: (id: string) => string,
  add: (fake: FakeGcp, id: string, pem: string) => void,
): InventoryFixture {
  return {
    name,
    start: async (items) => {
      const fake = await startFakeGcp();
      const source = name === 'gcp_ssl_certificates' ? fake.ssl : fake.manager;
      const put = (id: string, pem: string) => {
        if (!fake[collection].has(toKey(id))) add(fake, id, pem);
      };
      const remove = (id: string) => void fake[collection].delete(toKey(id));
      return runFake({ ...fake, source }, items, put, remove, (id) => `${name}:${GCP_PROJECT}/global/${id}`);
    },
  };
}

const GCP = [
  createGcpFixture(
    'gcp_certificate_manager',
    'certificates',
    (id) => `projects/${GCP_PROJECT}/locations/global/certificates/${id}`,
    (fake, id, pem) => void fake.add(id, pem),
  ),
  createGcpFixture(
    'gcp_ssl_certificates',
    'sslCertificates',
    (id) => `global/${id}`,
    (fake, id, pem) => void fake.addSsl(id, pem),
  ),
];

export const CLOUDS: readonly InventoryFixture[] = [VAULT, AWS, KUBERNETES, AZURE, ENTRA, ...GCP];
