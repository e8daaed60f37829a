/** Plain-text dialogues that end where TLS begins: SMTP (RFC 3207), IMAP (RFC 9051) and POP3 (RFC 2595). */

import type { Socket } from 'node:net';
import type { StartTls } from '../types.ts';

/** One exchange: what is sent, and how the lines of the reply are told apart. */
interface Exchange {
  send: string | null;
  /** A line that another one follows. */
  more: RegExp | null;
  /** The last line of the reply that is wanted. */
  accepted: RegExp;
}

const SMTP_MORE = /^\d{3}-/;

const DIALOGUES: Record<StartTls, Exchange[]> = {
  smtp: [
    { send: null, more: SMTP_MORE, accepted: /^220(?: |$)/ },
    // Some name is asked for; this one tells nothing of the machine.
    { send: 'EHLO certvigil.invalid', more: SMTP_MORE, accepted: /^250(?: |$)/ },
    { send: 'STARTTLS', more: SMTP_MORE, accepted: /^220(?: |$)/ },
  ],
  imap: [
    { send: null, more: null, accepted: /^\* OK(?: |$)/i },
    { send: 'a1 STARTTLS', more: /^\* /, accepted: /^a1 OK(?: |$)/i },
  ],
  pop3: [
    { send: null, more: null, accepted: /^\+OK(?: |$)/ },
    { send: 'STLS', more: null, accepted: /^\+OK(?: |$)/ },
  ],
};

/** How the protocols are called in messages. */
export const PROTOCOLS: Record<StartTls, string> = { smtp: 'SMTP', imap: 'IMAP', pop3: 'POP3' };

/** No honest server says more before TLS. */
const LONGEST_DIALOGUE = 64 * 1024;

export type Outcome = 'agreed' | 'refused' | 'injected';

/**
 * Leads a connected socket to where the TLS handshake begins. Rejects with the socket's error, or with `ECONNRESET`
 * where the peer ends the dialogue; the time is bounded by whoever destroys the socket.
 */
export function startTls(socket: Socket, protocol: StartTls): Promise<Outcome> {
  const exchanges = [...DIALOGUES[protocol]];
  let buffer = '';
  let received = 0;

  /** Takes whole lines from the buffer; null while the dialogue goes on. */
  const advance = (): Outcome | null => {
    for (let end = buffer.indexOf('\n'); end !== -1; end = buffer.indexOf('\n')) {
      const line = buffer.slice(0, end).replace(/\r$/, '');
      buffer = buffer.slice(end + 1);
      const [exchange] = exchanges;
      if (exchange?.more?.test(line)) continue;
      if (!exchange?.accepted.test(line)) return 'refused';
      exchanges.shift();
      const [next] = exchanges;
      if (next === undefined) return buffer === '' ? 'agreed' : 'injected';
      socket.write(`${next.send}\r\n`);
    }
    return received > LONGEST_DIALOGUE ? 'refused' : null;
  };

  return new Promise((resolve, reject) => {
    const onData = (chunk: Buffer) => {
      received += chunk.length;
      buffer += chunk.toString('latin1');
      const outcome = advance();
      if (outcome === null) return;
      settle();
      resolve(outcome);
    };
    const onError = (error: Error) => {
      settle();
      reject(error);
    };
    const onClose = () => onError(Object.assign(new Error('closed'), { code: 'ECONNRESET' }));
    const settle = () => {
      socket.pause();
      socket.off('data', onData).off('error', onError).off('end', onClose).off('close', onClose);
    };
    socket.on('data', onData).on('error', onError).on('end', onClose).on('close', onClose);
  });
}
