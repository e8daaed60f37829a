/** Draws hosts, and certificates whose names are like them: each name is the host itself, or the host with one change. */

import { isIPv6 } from 'node:net';
import { domainToASCII } from 'node:url';
import fc from 'fast-check';

export interface SubjectName {
  type: 'dns' | 'ip' | 'uri' | 'email';
  /** The octets of an address, in hex, else the text. */
  value: string;
}

export interface NamesCase {
  /** As it is written in a manifest or a URL, without brackets. */
  host: string;
  common_name: string;
  /** Null: no such extension. */
  sans: SubjectName[] | null;
}

const LABELS = [
  'www',
  'shop',
  'a',
  '1',
  'x-y',
  'bücher',
  'xn--bcher-kva',
  'xn--strae-oqa',
  'straße',
  'under_score',
  '_s',
];
const PARENTS = ['example.com', 'a.example.com', 'example', 'bücher.example', 'under_score.example.com'];

/** Addresses, with their octets. The first and the third are the same host for some clients. */
const ADDRESSES: Readonly<Record<string, string>> = {
  '192.0.2.1': 'c0000201',
  '127.0.0.1': '7f000001',
  '::ffff:192.0.2.1': '00000000000000000000ffffc0000201',
  '2001:db8::1': '20010db8000000000000000000000001',
  '2001:0DB8:0::1': '20010db8000000000000000000000001',
};

const label = fc.constantFrom(...LABELS);
const parent = fc.constantFrom(...PARENTS);
const dnsHost = fc
  .tuple(
    fc.oneof(
      { weight: 6, arbitrary: fc.tuple(label, parent) },
      { weight: 1, arbitrary: parent.map((one) => [one]) },
      { weight: 1, arbitrary: fc.tuple(fc.constantFrom('www', 'bücher', 'under_score')) },
    ),
    fc.constantFrom('', '', '', '', '.'),
    fc.constantFrom('', '', '', 'upper'),
  )
  .map(([labels, end, letters]) => {
    const text = labels.join('.') + end;
    return letters === 'upper' ? text.toUpperCase() : text;
  });

type Change = (labels: readonly string[]) => string;
const join = (...labels: string[]) => labels.join('.');
const replaceFirst =
  (first: (label: string) => string): Change =>
  ([label = '', ...rest]) =>
    join(first(label), ...rest);

/** Names that match the host at least for some clients. */
const SIMILAR: readonly Change[] = [
  (labels) => join(...labels),
  (labels) => join(...labels).toUpperCase(),
  replaceFirst(() => '*'),
];

/** Names that look like the host. */
const CHANGED: readonly Change[] = [
  (labels) => `${join(...labels)}.`,
  (labels) => `.${join(...labels)}`,
  (labels) => `*.${join(...labels)}`,
  (labels) => `www.${join(...labels)}`,
  (labels) => join(...labels.slice(1)),
  (labels) => `*.${join(...labels.slice(2))}`,
  (labels) => `*.${join(...labels.slice(1))}.`,
  ([first = '', , ...rest]) => join(first, '*', ...rest),
  (labels) => join(...labels.map(() => '*')),
  (labels) => join(...labels.slice(0, -1), 'test'),
  (labels) => `${join(...labels)}.example.org`,
  (labels) => `${join(...labels)}\0.example.org`,
  (labels) => `${join(...labels)} `,
  (labels) => join(...labels).replaceAll(/[-_]/g, (one) => (one === '-' ? '_' : '-')),
  (labels) => join(...labels.map((one) => (one.startsWith('xn--') ? 'bücher' : one))),
  replaceFirst((first) => `${first.slice(0, 1)}*`),
  replaceFirst((first) => `*${first.slice(-1)}`),
  replaceFirst((first) => `${first.slice(0, 4)}*`),
  replaceFirst((first) => `${first}*`),
  replaceFirst(() => '**'),
  replaceFirst(() => ''),
  () => '*',
  () => '',
];

const dns = (value: string): SubjectName => ({ type: 'dns', value });

function drawNames(host: string): fc.Arbitrary<SubjectName> {
  const labels = domainToASCII(host).replace(/\.$/, '').split('.');
  const text = join(...labels);
  return fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...SIMILAR).map((change) => dns(change(labels))) },
    { weight: 8, arbitrary: fc.constantFrom(...CHANGED).map((change) => dns(change(labels))) },
    {
      weight: 1,
      arbitrary: fc.constantFrom<SubjectName>(
        { type: 'uri', value: `https://${text}/` },
        { type: 'email', value: text },
        { type: 'ip', value: 'c0000201' },
        { type: 'ip', value: Buffer.from(text.padEnd(16).slice(0, 16)).toString('hex') },
      ),
    },
  );
}

/** The address itself in every form, and other addresses. */
function drawAddressNames(host: string): fc.Arbitrary<SubjectName> {
  const octets = ADDRESSES[host] ?? '';
  return fc.oneof(
    { weight: 3, arbitrary: fc.constant<SubjectName>({ type: 'ip', value: octets }) },
    {
      weight: 5,
      arbitrary: fc.constantFrom<SubjectName>(
        ...Object.values(ADDRESSES).map((value) => ({ type: 'ip' as const, value })),
        { type: 'ip', value: octets.slice(2) },
        { type: 'ip', value: `${octets}${'ff'.repeat(octets.length / 2)}` },
        { type: 'ip', value: '' },
        { type: 'uri', value: `https://${isIPv6(host) ? `[${host}]` : host}/` },
        dns(host),
        dns(host.replace(/^[^.:]*/, '*')),
        dns('www.example.com'),
      ),
    },
  );
}

function drawCase(host: string): fc.Arbitrary<NamesCase> {
  const name = ADDRESSES[host] === undefined ? drawNames(host) : drawAddressNames(host);
  return fc.record({
    host: fc.constant(host),
    common_name: fc.constantFrom(host, host.replace(/^[^.]*/, '*'), 'Example', ''),
    sans: fc.oneof(
      { weight: 1, arbitrary: fc.constant(null) },
      { weight: 20, arbitrary: fc.array(name, { maxLength: 3 }) },
    ),
  });
}

export const cases: fc.Arbitrary<NamesCase> = fc
  .oneof({ weight: 4, arbitrary: dnsHost }, { weight: 1, arbitrary: fc.constantFrom(...Object.keys(ADDRESSES)) })
  .chain(drawCase);
