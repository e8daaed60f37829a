/** Declares a format of `certvigil import`: the configuration of another tool. */

import type { CompileRegex } from './prometheus/regex.ts';
import type { Imported, ImportedFile } from './types.ts';

export const FORMAT_NAMES = ['gatus', 'upptime', 'uptime-kuma', 'prometheus', 'csv', 'hosts'] as const;
export type FormatName = (typeof FORMAT_NAMES)[number];

export interface ImportFormat {
  name: FormatName;
  /** The name of the tool, or what the file is, as in "Imported from Gatus". */
  title: string;
  /** Whether the file is probably one of this format: a cheap look. Formats are asked in the order of their table. */
  recognizes: (file: ImportedFile) => boolean;
  /** Lists the paths and globs of other files that a file refers to, relative to its directory. Throws MalformedError. */
  references?: (file: ImportedFile) => string[];
  /** Reads all files of an import that have this format. Throws MalformedError for a text that cannot be parsed. `compile`: the engine for regular expressions of the tool. */
  read: (files: readonly ImportedFile[], compile: CompileRegex) => Imported;
}
