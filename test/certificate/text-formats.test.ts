import { expect, it } from 'vitest';
import { detectTextFormat } from '../../src/certificate/detect-format.ts';

const PEM = '-----BEGIN CERTIFICATE-----';

it.each([
  [PEM, 'pem'],
  [`# ${PEM}`, 'pem'],
  [`${PEM}\nLS0tLS1CRUdJTi`, 'pem'],
  [`# ${PEM}\nLS0tLS1CRUdJTi`, 'encoded-pem'],
  [`LS0tLS1CRUdJTi ${'-----BEGIN '}`, 'encoded-pem'],
  ['LS0tLS1CRUdJTi', 'base64'],
  ['MIIB/+==\n', 'base64'],
  ['=', 'other'],
  ['{"keys": [{"x5c": []}]}', 'jwks'],
  ['\n [{"x5c": []}]', 'jwks'],
  ['keys: ["x5c"]', 'other'],
  ['{"keys": []}', 'other'],
  [`${PEM}\n---\napiVersion: v1`, 'kubernetes'],
  [`${PEM}\n# no apiVersion`, 'pem'],
  ['{"apiVersion": "v1"}', 'kubernetes'],
  ['apiVersion', 'base64'],
  ['<a:EntityDescriptor x="">', 'saml'],
  ['x <EntityDescriptor>', 'other'],
  ['<html>', 'other'],
  ['', 'other'],
])('the text %j has the format %s', (text, format) => {
  expect(detectTextFormat(text)).toBe(format);
});
