/** Runs dialogues before TLS, such as STARTTLS or with a proxy: sends commands and parses replies. */

import type { Duplex } from 'node:stream';
import { describeTracedError, type TraceResult } from '../trace/trace.ts';

/**
 * A reply at the start of the received bytes, and its length. `more`: only a part of the reply; `wrong`: not a reply of the protocol. `why`
 * contains no text of the server.
 */
export type ParsedReply = { length: number; verdict: 'accepted' | 'refused' | 'wrong' | 'more'; why?: string };

/** Parses a reply; returns null if it is incomplete. */
export type ReplyParser = (received: Buffer) => ParsedReply | null;

export interface DialogueStep {
  /** The name in messages: `greeting` or the command. */
  name: string;
  /** The command; null: the server sends first. */
  send: string | Uint8Array | null;
  /** The parser of the reply; null: there is no reply. */
  reply: ReplyParser | null;
}

export type DialogueOutcome =
  /** `reply` is the last reply; `rest` was received after it. */
  | { outcome: 'agreed'; reply: Buffer; rest: Buffer }
  | { outcome: 'refused' | 'wrong' | 'too-long'; step: string; why: string };

/** Describes an outcome for the trace. */
export function describeDialogue(outcome: DialogueOutcome): string {
  if (outcome.outcome === 'agreed') return 'accepted';
  return `${outcome.outcome} at ${outcome.step}${outcome.why === '' ? '' : `, ${outcome.why}`}`;
}

/** Describes an error for the trace. A stream that is closed from this side got no answer in time. */
export function describeStreamError(stream: Duplex, error: unknown): TraceResult {
  return stream.destroyed && stream.errored === null ? 'no answer' : describeTracedError(error);
}

/** The limit is far more than a server sends before TLS. */
const MAX_DIALOGUE_BYTES = 64 * 1024;

/**
 * Runs the steps on a connected stream and leaves it paused. Rejects with the error of the stream, or with `ECONNRESET` if
 * the server closes it. Has no timeout: the caller destroys the stream.
 *
 * @param onStep Called at the start of each step.
 */
export function runDialogue(
  stream: Duplex,
  steps: readonly DialogueStep[],
  onStep: (name: string) => void,
): Promise<DialogueOutcome> {
  const remaining = [...steps];
  let buffer: Buffer = Buffer.alloc(0);
  let reply: Buffer = Buffer.alloc(0);
  let received = 0;

  /** Sends commands up to the first one that has a reply. */
  const send = () => {
    for (let step = remaining[0]; step !== undefined; step = remaining[0]) {
      onStep(step.name);
      if (step.send !== null) stream.write(step.send);
      if (step.reply !== null) return;
      remaining.shift();
    }
  };

  /** Parses the complete replies in the buffer. Null: the dialogue continues. */
  const advance = (): DialogueOutcome | null => {
    for (let step = remaining[0]; step?.reply; step = remaining[0]) {
      const parsed = step.reply(buffer);
      if (parsed === null) {
        return received > MAX_DIALOGUE_BYTES ? { outcome: 'too-long', step: step.name, why: '' } : null;
      }
      const { length, verdict, why = '' } = parsed;
      reply = buffer.subarray(0, length);
      buffer = buffer.subarray(length);
      if (verdict === 'more') continue;
      if (verdict !== 'accepted') return { outcome: verdict, step: step.name, why };
      remaining.shift();
      send();
    }
    return { outcome: 'agreed', reply, rest: buffer };
  };

  return new Promise((resolve, reject) => {
    const onData = (chunk: Buffer) => {
      try {
        received += chunk.length;
        buffer = Buffer.concat([buffer, chunk]);
        const outcome = advance();
        if (outcome === null) return;
        settle();
        resolve(outcome);
      } catch (error) {
        // In an event handler, a thrown bug would end the process.
        onError(error);
      }
    };
    const onError = (error: unknown) => {
      settle();
      reject(error);
    };
    const onClose = () => onError(Object.assign(new Error('closed'), { code: 'ECONNRESET' }));
    const settle = () => {
      stream.pause();
      stream.off('data', onData).off('error', onError).off('end', onClose).off('close', onClose);
    };
    stream.on('data', onData).on('error', onError).on('end', onClose).on('close', onClose);
    stream.resume();
    send();
  });
}
