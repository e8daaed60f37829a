/** Formats whose files are YAML: each document is read alone, and each mention gets the line that contains it. */

import type { Format, Mention, Repository } from '../format.ts';
import { parseYamlDocuments, type YamlNode } from './parse.ts';
import { hasPlaceholder } from './templates.ts';

interface YamlFormat extends Pick<Format, 'name' | 'files' | 'sniff'> {
  readDocument(document: YamlNode, file: { path: string; text: string }, repository: Repository): Iterable<Mention>;
}

export function createYamlFormat({ readDocument, ...format }: YamlFormat): Format {
  return {
    ...format,
    read(file, repository) {
      const lines = file.text.split('\n');
      // An alias repeats the value of its anchor, which has one line.
      const found = new Map<string, Mention>();
      for (const document of parseYamlDocuments(file.text))
        for (const mention of readDocument(document, file, repository)) {
          const located = locate(mention, lines);
          found.set(JSON.stringify(located), located);
        }
      return [...found.values()].sort((a, b) => a.line - b.line);
    },
  };
}

/** How far below the start of a scalar its text is searched: a folded text has other line breaks than its value. */
const MAX_LINES_BELOW = 200;

function locate(mention: Mention, lines: readonly string[]): Mention {
  const text = mention.kind === 'host' ? mention.host : mention.kind === 'unresolved' ? mention.expression : '';
  const line = lines[mention.line - 1] ?? '';
  if (mention.kind === 'unresolved' && hasPlaceholder(text)) return { ...mention, expression: removeKey(line) };
  const below = lines.slice(mention.line - 1, mention.line + MAX_LINES_BELOW).findIndex((one) => one.includes(text));
  return below > 0 ? { ...mention, line: mention.line + below } : mention;
}

/** `{{ .Values.host }}` of `  - host: "{{ .Values.host }}"`. */
function removeKey(line: string): string {
  const value = line.trim().replace(/^(?:- +)*(?:[\w./"'-]+: +)?/, '');
  return /^(["']).*\1$/.test(value) ? value.slice(1, -1) : value;
}
