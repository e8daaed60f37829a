/** The arguments of the methods of Python's strings, lists and dicts. */

import { parseSignature, type Signature } from '../signature.ts';

/** `null`: takes any arguments. */
export type Signatures = Readonly<Record<string, Signature | null>>;

function createSignatures(bySignature: Record<string, string>): Signatures {
  return Object.fromEntries(
    Object.entries(bySignature).flatMap(([text, names]) =>
      names.split(' ').map((name) => [name, text === '*' ? null : parseSignature(text)] as const),
    ),
  );
}

const NONE =
  'upper lower casefold title capitalize swapcase trim isdigit isdecimal isnumeric isalpha isalnum isascii isspace ' +
  'isidentifier isprintable islower isupper istitle';

export const TEXT_SIGNATURES = createSignatures({
  '': NONE,
  '*': 'format',
  'chars?': 'strip lstrip rstrip',
  'width, fill?': 'center ljust rjust',
  width: 'zfill',
  'sep=, maxsplit=': 'split rsplit',
  sep: 'partition rpartition',
  'keepends=': 'splitlines',
  'tabsize=': 'expandtabs',
  items: 'join',
  'old, new, count=': 'replace',
  affix: 'removeprefix removesuffix',
  'part, start?, end?': 'startswith endswith find rfind index rindex count',
});

export const LIST_SIGNATURES = createSignatures({
  '': 'copy reverse clear',
  item: 'append remove count includes',
  'item, start?, end?': 'index',
  items: 'extend',
  'index, item': 'insert',
  'index?': 'pop',
  'reverse=': 'sort',
});

export const DICT_SIGNATURES = createSignatures({
  '': 'items keys values copy popitem clear',
  'key, default?': 'get setdefault pop',
  '*': 'update',
});
