import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  type CreatedCertificate,
  createCertificate,
  createKeys,
  type KeyKind,
} from '../../src/app/demo/create-certificate.ts';
import { listFilePlaces } from '../../src/certificate/decode-file.ts';
import type { GroupedSlot } from '../../src/certificate/group-slots.ts';
import { describeReal, makeDirectory, removeDirectory } from './harness.ts';
import { VALIDITY } from './reading.ts';

const PASSWORD = 'changeit';

/** One certificate as each side tells of it. */
interface Told {
  subject: string;
  issuer: string;
  serial: string;
  from: string;
  to: string;
  sha256: string;
}

let folder: string;
let root: CreatedCertificate;
let other: CreatedCertificate;

const at = (name: string) => join(folder, name);

beforeAll(async () => {
  folder = makeDirectory();
  const keys = await createKeys();
  root = await createCertificate({ ...VALIDITY, commonName: 'Root', ca: true, keys });
  other = await createCertificate({
    ...VALIDITY,
    commonName: 'other.example',
    subject: 'C=DE, O=Example GmbH, CN=other.example',
  });
  for (const kind of ['ec', 'rsa', 'p384', 'ed25519'] as const) {
    const leaf = await createCertificate({
      ...VALIDITY,
      commonName: `${kind}.example`,
      issuer: root,
      keys: await createKeys(kind),
    });
    writeFileSync(at(`${kind}.pem`), leaf.certificate);
    writeFileSync(at(`${kind}.key`), leaf.privateKeyPem);
  }
  writeFileSync(at('root.pem'), root.certificate);
  writeFileSync(at('other.pem'), other.certificate);
});
afterAll(() => removeDirectory(folder));

async function list(name: string, password: string | null): Promise<GroupedSlot[]> {
  return listFilePlaces(name, { bytes: readFileSync(at(name)), password });
}

/** Slots with their certificates, leaf first, as certvigil reads them. */
async function ours(name: string, password: string | null = PASSWORD): Promise<Record<string, Told[]>> {
  const found = await list(name, password);
  expect(found.flatMap(({ failure }) => failure ?? [])).toEqual([]);
  return Object.fromEntries(
    found.map(({ slot, items }) => [
      slot,
      items.map(({ facts }) => ({
        subject: facts.subject ?? '',
        issuer: facts.issuer ?? '',
        serial: facts.serial_number ?? '',
        from: facts.valid_from ?? '',
        to: facts.valid_to,
        sha256: facts.fingerprint_sha256 ?? '',
      })),
    ]),
  );
}

async function codes(name: string, password: string | null): Promise<string[]> {
  return (await list(name, password)).flatMap(({ failure }) => failure?.code ?? []);
}

/** Both write some names in another order or with spaces; what is compared is the set of their parts. */
const parts = (name: string) => name.split(/, ?/).sort().join(',');
const plain = (told: Record<string, Told[]>) =>
  Object.fromEntries(
    Object.entries(told).map(([slot, chain]) => [
      slot.toLowerCase(),
      chain.map((one) => ({ ...one, subject: parts(one.subject), issuer: parts(one.issuer) })),
    ]),
  );

function isoTime(text: string): string {
  return new Date(text).toISOString().replace('.000Z', 'Z');
}

describeReal('keystores of keytool', { programs: ['keytool', 'openssl'] }, (keytool, openssl) => {
  const run = (program: string, ...args: string[]) =>
    execFileSync(program, args, {
      cwd: folder,
      env: { ...process.env, TZ: 'UTC', LC_ALL: 'C' },
      stdio: 'pipe',
    }).toString();

  /** What `keytool -list -v` says of each alias. */
  function theirs(name: string, ...options: string[]): Record<string, Told[]> {
    const text = run(
      keytool,
      ...options,
      '-J-Duser.language=en',
      '-list',
      '-v',
      '-keystore',
      name,
      '-storepass',
      PASSWORD,
    );
    const told: Record<string, Told[]> = {};
    for (const entry of text.split('Alias name: ').slice(1)) {
      const certificates = entry.split('Owner: ').slice(1);
      if (certificates.length === 0) continue;
      told[entry.slice(0, entry.indexOf('\n'))] = certificates.map((certificate) => {
        const [, subject, issuer, serial, from, to, sha256] =
          /^(.*)\nIssuer: (.*)\nSerial number: (.*)\nValid from: (.*) until: (.*)\n[\s\S]*?SHA256: (.*)/.exec(
            certificate,
          ) ?? [];
        return {
          subject: subject ?? '',
          issuer: issuer ?? '',
          serial: (serial ?? '').length % 2 === 0 ? (serial ?? '') : `0${serial}`,
          from: isoTime(from ?? ''),
          to: isoTime(to ?? ''),
          sha256: (sha256 ?? '').replaceAll(':', '').toLowerCase(),
        };
      });
    }
    return told;
  }

  /** A keystore with two keys, of which each has its chain, and two certificates. */
  function fill(name: string, type: string, ...options: string[]): void {
    const store = ['-keystore', name, '-storetype', type, '-storepass', PASSWORD, '-noprompt'];
    for (const kind of ['ec', 'rsa']) {
      run(
        openssl,
        'pkcs12',
        '-export',
        '-inkey',
        `${kind}.key`,
        '-in',
        `${kind}.pem`,
        '-certfile',
        'root.pem',
        '-name',
        kind,
        '-passout',
        `pass:${PASSWORD}`,
        '-out',
        `${kind}.p12`,
      );
      run(
        keytool,
        ...options,
        '-importkeystore',
        '-srckeystore',
        `${kind}.p12`,
        '-srcstorepass',
        PASSWORD,
        '-destkeystore',
        name,
        '-deststoretype',
        type,
        '-deststorepass',
        PASSWORD,
        '-noprompt',
      );
    }
    run(keytool, ...options, '-importcert', '-alias', 'Other One', '-file', 'other.pem', ...store);
    run(keytool, ...options, '-importcert', '-alias', 'root', '-file', 'root.pem', ...store);
    if (type !== 'JKS') {
      run(keytool, ...options, '-genseckey', '-alias', 'secret', '-keyalg', 'AES', '-keysize', '256', ...store);
    }
  }

  it.each<[string, string, string[]]>([
    ['JKS', 'JKS', []],
    ['JCEKS', 'JCEKS', []],
    ['PKCS12', 'PKCS12', []],
    ['PKCS12 as Java 8 made it', 'PKCS12', ['-J-Dkeystore.pkcs12.legacy']],
    [
      'PKCS12 with nothing encrypted but keys, and no seal',
      'PKCS12',
      ['-J-Dkeystore.pkcs12.certProtectionAlgorithm=NONE', '-J-Dkeystore.pkcs12.macAlgorithm=NONE'],
    ],
  ])('are read as it lists them: %s', async (_, type, options) => {
    const name = `store-${options.length}-${options[0]?.length ?? 0}.${type}`;
    fill(name, type, ...options);
    const told = theirs(name, ...options);
    expect(Object.keys(told)).toHaveLength(4);
    expect(plain(await ours(name))).toEqual(plain(told));
    expect(
      Object.values(told)
        .map((chain) => chain.length)
        .sort(),
    ).toEqual([1, 1, 2, 2]);
    const isOpen = type !== 'PKCS12' || options.length > 1;
    expect(await codes(name, null)).toEqual(isOpen ? [] : ['keystore-password-missing']);
    // What is neither encrypted nor sealed takes any password.
    expect(await codes(name, 'wrong')).toEqual(options.length > 1 ? [] : ['keystore-password-wrong']);
  });

  it('with secrets alone say that there is no certificate', async () => {
    for (const type of ['JCEKS', 'PKCS12']) {
      const store = ['-keystore', `secrets.${type}`, '-storetype', type, '-storepass', PASSWORD, '-noprompt'];
      run(keytool, '-genseckey', '-alias', 'one', '-keyalg', 'AES', '-keysize', '256', ...store);
      run(keytool, '-genseckey', '-alias', 'two', '-keyalg', 'HmacSHA512', '-keysize', '512', ...store);
      expect(await codes(`secrets.${type}`, PASSWORD)).toEqual(['container-empty']);
    }
  });
});

type Variety = [string, KeyKind, string[]];
const certPbe = (cipher: string): Variety => [cipher, 'ec', ['-certpbe', cipher]];
const sealedWith = (digest: string): Variety => [`a seal of ${digest}`, 'ec', ['-legacy', '-macalg', digest]];
const sealedByPbmac1 = (digest: string): Variety => [
  `a seal by PBMAC1 with ${digest}`,
  'ec',
  ['-pbmac1_pbkdf2', '-pbmac1_pbkdf2_md', digest, '-macalg', digest],
];

describeReal('keystores and bundles of openssl', { programs: ['openssl'] }, (openssl) => {
  const run = (...args: string[]) =>
    execFileSync(openssl, args, { cwd: folder, stdio: 'pipe', env: { ...process.env, TZ: 'UTC' } }).toString();

  /** What `openssl x509` says of each PEM block of a text. */
  function told(text: string): Told[] {
    return (text.match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g) ?? []).map((pem) => {
      writeFileSync(at('one.pem'), pem);
      const fields = run(
        'x509',
        '-in',
        'one.pem',
        '-noout',
        '-subject',
        '-issuer',
        '-serial',
        '-dates',
        '-fingerprint',
        '-sha256',
        '-nameopt',
        'RFC2253',
        '-dateopt',
        'iso_8601',
      );
      const field = (name: string) => new RegExp(`^${name}=\\s*(.*)$`, 'im').exec(fields)?.[1] ?? '';
      return {
        subject: field('subject'),
        issuer: field('issuer'),
        serial: field('serial').toLowerCase(),
        from: field('notBefore').replace(' ', 'T'),
        to: field('notAfter').replace(' ', 'T'),
        sha256: field('sha256 Fingerprint').replaceAll(':', '').toLowerCase(),
      };
    });
  }

  const bySha = (one: Told, another: Told) => (one.sha256 < another.sha256 ? -1 : 1);

  it.each<Variety>([
    ['its defaults', 'ec', []],
    ['its defaults, for RSA', 'rsa', []],
    ['its defaults, for P-384', 'p384', []],
    ['its defaults, for Ed25519', 'ed25519', []],
    ['RC2-40', 'rsa', ['-legacy']],
    ['RC2-40 and RC2-128', 'ec', ['-legacy', '-certpbe', 'PBE-SHA1-RC2-128']],
    ['3DES', 'ec', ['-legacy', '-certpbe', 'PBE-SHA1-3DES', '-keypbe', 'PBE-SHA1-3DES']],
    ['3DES with two keys', 'ec', ['-legacy', '-certpbe', 'PBE-SHA1-2DES']],
    ['3DES with PBES2', 'ec', ['-certpbe', 'DES-EDE3-CBC']],
    ['AES-128', 'ec', ['-certpbe', 'AES-128-CBC', '-keypbe', 'AES-128-CBC']],
    ['AES-192', 'ec', ['-certpbe', 'AES-192-CBC']],
    ['RC4 of 40 bits', 'ec', ['-legacy', '-certpbe', 'PBE-SHA1-RC4-40']],
    ['RC4 of 128 bits', 'ec', ['-legacy', '-certpbe', 'PBE-SHA1-RC4-128']],
    ['DES with MD5', 'ec', ['-legacy', '-certpbe', 'PBE-MD5-DES']],
    ['DES with SHA-1', 'ec', ['-legacy', '-certpbe', 'PBE-SHA1-DES']],
    ['RC2 with MD5', 'ec', ['-legacy', '-certpbe', 'PBE-MD5-RC2-64']],
    ['RC2 with SHA-1', 'ec', ['-legacy', '-certpbe', 'PBE-SHA1-RC2-64']],
    ['DES with PBES2', 'ec', ['-legacy', '-certpbe', 'DES-CBC']],
    ...['AES-128-CFB', 'AES-192-CFB', 'AES-256-CFB', 'AES-128-OFB', 'AES-192-OFB', 'AES-256-OFB'].map(certPbe),
    ...['CAMELLIA-128-CBC', 'CAMELLIA-192-CBC', 'CAMELLIA-256-CBC'].map(certPbe),
    ...['ARIA-128-CBC', 'ARIA-192-CBC', 'ARIA-256-CBC', 'SM4-CBC'].map(certPbe),
    ...['md5', 'sha224', 'sha512-224', 'sha512-256', 'ripemd160', 'sm3', 'md4'].map(sealedWith),
    ...['sha3-224', 'sha3-256', 'sha3-384', 'sha3-512'].map(sealedWith),
    ...['sha384', 'sha512-256', 'sha3-224', 'sha3-256', 'sha3-512'].map(sealedByPbmac1),
    ['a seal of SHA-1', 'ec', ['-macalg', 'sha1']],
    ['a seal of SHA-384', 'ec', ['-macalg', 'sha384']],
    ['a seal of SHA-512', 'ec', ['-macalg', 'sha512']],
    ['a seal by PBMAC1', 'ec', ['-pbmac1_pbkdf2']],
    ['a seal by PBMAC1 with SHA-512', 'ec', ['-pbmac1_pbkdf2', '-pbmac1_pbkdf2_md', 'sha512', '-macalg', 'sha512']],
    ['no seal', 'ec', ['-nomac', '-certpbe', 'AES-256-CBC']],
    ['nothing encrypted', 'ec', ['-certpbe', 'NONE']],
    ['one round', 'ec', ['-iter', '1']],
    ['100,000 rounds', 'ec', ['-iter', '100000']],
    ['1,000,000 rounds', 'ec', ['-iter', '1000000']],
  ])('are read as it lists them: %s', async (_, kind, options) => {
    run(
      'pkcs12',
      '-export',
      '-inkey',
      `${kind}.key`,
      '-in',
      `${kind}.pem`,
      '-certfile',
      'root.pem',
      '-name',
      'A Name',
      '-passout',
      `pass:${PASSWORD}`,
      ...options,
      '-out',
      'store.p12',
    );
    const provider = options.includes('-legacy') ? ['-legacy'] : [];
    const listed = run('pkcs12', '-in', 'store.p12', '-nokeys', '-passin', `pass:${PASSWORD}`, ...provider);
    const slots = await ours('store.p12');
    expect(Object.keys(slots)).toEqual(['A Name']);
    expect(slots['A Name']?.toSorted(bySha)).toEqual(told(listed).toSorted(bySha));
    expect(slots['A Name']?.[0]?.subject).toBe(`CN=${kind}.example`);
    const isOpen = options.includes('NONE');
    expect(await codes('store.p12', null)).toEqual(isOpen ? [] : ['keystore-password-missing']);
    expect(await codes('store.p12', 'wrong')).toEqual(['keystore-password-wrong']);
  });

  it('with the empty password need none', async () => {
    run(
      'pkcs12',
      '-export',
      '-inkey',
      'ec.key',
      '-in',
      'ec.pem',
      '-passout',
      'pass:',
      '-name',
      'x',
      '-out',
      'empty.p12',
    );
    expect(await ours('empty.p12', null)).toEqual(await ours('empty.p12', ''));
    expect(await codes('empty.p12', 'wrong')).toEqual(['keystore-password-wrong']);
  });

  it('with a password beyond ASCII are opened by it', async () => {
    run(
      'pkcs12',
      '-export',
      '-inkey',
      'ec.key',
      '-in',
      'ec.pem',
      '-passout',
      'pass:pässwörd€',
      '-name',
      'x',
      '-out',
      'umlaut.p12',
    );
    expect(Object.keys(await ours('umlaut.p12', 'pässwörd€'))).toEqual(['x']);
    // As OpenSSL 1.0 took it: each byte of UTF-8 for a character.
    const bytes = Buffer.from('pässwörd€').toString('latin1');
    const old = ['-legacy', '-inkey', 'ec.key', '-in', 'ec.pem', '-passout', `pass:${bytes}`, '-name', 'x'];
    run('pkcs12', '-export', ...old, '-out', 'old.p12');
    expect(Object.keys(await ours('old.p12', 'pässwörd€'))).toEqual(['x']);
  });

  it.each([
    ['PEM', []],
    ['DER', ['-outform', 'DER']],
  ])('are bundles as it prints them: PKCS#7 in %s', async (form, options) => {
    run(
      'crl2pkcs7',
      '-nocrl',
      '-certfile',
      'ec.pem',
      '-certfile',
      'root.pem',
      '-certfile',
      'other.pem',
      ...options,
      '-out',
      'b.p7b',
    );
    const listed = run('pkcs7', '-in', 'b.p7b', '-inform', form, '-print_certs');
    const found = await list('b.p7b', null);
    expect(found.map(({ items: [one] }) => one?.fingerprint).sort()).toEqual(
      told(listed)
        .map(({ sha256 }) => sha256)
        .sort(),
    );
    expect(found).toHaveLength(3);
  });

  it('are lists with their ends', async () => {
    writeFileSync(at('index.txt'), '');
    writeFileSync(at('number'), '1f\n');
    writeFileSync(at('ca.cnf'), '[ca]\ndefault_ca=a\n[a]\ndatabase=index.txt\ncrlnumber=number\ndefault_md=sha256\n');
    writeFileSync(at('root.key'), root.privateKeyPem);
    run(
      'ca',
      '-gencrl',
      '-config',
      'ca.cnf',
      '-keyfile',
      'root.key',
      '-cert',
      'root.pem',
      '-crldays',
      '7',
      '-out',
      'list.pem',
    );
    const fields = run(
      'crl',
      '-in',
      'list.pem',
      '-noout',
      '-lastupdate',
      '-nextupdate',
      '-crlnumber',
      '-dateopt',
      'iso_8601',
    );
    const [one] = await list('list.pem', null);
    expect(one?.items[0]?.facts).toMatchObject({
      valid_from: /lastUpdate=(.*)/.exec(fields)?.[1]?.replace(' ', 'T'),
      valid_to: /nextUpdate=(.*)/.exec(fields)?.[1]?.replace(' ', 'T'),
      serial_number: '1f',
      lifetime_days: 7,
    });
    expect(/crlNumber=0x1F/i.test(fields)).toBe(true);
  });
});

describeReal('keystores of certtool', { programs: ['certtool', 'openssl'] }, (certtool, openssl) => {
  it.each<[string, string[]]>([
    ['its defaults', []],
    ['AES-256 and SHA-512', ['--pkcs-cipher=aes-256', '--hash=SHA512']],
    ['RC4', ['--pkcs-cipher=arcfour']],
  ])('are read, each certificate of which takes 600,000 rounds: %s', async (_, options) => {
    const files = ['--load-privkey=ec.key', '--load-certificate=ec.pem', '--load-ca-certificate=root.pem'];
    const how = ['--p12-name=A Name', `--password=${PASSWORD}`, '--outder', '--outfile=gnutls.p12', ...options];
    execFileSync(certtool, ['--to-p12', ...files, ...how], { cwd: folder, stdio: 'pipe' });
    const listing = ['pkcs12', '-in', 'gnutls.p12', '-passin', `pass:${PASSWORD}`, '-nokeys', '-legacy'];
    const listed = execFileSync(openssl, listing, { cwd: folder, stdio: 'pipe' }).toString();
    const slots = await ours('gnutls.p12');
    expect(Object.entries(slots).map(([slot, chain]) => [slot, chain.map(({ subject }) => subject)])).toEqual([
      ['A Name', ['CN=ec.example', 'CN=Root']],
    ]);
    expect(listed.match(/-----BEGIN/g)).toHaveLength(2);
    expect(await codes('gnutls.p12', null)).toEqual(['keystore-password-missing']);
    expect(await codes('gnutls.p12', 'wrong')).toEqual(['keystore-password-wrong']);
  });
});
