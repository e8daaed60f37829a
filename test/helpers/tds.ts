/** A relay that wraps the handshake of a real TLS server in SQL Server's packets. */

import { connect, type Socket } from 'node:net';

const HEADER = 8;

/** Small, so that a handshake takes several packets and a packet holds a part of a record. */
const MAX_PAYLOAD_BYTES = 500;

/** Forwards the content of packets to the TLS server at `port`, and its responses in packets. */
export function relayTdsPackets(socket: Socket, port: number): void {
  const behind = connect(port, '127.0.0.1').on('error', () => socket.destroy());
  let buffer = Buffer.alloc(0);
  socket.on('close', () => behind.destroy());
  socket.on('data', (chunk: Buffer) => {
    buffer = Buffer.concat([buffer, chunk]);
    while (buffer.length >= HEADER && buffer.length >= buffer.readUInt16BE(2)) {
      const length = buffer.readUInt16BE(2);
      behind.write(buffer.subarray(HEADER, length));
      buffer = buffer.subarray(length);
    }
  });
  behind.on('data', (chunk: Buffer) => {
    for (let at = 0; at < chunk.length; at += MAX_PAYLOAD_BYTES) {
      const part = chunk.subarray(at, at + MAX_PAYLOAD_BYTES);
      const header = Buffer.from([0x12, 1, (HEADER + part.length) >> 8, (HEADER + part.length) & 0xff, 0, 0, 0, 0]);
      socket.write(Buffer.concat([header, part]));
    }
  });
  socket.resume();
}
