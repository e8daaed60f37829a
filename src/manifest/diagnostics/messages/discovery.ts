/** Messages about the section `discovery`. */

import { createError, createNotice, createWarning, type MessageTable, quote } from './message.ts';

export const DISCOVERY_MESSAGES = {
  'bad-discovery-path': (path: string) =>
    createError(
      `${quote(path)} is not a path in the repository.`,
      "Use a path or glob relative to the manifest's directory, such as vendor or certs/old/**.",
    ),
  'bad-discovery-host': (value: string) =>
    createError(
      `${quote(value)} is not a host name or glob.`,
      'Use a name such as www.example.com or *.example.com, without a scheme, port or path.',
    ),
  'bad-domain': (value: string, better: string | null) =>
    createError(
      `${quote(value)} is not a domain.`,
      better === null ? 'Use a name such as example.com.' : `Use ${quote(better)}, which includes all names in it.`,
    ),
  'ignore-without-match': () =>
    createError('This item of "ignore" does not say what to ignore.', 'Add "host", "domain" or "file".'),
  'ignore-expired': (until: string) =>
    createWarning(
      `This item of "ignore" expired ("until" is ${until}), so what it matches is reported again.`,
      'Remove it, or extend "until".',
    ),
  'ignore-matches-nothing': () =>
    createWarning('Nothing in the repository matches this item of "ignore".', 'Fix or remove it.'),
  'not-watched': (value: string, kind: string, fix: string | null, isRequired: boolean) => {
    const what = kind === 'fixture' ? 'test certificate' : kind === 'saml' ? 'SAML certificate' : kind;
    const describe = isRequired ? createError : createNotice;
    return describe(
      `The ${what} ${quote(value)} is new, and no entry watches it.`,
      `${fix ?? 'Add an entry'}, or an item to discovery.ignore.`,
    );
  },
  'watched-but-removed': (host: string, entry: string, where: string) =>
    createNotice(
      `${quote(host)} was removed from ${where}, but the entry ${quote(entry)} still watches it.`,
      'Remove the entry if the server is gone.',
    ),
} satisfies MessageTable;
