/**
 * Roots that Mozilla distrusts for servers, either completely or only for certificates issued after a date. Node.js includes Mozilla's list
 * without these dates, and an older Node.js still includes removed roots.
 */

import type { IsoTime, PathFields } from '../domain/index.ts';

export interface DistrustedRoot {
  /** The SHA-256 fingerprint in lower-case hex. */
  fingerprint: string;
  /** The subject in the format of RFC 4514. */
  subject: string;
  /** Certificates issued after this time are not trusted. Null: all are trusted until the root is removed. */
  after: IsoTime | null;
  /** The day from which no certificates of this root are trusted. */
  removed: string | null;
}

/** The day of the table below. */
export const DISTRUST_TABLE_DATE = '2026-04-09';

/**
 * As of `DISTRUST_TABLE_DATE`, from `certdata.txt` of NSS: `CKA_NSS_SERVER_DISTRUST_AFTER`, and the days of the changes that removed a root
 * or its trust for servers. The table has the roots in Node.js 20 and newer.
 */
const ROWS: readonly (readonly [
  fingerprint: string,
  subject: string,
  after: IsoTime | null,
  removed: string | null,
])[] = [
  [
    '0376ab1d54c5f9803ce4b2e201a0ee7eef7b57b636e8a93c9b8d4860c96f5fa7',
    'CN=AffirmTrust Commercial,O=AffirmTrust,C=US',
    '2024-11-30T23:59:59Z',
    '2026-04-09',
  ],
  [
    '0a81ec5a929777f145904af38d5d509f66b5e2c58fcdb531058b0e17f3f0b41b',
    'CN=AffirmTrust Networking,O=AffirmTrust,C=US',
    '2024-11-30T23:59:59Z',
    '2026-04-09',
  ],
  [
    'bd71fdf6da97e4cf62d1647add2581b07d79adf8397eb4ecba9c5e8488821423',
    'CN=AffirmTrust Premium ECC,O=AffirmTrust,C=US',
    '2024-11-30T23:59:59Z',
    '2026-04-09',
  ],
  [
    '70a73f7f376b60074248904534b11482d5bf0e698ecc498df52577ebf2e93b9a',
    'CN=AffirmTrust Premium,O=AffirmTrust,C=US',
    '2024-11-30T23:59:59Z',
    '2026-04-09',
  ],
  [
    '0c2cd63df7806fa399ede809116b575bf87989f06518f9808c860503178baf66',
    'CN=COMODO Certification Authority,O=COMODO CA Limited,L=Salford,ST=Greater Manchester,C=GB',
    null,
    '2026-04-09',
  ],
  [
    'e3b6a2db2ed7ce48842f7ac53241c7b71d54144bfb40c11f3f1d0b42f5eea12d',
    'CN=Certigna,O=Dhimyotis,C=FR',
    null,
    '2026-04-09',
  ],
  [
    '3e9099b5015e8f486c00bcea9d111ee721faba355a89bcf1df69561e3dc6325c',
    'CN=DigiCert Assured ID Root CA,OU=www.digicert.com,O=DigiCert Inc,C=US',
    null,
    '2026-04-09',
  ],
  [
    '4348a0e9444c78cb265e058d5e8944b4d84f9662bd26db257f8934a443c70161',
    'CN=DigiCert Global Root CA,OU=www.digicert.com,O=DigiCert Inc,C=US',
    null,
    '2026-04-09',
  ],
  [
    '7431e5f4c3c1ce4690774f0b61e05440883ba9a01ed00ba6abd7806ed3b118cf',
    'CN=DigiCert High Assurance EV Root CA,OU=www.digicert.com,O=DigiCert Inc,C=US',
    null,
    '2026-04-09',
  ],
  [
    '02ed0eb28c14da45165c566791700d6451d7fb56f0b2ab1d3b8eb070e56edff5',
    'CN=Entrust Root Certification Authority - EC1,OU=(c) 2012 Entrust\\, Inc. - for authorized use only,OU=See www.entrust.net/legal-terms,O=Entrust\\, Inc.,C=US',
    '2024-11-30T23:59:59Z',
    '2026-04-09',
  ],
  [
    '43df5774b03e7fef5fe40d931a7bedf1bb2e6b42738c4e6d3841103d3aa7f339',
    'CN=Entrust Root Certification Authority - G2,OU=(c) 2009 Entrust\\, Inc. - for authorized use only,OU=See www.entrust.net/legal-terms,O=Entrust\\, Inc.,C=US',
    '2024-11-30T23:59:59Z',
    '2026-04-09',
  ],
  [
    '73c176434f1bc6d5adf45b0e76e727287c8de57616c1e6e6141a2b2cbc7d8e4c',
    'CN=Entrust Root Certification Authority,OU=(c) 2006 Entrust\\, Inc.,OU=www.entrust.net/CPS is incorporated by reference,O=Entrust\\, Inc.,C=US',
    '2024-11-30T23:59:59Z',
    null,
  ],
  [
    'bef256daf26e9c69bdec1602359798f3caf71821a03e018257c53c65617f3d4a',
    'CN=FIRMAPROFESIONAL CA ROOT-A WEB,organizationIdentifier=VATES-A62634068,O=Firmaprofesional SA,C=ES',
    null,
    '2026-04-09',
  ],
  [
    '9a296a5182d1d451a2e37f439b74daafa267523329f90f9a0d2007c334e23c9a',
    'CN=GLOBALTRUST 2020,O=e-commerce monitoring GmbH,C=AT',
    '2024-06-30T00:00:00Z',
    '2026-04-09',
  ],
  [
    '8d25cd97229dbf70356bda4eb3cc734031e24cf00fafcfd32dc76eb5841c7ea8',
    'CN=GTS Root R2,O=Google Trust Services LLC,C=US',
    null,
    '2026-04-09',
  ],
  [
    '85a0dd7dd720adb7ff05f83d542b209dc7ff4528f7d677b18389fea5e5c49e86',
    'CN=QuoVadis Root CA 2,O=QuoVadis Limited,C=BM',
    null,
    '2026-04-09',
  ],
  [
    '18f1fc7f205df8adddeb7fe007dd57e3af375a9c4d8d73546bf4f1fed1e18d35',
    'CN=QuoVadis Root CA 3,O=QuoVadis Limited,C=BM',
    null,
    '2026-04-09',
  ],
  [
    '4200f5043ac8590ebb527d209ed1503029fbcbd41ca1b506ec27f15ade7dac69',
    'CN=Secure Global CA,O=SecureTrust Corporation,C=US',
    null,
    '2026-04-09',
  ],
  [
    'f1c1b50ae5a20dd8030ec9f6bc24823dd367b5255759b4e71b61fce9f7375d73',
    'CN=SecureTrust CA,O=SecureTrust Corporation,C=US',
    null,
    '2026-04-09',
  ],
  [
    '62dd0be9b9f50a163ea0f8e75c053b1eca57ea55c8688f647c6881f2c8357b95',
    'CN=SwissSign Gold CA - G2,O=SwissSign AG,C=CH',
    null,
    '2026-04-09',
  ],
  [
    'dd6936fe21f8f077c123a1a521c12224f72255b73e03a7260693e8a24b0fa389',
    'CN=TeliaSonera Root CA v1,O=TeliaSonera',
    null,
    '2026-04-09',
  ],
  [
    '97552015f5ddfc3c8788c006944555408894450084f100867086bc1a2bb58dc8',
    'CN=Trustwave Global Certification Authority,O=Trustwave Holdings\\, Inc.,L=Chicago,ST=Illinois,C=US',
    null,
    '2026-04-09',
  ],
  [
    '945bbc825ea554f489d1fd51a73ddf2ea624ac7019a05205225c22a78ccfa8b4',
    'CN=Trustwave Global ECC P256 Certification Authority,O=Trustwave Holdings\\, Inc.,L=Chicago,ST=Illinois,C=US',
    null,
    '2026-04-09',
  ],
  [
    '55903859c8c0c3ebb8759ece4e2557225ff5758bbd38ebd48276601e1bd58097',
    'CN=Trustwave Global ECC P384 Certification Authority,O=Trustwave Holdings\\, Inc.,L=Chicago,ST=Illinois,C=US',
    null,
    '2026-04-09',
  ],
  [
    'eaa962c4fa4a6bafebe415196d351ccd888d4f53f3fa8ae6d7c466a94e6042bb',
    'OU=certSIGN ROOT CA,O=certSIGN,C=RO',
    null,
    '2026-04-09',
  ],
  [
    'c0a6f4dc63a24bfdcf54ef2a6a082a0a72de35803e2ff5ff527ae5d87206dfd5',
    'OU=ePKI Root Certification Authority,O=Chunghwa Telecom Co.\\, Ltd.,C=TW',
    '2025-04-15T23:59:59Z',
    null,
  ],
];

export const MOZILLA_DISTRUST: readonly DistrustedRoot[] = ROWS.map(([fingerprint, subject, after, removed]) => ({
  fingerprint,
  subject,
  after,
  removed,
}));

/**
 * Returns the time since which certificates like this one are distrusted if they lead to this root; null if they are trusted at `now`
 * (milliseconds).
 */
export function findDistrust(
  { after, removed }: DistrustedRoot,
  leaf: PathFields,
  now: number,
): Pick<DistrustedRoot, 'after' | 'removed'> | null {
  if (removed !== null && now >= Date.parse(removed)) return { after: null, removed };
  const isNewer = after !== null && leaf.valid_from !== null && leaf.valid_from > Date.parse(after);
  return isNewer ? { after, removed: null } : null;
}
