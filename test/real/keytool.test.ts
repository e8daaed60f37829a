import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Element, readChildren, readElement } from '../../src/certificate/asn1/der.ts';
import { pkcs12 } from '../helpers/keystores.ts';
import { describeReal } from './harness.ts';
import { type Described, type KeystoreFiles, makeKeystoreFiles, PASSWORD } from './keystore-files.ts';

let files: KeystoreFiles;
beforeAll(async () => {
  files = await makeKeystoreFiles();
});
afterAll(() => files.remove());

/** Removes differences between tools in the order and spacing of the attributes of a name. */
const sortParts = (name: string) => name.split(/, ?/).sort().join(',');
const normalize = (slots: Record<string, Described[]>) =>
  Object.fromEntries(
    Object.entries(slots).map(([slot, chain]) => [
      slot.toLowerCase(),
      chain.map((one) => ({ ...one, subject: sortParts(one.subject), issuer: sortParts(one.issuer) })),
    ]),
  );

function isoTime(text: string): string {
  return new Date(text).toISOString().replace('.000Z', 'Z');
}

describeReal('keystores of keytool', { programs: ['keytool', 'openssl'] }, (keytool, openssl) => {
  const run = (program: string, ...args: string[]) =>
    execFileSync(program, args, {
      cwd: files.directory,
      env: { ...process.env, TZ: 'UTC', LC_ALL: 'C' },
      stdio: 'pipe',
    }).toString();

  /** The certificates of each alias in the output of `keytool -list -v`. */
  function listWithKeytool(name: string, ...options: string[]): Record<string, Described[]> {
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
    const described: Record<string, Described[]> = {};
    for (const entry of text.split('Alias name: ').slice(1)) {
      const certificates = entry.split('Owner: ').slice(1);
      if (certificates.length === 0) continue;
      described[entry.slice(0, entry.indexOf('\n'))] = certificates.map((certificate) => {
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
    return described;
  }

  /** Creates a keystore with two keys with their chains, and two certificates. */
  function fill(name: string, type: string, ...options: string[]): void {
    const store = listStoreOptions(name, type);
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
    if (type === 'PKCS12') addSecretKey(...options, ...store);
  }

  function listStoreOptions(name: string, type: string): string[] {
    return ['-keystore', name, '-storetype', type, '-storepass', PASSWORD, '-noprompt'];
  }

  function addSecretKey(...options: string[]): void {
    run(keytool, '-genseckey', '-alias', 'secret', '-keyalg', 'AES', '-keysize', '256', ...options);
  }

  it.each<[string, string, string[]]>([
    ['JKS', 'JKS', []],
    ['JCEKS', 'JCEKS', []],
    ['PKCS12', 'PKCS12', []],
    ['PKCS12 of Java 8', 'PKCS12', ['-J-Dkeystore.pkcs12.legacy']],
    [
      'PKCS12 with only keys encrypted, and no MAC',
      'PKCS12',
      ['-J-Dkeystore.pkcs12.certProtectionAlgorithm=NONE', '-J-Dkeystore.pkcs12.macAlgorithm=NONE'],
    ],
  ])('have the certificates that it lists: %s', async (_, type, options) => {
    const name = `store-${options.length}-${options[0]?.length ?? 0}.${type}`;
    fill(name, type, ...options);
    const expected = listWithKeytool(name, ...options);
    expect(Object.keys(expected)).toHaveLength(4);
    expect(normalize(await files.readSlots(name))).toEqual(normalize(expected));
    expect(
      Object.values(expected)
        .map((chain) => chain.length)
        .sort(),
    ).toEqual([1, 1, 2, 2]);
    const isOpen = type !== 'PKCS12' || options.length > 1;
    expect(await files.listCodes(name, null)).toEqual(isOpen ? [] : ['keystore-password-missing']);
    // Without encryption and MAC, any password is accepted.
    expect(await files.listCodes(name, 'wrong')).toEqual(options.length > 1 ? [] : ['keystore-password-wrong']);
  });

  /** The encrypted parts of a keystore of OpenSSL, with the certificate of one key. */
  function exportParts(name: string): Buffer[] {
    const file = `${name}.part`;
    const input = ['-inkey', `${name}.key`, '-in', `${name}.pem`, '-name', name];
    run(openssl, 'pkcs12', '-export', '-nomac', ...input, '-passout', `pass:${PASSWORD}`, '-out', file);
    const bytes = readFileSync(files.at(file));
    // PFX, version and ContentInfo, whose content is an OCTET STRING with the parts (RFC 7292 section 4).
    const list = (parent: Element) => readChildren(bytes, parent);
    const [, info] = list(readElement(bytes, 0, bytes.length));
    const [octets] = info === undefined ? [] : list(list(info)[1] as Element);
    const parts = octets === undefined ? [] : list(readElement(bytes, octets.start, octets.end));
    return parts.map(({ at, end }) => bytes.subarray(at, end));
  }

  it('have chains through a CA that is stored only with its own key', async () => {
    writeFileSync(files.at('root.key'), files.rootKeyPem);
    writeFileSync(files.at('merged.p12'), pkcs12(...['root', 'ec', 'rsa'].flatMap(exportParts)));
    const expected = listWithKeytool('merged.p12');
    const lengths = Object.fromEntries(Object.entries(expected).map(([alias, chain]) => [alias, chain.length]));
    expect(lengths).toEqual({ root: 1, ec: 2, rsa: 2 });
    expect(normalize(await files.readSlots('merged.p12'))).toEqual(normalize(expected));
  });

  it('have one entry for a leaf that the file of its chain contains again', async () => {
    writeFileSync(
      files.at('full.pem'),
      ['ec', 'root'].map((name) => readFileSync(files.at(`${name}.pem`), 'utf8')).join(''),
    );
    const input = ['-inkey', 'ec.key', '-in', 'ec.pem', '-certfile', 'full.pem', '-name', 'twice'];
    run(openssl, 'pkcs12', '-export', ...input, '-passout', `pass:${PASSWORD}`, '-out', 'twice.p12');
    const expected = listWithKeytool('twice.p12');
    expect(expected.twice).toHaveLength(2);
    expect(normalize(await files.readSlots('twice.p12'))).toEqual(normalize(expected));
  });

  it('are verified if Java took each byte of the password for a character', async () => {
    writeFileSync(files.at('utf8.txt'), 'pässwörd');
    const store = ['-keystore', 'latin1.jks', '-storetype', 'JKS', '-storepass:file', 'utf8.txt', '-noprompt'];
    run(keytool, '-J-Dfile.encoding=ISO-8859-1', '-importcert', '-alias', 'x', '-file', 'root.pem', ...store);
    expect(Object.keys(await files.readSlots('latin1.jks', 'pässwörd'))).toEqual(['x']);
    expect(await files.listCodes('latin1.jks', 'passwörd')).toEqual(['keystore-password-wrong']);
  });

  it('are read up to a secret key in JCEKS, and completely after the conversion that the message suggests', async () => {
    fill('mixed.jceks', 'JCEKS');
    addSecretKey(...listStoreOptions('mixed.jceks', 'JCEKS'));
    expect(await files.listCodes('mixed.jceks', PASSWORD)).toContain('keystore-secret-key');
    const passwords = ['-srcstorepass', PASSWORD, '-deststorepass', PASSWORD, '-noprompt'];
    const destination = ['-destkeystore', 'mixed.p12', '-deststoretype', 'PKCS12'];
    run(keytool, '-importkeystore', '-srckeystore', 'mixed.jceks', ...destination, ...passwords);
    expect(normalize(await files.readSlots('mixed.p12'))).toEqual(normalize(listWithKeytool('mixed.p12')));
  });

  it.each([
    ['JCEKS', 'keystore-secret-key'],
    ['PKCS12', 'container-empty'],
  ])('fail if they only have secrets: %s with %s', async (type, code) => {
    const store = listStoreOptions(`secrets.${type}`, type);
    addSecretKey(...store);
    run(keytool, '-genseckey', '-alias', 'two', '-keyalg', 'HmacSHA512', '-keysize', '512', ...store);
    expect(await files.listCodes(`secrets.${type}`, PASSWORD)).toEqual([code]);
  });
});
