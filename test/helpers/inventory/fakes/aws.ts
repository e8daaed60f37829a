/** A fake AWS: Certificate Manager, which checks signatures, and the login of the Security Token Service. */

import { createHash, createHmac } from 'node:crypto';
import type { AwsAcmSource } from '../../../../src/domain/index.ts';
import type { ApiCall, ApiReply } from '../fake-api.ts';
import { type InventoryFake, startFaultyApi } from './fake.ts';
import { readAudience } from './id-tokens.ts';

interface StoredAcmCertificate {
  /** As DescribeCertificate returns it. */
  details: Record<string, unknown> & { CertificateArn: string; KeyAlgorithm: string };
  pem: string;
  chain: string | null;
  tags: Record<string, string>;
}

export interface FakeAws extends InventoryFake {
  source: AwsAcmSource;
  certificates: Map<string, StoredAcmCertificate>;
  settings: {
    /** Operations that are denied. */
    denied: Set<string>;
    /** Requests that the next session is good for. */
    uses: number;
    /** How far the clock of AWS is ahead, in milliseconds. */
    clock_ms: number;
    pageSize: number;
    /** The roles that can be assumed. */
    roles: Set<string>;
    /** What AssumeRole requires; null: nothing. */
    external_id: string | null;
    /** The regions of ListRegions, and those that a policy of the organization denies. */
    regions: string[];
    closed: Set<string>;
  };
  /** New credentials of a role, as a service for machines or containers returns them. */
  issue: (account?: string) => IssuedCredentials;
  add: (name: string, pem: string, details?: object, tags?: Record<string, string>) => string;
}

export const AWS_ACCOUNT = '123456789012';
export const AWS_REGION = 'eu-west-1';
export const AWS_ROLE = 'arn:aws:iam::123456789012:role/certvigil';
export const AWS_KEYS = {
  AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'secret-access-key-of-the-fake',
};

const MAX_SKEW_MS = 300_000;
const DEFAULT_KEY_TYPES = ['RSA_1024', 'RSA_2048'];

interface IssuedCredentials {
  AccessKeyId: string;
  SecretAccessKey: string;
  Token: string;
  Expiration: string;
}

interface Session {
  account: string;
  secret: string;
  token: string | null;
  uses: number;
}

const fail = (type: string, message = '', status = 400): ApiReply => ({
  status,
  headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-errortype': type },
  body: { __type: `com.amazon.coral.service#${type}`, message },
});

const failLogin = (code: string, message: string): ApiReply => ({
  status: code === 'AccessDenied' ? 403 : 400,
  headers: { 'content-type': 'text/xml' },
  body: `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`,
});

export async function startFakeAws(): Promise<FakeAws> {
  const certificates: FakeAws['certificates'] = new Map();
  const settings: FakeAws['settings'] = {
    denied: new Set(),
    uses: Number.POSITIVE_INFINITY,
    clock_ms: 0,
    pageSize: 3,
    roles: new Set([AWS_ROLE]),
    external_id: null,
    regions: [AWS_REGION],
    closed: new Set(),
  };
  const sessions = new Map<string, Session>([
    [
      AWS_KEYS.AWS_ACCESS_KEY_ID,
      { account: AWS_ACCOUNT, secret: AWS_KEYS.AWS_SECRET_ACCESS_KEY, token: null, uses: Number.POSITIVE_INFINITY },
    ],
  ]);

  const issue: FakeAws['issue'] = (account = AWS_ACCOUNT) => {
    const AccessKeyId = `ASIA${String(sessions.size).padStart(16, '0')}`;
    const SecretAccessKey = `session-secret/${sessions.size}`;
    const Token = `session-token+${AccessKeyId}==`;
    sessions.set(AccessKeyId, { account, secret: SecretAccessKey, token: Token, uses: settings.uses });
    return { AccessKeyId, SecretAccessKey, Token, Expiration: '2030-01-01T00:00:00Z' };
  };

  const replyToLogin = (action: string, role: string): ApiReply => {
    const { AccessKeyId, SecretAccessKey, Token, Expiration } = issue(role.split(':')[4]);
    const credentials = `<AccessKeyId>${AccessKeyId}</AccessKeyId><SecretAccessKey>${SecretAccessKey}</SecretAccessKey><SessionToken>${Token}</SessionToken><Expiration>${Expiration}</Expiration>`;
    return {
      headers: { 'content-type': 'text/xml' },
      body: `<${action}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><${action}Result><Credentials>${credentials}</Credentials></${action}Result></${action}Response>`,
    };
  };

  const assumeRole = (call: ApiCall, parameters: URLSearchParams): ApiReply => {
    const [action, role] = [parameters.get('Action') ?? '', parameters.get('RoleArn') ?? ''];
    if (action === 'AssumeRole') {
      if (authenticate(call) !== null) return failLogin('InvalidClientTokenId', 'The security token is invalid');
      const isTrusted = settings.external_id === null || parameters.get('ExternalId') === settings.external_id;
      if (!settings.roles.has(role) || !isTrusted) return failLogin('AccessDenied', 'Not authorized: sts:AssumeRole');
      return replyToLogin(action, role);
    }
    const audience = readAudience(parameters.get('WebIdentityToken'));
    if (audience === null) return failLogin('InvalidIdentityToken', 'No OpenIDConnect provider found in your account');
    if (audience !== 'sts.amazonaws.com') return failLogin('InvalidIdentityToken', 'Incorrect token audience');
    if (!settings.roles.has(role))
      return failLogin('AccessDenied', 'Not authorized to perform sts:AssumeRoleWithWebIdentity');
    return replyToLogin(action, role);
  };

  const authenticate = (call: ApiCall): ApiReply | null => {
    const authorization = String(call.headers.authorization ?? '');
    const [, id = ''] = /Credential=([^/]+)\//.exec(authorization) ?? [];
    const session = sessions.get(id);
    if (session === undefined || (session.token ?? undefined) !== call.headers['x-amz-security-token'])
      return fail('UnrecognizedClientException', 'The security token included in the request is invalid.');
    if (session.uses-- <= 0)
      return fail('ExpiredTokenException', 'The security token included in the request is expired');
    const date = String(call.headers['x-amz-date']);
    const time = Date.parse(date.replace(/^(....)(..)(..)T(..)(..)(..)Z$/, '$1-$2-$3T$4:$5:$6Z'));
    const skew = Date.now() + settings.clock_ms - time;
    if (Math.abs(skew) > MAX_SKEW_MS)
      return fail('InvalidSignatureException', `Signature ${skew > 0 ? 'expired' : 'not yet current'}: ${date}`);
    if (!authorization.endsWith(`Signature=${computeSignature(call, session.secret)}`))
      return fail('InvalidSignatureException', 'The request signature we calculated does not match');
    return null;
  };

  const listCertificates = (scope: string, { MaxItems = 100, NextToken, Includes }: ListParameters): ApiReply => {
    const types = Includes?.keyTypes ?? DEFAULT_KEY_TYPES;
    const all = [...certificates.values()].filter(
      ({ details }) => types.includes(details.KeyAlgorithm) && details.CertificateArn.startsWith(scope),
    );
    const start = NextToken === undefined ? 0 : Number(Buffer.from(NextToken, 'base64').toString());
    if (Number.isNaN(start)) return fail('ValidationException', 'Invalid NextToken');
    const end = start + Math.min(MaxItems, settings.pageSize);
    const summaries = all.slice(start, end).map(({ details }) => {
      const { CertificateArn, DomainName, Status, Type, KeyAlgorithm, NotAfter, InUseBy } = details;
      return { CertificateArn, DomainName, Status, Type, KeyAlgorithm, NotAfter, InUse: InUseBy !== undefined };
    });
    const next = end < all.length ? { NextToken: Buffer.from(String(end)).toString('base64') } : {};
    return { body: { CertificateSummaryList: summaries, ...next } };
  };

  const handle = (call: ApiCall, operation: string, parameters: AcmParameters): ApiReply => {
    const [, id = '', region = ''] = /Credential=([^/]+)\/\d+\/([^/]+)/.exec(String(call.headers.authorization)) ?? [];
    if (settings.closed.has(region))
      return fail(
        'AccessDeniedException',
        `User is not authorized to perform: acm:${operation} with an explicit deny in a service control policy`,
      );
    if (settings.denied.has(operation))
      return fail('AccessDeniedException', `User is not authorized to perform: acm:${operation}`);
    if (operation === 'ListCertificates')
      return listCertificates(`arn:aws:acm:${region}:${sessions.get(id)?.account}:`, parameters);
    const found = certificates.get(parameters.CertificateArn ?? '');
    if (found === undefined) return fail('ResourceNotFoundException', 'Could not find certificate');
    if (operation === 'DescribeCertificate') return { body: { Certificate: found.details } };
    if (operation === 'ListTagsForCertificate')
      return { body: { Tags: Object.entries(found.tags).map(([Key, Value]) => ({ Key, Value })) } };
    return { body: { Certificate: found.pem, ...(found.chain !== null && { CertificateChain: found.chain }) } };
  };

  const handleIam = (action: string, parameters: URLSearchParams): ApiReply => {
    if (settings.denied.has(action)) return failLogin('AccessDenied', `not authorized to perform: iam:${action}`);
    const own = [...certificates.values()].filter(({ details }) => details.CertificateArn.includes(':iam:'));
    if (action === 'ListServerCertificates') {
      const start = Number(parameters.get('Marker') ?? '0');
      const page = own.slice(start, start + settings.pageSize);
      const end = start + page.length;
      const next =
        end < own.length
          ? `<IsTruncated>true</IsTruncated><Marker>${end}</Marker>`
          : '<IsTruncated>false</IsTruncated>';
      const items = page.map((one) => `<member>${formatServerCertificate(one)}</member>`).join('');
      return replyXml(action, `${next}<ServerCertificateMetadataList>${items}</ServerCertificateMetadataList>`);
    }
    const name = parameters.get('ServerCertificateName');
    const found = own.find(({ details }) => details.DomainName === name);
    if (found === undefined) return failLogin('NoSuchEntity', 'The Server Certificate cannot be found.');
    const tags = Object.entries(found.tags).map(
      ([key, value]) => `<member><Key>${key}</Key><Value>${value}</Value></member>`,
    );
    const metadata = `<ServerCertificateMetadata>${formatServerCertificate(found)}</ServerCertificateMetadata>`;
    const body = `<CertificateBody>${found.pem}</CertificateBody><Tags>${tags.join('')}</Tags>`;
    return replyXml(action, `<ServerCertificate>${metadata}${body}</ServerCertificate>`);
  };

  const api = await startFaultyApi((call) => {
    const target = String(call.headers['x-amz-target'] ?? '');
    if (target !== '')
      return authenticate(call) ?? handle(call, target.replace('CertificateManager.', ''), JSON.parse(call.body));
    if (call.url.pathname === '/listRegions') return authenticate(call) ?? listRegions(settings, JSON.parse(call.body));
    const parameters = new URLSearchParams(call.body);
    const action = parameters.get('Action') ?? '';
    if (!action.includes('ServerCertificate')) return assumeRole(call, parameters);
    return authenticate(call) ?? handleIam(action, parameters);
  });
  const source: AwsAcmSource = {
    kind: 'aws_acm',
    regions: [AWS_REGION],
    exclude_regions: [],
    login: { role_arn: null, audience: 'sts.amazonaws.com' },
    accounts: [],
    in_use: false,
    allow_empty: false,
  };
  const add: FakeAws['add'] = (name, pem, details = {}, tags = {}) => {
    const id = `00000000-0000-4000-8000-${String(certificates.size).padStart(12, '0')}`;
    const CertificateArn = `arn:aws:acm:${AWS_REGION}:123456789012:certificate/${id}`;
    const base = { CertificateArn, DomainName: name, SubjectAlternativeNames: [name], Status: 'ISSUED' };
    const dates = { NotBefore: Date.now() / 1000 - 86_400, NotAfter: Math.floor(Date.now() / 1000) + 90 * 86_400 };
    const kind = { Type: 'AMAZON_ISSUED', KeyAlgorithm: 'RSA_2048', RenewalEligibility: 'ELIGIBLE', Issuer: 'Amazon' };
    const stored = { ...base, ...dates, ...kind, ...details };
    certificates.set(stored.CertificateArn, { details: stored, pem, chain: null, tags });
    return stored.CertificateArn;
  };
  const env = { ...AWS_KEYS, AWS_ENDPOINT_URL: api.origin };
  return { ...api, certificates, settings, source, env, issue, add };
}

interface AcmParameters extends ListParameters {
  CertificateArn?: string;
}

/** Two on a page. */
function listRegions({ regions, denied }: FakeAws['settings'], { NextToken }: ListParameters): ApiReply {
  if (denied.has('ListRegions')) return fail('AccessDeniedException', 'not authorized: account:ListRegions', 403);
  const start = Number(NextToken ?? '0');
  const page = regions.slice(start, start + 2);
  const next = start + 2 < regions.length ? { NextToken: String(start + 2) } : {};
  return { body: { Regions: page.map((RegionName) => ({ RegionName, RegionOptStatus: 'ENABLED' })), ...next } };
}

function formatServerCertificate({ details }: StoredAcmCertificate): string {
  const { CertificateArn, DomainName } = details;
  return `<Path>/</Path><ServerCertificateName>${DomainName}</ServerCertificateName><ServerCertificateId>ASCA1</ServerCertificateId><Arn>${CertificateArn}</Arn>`;
}

function replyXml(action: string, result: string): ApiReply {
  const body = `<${action}Response xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><${action}Result>${result}</${action}Result></${action}Response>`;
  return { headers: { 'content-type': 'text/xml' }, body };
}

interface ListParameters {
  MaxItems?: number;
  NextToken?: string;
  Includes?: { keyTypes?: string[] };
}

/** The signature of a request by the documentation of Signature Version 4. */
export function computeSignature(
  { method, url, headers, body }: Pick<ApiCall, 'method' | 'url' | 'headers' | 'body'>,
  secret: string,
): string {
  const [, scope = '', signedHeaders = ''] =
    /Credential=[^/]+\/([^,]+), *SignedHeaders=([^,]+)/.exec(String(headers.authorization)) ?? [];
  const canonicalHeaders = signedHeaders.split(';').map((name) => `${name}:${String(headers[name] ?? '').trim()}\n`);
  const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
  const canonical = [method, url.pathname, url.search.slice(1), canonicalHeaders.join(''), signedHeaders, sha256(body)];
  const toSign = ['AWS4-HMAC-SHA256', headers['x-amz-date'], scope, sha256(canonical.join('\n'))].join('\n');
  const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();
  const key = scope.split('/').reduce<string | Buffer>((derived, part) => hmac(derived, part), `AWS4${secret}`);
  return hmac(key, toSign).toString('hex');
}
