import PostalMime from 'postal-mime';
import { afterEach, describe, expect, it } from 'vitest';
import { type SmtpOptions, type SmtpServer, startSmtpServer } from '../helpers/smtp-server.ts';
import { createWorkspace, runCli } from './certvigil.ts';
import { buildTimeOptions, createCertificateWithDaysLeft, parseReport } from './environment.ts';

const open: SmtpServer[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

async function startMailServer(options: SmtpOptions = {}): Promise<SmtpServer> {
  const server = await startSmtpServer(options);
  open.push(server);
  return server;
}

/** Authentication requires TLS; the test server's certificate is trusted with ca_file. */
function createManifest(port: number, more = ''): string {
  return `version: 1
certificates:
  - { name: shop, file: shop.pem, owner: jane@example.com }
  - { name: mail, file: mail.pem }
email:
  ops:
    host: localhost
    port: ${port}
    from: Certificates <certs@example.com>
    to: \${OPS}
    to_owner: true
${more}rules:
  - name: expiry
    events: [certificate.*]
    actions: [{ email: ops }]
`;
}

const SECURE = `    ca_file: server.pem\n    username: certs\n    password: $\{SMTP_PASSWORD}\n`;
const PLAIN = '    tls: none\n';
const env = { OPS: 'ops@example.com', SMTP_PASSWORD: 'hunter-2-hunter' };

async function createMailWorkspace(port: number, more: string) {
  const [shop, mail] = [
    await createCertificateWithDaysLeft(12, 'shop.example.com'),
    await createCertificateWithDaysLeft(-3, 'mail.example.com'),
  ];
  return createWorkspace({
    'certvigil.yaml': createManifest(port, more),
    'shop.pem': shop.certificate,
    'mail.pem': mail.certificate,
  });
}

describe('mail from the command line', () => {
  it('is sent over TLS with authentication, also to the owner, and recorded', async () => {
    const made = await createCertificateWithDaysLeft(100, 'localhost', Date.now());
    const server = await startMailServer({ tls: made, login: { user: 'certs', pass: env.SMTP_PASSWORD } });
    await using files = await createMailWorkspace(server.port, SECURE);
    await files.write('server.pem', made.certificate);
    const first = await runCli(['scan', '--format', 'json', ...buildTimeOptions()], { cwd: files.root, env });
    expect(first.stderr).toBe('');
    expect(parseReport(first).deliveries).toMatchObject([
      { destination: 'email:ops', status: 'sent' },
      { destination: 'email:ops', status: 'sent' },
    ]);
    const mails = await Promise.all(server.mails.map(({ raw }) => PostalMime.parse(raw)));
    expect(mails.map(({ subject }) => subject).sort()).toEqual([
      '[certvigil] mail expired 2 days ago',
      '[certvigil] shop expires in 12 days',
    ]);
    expect(server.mails.map(({ to }) => to.join(' ')).sort()).toEqual([
      'ops@example.com',
      'ops@example.com jane@example.com',
    ]);
    expect(server.connections()).toBe(1);

    // Within the cooldown nothing is sent; the log knows the destination.
    const again = await runCli(['scan', '--format', 'json', ...buildTimeOptions()], { cwd: files.root, env });
    expect(parseReport(again).summary).toMatchObject({ events_fired: 0, events_suppressed: 2 });
    expect(await files.read('log.json')).toContain('"email:ops"');
    expect(`${first.stdout}${await files.read('log.json')}`).not.toContain(env.SMTP_PASSWORD);
  });

  it('is retried by the next scan, and responses of the server are not shown', async () => {
    let refuses = true;
    const server = await startMailServer({
      answer: (line) => (line === 'MESSAGE' && refuses ? '554 5.7.1 SECRET-OF-THE-SERVER' : undefined),
    });
    await using files = await createMailWorkspace(server.port, PLAIN);
    const failed = await runCli(['scan', ...buildTimeOptions()], { cwd: files.root, env });
    expect(failed.status).toBe(3);
    expect(failed.stdout).toContain('email-refused, 2 events');
    expect(failed.stdout + failed.stderr + (await files.read('log.json'))).not.toContain('SECRET-OF-THE-SERVER');
    refuses = false;
    const sent = await runCli(['scan', '--format', 'json', ...buildTimeOptions(0.1)], { cwd: files.root, env });
    expect(sent.status).toBe(0);
    expect(parseReport(sent).deliveries.map(({ reason, status }) => [reason, status])).toEqual([
      ['retry', 'sent'],
      ['retry', 'sent'],
    ]);
  });

  it('is sent to the other recipients if one is rejected, with a warning', async () => {
    const server = await startMailServer({ answer: (line) => (/^RCPT TO:<jane@/.test(line) ? '550 no' : undefined) });
    await using files = await createMailWorkspace(server.port, PLAIN);
    const scan = await runCli(['scan', ...buildTimeOptions()], { cwd: files.root, env });
    expect(scan.status).toBe(0);
    expect(scan.stderr).toContain('warning[email-recipient-refused]');
    expect(scan.stderr).toContain('rejected the recipient jane@example.com');
  });

  it('is marked when sent by test, and is shown by render without variables', async () => {
    const server = await startMailServer();
    await using files = await createMailWorkspace(server.port, PLAIN);
    const tested = await runCli(['test', 'shop'], { cwd: files.root, env });
    expect(tested).toMatchObject({
      status: 0,
      stdout: 'sent    email:ops (rule expiry, certificate.expiry_warning, 90 days before expiry)\n',
    });
    const mail = await PostalMime.parse(server.mails[0]?.raw ?? '');
    expect(mail.subject).toBe('[certvigil] [test] shop expires in 90 days');
    expect(mail.headers).toContainEqual(expect.objectContaining({ key: 'x-certvigil-test', value: '1' }));

    const rendered = await runCli(['render', 'shop'], { cwd: files.root });
    expect(rendered.status).toBe(0);
    expect(rendered.stdout).toContain(
      '# email:ops (rule expiry)\nFrom: Certificates <certs@example.com>\nTo: ***, jane@',
    );
    expect(rendered.stdout).toContain('<!doctype html>');
    const json = await runCli(['render', 'shop', '--format', 'json'], { cwd: files.root });
    expect(JSON.parse(json.stdout).deliveries).toMatchObject([
      { destination: 'email:ops', mail: { to: [{ address: '***' }, { address: 'jane@example.com' }] }, error: null },
    ]);
    expect(server.mails).toHaveLength(1);
  });

  it('fails with the name and line of an unset variable', async () => {
    const server = await startMailServer();
    await using files = await createMailWorkspace(server.port, PLAIN);
    const scan = await runCli(['scan', '--format', 'json', ...buildTimeOptions()], { cwd: files.root });
    expect(scan.status).toBe(3);
    expect(parseReport(scan).deliveries[0]?.error?.detail).toContain(`$\{OPS} (certvigil.yaml:10)`);
  });
});
