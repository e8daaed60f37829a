/** Runs the commands with a server whose trace the pages show, and compares. `-u` rewrites the page. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { createWorkspace, runCli } from '../e2e/certvigil.ts';
import { startDnsServer } from '../helpers/dns-server.ts';
import { startTcpServer } from '../helpers/tls-server.ts';

const PAGE = path.resolve('docs/troubleshooting/unreachable.md');
const SAMPLE = /(<!-- trace: certvigil inspect shop\.example\.com --trace -->\n```text\n)[\s\S]*?(^```$)/m;

it('the page about unreachable certificates shows the trace of a server that closes the connection', async () => {
  const dns = await startDnsServer({ 'shop.example.com': { A: ['127.0.0.1'] } });
  const server = await startTcpServer((socket) => socket.once('data', () => socket.end()));
  try {
    await using files = await createWorkspace({});
    const inspect = ['inspect', `shop.example.com:${server.port}`, '--trace', '--dns-server', dns.address];
    const { stderr } = await runCli(inspect, { cwd: files.root });
    const lines = stderr.match(/^trace .*$/gm) ?? [];
    const shown = normalize(lines)
      .join('\n')
      .replaceAll(dns.address, '192.0.2.53')
      .replaceAll(`127.0.0.1:${server.port}`, '192.0.2.10:443')
      .replaceAll('127.0.0.1', '192.0.2.10');
    const page = readFileSync(PAGE, 'utf8');
    await expect(
      page.replace(SAMPLE, (_, head: string, fence: string) => `${head}${shown}\n${fence}`),
    ).toMatchFileSnapshot(PAGE);
  } finally {
    dns.close();
    await server.close();
  }
});

/** With times that are the same in each run. The two questions to DNS end in any order. */
function normalize(lines: readonly string[]): string[] {
  const questions = lines.filter((line) => line.includes(' dns ')).map((line) => line.replace(/^trace \+\S+ /, ''));
  const others = lines.filter((line) => !line.includes(' dns ')).map((line) => line.replace(/^trace \+\S+ /, ''));
  return [...questions.sort(), ...others].map((line, index) => {
    const elapsed = (0.1 + index * 0.004).toFixed(3);
    return `trace +${elapsed}s ${line.replace(/\(\d+ ms\)$/, '(2 ms)')}`;
  });
}
