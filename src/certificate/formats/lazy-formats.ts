/** The decoders of rare formats, which are loaded together when the first such file is found. */

export { findEncodedPem } from './embedded.ts';
export { decodeJavaKeystore } from './jks.ts';
export { decodeJwks } from './jwks.ts';
export { decodeKubernetes } from './kubernetes.ts';
export { decodePkcs7 } from './pkcs7-file.ts';
export { decodePemKeystores, decodePkcs12 } from './pkcs12/decode.ts';
