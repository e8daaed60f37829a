import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type CreatedCertificate, createCertificate } from '../../src/app/demo/create-certificate.ts';
import { type Daemon, describeReal, findFreePort, makeDirectory, removeDirectory, startDaemon } from './harness.ts';
import { readFingerprints, VALIDITY, writeKeyPair } from './reading.ts';

describeReal('nginx', { programs: ['nginx'] }, (nginx) => {
  let directory: string;
  let port: number;
  let shop: CreatedCertificate;
  let other: CreatedCertificate;
  let server: Daemon;

  beforeAll(async () => {
    directory = makeDirectory();
    port = await findFreePort();
    shop = await createCertificate({ ...VALIDITY, commonName: 'shop.example', sans: ['shop.example'] });
    other = await createCertificate({ ...VALIDITY, commonName: 'other.example', sans: ['other.example'] });
    const site = (name: string, made: CreatedCertificate, more: string) => {
      const { cert, key } = writeKeyPair(directory, name, made);
      return `server { listen 127.0.0.1:${port} ssl ${more}; server_name ${name};
        ssl_certificate ${cert}; ssl_certificate_key ${key}; }`;
    };
    writeFileSync(
      join(directory, 'nginx.conf'),
      `daemon off; pid ${directory}/pid; error_log stderr; events {}
      http { access_log off; client_body_temp_path ${directory}/b; proxy_temp_path ${directory}/p;
      fastcgi_temp_path ${directory}/f; uwsgi_temp_path ${directory}/u; scgi_temp_path ${directory}/s;
      ${site('shop.example', shop, 'default_server')} ${site('other.example', other, '')} }`,
    );
    server = await startDaemon(nginx, ['-p', directory, '-c', join(directory, 'nginx.conf'), '-e', 'stderr'], {
      ports: [port],
    });
  });

  afterAll(async () => {
    await server?.stop();
    await removeDirectory(directory);
  });

  it('shows the certificate of its default site if no server name is requested', async () => {
    expect(await readFingerprints({ port })).toEqual([shop.fingerprint]);
  });

  it('shows the certificate of the site that is requested by name', async () => {
    expect(await readFingerprints({ port, server_name: 'other.example' })).toEqual([other.fingerprint]);
  });
});
