import { describe, expect, it } from 'vitest';
import { checkDirectory, findDirectoryByIssuer } from '../../src/domain/acme-directories.ts';

describe('the directory of an issuer', () => {
  const letsencrypt = 'https://acme-v02.api.letsencrypt.org/directory';
  it.each([
    ["CN=R12,O=Let's Encrypt,C=US", letsencrypt],
    ["O=Let's Encrypt", letsencrypt],
    ["C=US+O=Let's Encrypt,CN=E7", letsencrypt],
    ['CN=WE1,O=Google Trust Services,C=US', 'https://dv.acme-v02.api.pki.goog/directory'],
    ['CN=GTS CA 1D4,O=Google Trust Services LLC,C=US', 'https://dv.acme-v02.api.pki.goog/directory'],
    ["CN=(STAGING) Wannabe Watercress R11,O=(STAGING) Let's Encrypt,C=US", null],
    ["CN=Evil\\,O=Let's Encrypt,C=US", null],
    ["CN=R12,OU=Let's Encrypt,C=US", null],
    ["CN=R12,O=Let's Encrypt\\, Inc.,C=US", null],
    ['CN=R12,O=constructor', null],
    ['', null],
    [null, null],
  ])('%s', (issuer, directory) => {
    expect(findDirectoryByIssuer(issuer)).toBe(directory);
  });
});

describe('checking a directory', () => {
  it.each([
    ['letsencrypt', null],
    ['https://acme.example.com/directory', null],
    ['https://10.0.0.1:9000/acme/acme/directory', null],
    ['http://127.0.0.1:14000/dir', null],
    ['http://[::1]:14000/dir', null],
    ['http://localhost/dir', null],
    ['http://localhost.example.com/dir', 'insecure'],
    ['http://mylocalhost/dir', 'insecure'],
    ['http://127.10.20.30/dir', null],
    ['shttp://a.example/dir', 'malformed'],
    ['httpx://a.example/dir', 'malformed'],
    ['http://acme.example.com/directory', 'insecure'],
    ['https://user@acme.example.com/directory', 'credentials'],
    ['https://:password@acme.example.com/directory', 'credentials'],
    ['https://acme.example.com/#directory', 'malformed'],
    ['ftp://acme.example.com/directory', 'malformed'],
    ['acme.example.com/directory', 'malformed'],
    ['https://', 'malformed'],
    ['lets-encrypt', 'unknown-name'],
    ['__proto__', 'unknown-name'],
  ])('%s: %s', (text, problem) => {
    expect(checkDirectory(text)).toBe(problem);
  });
});
