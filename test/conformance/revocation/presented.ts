/** What a case presents: the certificate and its issuer, and the bytes of each source. */

import type { CreatedCertificate } from '../../../src/app/demo/create-certificate.ts';
import type { List, Response, RevocationCase } from './cases.ts';
import { createTarget, prepareAuthorities, URLS } from './certificates.ts';
import { encodeList } from './encode-list.ts';
import { encodeResponse } from './encode-response.ts';
import { deform } from './form.ts';

export interface PresentedSource {
  kind: 'stapled' | 'crl' | 'ocsp';
  /** Null for a staple. */
  url: string | null;
  /** Null if it is unreachable. */
  bytes: Buffer | null;
}

export interface Presented {
  target: CreatedCertificate;
  issuer: CreatedCertificate;
  root: CreatedCertificate;
  /** In the order in which they are asked. */
  sources: PresentedSource[];
}

const presented = new WeakMap<RevocationCase, Promise<Presented>>();

/** Returns the same bytes for the same object, because signatures are random. */
export function present(one: RevocationCase): Promise<Presented> {
  const known = presented.get(one) ?? create(one);
  presented.set(one, known);
  return known;
}

async function create(one: RevocationCase): Promise<Presented> {
  const [authorities, target] = await Promise.all([prepareAuthorities(), createTarget(one)]);
  const answer = (kind: PresentedSource['kind'], url: string | null, said: Response): PresentedSource => ({
    ...{ kind, url },
    bytes: deform(encodeResponse(said, target, authorities), said.form, 'OCSP RESPONSE'),
  });
  const list = (said: List, url: string): PresentedSource => ({
    ...{ kind: 'crl', url },
    bytes: deform(encodeList(said, target, authorities), said.form, 'X509 CRL'),
  });
  const { stapled, lists, responder } = one;
  return {
    ...{ target, issuer: authorities[one.issuer], root: authorities.root },
    sources: [
      // A server that could not read a response staples none.
      ...(stapled === null || stapled.form === 'unreachable' ? [] : [answer('stapled', null, stapled)]),
      ...lists.map((said, at) => list(said, at === 0 ? URLS.list : URLS.more)),
      ...(responder === null ? [] : [answer('ocsp', URLS.ocsp, responder)]),
    ],
  };
}
