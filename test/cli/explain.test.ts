import { describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main.ts';
import type { Io } from '../../src/lib/io.ts';
import { createTestIo } from '../manifest/io.ts';

async function run(...argv: string[]): Promise<{ status: number; stdout: string; stderr: string }> {
  return runOn({}, argv);
}

async function runOn(terminal: Partial<Io>, argv: string[]) {
  const printed: Record<'stdout' | 'stderr', string[]> = { stdout: [], stderr: [] };
  const io = {
    ...createTestIo('.'),
    ...terminal,
    stdout: (text: string) => void printed.stdout.push(text),
    stderr: (text: string) => void printed.stderr.push(text),
  };
  const status = await main(argv, io);
  return { status, stdout: printed.stdout.join(''), stderr: printed.stderr.join('') };
}

describe('explain', () => {
  it.each(['glob-no-match', 'error[glob-no-match]', 'warning[glob-no-match]:', 'GLOB-NO-MATCH'])(
    'explains %s as the error reference does, without Markdown links',
    async (code) => {
      const { status, stdout } = await run('explain', code);
      expect(status).toBe(0);
      expect(stdout).toMatch(/^glob-no-match\n\n[\s\S]+\n\nMore: docs\/reference\/errors\/manifest\.md\n$/);
      expect(stdout).not.toContain('](');
    },
  );

  it('wraps the text at the width of the terminal, but no commands', async () => {
    const terminal = { isTTY: { stdin: true, stdout: true, stderr: true }, columns: 60 };
    const { stdout } = await runOn(terminal, ['explain', 'keystore-secret-key']);
    const piped = await run('explain', 'keystore-secret-key');
    expect(stdout.split(/\s+/)).toEqual(piped.stdout.split(/\s+/));
    const command = /\n\n```sh\nkeytool .*\n```\n\n/;
    expect(stdout).toMatch(command);
    const long = stdout
      .replace(command, '\n')
      .split('\n')
      .filter((line) => line.length > 60);
    expect(long).toEqual([]);
  });

  it('explains the code of a policy check with its fix', async () => {
    const { stdout } = await run('explain', 'policy-san-required');
    expect(stdout).toMatch(
      /^policy-san-required\n\n[^|]+\. Reissue [^|]+\.\n\nMore: docs\/reference\/errors\/policies\.md\n$/,
    );
  });

  it('finds the pages and codes for other words, quoted or not', async () => {
    const quoted = await run('explain', 'unable to get local issuer certificate');
    expect(quoted.status).toBe(0);
    expect(quoted.stdout).toMatch(/^docs\/troubleshooting\/untrusted\.md +Untrusted certificate\n/);
    expect(quoted.stdout).toContain(
      '\nError codes that mention it: missing-intermediate, unknown-issuer. Run: certvigil explain missing-intermediate\n',
    );
    const words = await run('explain', 'unable', 'to', 'get', 'local', 'issuer', 'certificate');
    expect(words).toEqual(quoted);
  });

  it('lists only codes if no page has the word, and only pages if no code does', async () => {
    expect((await run('explain', 'gnutls')).stdout).toMatch(/^Error codes that mention it: /);
    expect((await run('explain', 'Grafana')).stdout).toBe('docs/guides/prometheus.md  Send metrics to Prometheus\n');
  });

  it.each([
    [['explain'], 'missing error code'],
    [['explain', 'glob-no-mach'], 'Did you mean glob-no-match?'],
    [['explain', 'constructor'], 'no error code or page is about "constructor"'],
    [['explain', 'a'], 'Use a code as messages show it in brackets'],
    [['completion'], 'completion needs one shell'],
    [['completion', 'powershell'], 'invalid value "powershell"'],
  ])('%j is an error', async (argv, message) => {
    const { status, stderr } = await run(...argv);
    expect(status).toBe(2);
    expect(stderr).toContain(message);
  });
});
