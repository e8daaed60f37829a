/** What a format is: a reader for one kind of file that names hosts, zones or certificates. */

import type { StartTls } from '../domain/sources/endpoint.ts';

/**
 * `declared`: a TLS route or certificate whose host is literal, or can be resolved in the repository. `dns`: an address record.
 * `mentioned`: a link, documentation, or somebody else's server.
 */
export type Confidence = 'declared' | 'dns' | 'mentioned';

/** What a format finds at a line (1-based). The text of the line contains the value. */
export type Mention =
  | {
      kind: 'host';
      /** As written: also reserved names, wildcards and names with underscores, which `classify-host.ts` drops for all formats. */
      host: string;
      port: number | null;
      starttls?: StartTls;
      line: number;
      confidence: Confidence;
    }
  /** A zone, whose registration can expire. */
  | { kind: 'domain'; domain: string; line: number }
  /** PEM or DER inside another file. `saml`: of an identity or service provider. */
  | { kind: 'embedded'; content: Buffer; line: number; saml?: true }
  /** Encrypted by SOPS, Sealed Secrets or git-crypt: counted, not read. */
  | { kind: 'protected'; line: number }
  /** Counted, never guessed: a template, or a variable without a literal value in the repository. */
  | { kind: 'unresolved'; expression: string; line: number };

export interface Repository {
  /** Sorted, `/`-separated: all listed files. */
  paths: readonly string[];
  /** Null if the path is not listed, too large or binary. */
  readText(path: string): string | null;
}

interface SourceFile {
  path: string;
  text: string;
}

/** A reader of one kind of file. It is pure, and skips what it cannot read: malformed input never makes it throw. */
export interface Format {
  /** The `format` of a finding: `terraform`. */
  name: string;
  /** Tested with the whole path. */
  files: RegExp;
  /** A cheap look at the text before `read`. */
  sniff?: (text: string) => boolean;
  read(file: SourceFile, repository: Repository): Iterable<Mention>;
}
