import { chownSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import PostalMime from 'postal-mime';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { createCertificate, createKeys } from '../../src/app/demo/create-certificate.ts';
import { createEmail, deliverEvents } from '../notify/email/events.ts';
import { type Daemon, describeReal, findFreePort, makeDirectory, removeDirectory, startDaemon } from './harness.ts';
import { writeKeyPair } from './reading.ts';
import { findUser } from './servers/server.ts';

// Mail delivery to a real server, through its queue into a mailbox.

const DAY = 86_400_000;

/** The services between smtpd and a mailbox. */
const MASTER = (port: number) => `127.0.0.1:${port} inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
proxymap unix - - n - - proxymap
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
`;

describeReal('postfix', { programs: ['postfix'], root: true }, (postfix) => {
  let directory: string;
  let port: number;
  let server: Daemon;

  beforeAll(async () => {
    directory = makeDirectory();
    port = await findFreePort();
    const made = await createCertificate({
      commonName: 'localhost',
      sans: ['localhost'],
      notBefore: new Date(Date.now() - DAY),
      notAfter: new Date(Date.now() + DAY),
      keys: await createKeys('ec'),
    });
    const { cert, key } = writeKeyPair(directory, 'server', made);
    const owner = findUser('postfix');
    const mailbox = findUser('nobody');
    for (const [name, user] of Object.entries({ queue: null, data: owner, mail: mailbox })) {
      mkdirSync(join(directory, name));
      if (user !== null) chownSync(join(directory, name), user.uid, user.gid);
    }
    writeFileSync(
      join(directory, 'main.cf'),
      `compatibility_level = 3.6
queue_directory = ${directory}/queue
data_directory = ${directory}/data
myhostname = mail.example
mydestination =
alias_maps =
inet_interfaces = 127.0.0.1
smtpd_peername_lookup = no
smtpd_tls_security_level = encrypt
smtpd_tls_cert_file = ${cert}
smtpd_tls_key_file = ${key}
smtpd_relay_restrictions = reject_unauth_destination
virtual_mailbox_domains = example.com
virtual_mailbox_base = ${directory}/mail
virtual_mailbox_maps = inline:{ops@example.com=ops/,jane@example.com=jane/}
virtual_uid_maps = static:${mailbox.uid}
virtual_gid_maps = static:${mailbox.gid}
maillog_file = ${directory}/mail.log
maillog_file_prefixes = ${directory}
`,
    );
    writeFileSync(join(directory, 'master.cf'), MASTER(port));
    const pidFile = join(directory, 'queue/pid/master.pid');
    server = await startDaemon(postfix, ['-c', directory, 'start-fg'], { ports: [port], pidFile });
  });
  afterAll(async () => {
    await server?.stop();
    await removeDirectory(directory);
  });

  const email = (to: string[]) => {
    return createEmail({ host: 'localhost', port, tls: 'starttls', ca_file: 'server.pem', timeout_seconds: 30, to });
  };

  /** Waits for this many mails in a mailbox. */
  async function waitForMails(name: string, number: number) {
    const box = join(directory, 'mail', name, 'new');
    const files = await vi.waitFor(
      () => {
        const found = readdirSync(box);
        expect(found).toHaveLength(number);
        return found;
      },
      { timeout: 30_000, interval: 50 },
    );
    return Promise.all(files.map((file) => PostalMime.parse(readFileSync(join(box, file)))));
  }

  it('delivers mails over STARTTLS unchanged', async () => {
    const events = ['a', 'b'].map((name) => ({
      data: {
        certificate: name,
        alert_key: name,
        common_name: 'bücher.example – <b>&',
        renewal_instructions: '.\n..\n',
      },
    }));
    const { receipts, problems } = await deliverEvents([email(['ops@example.com'])], events, { root: directory });
    expect(receipts.map(({ status, attempts, error }) => [status, attempts, error])).toEqual([
      ['sent', 1, null],
      ['sent', 1, null],
    ]);
    expect(problems).toEqual([]);
    const mails = await waitForMails('ops', 2);
    expect(mails.map(({ subject }) => subject).sort()).toEqual([
      '[certvigil] a expires in 13 days',
      '[certvigil] b expires in 13 days',
    ]);
    for (const mail of mails) {
      expect(mail).toMatchObject({ from: { name: 'Certificates', address: 'certs@example.com' } });
      expect(mail.text).toContain('bücher.example – <b>&');
      expect(mail.html).toContain('bücher.example – &lt;b&gt;&amp;');
    }
  });

  it('rejects one recipient, and delivers to the other', async () => {
    const { receipts, problems } = await deliverEvents([email(['jane@example.com', 'gone@example.com'])], [{}], {
      root: directory,
    });
    expect(receipts).toMatchObject([{ status: 'sent' }]);
    expect(problems.map(({ code }) => code)).toEqual(['email-recipient-refused']);
    expect(await waitForMails('jane', 1)).toHaveLength(1);
  });

  it('does not relay to other domains', async () => {
    const { receipts } = await deliverEvents([email(['somebody@example.net'])], [{}], { root: directory });
    expect(receipts).toMatchObject([{ status: 'failed', error: { code: 'email-recipients-refused' } }]);
  });
});
