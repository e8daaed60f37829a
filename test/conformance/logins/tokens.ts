/** ID tokens and assertions of the cases: JSON Web Tokens with RS256, whose signature the servers verify. */

import { generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto';

const KEY = generateKeyPairSync('rsa', { modulusLength: 2048 });
const OTHER_KEY = generateKeyPairSync('rsa', { modulusLength: 2048 });

const VALID_UNTIL = Date.UTC(2100, 0) / 1000;
const EXPIRED_AT = Date.UTC(2020, 0) / 1000;

const exportKey = (key: KeyObject) => key.export({ type: 'pkcs8', format: 'pem' }).toString();

/** The key that the servers know, and another one, as PEM. */
export const PRIVATE_KEY = exportKey(KEY.privateKey);
export const OTHER_PRIVATE_KEY = exportKey(OTHER_KEY.privateKey);

type Claims = Record<string, unknown>;

/** The states of a token that a case names. */
export type TokenState = 'works' | 'expired' | 'forged';

/** Creates a token, with the claims and an expiry by its state. */
export function createToken(state: TokenState, claims: Claims): string {
  const times = { iat: EXPIRED_AT - 600, exp: state === 'expired' ? EXPIRED_AT : VALID_UNTIL };
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const text = `${encode({ alg: 'RS256', typ: 'JWT' })}.${encode({ ...claims, ...times })}`;
  const { privateKey } = state === 'forged' ? OTHER_KEY : KEY;
  return `${text}.${sign('sha256', Buffer.from(text), privateKey).toString('base64url')}`;
}

/** Reads the claims of a token; a text: why it is refused. */
export function verifyToken(token: string): Claims | 'forged' | 'expired' {
  const [header = '', claims = '', signature = ''] = token.split('.');

  const isSigned = verify(
    'sha256',
    Buffer.from(`${header}.${claims}`),
    KEY.publicKey,
    Buffer.from(signature, 'base64url'),
  );
  if (!isSigned) return 'forged';
  const read: Claims = JSON.parse(Buffer.from(claims, 'base64url').toString());
  return Number(read.exp) * 1000 > Date.now() ? read : 'expired';
}
