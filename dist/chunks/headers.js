const require = (name) => { const found = process.getBuiltinModule(name); if (found) return found; throw Object.assign(new Error('Cannot find module ' + name), { code: 'MODULE_NOT_FOUND' }); };

// src/lib/http/headers.ts
var CONNECTION_HEADERS = /^(connection|content-length|expect|keep-alive|te|trailer|transfer-encoding|upgrade)$/i;
var MAX_RETRY_AFTER_MS = 1e12;
function parseRetryAfter(header, now) {
  if (header === null) return null;
  if (/^\d+(\.\d+)?$/.test(header)) return Math.min(Math.ceil(Number(header) * 1e3), MAX_RETRY_AFTER_MS);
  const date = /\d\d:\d\d/.test(header) ? Date.parse(header) : Number.NaN;
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}
function encodeHeaders(headers) {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Buffer.from(value).toString("latin1")])
  );
}
function splitCredentials(text) {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) return null;
  const { username, password } = url;
  if (username === "" && password === "") return { url, authorization: null };
  url.username = "";
  url.password = "";
  const authorization = encodeBasic({ user: decodePercent(username), password: decodePercent(password) });
  return { url, authorization };
}
function encodeBasic({ user, password }) {
  return `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;
}
function decodePercent(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export {
  CONNECTION_HEADERS,
  parseRetryAfter,
  encodeHeaders,
  splitCredentials,
  encodeBasic,
  decodePercent
};
