import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { KeyKind } from '../../src/app/demo/create-certificate.ts';
import { buildCertificate, der } from '../helpers/certificates.ts';
import { certificateBag, pkcs12WithPbmac1, plainContent } from '../helpers/keystores.ts';
import { describeReal } from './harness.ts';
import { type Described, type KeystoreFiles, makeKeystoreFiles, PASSWORD } from './keystore-files.ts';

let files: KeystoreFiles;
beforeAll(async () => {
  files = await makeKeystoreFiles();
});
afterAll(() => files.remove());

type Variety = [string, KeyKind, string[]];
const certPbe = (cipher: string): Variety => [cipher, 'ec', ['-certpbe', cipher]];
const withMac = (digest: string): Variety => [`a MAC of ${digest}`, 'ec', ['-legacy', '-macalg', digest]];
const withPbmac1 = (digest: string): Variety => [
  `PBMAC1 with ${digest}`,
  'ec',
  ['-pbmac1_pbkdf2', '-pbmac1_pbkdf2_md', digest, '-macalg', digest],
];

describeReal('keystores and bundles of openssl', { programs: ['openssl'] }, (openssl) => {
  const run = (...args: string[]) =>
    execFileSync(openssl, args, { cwd: files.directory, stdio: 'pipe', env: { ...process.env, TZ: 'UTC' } }).toString();

  /** The output of `openssl x509` for each PEM block of a text. */
  function describeAll(text: string): Described[] {
    return (text.match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g) ?? []).map((pem) => {
      writeFileSync(files.at('one.pem'), pem);
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

  const bySha = (one: Described, another: Described) => (one.sha256 < another.sha256 ? -1 : 1);

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
    ...['md5', 'sha224', 'sha512-224', 'sha512-256', 'ripemd160', 'sm3', 'md4'].map(withMac),
    ...['sha3-224', 'sha3-256', 'sha3-384', 'sha3-512'].map(withMac),
    ...['sha384', 'sha512-256', 'sha3-224', 'sha3-256', 'sha3-512'].map(withPbmac1),
    ['a MAC of SHA-1', 'ec', ['-macalg', 'sha1']],
    ['a MAC of SHA-384', 'ec', ['-macalg', 'sha384']],
    ['a MAC of SHA-512', 'ec', ['-macalg', 'sha512']],
    ['PBMAC1', 'ec', ['-pbmac1_pbkdf2']],
    ['PBMAC1 with SHA-512', 'ec', ['-pbmac1_pbkdf2', '-pbmac1_pbkdf2_md', 'sha512', '-macalg', 'sha512']],
    ['no MAC', 'ec', ['-nomac', '-certpbe', 'AES-256-CBC']],
    ['nothing encrypted', 'ec', ['-certpbe', 'NONE']],
    ['one round', 'ec', ['-iter', '1']],
    ['100,000 rounds', 'ec', ['-iter', '100000']],
    ['1,000,000 rounds', 'ec', ['-iter', '1000000']],
  ])('have the certificates that it lists: %s', async (_, kind, options) => {
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
    const slots = await files.readSlots('store.p12');
    expect(Object.keys(slots)).toEqual(['A Name']);
    expect(slots['A Name']?.toSorted(bySha)).toEqual(describeAll(listed).toSorted(bySha));
    expect(slots['A Name']?.[0]?.subject).toBe(`CN=${kind}.example`);
    const isOpen = options.includes('NONE');
    expect(await files.listCodes('store.p12', null)).toEqual(isOpen ? [] : ['keystore-password-missing']);
    expect(await files.listCodes('store.p12', 'wrong')).toEqual(['keystore-password-wrong']);
  });

  it('open without a password if it is empty', async () => {
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
    expect(await files.readSlots('empty.p12', null)).toEqual(await files.readSlots('empty.p12', ''));
    expect(await files.listCodes('empty.p12', 'wrong')).toEqual(['keystore-password-wrong']);
  });

  it('are opened with a password that is not ASCII', async () => {
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
    expect(Object.keys(await files.readSlots('umlaut.p12', 'pässwörd€'))).toEqual(['x']);
    // OpenSSL 1.0 treated each byte of UTF-8 as a character.
    const bytes = Buffer.from('pässwörd€').toString('latin1');
    const old = ['-legacy', '-inkey', 'ec.key', '-in', 'ec.pem', '-passout', `pass:${bytes}`, '-name', 'x'];
    run('pkcs12', '-export', ...old, '-out', 'old.p12');
    expect(Object.keys(await files.readSlots('old.p12', 'pässwörd€'))).toEqual(['x']);
  });

  it.each([
    ['its defaults', []],
    ['PBMAC1', ['-pbmac1_pbkdf2']],
    ['3DES', ['-legacy', '-certpbe', 'PBE-SHA1-3DES']],
  ])('are opened with a password that was typed in Latin-1: %s', async (_, options) => {
    writeFileSync(files.at('latin1.txt'), Buffer.from('pässwörd', 'latin1'));
    const inputs = ['-inkey', 'ec.key', '-in', 'ec.pem', '-passout', 'file:latin1.txt', '-name', 'x'];
    run('pkcs12', '-export', ...inputs, ...options, '-out', 'latin1.p12');
    expect(Object.keys(await files.readSlots('latin1.p12', 'pässwörd'))).toEqual(['x']);
    expect((await files.list('latin1.p12', 'pässwörd')).map(({ notice }) => notice)).toEqual([undefined]);
    expect(await files.listCodes('latin1.p12', 'passwörd')).toEqual(['keystore-password-wrong']);
  });

  // OpenSSL limits keys to 64 bytes.
  it.each([20, 33, 64])('may have PBMAC1 with a key of %i bytes, which OpenSSL verifies too', async (keyLength) => {
    const bags = der(0x30, certificateBag(buildCertificate(), 'x'));
    writeFileSync(files.at('pbmac1.p12'), pkcs12WithPbmac1([plainContent(bags)], { keyLength }));
    expect(run('pkcs12', '-in', 'pbmac1.p12', '-passin', `pass:${PASSWORD}`, '-nokeys')).toContain('BEGIN CERTIFICATE');
    expect((await files.list('pbmac1.p12', PASSWORD)).map(({ notice }) => notice)).toEqual([undefined]);
    expect(await files.listCodes('pbmac1.p12', 'wrong')).toEqual(['keystore-password-wrong']);
  });

  it('say so if they have no MAC', async () => {
    const inputs = ['-inkey', 'ec.key', '-in', 'ec.pem', '-passout', `pass:${PASSWORD}`, '-name', 'x'];
    run('pkcs12', '-export', ...inputs, '-nomac', '-out', 'nomac.p12');
    const [slot] = await files.list('nomac.p12', PASSWORD);
    expect(slot).toMatchObject({ slot: 'x', failure: null, notice: { code: 'keystore-unverified' } });
  });

  it.each([
    ['PEM', []],
    ['DER', ['-outform', 'DER']],
  ])('have the certificates that it prints: PKCS#7 in %s', async (form, options) => {
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
    const found = await files.list('b.p7b', null);
    expect(found.map(({ items: [one] }) => one?.fingerprint).sort()).toEqual(
      describeAll(listed)
        .map(({ sha256 }) => sha256)
        .sort(),
    );
    expect(found).toHaveLength(3);
  });

  it('can be revocation lists, which have a validity', async () => {
    writeFileSync(files.at('index.txt'), '');
    writeFileSync(files.at('number'), '1f\n');
    writeFileSync(
      files.at('ca.cnf'),
      '[ca]\ndefault_ca=a\n[a]\ndatabase=index.txt\ncrlnumber=number\ndefault_md=sha256\n',
    );
    writeFileSync(files.at('root.key'), files.rootKeyPem);
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
    const [one] = await files.list('list.pem', null);
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
  ])('are read although each certificate needs 600,000 rounds: %s', async (_, options) => {
    const inputs = ['--load-privkey=ec.key', '--load-certificate=ec.pem', '--load-ca-certificate=root.pem'];
    const how = ['--p12-name=A Name', `--password=${PASSWORD}`, '--outder', '--outfile=gnutls.p12', ...options];
    execFileSync(certtool, ['--to-p12', ...inputs, ...how], { cwd: files.directory, stdio: 'pipe' });
    const listing = ['pkcs12', '-in', 'gnutls.p12', '-passin', `pass:${PASSWORD}`, '-nokeys', '-legacy'];
    const listed = execFileSync(openssl, listing, { cwd: files.directory, stdio: 'pipe' }).toString();
    const slots = await files.readSlots('gnutls.p12');
    expect(Object.entries(slots).map(([slot, chain]) => [slot, chain.map(({ subject }) => subject)])).toEqual([
      ['A Name', ['CN=ec.example', 'CN=Root']],
    ]);
    expect(listed.match(/-----BEGIN/g)).toHaveLength(2);
    expect(await files.listCodes('gnutls.p12', null)).toEqual(['keystore-password-missing']);
    expect(await files.listCodes('gnutls.p12', 'wrong')).toEqual(['keystore-password-wrong']);
  });
});
