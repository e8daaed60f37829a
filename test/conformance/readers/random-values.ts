/** Ordinary and hostile values of a certificate that reports show. */

import fc from 'fast-check';

/** Parts that a format, or a program that opens it, could take for its own. */
const PARTS = [
  ...[
    '"',
    "'",
    '\\',
    '\\n',
    '\n',
    '\r',
    '\r\n',
    '\t',
    '\u0000',
    '\u0007',
    '\u001b[31m',
    '\u007f',
    '\u0085',
    '\u009b31m',
  ],
  ...[
    '\u2028',
    '\u2029',
    '\u202e',
    '\u200b',
    '\ufeff',
    '\ufffe',
    '\uffff',
    '\ud800',
    '\u{1f512}',
    'e\u0301',
    '証明書',
    '\u00a0',
  ],
  ...[
    '=cmd|calc',
    '+1',
    '-1',
    '@SUM(1)',
    ',',
    ';',
    ':',
    '|',
    '{',
    '}',
    ']]>',
    '<!--',
    '-->',
    '<b>',
    '&amp;',
    '&',
    '&#10;',
    '<?x?>',
  ],
  ...[
    '`',
    '*bold*',
    '[a](b)',
    '# EOF',
    '# HELP a',
    'END:VEVENT',
    ' ',
    '  ',
    '\r\n ',
    'x'.repeat(74),
    'é'.repeat(40),
    '%s',
    '$A',
  ],
  ...['shop', 'a', '1', '.'],
];

const hostile = fc
  .array(fc.oneof(fc.constantFrom(...PARTS), fc.string({ unit: 'binary', maxLength: 3 })), {
    minLength: 1,
    maxLength: 5,
  })
  .map((parts) => parts.join(''));

const ordinary = fc.constantFrom(
  'shop',
  'api.example.com',
  'Payments team',
  '@example/web',
  'ops@example.com',
  'é, ü; 証明書',
);

const text = fc.oneof({ weight: 2, arbitrary: ordinary }, { weight: 3, arbitrary: hostile });

/** A certificate with values that its entry, or the certificate itself, gives. */
export interface Values {
  name: string;
  common_name: string;
  owner: string;
  label: string;
  renewal_instructions: string;
}

export const values: fc.Arbitrary<Values> = fc.record({
  name: text,
  common_name: text,
  owner: text,
  label: text,
  renewal_instructions: text,
});
