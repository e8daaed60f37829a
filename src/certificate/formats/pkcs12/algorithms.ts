/** The algorithms of PKCS#12 keystores, by their object identifiers. Those that node:crypto does not support are missing. */

export interface Digest {
  /** The name in node:crypto. */
  name: string;
  /** The sizes of the result and of its internal blocks, in bytes. */
  size: number;
  block: number;
  /** The time of a round, relative to a round of PBKDF2 with SHA-256. */
  cost: number;
}

const digest = (name: string, size: number, block: number, cost: number): Digest => ({ name, size, block, cost });

export const SHA1 = digest('sha1', 20, 64, 3);
const MD5 = digest('md5', 16, 64, 3);
const SHA224 = digest('sha224', 28, 64, 1);
const SHA256 = digest('sha256', 32, 64, 1);
const SHA384 = digest('sha384', 48, 128, 3);
const SHA512 = digest('sha512', 64, 128, 3);
const SHA512_224 = digest('sha512-224', 28, 128, 3);
const SHA512_256 = digest('sha512-256', 32, 128, 3);
const SHA3_224 = digest('sha3-224', 28, 144, 6);
const SHA3_256 = digest('sha3-256', 32, 136, 6);
const SHA3_384 = digest('sha3-384', 48, 104, 6);
const SHA3_512 = digest('sha3-512', 64, 72, 6);
const RIPEMD160 = digest('ripemd160', 20, 64, 6);
const SM3 = digest('sm3', 32, 64, 3);

export const DIGESTS: Readonly<Record<string, Digest>> = {
  '1.2.840.113549.2.5': MD5,
  '1.3.14.3.2.26': SHA1,
  '1.3.36.3.2.1': RIPEMD160,
  '1.2.156.10197.1.401': SM3,
  '2.16.840.1.101.3.4.2.1': SHA256,
  '2.16.840.1.101.3.4.2.2': SHA384,
  '2.16.840.1.101.3.4.2.3': SHA512,
  '2.16.840.1.101.3.4.2.4': SHA224,
  '2.16.840.1.101.3.4.2.5': SHA512_224,
  '2.16.840.1.101.3.4.2.6': SHA512_256,
  '2.16.840.1.101.3.4.2.7': SHA3_224,
  '2.16.840.1.101.3.4.2.8': SHA3_256,
  '2.16.840.1.101.3.4.2.9': SHA3_384,
  '2.16.840.1.101.3.4.2.10': SHA3_512,
};

/** HMACs: those of RFC 8018 B.1, and of later digests. */
export const HMACS: Readonly<Record<string, Digest>> = {
  '1.2.840.113549.2.6': MD5,
  '1.2.840.113549.2.7': SHA1,
  '1.2.840.113549.2.8': SHA224,
  '1.2.840.113549.2.9': SHA256,
  '1.2.840.113549.2.10': SHA384,
  '1.2.840.113549.2.11': SHA512,
  '1.2.840.113549.2.12': SHA512_224,
  '1.2.840.113549.2.13': SHA512_256,
  '1.2.156.10197.1.401.3.1': SM3,
  '2.16.840.1.101.3.4.2.13': SHA3_224,
  '2.16.840.1.101.3.4.2.14': SHA3_256,
  '2.16.840.1.101.3.4.2.15': SHA3_384,
  '2.16.840.1.101.3.4.2.16': SHA3_512,
};

export interface Cipher {
  /** The name in node:crypto, except for RC2 and RC4, which it does not support. */
  name: string;
  /** The bytes of the key and of the initialization vector. All bits of an RC2 key are effective. */
  key: number;
  iv: number;
}

const cipher = (name: string, key: number, iv: number): Cipher => ({ name, key, iv });

/** The cipher is DES with repeated keys, or 3DES with two keys. */
export const TRIPLE_DES = 'des-ede3-cbc';

/** Ciphers of PBES2 (RFC 8018 B.2). */
export const CIPHERS: Readonly<Record<string, Cipher>> = {
  '1.3.14.3.2.7': cipher(TRIPLE_DES, 8, 8),
  '1.2.840.113549.3.7': cipher(TRIPLE_DES, 24, 8),
  '2.16.840.1.101.3.4.1.2': cipher('aes-128-cbc', 16, 16),
  '2.16.840.1.101.3.4.1.3': cipher('aes-128-ofb', 16, 16),
  '2.16.840.1.101.3.4.1.4': cipher('aes-128-cfb', 16, 16),
  '2.16.840.1.101.3.4.1.22': cipher('aes-192-cbc', 24, 16),
  '2.16.840.1.101.3.4.1.23': cipher('aes-192-ofb', 24, 16),
  '2.16.840.1.101.3.4.1.24': cipher('aes-192-cfb', 24, 16),
  '2.16.840.1.101.3.4.1.42': cipher('aes-256-cbc', 32, 16),
  '2.16.840.1.101.3.4.1.43': cipher('aes-256-ofb', 32, 16),
  '2.16.840.1.101.3.4.1.44': cipher('aes-256-cfb', 32, 16),
  '1.2.392.200011.61.1.1.1.2': cipher('camellia-128-cbc', 16, 16),
  '1.2.392.200011.61.1.1.1.3': cipher('camellia-192-cbc', 24, 16),
  '1.2.392.200011.61.1.1.1.4': cipher('camellia-256-cbc', 32, 16),
  '1.2.410.200046.1.1.2': cipher('aria-128-cbc', 16, 16),
  '1.2.410.200046.1.1.7': cipher('aria-192-cbc', 24, 16),
  '1.2.410.200046.1.1.12': cipher('aria-256-cbc', 32, 16),
  '1.2.156.10197.1.104.2': cipher('sm4-cbc', 16, 16),
};

/** A cipher with its key derivation. */
export interface PasswordCipher extends Cipher {
  /** The key derivation of PKCS#12 itself (RFC 7292 appendix B), or PBKDF1 (RFC 8018 section 5.1). */
  derivation: 'pkcs12' | 'pbkdf1';
  digest: Digest;
}

const pkcs12 = (cipher: Cipher): PasswordCipher => ({ ...cipher, derivation: 'pkcs12', digest: SHA1 });
const pbkdf1 = (digest: Digest, cipher: Cipher): PasswordCipher => ({ ...cipher, derivation: 'pbkdf1', digest });

/** Ciphers of RFC 7292 appendix C, and of PBES1 (RFC 8018 A.3). */
export const PASSWORD_CIPHERS: Readonly<Record<string, PasswordCipher>> = {
  '1.2.840.113549.1.12.1.1': pkcs12(cipher('rc4', 16, 0)),
  '1.2.840.113549.1.12.1.2': pkcs12(cipher('rc4', 5, 0)),
  '1.2.840.113549.1.12.1.3': pkcs12(cipher(TRIPLE_DES, 24, 8)),
  '1.2.840.113549.1.12.1.4': pkcs12(cipher(TRIPLE_DES, 16, 8)),
  '1.2.840.113549.1.12.1.5': pkcs12(cipher('rc2', 16, 8)),
  '1.2.840.113549.1.12.1.6': pkcs12(cipher('rc2', 5, 8)),
  '1.2.840.113549.1.5.3': pbkdf1(MD5, cipher(TRIPLE_DES, 8, 8)),
  '1.2.840.113549.1.5.6': pbkdf1(MD5, cipher('rc2', 8, 8)),
  '1.2.840.113549.1.5.10': pbkdf1(SHA1, cipher(TRIPLE_DES, 8, 8)),
  '1.2.840.113549.1.5.11': pbkdf1(SHA1, cipher('rc2', 8, 8)),
};
