import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CreatedCertificate, createCertificate, createKeys } from '../../src/app/demo/create-certificate.ts';
import type { StartTls } from '../../src/domain/index.ts';
import { STARTTLS_PROTOCOLS } from '../../src/scan/starttls/protocols.ts';
import { type Daemon, describeReal, findFreePort, makeDirectory, removeDirectory } from './harness.ts';
import { readFingerprints, VALIDITY } from './reading.ts';
import { mariadb, postgres } from './servers/databases.ts';
import { dovecot, postfix } from './servers/mail.ts';
import { inn, inspircd, prosody, slapd, vsftpd, xrdp } from './servers/others.ts';
import type { RealServer } from './servers/server.ts';

const SERVERS: Readonly<Record<string, RealServer>> = {
  postfix,
  dovecot,
  inn,
  vsftpd,
  slapd,
  prosody,
  inspircd,
  postgres,
  mariadb,
  xrdp,
};

for (const [name, server] of Object.entries(SERVERS)) {
  describeReal(name, server, (...programs) => {
    let directory: string;
    let made: CreatedCertificate;
    let daemon: Daemon;
    const ports = {} as Record<StartTls, number>;

    beforeAll(async () => {
      directory = makeDirectory();
      // Some of them support only this kind of key.
      const keys = await createKeys('rsa');
      made = await createCertificate({ ...VALIDITY, commonName: 'real.example', sans: ['real.example'], keys });
      for (const protocol of server.protocols) ports[protocol] = await findFreePort();
      daemon = await server.start({ directory, made, programs, ports });
    });

    afterAll(async () => {
      await daemon?.stop();
      await removeDirectory(directory);
    });

    it.each(server.protocols)('serves its certificate over %s', async (starttls) => {
      expect(await readFingerprints({ port: ports[starttls], host: 'real.example', starttls })).toEqual([
        made.fingerprint,
      ]);
    });
  });
}

describe('the table of servers', () => {
  it('covers every server except SQL Server, which Debian does not package', () => {
    const covered = Object.values(SERVERS).flatMap(({ protocols }) => protocols);
    expect([...covered, 'mssql'].sort()).toEqual(Object.keys(STARTTLS_PROTOCOLS).sort());
  });
});
