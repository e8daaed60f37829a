/** Formats whose files are YAML: each document is read separately, and each mention has the line that contains it. */

import type { Format, Mention, Repository } from '../format.ts';
import { parseYamlDocuments, type YamlNode } from './parse.ts';

interface YamlFormat extends Pick<Format, 'name' | 'files' | 'sniff'> {
  /** An additional test of the path, if the pattern `files` is not sufficient. */
  accepts?: (path: string) => boolean;
  readDocument(document: YamlNode, file: { path: string; text: string }, repository: Repository): Iterable<Mention>;
}

export function createYamlFormat({ accepts = () => true, readDocument, ...format }: YamlFormat): Format {
  return {
    ...format,
    read(file, repository) {
      if (!accepts(file.path)) return [];
      const lines = file.text.split('\n');
      // An alias repeats the value of its anchor, which has one line.
      const found = new Map<string, Mention>();
      for (const document of parseYamlDocuments(file.text, { isRelevant: format.sniff }))
        for (const mention of document.kind === 'skipped'
          ? [toUnresolved(document)]
          : readDocument(document, file, repository)) {
          const located = locate(mention, lines);
          found.set(JSON.stringify(located), located);
        }
      return [...found.values()].sort((a, b) => a.line - b.line);
    },
  };
}

function toUnresolved({ reason, line }: { reason: string; line: number }): Mention {
  return { kind: 'unresolved', expression: reason, line };
}

/** The maximum of lines after the start of a scalar in which its text is searched: a folded text has other line breaks than its value. */
const MAX_LINES_BELOW = 200;

/** People do not fold lines that are longer than this. */
const MAX_LINE_LENGTH = 2000;

function locate(mention: Mention, lines: readonly string[]): Mention {
  if (mention.kind !== 'host' || (lines[mention.line - 1]?.length ?? 0) > MAX_LINE_LENGTH) return mention;
  const text = mention.host;
  const below = lines.slice(mention.line - 1, mention.line + MAX_LINES_BELOW).findIndex((one) => one.includes(text));
  return below > 0 ? { ...mention, line: mention.line + below } : mention;
}
