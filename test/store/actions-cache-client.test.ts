import { expect, it } from 'vitest';
import { createCacheKeys, restoreEntry, saveEntry } from '../../src/store/actions-cache-client.ts';
import { startTcpServer } from '../helpers/tls-server.ts';

it('gives up on a cache that sends its response byte by byte', async () => {
  const server = await startTcpServer((socket) => {
    socket.resume().write('HTTP/1.1 200 OK\r\nX: ');
    const timer = setInterval(() => socket.write('x'), 10);
    socket.on('close', () => clearInterval(timer));
  });
  const env = {
    ACTIONS_CACHE_SERVICE_V2: 'true',
    ACTIONS_RESULTS_URL: `http://127.0.0.1:${server.port}/`,
    ACTIONS_RUNTIME_TOKEN: 'token-of-the-run',
  };
  const before = { ...process.env };
  Object.assign(process.env, env);
  try {
    const keys = createCacheKeys('certvigil', 'log.json', env);
    expect(await restoreEntry('package.json', keys, 200)).toBe('failed');
    expect(await saveEntry('package.json', keys.createSaveKey(), 200)).toBe('failed');
  } finally {
    process.env = before;
    await server.close();
  }
});
