/** Asks posttls-finger, which connects to a mail server as Postfix does that delivers with DANE only. */

import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ACCEPTED, FAILED, NO_RECORDS, REJECTED, UNUSABLE } from './answer.ts';

/** The answers by what it prints; the first that matches counts. */
const ANSWERS: readonly [text: RegExp, answer: string][] = [
  [/TLSA lookup error for /, FAILED],
  [/ address lookup failed: .*Host not found, try again/, FAILED],
  [/: no TLSA records found, /, NO_RECORDS],
  [/: no usable TLSA records found, /, UNUSABLE],
  [/: Verified TLS connection established to /, ACCEPTED],
  [/: (?:Untrusted|Trusted) TLS connection established to /, REJECTED],
];

/** The library of the package libresolv-wrapper, because glibc reads no other file than /etc/resolv.conf. */
const WRAPPER = 'libresolv_wrapper.so';

export type AskPostfix = (host: string, port: number) => Promise<string>;

/** Creates a function that asks about a host. `resolver`: the address of the resolver, on port 53. */
export function createAskPostfix(program: string, resolver: string, directory: string): AskPostfix {
  const config = join(directory, 'postfix');
  mkdirSync(config);
  writeFileSync(
    join(config, 'main.cf'),
    'compatibility_level = 3.6\ninet_protocols = all\nmyhostname = client.example\n',
  );
  writeFileSync(join(config, 'resolv.conf'), `nameserver ${resolver}\n`);
  const env = {
    ...process.env,
    ...{ LD_PRELOAD: WRAPPER, RESOLV_WRAPPER_CONF: join(config, 'resolv.conf'), MAIL_CONFIG: config },
  };
  const options = ['-c', '-l', 'dane-only', '-L', 'summary,certmatch', '-t', '10', '-T', '10'];
  return (host, port) =>
    new Promise((resolve, reject) => {
      execFile(program, [...options, `[${host}]:${port}`], { env, timeout: 30_000 }, (_, stdout, stderr) => {
        const output = `${stdout}${stderr}`;
        const [, answer] = ANSWERS.find(([text]) => text.test(output)) ?? [];
        if (answer === undefined) reject(new Error(`${host}: ${output}`));
        else resolve(answer);
      });
    });
}
