/** The interface of a format: a reader for one kind of file that names hosts, zones or certificates. */

import type { StartTls } from '../domain/sources/endpoint.ts';
import type { Variables } from './yaml/variables.ts';

/**
 * `declared`: a TLS route or certificate whose host is literal, or can be resolved in the repository. `dns`: an address record.
 * `mentioned`: a link, documentation, or somebody else's server.
 */
export type Confidence = 'declared' | 'dns' | 'mentioned';

/** A finding of a format at a line (1-based). The text of the line contains the value. */
export type Mention =
  | {
      kind: 'host';
      /**
       * The host as written, including reserved names, wildcards and names with underscores, which `classify-host.ts` drops for all
       * formats.
       */
      host: string;
      port: number | null;
      starttls?: StartTls;
      line: number;
      confidence: Confidence;
    }
  /** A zone, whose registration can expire. */
  | { kind: 'domain'; domain: string; line: number }
  /** PEM or DER inside another file. `saml`: the certificate of an identity or service provider. */
  | { kind: 'embedded'; content: Buffer; line: number; saml?: true }
  /** A text encrypted by SOPS, Sealed Secrets or git-crypt, which is counted, but not read. */
  | { kind: 'protected'; line: number }
  /** A template, or a variable without a literal value in the repository. It is counted, but its value is never guessed. */
  | { kind: 'unresolved'; expression: string; line: number };

export interface Repository {
  /** The paths of all listed files, sorted and `/`-separated. */
  paths: readonly string[];
  /** The values of variables that the files do not have, from the manifest. Absent: none. */
  variables?: Variables;
  /** Returns null if the path is not listed, too large or binary. */
  readText(path: string): string | null;
}

interface SourceFile {
  path: string;
  text: string;
}

/** A reader of one kind of file. It is pure, and skips unreadable parts: malformed input never makes it throw. */
export interface Format {
  /** The `format` of its findings, such as `terraform`. */
  name: string;
  /** A pattern for the whole path. */
  files: RegExp;
  /** A cheap test of the text before `read`. */
  sniff?: (text: string) => boolean;
  read(file: SourceFile, repository: Repository): Iterable<Mention>;
}
