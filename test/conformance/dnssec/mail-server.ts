/** A mail server with STARTTLS, whose chain depends on the name that the client sends. */

import { createServer, type Server, type Socket } from 'node:net';
import { createSecureContext, TLSSocket } from 'node:tls';
import type { Certificates, Name } from './certificates.ts';

export interface MailServer {
  port: number;
  /** The chains by the label of a case. */
  chains: Map<string, readonly Name[]>;
  close: () => Promise<void>;
}

/** Listens on the loopback addresses of both families. */
export async function startMailServer(certificates: Certificates): Promise<MailServer> {
  const chains: MailServer['chains'] = new Map();
  const sockets = new Set<Socket>();
  const createContext = ([leaf = 'alone', ...others]: readonly Name[]) => {
    const chain = [leaf, ...others].map((one) => certificates[one].certificate).join('');
    return createSecureContext({ cert: chain, key: certificates[leaf].privateKeyPem });
  };
  const fallback = createContext(['alone']);
  const secure = (socket: Socket) => {
    const tls = new TLSSocket(socket, {
      isServer: true,
      secureContext: fallback,
      SNICallback: (name, done) => {
        const [, label = ''] = /^h\d-([^.]*)\./.exec(name) ?? [];
        done(null, createContext(chains.get(label) ?? ['alone']));
      },
    });
    tls.on('error', () => {});
    answerCommands(tls, '250 mail.example');
  };
  const accept = (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {}).on('close', () => sockets.delete(socket));
    socket.write('220 mail.example ESMTP\r\n');
    answerCommands(socket, '250-mail.example\r\n250 STARTTLS', () => secure(socket));
  };
  const first = await listen(createServer(accept), '127.0.0.1', 0);
  const { port } = first.address() as { port: number };
  const servers = [first, await listen(createServer(accept), '::1', port)];
  const close = async () => {
    for (const socket of sockets) socket.destroy();
    await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  };
  return { port, chains, close };
}

function listen(server: Server, host: string, port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    server.once('error', reject).listen(port, host, () => resolve(server));
  });
}

/** Answers EHLO, QUIT and STARTTLS, each of which is one segment. */
function answerCommands(socket: Socket, greeting: string, startTls?: () => void): void {
  const answer = (data: Buffer) => {
    const command = data.toString().trim().toUpperCase();
    if (command === 'QUIT') socket.end('221 bye\r\n');
    else if (command === 'STARTTLS' && startTls !== undefined) {
      socket.off('data', answer);
      socket.write('220 ready\r\n', startTls);
    } else socket.write(`${greeting}\r\n`);
  };
  socket.on('data', answer);
}
