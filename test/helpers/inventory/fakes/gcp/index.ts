/** A fake Google Cloud: Certificate Manager, classic SSL certificates, and all logins, at one address. */

import type { GcpCertificateManagerSource, GcpSslCertificatesSource } from '../../../../../src/domain/index.ts';
import { type InventoryFake, startFaultyApi } from '../fake.ts';
import { respondToApi } from './apis.ts';
import { respondToLogin } from './login.ts';
import { CLOUD_PLATFORM, GCP_PROJECT, type GcpState } from './state.ts';

export { GCP_PRIVATE_KEY, GCP_USER } from './login.ts';
export { CLOUD_PLATFORM, COMPUTE_READONLY, failCompute, GCP_ACCOUNT, GCP_PROJECT, GCP_PROVIDER } from './state.ts';

export interface FakeGcp extends Omit<InventoryFake, 'source'>, GcpState {
  manager: GcpCertificateManagerSource;
  ssl: GcpSslCertificatesSource;
  /** The variables of its addresses, without credentials. */
  endpoints: Record<string, string>;
  /** Adds a certificate to Certificate Manager; returns its location. */
  add: (id: string, pem: string, changes?: object) => string;
  /** Adds a classic certificate; returns its location. `scope`: `global`, or a region. */
  addSsl: (name: string, pem: string, changes?: object, scope?: string) => string;
  /** Adds a proxy that uses classic certificates, by their names. */
  addProxy: (name: string, certificates: string[], collection?: 'targetHttpsProxies' | 'targetSslProxies') => void;
}

export const GCP_ACCESS_TOKEN = 'ya29.static-token-of-the-fake';

const NO_LOGIN = { workload_identity_provider: null, service_account: null, audience: null };

export async function startFakeGcp(): Promise<FakeGcp> {
  const state: GcpState = {
    certificates: new Map(),
    sslCertificates: new Map(),
    targetHttpsProxies: new Map(),
    targetSslProxies: new Map(),
    tokens: new Map([[GCP_ACCESS_TOKEN, { scope: CLOUD_PLATFORM, uses: Number.POSITIVE_INFINITY }]]),
    settings: {
      pageSize: 3,
      uses: Number.POSITIVE_INFINITY,
      unreachable: [],
      denied: new Set(),
      enabled: true,
      clock_ms: 0,
      subject: 'repo:example/certificates',
      isStale: false,
    },
  };
  const api = await startFaultyApi((call) => respondToLogin(state, call) ?? respondToApi(state, call));
  const endpoints = {
    ...Object.fromEntries(
      ['CERTIFICATEMANAGER', 'COMPUTE', 'STS', 'IAMCREDENTIALS', 'OAUTH2'].map((service) => [
        `CLOUDSDK_API_ENDPOINT_OVERRIDES_${service}`,
        `${api.origin}/`,
      ]),
    ),
    GCE_METADATA_HOST: '127.0.0.1:1',
  };
  const expireTime = new Date(Math.floor(Date.now() / 1000) * 1000 + 90 * 86_400_000).toISOString();
  const projects = [GCP_PROJECT];
  return {
    ...api,
    ...state,
    manager: { kind: 'gcp_certificate_manager', projects, locations: null, login: NO_LOGIN, allow_empty: false },
    ssl: { kind: 'gcp_ssl_certificates', projects, in_use: false, login: NO_LOGIN, allow_empty: false },
    endpoints,
    env: { ...endpoints, GOOGLE_OAUTH_ACCESS_TOKEN: GCP_ACCESS_TOKEN },
    add: (id, pem, changes = {}) => {
      const name = `projects/${GCP_PROJECT}/locations/global/certificates/${id}`;
      const certificate = { name, createTime: '2026-01-01T00:00:00Z', scope: 'DEFAULT', expireTime, ...changes };
      const full: Record<string, unknown> = { ...certificate, ...(pem !== '' && { pemCertificate: pem }) };
      state.certificates.set(String(full.name), full);
      return `gcp_certificate_manager:${String(full.name).replace(/^projects\/|(?:locations|certificates)\//g, '')}`;
    },
    addSsl: (name, pem, changes = {}, scope = 'global') => {
      const path = scope === 'global' ? scope : `regions/${scope}`;
      const selfLink = `https://www.googleapis.com/compute/v1/projects/${GCP_PROJECT}/${path}/sslCertificates/${name}`;
      const base = { kind: 'compute#sslCertificate', id: '1', name, selfLink, type: 'SELF_MANAGED', expireTime };
      state.sslCertificates.set(`${path}/${name}`, { ...base, ...(pem !== '' && { certificate: pem }), ...changes });
      return `gcp_ssl_certificates:${GCP_PROJECT}/${scope}/${name}`;
    },
    addProxy: (name, certificates, collection = 'targetHttpsProxies') => {
      const base = `https://www.googleapis.com/compute/v1/projects/${GCP_PROJECT}/global`;
      const sslCertificates = certificates.map((one) => `${base}/sslCertificates/${one}`);
      state[collection].set(name, { name, selfLink: `${base}/${collection}/${name}`, sslCertificates });
    },
  };
}
