/**
 * TLS in the protocol of SQL Server (MS-TDS sections 2.2.6.5 and 3.2.5.1): client and server negotiate encryption in
 * PRELOGIN packets, and then send the TLS handshake inside such packets.
 */

import { Duplex } from 'node:stream';
import type { ParsedReply } from '../../lib/network/dialogue.ts';

const PRELOGIN = 0x12;
const RESPONSE = 0x04;
const HEADER_BYTES = 8;
const LAST_PACKET = 0x01;
const MAX_PAYLOAD_BYTES = 4096 - HEADER_BYTES;

const ENCRYPTION = 0x01;
const TERMINATOR = 0xff;
const ENCRYPT_ON = 0x01;
const ENCRYPT_NOT_SUPPORTED = 0x02;

function createPacket(payload: Uint8Array): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  header[0] = PRELOGIN;
  header[1] = LAST_PACKET;
  header.writeUInt16BE(HEADER_BYTES + payload.length, 2);
  return Buffer.concat([header, payload]);
}

/** Creates the options VERSION (six zero bytes) and ENCRYPTION, each with its offset and length. */
export function createTdsPrelogin(): Buffer {
  const table = [0x00, 0, 11, 0, 6, ENCRYPTION, 0, 17, 0, 1, TERMINATOR];
  return createPacket(Buffer.from([...table, 0, 0, 0, 0, 0, 0, ENCRYPT_ON]));
}

/** Parses the server's choice of encryption. */
export function parseTdsReply(received: Buffer): ParsedReply | null {
  if (received.length === 0) return null;
  if (received[0] !== RESPONSE && received[0] !== PRELOGIN) return { length: received.length, verdict: 'wrong' };
  if (received.length < HEADER_BYTES) return null;
  const length = received.readUInt16BE(2);
  if (length < HEADER_BYTES) return { length: received.length, verdict: 'wrong' };
  if (received.length < length) return null;
  const encryption = readPreloginOption(received.subarray(HEADER_BYTES, length), ENCRYPTION);
  if (encryption === null) return { length, verdict: 'wrong' };
  return { length, verdict: encryption === ENCRYPT_NOT_SUPPORTED ? 'refused' : 'accepted' };
}

/** Reads the first byte of an option; null if it is missing. */
function readPreloginOption(payload: Buffer, option: number): number | null {
  for (let at = 0; at + 5 <= payload.length && payload[at] !== TERMINATOR; at += 5) {
    if (payload[at] === option) return payload[payload.readUInt16BE(at + 1)] ?? null;
  }
  return null;
}

/** Creates a stream for TLS inside TDS packets. Its errors have the same codes as those of a socket. */
export function createTdsStream(socket: Duplex): Duplex {
  let buffer: Buffer = Buffer.alloc(0);
  const stream = new Duplex({
    read() {},
    write(chunk: Buffer, _encoding, done) {
      for (let at = 0; at < chunk.length; at += MAX_PAYLOAD_BYTES) {
        socket.write(createPacket(chunk.subarray(at, at + MAX_PAYLOAD_BYTES)));
      }
      done();
    },
    final: (done) => void socket.end(done),
    destroy(error, done) {
      socket.destroy();
      done(error);
    },
  });
  const unpack = (chunk: Buffer) => {
    buffer = Buffer.concat([buffer, chunk]);
    while (buffer.length >= HEADER_BYTES) {
      const length = buffer.readUInt16BE(2);
      if (buffer[0] !== PRELOGIN && buffer[0] !== RESPONSE) return void stream.destroy(notTls());
      if (length < HEADER_BYTES) return void stream.destroy(notTls());
      if (buffer.length < length) return;
      stream.push(buffer.subarray(HEADER_BYTES, length));
      buffer = buffer.subarray(length);
    }
  };
  socket.on('data', (chunk: Buffer) => {
    try {
      unpack(chunk);
    } catch (error) {
      // In an event handler, a thrown bug would end the process.
      stream.destroy(error instanceof Error ? error : new Error(String(error)));
    }
  });
  socket.on('end', () => stream.push(null));
  socket.on('error', (error) => stream.destroy(error));
  socket.resume();
  return stream;
}

function notTls(): Error {
  return Object.assign(new Error('not a TDS packet'), { code: 'ERR_SSL_WRONG_VERSION_NUMBER' });
}
