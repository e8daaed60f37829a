/** A small manifest with a receiver, for tests of the command line. */

import { type Receiver, startReceiver } from '../helpers/receiver.ts';
import { createWorkspace, type Outcome, runCli, type Workspace } from './certvigil.ts';
import { createCertificateWithDaysLeft } from './environment.ts';

const manifest = (origin: string) => `version: 1
certificates:
  - { name: shop, file: certs/shop.pem, labels: { team: payments } }
  - { name: wiki, file: certs/wiki.pem }
  - { name: lost, file: certs/lost.pem }
  - { name: legacy, expires: 2031-03-01 }
webhooks:
  chat:
    url: "${origin}/chat/\${CHAT_TOKEN}"
    headers: { Authorization: "Bearer \${CHAT_TOKEN}" }
    body_template: |
      {"event": "{{ event }}", "name": "{{ data.common_name }}", "days": {{ data.days_remaining }}, "test": {{ data.test }}}
  unused: { url: "${origin}/unused" }
rules:
  - { name: soon, events: [certificate.expiry_warning, certificate.expired], actions: [{ webhook: chat }] }
`;

export interface Shop extends AsyncDisposable {
  files: Workspace;
  receiver: Receiver;
  /** Runs certvigil with the secret that the manifest needs. */
  run: (...args: string[]) => Promise<Outcome>;
  /** Also returns the number of requests that the receiver got. */
  runAndCount: (...args: string[]) => Promise<Outcome & { requests: number }>;
}

/** One certificate in each state: expired, critical, unknown and ok. */
export async function openShop(): Promise<Shop> {
  const receiver = await startReceiver();
  const files = await createWorkspace({
    'certvigil.yaml': manifest(receiver.origin),
    'certs/shop.pem': (await createCertificateWithDaysLeft(13, 'shop.example.com')).certificate,
    'certs/wiki.pem': (await createCertificateWithDaysLeft(300, 'wiki.example.com')).certificate,
  });
  const run = (...args: string[]) => runCli(args, { cwd: files.root, env: { CHAT_TOKEN: 'chat-token-0123456789' } });
  return {
    files,
    receiver,
    run,
    runAndCount: async (...args) => {
      const before = receiver.requests.length;
      const outcome = await run(...args);
      return { ...outcome, requests: receiver.requests.length - before };
    },
    [Symbol.asyncDispose]: async () => {
      await receiver.close();
      await files[Symbol.asyncDispose]();
    },
  };
}
