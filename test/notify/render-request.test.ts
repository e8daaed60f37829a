// biome-ignore-all lint/suspicious/noTemplateCurlyInString: ${NAME} is how the manifest names a variable

import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Webhook } from '../../src/domain/index.ts';
import type { Io } from '../../src/lib/io.ts';
import { VERSION } from '../../src/lib/version.ts';
import { renderRequest } from '../../src/notify/webhook/send.ts';
import { createContext, createWebhook } from './context.ts';

function renderWith(changes: Partial<Webhook>, env: Io['env'] = {}, data = {}) {
  return renderRequest(createWebhook(changes), createContext(data), { env, reveal: true });
}

function renderOrThrow(changes: Partial<Webhook>, env: Io['env'] = {}, data = {}) {
  const result = renderWith(changes, env, data);
  if (!result.ok) throw new Error(result.failure.detail);
  return result.request;
}

function renderFailure(changes: Partial<Webhook>, env: Io['env'] = {}, data = {}) {
  const result = renderWith(changes, env, data);
  if (result.ok) throw new Error('it rendered');
  return result.failure;
}

describe('renderRequest', () => {
  it('sends the whole context as JSON by default, without secrets', () => {
    const request = renderOrThrow({ secrets: { key: '${KEY}' } }, { KEY: 'hidden-value' });
    expect(JSON.parse(request.body ?? '')).toEqual(JSON.parse(JSON.stringify(createContext())));
    expect(request).toMatchObject({
      method: 'POST',
      url: 'https://hooks.example/in',
      headers: { 'Content-Type': 'application/json', 'User-Agent': `certvigil/${VERSION}` },
    });
  });

  it('provides the variables of a NetBox webhook', () => {
    const body_template =
      '{{ event }}|{{ timestamp }}|{{ object_type }}|{{ model }}|{{ username }}|{{ request_id }}|{{ data.certificate }}|{{ snapshots.prechange }}';
    expect(renderOrThrow({ content_type: 'text/plain', body_template }).body).toBe(
      'certificate.expiry_warning|2026-05-18T12:00:00Z|certvigil.certificate|certificate|None|scan-1|shop|None',
    );
  });

  it('signs the encoded body', () => {
    const request = renderOrThrow(
      { secret: '${KEY}', body_template: '{"cn": "{{ data.common_name }}"}' },
      { KEY: 'k' },
      { common_name: 'é😀' },
    );
    const expected = createHmac('sha512', 'k').update(Buffer.from('{"cn": "é😀"}', 'utf8')).digest('hex');
    expect(request.headers['X-Hook-Signature']).toBe(expected);
  });

  it('lets configured headers override its own, ignoring case, except for the signature', () => {
    const headers = { 'user-agent': 'mine', 'CONTENT-TYPE': 'text/x', 'x-hook-signature': 'forged' };
    const request = renderOrThrow({ headers, secret: 's' });
    const names = Object.keys(request.headers).map((name) => name.toLowerCase());
    expect(new Set(names).size).toBe(names.length);
    expect(request.headers).toMatchObject({ 'user-agent': 'mine', 'CONTENT-TYPE': 'text/x' });
    expect(request.headers['X-Hook-Signature']).toMatch(/^[0-9a-f]{128}$/);
  });

  it('marks a test with a header', () => {
    expect(renderOrThrow({}, {}, { test: true }).headers['X-Certvigil-Test']).toBe('1');
    expect(renderOrThrow({}).headers).not.toHaveProperty('X-Certvigil-Test');
  });

  it('sends no body with GET', () => {
    const request = renderOrThrow({ method: 'GET', body_template: '{}' });
    expect(request.body).toBeNull();
    expect(request.headers).not.toHaveProperty('Content-Type');
  });

  it('moves user and password from the URL into the Authorization header', () => {
    const request = renderOrThrow({ url: 'https://me:${PASSWORD}@hooks.example/in' }, { PASSWORD: 'p%40ss' });
    expect(request.url).toBe('https://hooks.example/in');
    expect(request.headers.Authorization).toBe(`Basic ${Buffer.from('me:p@ss').toString('base64')}`);
  });
});

describe('variables', () => {
  const env = { URL: 'https://hooks.example/T0/B0\n', TOKEN: 'abc$&def\r\n' };

  it('are resolved after rendering, without trailing line breaks', () => {
    const request = renderOrThrow({ url: '${URL}', headers: { Authorization: 'Bearer ${TOKEN}' } }, env);
    expect(request.url).toBe('https://hooks.example/T0/B0');
    expect(request.headers.Authorization).toBe('Bearer abc$&def');
  });

  it('are not resolved in text from a certificate', () => {
    const changes = {
      url: 'https://hooks.example/{{ data.common_name }}',
      headers: { 'X-Name': '{{ data.common_name }} {{ data.common_name | upper }}', 'X-Token': '{{ secrets.token }}' },
      secrets: { token: '${TOKEN}' },
      body_template: '{"cn": "{{ data.common_name }}", "t": "{{ secrets.token }}"}',
    };
    const request = renderOrThrow(changes, env, { common_name: '${TOKEN}' });
    expect(request.headers).toMatchObject({ 'X-Name': '${TOKEN} ${TOKEN}', 'X-Token': 'abc$&def' });
    expect(request.url).toBe('https://hooks.example/%24%7BTOKEN%7D');
    expect(JSON.parse(request.body ?? '')).toEqual({ cn: '${TOKEN}', t: 'abc$&def' });
  });

  it.each([
    ['url', { url: '${NAME}' }],
    ['a header', { headers: { 'X-A': '${NAME}' } }],
    ['secrets', { secrets: { a: '${NAME}' } }],
    ['secret', { secret: '${NAME}' }],
  ])('fail the delivery if unset or empty, and are named: %s', (_, changes) => {
    const variables = { NAME: { file: 'certvigil.yaml', line: 12, column: 3 } };
    for (const env of [{}, { NAME: '' }, { NAME: '\n' }]) {
      const { code, detail } = renderFailure({ ...changes, variables }, env);
      expect(code).toBe('variable-unset');
      expect(detail).toContain('webhook "receiver": ${NAME} (certvigil.yaml:12) is not set or is empty');
    }
  });

  it('never resolve to variables of the runner', () => {
    expect(renderFailure({ url: 'https://hooks.example/${GITHUB_TOKEN}' }, { GITHUB_TOKEN: 'x' }).code).toBe(
      'variable-unset',
    );
  });

  it('are shown as ***, like secrets, if nothing may be revealed', () => {
    const webhook = createWebhook({
      url: '${URL}/{{ data.certificate }}',
      headers: { Authorization: 'Bearer ${TOKEN}' },
      secrets: { key: '${KEY}' },
      secret: '${SIGNING}',
      body_template: '{"key": "{{ secrets.key }}"}',
    });
    const result = renderRequest(webhook, createContext(), { env: { TOKEN: 'abc' }, reveal: false });
    expect(result).toMatchObject({ ok: true });
    if (!result.ok) return;
    expect(result.request.url).toBe('***/shop');
    expect(result.request.headers).toMatchObject({ Authorization: 'Bearer ***', 'X-Hook-Signature': '***' });
    expect(result.request.body).toBe('{"key": "***"}');
  });
});

describe('untrusted text', () => {
  it.each([
    ['https://hooks.example/in?cn={{ data.common_name }}', 'a&b=c#d', 'https://hooks.example/in?cn=a%26b%3Dc%23d'],
    ['https://hooks.example/{{ data.common_name }}/x', 'a/../b', 'https://hooks.example/a%2F..%2Fb/x'],
    ['https://hooks.example/{{ data.common_name | urlencode }}', 'a b', 'https://hooks.example/a%20b'],
    ['https://hooks.example/{{ data.common_name | safe }}', '@evil', 'https://hooks.example/%40evil'],
    ['https://hooks.example/{{ data.common_name }}', '\ud800', 'https://hooks.example/%5Cu%7Bd800%7D'],
    ['https://hooks.example/{{ data.common_name }}', 'a\nb', 'https://hooks.example/a%5Cu%7Ba%7Db'],
    ['https://hooks.example:8443?{{ data.days_remaining }}', '', 'https://hooks.example:8443/?13'],
  ])('is encoded in the URL %s: %j', (url, common_name, expected) => {
    expect(renderOrThrow({ url }, {}, { common_name }).url).toBe(expected);
  });

  it.each([
    ['{{ data.common_name }}', 'url-authority-templated'],
    ['{{ "https" }}://hooks.example/', 'url-authority-templated'],
    ['https://{{ data.common_name }}/in', 'url-authority-templated'],
    ['https://hooks.example{{ data.common_name }}', 'url-authority-templated'],
    ['https://hooks.example\\{{ data.common_name }}', 'url-authority-templated'],
    ['https://hooks.example:{{ data.key_size }}/', 'url-authority-templated'],
    ['${HOST}{{ data.common_name }}', 'url-authority-templated'],
    ['ftp://hooks.example/', 'url-invalid'],
    ['not a url', 'url-invalid'],
    ['https://hooks.example/a/{{ ".." }}/b', 'url-dot-segment'],
  ])('cannot change the host of %s', (url, code) => {
    const failure = renderFailure({ url }, { HOST: 'https://hidden.example' });
    expect(failure.code).toBe(code);
    expect(failure.detail).not.toContain('hidden');
  });

  it('is not sent to a URL that variables make invalid, which the message names', () => {
    const url = '${SCHEME}://${HOST}/hook';
    expect(renderFailure({ url }, { SCHEME: 'https', HOST: 'hidden example' }).detail).toMatch(
      /with the value of \$\{SCHEME\} and \$\{HOST\}, the URL is not/,
    );
    expect(renderFailure({ url: 'not a url' }, {}).detail).toMatch(/: the URL is not/);
  });

  it.each(['a\r\nX-Evil: 1', 'a\nb', 'a\rb', 'a\0b', 'a\x7fb'])('cannot inject a header with %j', (text) => {
    const fromCertificate = renderOrThrow(
      { headers: { 'X-Name': '{{ data.common_name }}' } },
      {},
      { common_name: text },
    );
    expect(fromCertificate.headers['X-Name']).toMatch(/^a\\u\{[\da-f]+\}\S.*$/);
    const { code, detail } = renderFailure({ headers: { 'X-Name': '{{ data.owner }}' } }, {}, { owner: text });
    expect(code).toBe('header-injection');
    expect(detail).toContain('webhook "receiver": header X-Name: ');
  });

  it('a header of the HTTP client cannot be set', () => {
    expect(renderFailure({ headers: { 'Transfer-Encoding': 'chunked' } }).code).toBe('header-refused');
  });
});
