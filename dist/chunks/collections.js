const require = (name) => { const found = process.getBuiltinModule(name); if (found) return found; throw Object.assign(new Error('Cannot find module ' + name), { code: 'MODULE_NOT_FOUND' }); };

// src/lib/collections.ts
function getOwn(record, key) {
  return record !== void 0 && Object.hasOwn(record, key) ? record[key] : void 0;
}
function setOwn(record, key, value) {
  if (key === "__proto__")
    Object.defineProperty(record, key, { value, enumerable: true, writable: true, configurable: true });
  else record[key] = value;
}
function addEntries(record, entries) {
  return entries.length === 0 ? record : { ...record, ...Object.fromEntries(entries) };
}
function compareText(a, b) {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
function groupBy(values, getKey) {
  const groups = /* @__PURE__ */ new Map();
  for (const value of values) {
    const key = getKey(value);
    const group = groups.get(key);
    if (group === void 0) groups.set(key, [value]);
    else group.push(value);
  }
  return groups;
}
function findRepeated(values, getKey) {
  return [...groupBy(values, getKey).values()].flatMap(
    ([first, ...repeated]) => first === void 0 ? [] : repeated.map((value) => [value, first])
  );
}
function indexGroups(groups, getKey) {
  const indexes = /* @__PURE__ */ new Map();
  const index = (name) => new Map(groups.get(name)?.map((value) => [getKey(value), value]));
  return (name, key) => getOrCreate(indexes, name, () => index(name)).get(key);
}
function isEqualRecord(a, b) {
  const left = Object.entries(a);
  const right = b;
  return left.length === Object.keys(b).length && left.every(([key, value]) => getOwn(right, key) === value);
}
function toArray(value) {
  return value === void 0 ? [] : [value].flat();
}
function toPlainObject(map) {
  return Object.fromEntries(Object.entries(map ?? {}));
}
function getOrCreate(values, key, create, maxSize = Number.POSITIVE_INFINITY) {
  const known = values.get(key);
  if (known !== void 0) return known;
  const created = create();
  if (values.size >= maxSize) values.clear();
  values.set(key, created);
  return created;
}

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
  getOwn,
  setOwn,
  addEntries,
  compareText,
  groupBy,
  findRepeated,
  indexGroups,
  isEqualRecord,
  toArray,
  toPlainObject,
  getOrCreate,
  CONNECTION_HEADERS,
  parseRetryAfter,
  encodeHeaders,
  splitCredentials,
  encodeBasic,
  decodePercent
};
