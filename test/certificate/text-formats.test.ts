import { expect, it } from 'vitest';
import { decodeUnicodeText, detectTextFormat } from '../../src/certificate/detect-format.ts';

const PEM = '-----BEGIN CERTIFICATE-----';

it.each([
  [PEM, 'pem'],
  [`# ${PEM}`, 'pem'],
  [`${PEM}\nLS0tLS1CRUdJTi`, 'pem'],
  [`# ${PEM}\nLS0tLS1CRUdJTi`, 'pem'],
  [`LS0tLS1CRUdJTi ${'-----BEGIN '}`, 'pem'],
  ['LS0tLS1CRUdJTi', 'base64'],
  ['MIIB/+==\n', 'base64'],
  ['=', 'pem'],
  ['{"keys": [{"x5c": []}]}', 'jwks'],
  ['\n [{"x5c": []}]', 'jwks'],
  ['keys: ["x5c"]', 'pem'],
  ['{"keys": []}', 'pem'],
  [`${PEM}\n---\napiVersion: v1`, 'kubernetes'],
  [`${PEM}\n# no apiVersion`, 'pem'],
  ['{"apiVersion": "v1"}', 'kubernetes'],
  ['apiVersion: v1', 'kubernetes'],
  ['  apiVersion: v1', 'kubernetes'],
  ['\t apiVersion\t: v1', 'kubernetes'],
  ['- apiVersion: v1', 'kubernetes'],
  ['  -   apiVersion: v1', 'kubernetes'],
  ['"apiVersion": v1', 'kubernetes'],
  ["- 'apiVersion' : v1", 'kubernetes'],
  ['\u00ef\u00bb\u00bfapiVersion: v1', 'kubernetes'],
  ['# x\napiVersion: v1', 'kubernetes'],
  ['# apiVersion: v1', 'pem'],
  ['-apiVersion: v1', 'pem'],
  ['xapiVersion: v1', 'pem'],
  ['apiVersion! v1', 'pem'],
  ['apiVersions: v1', 'pem'],
  ['{apiVersion: v1}', 'kubernetes'],
  ['{"kind":"x","apiVersion":"v1"}', 'kubernetes'],
  ["x, \n 'apiVersion' \n : v1", 'kubernetes'],
  ['(apiVersion: v1)', 'pem'],
  ['{-apiVersion: v1}', 'pem'],
  ['{"apiVersion"-: v1}', 'pem'],
  ['apiVersion', 'base64'],
  ['<a:EntityDescriptor x="">', 'saml'],
  ['<md.x_1-y:EntityDescriptor>', 'saml'],
  ['<x><ds:X509Certificate\n>', 'saml'],
  ['<EntitiesDescriptor>', 'saml'],
  ['<:EntityDescriptor>', 'pem'],
  ['<a!b:EntityDescriptor>', 'pem'],
  ['<EntityDescriptors>', 'pem'],
  ['<xEntityDescriptor>', 'pem'],
  ['x <EntityDescriptor>', 'pem'],
  ['<html>', 'pem'],
  ['', 'pem'],
])('the text %j has the format %s', (text, format) => {
  expect(detectTextFormat(text)).toBe(format);
});

it.each([
  ['\ufeffa', 'a'],
  ['\ufeffa\n\ufeffb', 'a\nb'],
  ['a\ufeffb\ufeff', 'a\ufeffb\ufeff'],
  ['\ufeff\ufeffa', '\ufeffa'],
])('byte order marks at the beginning of a line are removed: %j', (text, expected) => {
  expect(decodeUnicodeText(Buffer.from(text))).toBe(expected);
});
