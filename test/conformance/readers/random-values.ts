/** Ordinary and hostile values of certificates and known names that reports show. */

import fc from 'fast-check';

/** Parts that a format, or a program that opens it, could take for its own. */
const PARTS = [
  // The ends of texts and lines, and what terminals and readers of XML reject.
  ...['"', "'", '\\', '\\n', '\n', '\r', '\r\n', '\t', '\u0000', '\u0007', '\u001b[31m', '\u007f', '\u0085'],
  ...['\u009b31m', '\u2028', '\u2029', '\u202e', '\u200b', '\ufeff', '\ufffe', '\uffff', '\ud800', '\udc00'],
  // Letters that are not ASCII, or several code points.
  ...['\u{1f512}', 'e\u0301', '証明書', '\u00a0', '\u{1f468}\u200d\u{1f4bb}', 'ﬁ'],
  // Spreadsheets and lists.
  ...['=cmd|calc', '+1', '-1', '@SUM(1)', ',', ';', ':', '|', '\\|', '{', '}', '1.', '- ', '%s', '$A', '$x$'],
  // Markup.
  ...[']]>', '<!--', '-->', '<b>', '&amp;', '&', '&#10;', '<?x?>', '</script>', '</td>', '<img src=x onerror=f()>'],
  ...['</details>', '" onclick="f()', "' x='", '<a href="https://evil.example">', '</style>', '</title>'],
  // Markdown of GitHub.
  ...['`', '``', '*bold*', '_it_', '~~no~~', '[a](b)', '![x](https://evil.example/x.png)', '# title', '> quote'],
  ...['@octocat', '#123', 'GH-1', ':tada:', 'javascript:alert(1)', '[a](javascript:alert(1))', 'https://example.com/a'],
  ...['www.evil.example', 'mail@evil.example', '<https://evil.example>', '[^1]', '| a | b |', '---', '    code'],
  // Calendars and metrics.
  ...['# EOF', '# HELP a', 'END:VEVENT', ' ', '  ', '\r\n ', 'x'.repeat(74), 'é'.repeat(40)],
  ...['shop', 'a', '1', '.'],
];

const part = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...PARTS) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 3 }) },
);

const hostile = fc.oneof(
  {
    weight: 20,
    arbitrary: fc.array(part, { minLength: 1, maxLength: 7 }).map((parts) => parts.join('')),
  },
  { weight: 4, arbitrary: fc.constantFrom('', 'é1'.repeat(150), 'x'.repeat(5000)) },
);

const ordinary = fc.constantFrom(
  'shop',
  'api.example.com',
  'Payments team',
  'web, team',
  'web; team',
  'Run "certbot renew"',
  'é, ü; 証明書',
);

/** The days until the expiry: at each threshold, and beside it. */
const days = fc.oneof(fc.constantFrom(-400, -2, -1, 0, 1, 2, 13, 14, 29, 30), fc.integer({ min: -1500, max: 1500 }));

/** A certificate with values that its entry, or the certificate itself, gives. */
export interface CertificateValues {
  name: string;
  common_name: string;
  /** The common name of the CA, which the server sends along. */
  issuer: string;
  owner: string;
  label: string;
  renewal_instructions: string;
  locations: string[];
  /** The detail of a finding. */
  detail: string;
  serial: string;
  days: number;
}

/** A name that something else than the manifest knows. */
export interface KnownName {
  value: string;
  state: 'watched' | 'ignored' | 'unwatched' | 'undeclared';
  /** The places that name it. */
  sources: string[];
  /** The entry that has it, or the reason why it is ignored. */
  note: string;
}

export interface Values {
  certificates: CertificateValues[];
  known: KnownName[];
  title: string;
  /** The reason of a silence, and who created it. */
  reason: string;
  author: string;
}

/** The locations of an entry are different, also in UTF-8. */
function createLocations(text: fc.Arbitrary<string>): fc.Arbitrary<string[]> {
  return fc.uniqueArray(text, { minLength: 1, maxLength: 4, selector: (one) => Buffer.from(one).toString() });
}

function createCertificate(text: fc.Arbitrary<string>): fc.Arbitrary<CertificateValues> {
  return fc.record({
    ...{ name: text, common_name: text, issuer: text, owner: text, label: text, renewal_instructions: text },
    ...{
      locations: createLocations(text),
      detail: text,
      serial: fc.constantFrom('01', '12e5', '00ff', '7'.repeat(40)),
      days,
    },
  });
}

function createKnownName(text: fc.Arbitrary<string>): fc.Arbitrary<KnownName> {
  const state = fc.constantFrom('watched', 'ignored', 'unwatched', 'undeclared');
  return fc.record({ value: text, state, sources: fc.array(text, { maxLength: 5 }), note: text });
}

/** Makes labels that differ in punctuation only, which names of files cannot have. */
const makeAlike = (certificates: CertificateValues[]) =>
  certificates.map((one, index) => ({ ...one, label: `${certificates[0]?.label}${[',', ';', '/'][index]}` }));

function createValues(text: fc.Arbitrary<string>): fc.Arbitrary<Values> {
  // Different names are also different in UTF-8.
  const certificates = fc.uniqueArray(createCertificate(text), {
    ...{ minLength: 1, maxLength: 3 },
    selector: ({ name }) => Buffer.from(name).toString(),
  });
  return fc.record({
    certificates: fc.oneof(
      { weight: 3, arbitrary: certificates },
      { weight: 1, arbitrary: certificates.map(makeAlike) },
    ),
    known: fc.array(createKnownName(text), { maxLength: 4 }),
    title: fc.oneof(
      text,
      text.map((one) => `${one}</title>&amp;`),
    ),
    ...{ reason: text, author: text },
  });
}

const mixed = fc.oneof({ weight: 1, arbitrary: ordinary }, { weight: 4, arbitrary: hostile });

export const values: fc.Arbitrary<Values> = fc.oneof(
  { weight: 1, arbitrary: createValues(ordinary) },
  { weight: 3, arbitrary: createValues(mixed) },
);
