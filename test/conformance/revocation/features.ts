/** Features of messages for which OpenSSL decides otherwise than we do, with the reasons. */

import type { Entry, List, Response, RevocationCase, Single } from './cases.ts';
import type { SignerName } from './certificates.ts';

export interface Feature {
  name: string;
  reason: string;
  source: string;
  /** Whether an OCSP response has it. */
  inResponse: (response: Response) => boolean;
  /** Whether the list at this place among the lists has it. */
  inList: (list: List, at: number) => boolean;
}

const no = () => false;
const DOCUMENTED = 'docs/concepts/trust.md, Revocation';
const DAY = 24 * 60;

/** The signers with the name of the issuer. */
const NAMESAKES: readonly SignerName[] = ['issuing', 'namesake', 'misnamed'];

const isOfResponder = ({ serial }: Entry) => serial === 'responder';
const isAboutTarget = ({ about }: Single) => about === 'target';

const RESPONDER_IN_LIST: Feature = {
  name: 'responder in a list with a distribution point',
  reason:
    'The certificate of the responder names no list. We look it up in those of the checked certificate, also if they are for its distribution point.',
  source: `RFC 6960 section 4.2.2.2.1 leaves it to the client; ${DOCUMENTED}`,
  inResponse: no,
  inList: no,
};

export const FEATURES: readonly Feature[] = [
  RESPONDER_IN_LIST,
  {
    name: 'weak signature',
    reason: 'A signature with SHA-1 can be forged. OpenSSL limits the algorithms of certificates only.',
    source: DOCUMENTED,
    inResponse: ({ algorithm }) => algorithm === 'sha1',
    inList: ({ algorithm }) => algorithm === 'sha1',
  },
  {
    name: 'no nextUpdate',
    reason: 'OpenSSL takes it for current forever. We take an OCSP response for current for a day, and no such list.',
    source: 'RFC 5280 section 5.1.2.5 requires nextUpdate in lists; RFC 6960 section 2.4, and docs/concepts/trust.md',
    inResponse: ({ singles }) => singles.some((one) => isAboutTarget(one) && one.to === null && one.from <= -DAY),
    inList: ({ to }) => to === null,
  },
  {
    name: 'data after the message',
    reason: 'OpenSSL reads the message at the beginning, and we reject it, as cryptography and Go do.',
    source: 'RFC 6960 appendix A and RFC 5280 section 4.2.1.13: the body is the DER of one message',
    inResponse: ({ form }) => form === 'followed',
    inList: ({ form }) => form === 'followed',
  },
  {
    name: 'unknown critical extension in a response',
    reason: 'OpenSSL does not look at the extensions of responses.',
    source: 'RFC 6960 section 4.1.2: unrecognized extensions are ignored unless they are critical',
    inResponse: ({ critical, singles }) => critical || singles.some((one) => isAboutTarget(one) && one.critical),
    inList: no,
  },
  {
    name: 'repeated extension',
    reason: 'OpenSSL ignores that an extension of a list occurs twice. We reject the list, as cryptography does.',
    source: 'RFC 5280 section 5.2 with section 4.2',
    inResponse: no,
    inList: ({ extension }) => extension === 'number-twice',
  },
  {
    name: 'entries with an issuer',
    reason: 'OpenSSL applies certificateIssuer. We reject the whole list, which a direct list never needs.',
    source: DOCUMENTED,
    inResponse: no,
    inList: ({ entries }) => entries.some(({ extension }) => extension === 'issuer' || extension === 'other-issuer'),
  },
  {
    name: 'indirect list',
    reason: 'OpenSSL supports indirect lists on request. We do not, because no CA of servers uses them.',
    source: DOCUMENTED,
    inResponse: no,
    inList: ({ scope }) => scope?.indirect === true,
  },
  {
    name: 'list of another distribution point',
    reason:
      'OpenSSL takes a list for any distribution point of the certificate. We take the one that was asked for, and ask for the other.',
    source: 'RFC 5280 section 6.3.3 (b) (2) for each distribution point',
    inResponse: no,
    inList: ({ scope }, at) => scope?.urls?.includes(at === 0 ? 'second' : 'first') === true,
  },
  {
    name: 'entry removed and present',
    reason: 'OpenSSL takes the first entry of a certificate. We take any that revokes it.',
    source: 'RFC 5280 section 5.3.1: removeFromCRL may only be in delta lists',
    inResponse: no,
    inList: ({ entries }) => {
      const own = ['target', 'responder'].map((serial) => entries.filter((one) => one.serial === serial));
      return own.some((all) => all[0]?.reason === 8 && all.some(({ reason }) => reason !== 8));
    },
  },
  {
    name: 'responder with the name of the issuer',
    reason: 'OpenSSL takes the first certificate of that name, and we take the one whose key matches.',
    source: 'RFC 6960 section 4.2.2.2: the responder is whoever signed, and is authorized',
    inResponse: ({ by, signer, named }) =>
      by === 'name' && signer === 'misnamed' && NAMESAKES.includes(named ?? signer),
    inList: no,
  },
  {
    name: 'certificates of several CAs',
    reason:
      'OpenSSL rejects a response about certificates of several CAs, because the signer is not that of all of them.',
    source: 'ocsp_check_ids in crypto/ocsp/ocsp_vfy.c of OpenSSL; RFC 6960 section 3.2 requires no such thing',
    inResponse: ({ singles }) =>
      singles.some(isAboutTarget) && singles.some(({ about }) => about === 'other-issuer' || about === 'namesake'),
    inList: no,
  },
];

/** Returns the first feature of each source of a case, in the order of its sources, or null. */
export function findFeatures({ stapled, lists, responder }: RevocationCase): (Feature | null)[] {
  const list = lists.map((one, at) => FEATURES.find(({ inList }) => inList(one, at)) ?? null);
  // A list also decides whether a responder was revoked.
  const hasPoint = lists.some(({ scope, entries }) => scope?.urls != null && entries.some(isOfResponder));
  const [inLists = hasPoint ? RESPONDER_IN_LIST : null] = list.filter((one) => one !== null);
  const find = (one: Response) =>
    FEATURES.find(({ inResponse }) => inResponse(one)) ?? (one.signer === 'revocable-delegate' ? inLists : null);
  return [
    ...(stapled === null || stapled.form === 'unreachable' ? [] : [find(stapled)]),
    ...list,
    ...(responder === null ? [] : [find(responder)]),
  ];
}
