import { readdir } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { createWorkspace, NODES, runProcess } from './certvigil.ts';

// The first command of the README must work on any machine and leave nothing behind.
describe.each(NODES)('demo, on %s', (_, node) => {
  it('shows the whole pipeline, and leaves nothing in the temporary directory', async () => {
    await using files = await createWorkspace({});
    const env = { TMPDIR: files.root, TEMP: files.root };
    const { status, stdout, stderr } = await runProcess(['demo', '--details'], { cwd: files.root, node, env });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });

    const commands = Array.from(stdout.matchAll(/^\$ certvigil (.*)$/gm), ([, command]) => command);
    expect(commands).toEqual(['validate', 'scan', 'scan', 'log clear', 'scan', 'scan', 'log list']);
    const outcomes = Array.from(stdout.matchAll(/^\d+ events? fired, \d+ suppressed\. .*$/gm), ([line]) => line);
    expect(outcomes).toEqual([
      '4 events fired, 0 suppressed. 4 deliveries sent, 0 failed.',
      '0 events fired, 4 suppressed. Nothing was sent.',
      '4 events fired, 0 suppressed. 4 deliveries sent, 0 failed.',
      '1 event fired, 3 suppressed. 1 delivery sent, 0 failed.',
    ]);
    expect(stdout).toMatch(/^renewed +api /m);
    expect(stdout).toContain('"text": ":warning: certificate.renewed"');
    expect(stdout.trimEnd().split('\n').slice(-2)).toEqual([
      'Done: every step sent the expected notifications.',
      'The temporary files and servers were removed.',
    ]);
    expect(await readdir(files.root)).toEqual([]);
  });

  it('fits on two screens without --details, and shows every decision', async () => {
    await using files = await createWorkspace({});
    const { status, stdout } = await runProcess(['demo'], { cwd: files.root, node });
    expect(status).toBe(0);
    const commands = Array.from(stdout.matchAll(/^\$ certvigil (.*)$/gm), ([, command]) => command);
    expect(commands).toEqual(['validate', 'scan', 'scan', 'scan']);
    expect(stdout.trimEnd().split('\n').length).toBeLessThanOrEqual(60);
    expect(stdout).toMatch(/^ {4}certificates:\n {6}- \{ name: files, file: certs\/\*\.pem \}\n/m);
    expect(stdout.match(/^STATUS/gm)).toHaveLength(1);
    expect(stdout).toContain('0 events fired, 4 suppressed. Nothing was sent.');
    expect(stdout).toMatch(/^renewed +api /m);
  });

  it('uses no variables of the environment, and prints none', async () => {
    await using files = await createWorkspace({});
    const env = { SLACK_WEBHOOK_URL: 'http://127.0.0.1:1/not-for-the-demo', GITHUB_ACTOR: 'someone-else' };
    const { status, stdout } = await runProcess(['demo', '--quiet'], { cwd: files.root, node, env });
    expect(status).toBe(0);
    expect(stdout).not.toMatch(/not-for-the-demo|someone-else/);
    expect(stdout).not.toContain('STATUS');
  });
});
