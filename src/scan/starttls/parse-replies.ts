/** Parses the replies of each STARTTLS protocol. */

import type { ParsedReply, ReplyParser } from '../../lib/network/dialogue.ts';

const LINE_FEED = 0x0a;

/** Parses the first line: its text without the line break, and its length with it. */
function parseFirstLine(received: Buffer): { line: string; length: number } | null {
  const end = received.indexOf(LINE_FEED);
  if (end === -1) return null;
  return { line: received.toString('latin1', 0, end).replace(/\r$/, ''), length: end + 1 };
}

interface LineKinds {
  /** Matches a line that is followed by another one. */
  more?: RegExp;
  accepted: RegExp;
  refused: RegExp;
}

/** Parses a reply of one line, or of several lines of which the last one decides. */
export function createLineParser({ more, accepted, refused }: LineKinds): ReplyParser {
  return (received) => {
    const first = parseFirstLine(received);
    if (first === null) return null;
    const { line, length } = first;
    if (more?.test(line)) return { length, verdict: 'more' };
    if (accepted.test(line)) return { length, verdict: 'accepted' };
    return { length, verdict: refused.test(line) ? 'refused' : 'wrong' };
  };
}

const NEGATIVE = /^[45]\d\d(?: |$)/;

/** Creates a parser for three digits and text; all lines except the last have a hyphen after the digits (RFC 5321 section 4.2). */
export function createSmtpParser(code: number): ReplyParser {
  return createLineParser({ more: /^\d{3}-/, accepted: new RegExp(`^${code}(?: |$)`), refused: NEGATIVE });
}

/** Creates a parser for one line of three digits and text (RFC 3977 section 3.2). */
export function createNntpParser(codes: RegExp): ReplyParser {
  return createLineParser({ accepted: codes, refused: NEGATIVE });
}

/** Creates a parser like that for SMTP, but the lines between the first and the last can be any text (RFC 959 section 4.2). */
export function createFtpParser(...codes: number[]): ReplyParser {
  return (received) => {
    const first = parseFirstLine(received);
    if (first === null) return null;
    const [, digits, mark] = /^(\d{3})( |-|$)/.exec(first.line) ?? [];
    if (digits === undefined) return { length: first.length, verdict: 'wrong' };
    let { length } = first;
    for (let line = first.line; mark === '-' && !line.startsWith(`${digits} `); ) {
      const next = parseFirstLine(received.subarray(length));
      if (next === null) return null;
      line = next.line;
      length += next.length;
    }
    if (codes.includes(Number(digits))) return { length, verdict: 'accepted' };
    return { length, verdict: /^[45]/.test(digits) ? 'refused' : 'wrong' };
  };
}

/** Parses the features of an XMPP stream, which may include STARTTLS (RFC 6120 section 5.4.1). */
export function parseXmppFeatures(received: Buffer): ParsedReply | null {
  const text = received.toString('latin1');
  if (/^\s*[^<\s]/.test(text)) return { length: received.length, verdict: 'wrong' };
  if (/<stream:error[\s>]/.test(text) || text.includes('</stream:stream>')) {
    return { length: received.length, verdict: 'refused' };
  }
  const end = /<\/(?:\w+:)?features\s*>|<(?:\w+:)?features[^<>]*\/>/.exec(text);
  if (end === null) return null;
  const offered = text.slice(0, end.index).includes('urn:ietf:params:xml:ns:xmpp-tls');
  return { length: end.index + end[0].length, verdict: offered ? 'accepted' : 'refused' };
}

/** Parses the reply of an XMPP server to STARTTLS (RFC 6120 section 5.4.2). */
export function parseXmppProceed(received: Buffer): ParsedReply | null {
  const text = received.toString('latin1');
  const [proceed] = /^\s*<proceed(?:\s[^<>]*)?(?:\/>|>\s*<\/proceed\s*>)/.exec(text) ?? [];
  if (proceed !== undefined) return { length: proceed.length, verdict: 'accepted' };
  if (/^\s*<(?:failure|stream:error)[\s/>]/.test(text)) return { length: text.length, verdict: 'refused' };
  if (/^\s*$/.test(text) || /^\s*<[^>]*$/.test(text) || /^\s*<proceed\b/.test(text)) return null;
  return { length: text.length, verdict: 'wrong' };
}

/** Parses one byte: S, N, or E and a message (PostgreSQL documentation, "Message Flow", "SSL Session Encryption"). */
export function parsePostgresReply(received: Buffer): ParsedReply | null {
  const letter = received.toString('latin1', 0, 1);
  if (letter === '') return null;
  if (letter === 'S') return { length: 1, verdict: 'accepted' };
  return { length: 1, verdict: letter === 'N' || letter === 'E' ? 'refused' : 'wrong' };
}

const SEQUENCE = 0x30;
const EXTENDED_RESPONSE = 0x78;
const ENUMERATED = 0x0a;

/** Parses an ExtendedResponse with its result code (RFC 4511 sections 4.12 and 4.14). */
export function parseLdapReply(received: Buffer): ParsedReply | null {
  if (received.length === 0) return null;
  if (received[0] !== SEQUENCE) return { length: received.length, verdict: 'wrong' };
  const message = parseElement(received);
  if (message === 'short') return null;
  const identifier = message && parseElement(message.content);
  if (!identifier || identifier === 'short') return { length: received.length, verdict: 'wrong' };
  const response = parseElement(message.content.subarray(identifier.length));
  if (!response || response === 'short' || response.tag !== EXTENDED_RESPONSE) {
    return { length: message.length, verdict: 'wrong' };
  }
  const result = parseElement(response.content);
  if (!result || result === 'short' || result.tag !== ENUMERATED) return { length: message.length, verdict: 'wrong' };
  const succeeded = result.content.length === 1 && result.content[0] === 0;
  return { length: message.length, verdict: succeeded ? 'accepted' : 'refused' };
}

/** Parses one BER element with a definite length; `short` if it is incomplete, null if it is malformed. */
function parseElement(bytes: Buffer): { tag: number; content: Buffer; length: number } | 'short' | null {
  const [tag, first] = bytes;
  if (tag === undefined || first === undefined) return 'short';
  const digits = first & 0x80 ? first & 0x7f : 0;
  if (first === 0x80 || digits > 4) return null;
  if (bytes.length < 2 + digits) return 'short';
  const start = 2 + digits;
  const size = digits === 0 ? first : bytes.readUIntBE(2, digits);
  if (bytes.length < start + size) return 'short';
  return { tag, content: bytes.subarray(start, start + size), length: start + size };
}

/** The capability flag of servers with TLS. */
export const MYSQL_CLIENT_SSL = 0x800;

/** Parses a handshake packet of version 10, or an error (MySQL documentation, "Protocol::HandshakeV10"). */
export function parseMysqlGreeting(received: Buffer): ParsedReply | null {
  if (received.length < 5) return null;
  const length = 4 + received.readUIntLE(0, 3);
  const [sequence, version] = received.subarray(3);
  if (sequence !== 0 || (version !== 10 && version !== 0xff)) return { length, verdict: 'wrong' };
  if (received.length < length) return null;
  if (version === 0xff) return { length, verdict: 'refused' };
  const afterVersion = received.indexOf(0, 5) + 1;
  // The thread ID, the first part of the challenge, and a filler precede the flags.
  const flags = afterVersion + 4 + 8 + 1;
  if (afterVersion === 0 || flags + 2 > length) return { length, verdict: 'wrong' };
  return { length, verdict: received.readUInt16LE(flags) & MYSQL_CLIENT_SSL ? 'accepted' : 'refused' };
}

/** Protocols of Remote Desktop that use TLS (MS-RDPBCGR section 2.2.1.1.1): the last two authenticate inside of it. */
const RDP_SSL = 0x01;
const RDP_HYBRID = 0x02;
const RDP_HYBRID_EX = 0x08;

/**
 * Creates a connection request (X.224 section 13.3, in a packet of RFC 1006 section 6) for TLS. Windows requires the hybrid protocol by
 * default, so it is offered as well: the certificate is the same.
 */
export function createRdpRequest(): Buffer {
  const negotiation = [0x01, 0, 8, 0, RDP_SSL | RDP_HYBRID, 0, 0, 0];
  const request = [0xe0, 0, 0, 0, 0, 0, ...negotiation];
  return Buffer.from([3, 0, 0, 4 + 1 + request.length, request.length, ...request]);
}

const RDP_CONFIRM = 0xd0;
const RDP_RESPONSE = 0x02;

/** Parses a connection confirm with the selected protocol; without one, the server has no TLS (MS-RDPBCGR section 2.2.1.2). */
export function parseRdpReply(received: Buffer): ParsedReply | null {
  const [version] = received;
  if (version !== undefined && version !== 3) return { length: received.length, verdict: 'wrong' };
  if (received.length < 4) return null;
  const length = received.readUInt16BE(2);
  if (length < 11) return { length: received.length, verdict: 'wrong' };
  if (received.length < length) return null;
  if (received[5] !== RDP_CONFIRM) return { length, verdict: 'wrong' };
  if (length < 19 || received[11] !== RDP_RESPONSE) return { length, verdict: 'refused' };
  const hasTls = [RDP_SSL, RDP_HYBRID, RDP_HYBRID_EX].includes(received.readUInt32LE(15));
  return { length, verdict: hasTls ? 'accepted' : 'refused' };
}
