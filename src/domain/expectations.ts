/** What an entry says that its certificates are, and how one can differ from it. */

/** Empty and null: not written. */
export interface Expectations {
  /** Lower case, other scripts in their ASCII form: all of them are to be among the alternative names. */
  names: string[];
  /** Patterns, of which the issuer is to match one. */
  issuers: string[];
  /** SHA-256 of the certificate, lower-case hex: it is to be one of them. */
  fingerprints: string[];
  /** SHA-256 of the SubjectPublicKeyInfo in base64: that of its key is to be one of them. */
  keys: string[];
  self_signed: boolean;
}

/** One way in which a certificate is not what is expected. */
export interface Deviation {
  /** Stable and kebab-case. */
  code: string;
  detail: string;
}

/** What is needed beside its facts to compare a certificate with what is expected. */
export interface Identity {
  /** SHA-256 of the SubjectPublicKeyInfo in base64. */
  key: string;
  self_signed: boolean;
}
