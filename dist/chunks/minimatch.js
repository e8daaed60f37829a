const require = (name) => { const found = process.getBuiltinModule(name); if (found) return found; throw Object.assign(new Error('Cannot find module ' + name), { code: 'MODULE_NOT_FOUND' }); };
import {
  DOMAIN,
  findUrlProblem,
  reportDuplicates
} from "./http-url.js";
import {
  expand
} from "./brace-expansion.js";
import {
  AppError,
  DIGEST,
  EVENTS,
  EVENT_NAMES,
  FINDING_NAMES,
  RESOLUTION_NAMES,
  SCAN_EVENTS,
  STATUS_LABELS,
  WORST_FIRST,
  escapeUnprintable,
  getWorstStatus,
  isInDomain,
  isOnlyByName,
  suggest
} from "./event-definitions.js";
import {
  describeMissingDay,
  parseDateOrTime,
  toSigningVariable,
  truncateList,
  truncateTo
} from "./package.js";
import {
  addBrackets,
  compareText,
  findRepeated,
  getOwn,
  groupBy,
  isHostName,
  isServiceName,
  normalizeServiceName,
  parseHostPort,
  removePort,
  toArray,
  toAsciiHost,
  toPlainObject
} from "./host-port.js";
import {
  __commonJS,
  __require
} from "./runtime.js";

// node_modules/yaml/dist/nodes/identity.js
var require_identity = __commonJS({
  "node_modules/yaml/dist/nodes/identity.js"(exports) {
    "use strict";
    var ALIAS2 = /* @__PURE__ */ Symbol.for("yaml.alias");
    var DOC = /* @__PURE__ */ Symbol.for("yaml.document");
    var MAP = /* @__PURE__ */ Symbol.for("yaml.map");
    var PAIR = /* @__PURE__ */ Symbol.for("yaml.pair");
    var SCALAR = /* @__PURE__ */ Symbol.for("yaml.scalar");
    var SEQ = /* @__PURE__ */ Symbol.for("yaml.seq");
    var NODE_TYPE = /* @__PURE__ */ Symbol.for("yaml.node.type");
    var isAlias = (node) => !!node && typeof node === "object" && node[NODE_TYPE] === ALIAS2;
    var isDocument = (node) => !!node && typeof node === "object" && node[NODE_TYPE] === DOC;
    var isMap = (node) => !!node && typeof node === "object" && node[NODE_TYPE] === MAP;
    var isPair = (node) => !!node && typeof node === "object" && node[NODE_TYPE] === PAIR;
    var isScalar = (node) => !!node && typeof node === "object" && node[NODE_TYPE] === SCALAR;
    var isSeq = (node) => !!node && typeof node === "object" && node[NODE_TYPE] === SEQ;
    function isCollection(node) {
      if (node && typeof node === "object")
        switch (node[NODE_TYPE]) {
          case MAP:
          case SEQ:
            return true;
        }
      return false;
    }
    function isNode(node) {
      if (node && typeof node === "object")
        switch (node[NODE_TYPE]) {
          case ALIAS2:
          case MAP:
          case SCALAR:
          case SEQ:
            return true;
        }
      return false;
    }
    var hasAnchor = (node) => (isScalar(node) || isCollection(node)) && !!node.anchor;
    exports.ALIAS = ALIAS2;
    exports.DOC = DOC;
    exports.MAP = MAP;
    exports.NODE_TYPE = NODE_TYPE;
    exports.PAIR = PAIR;
    exports.SCALAR = SCALAR;
    exports.SEQ = SEQ;
    exports.hasAnchor = hasAnchor;
    exports.isAlias = isAlias;
    exports.isCollection = isCollection;
    exports.isDocument = isDocument;
    exports.isMap = isMap;
    exports.isNode = isNode;
    exports.isPair = isPair;
    exports.isScalar = isScalar;
    exports.isSeq = isSeq;
  }
});

// node_modules/yaml/dist/visit.js
var require_visit = __commonJS({
  "node_modules/yaml/dist/visit.js"(exports) {
    "use strict";
    var identity = require_identity();
    var BREAK = /* @__PURE__ */ Symbol("break visit");
    var SKIP = /* @__PURE__ */ Symbol("skip children");
    var REMOVE = /* @__PURE__ */ Symbol("remove node");
    function visit(node, visitor) {
      const visitor_ = initVisitor(visitor);
      if (identity.isDocument(node)) {
        const cd = visit_(null, node.contents, visitor_, Object.freeze([node]));
        if (cd === REMOVE)
          node.contents = null;
      } else
        visit_(null, node, visitor_, Object.freeze([]));
    }
    visit.BREAK = BREAK;
    visit.SKIP = SKIP;
    visit.REMOVE = REMOVE;
    function visit_(key, node, visitor, path5) {
      const ctrl = callVisitor(key, node, visitor, path5);
      if (identity.isNode(ctrl) || identity.isPair(ctrl)) {
        replaceNode(key, path5, ctrl);
        return visit_(key, ctrl, visitor, path5);
      }
      if (typeof ctrl !== "symbol") {
        if (identity.isCollection(node)) {
          path5 = Object.freeze(path5.concat(node));
          for (let i = 0; i < node.items.length; ++i) {
            const ci = visit_(i, node.items[i], visitor, path5);
            if (typeof ci === "number")
              i = ci - 1;
            else if (ci === BREAK)
              return BREAK;
            else if (ci === REMOVE) {
              node.items.splice(i, 1);
              i -= 1;
            }
          }
        } else if (identity.isPair(node)) {
          path5 = Object.freeze(path5.concat(node));
          const ck = visit_("key", node.key, visitor, path5);
          if (ck === BREAK)
            return BREAK;
          else if (ck === REMOVE)
            node.key = null;
          const cv = visit_("value", node.value, visitor, path5);
          if (cv === BREAK)
            return BREAK;
          else if (cv === REMOVE)
            node.value = null;
        }
      }
      return ctrl;
    }
    async function visitAsync(node, visitor) {
      const visitor_ = initVisitor(visitor);
      if (identity.isDocument(node)) {
        const cd = await visitAsync_(null, node.contents, visitor_, Object.freeze([node]));
        if (cd === REMOVE)
          node.contents = null;
      } else
        await visitAsync_(null, node, visitor_, Object.freeze([]));
    }
    visitAsync.BREAK = BREAK;
    visitAsync.SKIP = SKIP;
    visitAsync.REMOVE = REMOVE;
    async function visitAsync_(key, node, visitor, path5) {
      const ctrl = await callVisitor(key, node, visitor, path5);
      if (identity.isNode(ctrl) || identity.isPair(ctrl)) {
        replaceNode(key, path5, ctrl);
        return visitAsync_(key, ctrl, visitor, path5);
      }
      if (typeof ctrl !== "symbol") {
        if (identity.isCollection(node)) {
          path5 = Object.freeze(path5.concat(node));
          for (let i = 0; i < node.items.length; ++i) {
            const ci = await visitAsync_(i, node.items[i], visitor, path5);
            if (typeof ci === "number")
              i = ci - 1;
            else if (ci === BREAK)
              return BREAK;
            else if (ci === REMOVE) {
              node.items.splice(i, 1);
              i -= 1;
            }
          }
        } else if (identity.isPair(node)) {
          path5 = Object.freeze(path5.concat(node));
          const ck = await visitAsync_("key", node.key, visitor, path5);
          if (ck === BREAK)
            return BREAK;
          else if (ck === REMOVE)
            node.key = null;
          const cv = await visitAsync_("value", node.value, visitor, path5);
          if (cv === BREAK)
            return BREAK;
          else if (cv === REMOVE)
            node.value = null;
        }
      }
      return ctrl;
    }
    function initVisitor(visitor) {
      if (typeof visitor === "object" && (visitor.Collection || visitor.Node || visitor.Value)) {
        return Object.assign({
          Alias: visitor.Node,
          Map: visitor.Node,
          Scalar: visitor.Node,
          Seq: visitor.Node
        }, visitor.Value && {
          Map: visitor.Value,
          Scalar: visitor.Value,
          Seq: visitor.Value
        }, visitor.Collection && {
          Map: visitor.Collection,
          Seq: visitor.Collection
        }, visitor);
      }
      return visitor;
    }
    function callVisitor(key, node, visitor, path5) {
      if (typeof visitor === "function")
        return visitor(key, node, path5);
      if (identity.isMap(node))
        return visitor.Map?.(key, node, path5);
      if (identity.isSeq(node))
        return visitor.Seq?.(key, node, path5);
      if (identity.isPair(node))
        return visitor.Pair?.(key, node, path5);
      if (identity.isScalar(node))
        return visitor.Scalar?.(key, node, path5);
      if (identity.isAlias(node))
        return visitor.Alias?.(key, node, path5);
      return void 0;
    }
    function replaceNode(key, path5, node) {
      const parent = path5[path5.length - 1];
      if (identity.isCollection(parent)) {
        parent.items[key] = node;
      } else if (identity.isPair(parent)) {
        if (key === "key")
          parent.key = node;
        else
          parent.value = node;
      } else if (identity.isDocument(parent)) {
        parent.contents = node;
      } else {
        const pt = identity.isAlias(parent) ? "alias" : "scalar";
        throw new Error(`Cannot replace node with ${pt} parent`);
      }
    }
    exports.visit = visit;
    exports.visitAsync = visitAsync;
  }
});

// node_modules/yaml/dist/doc/directives.js
var require_directives = __commonJS({
  "node_modules/yaml/dist/doc/directives.js"(exports) {
    "use strict";
    var identity = require_identity();
    var visit = require_visit();
    var escapeChars = {
      "!": "%21",
      ",": "%2C",
      "[": "%5B",
      "]": "%5D",
      "{": "%7B",
      "}": "%7D"
    };
    var escapeTagName = (tn) => tn.replace(/[!,[\]{}]/g, (ch) => escapeChars[ch]);
    var Directives = class _Directives {
      constructor(yaml, tags) {
        this.docStart = null;
        this.docEnd = false;
        this.yaml = Object.assign({}, _Directives.defaultYaml, yaml);
        this.tags = Object.assign({}, _Directives.defaultTags, tags);
      }
      clone() {
        const copy = new _Directives(this.yaml, this.tags);
        copy.docStart = this.docStart;
        return copy;
      }
      /**
       * During parsing, get a Directives instance for the current document and
       * update the stream state according to the current version's spec.
       */
      atDocument() {
        const res = new _Directives(this.yaml, this.tags);
        switch (this.yaml.version) {
          case "1.1":
            this.atNextDocument = true;
            break;
          case "1.2":
            this.atNextDocument = false;
            this.yaml = {
              explicit: _Directives.defaultYaml.explicit,
              version: "1.2"
            };
            this.tags = Object.assign({}, _Directives.defaultTags);
            break;
        }
        return res;
      }
      /**
       * @param onError - May be called even if the action was successful
       * @returns `true` on success
       */
      add(line, onError) {
        if (this.atNextDocument) {
          this.yaml = { explicit: _Directives.defaultYaml.explicit, version: "1.1" };
          this.tags = Object.assign({}, _Directives.defaultTags);
          this.atNextDocument = false;
        }
        const parts = line.trim().split(/[ \t]+/);
        const name = parts.shift();
        switch (name) {
          case "%TAG": {
            if (parts.length !== 2) {
              onError(0, "%TAG directive should contain exactly two parts");
              if (parts.length < 2)
                return false;
            }
            const [handle, prefix2] = parts;
            this.tags[handle] = prefix2;
            return true;
          }
          case "%YAML": {
            this.yaml.explicit = true;
            if (parts.length !== 1) {
              onError(0, "%YAML directive should contain exactly one part");
              return false;
            }
            const [version] = parts;
            if (version === "1.1" || version === "1.2") {
              this.yaml.version = version;
              return true;
            } else {
              const isValid = /^\d+\.\d+$/.test(version);
              onError(6, `Unsupported YAML version ${version}`, isValid);
              return false;
            }
          }
          default:
            onError(0, `Unknown directive ${name}`, true);
            return false;
        }
      }
      /**
       * Resolves a tag, matching handles to those defined in %TAG directives.
       *
       * @returns Resolved tag, which may also be the non-specific tag `'!'` or a
       *   `'!local'` tag, or `null` if unresolvable.
       */
      tagName(source, onError) {
        if (source === "!")
          return "!";
        if (source[0] !== "!") {
          onError(`Not a valid tag: ${source}`);
          return null;
        }
        if (source[1] === "<") {
          const verbatim = source.slice(2, -1);
          if (verbatim === "!" || verbatim === "!!") {
            onError(`Verbatim tags aren't resolved, so ${source} is invalid.`);
            return null;
          }
          if (source[source.length - 1] !== ">")
            onError("Verbatim tags must end with a >");
          return verbatim;
        }
        const [, handle, suffix] = source.match(/^(.*!)([^!]*)$/s);
        if (!suffix)
          onError(`The ${source} tag has no suffix`);
        const prefix2 = this.tags[handle];
        if (prefix2) {
          try {
            return prefix2 + decodeURIComponent(suffix);
          } catch (error) {
            onError(String(error));
            return null;
          }
        }
        if (handle === "!")
          return source;
        onError(`Could not resolve tag: ${source}`);
        return null;
      }
      /**
       * Given a fully resolved tag, returns its printable string form,
       * taking into account current tag prefixes and defaults.
       */
      tagString(tag) {
        for (const [handle, prefix2] of Object.entries(this.tags)) {
          if (tag.startsWith(prefix2))
            return handle + escapeTagName(tag.substring(prefix2.length));
        }
        return tag[0] === "!" ? tag : `!<${tag}>`;
      }
      toString(doc) {
        const lines = this.yaml.explicit ? [`%YAML ${this.yaml.version || "1.2"}`] : [];
        const tagEntries = Object.entries(this.tags);
        let tagNames;
        if (doc && tagEntries.length > 0 && identity.isNode(doc.contents)) {
          const tags = {};
          visit.visit(doc.contents, (_key, node) => {
            if (identity.isNode(node) && node.tag)
              tags[node.tag] = true;
          });
          tagNames = Object.keys(tags);
        } else
          tagNames = [];
        for (const [handle, prefix2] of tagEntries) {
          if (handle === "!!" && prefix2 === "tag:yaml.org,2002:")
            continue;
          if (!doc || tagNames.some((tn) => tn.startsWith(prefix2)))
            lines.push(`%TAG ${handle} ${prefix2}`);
        }
        return lines.join("\n");
      }
    };
    Directives.defaultYaml = { explicit: false, version: "1.2" };
    Directives.defaultTags = { "!!": "tag:yaml.org,2002:" };
    exports.Directives = Directives;
  }
});

// node_modules/yaml/dist/doc/anchors.js
var require_anchors = __commonJS({
  "node_modules/yaml/dist/doc/anchors.js"(exports) {
    "use strict";
    var identity = require_identity();
    var visit = require_visit();
    function anchorIsValid(anchor) {
      if (/[\x00-\x19\s,[\]{}]/.test(anchor)) {
        const sa = JSON.stringify(anchor);
        const msg = `Anchor must not contain whitespace or control characters: ${sa}`;
        throw new Error(msg);
      }
      return true;
    }
    function anchorNames(root) {
      const anchors = /* @__PURE__ */ new Set();
      visit.visit(root, {
        Value(_key, node) {
          if (node.anchor)
            anchors.add(node.anchor);
        }
      });
      return anchors;
    }
    function findNewAnchor(prefix2, exclude) {
      for (let i = 1; true; ++i) {
        const name = `${prefix2}${i}`;
        if (!exclude.has(name))
          return name;
      }
    }
    function createNodeAnchors(doc, prefix2) {
      const aliasObjects = [];
      const sourceObjects = /* @__PURE__ */ new Map();
      let prevAnchors = null;
      return {
        onAnchor: (source) => {
          aliasObjects.push(source);
          prevAnchors ?? (prevAnchors = anchorNames(doc));
          const anchor = findNewAnchor(prefix2, prevAnchors);
          prevAnchors.add(anchor);
          return anchor;
        },
        /**
         * With circular references, the source node is only resolved after all
         * of its child nodes are. This is why anchors are set only after all of
         * the nodes have been created.
         */
        setAnchors: () => {
          for (const source of aliasObjects) {
            const ref = sourceObjects.get(source);
            if (typeof ref === "object" && ref.anchor && (identity.isScalar(ref.node) || identity.isCollection(ref.node))) {
              ref.node.anchor = ref.anchor;
            } else {
              const error = new Error("Failed to resolve repeated object (this should not happen)");
              error.source = source;
              throw error;
            }
          }
        },
        sourceObjects
      };
    }
    exports.anchorIsValid = anchorIsValid;
    exports.anchorNames = anchorNames;
    exports.createNodeAnchors = createNodeAnchors;
    exports.findNewAnchor = findNewAnchor;
  }
});

// node_modules/yaml/dist/doc/applyReviver.js
var require_applyReviver = __commonJS({
  "node_modules/yaml/dist/doc/applyReviver.js"(exports) {
    "use strict";
    function applyReviver(reviver, obj, key, val) {
      if (val && typeof val === "object") {
        if (Array.isArray(val)) {
          for (let i = 0, len = val.length; i < len; ++i) {
            const v0 = val[i];
            const v1 = applyReviver(reviver, val, String(i), v0);
            if (v1 === void 0)
              delete val[i];
            else if (v1 !== v0)
              val[i] = v1;
          }
        } else if (val instanceof Map) {
          for (const k of Array.from(val.keys())) {
            const v0 = val.get(k);
            const v1 = applyReviver(reviver, val, k, v0);
            if (v1 === void 0)
              val.delete(k);
            else if (v1 !== v0)
              val.set(k, v1);
          }
        } else if (val instanceof Set) {
          for (const v0 of Array.from(val)) {
            const v1 = applyReviver(reviver, val, v0, v0);
            if (v1 === void 0)
              val.delete(v0);
            else if (v1 !== v0) {
              val.delete(v0);
              val.add(v1);
            }
          }
        } else {
          for (const [k, v0] of Object.entries(val)) {
            const v1 = applyReviver(reviver, val, k, v0);
            if (v1 === void 0)
              delete val[k];
            else if (v1 !== v0)
              val[k] = v1;
          }
        }
      }
      return reviver.call(obj, key, val);
    }
    exports.applyReviver = applyReviver;
  }
});

// node_modules/yaml/dist/nodes/toJS.js
var require_toJS = __commonJS({
  "node_modules/yaml/dist/nodes/toJS.js"(exports) {
    "use strict";
    var identity = require_identity();
    function toJS(value, arg, ctx) {
      if (Array.isArray(value))
        return value.map((v, i) => toJS(v, String(i), ctx));
      if (value && typeof value.toJSON === "function") {
        if (!ctx || !identity.hasAnchor(value))
          return value.toJSON(arg, ctx);
        const data = { aliasCount: 0, count: 1, res: void 0 };
        ctx.anchors.set(value, data);
        ctx.onCreate = (res2) => {
          data.res = res2;
          delete ctx.onCreate;
        };
        const res = value.toJSON(arg, ctx);
        if (ctx.onCreate)
          ctx.onCreate(res);
        return res;
      }
      if (typeof value === "bigint" && !ctx?.keep)
        return Number(value);
      return value;
    }
    exports.toJS = toJS;
  }
});

// node_modules/yaml/dist/nodes/Node.js
var require_Node = __commonJS({
  "node_modules/yaml/dist/nodes/Node.js"(exports) {
    "use strict";
    var applyReviver = require_applyReviver();
    var identity = require_identity();
    var toJS = require_toJS();
    var NodeBase = class {
      constructor(type) {
        Object.defineProperty(this, identity.NODE_TYPE, { value: type });
      }
      /** Create a copy of this node.  */
      clone() {
        const copy = Object.create(Object.getPrototypeOf(this), Object.getOwnPropertyDescriptors(this));
        if (this.range)
          copy.range = this.range.slice();
        return copy;
      }
      /** A plain JavaScript representation of this node. */
      toJS(doc, { mapAsMap, maxAliasCount, onAnchor, reviver } = {}) {
        if (!identity.isDocument(doc))
          throw new TypeError("A document argument is required");
        const ctx = {
          anchors: /* @__PURE__ */ new Map(),
          doc,
          keep: true,
          mapAsMap: mapAsMap === true,
          mapKeyWarned: false,
          maxAliasCount: typeof maxAliasCount === "number" ? maxAliasCount : 100
        };
        const res = toJS.toJS(this, "", ctx);
        if (typeof onAnchor === "function")
          for (const { count: count2, res: res2 } of ctx.anchors.values())
            onAnchor(res2, count2);
        return typeof reviver === "function" ? applyReviver.applyReviver(reviver, { "": res }, "", res) : res;
      }
    };
    exports.NodeBase = NodeBase;
  }
});

// node_modules/yaml/dist/nodes/Alias.js
var require_Alias = __commonJS({
  "node_modules/yaml/dist/nodes/Alias.js"(exports) {
    "use strict";
    var anchors = require_anchors();
    var visit = require_visit();
    var identity = require_identity();
    var Node = require_Node();
    var toJS = require_toJS();
    var Alias = class extends Node.NodeBase {
      constructor(source) {
        super(identity.ALIAS);
        this.source = source;
        Object.defineProperty(this, "tag", {
          set() {
            throw new Error("Alias nodes cannot have tags");
          }
        });
      }
      /**
       * Resolve the value of this alias within `doc`, finding the last
       * instance of the `source` anchor before this node.
       */
      resolve(doc, ctx) {
        if (ctx?.maxAliasCount === 0)
          throw new ReferenceError("Alias resolution is disabled");
        let nodes;
        if (ctx?.aliasResolveCache) {
          nodes = ctx.aliasResolveCache;
        } else {
          nodes = [];
          visit.visit(doc, {
            Node: (_key, node) => {
              if (identity.isAlias(node) || identity.hasAnchor(node))
                nodes.push(node);
            }
          });
          if (ctx)
            ctx.aliasResolveCache = nodes;
        }
        let found = void 0;
        for (const node of nodes) {
          if (node === this)
            break;
          if (node.anchor === this.source)
            found = node;
        }
        if (found && ctx) {
          const { anchors: anchors2, doc: doc2, maxAliasCount } = ctx;
          let data = anchors2.get(found);
          if (!data) {
            toJS.toJS(found, null, ctx);
            data = anchors2.get(found);
          }
          if (data?.res === void 0) {
            const msg = "This should not happen: Alias anchor was not resolved?";
            throw new ReferenceError(msg);
          }
          if (maxAliasCount >= 0) {
            data.count += 1;
            if (data.aliasCount === 0)
              data.aliasCount = getAliasCount(doc2, found, anchors2);
            if (data.count * data.aliasCount > maxAliasCount) {
              const msg = "Excessive alias count indicates a resource exhaustion attack";
              throw new ReferenceError(msg);
            }
          }
        }
        return found;
      }
      toJSON(_arg, ctx) {
        if (!ctx)
          return { source: this.source };
        const source = this.resolve(ctx.doc, ctx);
        if (!source) {
          const msg = `Unresolved alias (the anchor must be set before the alias): ${this.source}`;
          throw new ReferenceError(msg);
        }
        return ctx.anchors.get(source).res;
      }
      toString(ctx, _onComment, _onChompKeep) {
        const src = `*${this.source}`;
        if (ctx) {
          anchors.anchorIsValid(this.source);
          if (ctx.options.verifyAliasOrder && !ctx.anchors.has(this.source)) {
            const msg = `Unresolved alias (the anchor must be set before the alias): ${this.source}`;
            throw new Error(msg);
          }
          if (ctx.implicitKey)
            return `${src} `;
        }
        return src;
      }
    };
    function getAliasCount(doc, node, anchors2) {
      if (identity.isAlias(node)) {
        const source = node.resolve(doc);
        const anchor = anchors2 && source && anchors2.get(source);
        return anchor ? anchor.count * anchor.aliasCount : 0;
      } else if (identity.isCollection(node)) {
        let count2 = 0;
        for (const item of node.items) {
          const c = getAliasCount(doc, item, anchors2);
          if (c > count2)
            count2 = c;
        }
        return count2;
      } else if (identity.isPair(node)) {
        const kc = getAliasCount(doc, node.key, anchors2);
        const vc = getAliasCount(doc, node.value, anchors2);
        return Math.max(kc, vc);
      }
      return 1;
    }
    exports.Alias = Alias;
  }
});

// node_modules/yaml/dist/nodes/Scalar.js
var require_Scalar = __commonJS({
  "node_modules/yaml/dist/nodes/Scalar.js"(exports) {
    "use strict";
    var identity = require_identity();
    var Node = require_Node();
    var toJS = require_toJS();
    var isScalarValue = (value) => !value || typeof value !== "function" && typeof value !== "object";
    var Scalar = class extends Node.NodeBase {
      constructor(value) {
        super(identity.SCALAR);
        this.value = value;
      }
      toJSON(arg, ctx) {
        return ctx?.keep ? this.value : toJS.toJS(this.value, arg, ctx);
      }
      toString() {
        return String(this.value);
      }
    };
    Scalar.BLOCK_FOLDED = "BLOCK_FOLDED";
    Scalar.BLOCK_LITERAL = "BLOCK_LITERAL";
    Scalar.PLAIN = "PLAIN";
    Scalar.QUOTE_DOUBLE = "QUOTE_DOUBLE";
    Scalar.QUOTE_SINGLE = "QUOTE_SINGLE";
    exports.Scalar = Scalar;
    exports.isScalarValue = isScalarValue;
  }
});

// node_modules/yaml/dist/doc/createNode.js
var require_createNode = __commonJS({
  "node_modules/yaml/dist/doc/createNode.js"(exports) {
    "use strict";
    var Alias = require_Alias();
    var identity = require_identity();
    var Scalar = require_Scalar();
    var defaultTagPrefix = "tag:yaml.org,2002:";
    function findTagObject(value, tagName, tags) {
      if (tagName) {
        const match2 = tags.filter((t) => t.tag === tagName);
        const tagObj = match2.find((t) => !t.format) ?? match2[0];
        if (!tagObj)
          throw new Error(`Tag ${tagName} not found`);
        return tagObj;
      }
      return tags.find((t) => t.identify?.(value) && !t.format);
    }
    function createNode(value, tagName, ctx) {
      if (identity.isDocument(value))
        value = value.contents;
      if (identity.isNode(value))
        return value;
      if (identity.isPair(value)) {
        const map = ctx.schema[identity.MAP].createNode?.(ctx.schema, null, ctx);
        map.items.push(value);
        return map;
      }
      if (value instanceof String || value instanceof Number || value instanceof Boolean || typeof BigInt !== "undefined" && value instanceof BigInt) {
        value = value.valueOf();
      }
      const { aliasDuplicateObjects, onAnchor, onTagObj, schema, sourceObjects } = ctx;
      let ref = void 0;
      if (aliasDuplicateObjects && value && typeof value === "object") {
        ref = sourceObjects.get(value);
        if (ref) {
          ref.anchor ?? (ref.anchor = onAnchor(value));
          return new Alias.Alias(ref.anchor);
        } else {
          ref = { anchor: null, node: null };
          sourceObjects.set(value, ref);
        }
      }
      if (tagName?.startsWith("!!"))
        tagName = defaultTagPrefix + tagName.slice(2);
      let tagObj = findTagObject(value, tagName, schema.tags);
      if (!tagObj) {
        if (value && typeof value.toJSON === "function") {
          value = value.toJSON();
        }
        if (!value || typeof value !== "object") {
          const node2 = new Scalar.Scalar(value);
          if (ref)
            ref.node = node2;
          return node2;
        }
        tagObj = value instanceof Map ? schema[identity.MAP] : Symbol.iterator in Object(value) ? schema[identity.SEQ] : schema[identity.MAP];
      }
      if (onTagObj) {
        onTagObj(tagObj);
        delete ctx.onTagObj;
      }
      const node = tagObj?.createNode ? tagObj.createNode(ctx.schema, value, ctx) : typeof tagObj?.nodeClass?.from === "function" ? tagObj.nodeClass.from(ctx.schema, value, ctx) : new Scalar.Scalar(value);
      if (tagName)
        node.tag = tagName;
      else if (!tagObj.default)
        node.tag = tagObj.tag;
      if (ref)
        ref.node = node;
      return node;
    }
    exports.createNode = createNode;
  }
});

// node_modules/yaml/dist/nodes/Collection.js
var require_Collection = __commonJS({
  "node_modules/yaml/dist/nodes/Collection.js"(exports) {
    "use strict";
    var createNode = require_createNode();
    var identity = require_identity();
    var Node = require_Node();
    function collectionFromPath(schema, path5, value) {
      let v = value;
      for (let i = path5.length - 1; i >= 0; --i) {
        const k = path5[i];
        if (typeof k === "number" && Number.isInteger(k) && k >= 0) {
          const a = [];
          a[k] = v;
          v = a;
        } else {
          v = /* @__PURE__ */ new Map([[k, v]]);
        }
      }
      return createNode.createNode(v, void 0, {
        aliasDuplicateObjects: false,
        keepUndefined: false,
        onAnchor: () => {
          throw new Error("This should not happen, please report a bug.");
        },
        schema,
        sourceObjects: /* @__PURE__ */ new Map()
      });
    }
    var isEmptyPath = (path5) => path5 == null || typeof path5 === "object" && !!path5[Symbol.iterator]().next().done;
    var Collection = class extends Node.NodeBase {
      constructor(type, schema) {
        super(type);
        Object.defineProperty(this, "schema", {
          value: schema,
          configurable: true,
          enumerable: false,
          writable: true
        });
      }
      /**
       * Create a copy of this collection.
       *
       * @param schema - If defined, overwrites the original's schema
       */
      clone(schema) {
        const copy = Object.create(Object.getPrototypeOf(this), Object.getOwnPropertyDescriptors(this));
        if (schema)
          copy.schema = schema;
        copy.items = copy.items.map((it) => identity.isNode(it) || identity.isPair(it) ? it.clone(schema) : it);
        if (this.range)
          copy.range = this.range.slice();
        return copy;
      }
      /**
       * Adds a value to the collection. For `!!map` and `!!omap` the value must
       * be a Pair instance or a `{ key, value }` object, which may not have a key
       * that already exists in the map.
       */
      addIn(path5, value) {
        if (isEmptyPath(path5))
          this.add(value);
        else {
          const [key, ...rest] = path5;
          const node = this.get(key, true);
          if (identity.isCollection(node))
            node.addIn(rest, value);
          else if (node === void 0 && this.schema)
            this.set(key, collectionFromPath(this.schema, rest, value));
          else
            throw new Error(`Expected YAML collection at ${key}. Remaining path: ${rest}`);
        }
      }
      /**
       * Removes a value from the collection.
       * @returns `true` if the item was found and removed.
       */
      deleteIn(path5) {
        const [key, ...rest] = path5;
        if (rest.length === 0)
          return this.delete(key);
        const node = this.get(key, true);
        if (identity.isCollection(node))
          return node.deleteIn(rest);
        else
          throw new Error(`Expected YAML collection at ${key}. Remaining path: ${rest}`);
      }
      /**
       * Returns item at `key`, or `undefined` if not found. By default unwraps
       * scalar values from their surrounding node; to disable set `keepScalar` to
       * `true` (collections are always returned intact).
       */
      getIn(path5, keepScalar) {
        const [key, ...rest] = path5;
        const node = this.get(key, true);
        if (rest.length === 0)
          return !keepScalar && identity.isScalar(node) ? node.value : node;
        else
          return identity.isCollection(node) ? node.getIn(rest, keepScalar) : void 0;
      }
      hasAllNullValues(allowScalar) {
        return this.items.every((node) => {
          if (!identity.isPair(node))
            return false;
          const n = node.value;
          return n == null || allowScalar && identity.isScalar(n) && n.value == null && !n.commentBefore && !n.comment && !n.tag;
        });
      }
      /**
       * Checks if the collection includes a value with the key `key`.
       */
      hasIn(path5) {
        const [key, ...rest] = path5;
        if (rest.length === 0)
          return this.has(key);
        const node = this.get(key, true);
        return identity.isCollection(node) ? node.hasIn(rest) : false;
      }
      /**
       * Sets a value in this collection. For `!!set`, `value` needs to be a
       * boolean to add/remove the item from the set.
       */
      setIn(path5, value) {
        const [key, ...rest] = path5;
        if (rest.length === 0) {
          this.set(key, value);
        } else {
          const node = this.get(key, true);
          if (identity.isCollection(node))
            node.setIn(rest, value);
          else if (node === void 0 && this.schema)
            this.set(key, collectionFromPath(this.schema, rest, value));
          else
            throw new Error(`Expected YAML collection at ${key}. Remaining path: ${rest}`);
        }
      }
    };
    exports.Collection = Collection;
    exports.collectionFromPath = collectionFromPath;
    exports.isEmptyPath = isEmptyPath;
  }
});

// node_modules/yaml/dist/stringify/stringifyComment.js
var require_stringifyComment = __commonJS({
  "node_modules/yaml/dist/stringify/stringifyComment.js"(exports) {
    "use strict";
    var stringifyComment = (str) => str.replace(/^(?!$)(?: $)?/gm, "#");
    function indentComment(comment, indent) {
      if (/^\n+$/.test(comment))
        return comment.substring(1);
      return indent ? comment.replace(/^(?! *$)/gm, indent) : comment;
    }
    var lineComment = (str, indent, comment) => str.endsWith("\n") ? indentComment(comment, indent) : comment.includes("\n") ? "\n" + indentComment(comment, indent) : (str.endsWith(" ") ? "" : " ") + comment;
    exports.indentComment = indentComment;
    exports.lineComment = lineComment;
    exports.stringifyComment = stringifyComment;
  }
});

// node_modules/yaml/dist/stringify/foldFlowLines.js
var require_foldFlowLines = __commonJS({
  "node_modules/yaml/dist/stringify/foldFlowLines.js"(exports) {
    "use strict";
    var FOLD_FLOW = "flow";
    var FOLD_BLOCK = "block";
    var FOLD_QUOTED = "quoted";
    function foldFlowLines(text, indent, mode = "flow", { indentAtStart, lineWidth = 80, minContentWidth = 20, onFold, onOverflow } = {}) {
      if (!lineWidth || lineWidth < 0)
        return text;
      if (lineWidth < minContentWidth)
        minContentWidth = 0;
      const endStep = Math.max(1 + minContentWidth, 1 + lineWidth - indent.length);
      if (text.length <= endStep)
        return text;
      const folds = [];
      const escapedFolds = {};
      let end = lineWidth - indent.length;
      if (typeof indentAtStart === "number") {
        if (indentAtStart > lineWidth - Math.max(2, minContentWidth))
          folds.push(0);
        else
          end = lineWidth - indentAtStart;
      }
      let split = void 0;
      let prev = void 0;
      let overflow = false;
      let i = -1;
      let escStart = -1;
      let escEnd = -1;
      if (mode === FOLD_BLOCK) {
        i = consumeMoreIndentedLines(text, i, indent.length);
        if (i !== -1)
          end = i + endStep;
      }
      for (let ch; ch = text[i += 1]; ) {
        if (mode === FOLD_QUOTED && ch === "\\") {
          escStart = i;
          switch (text[i + 1]) {
            case "x":
              i += 3;
              break;
            case "u":
              i += 5;
              break;
            case "U":
              i += 9;
              break;
            default:
              i += 1;
          }
          escEnd = i;
        }
        if (ch === "\n") {
          if (mode === FOLD_BLOCK)
            i = consumeMoreIndentedLines(text, i, indent.length);
          end = i + indent.length + endStep;
          split = void 0;
        } else {
          if (ch === " " && prev && prev !== " " && prev !== "\n" && prev !== "	") {
            const next = text[i + 1];
            if (next && next !== " " && next !== "\n" && next !== "	")
              split = i;
          }
          if (i >= end) {
            if (split) {
              folds.push(split);
              end = split + endStep;
              split = void 0;
            } else if (mode === FOLD_QUOTED) {
              while (prev === " " || prev === "	") {
                prev = ch;
                ch = text[i += 1];
                overflow = true;
              }
              const j = i > escEnd + 1 ? i - 2 : escStart - 1;
              if (escapedFolds[j])
                return text;
              folds.push(j);
              escapedFolds[j] = true;
              end = j + endStep;
              split = void 0;
            } else {
              overflow = true;
            }
          }
        }
        prev = ch;
      }
      if (overflow && onOverflow)
        onOverflow();
      if (folds.length === 0)
        return text;
      if (onFold)
        onFold();
      let res = text.slice(0, folds[0]);
      for (let i2 = 0; i2 < folds.length; ++i2) {
        const fold = folds[i2];
        const end2 = folds[i2 + 1] || text.length;
        if (fold === 0)
          res = `
${indent}${text.slice(0, end2)}`;
        else {
          if (mode === FOLD_QUOTED && escapedFolds[fold])
            res += `${text[fold]}\\`;
          res += `
${indent}${text.slice(fold + 1, end2)}`;
        }
      }
      return res;
    }
    function consumeMoreIndentedLines(text, i, indent) {
      let end = i;
      let start = i + 1;
      let ch = text[start];
      while (ch === " " || ch === "	") {
        if (i < start + indent) {
          ch = text[++i];
        } else {
          do {
            ch = text[++i];
          } while (ch && ch !== "\n");
          end = i;
          start = i + 1;
          ch = text[start];
        }
      }
      return end;
    }
    exports.FOLD_BLOCK = FOLD_BLOCK;
    exports.FOLD_FLOW = FOLD_FLOW;
    exports.FOLD_QUOTED = FOLD_QUOTED;
    exports.foldFlowLines = foldFlowLines;
  }
});

// node_modules/yaml/dist/stringify/stringifyString.js
var require_stringifyString = __commonJS({
  "node_modules/yaml/dist/stringify/stringifyString.js"(exports) {
    "use strict";
    var Scalar = require_Scalar();
    var foldFlowLines = require_foldFlowLines();
    var getFoldOptions = (ctx, isBlock) => ({
      indentAtStart: isBlock ? ctx.indent.length : ctx.indentAtStart,
      lineWidth: ctx.options.lineWidth,
      minContentWidth: ctx.options.minContentWidth
    });
    var containsDocumentMarker = (str) => /^(%|---|\.\.\.)/m.test(str);
    function lineLengthOverLimit(str, lineWidth, indentLength) {
      if (!lineWidth || lineWidth < 0)
        return false;
      const limit = lineWidth - indentLength;
      const strLen = str.length;
      if (strLen <= limit)
        return false;
      for (let i = 0, start = 0; i < strLen; ++i) {
        if (str[i] === "\n") {
          if (i - start > limit)
            return true;
          start = i + 1;
          if (strLen - start <= limit)
            return false;
        }
      }
      return true;
    }
    function doubleQuotedString(value, ctx) {
      const json = JSON.stringify(value);
      if (ctx.options.doubleQuotedAsJSON)
        return json;
      const { implicitKey } = ctx;
      const minMultiLineLength = ctx.options.doubleQuotedMinMultiLineLength;
      const indent = ctx.indent || (containsDocumentMarker(value) ? "  " : "");
      let str = "";
      let start = 0;
      for (let i = 0, ch = json[i]; ch; ch = json[++i]) {
        if (ch === " " && json[i + 1] === "\\" && json[i + 2] === "n") {
          str += json.slice(start, i) + "\\ ";
          i += 1;
          start = i;
          ch = "\\";
        }
        if (ch === "\\")
          switch (json[i + 1]) {
            case "u":
              {
                str += json.slice(start, i);
                const code = json.substr(i + 2, 4);
                switch (code) {
                  case "0000":
                    str += "\\0";
                    break;
                  case "0007":
                    str += "\\a";
                    break;
                  case "000b":
                    str += "\\v";
                    break;
                  case "001b":
                    str += "\\e";
                    break;
                  case "0085":
                    str += "\\N";
                    break;
                  case "00a0":
                    str += "\\_";
                    break;
                  case "2028":
                    str += "\\L";
                    break;
                  case "2029":
                    str += "\\P";
                    break;
                  default:
                    if (code.substr(0, 2) === "00")
                      str += "\\x" + code.substr(2);
                    else
                      str += json.substr(i, 6);
                }
                i += 5;
                start = i + 1;
              }
              break;
            case "n":
              if (implicitKey || json[i + 2] === '"' || json.length < minMultiLineLength) {
                i += 1;
              } else {
                str += json.slice(start, i) + "\n\n";
                while (json[i + 2] === "\\" && json[i + 3] === "n" && json[i + 4] !== '"') {
                  str += "\n";
                  i += 2;
                }
                str += indent;
                if (json[i + 2] === " ")
                  str += "\\";
                i += 1;
                start = i + 1;
              }
              break;
            default:
              i += 1;
          }
      }
      str = start ? str + json.slice(start) : json;
      return implicitKey ? str : foldFlowLines.foldFlowLines(str, indent, foldFlowLines.FOLD_QUOTED, getFoldOptions(ctx, false));
    }
    function singleQuotedString(value, ctx) {
      if (ctx.options.singleQuote === false || ctx.implicitKey && value.includes("\n") || /[ \t]\n|\n[ \t]/.test(value))
        return doubleQuotedString(value, ctx);
      const indent = ctx.indent || (containsDocumentMarker(value) ? "  " : "");
      const res = "'" + value.replace(/'/g, "''").replace(/\n+/g, `$&
${indent}`) + "'";
      return ctx.implicitKey ? res : foldFlowLines.foldFlowLines(res, indent, foldFlowLines.FOLD_FLOW, getFoldOptions(ctx, false));
    }
    function quotedString(value, ctx) {
      const { singleQuote } = ctx.options;
      let qs;
      if (singleQuote === false)
        qs = doubleQuotedString;
      else {
        const hasDouble = value.includes('"');
        const hasSingle = value.includes("'");
        if (hasDouble && !hasSingle)
          qs = singleQuotedString;
        else if (hasSingle && !hasDouble)
          qs = doubleQuotedString;
        else
          qs = singleQuote ? singleQuotedString : doubleQuotedString;
      }
      return qs(value, ctx);
    }
    var blockEndNewlines;
    try {
      blockEndNewlines = new RegExp("(^|(?<!\n))\n+(?!\n|$)", "g");
    } catch {
      blockEndNewlines = /\n+(?!\n|$)/g;
    }
    function blockString({ comment, type, value }, ctx, onComment, onChompKeep) {
      const { blockQuote, commentString, lineWidth } = ctx.options;
      if (!blockQuote || /\n[\t ]+$/.test(value)) {
        return quotedString(value, ctx);
      }
      const indent = ctx.indent || (ctx.forceBlockIndent || containsDocumentMarker(value) ? "  " : "");
      const literal2 = blockQuote === "literal" ? true : blockQuote === "folded" || type === Scalar.Scalar.BLOCK_FOLDED ? false : type === Scalar.Scalar.BLOCK_LITERAL ? true : !lineLengthOverLimit(value, lineWidth, indent.length);
      if (!value)
        return literal2 ? "|\n" : ">\n";
      let chomp;
      let endStart;
      for (endStart = value.length; endStart > 0; --endStart) {
        const ch = value[endStart - 1];
        if (ch !== "\n" && ch !== "	" && ch !== " ")
          break;
      }
      let end = value.substring(endStart);
      const endNlPos = end.indexOf("\n");
      if (endNlPos === -1) {
        chomp = "-";
      } else if (value === end || endNlPos !== end.length - 1) {
        chomp = "+";
        if (onChompKeep)
          onChompKeep();
      } else {
        chomp = "";
      }
      if (end) {
        value = value.slice(0, -end.length);
        if (end[end.length - 1] === "\n")
          end = end.slice(0, -1);
        end = end.replace(blockEndNewlines, `$&${indent}`);
      }
      let startWithSpace = false;
      let startEnd;
      let startNlPos = -1;
      for (startEnd = 0; startEnd < value.length; ++startEnd) {
        const ch = value[startEnd];
        if (ch === " ")
          startWithSpace = true;
        else if (ch === "\n")
          startNlPos = startEnd;
        else
          break;
      }
      let start = value.substring(0, startNlPos < startEnd ? startNlPos + 1 : startEnd);
      if (start) {
        value = value.substring(start.length);
        start = start.replace(/\n+/g, `$&${indent}`);
      }
      const indentSize = indent ? "2" : "1";
      let header = (startWithSpace ? indentSize : "") + chomp;
      if (comment) {
        header += " " + commentString(comment.replace(/ ?[\r\n]+/g, " "));
        if (onComment)
          onComment();
      }
      if (!literal2) {
        const foldedValue = value.replace(/\n+/g, "\n$&").replace(/(?:^|\n)([\t ].*)(?:([\n\t ]*)\n(?![\n\t ]))?/g, "$1$2").replace(/\n+/g, `$&${indent}`);
        let literalFallback = false;
        const foldOptions = getFoldOptions(ctx, true);
        if (blockQuote !== "folded" && type !== Scalar.Scalar.BLOCK_FOLDED) {
          foldOptions.onOverflow = () => {
            literalFallback = true;
          };
        }
        const body = foldFlowLines.foldFlowLines(`${start}${foldedValue}${end}`, indent, foldFlowLines.FOLD_BLOCK, foldOptions);
        if (!literalFallback)
          return `>${header}
${indent}${body}`;
      }
      value = value.replace(/\n+/g, `$&${indent}`);
      return `|${header}
${indent}${start}${value}${end}`;
    }
    function plainString(item, ctx, onComment, onChompKeep) {
      const { type, value } = item;
      const { actualString, implicitKey, indent, indentStep, inFlow } = ctx;
      if (implicitKey && value.includes("\n") || inFlow && /[[\]{},]/.test(value)) {
        return quotedString(value, ctx);
      }
      if (/^[\n\t ,[\]{}#&*!|>'"%@`]|^[?-]$|^[?-][ \t]|[\n:][ \t]|[ \t]\n|[\n\t ]#|[\n\t :]$/.test(value)) {
        return implicitKey || inFlow || !value.includes("\n") ? quotedString(value, ctx) : blockString(item, ctx, onComment, onChompKeep);
      }
      if (!implicitKey && !inFlow && type !== Scalar.Scalar.PLAIN && value.includes("\n")) {
        return blockString(item, ctx, onComment, onChompKeep);
      }
      if (containsDocumentMarker(value)) {
        if (indent === "") {
          ctx.forceBlockIndent = true;
          return blockString(item, ctx, onComment, onChompKeep);
        } else if (implicitKey && indent === indentStep) {
          return quotedString(value, ctx);
        }
      }
      const str = value.replace(/\n+/g, `$&
${indent}`);
      if (actualString) {
        const test = (tag) => tag.default && tag.tag !== "tag:yaml.org,2002:str" && tag.test?.test(str);
        const { compat, tags } = ctx.doc.schema;
        if (tags.some(test) || compat?.some(test))
          return quotedString(value, ctx);
      }
      return implicitKey ? str : foldFlowLines.foldFlowLines(str, indent, foldFlowLines.FOLD_FLOW, getFoldOptions(ctx, false));
    }
    function stringifyString(item, ctx, onComment, onChompKeep) {
      const { implicitKey, inFlow } = ctx;
      const ss = typeof item.value === "string" ? item : Object.assign({}, item, { value: String(item.value) });
      let { type } = item;
      if (type !== Scalar.Scalar.QUOTE_DOUBLE) {
        if (/[\x00-\x08\x0b-\x1f\x7f-\x9f\u{D800}-\u{DFFF}]/u.test(ss.value))
          type = Scalar.Scalar.QUOTE_DOUBLE;
      }
      const _stringify = (_type) => {
        switch (_type) {
          case Scalar.Scalar.BLOCK_FOLDED:
          case Scalar.Scalar.BLOCK_LITERAL:
            return implicitKey || inFlow ? quotedString(ss.value, ctx) : blockString(ss, ctx, onComment, onChompKeep);
          case Scalar.Scalar.QUOTE_DOUBLE:
            return doubleQuotedString(ss.value, ctx);
          case Scalar.Scalar.QUOTE_SINGLE:
            return singleQuotedString(ss.value, ctx);
          case Scalar.Scalar.PLAIN:
            return plainString(ss, ctx, onComment, onChompKeep);
          default:
            return null;
        }
      };
      let res = _stringify(type);
      if (res === null) {
        const { defaultKeyType, defaultStringType } = ctx.options;
        const t = implicitKey && defaultKeyType || defaultStringType;
        res = _stringify(t);
        if (res === null)
          throw new Error(`Unsupported default string type ${t}`);
      }
      return res;
    }
    exports.stringifyString = stringifyString;
  }
});

// node_modules/yaml/dist/stringify/stringify.js
var require_stringify = __commonJS({
  "node_modules/yaml/dist/stringify/stringify.js"(exports) {
    "use strict";
    var anchors = require_anchors();
    var identity = require_identity();
    var stringifyComment = require_stringifyComment();
    var stringifyString = require_stringifyString();
    function createStringifyContext(doc, options) {
      const opt = Object.assign({
        blockQuote: true,
        commentString: stringifyComment.stringifyComment,
        defaultKeyType: null,
        defaultStringType: "PLAIN",
        directives: null,
        doubleQuotedAsJSON: false,
        doubleQuotedMinMultiLineLength: 40,
        falseStr: "false",
        flowCollectionPadding: true,
        indentSeq: true,
        lineWidth: 80,
        minContentWidth: 20,
        nullStr: "null",
        simpleKeys: false,
        singleQuote: null,
        trailingComma: false,
        trueStr: "true",
        verifyAliasOrder: true
      }, doc.schema.toStringOptions, options);
      let inFlow;
      switch (opt.collectionStyle) {
        case "block":
          inFlow = false;
          break;
        case "flow":
          inFlow = true;
          break;
        default:
          inFlow = null;
      }
      return {
        anchors: /* @__PURE__ */ new Set(),
        doc,
        flowCollectionPadding: opt.flowCollectionPadding ? " " : "",
        indent: "",
        indentStep: typeof opt.indent === "number" ? " ".repeat(opt.indent) : "  ",
        inFlow,
        options: opt
      };
    }
    function getTagObject(tags, item) {
      if (item.tag) {
        const match2 = tags.filter((t) => t.tag === item.tag);
        if (match2.length > 0)
          return match2.find((t) => t.format === item.format) ?? match2[0];
      }
      let tagObj = void 0;
      let obj;
      if (identity.isScalar(item)) {
        obj = item.value;
        let match2 = tags.filter((t) => t.identify?.(obj));
        if (match2.length > 1) {
          const testMatch = match2.filter((t) => t.test);
          if (testMatch.length > 0)
            match2 = testMatch;
        }
        tagObj = match2.find((t) => t.format === item.format) ?? match2.find((t) => !t.format);
      } else {
        obj = item;
        tagObj = tags.find((t) => t.nodeClass && obj instanceof t.nodeClass);
      }
      if (!tagObj) {
        const name = obj?.constructor?.name ?? (obj === null ? "null" : typeof obj);
        throw new Error(`Tag not resolved for ${name} value`);
      }
      return tagObj;
    }
    function stringifyProps(node, tagObj, { anchors: anchors$1, doc }) {
      if (!doc.directives)
        return "";
      const props = [];
      const anchor = (identity.isScalar(node) || identity.isCollection(node)) && node.anchor;
      if (anchor && anchors.anchorIsValid(anchor)) {
        anchors$1.add(anchor);
        props.push(`&${anchor}`);
      }
      const tag = node.tag ?? (tagObj.default ? null : tagObj.tag);
      if (tag)
        props.push(doc.directives.tagString(tag));
      return props.join(" ");
    }
    function stringify(item, ctx, onComment, onChompKeep) {
      if (identity.isPair(item))
        return item.toString(ctx, onComment, onChompKeep);
      if (identity.isAlias(item)) {
        if (ctx.doc.directives)
          return item.toString(ctx);
        if (ctx.resolvedAliases?.has(item)) {
          throw new TypeError(`Cannot stringify circular structure without alias nodes`);
        } else {
          if (ctx.resolvedAliases)
            ctx.resolvedAliases.add(item);
          else
            ctx.resolvedAliases = /* @__PURE__ */ new Set([item]);
          item = item.resolve(ctx.doc);
        }
      }
      let tagObj = void 0;
      const node = identity.isNode(item) ? item : ctx.doc.createNode(item, { onTagObj: (o) => tagObj = o });
      tagObj ?? (tagObj = getTagObject(ctx.doc.schema.tags, node));
      const props = stringifyProps(node, tagObj, ctx);
      if (props.length > 0)
        ctx.indentAtStart = (ctx.indentAtStart ?? 0) + props.length + 1;
      const str = typeof tagObj.stringify === "function" ? tagObj.stringify(node, ctx, onComment, onChompKeep) : identity.isScalar(node) ? stringifyString.stringifyString(node, ctx, onComment, onChompKeep) : node.toString(ctx, onComment, onChompKeep);
      if (!props)
        return str;
      return identity.isScalar(node) || str[0] === "{" || str[0] === "[" ? `${props} ${str}` : `${props}
${ctx.indent}${str}`;
    }
    exports.createStringifyContext = createStringifyContext;
    exports.stringify = stringify;
  }
});

// node_modules/yaml/dist/stringify/stringifyPair.js
var require_stringifyPair = __commonJS({
  "node_modules/yaml/dist/stringify/stringifyPair.js"(exports) {
    "use strict";
    var identity = require_identity();
    var Scalar = require_Scalar();
    var stringify = require_stringify();
    var stringifyComment = require_stringifyComment();
    function stringifyPair({ key, value }, ctx, onComment, onChompKeep) {
      const { allNullValues, doc, indent, indentStep, options: { commentString, indentSeq, simpleKeys } } = ctx;
      let keyComment = identity.isNode(key) && key.comment || null;
      if (simpleKeys) {
        if (keyComment) {
          throw new Error("With simple keys, key nodes cannot have comments");
        }
        if (identity.isCollection(key) || !identity.isNode(key) && typeof key === "object") {
          const msg = "With simple keys, collection cannot be used as a key value";
          throw new Error(msg);
        }
      }
      let explicitKey = !simpleKeys && (!key || keyComment && value == null && !ctx.inFlow || identity.isCollection(key) || (identity.isScalar(key) ? key.type === Scalar.Scalar.BLOCK_FOLDED || key.type === Scalar.Scalar.BLOCK_LITERAL : typeof key === "object"));
      ctx = Object.assign({}, ctx, {
        allNullValues: false,
        implicitKey: !explicitKey && (simpleKeys || !allNullValues),
        indent: indent + indentStep
      });
      let keyCommentDone = false;
      let chompKeep = false;
      let str = stringify.stringify(key, ctx, () => keyCommentDone = true, () => chompKeep = true);
      if (!explicitKey && !ctx.inFlow && str.length > 1024) {
        if (simpleKeys)
          throw new Error("With simple keys, single line scalar must not span more than 1024 characters");
        explicitKey = true;
      }
      if (ctx.inFlow) {
        if (allNullValues || value == null) {
          if (keyCommentDone && onComment)
            onComment();
          return str === "" ? "?" : explicitKey ? `? ${str}` : str;
        }
      } else if (allNullValues && !simpleKeys || value == null && explicitKey) {
        str = `? ${str}`;
        if (keyComment && !keyCommentDone) {
          str += stringifyComment.lineComment(str, ctx.indent, commentString(keyComment));
        } else if (chompKeep && onChompKeep)
          onChompKeep();
        return str;
      }
      if (keyCommentDone)
        keyComment = null;
      if (explicitKey) {
        if (keyComment)
          str += stringifyComment.lineComment(str, ctx.indent, commentString(keyComment));
        str = `? ${str}
${indent}:`;
      } else {
        str = `${str}:`;
        if (keyComment)
          str += stringifyComment.lineComment(str, ctx.indent, commentString(keyComment));
      }
      let vsb, vcb, valueComment;
      if (identity.isNode(value)) {
        vsb = !!value.spaceBefore;
        vcb = value.commentBefore;
        valueComment = value.comment;
      } else {
        vsb = false;
        vcb = null;
        valueComment = null;
        if (value && typeof value === "object")
          value = doc.createNode(value);
      }
      ctx.implicitKey = false;
      if (!explicitKey && !keyComment && identity.isScalar(value))
        ctx.indentAtStart = str.length + 1;
      chompKeep = false;
      if (!indentSeq && indentStep.length >= 2 && !ctx.inFlow && !explicitKey && identity.isSeq(value) && !value.flow && !value.tag && !value.anchor) {
        ctx.indent = ctx.indent.substring(2);
      }
      let valueCommentDone = false;
      const valueStr = stringify.stringify(value, ctx, () => valueCommentDone = true, () => chompKeep = true);
      let ws = " ";
      if (keyComment || vsb || vcb) {
        ws = vsb ? "\n" : "";
        if (vcb) {
          const cs = commentString(vcb);
          ws += `
${stringifyComment.indentComment(cs, ctx.indent)}`;
        }
        if (valueStr === "" && !ctx.inFlow) {
          if (ws === "\n" && valueComment)
            ws = "\n\n";
        } else {
          ws += `
${ctx.indent}`;
        }
      } else if (!explicitKey && identity.isCollection(value)) {
        const vs0 = valueStr[0];
        const nl0 = valueStr.indexOf("\n");
        const hasNewline = nl0 !== -1;
        const flow = ctx.inFlow ?? value.flow ?? value.items.length === 0;
        if (hasNewline || !flow) {
          let hasPropsLine = false;
          if (hasNewline && (vs0 === "&" || vs0 === "!")) {
            let sp0 = valueStr.indexOf(" ");
            if (vs0 === "&" && sp0 !== -1 && sp0 < nl0 && valueStr[sp0 + 1] === "!") {
              sp0 = valueStr.indexOf(" ", sp0 + 1);
            }
            if (sp0 === -1 || nl0 < sp0)
              hasPropsLine = true;
          }
          if (!hasPropsLine)
            ws = `
${ctx.indent}`;
        }
      } else if (valueStr === "" || valueStr[0] === "\n") {
        ws = "";
      }
      str += ws + valueStr;
      if (ctx.inFlow) {
        if (valueCommentDone && onComment)
          onComment();
      } else if (valueComment && !valueCommentDone) {
        str += stringifyComment.lineComment(str, ctx.indent, commentString(valueComment));
      } else if (chompKeep && onChompKeep) {
        onChompKeep();
      }
      return str;
    }
    exports.stringifyPair = stringifyPair;
  }
});

// node_modules/yaml/dist/log.js
var require_log = __commonJS({
  "node_modules/yaml/dist/log.js"(exports) {
    "use strict";
    var node_process = __require("process");
    function debug(logLevel, ...messages) {
      if (logLevel === "debug")
        console.log(...messages);
    }
    function warn(logLevel, warning) {
      if (logLevel === "debug" || logLevel === "warn") {
        if (typeof node_process.emitWarning === "function")
          node_process.emitWarning(warning);
        else
          console.warn(warning);
      }
    }
    exports.debug = debug;
    exports.warn = warn;
  }
});

// node_modules/yaml/dist/schema/yaml-1.1/merge.js
var require_merge = __commonJS({
  "node_modules/yaml/dist/schema/yaml-1.1/merge.js"(exports) {
    "use strict";
    var identity = require_identity();
    var Scalar = require_Scalar();
    var MERGE_KEY = "<<";
    var merge = {
      identify: (value) => value === MERGE_KEY || typeof value === "symbol" && value.description === MERGE_KEY,
      default: "key",
      tag: "tag:yaml.org,2002:merge",
      test: /^<<$/,
      resolve: () => Object.assign(new Scalar.Scalar(Symbol(MERGE_KEY)), {
        addToJSMap: addMergeToJSMap
      }),
      stringify: () => MERGE_KEY
    };
    var isMergeKey = (ctx, key) => (merge.identify(key) || identity.isScalar(key) && (!key.type || key.type === Scalar.Scalar.PLAIN) && merge.identify(key.value)) && ctx?.doc.schema.tags.some((tag) => tag.tag === merge.tag && tag.default);
    function addMergeToJSMap(ctx, map, value) {
      const source = resolveAliasValue(ctx, value);
      if (identity.isSeq(source))
        for (const it of source.items)
          mergeValue(ctx, map, it);
      else if (Array.isArray(source))
        for (const it of source)
          mergeValue(ctx, map, it);
      else
        mergeValue(ctx, map, source);
    }
    function mergeValue(ctx, map, value) {
      const source = resolveAliasValue(ctx, value);
      if (!identity.isMap(source))
        throw new Error("Merge sources must be maps or map aliases");
      const srcMap = source.toJSON(null, ctx, Map);
      for (const [key, value2] of srcMap) {
        if (map instanceof Map) {
          if (!map.has(key))
            map.set(key, value2);
        } else if (map instanceof Set) {
          map.add(key);
        } else if (!Object.prototype.hasOwnProperty.call(map, key)) {
          Object.defineProperty(map, key, {
            value: value2,
            writable: true,
            enumerable: true,
            configurable: true
          });
        }
      }
      return map;
    }
    function resolveAliasValue(ctx, value) {
      return ctx && identity.isAlias(value) ? value.resolve(ctx.doc, ctx) : value;
    }
    exports.addMergeToJSMap = addMergeToJSMap;
    exports.isMergeKey = isMergeKey;
    exports.merge = merge;
  }
});

// node_modules/yaml/dist/nodes/addPairToJSMap.js
var require_addPairToJSMap = __commonJS({
  "node_modules/yaml/dist/nodes/addPairToJSMap.js"(exports) {
    "use strict";
    var log = require_log();
    var merge = require_merge();
    var stringify = require_stringify();
    var identity = require_identity();
    var toJS = require_toJS();
    function addPairToJSMap(ctx, map, { key, value }) {
      if (identity.isNode(key) && key.addToJSMap)
        key.addToJSMap(ctx, map, value);
      else if (merge.isMergeKey(ctx, key))
        merge.addMergeToJSMap(ctx, map, value);
      else {
        const jsKey = toJS.toJS(key, "", ctx);
        if (map instanceof Map) {
          map.set(jsKey, toJS.toJS(value, jsKey, ctx));
        } else if (map instanceof Set) {
          map.add(jsKey);
        } else {
          const stringKey = stringifyKey(key, jsKey, ctx);
          const jsValue = toJS.toJS(value, stringKey, ctx);
          if (stringKey in map)
            Object.defineProperty(map, stringKey, {
              value: jsValue,
              writable: true,
              enumerable: true,
              configurable: true
            });
          else
            map[stringKey] = jsValue;
        }
      }
      return map;
    }
    function stringifyKey(key, jsKey, ctx) {
      if (jsKey === null)
        return "";
      if (typeof jsKey !== "object")
        return String(jsKey);
      if (identity.isNode(key) && ctx?.doc) {
        const strCtx = stringify.createStringifyContext(ctx.doc, {});
        strCtx.anchors = /* @__PURE__ */ new Set();
        for (const node of ctx.anchors.keys())
          strCtx.anchors.add(node.anchor);
        strCtx.inFlow = true;
        strCtx.inStringifyKey = true;
        const strKey = key.toString(strCtx);
        if (!ctx.mapKeyWarned) {
          let jsonStr = JSON.stringify(strKey);
          if (jsonStr.length > 40)
            jsonStr = jsonStr.substring(0, 36) + '..."';
          log.warn(ctx.doc.options.logLevel, `Keys with collection values will be stringified due to JS Object restrictions: ${jsonStr}. Set mapAsMap: true to use object keys.`);
          ctx.mapKeyWarned = true;
        }
        return strKey;
      }
      return JSON.stringify(jsKey);
    }
    exports.addPairToJSMap = addPairToJSMap;
  }
});

// node_modules/yaml/dist/nodes/Pair.js
var require_Pair = __commonJS({
  "node_modules/yaml/dist/nodes/Pair.js"(exports) {
    "use strict";
    var createNode = require_createNode();
    var stringifyPair = require_stringifyPair();
    var addPairToJSMap = require_addPairToJSMap();
    var identity = require_identity();
    function createPair(key, value, ctx) {
      const k = createNode.createNode(key, void 0, ctx);
      const v = createNode.createNode(value, void 0, ctx);
      return new Pair(k, v);
    }
    var Pair = class _Pair {
      constructor(key, value = null) {
        Object.defineProperty(this, identity.NODE_TYPE, { value: identity.PAIR });
        this.key = key;
        this.value = value;
      }
      clone(schema) {
        let { key, value } = this;
        if (identity.isNode(key))
          key = key.clone(schema);
        if (identity.isNode(value))
          value = value.clone(schema);
        return new _Pair(key, value);
      }
      toJSON(_, ctx) {
        const pair2 = ctx?.mapAsMap ? /* @__PURE__ */ new Map() : {};
        return addPairToJSMap.addPairToJSMap(ctx, pair2, this);
      }
      toString(ctx, onComment, onChompKeep) {
        return ctx?.doc ? stringifyPair.stringifyPair(this, ctx, onComment, onChompKeep) : JSON.stringify(this);
      }
    };
    exports.Pair = Pair;
    exports.createPair = createPair;
  }
});

// node_modules/yaml/dist/stringify/stringifyCollection.js
var require_stringifyCollection = __commonJS({
  "node_modules/yaml/dist/stringify/stringifyCollection.js"(exports) {
    "use strict";
    var identity = require_identity();
    var stringify = require_stringify();
    var stringifyComment = require_stringifyComment();
    function stringifyCollection(collection, ctx, options) {
      const flow = ctx.inFlow ?? collection.flow;
      const stringify2 = flow ? stringifyFlowCollection : stringifyBlockCollection;
      return stringify2(collection, ctx, options);
    }
    function stringifyBlockCollection({ comment, items }, ctx, { blockItemPrefix, flowChars, itemIndent, onChompKeep, onComment }) {
      const { indent, options: { commentString } } = ctx;
      const itemCtx = Object.assign({}, ctx, { indent: itemIndent, type: null });
      let chompKeep = false;
      const lines = [];
      for (let i = 0; i < items.length; ++i) {
        const item = items[i];
        let comment2 = null;
        if (identity.isNode(item)) {
          if (!chompKeep && item.spaceBefore)
            lines.push("");
          addCommentBefore(ctx, lines, item.commentBefore, chompKeep);
          if (item.comment)
            comment2 = item.comment;
        } else if (identity.isPair(item)) {
          const ik = identity.isNode(item.key) ? item.key : null;
          if (ik) {
            if (!chompKeep && ik.spaceBefore)
              lines.push("");
            addCommentBefore(ctx, lines, ik.commentBefore, chompKeep);
          }
        }
        chompKeep = false;
        let str2 = stringify.stringify(item, itemCtx, () => comment2 = null, () => chompKeep = true);
        if (comment2)
          str2 += stringifyComment.lineComment(str2, itemIndent, commentString(comment2));
        if (chompKeep && comment2)
          chompKeep = false;
        lines.push(blockItemPrefix + str2);
      }
      let str;
      if (lines.length === 0) {
        str = flowChars.start + flowChars.end;
      } else {
        str = lines[0];
        for (let i = 1; i < lines.length; ++i) {
          const line = lines[i];
          str += line ? `
${indent}${line}` : "\n";
        }
      }
      if (comment) {
        str += "\n" + stringifyComment.indentComment(commentString(comment), indent);
        if (onComment)
          onComment();
      } else if (chompKeep && onChompKeep)
        onChompKeep();
      return str;
    }
    function stringifyFlowCollection({ items }, ctx, { flowChars, itemIndent }) {
      const { indent, indentStep, flowCollectionPadding: fcPadding, options: { commentString } } = ctx;
      itemIndent += indentStep;
      const itemCtx = Object.assign({}, ctx, {
        indent: itemIndent,
        inFlow: true,
        type: null
      });
      let reqNewline = false;
      let linesAtValue = 0;
      const lines = [];
      for (let i = 0; i < items.length; ++i) {
        const item = items[i];
        let comment = null;
        if (identity.isNode(item)) {
          if (item.spaceBefore)
            lines.push("");
          addCommentBefore(ctx, lines, item.commentBefore, false);
          if (item.comment)
            comment = item.comment;
        } else if (identity.isPair(item)) {
          const ik = identity.isNode(item.key) ? item.key : null;
          if (ik) {
            if (ik.spaceBefore)
              lines.push("");
            addCommentBefore(ctx, lines, ik.commentBefore, false);
            if (ik.comment)
              reqNewline = true;
          }
          const iv = identity.isNode(item.value) ? item.value : null;
          if (iv) {
            if (iv.comment)
              comment = iv.comment;
            if (iv.commentBefore)
              reqNewline = true;
          } else if (item.value == null && ik?.comment) {
            comment = ik.comment;
          }
        }
        if (comment)
          reqNewline = true;
        let str = stringify.stringify(item, itemCtx, () => comment = null);
        reqNewline || (reqNewline = lines.length > linesAtValue || str.includes("\n"));
        if (i < items.length - 1) {
          str += ",";
        } else if (ctx.options.trailingComma) {
          if (ctx.options.lineWidth > 0) {
            reqNewline || (reqNewline = lines.reduce((sum, line) => sum + line.length + 2, 2) + (str.length + 2) > ctx.options.lineWidth);
          }
          if (reqNewline) {
            str += ",";
          }
        }
        if (comment)
          str += stringifyComment.lineComment(str, itemIndent, commentString(comment));
        lines.push(str);
        linesAtValue = lines.length;
      }
      const { start, end } = flowChars;
      if (lines.length === 0) {
        return start + end;
      } else {
        if (!reqNewline) {
          const len = lines.reduce((sum, line) => sum + line.length + 2, 2);
          reqNewline = ctx.options.lineWidth > 0 && len > ctx.options.lineWidth;
        }
        if (reqNewline) {
          let str = start;
          for (const line of lines)
            str += line ? `
${indentStep}${indent}${line}` : "\n";
          return `${str}
${indent}${end}`;
        } else {
          return `${start}${fcPadding}${lines.join(" ")}${fcPadding}${end}`;
        }
      }
    }
    function addCommentBefore({ indent, options: { commentString } }, lines, comment, chompKeep) {
      if (comment && chompKeep)
        comment = comment.replace(/^\n+/, "");
      if (comment) {
        const ic = stringifyComment.indentComment(commentString(comment), indent);
        lines.push(ic.trimStart());
      }
    }
    exports.stringifyCollection = stringifyCollection;
  }
});

// node_modules/yaml/dist/nodes/YAMLMap.js
var require_YAMLMap = __commonJS({
  "node_modules/yaml/dist/nodes/YAMLMap.js"(exports) {
    "use strict";
    var stringifyCollection = require_stringifyCollection();
    var addPairToJSMap = require_addPairToJSMap();
    var Collection = require_Collection();
    var identity = require_identity();
    var Pair = require_Pair();
    var Scalar = require_Scalar();
    function findPair(items, key) {
      const k = identity.isScalar(key) ? key.value : key;
      for (const it of items) {
        if (identity.isPair(it)) {
          if (it.key === key || it.key === k)
            return it;
          if (identity.isScalar(it.key) && it.key.value === k)
            return it;
        }
      }
      return void 0;
    }
    var YAMLMap = class extends Collection.Collection {
      static get tagName() {
        return "tag:yaml.org,2002:map";
      }
      constructor(schema) {
        super(identity.MAP, schema);
        this.items = [];
      }
      /**
       * A generic collection parsing method that can be extended
       * to other node classes that inherit from YAMLMap
       */
      static from(schema, obj, ctx) {
        const { keepUndefined, replacer } = ctx;
        const map = new this(schema);
        const add = (key, value) => {
          if (typeof replacer === "function")
            value = replacer.call(obj, key, value);
          else if (Array.isArray(replacer) && !replacer.includes(key))
            return;
          if (value !== void 0 || keepUndefined)
            map.items.push(Pair.createPair(key, value, ctx));
        };
        if (obj instanceof Map) {
          for (const [key, value] of obj)
            add(key, value);
        } else if (obj && typeof obj === "object") {
          for (const key of Object.keys(obj))
            add(key, obj[key]);
        }
        if (typeof schema.sortMapEntries === "function") {
          map.items.sort(schema.sortMapEntries);
        }
        return map;
      }
      /**
       * Adds a value to the collection.
       *
       * @param overwrite - If not set `true`, using a key that is already in the
       *   collection will throw. Otherwise, overwrites the previous value.
       */
      add(pair2, overwrite) {
        let _pair;
        if (identity.isPair(pair2))
          _pair = pair2;
        else if (!pair2 || typeof pair2 !== "object" || !("key" in pair2)) {
          _pair = new Pair.Pair(pair2, pair2?.value);
        } else
          _pair = new Pair.Pair(pair2.key, pair2.value);
        const prev = findPair(this.items, _pair.key);
        const sortEntries = this.schema?.sortMapEntries;
        if (prev) {
          if (!overwrite)
            throw new Error(`Key ${_pair.key} already set`);
          if (identity.isScalar(prev.value) && Scalar.isScalarValue(_pair.value))
            prev.value.value = _pair.value;
          else
            prev.value = _pair.value;
        } else if (sortEntries) {
          const i = this.items.findIndex((item) => sortEntries(_pair, item) < 0);
          if (i === -1)
            this.items.push(_pair);
          else
            this.items.splice(i, 0, _pair);
        } else {
          this.items.push(_pair);
        }
      }
      delete(key) {
        const it = findPair(this.items, key);
        if (!it)
          return false;
        const del = this.items.splice(this.items.indexOf(it), 1);
        return del.length > 0;
      }
      get(key, keepScalar) {
        const it = findPair(this.items, key);
        const node = it?.value;
        return (!keepScalar && identity.isScalar(node) ? node.value : node) ?? void 0;
      }
      has(key) {
        return !!findPair(this.items, key);
      }
      set(key, value) {
        this.add(new Pair.Pair(key, value), true);
      }
      /**
       * @param ctx - Conversion context, originally set in Document#toJS()
       * @param {Class} Type - If set, forces the returned collection type
       * @returns Instance of Type, Map, or Object
       */
      toJSON(_, ctx, Type) {
        const map = Type ? new Type() : ctx?.mapAsMap ? /* @__PURE__ */ new Map() : {};
        if (ctx?.onCreate)
          ctx.onCreate(map);
        for (const item of this.items)
          addPairToJSMap.addPairToJSMap(ctx, map, item);
        return map;
      }
      toString(ctx, onComment, onChompKeep) {
        if (!ctx)
          return JSON.stringify(this);
        for (const item of this.items) {
          if (!identity.isPair(item))
            throw new Error(`Map items must all be pairs; found ${JSON.stringify(item)} instead`);
        }
        if (!ctx.allNullValues && this.hasAllNullValues(false))
          ctx = Object.assign({}, ctx, { allNullValues: true });
        return stringifyCollection.stringifyCollection(this, ctx, {
          blockItemPrefix: "",
          flowChars: { start: "{", end: "}" },
          itemIndent: ctx.indent || "",
          onChompKeep,
          onComment
        });
      }
    };
    exports.YAMLMap = YAMLMap;
    exports.findPair = findPair;
  }
});

// node_modules/yaml/dist/schema/common/map.js
var require_map = __commonJS({
  "node_modules/yaml/dist/schema/common/map.js"(exports) {
    "use strict";
    var identity = require_identity();
    var YAMLMap = require_YAMLMap();
    var map = {
      collection: "map",
      default: true,
      nodeClass: YAMLMap.YAMLMap,
      tag: "tag:yaml.org,2002:map",
      resolve(map2, onError) {
        if (!identity.isMap(map2))
          onError("Expected a mapping for this tag");
        return map2;
      },
      createNode: (schema, obj, ctx) => YAMLMap.YAMLMap.from(schema, obj, ctx)
    };
    exports.map = map;
  }
});

// node_modules/yaml/dist/nodes/YAMLSeq.js
var require_YAMLSeq = __commonJS({
  "node_modules/yaml/dist/nodes/YAMLSeq.js"(exports) {
    "use strict";
    var createNode = require_createNode();
    var stringifyCollection = require_stringifyCollection();
    var Collection = require_Collection();
    var identity = require_identity();
    var Scalar = require_Scalar();
    var toJS = require_toJS();
    var YAMLSeq = class extends Collection.Collection {
      static get tagName() {
        return "tag:yaml.org,2002:seq";
      }
      constructor(schema) {
        super(identity.SEQ, schema);
        this.items = [];
      }
      add(value) {
        this.items.push(value);
      }
      /**
       * Removes a value from the collection.
       *
       * `key` must contain a representation of an integer for this to succeed.
       * It may be wrapped in a `Scalar`.
       *
       * @returns `true` if the item was found and removed.
       */
      delete(key) {
        const idx = asItemIndex(key);
        if (typeof idx !== "number")
          return false;
        const del = this.items.splice(idx, 1);
        return del.length > 0;
      }
      get(key, keepScalar) {
        const idx = asItemIndex(key);
        if (typeof idx !== "number")
          return void 0;
        const it = this.items[idx];
        return !keepScalar && identity.isScalar(it) ? it.value : it;
      }
      /**
       * Checks if the collection includes a value with the key `key`.
       *
       * `key` must contain a representation of an integer for this to succeed.
       * It may be wrapped in a `Scalar`.
       */
      has(key) {
        const idx = asItemIndex(key);
        return typeof idx === "number" && idx < this.items.length;
      }
      /**
       * Sets a value in this collection. For `!!set`, `value` needs to be a
       * boolean to add/remove the item from the set.
       *
       * If `key` does not contain a representation of an integer, this will throw.
       * It may be wrapped in a `Scalar`.
       */
      set(key, value) {
        const idx = asItemIndex(key);
        if (typeof idx !== "number")
          throw new Error(`Expected a valid index, not ${key}.`);
        const prev = this.items[idx];
        if (identity.isScalar(prev) && Scalar.isScalarValue(value))
          prev.value = value;
        else
          this.items[idx] = value;
      }
      toJSON(_, ctx) {
        const seq = [];
        if (ctx?.onCreate)
          ctx.onCreate(seq);
        let i = 0;
        for (const item of this.items)
          seq.push(toJS.toJS(item, String(i++), ctx));
        return seq;
      }
      toString(ctx, onComment, onChompKeep) {
        if (!ctx)
          return JSON.stringify(this);
        return stringifyCollection.stringifyCollection(this, ctx, {
          blockItemPrefix: "- ",
          flowChars: { start: "[", end: "]" },
          itemIndent: (ctx.indent || "") + "  ",
          onChompKeep,
          onComment
        });
      }
      static from(schema, obj, ctx) {
        const { replacer } = ctx;
        const seq = new this(schema);
        if (obj && Symbol.iterator in Object(obj)) {
          let i = 0;
          for (let it of obj) {
            if (typeof replacer === "function") {
              const key = obj instanceof Set ? it : String(i++);
              it = replacer.call(obj, key, it);
            }
            seq.items.push(createNode.createNode(it, void 0, ctx));
          }
        }
        return seq;
      }
    };
    function asItemIndex(key) {
      let idx = identity.isScalar(key) ? key.value : key;
      if (idx && typeof idx === "string")
        idx = Number(idx);
      return typeof idx === "number" && Number.isInteger(idx) && idx >= 0 ? idx : null;
    }
    exports.YAMLSeq = YAMLSeq;
  }
});

// node_modules/yaml/dist/schema/common/seq.js
var require_seq = __commonJS({
  "node_modules/yaml/dist/schema/common/seq.js"(exports) {
    "use strict";
    var identity = require_identity();
    var YAMLSeq = require_YAMLSeq();
    var seq = {
      collection: "seq",
      default: true,
      nodeClass: YAMLSeq.YAMLSeq,
      tag: "tag:yaml.org,2002:seq",
      resolve(seq2, onError) {
        if (!identity.isSeq(seq2))
          onError("Expected a sequence for this tag");
        return seq2;
      },
      createNode: (schema, obj, ctx) => YAMLSeq.YAMLSeq.from(schema, obj, ctx)
    };
    exports.seq = seq;
  }
});

// node_modules/yaml/dist/schema/common/string.js
var require_string = __commonJS({
  "node_modules/yaml/dist/schema/common/string.js"(exports) {
    "use strict";
    var stringifyString = require_stringifyString();
    var string = {
      identify: (value) => typeof value === "string",
      default: true,
      tag: "tag:yaml.org,2002:str",
      resolve: (str) => str,
      stringify(item, ctx, onComment, onChompKeep) {
        ctx = Object.assign({ actualString: true }, ctx);
        return stringifyString.stringifyString(item, ctx, onComment, onChompKeep);
      }
    };
    exports.string = string;
  }
});

// node_modules/yaml/dist/schema/common/null.js
var require_null = __commonJS({
  "node_modules/yaml/dist/schema/common/null.js"(exports) {
    "use strict";
    var Scalar = require_Scalar();
    var nullTag = {
      identify: (value) => value == null,
      createNode: () => new Scalar.Scalar(null),
      default: true,
      tag: "tag:yaml.org,2002:null",
      test: /^(?:~|[Nn]ull|NULL)?$/,
      resolve: () => new Scalar.Scalar(null),
      stringify: ({ source }, ctx) => typeof source === "string" && nullTag.test.test(source) ? source : ctx.options.nullStr
    };
    exports.nullTag = nullTag;
  }
});

// node_modules/yaml/dist/schema/core/bool.js
var require_bool = __commonJS({
  "node_modules/yaml/dist/schema/core/bool.js"(exports) {
    "use strict";
    var Scalar = require_Scalar();
    var boolTag = {
      identify: (value) => typeof value === "boolean",
      default: true,
      tag: "tag:yaml.org,2002:bool",
      test: /^(?:[Tt]rue|TRUE|[Ff]alse|FALSE)$/,
      resolve: (str) => new Scalar.Scalar(str[0] === "t" || str[0] === "T"),
      stringify({ source, value }, ctx) {
        if (source && boolTag.test.test(source)) {
          const sv = source[0] === "t" || source[0] === "T";
          if (value === sv)
            return source;
        }
        return value ? ctx.options.trueStr : ctx.options.falseStr;
      }
    };
    exports.boolTag = boolTag;
  }
});

// node_modules/yaml/dist/stringify/stringifyNumber.js
var require_stringifyNumber = __commonJS({
  "node_modules/yaml/dist/stringify/stringifyNumber.js"(exports) {
    "use strict";
    function stringifyNumber({ format, minFractionDigits, tag, value }) {
      if (typeof value === "bigint")
        return String(value);
      const num = typeof value === "number" ? value : Number(value);
      if (!isFinite(num))
        return isNaN(num) ? ".nan" : num < 0 ? "-.inf" : ".inf";
      let n = Object.is(value, -0) ? "-0" : JSON.stringify(value);
      if (!format && minFractionDigits && (!tag || tag === "tag:yaml.org,2002:float") && /^-?\d/.test(n) && !n.includes("e")) {
        let i = n.indexOf(".");
        if (i < 0) {
          i = n.length;
          n += ".";
        }
        let d = minFractionDigits - (n.length - i - 1);
        while (d-- > 0)
          n += "0";
      }
      return n;
    }
    exports.stringifyNumber = stringifyNumber;
  }
});

// node_modules/yaml/dist/schema/core/float.js
var require_float = __commonJS({
  "node_modules/yaml/dist/schema/core/float.js"(exports) {
    "use strict";
    var Scalar = require_Scalar();
    var stringifyNumber = require_stringifyNumber();
    var floatNaN = {
      identify: (value) => typeof value === "number",
      default: true,
      tag: "tag:yaml.org,2002:float",
      test: /^(?:[-+]?\.(?:inf|Inf|INF)|\.nan|\.NaN|\.NAN)$/,
      resolve: (str) => str.slice(-3).toLowerCase() === "nan" ? NaN : str[0] === "-" ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY,
      stringify: stringifyNumber.stringifyNumber
    };
    var floatExp = {
      identify: (value) => typeof value === "number",
      default: true,
      tag: "tag:yaml.org,2002:float",
      format: "EXP",
      test: /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)[eE][-+]?[0-9]+$/,
      resolve: (str) => parseFloat(str),
      stringify(node) {
        const num = Number(node.value);
        return isFinite(num) ? num.toExponential() : stringifyNumber.stringifyNumber(node);
      }
    };
    var float = {
      identify: (value) => typeof value === "number",
      default: true,
      tag: "tag:yaml.org,2002:float",
      test: /^[-+]?(?:\.[0-9]+|[0-9]+\.[0-9]*)$/,
      resolve(str) {
        const node = new Scalar.Scalar(parseFloat(str));
        const dot = str.indexOf(".");
        if (dot !== -1 && str[str.length - 1] === "0")
          node.minFractionDigits = str.length - dot - 1;
        return node;
      },
      stringify: stringifyNumber.stringifyNumber
    };
    exports.float = float;
    exports.floatExp = floatExp;
    exports.floatNaN = floatNaN;
  }
});

// node_modules/yaml/dist/schema/core/int.js
var require_int = __commonJS({
  "node_modules/yaml/dist/schema/core/int.js"(exports) {
    "use strict";
    var stringifyNumber = require_stringifyNumber();
    var intIdentify = (value) => typeof value === "bigint" || Number.isInteger(value);
    var intResolve = (str, offset, radix, { intAsBigInt }) => intAsBigInt ? BigInt(str) : parseInt(str.substring(offset), radix);
    function intStringify(node, radix, prefix2) {
      const { value } = node;
      if (intIdentify(value) && value >= 0)
        return prefix2 + value.toString(radix);
      return stringifyNumber.stringifyNumber(node);
    }
    var intOct = {
      identify: (value) => intIdentify(value) && value >= 0,
      default: true,
      tag: "tag:yaml.org,2002:int",
      format: "OCT",
      test: /^0o[0-7]+$/,
      resolve: (str, _onError, opt) => intResolve(str, 2, 8, opt),
      stringify: (node) => intStringify(node, 8, "0o")
    };
    var int = {
      identify: intIdentify,
      default: true,
      tag: "tag:yaml.org,2002:int",
      test: /^[-+]?[0-9]+$/,
      resolve: (str, _onError, opt) => intResolve(str, 0, 10, opt),
      stringify: stringifyNumber.stringifyNumber
    };
    var intHex = {
      identify: (value) => intIdentify(value) && value >= 0,
      default: true,
      tag: "tag:yaml.org,2002:int",
      format: "HEX",
      test: /^0x[0-9a-fA-F]+$/,
      resolve: (str, _onError, opt) => intResolve(str, 2, 16, opt),
      stringify: (node) => intStringify(node, 16, "0x")
    };
    exports.int = int;
    exports.intHex = intHex;
    exports.intOct = intOct;
  }
});

// node_modules/yaml/dist/schema/core/schema.js
var require_schema = __commonJS({
  "node_modules/yaml/dist/schema/core/schema.js"(exports) {
    "use strict";
    var map = require_map();
    var _null = require_null();
    var seq = require_seq();
    var string = require_string();
    var bool = require_bool();
    var float = require_float();
    var int = require_int();
    var schema = [
      map.map,
      seq.seq,
      string.string,
      _null.nullTag,
      bool.boolTag,
      int.intOct,
      int.int,
      int.intHex,
      float.floatNaN,
      float.floatExp,
      float.float
    ];
    exports.schema = schema;
  }
});

// node_modules/yaml/dist/schema/json/schema.js
var require_schema2 = __commonJS({
  "node_modules/yaml/dist/schema/json/schema.js"(exports) {
    "use strict";
    var Scalar = require_Scalar();
    var map = require_map();
    var seq = require_seq();
    function intIdentify(value) {
      return typeof value === "bigint" || Number.isInteger(value);
    }
    var stringifyJSON = ({ value }) => JSON.stringify(value);
    var jsonScalars = [
      {
        identify: (value) => typeof value === "string",
        default: true,
        tag: "tag:yaml.org,2002:str",
        resolve: (str) => str,
        stringify: stringifyJSON
      },
      {
        identify: (value) => value == null,
        createNode: () => new Scalar.Scalar(null),
        default: true,
        tag: "tag:yaml.org,2002:null",
        test: /^null$/,
        resolve: () => null,
        stringify: stringifyJSON
      },
      {
        identify: (value) => typeof value === "boolean",
        default: true,
        tag: "tag:yaml.org,2002:bool",
        test: /^true$|^false$/,
        resolve: (str) => str === "true",
        stringify: stringifyJSON
      },
      {
        identify: intIdentify,
        default: true,
        tag: "tag:yaml.org,2002:int",
        test: /^-?(?:0|[1-9][0-9]*)$/,
        resolve: (str, _onError, { intAsBigInt }) => intAsBigInt ? BigInt(str) : parseInt(str, 10),
        stringify: ({ value }) => intIdentify(value) ? value.toString() : JSON.stringify(value)
      },
      {
        identify: (value) => typeof value === "number",
        default: true,
        tag: "tag:yaml.org,2002:float",
        test: /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]*)?(?:[eE][-+]?[0-9]+)?$/,
        resolve: (str) => parseFloat(str),
        stringify: stringifyJSON
      }
    ];
    var jsonError = {
      default: true,
      tag: "",
      test: /^/,
      resolve(str, onError) {
        onError(`Unresolved plain scalar ${JSON.stringify(str)}`);
        return str;
      }
    };
    var schema = [map.map, seq.seq].concat(jsonScalars, jsonError);
    exports.schema = schema;
  }
});

// node_modules/yaml/dist/schema/yaml-1.1/binary.js
var require_binary = __commonJS({
  "node_modules/yaml/dist/schema/yaml-1.1/binary.js"(exports) {
    "use strict";
    var node_buffer = __require("buffer");
    var Scalar = require_Scalar();
    var stringifyString = require_stringifyString();
    var binary = {
      identify: (value) => value instanceof Uint8Array,
      // Buffer inherits from Uint8Array
      default: false,
      tag: "tag:yaml.org,2002:binary",
      /**
       * Returns a Buffer in node and an Uint8Array in browsers
       *
       * To use the resulting buffer as an image, you'll want to do something like:
       *
       *   const blob = new Blob([buffer], { type: 'image/jpeg' })
       *   document.querySelector('#photo').src = URL.createObjectURL(blob)
       */
      resolve(src, onError) {
        if (typeof node_buffer.Buffer === "function") {
          return node_buffer.Buffer.from(src, "base64");
        } else if (typeof atob === "function") {
          const str = atob(src.replace(/[\n\r]/g, ""));
          const buffer = new Uint8Array(str.length);
          for (let i = 0; i < str.length; ++i)
            buffer[i] = str.charCodeAt(i);
          return buffer;
        } else {
          onError("This environment does not support reading binary tags; either Buffer or atob is required");
          return src;
        }
      },
      stringify({ comment, type, value }, ctx, onComment, onChompKeep) {
        if (!value)
          return "";
        const buf = value;
        let str;
        if (typeof node_buffer.Buffer === "function") {
          str = buf instanceof node_buffer.Buffer ? buf.toString("base64") : node_buffer.Buffer.from(buf.buffer).toString("base64");
        } else if (typeof btoa === "function") {
          let s = "";
          for (let i = 0; i < buf.length; ++i)
            s += String.fromCharCode(buf[i]);
          str = btoa(s);
        } else {
          throw new Error("This environment does not support writing binary tags; either Buffer or btoa is required");
        }
        type ?? (type = Scalar.Scalar.BLOCK_LITERAL);
        if (type !== Scalar.Scalar.QUOTE_DOUBLE) {
          const lineWidth = Math.max(ctx.options.lineWidth - ctx.indent.length, ctx.options.minContentWidth);
          const n = Math.ceil(str.length / lineWidth);
          const lines = new Array(n);
          for (let i = 0, o = 0; i < n; ++i, o += lineWidth) {
            lines[i] = str.substr(o, lineWidth);
          }
          str = lines.join(type === Scalar.Scalar.BLOCK_LITERAL ? "\n" : " ");
        }
        return stringifyString.stringifyString({ comment, type, value: str }, ctx, onComment, onChompKeep);
      }
    };
    exports.binary = binary;
  }
});

// node_modules/yaml/dist/schema/yaml-1.1/pairs.js
var require_pairs = __commonJS({
  "node_modules/yaml/dist/schema/yaml-1.1/pairs.js"(exports) {
    "use strict";
    var identity = require_identity();
    var Pair = require_Pair();
    var Scalar = require_Scalar();
    var YAMLSeq = require_YAMLSeq();
    function resolvePairs(seq, onError) {
      if (identity.isSeq(seq)) {
        for (let i = 0; i < seq.items.length; ++i) {
          let item = seq.items[i];
          if (identity.isPair(item))
            continue;
          else if (identity.isMap(item)) {
            if (item.items.length > 1)
              onError("Each pair must have its own sequence indicator");
            const pair2 = item.items[0] || new Pair.Pair(new Scalar.Scalar(null));
            if (item.commentBefore)
              pair2.key.commentBefore = pair2.key.commentBefore ? `${item.commentBefore}
${pair2.key.commentBefore}` : item.commentBefore;
            if (item.comment) {
              const cn = pair2.value ?? pair2.key;
              cn.comment = cn.comment ? `${item.comment}
${cn.comment}` : item.comment;
            }
            item = pair2;
          }
          seq.items[i] = identity.isPair(item) ? item : new Pair.Pair(item);
        }
      } else
        onError("Expected a sequence for this tag");
      return seq;
    }
    function createPairs(schema, iterable, ctx) {
      const { replacer } = ctx;
      const pairs2 = new YAMLSeq.YAMLSeq(schema);
      pairs2.tag = "tag:yaml.org,2002:pairs";
      let i = 0;
      if (iterable && Symbol.iterator in Object(iterable))
        for (let it of iterable) {
          if (typeof replacer === "function")
            it = replacer.call(iterable, String(i++), it);
          let key, value;
          if (Array.isArray(it)) {
            if (it.length === 2) {
              key = it[0];
              value = it[1];
            } else
              throw new TypeError(`Expected [key, value] tuple: ${it}`);
          } else if (it && it instanceof Object) {
            const keys = Object.keys(it);
            if (keys.length === 1) {
              key = keys[0];
              value = it[key];
            } else {
              throw new TypeError(`Expected tuple with one key, not ${keys.length} keys`);
            }
          } else {
            key = it;
          }
          pairs2.items.push(Pair.createPair(key, value, ctx));
        }
      return pairs2;
    }
    var pairs = {
      collection: "seq",
      default: false,
      tag: "tag:yaml.org,2002:pairs",
      resolve: resolvePairs,
      createNode: createPairs
    };
    exports.createPairs = createPairs;
    exports.pairs = pairs;
    exports.resolvePairs = resolvePairs;
  }
});

// node_modules/yaml/dist/schema/yaml-1.1/omap.js
var require_omap = __commonJS({
  "node_modules/yaml/dist/schema/yaml-1.1/omap.js"(exports) {
    "use strict";
    var identity = require_identity();
    var toJS = require_toJS();
    var YAMLMap = require_YAMLMap();
    var YAMLSeq = require_YAMLSeq();
    var pairs = require_pairs();
    var YAMLOMap = class _YAMLOMap extends YAMLSeq.YAMLSeq {
      constructor() {
        super();
        this.add = YAMLMap.YAMLMap.prototype.add.bind(this);
        this.delete = YAMLMap.YAMLMap.prototype.delete.bind(this);
        this.get = YAMLMap.YAMLMap.prototype.get.bind(this);
        this.has = YAMLMap.YAMLMap.prototype.has.bind(this);
        this.set = YAMLMap.YAMLMap.prototype.set.bind(this);
        this.tag = _YAMLOMap.tag;
      }
      /**
       * If `ctx` is given, the return type is actually `Map<unknown, unknown>`,
       * but TypeScript won't allow widening the signature of a child method.
       */
      toJSON(_, ctx) {
        if (!ctx)
          return super.toJSON(_);
        const map = /* @__PURE__ */ new Map();
        if (ctx?.onCreate)
          ctx.onCreate(map);
        for (const pair2 of this.items) {
          let key, value;
          if (identity.isPair(pair2)) {
            key = toJS.toJS(pair2.key, "", ctx);
            value = toJS.toJS(pair2.value, key, ctx);
          } else {
            key = toJS.toJS(pair2, "", ctx);
          }
          if (map.has(key))
            throw new Error("Ordered maps must not include duplicate keys");
          map.set(key, value);
        }
        return map;
      }
      static from(schema, iterable, ctx) {
        const pairs$1 = pairs.createPairs(schema, iterable, ctx);
        const omap2 = new this();
        omap2.items = pairs$1.items;
        return omap2;
      }
    };
    YAMLOMap.tag = "tag:yaml.org,2002:omap";
    var omap = {
      collection: "seq",
      identify: (value) => value instanceof Map,
      nodeClass: YAMLOMap,
      default: false,
      tag: "tag:yaml.org,2002:omap",
      resolve(seq, onError) {
        const pairs$1 = pairs.resolvePairs(seq, onError);
        const seenKeys = [];
        for (const { key } of pairs$1.items) {
          if (identity.isScalar(key)) {
            if (seenKeys.includes(key.value)) {
              onError(`Ordered maps must not include duplicate keys: ${key.value}`);
            } else {
              seenKeys.push(key.value);
            }
          }
        }
        return Object.assign(new YAMLOMap(), pairs$1);
      },
      createNode: (schema, iterable, ctx) => YAMLOMap.from(schema, iterable, ctx)
    };
    exports.YAMLOMap = YAMLOMap;
    exports.omap = omap;
  }
});

// node_modules/yaml/dist/schema/yaml-1.1/bool.js
var require_bool2 = __commonJS({
  "node_modules/yaml/dist/schema/yaml-1.1/bool.js"(exports) {
    "use strict";
    var Scalar = require_Scalar();
    function boolStringify({ value, source }, ctx) {
      const boolObj = value ? trueTag : falseTag;
      if (source && boolObj.test.test(source))
        return source;
      return value ? ctx.options.trueStr : ctx.options.falseStr;
    }
    var trueTag = {
      identify: (value) => value === true,
      default: true,
      tag: "tag:yaml.org,2002:bool",
      test: /^(?:Y|y|[Yy]es|YES|[Tt]rue|TRUE|[Oo]n|ON)$/,
      resolve: () => new Scalar.Scalar(true),
      stringify: boolStringify
    };
    var falseTag = {
      identify: (value) => value === false,
      default: true,
      tag: "tag:yaml.org,2002:bool",
      test: /^(?:N|n|[Nn]o|NO|[Ff]alse|FALSE|[Oo]ff|OFF)$/,
      resolve: () => new Scalar.Scalar(false),
      stringify: boolStringify
    };
    exports.falseTag = falseTag;
    exports.trueTag = trueTag;
  }
});

// node_modules/yaml/dist/schema/yaml-1.1/float.js
var require_float2 = __commonJS({
  "node_modules/yaml/dist/schema/yaml-1.1/float.js"(exports) {
    "use strict";
    var Scalar = require_Scalar();
    var stringifyNumber = require_stringifyNumber();
    var floatNaN = {
      identify: (value) => typeof value === "number",
      default: true,
      tag: "tag:yaml.org,2002:float",
      test: /^(?:[-+]?\.(?:inf|Inf|INF)|\.nan|\.NaN|\.NAN)$/,
      resolve: (str) => str.slice(-3).toLowerCase() === "nan" ? NaN : str[0] === "-" ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY,
      stringify: stringifyNumber.stringifyNumber
    };
    var floatExp = {
      identify: (value) => typeof value === "number",
      default: true,
      tag: "tag:yaml.org,2002:float",
      format: "EXP",
      test: /^[-+]?(?:[0-9][0-9_]*)?(?:\.[0-9_]*)?[eE][-+]?[0-9]+$/,
      resolve: (str) => parseFloat(str.replace(/_/g, "")),
      stringify(node) {
        const num = Number(node.value);
        return isFinite(num) ? num.toExponential() : stringifyNumber.stringifyNumber(node);
      }
    };
    var float = {
      identify: (value) => typeof value === "number",
      default: true,
      tag: "tag:yaml.org,2002:float",
      test: /^[-+]?(?:[0-9][0-9_]*)?\.[0-9_]*$/,
      resolve(str) {
        const node = new Scalar.Scalar(parseFloat(str.replace(/_/g, "")));
        const dot = str.indexOf(".");
        if (dot !== -1) {
          const f = str.substring(dot + 1).replace(/_/g, "");
          if (f[f.length - 1] === "0")
            node.minFractionDigits = f.length;
        }
        return node;
      },
      stringify: stringifyNumber.stringifyNumber
    };
    exports.float = float;
    exports.floatExp = floatExp;
    exports.floatNaN = floatNaN;
  }
});

// node_modules/yaml/dist/schema/yaml-1.1/int.js
var require_int2 = __commonJS({
  "node_modules/yaml/dist/schema/yaml-1.1/int.js"(exports) {
    "use strict";
    var stringifyNumber = require_stringifyNumber();
    var intIdentify = (value) => typeof value === "bigint" || Number.isInteger(value);
    function intResolve(str, offset, radix, { intAsBigInt }) {
      const sign = str[0];
      if (sign === "-" || sign === "+")
        offset += 1;
      str = str.substring(offset).replace(/_/g, "");
      if (intAsBigInt) {
        switch (radix) {
          case 2:
            str = `0b${str}`;
            break;
          case 8:
            str = `0o${str}`;
            break;
          case 16:
            str = `0x${str}`;
            break;
        }
        const n2 = BigInt(str);
        return sign === "-" ? BigInt(-1) * n2 : n2;
      }
      const n = parseInt(str, radix);
      return sign === "-" ? -1 * n : n;
    }
    function intStringify(node, radix, prefix2) {
      const { value } = node;
      if (intIdentify(value)) {
        const str = value.toString(radix);
        return value < 0 ? "-" + prefix2 + str.substr(1) : prefix2 + str;
      }
      return stringifyNumber.stringifyNumber(node);
    }
    var intBin = {
      identify: intIdentify,
      default: true,
      tag: "tag:yaml.org,2002:int",
      format: "BIN",
      test: /^[-+]?0b[0-1_]+$/,
      resolve: (str, _onError, opt) => intResolve(str, 2, 2, opt),
      stringify: (node) => intStringify(node, 2, "0b")
    };
    var intOct = {
      identify: intIdentify,
      default: true,
      tag: "tag:yaml.org,2002:int",
      format: "OCT",
      test: /^[-+]?0[0-7_]+$/,
      resolve: (str, _onError, opt) => intResolve(str, 1, 8, opt),
      stringify: (node) => intStringify(node, 8, "0")
    };
    var int = {
      identify: intIdentify,
      default: true,
      tag: "tag:yaml.org,2002:int",
      test: /^[-+]?[0-9][0-9_]*$/,
      resolve: (str, _onError, opt) => intResolve(str, 0, 10, opt),
      stringify: stringifyNumber.stringifyNumber
    };
    var intHex = {
      identify: intIdentify,
      default: true,
      tag: "tag:yaml.org,2002:int",
      format: "HEX",
      test: /^[-+]?0x[0-9a-fA-F_]+$/,
      resolve: (str, _onError, opt) => intResolve(str, 2, 16, opt),
      stringify: (node) => intStringify(node, 16, "0x")
    };
    exports.int = int;
    exports.intBin = intBin;
    exports.intHex = intHex;
    exports.intOct = intOct;
  }
});

// node_modules/yaml/dist/schema/yaml-1.1/set.js
var require_set = __commonJS({
  "node_modules/yaml/dist/schema/yaml-1.1/set.js"(exports) {
    "use strict";
    var identity = require_identity();
    var Pair = require_Pair();
    var YAMLMap = require_YAMLMap();
    var YAMLSet = class _YAMLSet extends YAMLMap.YAMLMap {
      constructor(schema) {
        super(schema);
        this.tag = _YAMLSet.tag;
      }
      add(key) {
        let pair2;
        if (identity.isPair(key))
          pair2 = key;
        else if (key && typeof key === "object" && "key" in key && "value" in key && key.value === null)
          pair2 = new Pair.Pair(key.key, null);
        else
          pair2 = new Pair.Pair(key, null);
        const prev = YAMLMap.findPair(this.items, pair2.key);
        if (!prev)
          this.items.push(pair2);
      }
      /**
       * If `keepPair` is `true`, returns the Pair matching `key`.
       * Otherwise, returns the value of that Pair's key.
       */
      get(key, keepPair) {
        const pair2 = YAMLMap.findPair(this.items, key);
        return !keepPair && identity.isPair(pair2) ? identity.isScalar(pair2.key) ? pair2.key.value : pair2.key : pair2;
      }
      set(key, value) {
        if (typeof value !== "boolean")
          throw new Error(`Expected boolean value for set(key, value) in a YAML set, not ${typeof value}`);
        const prev = YAMLMap.findPair(this.items, key);
        if (prev && !value) {
          this.items.splice(this.items.indexOf(prev), 1);
        } else if (!prev && value) {
          this.items.push(new Pair.Pair(key));
        }
      }
      toJSON(_, ctx) {
        return super.toJSON(_, ctx, Set);
      }
      toString(ctx, onComment, onChompKeep) {
        if (!ctx)
          return JSON.stringify(this);
        if (this.hasAllNullValues(true))
          return super.toString(Object.assign({}, ctx, { allNullValues: true }), onComment, onChompKeep);
        else
          throw new Error("Set items must all have null values");
      }
      static from(schema, iterable, ctx) {
        const { replacer } = ctx;
        const set2 = new this(schema);
        if (iterable && Symbol.iterator in Object(iterable))
          for (let value of iterable) {
            if (typeof replacer === "function")
              value = replacer.call(iterable, value, value);
            set2.items.push(Pair.createPair(value, null, ctx));
          }
        return set2;
      }
    };
    YAMLSet.tag = "tag:yaml.org,2002:set";
    var set = {
      collection: "map",
      identify: (value) => value instanceof Set,
      nodeClass: YAMLSet,
      default: false,
      tag: "tag:yaml.org,2002:set",
      createNode: (schema, iterable, ctx) => YAMLSet.from(schema, iterable, ctx),
      resolve(map, onError) {
        if (identity.isMap(map)) {
          if (map.hasAllNullValues(true))
            return Object.assign(new YAMLSet(), map);
          else
            onError("Set items must all have null values");
        } else
          onError("Expected a mapping for this tag");
        return map;
      }
    };
    exports.YAMLSet = YAMLSet;
    exports.set = set;
  }
});

// node_modules/yaml/dist/schema/yaml-1.1/timestamp.js
var require_timestamp = __commonJS({
  "node_modules/yaml/dist/schema/yaml-1.1/timestamp.js"(exports) {
    "use strict";
    var stringifyNumber = require_stringifyNumber();
    function parseSexagesimal(str, asBigInt) {
      const sign = str[0];
      const parts = sign === "-" || sign === "+" ? str.substring(1) : str;
      const num = (n) => asBigInt ? BigInt(n) : Number(n);
      const res = parts.replace(/_/g, "").split(":").reduce((res2, p) => res2 * num(60) + num(p), num(0));
      return sign === "-" ? num(-1) * res : res;
    }
    function stringifySexagesimal(node) {
      let { value } = node;
      let num = (n) => n;
      if (typeof value === "bigint")
        num = (n) => BigInt(n);
      else if (isNaN(value) || !isFinite(value))
        return stringifyNumber.stringifyNumber(node);
      let sign = "";
      if (value < 0) {
        sign = "-";
        value *= num(-1);
      }
      const _60 = num(60);
      const parts = [value % _60];
      if (value < 60) {
        parts.unshift(0);
      } else {
        value = (value - parts[0]) / _60;
        parts.unshift(value % _60);
        if (value >= 60) {
          value = (value - parts[0]) / _60;
          parts.unshift(value);
        }
      }
      return sign + parts.map((n) => String(n).padStart(2, "0")).join(":").replace(/000000\d*$/, "");
    }
    var intTime = {
      identify: (value) => typeof value === "bigint" || Number.isInteger(value),
      default: true,
      tag: "tag:yaml.org,2002:int",
      format: "TIME",
      test: /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+$/,
      resolve: (str, _onError, { intAsBigInt }) => parseSexagesimal(str, intAsBigInt),
      stringify: stringifySexagesimal
    };
    var floatTime = {
      identify: (value) => typeof value === "number",
      default: true,
      tag: "tag:yaml.org,2002:float",
      format: "TIME",
      test: /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*$/,
      resolve: (str) => parseSexagesimal(str, false),
      stringify: stringifySexagesimal
    };
    var timestamp = {
      identify: (value) => value instanceof Date,
      default: true,
      tag: "tag:yaml.org,2002:timestamp",
      // If the time zone is omitted, the timestamp is assumed to be specified in UTC. The time part
      // may be omitted altogether, resulting in a date format. In such a case, the time part is
      // assumed to be 00:00:00Z (start of day, UTC).
      test: RegExp("^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:(?:t|T|[ \\t]+)([0-9]{1,2}):([0-9]{1,2}):([0-9]{1,2}(\\.[0-9]+)?)(?:[ \\t]*(Z|[-+][012]?[0-9](?::[0-9]{2})?))?)?$"),
      resolve(str) {
        const match2 = str.match(timestamp.test);
        if (!match2)
          throw new Error("!!timestamp expects a date, starting with yyyy-mm-dd");
        const [, year, month, day, hour, minute, second] = match2.map(Number);
        const millisec = match2[7] ? Number((match2[7] + "00").substr(1, 3)) : 0;
        let date = Date.UTC(year, month - 1, day, hour || 0, minute || 0, second || 0, millisec);
        const tz = match2[8];
        if (tz && tz !== "Z") {
          let d = parseSexagesimal(tz, false);
          if (Math.abs(d) < 30)
            d *= 60;
          date -= 6e4 * d;
        }
        return new Date(date);
      },
      stringify: ({ value }) => value?.toISOString().replace(/(T00:00:00)?\.000Z$/, "") ?? ""
    };
    exports.floatTime = floatTime;
    exports.intTime = intTime;
    exports.timestamp = timestamp;
  }
});

// node_modules/yaml/dist/schema/yaml-1.1/schema.js
var require_schema3 = __commonJS({
  "node_modules/yaml/dist/schema/yaml-1.1/schema.js"(exports) {
    "use strict";
    var map = require_map();
    var _null = require_null();
    var seq = require_seq();
    var string = require_string();
    var binary = require_binary();
    var bool = require_bool2();
    var float = require_float2();
    var int = require_int2();
    var merge = require_merge();
    var omap = require_omap();
    var pairs = require_pairs();
    var set = require_set();
    var timestamp = require_timestamp();
    var schema = [
      map.map,
      seq.seq,
      string.string,
      _null.nullTag,
      bool.trueTag,
      bool.falseTag,
      int.intBin,
      int.intOct,
      int.int,
      int.intHex,
      float.floatNaN,
      float.floatExp,
      float.float,
      binary.binary,
      merge.merge,
      omap.omap,
      pairs.pairs,
      set.set,
      timestamp.intTime,
      timestamp.floatTime,
      timestamp.timestamp
    ];
    exports.schema = schema;
  }
});

// node_modules/yaml/dist/schema/tags.js
var require_tags = __commonJS({
  "node_modules/yaml/dist/schema/tags.js"(exports) {
    "use strict";
    var map = require_map();
    var _null = require_null();
    var seq = require_seq();
    var string = require_string();
    var bool = require_bool();
    var float = require_float();
    var int = require_int();
    var schema = require_schema();
    var schema$1 = require_schema2();
    var binary = require_binary();
    var merge = require_merge();
    var omap = require_omap();
    var pairs = require_pairs();
    var schema$2 = require_schema3();
    var set = require_set();
    var timestamp = require_timestamp();
    var schemas = /* @__PURE__ */ new Map([
      ["core", schema.schema],
      ["failsafe", [map.map, seq.seq, string.string]],
      ["json", schema$1.schema],
      ["yaml11", schema$2.schema],
      ["yaml-1.1", schema$2.schema]
    ]);
    var tagsByName = {
      binary: binary.binary,
      bool: bool.boolTag,
      float: float.float,
      floatExp: float.floatExp,
      floatNaN: float.floatNaN,
      floatTime: timestamp.floatTime,
      int: int.int,
      intHex: int.intHex,
      intOct: int.intOct,
      intTime: timestamp.intTime,
      map: map.map,
      merge: merge.merge,
      null: _null.nullTag,
      omap: omap.omap,
      pairs: pairs.pairs,
      seq: seq.seq,
      set: set.set,
      timestamp: timestamp.timestamp
    };
    var coreKnownTags = {
      "tag:yaml.org,2002:binary": binary.binary,
      "tag:yaml.org,2002:merge": merge.merge,
      "tag:yaml.org,2002:omap": omap.omap,
      "tag:yaml.org,2002:pairs": pairs.pairs,
      "tag:yaml.org,2002:set": set.set,
      "tag:yaml.org,2002:timestamp": timestamp.timestamp
    };
    function getTags(customTags, schemaName, addMergeTag) {
      const schemaTags = schemas.get(schemaName);
      if (schemaTags && !customTags) {
        return addMergeTag && !schemaTags.includes(merge.merge) ? schemaTags.concat(merge.merge) : schemaTags.slice();
      }
      let tags = schemaTags;
      if (!tags) {
        if (Array.isArray(customTags))
          tags = [];
        else {
          const keys = Array.from(schemas.keys()).filter((key) => key !== "yaml11").map((key) => JSON.stringify(key)).join(", ");
          throw new Error(`Unknown schema "${schemaName}"; use one of ${keys} or define customTags array`);
        }
      }
      if (Array.isArray(customTags)) {
        for (const tag of customTags)
          tags = tags.concat(tag);
      } else if (typeof customTags === "function") {
        tags = customTags(tags.slice());
      }
      if (addMergeTag)
        tags = tags.concat(merge.merge);
      return tags.reduce((tags2, tag) => {
        const tagObj = typeof tag === "string" ? tagsByName[tag] : tag;
        if (!tagObj) {
          const tagName = JSON.stringify(tag);
          const keys = Object.keys(tagsByName).map((key) => JSON.stringify(key)).join(", ");
          throw new Error(`Unknown custom tag ${tagName}; use one of ${keys}`);
        }
        if (!tags2.includes(tagObj))
          tags2.push(tagObj);
        return tags2;
      }, []);
    }
    exports.coreKnownTags = coreKnownTags;
    exports.getTags = getTags;
  }
});

// node_modules/yaml/dist/schema/Schema.js
var require_Schema = __commonJS({
  "node_modules/yaml/dist/schema/Schema.js"(exports) {
    "use strict";
    var identity = require_identity();
    var map = require_map();
    var seq = require_seq();
    var string = require_string();
    var tags = require_tags();
    var sortMapEntriesByKey = (a, b) => a.key < b.key ? -1 : a.key > b.key ? 1 : 0;
    var Schema = class _Schema {
      constructor({ compat, customTags, merge, resolveKnownTags, schema, sortMapEntries, toStringDefaults }) {
        this.compat = Array.isArray(compat) ? tags.getTags(compat, "compat") : compat ? tags.getTags(null, compat) : null;
        this.name = typeof schema === "string" && schema || "core";
        this.knownTags = resolveKnownTags ? tags.coreKnownTags : {};
        this.tags = tags.getTags(customTags, this.name, merge);
        this.toStringOptions = toStringDefaults ?? null;
        Object.defineProperty(this, identity.MAP, { value: map.map });
        Object.defineProperty(this, identity.SCALAR, { value: string.string });
        Object.defineProperty(this, identity.SEQ, { value: seq.seq });
        this.sortMapEntries = typeof sortMapEntries === "function" ? sortMapEntries : sortMapEntries === true ? sortMapEntriesByKey : null;
      }
      clone() {
        const copy = Object.create(_Schema.prototype, Object.getOwnPropertyDescriptors(this));
        copy.tags = this.tags.slice();
        return copy;
      }
    };
    exports.Schema = Schema;
  }
});

// node_modules/yaml/dist/stringify/stringifyDocument.js
var require_stringifyDocument = __commonJS({
  "node_modules/yaml/dist/stringify/stringifyDocument.js"(exports) {
    "use strict";
    var identity = require_identity();
    var stringify = require_stringify();
    var stringifyComment = require_stringifyComment();
    function stringifyDocument(doc, options) {
      const lines = [];
      let hasDirectives = options.directives === true;
      if (options.directives !== false && doc.directives) {
        const dir = doc.directives.toString(doc);
        if (dir) {
          lines.push(dir);
          hasDirectives = true;
        } else if (doc.directives.docStart)
          hasDirectives = true;
      }
      if (hasDirectives)
        lines.push("---");
      const ctx = stringify.createStringifyContext(doc, options);
      const { commentString } = ctx.options;
      if (doc.commentBefore) {
        if (lines.length !== 1)
          lines.unshift("");
        const cs = commentString(doc.commentBefore);
        lines.unshift(stringifyComment.indentComment(cs, ""));
      }
      let chompKeep = false;
      let contentComment = null;
      if (doc.contents) {
        if (identity.isNode(doc.contents)) {
          if (doc.contents.spaceBefore && hasDirectives)
            lines.push("");
          if (doc.contents.commentBefore) {
            const cs = commentString(doc.contents.commentBefore);
            lines.push(stringifyComment.indentComment(cs, ""));
          }
          ctx.forceBlockIndent = !!doc.comment;
          contentComment = doc.contents.comment;
        }
        const onChompKeep = contentComment ? void 0 : () => chompKeep = true;
        let body = stringify.stringify(doc.contents, ctx, () => contentComment = null, onChompKeep);
        if (contentComment)
          body += stringifyComment.lineComment(body, "", commentString(contentComment));
        if ((body[0] === "|" || body[0] === ">") && lines[lines.length - 1] === "---") {
          lines[lines.length - 1] = `--- ${body}`;
        } else
          lines.push(body);
      } else {
        lines.push(stringify.stringify(doc.contents, ctx));
      }
      if (doc.directives?.docEnd) {
        if (doc.comment) {
          const cs = commentString(doc.comment);
          if (cs.includes("\n")) {
            lines.push("...");
            lines.push(stringifyComment.indentComment(cs, ""));
          } else {
            lines.push(`... ${cs}`);
          }
        } else {
          lines.push("...");
        }
      } else {
        let dc = doc.comment;
        if (dc && chompKeep)
          dc = dc.replace(/^\n+/, "");
        if (dc) {
          if ((!chompKeep || contentComment) && lines[lines.length - 1] !== "")
            lines.push("");
          lines.push(stringifyComment.indentComment(commentString(dc), ""));
        }
      }
      return lines.join("\n") + "\n";
    }
    exports.stringifyDocument = stringifyDocument;
  }
});

// node_modules/yaml/dist/doc/Document.js
var require_Document = __commonJS({
  "node_modules/yaml/dist/doc/Document.js"(exports) {
    "use strict";
    var Alias = require_Alias();
    var Collection = require_Collection();
    var identity = require_identity();
    var Pair = require_Pair();
    var toJS = require_toJS();
    var Schema = require_Schema();
    var stringifyDocument = require_stringifyDocument();
    var anchors = require_anchors();
    var applyReviver = require_applyReviver();
    var createNode = require_createNode();
    var directives = require_directives();
    var Document = class _Document {
      constructor(value, replacer, options) {
        this.commentBefore = null;
        this.comment = null;
        this.errors = [];
        this.warnings = [];
        Object.defineProperty(this, identity.NODE_TYPE, { value: identity.DOC });
        let _replacer = null;
        if (typeof replacer === "function" || Array.isArray(replacer)) {
          _replacer = replacer;
        } else if (options === void 0 && replacer) {
          options = replacer;
          replacer = void 0;
        }
        const opt = Object.assign({
          intAsBigInt: false,
          keepSourceTokens: false,
          logLevel: "warn",
          prettyErrors: true,
          strict: true,
          stringKeys: false,
          uniqueKeys: true,
          version: "1.2"
        }, options);
        this.options = opt;
        let { version } = opt;
        if (options?._directives) {
          this.directives = options._directives.atDocument();
          if (this.directives.yaml.explicit)
            version = this.directives.yaml.version;
        } else
          this.directives = new directives.Directives({ version });
        this.setSchema(version, options);
        this.contents = value === void 0 ? null : this.createNode(value, _replacer, options);
      }
      /**
       * Create a deep copy of this Document and its contents.
       *
       * Custom Node values that inherit from `Object` still refer to their original instances.
       */
      clone() {
        const copy = Object.create(_Document.prototype, {
          [identity.NODE_TYPE]: { value: identity.DOC }
        });
        copy.commentBefore = this.commentBefore;
        copy.comment = this.comment;
        copy.errors = this.errors.slice();
        copy.warnings = this.warnings.slice();
        copy.options = Object.assign({}, this.options);
        if (this.directives)
          copy.directives = this.directives.clone();
        copy.schema = this.schema.clone();
        copy.contents = identity.isNode(this.contents) ? this.contents.clone(copy.schema) : this.contents;
        if (this.range)
          copy.range = this.range.slice();
        return copy;
      }
      /** Adds a value to the document. */
      add(value) {
        if (assertCollection(this.contents))
          this.contents.add(value);
      }
      /** Adds a value to the document. */
      addIn(path5, value) {
        if (assertCollection(this.contents))
          this.contents.addIn(path5, value);
      }
      /**
       * Create a new `Alias` node, ensuring that the target `node` has the required anchor.
       *
       * If `node` already has an anchor, `name` is ignored.
       * Otherwise, the `node.anchor` value will be set to `name`,
       * or if an anchor with that name is already present in the document,
       * `name` will be used as a prefix for a new unique anchor.
       * If `name` is undefined, the generated anchor will use 'a' as a prefix.
       */
      createAlias(node, name) {
        if (!node.anchor) {
          const prev = anchors.anchorNames(this);
          node.anchor = // eslint-disable-next-line @typescript-eslint/prefer-nullish-coalescing
          !name || prev.has(name) ? anchors.findNewAnchor(name || "a", prev) : name;
        }
        return new Alias.Alias(node.anchor);
      }
      createNode(value, replacer, options) {
        let _replacer = void 0;
        if (typeof replacer === "function") {
          value = replacer.call({ "": value }, "", value);
          _replacer = replacer;
        } else if (Array.isArray(replacer)) {
          const keyToStr = (v) => typeof v === "number" || v instanceof String || v instanceof Number;
          const asStr = replacer.filter(keyToStr).map(String);
          if (asStr.length > 0)
            replacer = replacer.concat(asStr);
          _replacer = replacer;
        } else if (options === void 0 && replacer) {
          options = replacer;
          replacer = void 0;
        }
        const { aliasDuplicateObjects, anchorPrefix, flow, keepUndefined, onTagObj, tag } = options ?? {};
        const { onAnchor, setAnchors, sourceObjects } = anchors.createNodeAnchors(
          this,
          // eslint-disable-next-line @typescript-eslint/prefer-nullish-coalescing
          anchorPrefix || "a"
        );
        const ctx = {
          aliasDuplicateObjects: aliasDuplicateObjects ?? true,
          keepUndefined: keepUndefined ?? false,
          onAnchor,
          onTagObj,
          replacer: _replacer,
          schema: this.schema,
          sourceObjects
        };
        const node = createNode.createNode(value, tag, ctx);
        if (flow && identity.isCollection(node))
          node.flow = true;
        setAnchors();
        return node;
      }
      /**
       * Convert a key and a value into a `Pair` using the current schema,
       * recursively wrapping all values as `Scalar` or `Collection` nodes.
       */
      createPair(key, value, options = {}) {
        const k = this.createNode(key, null, options);
        const v = this.createNode(value, null, options);
        return new Pair.Pair(k, v);
      }
      /**
       * Removes a value from the document.
       * @returns `true` if the item was found and removed.
       */
      delete(key) {
        return assertCollection(this.contents) ? this.contents.delete(key) : false;
      }
      /**
       * Removes a value from the document.
       * @returns `true` if the item was found and removed.
       */
      deleteIn(path5) {
        if (Collection.isEmptyPath(path5)) {
          if (this.contents == null)
            return false;
          this.contents = null;
          return true;
        }
        return assertCollection(this.contents) ? this.contents.deleteIn(path5) : false;
      }
      /**
       * Returns item at `key`, or `undefined` if not found. By default unwraps
       * scalar values from their surrounding node; to disable set `keepScalar` to
       * `true` (collections are always returned intact).
       */
      get(key, keepScalar) {
        return identity.isCollection(this.contents) ? this.contents.get(key, keepScalar) : void 0;
      }
      /**
       * Returns item at `path`, or `undefined` if not found. By default unwraps
       * scalar values from their surrounding node; to disable set `keepScalar` to
       * `true` (collections are always returned intact).
       */
      getIn(path5, keepScalar) {
        if (Collection.isEmptyPath(path5))
          return !keepScalar && identity.isScalar(this.contents) ? this.contents.value : this.contents;
        return identity.isCollection(this.contents) ? this.contents.getIn(path5, keepScalar) : void 0;
      }
      /**
       * Checks if the document includes a value with the key `key`.
       */
      has(key) {
        return identity.isCollection(this.contents) ? this.contents.has(key) : false;
      }
      /**
       * Checks if the document includes a value at `path`.
       */
      hasIn(path5) {
        if (Collection.isEmptyPath(path5))
          return this.contents !== void 0;
        return identity.isCollection(this.contents) ? this.contents.hasIn(path5) : false;
      }
      /**
       * Sets a value in this document. For `!!set`, `value` needs to be a
       * boolean to add/remove the item from the set.
       */
      set(key, value) {
        if (this.contents == null) {
          this.contents = Collection.collectionFromPath(this.schema, [key], value);
        } else if (assertCollection(this.contents)) {
          this.contents.set(key, value);
        }
      }
      /**
       * Sets a value in this document. For `!!set`, `value` needs to be a
       * boolean to add/remove the item from the set.
       */
      setIn(path5, value) {
        if (Collection.isEmptyPath(path5)) {
          this.contents = value;
        } else if (this.contents == null) {
          this.contents = Collection.collectionFromPath(this.schema, Array.from(path5), value);
        } else if (assertCollection(this.contents)) {
          this.contents.setIn(path5, value);
        }
      }
      /**
       * Change the YAML version and schema used by the document.
       * A `null` version disables support for directives, explicit tags, anchors, and aliases.
       * It also requires the `schema` option to be given as a `Schema` instance value.
       *
       * Overrides all previously set schema options.
       */
      setSchema(version, options = {}) {
        if (typeof version === "number")
          version = String(version);
        let opt;
        switch (version) {
          case "1.1":
            if (this.directives)
              this.directives.yaml.version = "1.1";
            else
              this.directives = new directives.Directives({ version: "1.1" });
            opt = { resolveKnownTags: false, schema: "yaml-1.1" };
            break;
          case "1.2":
          case "next":
            if (this.directives)
              this.directives.yaml.version = version;
            else
              this.directives = new directives.Directives({ version });
            opt = { resolveKnownTags: true, schema: "core" };
            break;
          case null:
            if (this.directives)
              delete this.directives;
            opt = null;
            break;
          default: {
            const sv = JSON.stringify(version);
            throw new Error(`Expected '1.1', '1.2' or null as first argument, but found: ${sv}`);
          }
        }
        if (options.schema instanceof Object)
          this.schema = options.schema;
        else if (opt)
          this.schema = new Schema.Schema(Object.assign(opt, options));
        else
          throw new Error(`With a null YAML version, the { schema: Schema } option is required`);
      }
      // json & jsonArg are only used from toJSON()
      toJS({ json, jsonArg, mapAsMap, maxAliasCount, onAnchor, reviver } = {}) {
        const ctx = {
          anchors: /* @__PURE__ */ new Map(),
          doc: this,
          keep: !json,
          mapAsMap: mapAsMap === true,
          mapKeyWarned: false,
          maxAliasCount: typeof maxAliasCount === "number" ? maxAliasCount : 100
        };
        const res = toJS.toJS(this.contents, jsonArg ?? "", ctx);
        if (typeof onAnchor === "function")
          for (const { count: count2, res: res2 } of ctx.anchors.values())
            onAnchor(res2, count2);
        return typeof reviver === "function" ? applyReviver.applyReviver(reviver, { "": res }, "", res) : res;
      }
      /**
       * A JSON representation of the document `contents`.
       *
       * @param jsonArg Used by `JSON.stringify` to indicate the array index or
       *   property name.
       */
      toJSON(jsonArg, onAnchor) {
        return this.toJS({ json: true, jsonArg, mapAsMap: false, onAnchor });
      }
      /** A YAML representation of the document. */
      toString(options = {}) {
        if (this.errors.length > 0)
          throw new Error("Document with errors cannot be stringified");
        if ("indent" in options && (!Number.isInteger(options.indent) || Number(options.indent) <= 0)) {
          const s = JSON.stringify(options.indent);
          throw new Error(`"indent" option must be a positive integer, not ${s}`);
        }
        return stringifyDocument.stringifyDocument(this, options);
      }
    };
    function assertCollection(contents) {
      if (identity.isCollection(contents))
        return true;
      throw new Error("Expected a YAML collection as document contents");
    }
    exports.Document = Document;
  }
});

// node_modules/yaml/dist/errors.js
var require_errors = __commonJS({
  "node_modules/yaml/dist/errors.js"(exports) {
    "use strict";
    var YAMLError = class extends Error {
      constructor(name, pos, code, message) {
        super();
        this.name = name;
        this.code = code;
        this.message = message;
        this.pos = pos;
      }
    };
    var YAMLParseError = class extends YAMLError {
      constructor(pos, code, message) {
        super("YAMLParseError", pos, code, message);
      }
    };
    var YAMLWarning = class extends YAMLError {
      constructor(pos, code, message) {
        super("YAMLWarning", pos, code, message);
      }
    };
    var prettifyError = (src, lc) => (error) => {
      if (error.pos[0] === -1)
        return;
      error.linePos = error.pos.map((pos) => lc.linePos(pos));
      const { line, col } = error.linePos[0];
      error.message += ` at line ${line}, column ${col}`;
      let ci = col - 1;
      let lineStr = src.substring(lc.lineStarts[line - 1], lc.lineStarts[line]).replace(/[\n\r]+$/, "");
      if (ci >= 60 && lineStr.length > 80) {
        const trimStart = Math.min(ci - 39, lineStr.length - 79);
        lineStr = "\u2026" + lineStr.substring(trimStart);
        ci -= trimStart - 1;
      }
      if (lineStr.length > 80)
        lineStr = lineStr.substring(0, 79) + "\u2026";
      if (line > 1 && /^ *$/.test(lineStr.substring(0, ci))) {
        let prev = src.substring(lc.lineStarts[line - 2], lc.lineStarts[line - 1]);
        if (prev.length > 80)
          prev = prev.substring(0, 79) + "\u2026\n";
        lineStr = prev + lineStr;
      }
      if (/[^ ]/.test(lineStr)) {
        let count2 = 1;
        const end = error.linePos[1];
        if (end?.line === line && end.col > col) {
          count2 = Math.max(1, Math.min(end.col - col, 80 - ci));
        }
        const pointer = " ".repeat(ci) + "^".repeat(count2);
        error.message += `:

${lineStr}
${pointer}
`;
      }
    };
    exports.YAMLError = YAMLError;
    exports.YAMLParseError = YAMLParseError;
    exports.YAMLWarning = YAMLWarning;
    exports.prettifyError = prettifyError;
  }
});

// node_modules/yaml/dist/compose/resolve-props.js
var require_resolve_props = __commonJS({
  "node_modules/yaml/dist/compose/resolve-props.js"(exports) {
    "use strict";
    function resolveProps(tokens, { flow, indicator, next, offset, onError, parentIndent, startOnNewline }) {
      let spaceBefore = false;
      let atNewline = startOnNewline;
      let hasSpace = startOnNewline;
      let comment = "";
      let commentSep = "";
      let hasNewline = false;
      let reqSpace = false;
      let tab = null;
      let anchor = null;
      let tag = null;
      let newlineAfterProp = null;
      let comma = null;
      let found = null;
      let start = null;
      for (const token of tokens) {
        if (reqSpace) {
          if (token.type !== "space" && token.type !== "newline" && token.type !== "comma")
            onError(token.offset, "MISSING_CHAR", "Tags and anchors must be separated from the next token by white space");
          reqSpace = false;
        }
        if (tab) {
          if (atNewline && token.type !== "comment" && token.type !== "newline") {
            onError(tab, "TAB_AS_INDENT", "Tabs are not allowed as indentation");
          }
          tab = null;
        }
        switch (token.type) {
          case "space":
            if (!flow && (indicator !== "doc-start" || next?.type !== "flow-collection") && token.source.includes("	")) {
              tab = token;
            }
            hasSpace = true;
            break;
          case "comment": {
            if (!hasSpace)
              onError(token, "MISSING_CHAR", "Comments must be separated from other tokens by white space characters");
            const cb = token.source.substring(1) || " ";
            if (!comment)
              comment = cb;
            else
              comment += commentSep + cb;
            commentSep = "";
            atNewline = false;
            break;
          }
          case "newline":
            if (atNewline) {
              if (comment)
                comment += token.source;
              else if (!found || indicator !== "seq-item-ind")
                spaceBefore = true;
            } else
              commentSep += token.source;
            atNewline = true;
            hasNewline = true;
            if (anchor || tag)
              newlineAfterProp = token;
            hasSpace = true;
            break;
          case "anchor":
            if (anchor)
              onError(token, "MULTIPLE_ANCHORS", "A node can have at most one anchor");
            if (token.source.endsWith(":"))
              onError(token.offset + token.source.length - 1, "BAD_ALIAS", "Anchor ending in : is ambiguous", true);
            anchor = token;
            start ?? (start = token.offset);
            atNewline = false;
            hasSpace = false;
            reqSpace = true;
            break;
          case "tag": {
            if (tag)
              onError(token, "MULTIPLE_TAGS", "A node can have at most one tag");
            tag = token;
            start ?? (start = token.offset);
            atNewline = false;
            hasSpace = false;
            reqSpace = true;
            break;
          }
          case indicator:
            if (anchor || tag)
              onError(token, "BAD_PROP_ORDER", `Anchors and tags must be after the ${token.source} indicator`);
            if (found)
              onError(token, "UNEXPECTED_TOKEN", `Unexpected ${token.source} in ${flow ?? "collection"}`);
            found = token;
            atNewline = indicator === "seq-item-ind" || indicator === "explicit-key-ind";
            hasSpace = false;
            break;
          case "comma":
            if (flow) {
              if (comma)
                onError(token, "UNEXPECTED_TOKEN", `Unexpected , in ${flow}`);
              comma = token;
              atNewline = false;
              hasSpace = false;
              break;
            }
          // else fallthrough
          default:
            onError(token, "UNEXPECTED_TOKEN", `Unexpected ${token.type} token`);
            atNewline = false;
            hasSpace = false;
        }
      }
      const last = tokens[tokens.length - 1];
      const end = last ? last.offset + last.source.length : offset;
      if (reqSpace && next && next.type !== "space" && next.type !== "newline" && next.type !== "comma" && (next.type !== "scalar" || next.source !== "")) {
        onError(next.offset, "MISSING_CHAR", "Tags and anchors must be separated from the next token by white space");
      }
      if (tab && (atNewline && tab.indent <= parentIndent || next?.type === "block-map" || next?.type === "block-seq"))
        onError(tab, "TAB_AS_INDENT", "Tabs are not allowed as indentation");
      return {
        comma,
        found,
        spaceBefore,
        comment,
        hasNewline,
        anchor,
        tag,
        newlineAfterProp,
        end,
        start: start ?? end
      };
    }
    exports.resolveProps = resolveProps;
  }
});

// node_modules/yaml/dist/compose/util-contains-newline.js
var require_util_contains_newline = __commonJS({
  "node_modules/yaml/dist/compose/util-contains-newline.js"(exports) {
    "use strict";
    function containsNewline(key) {
      if (!key)
        return null;
      switch (key.type) {
        case "alias":
        case "scalar":
        case "double-quoted-scalar":
        case "single-quoted-scalar":
          if (key.source.includes("\n"))
            return true;
          if (key.end) {
            for (const st of key.end)
              if (st.type === "newline")
                return true;
          }
          return false;
        case "flow-collection":
          for (const it of key.items) {
            for (const st of it.start)
              if (st.type === "newline")
                return true;
            if (it.sep) {
              for (const st of it.sep)
                if (st.type === "newline")
                  return true;
            }
            if (containsNewline(it.key) || containsNewline(it.value))
              return true;
          }
          return false;
        default:
          return true;
      }
    }
    exports.containsNewline = containsNewline;
  }
});

// node_modules/yaml/dist/compose/util-flow-indent-check.js
var require_util_flow_indent_check = __commonJS({
  "node_modules/yaml/dist/compose/util-flow-indent-check.js"(exports) {
    "use strict";
    var utilContainsNewline = require_util_contains_newline();
    function flowIndentCheck(indent, fc, onError) {
      if (fc?.type === "flow-collection") {
        const end = fc.end[0];
        if (end.indent === indent && (end.source === "]" || end.source === "}") && utilContainsNewline.containsNewline(fc)) {
          const msg = "Flow end indicator should be more indented than parent";
          onError(end, "BAD_INDENT", msg, true);
        }
      }
    }
    exports.flowIndentCheck = flowIndentCheck;
  }
});

// node_modules/yaml/dist/compose/util-map-includes.js
var require_util_map_includes = __commonJS({
  "node_modules/yaml/dist/compose/util-map-includes.js"(exports) {
    "use strict";
    var identity = require_identity();
    function mapIncludes(ctx, items, search) {
      const { uniqueKeys } = ctx.options;
      if (uniqueKeys === false)
        return false;
      const isEqual = typeof uniqueKeys === "function" ? uniqueKeys : (a, b) => a === b || identity.isScalar(a) && identity.isScalar(b) && a.value === b.value;
      return items.some((pair2) => isEqual(pair2.key, search));
    }
    exports.mapIncludes = mapIncludes;
  }
});

// node_modules/yaml/dist/compose/resolve-block-map.js
var require_resolve_block_map = __commonJS({
  "node_modules/yaml/dist/compose/resolve-block-map.js"(exports) {
    "use strict";
    var Pair = require_Pair();
    var YAMLMap = require_YAMLMap();
    var resolveProps = require_resolve_props();
    var utilContainsNewline = require_util_contains_newline();
    var utilFlowIndentCheck = require_util_flow_indent_check();
    var utilMapIncludes = require_util_map_includes();
    var startColMsg = "All mapping items must start at the same column";
    function resolveBlockMap({ composeNode, composeEmptyNode }, ctx, bm, onError, tag) {
      const NodeClass = tag?.nodeClass ?? YAMLMap.YAMLMap;
      const map = new NodeClass(ctx.schema);
      if (ctx.atRoot)
        ctx.atRoot = false;
      let offset = bm.offset;
      let commentEnd = null;
      for (const collItem of bm.items) {
        const { start, key, sep: sep2, value } = collItem;
        const keyProps = resolveProps.resolveProps(start, {
          indicator: "explicit-key-ind",
          next: key ?? sep2?.[0],
          offset,
          onError,
          parentIndent: bm.indent,
          startOnNewline: true
        });
        const implicitKey = !keyProps.found;
        if (implicitKey) {
          if (key) {
            if (key.type === "block-seq")
              onError(offset, "BLOCK_AS_IMPLICIT_KEY", "A block sequence may not be used as an implicit map key");
            else if ("indent" in key && key.indent !== bm.indent)
              onError(offset, "BAD_INDENT", startColMsg);
          }
          if (!keyProps.anchor && !keyProps.tag && !sep2) {
            commentEnd = keyProps.end;
            if (keyProps.comment) {
              if (map.comment)
                map.comment += "\n" + keyProps.comment;
              else
                map.comment = keyProps.comment;
            }
            continue;
          }
          if (keyProps.newlineAfterProp || utilContainsNewline.containsNewline(key)) {
            onError(key ?? start[start.length - 1], "MULTILINE_IMPLICIT_KEY", "Implicit keys need to be on a single line");
          }
        } else if (keyProps.found?.indent !== bm.indent) {
          onError(offset, "BAD_INDENT", startColMsg);
        }
        ctx.atKey = true;
        const keyStart = keyProps.end;
        const keyNode = key ? composeNode(ctx, key, keyProps, onError) : composeEmptyNode(ctx, keyStart, start, null, keyProps, onError);
        if (ctx.schema.compat)
          utilFlowIndentCheck.flowIndentCheck(bm.indent, key, onError);
        ctx.atKey = false;
        if (utilMapIncludes.mapIncludes(ctx, map.items, keyNode))
          onError(keyStart, "DUPLICATE_KEY", "Map keys must be unique");
        const valueProps = resolveProps.resolveProps(sep2 ?? [], {
          indicator: "map-value-ind",
          next: value,
          offset: keyNode.range[2],
          onError,
          parentIndent: bm.indent,
          startOnNewline: !key || key.type === "block-scalar"
        });
        offset = valueProps.end;
        if (valueProps.found) {
          if (implicitKey) {
            if (value?.type === "block-map" && !valueProps.hasNewline)
              onError(offset, "BLOCK_AS_IMPLICIT_KEY", "Nested mappings are not allowed in compact mappings");
            if (ctx.options.strict && keyProps.start < valueProps.found.offset - 1024)
              onError(keyNode.range, "KEY_OVER_1024_CHARS", "The : indicator must be at most 1024 chars after the start of an implicit block mapping key");
          }
          const valueNode = value ? composeNode(ctx, value, valueProps, onError) : composeEmptyNode(ctx, offset, sep2, null, valueProps, onError);
          if (ctx.schema.compat)
            utilFlowIndentCheck.flowIndentCheck(bm.indent, value, onError);
          offset = valueNode.range[2];
          const pair2 = new Pair.Pair(keyNode, valueNode);
          if (ctx.options.keepSourceTokens)
            pair2.srcToken = collItem;
          map.items.push(pair2);
        } else {
          if (implicitKey)
            onError(keyNode.range, "MISSING_CHAR", "Implicit map keys need to be followed by map values");
          if (valueProps.comment) {
            if (keyNode.comment)
              keyNode.comment += "\n" + valueProps.comment;
            else
              keyNode.comment = valueProps.comment;
          }
          const pair2 = new Pair.Pair(keyNode);
          if (ctx.options.keepSourceTokens)
            pair2.srcToken = collItem;
          map.items.push(pair2);
        }
      }
      if (commentEnd && commentEnd < offset)
        onError(commentEnd, "IMPOSSIBLE", "Map comment with trailing content");
      map.range = [bm.offset, offset, commentEnd ?? offset];
      return map;
    }
    exports.resolveBlockMap = resolveBlockMap;
  }
});

// node_modules/yaml/dist/compose/resolve-block-seq.js
var require_resolve_block_seq = __commonJS({
  "node_modules/yaml/dist/compose/resolve-block-seq.js"(exports) {
    "use strict";
    var YAMLSeq = require_YAMLSeq();
    var resolveProps = require_resolve_props();
    var utilFlowIndentCheck = require_util_flow_indent_check();
    function resolveBlockSeq({ composeNode, composeEmptyNode }, ctx, bs, onError, tag) {
      const NodeClass = tag?.nodeClass ?? YAMLSeq.YAMLSeq;
      const seq = new NodeClass(ctx.schema);
      if (ctx.atRoot)
        ctx.atRoot = false;
      if (ctx.atKey)
        ctx.atKey = false;
      let offset = bs.offset;
      let commentEnd = null;
      for (const { start, value } of bs.items) {
        const props = resolveProps.resolveProps(start, {
          indicator: "seq-item-ind",
          next: value,
          offset,
          onError,
          parentIndent: bs.indent,
          startOnNewline: true
        });
        if (!props.found) {
          if (props.anchor || props.tag || value) {
            if (value?.type === "block-seq")
              onError(props.end, "BAD_INDENT", "All sequence items must start at the same column");
            else
              onError(offset, "MISSING_CHAR", "Sequence item without - indicator");
          } else {
            commentEnd = props.end;
            if (props.comment)
              seq.comment = props.comment;
            continue;
          }
        }
        const node = value ? composeNode(ctx, value, props, onError) : composeEmptyNode(ctx, props.end, start, null, props, onError);
        if (ctx.schema.compat)
          utilFlowIndentCheck.flowIndentCheck(bs.indent, value, onError);
        offset = node.range[2];
        seq.items.push(node);
      }
      seq.range = [bs.offset, offset, commentEnd ?? offset];
      return seq;
    }
    exports.resolveBlockSeq = resolveBlockSeq;
  }
});

// node_modules/yaml/dist/compose/resolve-end.js
var require_resolve_end = __commonJS({
  "node_modules/yaml/dist/compose/resolve-end.js"(exports) {
    "use strict";
    function resolveEnd(end, offset, reqSpace, onError) {
      let comment = "";
      if (end) {
        let hasSpace = false;
        let sep2 = "";
        for (const token of end) {
          const { source, type } = token;
          switch (type) {
            case "space":
              hasSpace = true;
              break;
            case "comment": {
              if (reqSpace && !hasSpace)
                onError(token, "MISSING_CHAR", "Comments must be separated from other tokens by white space characters");
              const cb = source.substring(1) || " ";
              if (!comment)
                comment = cb;
              else
                comment += sep2 + cb;
              sep2 = "";
              break;
            }
            case "newline":
              if (comment)
                sep2 += source;
              hasSpace = true;
              break;
            default:
              onError(token, "UNEXPECTED_TOKEN", `Unexpected ${type} at node end`);
          }
          offset += source.length;
        }
      }
      return { comment, offset };
    }
    exports.resolveEnd = resolveEnd;
  }
});

// node_modules/yaml/dist/compose/resolve-flow-collection.js
var require_resolve_flow_collection = __commonJS({
  "node_modules/yaml/dist/compose/resolve-flow-collection.js"(exports) {
    "use strict";
    var identity = require_identity();
    var Pair = require_Pair();
    var YAMLMap = require_YAMLMap();
    var YAMLSeq = require_YAMLSeq();
    var resolveEnd = require_resolve_end();
    var resolveProps = require_resolve_props();
    var utilContainsNewline = require_util_contains_newline();
    var utilMapIncludes = require_util_map_includes();
    var blockMsg = "Block collections are not allowed within flow collections";
    var isBlock = (token) => token && (token.type === "block-map" || token.type === "block-seq");
    function resolveFlowCollection({ composeNode, composeEmptyNode }, ctx, fc, onError, tag) {
      const isMap = fc.start.source === "{";
      const fcName = isMap ? "flow map" : "flow sequence";
      const NodeClass = tag?.nodeClass ?? (isMap ? YAMLMap.YAMLMap : YAMLSeq.YAMLSeq);
      const coll = new NodeClass(ctx.schema);
      coll.flow = true;
      const atRoot = ctx.atRoot;
      if (atRoot)
        ctx.atRoot = false;
      if (ctx.atKey)
        ctx.atKey = false;
      let offset = fc.offset + fc.start.source.length;
      for (let i = 0; i < fc.items.length; ++i) {
        const collItem = fc.items[i];
        const { start, key, sep: sep2, value } = collItem;
        const props = resolveProps.resolveProps(start, {
          flow: fcName,
          indicator: "explicit-key-ind",
          next: key ?? sep2?.[0],
          offset,
          onError,
          parentIndent: fc.indent,
          startOnNewline: false
        });
        if (!props.found) {
          if (!props.anchor && !props.tag && !sep2 && !value) {
            if (i === 0 && props.comma)
              onError(props.comma, "UNEXPECTED_TOKEN", `Unexpected , in ${fcName}`);
            else if (i < fc.items.length - 1)
              onError(props.start, "UNEXPECTED_TOKEN", `Unexpected empty item in ${fcName}`);
            if (props.comment) {
              if (coll.comment)
                coll.comment += "\n" + props.comment;
              else
                coll.comment = props.comment;
            }
            offset = props.end;
            continue;
          }
          if (!isMap && ctx.options.strict && utilContainsNewline.containsNewline(key))
            onError(
              key,
              // checked by containsNewline()
              "MULTILINE_IMPLICIT_KEY",
              "Implicit keys of flow sequence pairs need to be on a single line"
            );
        }
        if (i === 0) {
          if (props.comma)
            onError(props.comma, "UNEXPECTED_TOKEN", `Unexpected , in ${fcName}`);
        } else {
          if (!props.comma)
            onError(props.start, "MISSING_CHAR", `Missing , between ${fcName} items`);
          if (props.comment) {
            let prevItemComment = "";
            loop: for (const st of start) {
              switch (st.type) {
                case "comma":
                case "space":
                  break;
                case "comment":
                  prevItemComment = st.source.substring(1);
                  break loop;
                default:
                  break loop;
              }
            }
            if (prevItemComment) {
              let prev = coll.items[coll.items.length - 1];
              if (identity.isPair(prev))
                prev = prev.value ?? prev.key;
              if (prev.comment)
                prev.comment += "\n" + prevItemComment;
              else
                prev.comment = prevItemComment;
              props.comment = props.comment.substring(prevItemComment.length + 1);
            }
          }
        }
        if (!isMap && !sep2 && !props.found) {
          const valueNode = value ? composeNode(ctx, value, props, onError) : composeEmptyNode(ctx, props.end, sep2, null, props, onError);
          coll.items.push(valueNode);
          offset = valueNode.range[2];
          if (isBlock(value))
            onError(valueNode.range, "BLOCK_IN_FLOW", blockMsg);
        } else {
          ctx.atKey = true;
          const keyStart = props.end;
          const keyNode = key ? composeNode(ctx, key, props, onError) : composeEmptyNode(ctx, keyStart, start, null, props, onError);
          if (isBlock(key))
            onError(keyNode.range, "BLOCK_IN_FLOW", blockMsg);
          ctx.atKey = false;
          const valueProps = resolveProps.resolveProps(sep2 ?? [], {
            flow: fcName,
            indicator: "map-value-ind",
            next: value,
            offset: keyNode.range[2],
            onError,
            parentIndent: fc.indent,
            startOnNewline: false
          });
          if (valueProps.found) {
            if (!isMap && !props.found && ctx.options.strict) {
              if (sep2)
                for (const st of sep2) {
                  if (st === valueProps.found)
                    break;
                  if (st.type === "newline") {
                    onError(st, "MULTILINE_IMPLICIT_KEY", "Implicit keys of flow sequence pairs need to be on a single line");
                    break;
                  }
                }
              if (props.start < valueProps.found.offset - 1024)
                onError(valueProps.found, "KEY_OVER_1024_CHARS", "The : indicator must be at most 1024 chars after the start of an implicit flow sequence key");
            }
          } else if (value) {
            if ("source" in value && value.source?.[0] === ":")
              onError(value, "MISSING_CHAR", `Missing space after : in ${fcName}`);
            else
              onError(valueProps.start, "MISSING_CHAR", `Missing , or : between ${fcName} items`);
          }
          const valueNode = value ? composeNode(ctx, value, valueProps, onError) : valueProps.found ? composeEmptyNode(ctx, valueProps.end, sep2, null, valueProps, onError) : null;
          if (valueNode) {
            if (isBlock(value))
              onError(valueNode.range, "BLOCK_IN_FLOW", blockMsg);
          } else if (valueProps.comment) {
            if (keyNode.comment)
              keyNode.comment += "\n" + valueProps.comment;
            else
              keyNode.comment = valueProps.comment;
          }
          const pair2 = new Pair.Pair(keyNode, valueNode);
          if (ctx.options.keepSourceTokens)
            pair2.srcToken = collItem;
          if (isMap) {
            const map = coll;
            if (utilMapIncludes.mapIncludes(ctx, map.items, keyNode))
              onError(keyStart, "DUPLICATE_KEY", "Map keys must be unique");
            map.items.push(pair2);
          } else {
            const map = new YAMLMap.YAMLMap(ctx.schema);
            map.flow = true;
            map.items.push(pair2);
            const endRange = (valueNode ?? keyNode).range;
            map.range = [keyNode.range[0], endRange[1], endRange[2]];
            coll.items.push(map);
          }
          offset = valueNode ? valueNode.range[2] : valueProps.end;
        }
      }
      const expectedEnd = isMap ? "}" : "]";
      const [ce, ...ee] = fc.end;
      let cePos = offset;
      if (ce?.source === expectedEnd)
        cePos = ce.offset + ce.source.length;
      else {
        const name = fcName[0].toUpperCase() + fcName.substring(1);
        const msg = atRoot ? `${name} must end with a ${expectedEnd}` : `${name} in block collection must be sufficiently indented and end with a ${expectedEnd}`;
        onError(offset, atRoot ? "MISSING_CHAR" : "BAD_INDENT", msg);
        if (ce && ce.source.length !== 1)
          ee.unshift(ce);
      }
      if (ee.length > 0) {
        const end = resolveEnd.resolveEnd(ee, cePos, ctx.options.strict, onError);
        if (end.comment) {
          if (coll.comment)
            coll.comment += "\n" + end.comment;
          else
            coll.comment = end.comment;
        }
        coll.range = [fc.offset, cePos, end.offset];
      } else {
        coll.range = [fc.offset, cePos, cePos];
      }
      return coll;
    }
    exports.resolveFlowCollection = resolveFlowCollection;
  }
});

// node_modules/yaml/dist/compose/compose-collection.js
var require_compose_collection = __commonJS({
  "node_modules/yaml/dist/compose/compose-collection.js"(exports) {
    "use strict";
    var identity = require_identity();
    var Scalar = require_Scalar();
    var YAMLMap = require_YAMLMap();
    var YAMLSeq = require_YAMLSeq();
    var resolveBlockMap = require_resolve_block_map();
    var resolveBlockSeq = require_resolve_block_seq();
    var resolveFlowCollection = require_resolve_flow_collection();
    function resolveCollection(CN, ctx, token, onError, tagName, tag) {
      const coll = token.type === "block-map" ? resolveBlockMap.resolveBlockMap(CN, ctx, token, onError, tag) : token.type === "block-seq" ? resolveBlockSeq.resolveBlockSeq(CN, ctx, token, onError, tag) : resolveFlowCollection.resolveFlowCollection(CN, ctx, token, onError, tag);
      const Coll = coll.constructor;
      if (tagName === "!" || tagName === Coll.tagName) {
        coll.tag = Coll.tagName;
        return coll;
      }
      if (tagName)
        coll.tag = tagName;
      return coll;
    }
    function composeCollection(CN, ctx, token, props, onError) {
      const tagToken = props.tag;
      const tagName = !tagToken ? null : ctx.directives.tagName(tagToken.source, (msg) => onError(tagToken, "TAG_RESOLVE_FAILED", msg));
      if (token.type === "block-seq") {
        const { anchor, newlineAfterProp: nl } = props;
        const lastProp = anchor && tagToken ? anchor.offset > tagToken.offset ? anchor : tagToken : anchor ?? tagToken;
        if (lastProp && (!nl || nl.offset < lastProp.offset)) {
          const message = "Missing newline after block sequence props";
          onError(lastProp, "MISSING_CHAR", message);
        }
      }
      const expType = token.type === "block-map" ? "map" : token.type === "block-seq" ? "seq" : token.start.source === "{" ? "map" : "seq";
      if (!tagToken || !tagName || tagName === "!" || tagName === YAMLMap.YAMLMap.tagName && expType === "map" || tagName === YAMLSeq.YAMLSeq.tagName && expType === "seq") {
        return resolveCollection(CN, ctx, token, onError, tagName);
      }
      let tag = ctx.schema.tags.find((t) => t.tag === tagName && t.collection === expType);
      if (!tag) {
        const kt = ctx.schema.knownTags[tagName];
        if (kt?.collection === expType) {
          ctx.schema.tags.push(Object.assign({}, kt, { default: false }));
          tag = kt;
        } else {
          if (kt) {
            onError(tagToken, "BAD_COLLECTION_TYPE", `${kt.tag} used for ${expType} collection, but expects ${kt.collection ?? "scalar"}`, true);
          } else {
            onError(tagToken, "TAG_RESOLVE_FAILED", `Unresolved tag: ${tagName}`, true);
          }
          return resolveCollection(CN, ctx, token, onError, tagName);
        }
      }
      const coll = resolveCollection(CN, ctx, token, onError, tagName, tag);
      const res = tag.resolve?.(coll, (msg) => onError(tagToken, "TAG_RESOLVE_FAILED", msg), ctx.options) ?? coll;
      const node = identity.isNode(res) ? res : new Scalar.Scalar(res);
      node.range = coll.range;
      node.tag = tagName;
      if (tag?.format)
        node.format = tag.format;
      return node;
    }
    exports.composeCollection = composeCollection;
  }
});

// node_modules/yaml/dist/compose/resolve-block-scalar.js
var require_resolve_block_scalar = __commonJS({
  "node_modules/yaml/dist/compose/resolve-block-scalar.js"(exports) {
    "use strict";
    var Scalar = require_Scalar();
    function resolveBlockScalar(ctx, scalar, onError) {
      const start = scalar.offset;
      const header = parseBlockScalarHeader(scalar, ctx.options.strict, onError);
      if (!header)
        return { value: "", type: null, comment: "", range: [start, start, start] };
      const type = header.mode === ">" ? Scalar.Scalar.BLOCK_FOLDED : Scalar.Scalar.BLOCK_LITERAL;
      const lines = scalar.source ? splitLines(scalar.source) : [];
      let chompStart = lines.length;
      for (let i = lines.length - 1; i >= 0; --i) {
        const content = lines[i][1];
        if (content === "" || content === "\r")
          chompStart = i;
        else
          break;
      }
      if (chompStart === 0) {
        const value2 = header.chomp === "+" && lines.length > 0 ? "\n".repeat(Math.max(1, lines.length - 1)) : "";
        let end2 = start + header.length;
        if (scalar.source)
          end2 += scalar.source.length;
        return { value: value2, type, comment: header.comment, range: [start, end2, end2] };
      }
      let trimIndent = scalar.indent + header.indent;
      let offset = scalar.offset + header.length;
      let contentStart = 0;
      for (let i = 0; i < chompStart; ++i) {
        const [indent, content] = lines[i];
        if (content === "" || content === "\r") {
          if (header.indent === 0 && indent.length > trimIndent)
            trimIndent = indent.length;
        } else {
          if (indent.length < trimIndent) {
            const message = "Block scalars with more-indented leading empty lines must use an explicit indentation indicator";
            onError(offset + indent.length, "MISSING_CHAR", message);
          }
          if (header.indent === 0)
            trimIndent = indent.length;
          contentStart = i;
          if (trimIndent === 0 && !ctx.atRoot) {
            const message = "Block scalar values in collections must be indented";
            onError(offset, "BAD_INDENT", message);
          }
          break;
        }
        offset += indent.length + content.length + 1;
      }
      for (let i = lines.length - 1; i >= chompStart; --i) {
        if (lines[i][0].length > trimIndent)
          chompStart = i + 1;
      }
      let value = "";
      let sep2 = "";
      let prevMoreIndented = false;
      for (let i = 0; i < contentStart; ++i)
        value += lines[i][0].slice(trimIndent) + "\n";
      for (let i = contentStart; i < chompStart; ++i) {
        let [indent, content] = lines[i];
        offset += indent.length + content.length + 1;
        const crlf = content[content.length - 1] === "\r";
        if (crlf)
          content = content.slice(0, -1);
        if (content && indent.length < trimIndent) {
          const src = header.indent ? "explicit indentation indicator" : "first line";
          const message = `Block scalar lines must not be less indented than their ${src}`;
          onError(offset - content.length - (crlf ? 2 : 1), "BAD_INDENT", message);
          indent = "";
        }
        if (type === Scalar.Scalar.BLOCK_LITERAL) {
          value += sep2 + indent.slice(trimIndent) + content;
          sep2 = "\n";
        } else if (indent.length > trimIndent || content[0] === "	") {
          if (sep2 === " ")
            sep2 = "\n";
          else if (!prevMoreIndented && sep2 === "\n")
            sep2 = "\n\n";
          value += sep2 + indent.slice(trimIndent) + content;
          sep2 = "\n";
          prevMoreIndented = true;
        } else if (content === "") {
          if (sep2 === "\n")
            value += "\n";
          else
            sep2 = "\n";
        } else {
          value += sep2 + content;
          sep2 = " ";
          prevMoreIndented = false;
        }
      }
      switch (header.chomp) {
        case "-":
          break;
        case "+":
          for (let i = chompStart; i < lines.length; ++i)
            value += "\n" + lines[i][0].slice(trimIndent);
          if (value[value.length - 1] !== "\n")
            value += "\n";
          break;
        default:
          value += "\n";
      }
      const end = start + header.length + scalar.source.length;
      return { value, type, comment: header.comment, range: [start, end, end] };
    }
    function parseBlockScalarHeader({ offset, props }, strict, onError) {
      if (props[0].type !== "block-scalar-header") {
        onError(props[0], "IMPOSSIBLE", "Block scalar header not found");
        return null;
      }
      const { source } = props[0];
      const mode = source[0];
      let indent = 0;
      let chomp = "";
      let error = -1;
      for (let i = 1; i < source.length; ++i) {
        const ch = source[i];
        if (!chomp && (ch === "-" || ch === "+"))
          chomp = ch;
        else {
          const n = Number(ch);
          if (!indent && n)
            indent = n;
          else if (error === -1)
            error = offset + i;
        }
      }
      if (error !== -1)
        onError(error, "UNEXPECTED_TOKEN", `Block scalar header includes extra characters: ${source}`);
      let hasSpace = false;
      let comment = "";
      let length = source.length;
      for (let i = 1; i < props.length; ++i) {
        const token = props[i];
        switch (token.type) {
          case "space":
            hasSpace = true;
          // fallthrough
          case "newline":
            length += token.source.length;
            break;
          case "comment":
            if (strict && !hasSpace) {
              const message = "Comments must be separated from other tokens by white space characters";
              onError(token, "MISSING_CHAR", message);
            }
            length += token.source.length;
            comment = token.source.substring(1);
            break;
          case "error":
            onError(token, "UNEXPECTED_TOKEN", token.message);
            length += token.source.length;
            break;
          /* istanbul ignore next should not happen */
          default: {
            const message = `Unexpected token in block scalar header: ${token.type}`;
            onError(token, "UNEXPECTED_TOKEN", message);
            const ts = token.source;
            if (ts && typeof ts === "string")
              length += ts.length;
          }
        }
      }
      return { mode, indent, chomp, comment, length };
    }
    function splitLines(source) {
      const split = source.split(/\n( *)/);
      const first = split[0];
      const m = first.match(/^( *)/);
      const line0 = m?.[1] ? [m[1], first.slice(m[1].length)] : ["", first];
      const lines = [line0];
      for (let i = 1; i < split.length; i += 2)
        lines.push([split[i], split[i + 1]]);
      return lines;
    }
    exports.resolveBlockScalar = resolveBlockScalar;
  }
});

// node_modules/yaml/dist/compose/resolve-flow-scalar.js
var require_resolve_flow_scalar = __commonJS({
  "node_modules/yaml/dist/compose/resolve-flow-scalar.js"(exports) {
    "use strict";
    var Scalar = require_Scalar();
    var resolveEnd = require_resolve_end();
    function resolveFlowScalar(scalar, strict, onError) {
      const { offset, type, source, end } = scalar;
      let _type;
      let value;
      const _onError = (rel, code, msg) => onError(offset + rel, code, msg);
      switch (type) {
        case "scalar":
          _type = Scalar.Scalar.PLAIN;
          value = plainValue(source, _onError);
          break;
        case "single-quoted-scalar":
          _type = Scalar.Scalar.QUOTE_SINGLE;
          value = singleQuotedValue(source, _onError);
          break;
        case "double-quoted-scalar":
          _type = Scalar.Scalar.QUOTE_DOUBLE;
          value = doubleQuotedValue(source, _onError);
          break;
        /* istanbul ignore next should not happen */
        default:
          onError(scalar, "UNEXPECTED_TOKEN", `Expected a flow scalar value, but found: ${type}`);
          return {
            value: "",
            type: null,
            comment: "",
            range: [offset, offset + source.length, offset + source.length]
          };
      }
      const valueEnd = offset + source.length;
      const re = resolveEnd.resolveEnd(end, valueEnd, strict, onError);
      return {
        value,
        type: _type,
        comment: re.comment,
        range: [offset, valueEnd, re.offset]
      };
    }
    function plainValue(source, onError) {
      let badChar = "";
      switch (source[0]) {
        /* istanbul ignore next should not happen */
        case "	":
          badChar = "a tab character";
          break;
        case ",":
          badChar = "flow indicator character ,";
          break;
        case "%":
          badChar = "directive indicator character %";
          break;
        case "|":
        case ">": {
          badChar = `block scalar indicator ${source[0]}`;
          break;
        }
        case "@":
        case "`": {
          badChar = `reserved character ${source[0]}`;
          break;
        }
      }
      if (badChar)
        onError(0, "BAD_SCALAR_START", `Plain value cannot start with ${badChar}`);
      return unfoldLines(source);
    }
    function singleQuotedValue(source, onError) {
      if (source[source.length - 1] !== "'" || source.length === 1)
        onError(source.length, "MISSING_CHAR", "Missing closing 'quote");
      return unfoldLines(source.slice(1, -1)).replace(/''/g, "'");
    }
    function unfoldLines(source) {
      const line = /(.*?)\r?\n/sy;
      let match2 = line.exec(source);
      if (!match2)
        return source;
      let trimEnd2, trimBoth2;
      try {
        trimEnd2 = new RegExp("(?<![ 	])[ 	]+$");
        trimBoth2 = new RegExp("^[ 	]+|(?<![ 	])[ 	]+$", "g");
      } catch {
        trimEnd2 = /[ \t]+$/;
        trimBoth2 = /^[ \t]+|[ \t]+$/g;
      }
      let res = match2[1].replace(trimEnd2, "");
      let sep2 = " ";
      let pos = line.lastIndex;
      while (match2 = line.exec(source)) {
        const lm = match2[1].replace(trimBoth2, "");
        if (lm === "") {
          if (sep2 === "\n")
            res += sep2;
          else
            sep2 = "\n";
        } else {
          res += sep2 + lm;
          sep2 = " ";
        }
        pos = line.lastIndex;
      }
      const last = /[ \t]*(.*)/sy;
      last.lastIndex = pos;
      match2 = last.exec(source);
      return res + sep2 + (match2?.[1] ?? "");
    }
    function doubleQuotedValue(source, onError) {
      let res = "";
      for (let i = 1; i < source.length - 1; ++i) {
        const ch = source[i];
        if (ch === "\r" && source[i + 1] === "\n")
          continue;
        if (ch === "\n") {
          const { fold, offset } = foldNewline(source, i);
          res += fold;
          i = offset;
        } else if (ch === "\\") {
          let next = source[++i];
          const cc = escapeCodes[next];
          if (cc)
            res += cc;
          else if (next === "\n") {
            next = source[i + 1];
            while (next === " " || next === "	")
              next = source[++i + 1];
          } else if (next === "\r" && source[i + 1] === "\n") {
            next = source[++i + 1];
            while (next === " " || next === "	")
              next = source[++i + 1];
          } else if (next === "x" || next === "u" || next === "U") {
            const length = next === "x" ? 2 : next === "u" ? 4 : 8;
            res += parseCharCode(source, i + 1, length, onError);
            i += length;
          } else {
            const raw = source.substr(i - 1, 2);
            onError(i - 1, "BAD_DQ_ESCAPE", `Invalid escape sequence ${raw}`);
            res += raw;
          }
        } else if (ch === " " || ch === "	") {
          const wsStart = i;
          let next = source[i + 1];
          while (next === " " || next === "	")
            next = source[++i + 1];
          if (next !== "\n" && !(next === "\r" && source[i + 2] === "\n"))
            res += i > wsStart ? source.slice(wsStart, i + 1) : ch;
        } else {
          res += ch;
        }
      }
      if (source[source.length - 1] !== '"' || source.length === 1)
        onError(source.length, "MISSING_CHAR", 'Missing closing "quote');
      return res;
    }
    function foldNewline(source, offset) {
      let fold = "";
      let ch = source[offset + 1];
      while (ch === " " || ch === "	" || ch === "\n" || ch === "\r") {
        if (ch === "\r" && source[offset + 2] !== "\n")
          break;
        if (ch === "\n")
          fold += "\n";
        offset += 1;
        ch = source[offset + 1];
      }
      if (!fold)
        fold = " ";
      return { fold, offset };
    }
    var escapeCodes = {
      "0": "\0",
      // null character
      a: "\x07",
      // bell character
      b: "\b",
      // backspace
      e: "\x1B",
      // escape character
      f: "\f",
      // form feed
      n: "\n",
      // line feed
      r: "\r",
      // carriage return
      t: "	",
      // horizontal tab
      v: "\v",
      // vertical tab
      N: "\x85",
      // Unicode next line
      _: "\xA0",
      // Unicode non-breaking space
      L: "\u2028",
      // Unicode line separator
      P: "\u2029",
      // Unicode paragraph separator
      " ": " ",
      '"': '"',
      "/": "/",
      "\\": "\\",
      "	": "	"
    };
    function parseCharCode(source, offset, length, onError) {
      const cc = source.substr(offset, length);
      const ok = cc.length === length && /^[0-9a-fA-F]+$/.test(cc);
      const code = ok ? parseInt(cc, 16) : NaN;
      try {
        return String.fromCodePoint(code);
      } catch {
        const raw = source.substr(offset - 2, length + 2);
        onError(offset - 2, "BAD_DQ_ESCAPE", `Invalid escape sequence ${raw}`);
        return raw;
      }
    }
    exports.resolveFlowScalar = resolveFlowScalar;
  }
});

// node_modules/yaml/dist/compose/compose-scalar.js
var require_compose_scalar = __commonJS({
  "node_modules/yaml/dist/compose/compose-scalar.js"(exports) {
    "use strict";
    var identity = require_identity();
    var Scalar = require_Scalar();
    var resolveBlockScalar = require_resolve_block_scalar();
    var resolveFlowScalar = require_resolve_flow_scalar();
    function composeScalar(ctx, token, tagToken, onError) {
      const { value, type, comment, range } = token.type === "block-scalar" ? resolveBlockScalar.resolveBlockScalar(ctx, token, onError) : resolveFlowScalar.resolveFlowScalar(token, ctx.options.strict, onError);
      const tagName = tagToken ? ctx.directives.tagName(tagToken.source, (msg) => onError(tagToken, "TAG_RESOLVE_FAILED", msg)) : null;
      let tag;
      if (ctx.options.stringKeys && ctx.atKey) {
        tag = ctx.schema[identity.SCALAR];
      } else if (tagName)
        tag = findScalarTagByName(ctx.schema, value, tagName, tagToken, onError);
      else if (token.type === "scalar")
        tag = findScalarTagByTest(ctx, value, token, onError);
      else
        tag = ctx.schema[identity.SCALAR];
      let scalar;
      try {
        const res = tag.resolve(value, (msg) => onError(tagToken ?? token, "TAG_RESOLVE_FAILED", msg), ctx.options);
        scalar = identity.isScalar(res) ? res : new Scalar.Scalar(res);
      } catch (error) {
        const msg = error instanceof Error ? error.message : String(error);
        onError(tagToken ?? token, "TAG_RESOLVE_FAILED", msg);
        scalar = new Scalar.Scalar(value);
      }
      scalar.range = range;
      scalar.source = value;
      if (type)
        scalar.type = type;
      if (tagName)
        scalar.tag = tagName;
      if (tag.format)
        scalar.format = tag.format;
      if (comment)
        scalar.comment = comment;
      return scalar;
    }
    function findScalarTagByName(schema, value, tagName, tagToken, onError) {
      if (tagName === "!")
        return schema[identity.SCALAR];
      const matchWithTest = [];
      for (const tag of schema.tags) {
        if (!tag.collection && tag.tag === tagName) {
          if (tag.default && tag.test)
            matchWithTest.push(tag);
          else
            return tag;
        }
      }
      for (const tag of matchWithTest)
        if (tag.test?.test(value))
          return tag;
      const kt = schema.knownTags[tagName];
      if (kt && !kt.collection) {
        schema.tags.push(Object.assign({}, kt, { default: false, test: void 0 }));
        return kt;
      }
      onError(tagToken, "TAG_RESOLVE_FAILED", `Unresolved tag: ${tagName}`, tagName !== "tag:yaml.org,2002:str");
      return schema[identity.SCALAR];
    }
    function findScalarTagByTest({ atKey, directives, schema }, value, token, onError) {
      const tag = schema.tags.find((tag2) => (tag2.default === true || atKey && tag2.default === "key") && tag2.test?.test(value)) || schema[identity.SCALAR];
      if (schema.compat) {
        const compat = schema.compat.find((tag2) => tag2.default && tag2.test?.test(value)) ?? schema[identity.SCALAR];
        if (tag.tag !== compat.tag) {
          const ts = directives.tagString(tag.tag);
          const cs = directives.tagString(compat.tag);
          const msg = `Value may be parsed as either ${ts} or ${cs}`;
          onError(token, "TAG_RESOLVE_FAILED", msg, true);
        }
      }
      return tag;
    }
    exports.composeScalar = composeScalar;
  }
});

// node_modules/yaml/dist/compose/util-empty-scalar-position.js
var require_util_empty_scalar_position = __commonJS({
  "node_modules/yaml/dist/compose/util-empty-scalar-position.js"(exports) {
    "use strict";
    function emptyScalarPosition(offset, before, pos) {
      if (before) {
        pos ?? (pos = before.length);
        for (let i = pos - 1; i >= 0; --i) {
          let st = before[i];
          switch (st.type) {
            case "space":
            case "comment":
            case "newline":
              offset -= st.source.length;
              continue;
          }
          st = before[++i];
          while (st?.type === "space") {
            offset += st.source.length;
            st = before[++i];
          }
          break;
        }
      }
      return offset;
    }
    exports.emptyScalarPosition = emptyScalarPosition;
  }
});

// node_modules/yaml/dist/compose/compose-node.js
var require_compose_node = __commonJS({
  "node_modules/yaml/dist/compose/compose-node.js"(exports) {
    "use strict";
    var Alias = require_Alias();
    var identity = require_identity();
    var composeCollection = require_compose_collection();
    var composeScalar = require_compose_scalar();
    var resolveEnd = require_resolve_end();
    var utilEmptyScalarPosition = require_util_empty_scalar_position();
    var CN = { composeNode, composeEmptyNode };
    function composeNode(ctx, token, props, onError) {
      const atKey = ctx.atKey;
      const { spaceBefore, comment, anchor, tag } = props;
      let node;
      let isSrcToken = true;
      switch (token.type) {
        case "alias":
          node = composeAlias(ctx, token, onError);
          if (anchor || tag)
            onError(token, "ALIAS_PROPS", "An alias node must not specify any properties");
          break;
        case "scalar":
        case "single-quoted-scalar":
        case "double-quoted-scalar":
        case "block-scalar":
          node = composeScalar.composeScalar(ctx, token, tag, onError);
          if (anchor)
            node.anchor = anchor.source.substring(1);
          break;
        case "block-map":
        case "block-seq":
        case "flow-collection":
          try {
            node = composeCollection.composeCollection(CN, ctx, token, props, onError);
            if (anchor)
              node.anchor = anchor.source.substring(1);
          } catch (error) {
            const message = error instanceof Error ? error.message : String(error);
            onError(token, "RESOURCE_EXHAUSTION", message);
          }
          break;
        default: {
          const message = token.type === "error" ? token.message : `Unsupported token (type: ${token.type})`;
          onError(token, "UNEXPECTED_TOKEN", message);
          isSrcToken = false;
        }
      }
      node ?? (node = composeEmptyNode(ctx, token.offset, void 0, null, props, onError));
      if (anchor && node.anchor === "")
        onError(anchor, "BAD_ALIAS", "Anchor cannot be an empty string");
      if (atKey && ctx.options.stringKeys && (!identity.isScalar(node) || typeof node.value !== "string" || node.tag && node.tag !== "tag:yaml.org,2002:str")) {
        const msg = "With stringKeys, all keys must be strings";
        onError(tag ?? token, "NON_STRING_KEY", msg);
      }
      if (spaceBefore)
        node.spaceBefore = true;
      if (comment) {
        if (token.type === "scalar" && token.source === "")
          node.comment = comment;
        else
          node.commentBefore = comment;
      }
      if (ctx.options.keepSourceTokens && isSrcToken)
        node.srcToken = token;
      return node;
    }
    function composeEmptyNode(ctx, offset, before, pos, { spaceBefore, comment, anchor, tag, end }, onError) {
      const token = {
        type: "scalar",
        offset: utilEmptyScalarPosition.emptyScalarPosition(offset, before, pos),
        indent: -1,
        source: ""
      };
      const node = composeScalar.composeScalar(ctx, token, tag, onError);
      if (anchor) {
        node.anchor = anchor.source.substring(1);
        if (node.anchor === "")
          onError(anchor, "BAD_ALIAS", "Anchor cannot be an empty string");
      }
      if (spaceBefore)
        node.spaceBefore = true;
      if (comment) {
        node.comment = comment;
        node.range[2] = end;
      }
      return node;
    }
    function composeAlias({ options }, { offset, source, end }, onError) {
      const alias = new Alias.Alias(source.substring(1));
      if (alias.source === "")
        onError(offset, "BAD_ALIAS", "Alias cannot be an empty string");
      if (alias.source.endsWith(":"))
        onError(offset + source.length - 1, "BAD_ALIAS", "Alias ending in : is ambiguous", true);
      const valueEnd = offset + source.length;
      const re = resolveEnd.resolveEnd(end, valueEnd, options.strict, onError);
      alias.range = [offset, valueEnd, re.offset];
      if (re.comment)
        alias.comment = re.comment;
      return alias;
    }
    exports.composeEmptyNode = composeEmptyNode;
    exports.composeNode = composeNode;
  }
});

// node_modules/yaml/dist/compose/compose-doc.js
var require_compose_doc = __commonJS({
  "node_modules/yaml/dist/compose/compose-doc.js"(exports) {
    "use strict";
    var Document = require_Document();
    var composeNode = require_compose_node();
    var resolveEnd = require_resolve_end();
    var resolveProps = require_resolve_props();
    function composeDoc(options, directives, { offset, start, value, end }, onError) {
      const opts = Object.assign({ _directives: directives }, options);
      const doc = new Document.Document(void 0, opts);
      const ctx = {
        atKey: false,
        atRoot: true,
        directives: doc.directives,
        options: doc.options,
        schema: doc.schema
      };
      const props = resolveProps.resolveProps(start, {
        indicator: "doc-start",
        next: value ?? end?.[0],
        offset,
        onError,
        parentIndent: 0,
        startOnNewline: true
      });
      if (props.found) {
        doc.directives.docStart = true;
        if (value && (value.type === "block-map" || value.type === "block-seq") && !props.hasNewline)
          onError(props.end, "MISSING_CHAR", "Block collection cannot start on same line with directives-end marker");
      }
      doc.contents = value ? composeNode.composeNode(ctx, value, props, onError) : composeNode.composeEmptyNode(ctx, props.end, start, null, props, onError);
      const contentEnd = doc.contents.range[2];
      const re = resolveEnd.resolveEnd(end, contentEnd, false, onError);
      if (re.comment)
        doc.comment = re.comment;
      doc.range = [offset, contentEnd, re.offset];
      return doc;
    }
    exports.composeDoc = composeDoc;
  }
});

// node_modules/yaml/dist/compose/composer.js
var require_composer = __commonJS({
  "node_modules/yaml/dist/compose/composer.js"(exports) {
    "use strict";
    var node_process = __require("process");
    var directives = require_directives();
    var Document = require_Document();
    var errors = require_errors();
    var identity = require_identity();
    var composeDoc = require_compose_doc();
    var resolveEnd = require_resolve_end();
    function getErrorPos(src) {
      if (typeof src === "number")
        return [src, src + 1];
      if (Array.isArray(src))
        return src.length === 2 ? src : [src[0], src[1]];
      const { offset, source } = src;
      return [offset, offset + (typeof source === "string" ? source.length : 1)];
    }
    function parsePrelude(prelude) {
      let comment = "";
      let atComment = false;
      let afterEmptyLine = false;
      for (let i = 0; i < prelude.length; ++i) {
        const source = prelude[i];
        switch (source[0]) {
          case "#":
            comment += (comment === "" ? "" : afterEmptyLine ? "\n\n" : "\n") + (source.substring(1) || " ");
            atComment = true;
            afterEmptyLine = false;
            break;
          case "%":
            if (prelude[i + 1]?.[0] !== "#")
              i += 1;
            atComment = false;
            break;
          default:
            if (!atComment)
              afterEmptyLine = true;
            atComment = false;
        }
      }
      return { comment, afterEmptyLine };
    }
    var Composer = class {
      constructor(options = {}) {
        this.doc = null;
        this.atDirectives = false;
        this.prelude = [];
        this.errors = [];
        this.warnings = [];
        this.onError = (source, code, message, warning) => {
          const pos = getErrorPos(source);
          if (warning)
            this.warnings.push(new errors.YAMLWarning(pos, code, message));
          else
            this.errors.push(new errors.YAMLParseError(pos, code, message));
        };
        this.directives = new directives.Directives({ version: options.version || "1.2" });
        this.options = options;
      }
      decorate(doc, afterDoc) {
        const { comment, afterEmptyLine } = parsePrelude(this.prelude);
        if (comment) {
          const dc = doc.contents;
          if (afterDoc) {
            doc.comment = doc.comment ? `${doc.comment}
${comment}` : comment;
          } else if (afterEmptyLine || doc.directives.docStart || !dc) {
            doc.commentBefore = comment;
          } else if (identity.isCollection(dc) && !dc.flow && dc.items.length > 0) {
            let it = dc.items[0];
            if (identity.isPair(it))
              it = it.key;
            const cb = it.commentBefore;
            it.commentBefore = cb ? `${comment}
${cb}` : comment;
          } else {
            const cb = dc.commentBefore;
            dc.commentBefore = cb ? `${comment}
${cb}` : comment;
          }
        }
        if (afterDoc) {
          for (let i = 0; i < this.errors.length; ++i)
            doc.errors.push(this.errors[i]);
          for (let i = 0; i < this.warnings.length; ++i)
            doc.warnings.push(this.warnings[i]);
        } else {
          doc.errors = this.errors;
          doc.warnings = this.warnings;
        }
        this.prelude = [];
        this.errors = [];
        this.warnings = [];
      }
      /**
       * Current stream status information.
       *
       * Mostly useful at the end of input for an empty stream.
       */
      streamInfo() {
        return {
          comment: parsePrelude(this.prelude).comment,
          directives: this.directives,
          errors: this.errors,
          warnings: this.warnings
        };
      }
      /**
       * Compose tokens into documents.
       *
       * @param forceDoc - If the stream contains no document, still emit a final document including any comments and directives that would be applied to a subsequent document.
       * @param endOffset - Should be set if `forceDoc` is also set, to set the document range end and to indicate errors correctly.
       */
      *compose(tokens, forceDoc = false, endOffset = -1) {
        for (const token of tokens)
          yield* this.next(token);
        yield* this.end(forceDoc, endOffset);
      }
      /** Advance the composer by one CST token. */
      *next(token) {
        if (node_process.env.LOG_STREAM)
          console.dir(token, { depth: null });
        switch (token.type) {
          case "directive":
            this.directives.add(token.source, (offset, message, warning) => {
              const pos = getErrorPos(token);
              pos[0] += offset;
              this.onError(pos, "BAD_DIRECTIVE", message, warning);
            });
            this.prelude.push(token.source);
            this.atDirectives = true;
            break;
          case "document": {
            const doc = composeDoc.composeDoc(this.options, this.directives, token, this.onError);
            if (this.atDirectives && !doc.directives.docStart)
              this.onError(token, "MISSING_CHAR", "Missing directives-end/doc-start indicator line");
            this.decorate(doc, false);
            if (this.doc)
              yield this.doc;
            this.doc = doc;
            this.atDirectives = false;
            break;
          }
          case "byte-order-mark":
          case "space":
            break;
          case "comment":
          case "newline":
            this.prelude.push(token.source);
            break;
          case "error": {
            const msg = token.source ? `${token.message}: ${JSON.stringify(token.source)}` : token.message;
            const error = new errors.YAMLParseError(getErrorPos(token), "UNEXPECTED_TOKEN", msg);
            if (this.atDirectives || !this.doc)
              this.errors.push(error);
            else
              this.doc.errors.push(error);
            break;
          }
          case "doc-end": {
            if (!this.doc) {
              const msg = "Unexpected doc-end without preceding document";
              this.errors.push(new errors.YAMLParseError(getErrorPos(token), "UNEXPECTED_TOKEN", msg));
              break;
            }
            this.doc.directives.docEnd = true;
            const end = resolveEnd.resolveEnd(token.end, token.offset + token.source.length, this.doc.options.strict, this.onError);
            this.decorate(this.doc, true);
            if (end.comment) {
              const dc = this.doc.comment;
              this.doc.comment = dc ? `${dc}
${end.comment}` : end.comment;
            }
            this.doc.range[2] = end.offset;
            break;
          }
          default:
            this.errors.push(new errors.YAMLParseError(getErrorPos(token), "UNEXPECTED_TOKEN", `Unsupported token ${token.type}`));
        }
      }
      /**
       * Call at end of input to yield any remaining document.
       *
       * @param forceDoc - If the stream contains no document, still emit a final document including any comments and directives that would be applied to a subsequent document.
       * @param endOffset - Should be set if `forceDoc` is also set, to set the document range end and to indicate errors correctly.
       */
      *end(forceDoc = false, endOffset = -1) {
        if (this.doc) {
          this.decorate(this.doc, true);
          yield this.doc;
          this.doc = null;
        } else if (forceDoc) {
          const opts = Object.assign({ _directives: this.directives }, this.options);
          const doc = new Document.Document(void 0, opts);
          if (this.atDirectives)
            this.onError(endOffset, "MISSING_CHAR", "Missing directives-end indicator line");
          doc.range = [0, endOffset, endOffset];
          this.decorate(doc, false);
          yield doc;
        }
      }
    };
    exports.Composer = Composer;
  }
});

// node_modules/yaml/dist/parse/cst-scalar.js
var require_cst_scalar = __commonJS({
  "node_modules/yaml/dist/parse/cst-scalar.js"(exports) {
    "use strict";
    var resolveBlockScalar = require_resolve_block_scalar();
    var resolveFlowScalar = require_resolve_flow_scalar();
    var errors = require_errors();
    var stringifyString = require_stringifyString();
    function resolveAsScalar(token, strict = true, onError) {
      if (token) {
        const _onError = (pos, code, message) => {
          const offset = typeof pos === "number" ? pos : Array.isArray(pos) ? pos[0] : pos.offset;
          if (onError)
            onError(offset, code, message);
          else
            throw new errors.YAMLParseError([offset, offset + 1], code, message);
        };
        switch (token.type) {
          case "scalar":
          case "single-quoted-scalar":
          case "double-quoted-scalar":
            return resolveFlowScalar.resolveFlowScalar(token, strict, _onError);
          case "block-scalar":
            return resolveBlockScalar.resolveBlockScalar({ options: { strict } }, token, _onError);
        }
      }
      return null;
    }
    function createScalarToken(value, context) {
      const { implicitKey = false, indent, inFlow = false, offset = -1, type = "PLAIN" } = context;
      const source = stringifyString.stringifyString({ type, value }, {
        implicitKey,
        indent: indent > 0 ? " ".repeat(indent) : "",
        inFlow,
        options: { blockQuote: true, lineWidth: -1 }
      });
      const end = context.end ?? [
        { type: "newline", offset: -1, indent, source: "\n" }
      ];
      switch (source[0]) {
        case "|":
        case ">": {
          const he = source.indexOf("\n");
          const head = source.substring(0, he);
          const body = source.substring(he + 1) + "\n";
          const props = [
            { type: "block-scalar-header", offset, indent, source: head }
          ];
          if (!addEndtoBlockProps(props, end))
            props.push({ type: "newline", offset: -1, indent, source: "\n" });
          return { type: "block-scalar", offset, indent, props, source: body };
        }
        case '"':
          return { type: "double-quoted-scalar", offset, indent, source, end };
        case "'":
          return { type: "single-quoted-scalar", offset, indent, source, end };
        default:
          return { type: "scalar", offset, indent, source, end };
      }
    }
    function setScalarValue(token, value, context = {}) {
      let { afterKey = false, implicitKey = false, inFlow = false, type } = context;
      let indent = "indent" in token ? token.indent : null;
      if (afterKey && typeof indent === "number")
        indent += 2;
      if (!type)
        switch (token.type) {
          case "single-quoted-scalar":
            type = "QUOTE_SINGLE";
            break;
          case "double-quoted-scalar":
            type = "QUOTE_DOUBLE";
            break;
          case "block-scalar": {
            const header = token.props[0];
            if (header.type !== "block-scalar-header")
              throw new Error("Invalid block scalar header");
            type = header.source[0] === ">" ? "BLOCK_FOLDED" : "BLOCK_LITERAL";
            break;
          }
          default:
            type = "PLAIN";
        }
      const source = stringifyString.stringifyString({ type, value }, {
        implicitKey: implicitKey || indent === null,
        indent: indent !== null && indent > 0 ? " ".repeat(indent) : "",
        inFlow,
        options: { blockQuote: true, lineWidth: -1 }
      });
      switch (source[0]) {
        case "|":
        case ">":
          setBlockScalarValue(token, source);
          break;
        case '"':
          setFlowScalarValue(token, source, "double-quoted-scalar");
          break;
        case "'":
          setFlowScalarValue(token, source, "single-quoted-scalar");
          break;
        default:
          setFlowScalarValue(token, source, "scalar");
      }
    }
    function setBlockScalarValue(token, source) {
      const he = source.indexOf("\n");
      const head = source.substring(0, he);
      const body = source.substring(he + 1) + "\n";
      if (token.type === "block-scalar") {
        const header = token.props[0];
        if (header.type !== "block-scalar-header")
          throw new Error("Invalid block scalar header");
        header.source = head;
        token.source = body;
      } else {
        const { offset } = token;
        const indent = "indent" in token ? token.indent : -1;
        const props = [
          { type: "block-scalar-header", offset, indent, source: head }
        ];
        if (!addEndtoBlockProps(props, "end" in token ? token.end : void 0))
          props.push({ type: "newline", offset: -1, indent, source: "\n" });
        for (const key of Object.keys(token))
          if (key !== "type" && key !== "offset")
            delete token[key];
        Object.assign(token, { type: "block-scalar", indent, props, source: body });
      }
    }
    function addEndtoBlockProps(props, end) {
      if (end)
        for (const st of end)
          switch (st.type) {
            case "space":
            case "comment":
              props.push(st);
              break;
            case "newline":
              props.push(st);
              return true;
          }
      return false;
    }
    function setFlowScalarValue(token, source, type) {
      switch (token.type) {
        case "scalar":
        case "double-quoted-scalar":
        case "single-quoted-scalar":
          token.type = type;
          token.source = source;
          break;
        case "block-scalar": {
          const end = token.props.slice(1);
          let oa = source.length;
          if (token.props[0].type === "block-scalar-header")
            oa -= token.props[0].source.length;
          for (const tok of end)
            tok.offset += oa;
          delete token.props;
          Object.assign(token, { type, source, end });
          break;
        }
        case "block-map":
        case "block-seq": {
          const offset = token.offset + source.length;
          const nl = { type: "newline", offset, indent: token.indent, source: "\n" };
          delete token.items;
          Object.assign(token, { type, source, end: [nl] });
          break;
        }
        default: {
          const indent = "indent" in token ? token.indent : -1;
          const end = "end" in token && Array.isArray(token.end) ? token.end.filter((st) => st.type === "space" || st.type === "comment" || st.type === "newline") : [];
          for (const key of Object.keys(token))
            if (key !== "type" && key !== "offset")
              delete token[key];
          Object.assign(token, { type, indent, source, end });
        }
      }
    }
    exports.createScalarToken = createScalarToken;
    exports.resolveAsScalar = resolveAsScalar;
    exports.setScalarValue = setScalarValue;
  }
});

// node_modules/yaml/dist/parse/cst-stringify.js
var require_cst_stringify = __commonJS({
  "node_modules/yaml/dist/parse/cst-stringify.js"(exports) {
    "use strict";
    var stringify = (cst) => "type" in cst ? stringifyToken(cst) : stringifyItem(cst);
    function stringifyToken(token) {
      switch (token.type) {
        case "block-scalar": {
          let res = "";
          for (const tok of token.props)
            res += stringifyToken(tok);
          return res + token.source;
        }
        case "block-map":
        case "block-seq": {
          let res = "";
          for (const item of token.items)
            res += stringifyItem(item);
          return res;
        }
        case "flow-collection": {
          let res = token.start.source;
          for (const item of token.items)
            res += stringifyItem(item);
          for (const st of token.end)
            res += st.source;
          return res;
        }
        case "document": {
          let res = stringifyItem(token);
          if (token.end)
            for (const st of token.end)
              res += st.source;
          return res;
        }
        default: {
          let res = token.source;
          if ("end" in token && token.end)
            for (const st of token.end)
              res += st.source;
          return res;
        }
      }
    }
    function stringifyItem({ start, key, sep: sep2, value }) {
      let res = "";
      for (const st of start)
        res += st.source;
      if (key)
        res += stringifyToken(key);
      if (sep2)
        for (const st of sep2)
          res += st.source;
      if (value)
        res += stringifyToken(value);
      return res;
    }
    exports.stringify = stringify;
  }
});

// node_modules/yaml/dist/parse/cst-visit.js
var require_cst_visit = __commonJS({
  "node_modules/yaml/dist/parse/cst-visit.js"(exports) {
    "use strict";
    var BREAK = /* @__PURE__ */ Symbol("break visit");
    var SKIP = /* @__PURE__ */ Symbol("skip children");
    var REMOVE = /* @__PURE__ */ Symbol("remove item");
    function visit(cst, visitor) {
      if ("type" in cst && cst.type === "document")
        cst = { start: cst.start, value: cst.value };
      _visit(Object.freeze([]), cst, visitor);
    }
    visit.BREAK = BREAK;
    visit.SKIP = SKIP;
    visit.REMOVE = REMOVE;
    visit.itemAtPath = (cst, path5) => {
      let item = cst;
      for (const [field, index] of path5) {
        const tok = item?.[field];
        if (tok && "items" in tok) {
          item = tok.items[index];
        } else
          return void 0;
      }
      return item;
    };
    visit.parentCollection = (cst, path5) => {
      const parent = visit.itemAtPath(cst, path5.slice(0, -1));
      const field = path5[path5.length - 1][0];
      const coll = parent?.[field];
      if (coll && "items" in coll)
        return coll;
      throw new Error("Parent collection not found");
    };
    function _visit(path5, item, visitor) {
      let ctrl = visitor(item, path5);
      if (typeof ctrl === "symbol")
        return ctrl;
      for (const field of ["key", "value"]) {
        const token = item[field];
        if (token && "items" in token) {
          for (let i = 0; i < token.items.length; ++i) {
            const ci = _visit(Object.freeze(path5.concat([[field, i]])), token.items[i], visitor);
            if (typeof ci === "number")
              i = ci - 1;
            else if (ci === BREAK)
              return BREAK;
            else if (ci === REMOVE) {
              token.items.splice(i, 1);
              i -= 1;
            }
          }
          if (typeof ctrl === "function" && field === "key")
            ctrl = ctrl(item, path5);
        }
      }
      return typeof ctrl === "function" ? ctrl(item, path5) : ctrl;
    }
    exports.visit = visit;
  }
});

// node_modules/yaml/dist/parse/cst.js
var require_cst = __commonJS({
  "node_modules/yaml/dist/parse/cst.js"(exports) {
    "use strict";
    var cstScalar = require_cst_scalar();
    var cstStringify = require_cst_stringify();
    var cstVisit = require_cst_visit();
    var BOM = "\uFEFF";
    var DOCUMENT = "";
    var FLOW_END = "";
    var SCALAR = "";
    var isCollection = (token) => !!token && "items" in token;
    var isScalar = (token) => !!token && (token.type === "scalar" || token.type === "single-quoted-scalar" || token.type === "double-quoted-scalar" || token.type === "block-scalar");
    function prettyToken(token) {
      switch (token) {
        case BOM:
          return "<BOM>";
        case DOCUMENT:
          return "<DOC>";
        case FLOW_END:
          return "<FLOW_END>";
        case SCALAR:
          return "<SCALAR>";
        default:
          return JSON.stringify(token);
      }
    }
    function tokenType(source) {
      switch (source) {
        case BOM:
          return "byte-order-mark";
        case DOCUMENT:
          return "doc-mode";
        case FLOW_END:
          return "flow-error-end";
        case SCALAR:
          return "scalar";
        case "---":
          return "doc-start";
        case "...":
          return "doc-end";
        case "":
        case "\n":
        case "\r\n":
          return "newline";
        case "-":
          return "seq-item-ind";
        case "?":
          return "explicit-key-ind";
        case ":":
          return "map-value-ind";
        case "{":
          return "flow-map-start";
        case "}":
          return "flow-map-end";
        case "[":
          return "flow-seq-start";
        case "]":
          return "flow-seq-end";
        case ",":
          return "comma";
      }
      switch (source[0]) {
        case " ":
        case "	":
          return "space";
        case "#":
          return "comment";
        case "%":
          return "directive-line";
        case "*":
          return "alias";
        case "&":
          return "anchor";
        case "!":
          return "tag";
        case "'":
          return "single-quoted-scalar";
        case '"':
          return "double-quoted-scalar";
        case "|":
        case ">":
          return "block-scalar-header";
      }
      return null;
    }
    exports.createScalarToken = cstScalar.createScalarToken;
    exports.resolveAsScalar = cstScalar.resolveAsScalar;
    exports.setScalarValue = cstScalar.setScalarValue;
    exports.stringify = cstStringify.stringify;
    exports.visit = cstVisit.visit;
    exports.BOM = BOM;
    exports.DOCUMENT = DOCUMENT;
    exports.FLOW_END = FLOW_END;
    exports.SCALAR = SCALAR;
    exports.isCollection = isCollection;
    exports.isScalar = isScalar;
    exports.prettyToken = prettyToken;
    exports.tokenType = tokenType;
  }
});

// node_modules/yaml/dist/parse/lexer.js
var require_lexer = __commonJS({
  "node_modules/yaml/dist/parse/lexer.js"(exports) {
    "use strict";
    var cst = require_cst();
    function isEmpty(ch) {
      switch (ch) {
        case void 0:
        case " ":
        case "\n":
        case "\r":
        case "	":
          return true;
        default:
          return false;
      }
    }
    var hexDigits = new Set("0123456789ABCDEFabcdef");
    var tagChars = new Set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-#;/?:@&=+$_.!~*'()");
    var flowIndicatorChars = new Set(",[]{}");
    var invalidAnchorChars = new Set(" ,[]{}\n\r	");
    var isNotAnchorChar = (ch) => !ch || invalidAnchorChars.has(ch);
    var Lexer = class {
      constructor() {
        this.atEnd = false;
        this.blockScalarIndent = -1;
        this.blockScalarKeep = false;
        this.buffer = "";
        this.flowKey = false;
        this.flowLevel = 0;
        this.indentNext = 0;
        this.indentValue = 0;
        this.lineEndPos = null;
        this.next = null;
        this.pos = 0;
      }
      /**
       * Generate YAML tokens from the `source` string. If `incomplete`,
       * a part of the last line may be left as a buffer for the next call.
       *
       * @returns A generator of lexical tokens
       */
      *lex(source, incomplete = false) {
        if (source) {
          if (typeof source !== "string")
            throw TypeError("source is not a string");
          this.buffer = this.buffer ? this.buffer + source : source;
          this.lineEndPos = null;
        }
        this.atEnd = !incomplete;
        let next = this.next ?? "stream";
        while (next && (incomplete || this.hasChars(1)))
          next = yield* this.parseNext(next);
      }
      atLineEnd() {
        let i = this.pos;
        let ch = this.buffer[i];
        while (ch === " " || ch === "	")
          ch = this.buffer[++i];
        if (!ch || ch === "#" || ch === "\n")
          return true;
        if (ch === "\r")
          return this.buffer[i + 1] === "\n";
        return false;
      }
      charAt(n) {
        return this.buffer[this.pos + n];
      }
      continueScalar(offset) {
        let ch = this.buffer[offset];
        if (this.indentNext > 0) {
          let indent = 0;
          while (ch === " ")
            ch = this.buffer[++indent + offset];
          if (ch === "\r") {
            const next = this.buffer[indent + offset + 1];
            if (next === "\n" || !next && !this.atEnd)
              return offset + indent + 1;
          }
          return ch === "\n" || indent >= this.indentNext || !ch && !this.atEnd ? offset + indent : -1;
        }
        if (ch === "-" || ch === ".") {
          const dt = this.buffer.substr(offset, 3);
          if ((dt === "---" || dt === "...") && isEmpty(this.buffer[offset + 3]))
            return -1;
        }
        return offset;
      }
      getLine() {
        let end = this.lineEndPos;
        if (typeof end !== "number" || end !== -1 && end < this.pos) {
          end = this.buffer.indexOf("\n", this.pos);
          this.lineEndPos = end;
        }
        if (end === -1)
          return this.atEnd ? this.buffer.substring(this.pos) : null;
        if (this.buffer[end - 1] === "\r")
          end -= 1;
        return this.buffer.substring(this.pos, end);
      }
      hasChars(n) {
        return this.pos + n <= this.buffer.length;
      }
      setNext(state) {
        this.buffer = this.buffer.substring(this.pos);
        this.pos = 0;
        this.lineEndPos = null;
        this.next = state;
        return null;
      }
      peek(n) {
        return this.buffer.substr(this.pos, n);
      }
      *parseNext(next) {
        switch (next) {
          case "stream":
            return yield* this.parseStream();
          case "line-start":
            return yield* this.parseLineStart();
          case "block-start":
            return yield* this.parseBlockStart();
          case "doc":
            return yield* this.parseDocument();
          case "flow":
            return yield* this.parseFlowCollection();
          case "quoted-scalar":
            return yield* this.parseQuotedScalar();
          case "block-scalar":
            return yield* this.parseBlockScalar();
          case "plain-scalar":
            return yield* this.parsePlainScalar();
        }
      }
      *parseStream() {
        let line = this.getLine();
        if (line === null)
          return this.setNext("stream");
        if (line[0] === cst.BOM) {
          yield* this.pushCount(1);
          line = line.substring(1);
        }
        if (line[0] === "%") {
          let dirEnd = line.length;
          let cs = line.indexOf("#");
          while (cs !== -1) {
            const ch = line[cs - 1];
            if (ch === " " || ch === "	") {
              dirEnd = cs - 1;
              break;
            } else {
              cs = line.indexOf("#", cs + 1);
            }
          }
          while (true) {
            const ch = line[dirEnd - 1];
            if (ch === " " || ch === "	")
              dirEnd -= 1;
            else
              break;
          }
          const n = (yield* this.pushCount(dirEnd)) + (yield* this.pushSpaces(true));
          yield* this.pushCount(line.length - n);
          this.pushNewline();
          return "stream";
        }
        if (this.atLineEnd()) {
          const sp = yield* this.pushSpaces(true);
          yield* this.pushCount(line.length - sp);
          yield* this.pushNewline();
          return "stream";
        }
        yield cst.DOCUMENT;
        return yield* this.parseLineStart();
      }
      *parseLineStart() {
        const ch = this.charAt(0);
        if (!ch && !this.atEnd)
          return this.setNext("line-start");
        if (ch === "-" || ch === ".") {
          if (!this.atEnd && !this.hasChars(4))
            return this.setNext("line-start");
          const s = this.peek(3);
          if ((s === "---" || s === "...") && isEmpty(this.charAt(3))) {
            yield* this.pushCount(3);
            this.indentValue = 0;
            this.indentNext = 0;
            return s === "---" ? "doc" : "stream";
          }
        }
        this.indentValue = yield* this.pushSpaces(false);
        if (this.indentNext > this.indentValue && !isEmpty(this.charAt(1)))
          this.indentNext = this.indentValue;
        return yield* this.parseBlockStart();
      }
      *parseBlockStart() {
        const [ch0, ch1] = this.peek(2);
        if (!ch1 && !this.atEnd)
          return this.setNext("block-start");
        if ((ch0 === "-" || ch0 === "?" || ch0 === ":") && isEmpty(ch1)) {
          const n = (yield* this.pushCount(1)) + (yield* this.pushSpaces(true));
          this.indentNext = this.indentValue + 1;
          this.indentValue += n;
          return "block-start";
        }
        return "doc";
      }
      *parseDocument() {
        yield* this.pushSpaces(true);
        const line = this.getLine();
        if (line === null)
          return this.setNext("doc");
        let n = yield* this.pushIndicators();
        switch (line[n]) {
          case "#":
            yield* this.pushCount(line.length - n);
          // fallthrough
          case void 0:
            yield* this.pushNewline();
            return yield* this.parseLineStart();
          case "{":
          case "[":
            yield* this.pushCount(1);
            this.flowKey = false;
            this.flowLevel = 1;
            return "flow";
          case "}":
          case "]":
            yield* this.pushCount(1);
            return "doc";
          case "*":
            yield* this.pushUntil(isNotAnchorChar);
            return "doc";
          case '"':
          case "'":
            return yield* this.parseQuotedScalar();
          case "|":
          case ">":
            n += yield* this.parseBlockScalarHeader();
            n += yield* this.pushSpaces(true);
            yield* this.pushCount(line.length - n);
            yield* this.pushNewline();
            return yield* this.parseBlockScalar();
          default:
            return yield* this.parsePlainScalar();
        }
      }
      *parseFlowCollection() {
        let nl, sp;
        let indent = -1;
        do {
          nl = yield* this.pushNewline();
          if (nl > 0) {
            sp = yield* this.pushSpaces(false);
            this.indentValue = indent = sp;
          } else {
            sp = 0;
          }
          sp += yield* this.pushSpaces(true);
        } while (nl + sp > 0);
        const line = this.getLine();
        if (line === null)
          return this.setNext("flow");
        if (indent !== -1 && indent < this.indentNext && line[0] !== "#" || indent === 0 && (line.startsWith("---") || line.startsWith("...")) && isEmpty(line[3])) {
          const atFlowEndMarker = indent === this.indentNext - 1 && this.flowLevel === 1 && (line[0] === "]" || line[0] === "}");
          if (!atFlowEndMarker) {
            this.flowLevel = 0;
            yield cst.FLOW_END;
            return yield* this.parseLineStart();
          }
        }
        let n = 0;
        while (line[n] === ",") {
          n += yield* this.pushCount(1);
          n += yield* this.pushSpaces(true);
          this.flowKey = false;
        }
        n += yield* this.pushIndicators();
        switch (line[n]) {
          case void 0:
            return "flow";
          case "#":
            yield* this.pushCount(line.length - n);
            return "flow";
          case "{":
          case "[":
            yield* this.pushCount(1);
            this.flowKey = false;
            this.flowLevel += 1;
            return "flow";
          case "}":
          case "]":
            yield* this.pushCount(1);
            this.flowKey = true;
            this.flowLevel -= 1;
            return this.flowLevel ? "flow" : "doc";
          case "*":
            yield* this.pushUntil(isNotAnchorChar);
            return "flow";
          case '"':
          case "'":
            this.flowKey = true;
            return yield* this.parseQuotedScalar();
          case ":": {
            const next = this.charAt(1);
            if (this.flowKey || isEmpty(next) || next === ",") {
              this.flowKey = false;
              yield* this.pushCount(1);
              yield* this.pushSpaces(true);
              return "flow";
            }
          }
          // fallthrough
          default:
            this.flowKey = false;
            return yield* this.parsePlainScalar();
        }
      }
      *parseQuotedScalar() {
        const quote2 = this.charAt(0);
        let end = this.buffer.indexOf(quote2, this.pos + 1);
        if (quote2 === "'") {
          while (end !== -1 && this.buffer[end + 1] === "'")
            end = this.buffer.indexOf("'", end + 2);
        } else {
          while (end !== -1) {
            let n = 0;
            while (this.buffer[end - 1 - n] === "\\")
              n += 1;
            if (n % 2 === 0)
              break;
            end = this.buffer.indexOf('"', end + 1);
          }
        }
        const qb = this.buffer.substring(0, end);
        let nl = qb.indexOf("\n", this.pos);
        if (nl !== -1) {
          while (nl !== -1) {
            const cs = this.continueScalar(nl + 1);
            if (cs === -1)
              break;
            nl = qb.indexOf("\n", cs);
          }
          if (nl !== -1) {
            end = nl - (qb[nl - 1] === "\r" ? 2 : 1);
          }
        }
        if (end === -1) {
          if (!this.atEnd)
            return this.setNext("quoted-scalar");
          end = this.buffer.length;
        }
        yield* this.pushToIndex(end + 1, false);
        return this.flowLevel ? "flow" : "doc";
      }
      *parseBlockScalarHeader() {
        this.blockScalarIndent = -1;
        this.blockScalarKeep = false;
        let i = this.pos;
        while (true) {
          const ch = this.buffer[++i];
          if (ch === "+")
            this.blockScalarKeep = true;
          else if (ch > "0" && ch <= "9")
            this.blockScalarIndent = Number(ch) - 1;
          else if (ch !== "-")
            break;
        }
        return yield* this.pushUntil((ch) => isEmpty(ch) || ch === "#");
      }
      *parseBlockScalar() {
        let nl = this.pos - 1;
        let indent = 0;
        let ch;
        loop: for (let i2 = this.pos; ch = this.buffer[i2]; ++i2) {
          switch (ch) {
            case " ":
              indent += 1;
              break;
            case "\n":
              nl = i2;
              indent = 0;
              break;
            case "\r": {
              const next = this.buffer[i2 + 1];
              if (!next && !this.atEnd)
                return this.setNext("block-scalar");
              if (next === "\n")
                break;
            }
            // fallthrough
            default:
              break loop;
          }
        }
        if (!ch && !this.atEnd)
          return this.setNext("block-scalar");
        if (indent >= this.indentNext) {
          if (this.blockScalarIndent === -1)
            this.indentNext = indent;
          else {
            this.indentNext = this.blockScalarIndent + (this.indentNext === 0 ? 1 : this.indentNext);
          }
          do {
            const cs = this.continueScalar(nl + 1);
            if (cs === -1)
              break;
            nl = this.buffer.indexOf("\n", cs);
          } while (nl !== -1);
          if (nl === -1) {
            if (!this.atEnd)
              return this.setNext("block-scalar");
            nl = this.buffer.length;
          }
        }
        let i = nl + 1;
        ch = this.buffer[i];
        while (ch === " ")
          ch = this.buffer[++i];
        if (ch === "	") {
          while (ch === "	" || ch === " " || ch === "\r" || ch === "\n")
            ch = this.buffer[++i];
          nl = i - 1;
        } else if (!this.blockScalarKeep) {
          do {
            let i2 = nl - 1;
            let ch2 = this.buffer[i2];
            if (ch2 === "\r")
              ch2 = this.buffer[--i2];
            const lastChar = i2;
            while (ch2 === " ")
              ch2 = this.buffer[--i2];
            if (ch2 === "\n" && i2 >= this.pos && i2 + 1 + indent > lastChar)
              nl = i2;
            else
              break;
          } while (true);
        }
        yield cst.SCALAR;
        yield* this.pushToIndex(nl + 1, true);
        return yield* this.parseLineStart();
      }
      *parsePlainScalar() {
        const inFlow = this.flowLevel > 0;
        let end = this.pos - 1;
        let i = this.pos - 1;
        let ch;
        while (ch = this.buffer[++i]) {
          if (ch === ":") {
            const next = this.buffer[i + 1];
            if (isEmpty(next) || inFlow && flowIndicatorChars.has(next))
              break;
            end = i;
          } else if (isEmpty(ch)) {
            let next = this.buffer[i + 1];
            if (ch === "\r") {
              if (next === "\n") {
                i += 1;
                ch = "\n";
                next = this.buffer[i + 1];
              } else
                end = i;
            }
            if (next === "#" || inFlow && flowIndicatorChars.has(next))
              break;
            if (ch === "\n") {
              const cs = this.continueScalar(i + 1);
              if (cs === -1)
                break;
              i = Math.max(i, cs - 2);
            }
          } else {
            if (inFlow && flowIndicatorChars.has(ch))
              break;
            end = i;
          }
        }
        if (!ch && !this.atEnd)
          return this.setNext("plain-scalar");
        yield cst.SCALAR;
        yield* this.pushToIndex(end + 1, true);
        return inFlow ? "flow" : "doc";
      }
      *pushCount(n) {
        if (n > 0) {
          yield this.buffer.substr(this.pos, n);
          this.pos += n;
          return n;
        }
        return 0;
      }
      *pushToIndex(i, allowEmpty) {
        const s = this.buffer.slice(this.pos, i);
        if (s) {
          yield s;
          this.pos += s.length;
          return s.length;
        } else if (allowEmpty)
          yield "";
        return 0;
      }
      *pushIndicators() {
        let n = 0;
        loop: while (true) {
          switch (this.charAt(0)) {
            case "!":
              n += yield* this.pushTag();
              n += yield* this.pushSpaces(true);
              continue loop;
            case "&":
              n += yield* this.pushUntil(isNotAnchorChar);
              n += yield* this.pushSpaces(true);
              continue loop;
            case "-":
            // this is an error
            case "?":
            // this is an error outside flow collections
            case ":": {
              const inFlow = this.flowLevel > 0;
              const ch1 = this.charAt(1);
              if (isEmpty(ch1) || inFlow && flowIndicatorChars.has(ch1)) {
                if (!inFlow)
                  this.indentNext = this.indentValue + 1;
                else if (this.flowKey)
                  this.flowKey = false;
                n += yield* this.pushCount(1);
                n += yield* this.pushSpaces(true);
                continue loop;
              }
            }
          }
          break loop;
        }
        return n;
      }
      *pushTag() {
        if (this.charAt(1) === "<") {
          let i = this.pos + 2;
          let ch = this.buffer[i];
          while (!isEmpty(ch) && ch !== ">")
            ch = this.buffer[++i];
          return yield* this.pushToIndex(ch === ">" ? i + 1 : i, false);
        } else {
          let i = this.pos + 1;
          let ch = this.buffer[i];
          while (ch) {
            if (tagChars.has(ch))
              ch = this.buffer[++i];
            else if (ch === "%" && hexDigits.has(this.buffer[i + 1]) && hexDigits.has(this.buffer[i + 2])) {
              ch = this.buffer[i += 3];
            } else
              break;
          }
          return yield* this.pushToIndex(i, false);
        }
      }
      *pushNewline() {
        const ch = this.buffer[this.pos];
        if (ch === "\n")
          return yield* this.pushCount(1);
        else if (ch === "\r" && this.charAt(1) === "\n")
          return yield* this.pushCount(2);
        else
          return 0;
      }
      *pushSpaces(allowTabs) {
        let i = this.pos - 1;
        let ch;
        do {
          ch = this.buffer[++i];
        } while (ch === " " || allowTabs && ch === "	");
        const n = i - this.pos;
        if (n > 0) {
          yield this.buffer.substr(this.pos, n);
          this.pos = i;
        }
        return n;
      }
      *pushUntil(test) {
        let i = this.pos;
        let ch = this.buffer[i];
        while (!test(ch))
          ch = this.buffer[++i];
        return yield* this.pushToIndex(i, false);
      }
    };
    exports.Lexer = Lexer;
  }
});

// node_modules/yaml/dist/parse/line-counter.js
var require_line_counter = __commonJS({
  "node_modules/yaml/dist/parse/line-counter.js"(exports) {
    "use strict";
    var LineCounter = class {
      constructor() {
        this.lineStarts = [];
        this.addNewLine = (offset) => this.lineStarts.push(offset);
        this.linePos = (offset) => {
          let low = 0;
          let high = this.lineStarts.length;
          while (low < high) {
            const mid = low + high >> 1;
            if (this.lineStarts[mid] < offset)
              low = mid + 1;
            else
              high = mid;
          }
          if (this.lineStarts[low] === offset)
            return { line: low + 1, col: 1 };
          if (low === 0)
            return { line: 0, col: offset };
          const start = this.lineStarts[low - 1];
          return { line: low, col: offset - start + 1 };
        };
      }
    };
    exports.LineCounter = LineCounter;
  }
});

// node_modules/yaml/dist/parse/parser.js
var require_parser = __commonJS({
  "node_modules/yaml/dist/parse/parser.js"(exports) {
    "use strict";
    var node_process = __require("process");
    var cst = require_cst();
    var lexer = require_lexer();
    function includesToken(list, type) {
      for (let i = 0; i < list.length; ++i)
        if (list[i].type === type)
          return true;
      return false;
    }
    function findNonEmptyIndex(list) {
      for (let i = 0; i < list.length; ++i) {
        switch (list[i].type) {
          case "space":
          case "comment":
          case "newline":
            break;
          default:
            return i;
        }
      }
      return -1;
    }
    function isFlowToken(token) {
      switch (token?.type) {
        case "alias":
        case "scalar":
        case "single-quoted-scalar":
        case "double-quoted-scalar":
        case "flow-collection":
          return true;
        default:
          return false;
      }
    }
    function getPrevProps(parent) {
      switch (parent.type) {
        case "document":
          return parent.start;
        case "block-map": {
          const it = parent.items[parent.items.length - 1];
          return it.sep ?? it.start;
        }
        case "block-seq":
          return parent.items[parent.items.length - 1].start;
        /* istanbul ignore next should not happen */
        default:
          return [];
      }
    }
    function getFirstKeyStartProps(prev) {
      if (prev.length === 0)
        return [];
      let i = prev.length;
      loop: while (--i >= 0) {
        switch (prev[i].type) {
          case "doc-start":
          case "explicit-key-ind":
          case "map-value-ind":
          case "seq-item-ind":
          case "newline":
            break loop;
        }
      }
      while (prev[++i]?.type === "space") {
      }
      return prev.splice(i, prev.length);
    }
    function arrayPushArray(target, source) {
      if (source.length < 1e5)
        Array.prototype.push.apply(target, source);
      else
        for (let i = 0; i < source.length; ++i)
          target.push(source[i]);
    }
    function fixFlowSeqItems(fc) {
      if (fc.start.type === "flow-seq-start") {
        for (const it of fc.items) {
          if (it.sep && !it.value && !includesToken(it.start, "explicit-key-ind") && !includesToken(it.sep, "map-value-ind")) {
            if (it.key)
              it.value = it.key;
            delete it.key;
            if (isFlowToken(it.value)) {
              if (it.value.end)
                arrayPushArray(it.value.end, it.sep);
              else
                it.value.end = it.sep;
            } else
              arrayPushArray(it.start, it.sep);
            delete it.sep;
          }
        }
      }
    }
    var Parser = class {
      /**
       * @param onNewLine - If defined, called separately with the start position of
       *   each new line (in `parse()`, including the start of input).
       */
      constructor(onNewLine) {
        this.atNewLine = true;
        this.atScalar = false;
        this.indent = 0;
        this.offset = 0;
        this.onKeyLine = false;
        this.stack = [];
        this.source = "";
        this.type = "";
        this.lexer = new lexer.Lexer();
        this.onNewLine = onNewLine;
      }
      /**
       * Parse `source` as a YAML stream.
       * If `incomplete`, a part of the last line may be left as a buffer for the next call.
       *
       * Errors are not thrown, but yielded as `{ type: 'error', message }` tokens.
       *
       * @returns A generator of tokens representing each directive, document, and other structure.
       */
      *parse(source, incomplete = false) {
        if (this.onNewLine && this.offset === 0)
          this.onNewLine(0);
        for (const lexeme of this.lexer.lex(source, incomplete))
          yield* this.next(lexeme);
        if (!incomplete)
          yield* this.end();
      }
      /**
       * Advance the parser by the `source` of one lexical token.
       */
      *next(source) {
        this.source = source;
        if (node_process.env.LOG_TOKENS)
          console.log("|", cst.prettyToken(source));
        if (this.atScalar) {
          this.atScalar = false;
          yield* this.step();
          this.offset += source.length;
          return;
        }
        const type = cst.tokenType(source);
        if (!type) {
          const message = `Not a YAML token: ${source}`;
          yield* this.pop({ type: "error", offset: this.offset, message, source });
          this.offset += source.length;
        } else if (type === "scalar") {
          this.atNewLine = false;
          this.atScalar = true;
          this.type = "scalar";
        } else {
          this.type = type;
          yield* this.step();
          switch (type) {
            case "newline":
              this.atNewLine = true;
              this.indent = 0;
              if (this.onNewLine)
                this.onNewLine(this.offset + source.length);
              break;
            case "space":
              if (this.atNewLine && source[0] === " ")
                this.indent += source.length;
              break;
            case "explicit-key-ind":
            case "map-value-ind":
            case "seq-item-ind":
              if (this.atNewLine)
                this.indent += source.length;
              break;
            case "doc-mode":
            case "flow-error-end":
              return;
            default:
              this.atNewLine = false;
          }
          this.offset += source.length;
        }
      }
      /** Call at end of input to push out any remaining constructions */
      *end() {
        while (this.stack.length > 0)
          yield* this.pop();
      }
      get sourceToken() {
        const st = {
          type: this.type,
          offset: this.offset,
          indent: this.indent,
          source: this.source
        };
        return st;
      }
      *step() {
        const top = this.peek(1);
        if (this.type === "doc-end" && top?.type !== "doc-end") {
          while (this.stack.length > 0)
            yield* this.pop();
          this.stack.push({
            type: "doc-end",
            offset: this.offset,
            source: this.source
          });
          return;
        }
        if (!top)
          return yield* this.stream();
        switch (top.type) {
          case "document":
            return yield* this.document(top);
          case "alias":
          case "scalar":
          case "single-quoted-scalar":
          case "double-quoted-scalar":
            return yield* this.scalar(top);
          case "block-scalar":
            return yield* this.blockScalar(top);
          case "block-map":
            return yield* this.blockMap(top);
          case "block-seq":
            return yield* this.blockSequence(top);
          case "flow-collection":
            return yield* this.flowCollection(top);
          case "doc-end":
            return yield* this.documentEnd(top);
        }
        yield* this.pop();
      }
      peek(n) {
        return this.stack[this.stack.length - n];
      }
      *pop(error) {
        const token = error ?? this.stack.pop();
        if (!token) {
          const message = "Tried to pop an empty stack";
          yield { type: "error", offset: this.offset, source: "", message };
        } else if (this.stack.length === 0) {
          yield token;
        } else {
          const top = this.peek(1);
          if (token.type === "block-scalar") {
            token.indent = "indent" in top ? top.indent : 0;
          } else if (token.type === "flow-collection" && top.type === "document") {
            token.indent = 0;
          }
          if (token.type === "flow-collection")
            fixFlowSeqItems(token);
          switch (top.type) {
            case "document":
              top.value = token;
              break;
            case "block-scalar":
              top.props.push(token);
              break;
            case "block-map": {
              const it = top.items[top.items.length - 1];
              if (it.value) {
                top.items.push({ start: [], key: token, sep: [] });
                this.onKeyLine = true;
                return;
              } else if (it.sep) {
                it.value = token;
              } else {
                Object.assign(it, { key: token, sep: [] });
                this.onKeyLine = !it.explicitKey;
                return;
              }
              break;
            }
            case "block-seq": {
              const it = top.items[top.items.length - 1];
              if (it.value)
                top.items.push({ start: [], value: token });
              else
                it.value = token;
              break;
            }
            case "flow-collection": {
              const it = top.items[top.items.length - 1];
              if (!it || it.value)
                top.items.push({ start: [], key: token, sep: [] });
              else if (it.sep)
                it.value = token;
              else
                Object.assign(it, { key: token, sep: [] });
              return;
            }
            /* istanbul ignore next should not happen */
            default:
              yield* this.pop();
              yield* this.pop(token);
          }
          if ((top.type === "document" || top.type === "block-map" || top.type === "block-seq") && (token.type === "block-map" || token.type === "block-seq")) {
            const last = token.items[token.items.length - 1];
            if (last && !last.sep && !last.value && last.start.length > 0 && findNonEmptyIndex(last.start) === -1 && (token.indent === 0 || last.start.every((st) => st.type !== "comment" || st.indent < token.indent))) {
              if (top.type === "document")
                top.end = last.start;
              else
                top.items.push({ start: last.start });
              token.items.splice(-1, 1);
            }
          }
        }
      }
      *stream() {
        switch (this.type) {
          case "directive-line":
            yield { type: "directive", offset: this.offset, source: this.source };
            return;
          case "byte-order-mark":
          case "space":
          case "comment":
          case "newline":
            yield this.sourceToken;
            return;
          case "doc-mode":
          case "doc-start": {
            const doc = {
              type: "document",
              offset: this.offset,
              start: []
            };
            if (this.type === "doc-start")
              doc.start.push(this.sourceToken);
            this.stack.push(doc);
            return;
          }
        }
        yield {
          type: "error",
          offset: this.offset,
          message: `Unexpected ${this.type} token in YAML stream`,
          source: this.source
        };
      }
      *document(doc) {
        if (doc.value)
          return yield* this.lineEnd(doc);
        switch (this.type) {
          case "doc-start": {
            if (findNonEmptyIndex(doc.start) !== -1) {
              yield* this.pop();
              yield* this.step();
            } else
              doc.start.push(this.sourceToken);
            return;
          }
          case "anchor":
          case "tag":
          case "space":
          case "comment":
          case "newline":
            doc.start.push(this.sourceToken);
            return;
        }
        const bv = this.startBlockValue(doc);
        if (bv)
          this.stack.push(bv);
        else {
          yield {
            type: "error",
            offset: this.offset,
            message: `Unexpected ${this.type} token in YAML document`,
            source: this.source
          };
        }
      }
      *scalar(scalar) {
        if (this.type === "map-value-ind") {
          const prev = getPrevProps(this.peek(2));
          const start = getFirstKeyStartProps(prev);
          let sep2;
          if (scalar.end) {
            sep2 = scalar.end;
            sep2.push(this.sourceToken);
            delete scalar.end;
          } else
            sep2 = [this.sourceToken];
          const map = {
            type: "block-map",
            offset: scalar.offset,
            indent: scalar.indent,
            items: [{ start, key: scalar, sep: sep2 }]
          };
          this.onKeyLine = true;
          this.stack[this.stack.length - 1] = map;
        } else
          yield* this.lineEnd(scalar);
      }
      *blockScalar(scalar) {
        switch (this.type) {
          case "space":
          case "comment":
          case "newline":
            scalar.props.push(this.sourceToken);
            return;
          case "scalar":
            scalar.source = this.source;
            this.atNewLine = true;
            this.indent = 0;
            if (this.onNewLine) {
              let nl = this.source.indexOf("\n") + 1;
              while (nl !== 0) {
                this.onNewLine(this.offset + nl);
                nl = this.source.indexOf("\n", nl) + 1;
              }
            }
            yield* this.pop();
            break;
          /* istanbul ignore next should not happen */
          default:
            yield* this.pop();
            yield* this.step();
        }
      }
      *blockMap(map) {
        const it = map.items[map.items.length - 1];
        switch (this.type) {
          case "newline":
            this.onKeyLine = false;
            if (it.value) {
              const end = "end" in it.value ? it.value.end : void 0;
              const last = Array.isArray(end) ? end[end.length - 1] : void 0;
              if (last?.type === "comment")
                end?.push(this.sourceToken);
              else
                map.items.push({ start: [this.sourceToken] });
            } else if (it.sep) {
              it.sep.push(this.sourceToken);
            } else {
              it.start.push(this.sourceToken);
            }
            return;
          case "space":
          case "comment":
            if (it.value) {
              map.items.push({ start: [this.sourceToken] });
            } else if (it.sep) {
              it.sep.push(this.sourceToken);
            } else {
              if (this.atIndentedComment(it.start, map.indent)) {
                const prev = map.items[map.items.length - 2];
                const end = prev?.value?.end;
                if (Array.isArray(end)) {
                  arrayPushArray(end, it.start);
                  end.push(this.sourceToken);
                  map.items.pop();
                  return;
                }
              }
              it.start.push(this.sourceToken);
            }
            return;
        }
        if (this.indent >= map.indent) {
          const atMapIndent = !this.onKeyLine && this.indent === map.indent;
          const atNextItem = atMapIndent && (it.sep || it.explicitKey) && this.type !== "seq-item-ind";
          let start = [];
          if (atNextItem && it.sep && !it.value) {
            const nl = [];
            for (let i = 0; i < it.sep.length; ++i) {
              const st = it.sep[i];
              switch (st.type) {
                case "newline":
                  nl.push(i);
                  break;
                case "space":
                  break;
                case "comment":
                  if (st.indent > map.indent)
                    nl.length = 0;
                  break;
                default:
                  nl.length = 0;
              }
            }
            if (nl.length >= 2)
              start = it.sep.splice(nl[1]);
          }
          switch (this.type) {
            case "anchor":
            case "tag":
              if (atNextItem || it.value) {
                start.push(this.sourceToken);
                map.items.push({ start });
                this.onKeyLine = true;
              } else if (it.sep) {
                it.sep.push(this.sourceToken);
              } else {
                it.start.push(this.sourceToken);
              }
              return;
            case "explicit-key-ind":
              if (!it.sep && !it.explicitKey) {
                it.start.push(this.sourceToken);
                it.explicitKey = true;
              } else if (atNextItem || it.value) {
                start.push(this.sourceToken);
                map.items.push({ start, explicitKey: true });
              } else {
                this.stack.push({
                  type: "block-map",
                  offset: this.offset,
                  indent: this.indent,
                  items: [{ start: [this.sourceToken], explicitKey: true }]
                });
              }
              this.onKeyLine = true;
              return;
            case "map-value-ind":
              if (it.explicitKey) {
                if (!it.sep) {
                  if (includesToken(it.start, "newline")) {
                    Object.assign(it, { key: null, sep: [this.sourceToken] });
                  } else {
                    const start2 = getFirstKeyStartProps(it.start);
                    this.stack.push({
                      type: "block-map",
                      offset: this.offset,
                      indent: this.indent,
                      items: [{ start: start2, key: null, sep: [this.sourceToken] }]
                    });
                  }
                } else if (it.value) {
                  map.items.push({ start: [], key: null, sep: [this.sourceToken] });
                } else if (includesToken(it.sep, "map-value-ind")) {
                  this.stack.push({
                    type: "block-map",
                    offset: this.offset,
                    indent: this.indent,
                    items: [{ start, key: null, sep: [this.sourceToken] }]
                  });
                } else if (isFlowToken(it.key) && !includesToken(it.sep, "newline")) {
                  const start2 = getFirstKeyStartProps(it.start);
                  const key = it.key;
                  const sep2 = it.sep;
                  sep2.push(this.sourceToken);
                  delete it.key;
                  delete it.sep;
                  this.stack.push({
                    type: "block-map",
                    offset: this.offset,
                    indent: this.indent,
                    items: [{ start: start2, key, sep: sep2 }]
                  });
                } else if (start.length > 0) {
                  it.sep = it.sep.concat(start, this.sourceToken);
                } else {
                  it.sep.push(this.sourceToken);
                }
              } else {
                if (!it.sep) {
                  Object.assign(it, { key: null, sep: [this.sourceToken] });
                } else if (it.value || atNextItem) {
                  map.items.push({ start, key: null, sep: [this.sourceToken] });
                } else if (includesToken(it.sep, "map-value-ind")) {
                  this.stack.push({
                    type: "block-map",
                    offset: this.offset,
                    indent: this.indent,
                    items: [{ start: [], key: null, sep: [this.sourceToken] }]
                  });
                } else {
                  it.sep.push(this.sourceToken);
                }
              }
              this.onKeyLine = true;
              return;
            case "alias":
            case "scalar":
            case "single-quoted-scalar":
            case "double-quoted-scalar": {
              const fs = this.flowScalar(this.type);
              if (atNextItem || it.value) {
                map.items.push({ start, key: fs, sep: [] });
                this.onKeyLine = true;
              } else if (it.sep) {
                this.stack.push(fs);
              } else {
                Object.assign(it, { key: fs, sep: [] });
                this.onKeyLine = true;
              }
              return;
            }
            default: {
              const bv = this.startBlockValue(map);
              if (bv) {
                if (bv.type === "block-seq") {
                  if (!it.explicitKey && it.sep && !includesToken(it.sep, "newline")) {
                    yield* this.pop({
                      type: "error",
                      offset: this.offset,
                      message: "Unexpected block-seq-ind on same line with key",
                      source: this.source
                    });
                    return;
                  }
                } else if (atMapIndent) {
                  map.items.push({ start });
                }
                this.stack.push(bv);
                return;
              }
            }
          }
        }
        yield* this.pop();
        yield* this.step();
      }
      *blockSequence(seq) {
        const it = seq.items[seq.items.length - 1];
        switch (this.type) {
          case "newline":
            if (it.value) {
              const end = "end" in it.value ? it.value.end : void 0;
              const last = Array.isArray(end) ? end[end.length - 1] : void 0;
              if (last?.type === "comment")
                end?.push(this.sourceToken);
              else
                seq.items.push({ start: [this.sourceToken] });
            } else
              it.start.push(this.sourceToken);
            return;
          case "space":
          case "comment":
            if (it.value)
              seq.items.push({ start: [this.sourceToken] });
            else {
              if (this.atIndentedComment(it.start, seq.indent)) {
                const prev = seq.items[seq.items.length - 2];
                const end = prev?.value?.end;
                if (Array.isArray(end)) {
                  arrayPushArray(end, it.start);
                  end.push(this.sourceToken);
                  seq.items.pop();
                  return;
                }
              }
              it.start.push(this.sourceToken);
            }
            return;
          case "anchor":
          case "tag":
            if (it.value || this.indent <= seq.indent)
              break;
            it.start.push(this.sourceToken);
            return;
          case "seq-item-ind":
            if (this.indent !== seq.indent)
              break;
            if (it.value || includesToken(it.start, "seq-item-ind"))
              seq.items.push({ start: [this.sourceToken] });
            else
              it.start.push(this.sourceToken);
            return;
        }
        if (this.indent > seq.indent) {
          const bv = this.startBlockValue(seq);
          if (bv) {
            this.stack.push(bv);
            return;
          }
        }
        yield* this.pop();
        yield* this.step();
      }
      *flowCollection(fc) {
        const it = fc.items[fc.items.length - 1];
        if (this.type === "flow-error-end") {
          let top;
          do {
            yield* this.pop();
            top = this.peek(1);
          } while (top?.type === "flow-collection");
        } else if (fc.end.length === 0) {
          switch (this.type) {
            case "comma":
            case "explicit-key-ind":
              if (!it || it.sep)
                fc.items.push({ start: [this.sourceToken] });
              else
                it.start.push(this.sourceToken);
              return;
            case "map-value-ind":
              if (!it || it.value)
                fc.items.push({ start: [], key: null, sep: [this.sourceToken] });
              else if (it.sep)
                it.sep.push(this.sourceToken);
              else
                Object.assign(it, { key: null, sep: [this.sourceToken] });
              return;
            case "space":
            case "comment":
            case "newline":
            case "anchor":
            case "tag":
              if (!it || it.value)
                fc.items.push({ start: [this.sourceToken] });
              else if (it.sep)
                it.sep.push(this.sourceToken);
              else
                it.start.push(this.sourceToken);
              return;
            case "alias":
            case "scalar":
            case "single-quoted-scalar":
            case "double-quoted-scalar": {
              const fs = this.flowScalar(this.type);
              if (!it || it.value)
                fc.items.push({ start: [], key: fs, sep: [] });
              else if (it.sep)
                this.stack.push(fs);
              else
                Object.assign(it, { key: fs, sep: [] });
              return;
            }
            case "flow-map-end":
            case "flow-seq-end":
              fc.end.push(this.sourceToken);
              return;
          }
          const bv = this.startBlockValue(fc);
          if (bv)
            this.stack.push(bv);
          else {
            yield* this.pop();
            yield* this.step();
          }
        } else {
          const parent = this.peek(2);
          if (parent.type === "block-map" && (this.type === "map-value-ind" && parent.indent === fc.indent || this.type === "newline" && !parent.items[parent.items.length - 1].sep)) {
            yield* this.pop();
            yield* this.step();
          } else if (this.type === "map-value-ind" && parent.type !== "flow-collection") {
            const prev = getPrevProps(parent);
            const start = getFirstKeyStartProps(prev);
            fixFlowSeqItems(fc);
            const sep2 = fc.end.splice(1, fc.end.length);
            sep2.push(this.sourceToken);
            const map = {
              type: "block-map",
              offset: fc.offset,
              indent: fc.indent,
              items: [{ start, key: fc, sep: sep2 }]
            };
            this.onKeyLine = true;
            this.stack[this.stack.length - 1] = map;
          } else {
            yield* this.lineEnd(fc);
          }
        }
      }
      flowScalar(type) {
        if (this.onNewLine) {
          let nl = this.source.indexOf("\n") + 1;
          while (nl !== 0) {
            this.onNewLine(this.offset + nl);
            nl = this.source.indexOf("\n", nl) + 1;
          }
        }
        return {
          type,
          offset: this.offset,
          indent: this.indent,
          source: this.source
        };
      }
      startBlockValue(parent) {
        switch (this.type) {
          case "alias":
          case "scalar":
          case "single-quoted-scalar":
          case "double-quoted-scalar":
            return this.flowScalar(this.type);
          case "block-scalar-header":
            return {
              type: "block-scalar",
              offset: this.offset,
              indent: this.indent,
              props: [this.sourceToken],
              source: ""
            };
          case "flow-map-start":
          case "flow-seq-start":
            return {
              type: "flow-collection",
              offset: this.offset,
              indent: this.indent,
              start: this.sourceToken,
              items: [],
              end: []
            };
          case "seq-item-ind":
            return {
              type: "block-seq",
              offset: this.offset,
              indent: this.indent,
              items: [{ start: [this.sourceToken] }]
            };
          case "explicit-key-ind": {
            this.onKeyLine = true;
            const prev = getPrevProps(parent);
            const start = getFirstKeyStartProps(prev);
            start.push(this.sourceToken);
            return {
              type: "block-map",
              offset: this.offset,
              indent: this.indent,
              items: [{ start, explicitKey: true }]
            };
          }
          case "map-value-ind": {
            this.onKeyLine = true;
            const prev = getPrevProps(parent);
            const start = getFirstKeyStartProps(prev);
            return {
              type: "block-map",
              offset: this.offset,
              indent: this.indent,
              items: [{ start, key: null, sep: [this.sourceToken] }]
            };
          }
        }
        return null;
      }
      atIndentedComment(start, indent) {
        if (this.type !== "comment")
          return false;
        if (this.indent <= indent)
          return false;
        return start.every((st) => st.type === "newline" || st.type === "space");
      }
      *documentEnd(docEnd) {
        if (this.type !== "doc-mode") {
          if (docEnd.end)
            docEnd.end.push(this.sourceToken);
          else
            docEnd.end = [this.sourceToken];
          if (this.type === "newline")
            yield* this.pop();
        }
      }
      *lineEnd(token) {
        switch (this.type) {
          case "comma":
          case "doc-start":
          case "doc-end":
          case "flow-seq-end":
          case "flow-map-end":
          case "map-value-ind":
            yield* this.pop();
            yield* this.step();
            break;
          case "newline":
            this.onKeyLine = false;
          // fallthrough
          case "space":
          case "comment":
          default:
            if (token.end)
              token.end.push(this.sourceToken);
            else
              token.end = [this.sourceToken];
            if (this.type === "newline")
              yield* this.pop();
        }
      }
    };
    exports.Parser = Parser;
  }
});

// node_modules/yaml/dist/public-api.js
var require_public_api = __commonJS({
  "node_modules/yaml/dist/public-api.js"(exports) {
    "use strict";
    var composer = require_composer();
    var Document = require_Document();
    var errors = require_errors();
    var log = require_log();
    var identity = require_identity();
    var lineCounter = require_line_counter();
    var parser = require_parser();
    function parseOptions(options) {
      const prettyErrors = options.prettyErrors !== false;
      const lineCounter$1 = options.lineCounter || prettyErrors && new lineCounter.LineCounter() || null;
      return { lineCounter: lineCounter$1, prettyErrors };
    }
    function parseAllDocuments(source, options = {}) {
      const { lineCounter: lineCounter2, prettyErrors } = parseOptions(options);
      const parser$1 = new parser.Parser(lineCounter2?.addNewLine);
      const composer$1 = new composer.Composer(options);
      const docs = Array.from(composer$1.compose(parser$1.parse(source)));
      if (prettyErrors && lineCounter2)
        for (const doc of docs) {
          doc.errors.forEach(errors.prettifyError(source, lineCounter2));
          doc.warnings.forEach(errors.prettifyError(source, lineCounter2));
        }
      if (docs.length > 0)
        return docs;
      return Object.assign([], { empty: true }, composer$1.streamInfo());
    }
    function parseDocument(source, options = {}) {
      const { lineCounter: lineCounter2, prettyErrors } = parseOptions(options);
      const parser$1 = new parser.Parser(lineCounter2?.addNewLine);
      const composer$1 = new composer.Composer(options);
      let doc = null;
      for (const _doc of composer$1.compose(parser$1.parse(source), true, source.length)) {
        if (!doc)
          doc = _doc;
        else if (doc.options.logLevel !== "silent") {
          doc.errors.push(new errors.YAMLParseError(_doc.range.slice(0, 2), "MULTIPLE_DOCS", "Source contains multiple documents; please use YAML.parseAllDocuments()"));
          break;
        }
      }
      if (prettyErrors && lineCounter2) {
        doc.errors.forEach(errors.prettifyError(source, lineCounter2));
        doc.warnings.forEach(errors.prettifyError(source, lineCounter2));
      }
      return doc;
    }
    function parse(src, reviver, options) {
      let _reviver = void 0;
      if (typeof reviver === "function") {
        _reviver = reviver;
      } else if (options === void 0 && reviver && typeof reviver === "object") {
        options = reviver;
      }
      const doc = parseDocument(src, options);
      if (!doc)
        return null;
      doc.warnings.forEach((warning) => log.warn(doc.options.logLevel, warning));
      if (doc.errors.length > 0) {
        if (doc.options.logLevel !== "silent")
          throw doc.errors[0];
        else
          doc.errors = [];
      }
      return doc.toJS(Object.assign({ reviver: _reviver }, options));
    }
    function stringify(value, replacer, options) {
      let _replacer = null;
      if (typeof replacer === "function" || Array.isArray(replacer)) {
        _replacer = replacer;
      } else if (options === void 0 && replacer) {
        options = replacer;
      }
      if (typeof options === "string")
        options = options.length;
      if (typeof options === "number") {
        const indent = Math.round(options);
        options = indent < 1 ? void 0 : indent > 8 ? { indent: 8 } : { indent };
      }
      if (value === void 0) {
        const { keepUndefined } = options ?? replacer ?? {};
        if (!keepUndefined)
          return void 0;
      }
      if (identity.isDocument(value) && !_replacer)
        return value.toString(options);
      return new Document.Document(value, _replacer, options).toString(options);
    }
    exports.parse = parse;
    exports.parseAllDocuments = parseAllDocuments;
    exports.parseDocument = parseDocument;
    exports.stringify = stringify;
  }
});

// node_modules/yaml/dist/index.js
var require_dist = __commonJS({
  "node_modules/yaml/dist/index.js"(exports) {
    "use strict";
    var composer = require_composer();
    var Document = require_Document();
    var Schema = require_Schema();
    var errors = require_errors();
    var Alias = require_Alias();
    var identity = require_identity();
    var Pair = require_Pair();
    var Scalar = require_Scalar();
    var YAMLMap = require_YAMLMap();
    var YAMLSeq = require_YAMLSeq();
    var cst = require_cst();
    var lexer = require_lexer();
    var lineCounter = require_line_counter();
    var parser = require_parser();
    var publicApi = require_public_api();
    var visit = require_visit();
    exports.Composer = composer.Composer;
    exports.Document = Document.Document;
    exports.Schema = Schema.Schema;
    exports.YAMLError = errors.YAMLError;
    exports.YAMLParseError = errors.YAMLParseError;
    exports.YAMLWarning = errors.YAMLWarning;
    exports.Alias = Alias.Alias;
    exports.isAlias = identity.isAlias;
    exports.isCollection = identity.isCollection;
    exports.isDocument = identity.isDocument;
    exports.isMap = identity.isMap;
    exports.isNode = identity.isNode;
    exports.isPair = identity.isPair;
    exports.isScalar = identity.isScalar;
    exports.isSeq = identity.isSeq;
    exports.Pair = Pair.Pair;
    exports.Scalar = Scalar.Scalar;
    exports.YAMLMap = YAMLMap.YAMLMap;
    exports.YAMLSeq = YAMLSeq.YAMLSeq;
    exports.CST = cst;
    exports.Lexer = lexer.Lexer;
    exports.LineCounter = lineCounter.LineCounter;
    exports.Parser = parser.Parser;
    exports.parse = publicApi.parse;
    exports.parseAllDocuments = publicApi.parseAllDocuments;
    exports.parseDocument = publicApi.parseDocument;
    exports.stringify = publicApi.stringify;
    exports.visit = visit.visit;
    exports.visitAsync = visit.visitAsync;
  }
});

// src/domain/sources/trust.ts
function createSourceTrust({ trust, ca_file, aia, revocation, purpose }, defaultTrust, defaultPurpose) {
  const store = trust ?? defaultTrust;
  return {
    trust: store,
    ca_file: ca_file ?? null,
    aia: aia ?? false,
    revocation: revocation ?? (store === "mozilla" && ca_file === void 0),
    ...revocation === true && { revocation_required: true },
    purpose: purpose ?? defaultPurpose
  };
}

// src/domain/sources/endpoint.ts
var STARTTLS_PORTS = {
  smtp: 587,
  lmtp: 24,
  imap: 143,
  pop3: 110,
  sieve: 4190,
  nntp: 119,
  ftp: 21,
  ldap: 389,
  "xmpp-client": 5222,
  "xmpp-server": 5269,
  irc: 6667,
  postgres: 5432,
  mysql: 3306,
  mssql: 1433,
  rdp: 3389
};
function isStartTls(name) {
  return Object.hasOwn(STARTTLS_PORTS, name);
}
function findStartTls(port) {
  if (port === 25) return "smtp";
  return Object.entries(STARTTLS_PORTS).find(([, usual]) => usual === port)?.[0] ?? null;
}
var ENDPOINT_LOCATION = /^[^/@#]+:\d+(?:@[^/@#]+)?(?:#(?:rsa|ecdsa|ml-dsa))?$/i;
var SERVICE_LOCATION = /^_[a-z0-9-]+\._(?:tcp|tls)\.[^/]+$/;
var ENDPOINT = {
  kind: "endpoint",
  keys: [
    ["endpoint", "host or host:port"],
    ["srv", "an SRV record"]
  ],
  locator: "targets",
  variableKeys: { texts: ["proxy"] },
  create: (spec, settings) => {
    const targets = toArray(spec.endpoint).map(parseEndpoint).filter((parsed) => "location" in parsed);
    const [connectTo = null, ...others2] = parseConnectTargets(spec.connect_to);
    const isList = Array.isArray(spec.connect_to);
    const proxy = spec.proxy ?? settings.proxy ?? "none";
    const repeated = new Set(findRepeated(targets, ({ location }) => location).map(([target]) => target));
    const distinct = targets.filter((target) => !repeated.has(target));
    return createEndpointSource(distinct, {
      services: [...new Set(toArray(spec.srv).map(normalizeServiceName))],
      server_name: spec.server_name === void 0 ? null : toAsciiHost(spec.server_name),
      starttls: spec.starttls === void 0 || spec.starttls === "none" ? null : spec.starttls,
      every_address: spec.addresses === "all",
      both_algorithms: spec.both_algorithms ?? false,
      connect_to: isList ? null : connectTo,
      backends: isList && connectTo !== null ? [connectTo, ...others2] : [],
      connections: spec.connections ?? 1,
      client_certificate: spec.client_certificate ?? null,
      proxy: proxy === "none" ? null : proxy,
      ...createSourceTrust(spec, "mozilla", "server")
    });
  },
  check: (fields) => {
    checkEndpoints(fields);
    checkServerName(fields);
    checkServices(fields);
    for (const text of fields.listTexts("connect_to")) {
      const parsed = parseHostPort(text.value);
      if ("problem" in parsed) fields.report("bad-endpoint", text, text.value, parsed.problem, parsed.better);
    }
    reportDuplicates(fields, "connect_to", (name) => name.toLowerCase());
    checkStartTls(fields);
  },
  listLocations: ({ targets, services }) => targets.length > 0 ? targets.map(({ location }) => location) : services,
  matchesLocation: (location) => ENDPOINT_LOCATION.test(location) || SERVICE_LOCATION.test(location),
  locationType: "endpoint",
  classifyLocation: ({ client_certificate }, location) => {
    const file = client_certificate?.cert;
    return file !== void 0 && (location === file || location.startsWith(`${file}#`)) ? "file" : "endpoint";
  },
  sampleName: ({ server_name, targets, services }) => server_name ?? targets[0]?.host ?? services[0]
};
function createEndpointSource(targets, fields = {}) {
  return {
    kind: "endpoint",
    targets,
    services: [],
    server_name: null,
    starttls: null,
    every_address: false,
    both_algorithms: false,
    connect_to: null,
    backends: [],
    connections: 1,
    client_certificate: null,
    proxy: null,
    trust: "mozilla",
    ca_file: null,
    aia: false,
    revocation: false,
    purpose: "server",
    ...fields
  };
}
function parseEndpoint(text) {
  const parsed = parseHostPort(text);
  if ("problem" in parsed) return parsed;
  const { host, port } = parsed;
  const shown = host.includes(":") ? `[${host}]` : host;
  return { host, port: port ?? 443, location: `${shown}:${port ?? 443}`.toLowerCase() };
}
function findServer({ targets, server_name, services }, location) {
  const [authority = ""] = location.split(/[@#]/, 1);
  const known = targets.find((target) => target.location === authority);
  const parsed = known === void 0 && services.length > 0 ? parseEndpoint(authority) : known ?? { problem: "host" };
  if ("problem" in parsed) return null;
  return { name: (server_name ?? parsed.host).toLowerCase().replace(/\.$/, ""), port: parsed.port };
}
function parseConnectTargets(texts) {
  return toArray(texts).map(parseHostPort).filter((parsed) => "host" in parsed);
}
function checkEndpoints({ listTexts, report }) {
  const locations = /* @__PURE__ */ new Set();
  for (const text of listTexts("endpoint")) {
    const parsed = parseEndpoint(text.value);
    if ("problem" in parsed) {
      report("bad-endpoint", text, text.value, parsed.problem, parsed.better);
    } else if (locations.has(parsed.location)) {
      report("duplicate-location", text, text.value);
    } else {
      locations.add(parsed.location);
      const better = addBrackets(text.value);
      if (better !== null) report("ambiguous-ipv6-port", text, text.value, better);
    }
  }
}
function checkServerName({ listTexts, report }) {
  for (const text of listTexts("server_name")) {
    if (isHostName(toAsciiHost(text.value))) continue;
    const host = removePort(text.value);
    if (host !== null) report("port-in-address", text, text.value, `server_name: ${host}`);
    else report("bad-server-name", text, text.value);
  }
}
function checkServices(fields) {
  for (const text of fields.listTexts("srv")) {
    const name = text.value.replace(/:\d+$/, "");
    if (isServiceName(text.value)) continue;
    if (isServiceName(name)) {
      fields.report("port-in-address", text, text.value, `${name}: its record names the port`);
    } else {
      fields.report("bad-srv", text, text.value);
    }
  }
  reportDuplicates(fields, "srv", (name) => name.toLowerCase());
}
function checkStartTls({ listTexts, listEffectiveTexts, report }) {
  const [starttls] = listEffectiveTexts("starttls").map(({ value }) => value);
  if (starttls === void 0 || !isStartTls(starttls)) return;
  if (listEffectiveTexts("connect_to").some(({ value }) => typeof readPort(value) === "number")) return;
  for (const text of listTexts("endpoint")) {
    if (readPort(text.value) !== null) continue;
    const host = text.value.includes(":") ? `[${text.value}]` : text.value;
    report("starttls-without-port", text, host, starttls, STARTTLS_PORTS[starttls]);
  }
}
function readPort(text) {
  const parsed = parseHostPort(text);
  return "host" in parsed ? parsed.port : void 0;
}

// src/lib/text/capitalize.ts
function capitalize(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

// src/domain/sources/item-location.ts
import { hash } from "node:crypto";
var MAX_ID_LENGTH = 200;
var RESERVED = /[#@%\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]|\s(?=\s|$)|^\s|\/$/g;
function formatItemLocation(kind, id) {
  const escaped = id.replace(RESERVED, (character) => encodeURIComponent(character));
  if (escaped.length <= MAX_ID_LENGTH) return `${kind}:${escaped}`;
  return `${kind}:${escaped.slice(0, MAX_ID_LENGTH - 13)}~${hash("sha256", id, "hex").slice(0, 12)}`;
}
function isItemLocation(location, kind) {
  return location === kind || location.startsWith(`${kind}:`);
}
function isSourceUnder(source, listing) {
  return source === listing || source.startsWith(`${listing}/`);
}
function listPossibleListings(source) {
  const slashes = [...source.matchAll(/\//g)].map(({ index }) => index).reverse();
  return [source, ...slashes.map((index) => source.slice(0, index))];
}

// src/domain/sources/cloud/aws.ts
var DEFAULT_AUDIENCE = "sts.amazonaws.com";
var ROLE_ARN = /^arn:aws[a-z-]*:iam::(\d{12}):role\/[\w+=,.@/-]+$/;
function createAwsLogin({ role_arn, audience, accounts = [] } = {}) {
  const roles = accounts.map((account) => {
    const role = { role_arn: account.role_arn, external_id: account.external_id ?? null };
    return [formatAccount(role), role];
  });
  return {
    login: { role_arn: role_arn ?? null, audience: audience ?? DEFAULT_AUDIENCE },
    accounts: [...new Map(roles.toReversed()).values()].toReversed()
  };
}
function formatAccount({ role_arn }) {
  return ROLE_ARN.exec(role_arn)?.[1] ?? role_arn;
}
function checkAwsLogin(fields, key) {
  const accounts = fields.listTexts(key, "accounts", "role_arn");
  for (const text of [...fields.listTexts(key, "role_arn"), ...accounts])
    if (!text.value.includes("${") && !ROLE_ARN.test(text.value))
      fields.report("bad-identifier", text, text.value, "role ARN", "arn:aws:iam::123456789012:role/certvigil");
  const names = /* @__PURE__ */ new Set();
  for (const text of accounts) {
    const name = formatAccount({ role_arn: text.value, external_id: null });
    if (names.has(name)) fields.report("duplicate-location", text, name);
    names.add(name);
  }
}

// src/domain/sources/cloud/aws-acm.ts
function isAwsRegion(text) {
  return typeof text === "string" && /^[a-z]{2,4}(?:-[a-z]+)+-\d{1,2}$/.test(text);
}
var ALL = "all";
var AWS_ACM = {
  kind: "aws_acm",
  keys: [["aws_acm", "regions of AWS Certificate Manager"]],
  locator: "regions",
  variableKeys: { maps: ["aws_acm"] },
  inventory: "remote",
  create: ({ aws_acm, allow_empty }) => {
    const regions = new Set(toArray(aws_acm?.regions ?? []));
    return {
      kind: "aws_acm",
      regions: regions.has(ALL) ? ALL : [...regions],
      exclude_regions: toArray(aws_acm?.exclude_regions ?? []),
      ...createAwsLogin(aws_acm),
      in_use: aws_acm?.in_use ?? false,
      allow_empty: allow_empty ?? false
    };
  },
  check: (fields) => {
    const regions = fields.listTexts("aws_acm", "regions");
    const isAll = ({ value }) => value === ALL && regions.length === 1;
    for (const text of [...regions, ...fields.listTexts("aws_acm", "exclude_regions")])
      if (!isAwsRegion(text.value) && !isAll(text))
        fields.report("bad-identifier", text, text.value, "AWS region", "eu-west-1");
    checkAwsLogin(fields, "aws_acm");
    reportDuplicates(fields, "aws_acm", (region) => region, "regions");
  },
  listLocations: (source) => listAcmListings(source).map(({ listing }) => listing),
  matchesLocation: (location) => isItemLocation(location, "aws_acm"),
  locationType: "aws_acm"
};
function listAcmListings({ accounts, regions }) {
  return (accounts.length === 0 ? [null] : accounts).flatMap(
    (account) => toArray(regions).map((region) => {
      const prefix2 = account === null ? "" : `${formatAccount(account)}/`;
      return { listing: `aws_acm:${prefix2}${region}`, account, region };
    })
  );
}

// src/domain/sources/cloud/aws-iam.ts
var AWS_IAM = {
  kind: "aws_iam",
  keys: [["aws_iam", "how to log in to AWS"]],
  locator: "login",
  variableKeys: { maps: ["aws_iam"] },
  inventory: "remote",
  create: ({ aws_iam, allow_empty }) => ({
    kind: "aws_iam",
    ...createAwsLogin(aws_iam),
    allow_empty: allow_empty ?? false
  }),
  check: (fields) => checkAwsLogin(fields, "aws_iam"),
  listLocations: (source) => listIamListings(source).map(({ listing }) => listing),
  matchesLocation: (location) => isItemLocation(location, "aws_iam"),
  locationType: "aws_iam"
};
function listIamListings({ accounts }) {
  if (accounts.length === 0) return [{ listing: "aws_iam", account: null }];
  return accounts.map((account) => ({ listing: `aws_iam:${formatAccount(account)}`, account }));
}

// src/lib/text/trim.ts
function trimEnd(text, character) {
  let end = text.length;
  while (end > 0 && text[end - 1] === character) end -= 1;
  return text.slice(0, end);
}
function trimBoth(text, character) {
  let start = 0;
  while (start < text.length && text[start] === character) start += 1;
  return trimEnd(text.slice(start), character);
}

// src/domain/sources/cloud/azure-key-vault.ts
var DEFAULT_AUDIENCE2 = "api://AzureADTokenExchange";
function createAzureLogin(spec = {}) {
  const { tenant_id = null, client_id = null, client_secret = null, audience = DEFAULT_AUDIENCE2 } = spec;
  return { tenant_id, client_id, client_secret, audience };
}
var VAULT = /^(?:[A-Za-z](?:-?[A-Za-z0-9]){2,23}|https:\/\/[a-z0-9-]+(?:\.[a-z0-9-]+)*(?::\d{1,5})?\/?)$/;
var SUBSCRIPTION = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
var AZURE_KEY_VAULT = {
  kind: "azure_key_vault",
  keys: [["azure_key_vault", "vaults of Azure Key Vault"]],
  locator: "vaults",
  variableKeys: { maps: ["azure_key_vault"] },
  inventory: "remote",
  create: ({ azure_key_vault, allow_empty }) => ({
    kind: "azure_key_vault",
    vaults: toUnique(azure_key_vault?.vaults).map((vault) => trimEnd(vault, "/")),
    subscriptions: toUnique(azure_key_vault?.subscriptions),
    exclude_vaults: toUnique(azure_key_vault?.exclude_vaults),
    cloud: azure_key_vault?.cloud ?? "public",
    ...createAzureLogin(azure_key_vault),
    allow_empty: allow_empty ?? false
  }),
  check: (fields) => {
    for (const text of fields.listTexts("azure_key_vault", "vaults"))
      if (!VAULT.test(text.value))
        fields.report("bad-identifier", text, text.value, "vault", "my-vault or https://my-vault.vault.azure.cn");
    for (const text of fields.listTexts("azure_key_vault", "subscriptions"))
      if (!SUBSCRIPTION.test(text.value))
        fields.report("bad-identifier", text, text.value, "subscription ID", "33333333-3333-4333-8333-333333333333");
    reportDuplicates(fields, "azure_key_vault", (vault) => trimEnd(vault.toLowerCase(), "/"), "vaults");
    reportDuplicates(fields, "azure_key_vault", (id) => id.toLowerCase(), "subscriptions");
  },
  listLocations: ({ vaults, subscriptions }) => [
    ...vaults.map(formatVaultName),
    ...subscriptions.map(formatSubscription)
  ],
  matchesLocation: (location) => isItemLocation(location, "azure_key_vault"),
  locationType: "azure_key_vault"
};
function formatSubscription(id) {
  return `azure_key_vault:${id}`;
}
function toUnique(texts = []) {
  return [...new Set(toArray(texts).map((text) => text.toLowerCase()))];
}
function formatVaultName(vault) {
  return `azure_key_vault:${vault.replace(/^https:\/\//, "")}`;
}

// src/domain/sources/cloud/entra-app-credentials.ts
var KIND = "entra_app_credentials";
var ENTRA_APP_CREDENTIALS = {
  kind: KIND,
  keys: [[KIND, "a tenant of Microsoft Entra ID"]],
  locator: "cloud",
  variableKeys: { maps: [KIND] },
  inventory: "remote",
  create: ({ entra_app_credentials, allow_empty }) => ({
    kind: KIND,
    cloud: entra_app_credentials?.cloud ?? "public",
    ...createAzureLogin(entra_app_credentials),
    allow_empty: allow_empty ?? false
  }),
  listLocations: () => [KIND],
  matchesLocation: (location) => isItemLocation(location, KIND),
  locationType: KIND
};

// src/domain/sources/cloud/gcp.ts
var GCP_CERTIFICATE_MANAGER = {
  kind: "gcp_certificate_manager",
  keys: [["gcp_certificate_manager", "projects with Google Cloud Certificate Manager"]],
  locator: "projects",
  variableKeys: { maps: ["gcp_certificate_manager"] },
  inventory: "remote",
  create: ({ gcp_certificate_manager: spec, allow_empty }) => ({
    kind: "gcp_certificate_manager",
    projects: toUnique2(spec?.projects),
    locations: toLocations(spec?.locations),
    login: createLogin(spec),
    allow_empty: allow_empty ?? false
  }),
  check: (fields) => {
    checkCommonFields(fields, "gcp_certificate_manager");
    for (const text of fields.listTexts("gcp_certificate_manager", "locations"))
      if (text.value !== ALL_LOCATIONS && !LOCATION.test(text.value))
        fields.report("bad-identifier", text, text.value, "location", "europe-west1");
    reportDuplicates(fields, "gcp_certificate_manager", (location) => location, "locations");
  },
  listLocations: (source) => listCertificateManagerListings(source).map(({ listing }) => listing),
  matchesLocation: (location) => isItemLocation(location, "gcp_certificate_manager"),
  locationType: "gcp_certificate_manager"
};
var GCP_SSL_CERTIFICATES = {
  kind: "gcp_ssl_certificates",
  keys: [["gcp_ssl_certificates", "projects with SSL certificates of Google Cloud load balancers"]],
  locator: "projects",
  variableKeys: { maps: ["gcp_ssl_certificates"] },
  inventory: "remote",
  create: ({ gcp_ssl_certificates: spec, allow_empty }) => ({
    kind: "gcp_ssl_certificates",
    projects: toUnique2(spec?.projects),
    in_use: spec?.in_use ?? false,
    login: createLogin(spec),
    allow_empty: allow_empty ?? false
  }),
  check: (fields) => checkCommonFields(fields, "gcp_ssl_certificates"),
  listLocations: ({ projects }) => projects.map(formatSslListing),
  matchesLocation: (location) => isItemLocation(location, "gcp_ssl_certificates"),
  locationType: "gcp_ssl_certificates"
};
function listCertificateManagerListings({
  projects,
  locations
}) {
  return projects.flatMap((project) => {
    const name = `gcp_certificate_manager:${project}`;
    if (locations === null) return [{ listing: name, project, location: null }];
    return locations.map((location) => ({ listing: `${name}/${location}`, project, location }));
  });
}
function formatSslListing(project) {
  return `gcp_ssl_certificates:${project}`;
}
var PROJECT = /^(?:[a-z][a-z0-9.-]*:)?[a-z][a-z0-9-]{4,28}[a-z0-9]$|^\d{1,20}$/;
var LOCATION = /^[a-z][a-z0-9-]{1,62}$/;
var ALL_LOCATIONS = "-";
var PROVIDER = /^projects\/\d+\/locations\/global\/workloadIdentityPools\/[a-z0-9-]+\/providers\/[a-z0-9-]+$/;
var SERVICE_ACCOUNT = /^[a-z0-9-]+@[a-z0-9.-]+\.gserviceaccount\.com$/;
function removeProviderHost(provider) {
  return provider.replace(/^(?:https:)?\/\/iam\.googleapis\.com\//, "");
}
function createLogin({ workload_identity_provider, service_account, audience } = {}) {
  return {
    workload_identity_provider: workload_identity_provider === void 0 ? null : removeProviderHost(workload_identity_provider),
    service_account: service_account ?? null,
    audience: audience ?? null
  };
}
function toUnique2(texts) {
  return [...new Set(toArray(texts))];
}
function toLocations(texts) {
  const locations = toUnique2(texts);
  return locations.length === 0 || locations.includes(ALL_LOCATIONS) ? null : locations;
}
function checkCommonFields(fields, key) {
  for (const text of fields.listTexts(key, "projects"))
    if (!PROJECT.test(text.value)) fields.report("bad-identifier", text, text.value, "project ID", "shop-production");
  reportDuplicates(fields, key, (project) => project, "projects");
  for (const text of fields.listTexts(key, "workload_identity_provider"))
    if (isLiteral(text) && !PROVIDER.test(removeProviderHost(text.value)))
      fields.report("bad-identifier", text, text.value, "workload identity provider", PROVIDER_EXAMPLE);
  for (const text of fields.listTexts(key, "service_account"))
    if (isLiteral(text) && !SERVICE_ACCOUNT.test(text.value))
      fields.report("bad-identifier", text, text.value, "service account", SERVICE_ACCOUNT_EXAMPLE);
}
var PROVIDER_EXAMPLE = "projects/123456789012/locations/global/workloadIdentityPools/github/providers/certvigil";
var SERVICE_ACCOUNT_EXAMPLE = "certvigil@shop-production.iam.gserviceaccount.com";
function isLiteral({ value }) {
  return !value.includes("${");
}

// src/domain/sources/cloud/kubernetes.ts
var SECRET_TYPES = [
  "kubernetes.io/tls",
  "istio.io/ca-root",
  "istio.io/key-and-cert",
  "cluster.x-k8s.io/secret"
];
var NAMESPACED = ["cert_manager", "secrets", "assignments"];
var DEFAULT_RESOURCES = [...NAMESPACED, "webhooks", "apiservices"];
var KUBERNETES = {
  kind: "kubernetes",
  keys: [["kubernetes", "a cluster"]],
  locator: "resources",
  variableKeys: { maps: ["kubernetes"] },
  caFileUse: "url",
  inventory: "remote",
  create: ({ kubernetes = {}, ca_file, ssl_verification, allow_empty }) => {
    const { server, token, kubeconfig, context, resources, namespaces, exclude_namespaces, label_selector } = kubernetes;
    const names = [...new Set(toArray(namespaces ?? []))];
    return {
      kind: "kubernetes",
      exec: kubernetes.exec === "allow",
      access: createAccess({ server, token, kubeconfig, context }),
      resources: [...new Set(resources ?? (names.length > 0 ? NAMESPACED : DEFAULT_RESOURCES))],
      secret_types: [.../* @__PURE__ */ new Set([...SECRET_TYPES, ...kubernetes.secret_types ?? []])],
      namespaces: names,
      exclude_namespaces: toArray(exclude_namespaces ?? []),
      label_selector: label_selector ?? null,
      ca_file: ca_file ?? null,
      ssl_verification: ssl_verification ?? true,
      allow_empty: allow_empty ?? false
    };
  },
  check: (fields) => {
    for (const text of fields.listTexts("kubernetes", "server")) {
      const problem = findUrlProblem(text.value);
      if (problem !== null) fields.report("bad-url", text, problem);
    }
    for (const text of fields.listTexts("kubernetes", "namespaces"))
      if (!/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(text.value))
        fields.report("bad-identifier", text, text.value, "namespace", "kube-system");
    for (const text of fields.listTexts("kubernetes", "exclude_namespaces"))
      if (!/^[a-z0-9*?{},![\]-]+$/.test(text.value))
        fields.report("bad-identifier", text, text.value, "namespace", "kube-system or preview-*");
  },
  listLocations: () => ["kubernetes"],
  matchesLocation: (location) => isItemLocation(location, "kubernetes"),
  locationType: "kubernetes"
};
function createAccess({ server, token, kubeconfig, context }) {
  if (server !== void 0 && token !== void 0) return { method: "token", server: trimEnd(server, "/"), token };
  if (kubeconfig === void 0 && context === void 0) return { method: "environment" };
  return { method: "kubeconfig", kubeconfig: kubeconfig ?? null, context: context ?? null };
}

// src/domain/sources/cloud/vault-pki.ts
var DEFAULT_EXPIRED_DAYS = 7;
var POD_TOKEN_FILE = "/var/run/secrets/kubernetes.io/serviceaccount/token";
var VAULT_PKI = {
  kind: "vault_pki",
  keys: [["vault_pki", "a PKI mount of HashiCorp Vault or OpenBao"]],
  locator: "mounts",
  variableKeys: { maps: ["vault_pki"] },
  caFileUse: "url",
  inventory: "remote",
  create: ({ vault_pki, ca_file, ssl_verification, allow_empty }) => {
    const { url, mount, namespace, superseded, expired_days, ...login } = vault_pki ?? { url: "" };
    return {
      kind: "vault_pki",
      url: trimEnd(url, "/"),
      mounts: [...new Set(toArray(mount ?? "pki").map(trimSlashes))],
      namespace: namespace ?? null,
      login: createLogin2(login),
      superseded: superseded ?? false,
      expired_days: expired_days ?? DEFAULT_EXPIRED_DAYS,
      ca_file: ca_file ?? null,
      ssl_verification: ssl_verification ?? true,
      allow_empty: allow_empty ?? false
    };
  },
  check: (fields) => {
    for (const text of fields.listTexts("vault_pki", "url")) {
      const problem = findUrlProblem(text.value);
      if (problem !== null) fields.report("bad-url", text, problem);
    }
    reportLoginConflicts(fields);
  },
  listLocations: ({ mounts }) => mounts.map(formatVaultListing),
  matchesLocation: (location) => isItemLocation(location, "vault_pki"),
  locationType: "vault_pki"
};
function formatVaultListing(mount) {
  return `vault_pki:${mount}`;
}
var ALTERNATIVES = [
  ["role_id", "role", "token"],
  ["jwt", "jwt_file"]
];
function reportLoginConflicts(fields) {
  for (const keys of ALTERNATIVES) {
    const [first, ...others2] = keys.flatMap((key) => fields.listTexts("vault_pki", key).map((text) => ({ key, text })));
    for (const { key, text } of others2) fields.report("login-conflict", text, key, first?.key ?? key);
  }
}
function createLogin2(spec) {
  const { token, role, audience, jwt, role_id, secret_id, auth_mount, auth_method = "jwt" } = spec;
  if (role_id !== void 0) {
    return {
      method: "approle",
      mount: trimSlashes(auth_mount ?? "approle"),
      role_id,
      secret_id: secret_id ?? null
    };
  }
  if (role !== void 0) {
    return {
      method: auth_method,
      mount: trimSlashes(auth_mount ?? auth_method),
      role,
      audience: audience ?? null,
      jwt: jwt ?? null,
      jwt_file: spec.jwt_file ?? (auth_method === "kubernetes" ? POD_TOKEN_FILE : null)
    };
  }
  return { method: "token", token: token ?? null };
}
function trimSlashes(path5) {
  return trimBoth(path5, "/");
}

// src/domain/sources/field-map.ts
function createCurrentItems({
  expired_days,
  superseded = true
}) {
  return { expired_days: expired_days ?? null, superseded };
}
function createFieldMap(spec = {}, preset = {}) {
  const { labels = {}, ...fields } = { ...preset, ...spec };
  const isPath = typeof labels === "string";
  return {
    fields: mapFields(fields),
    labels: isPath ? {} : mapFields(labels),
    all_labels: isPath ? labels : null
  };
}
function mapFields(specs) {
  const entries = Object.entries(specs).flatMap(
    ([name, spec]) => spec === void 0 ? [] : [[name, createField(spec)]]
  );
  return Object.fromEntries(entries);
}
function createField(spec) {
  if (typeof spec === "string" || Array.isArray(spec)) return { paths: toArray(spec), default: null, format: null };
  return { paths: toArray(spec.path), default: spec.default ?? null, format: spec.format ?? null };
}
function createMuted(spec) {
  return spec === void 0 || spec === false ? null : createConditionSet(spec);
}
function createConditionSet(spec) {
  if ("and" in spec) return { and: spec.and.map(createConditionSet) };
  if ("or" in spec) return { or: spec.or.map(createConditionSet) };
  return { attr: spec.attr, op: spec.op ?? "eq", value: spec.value, negate: spec.negate ?? false };
}

// src/domain/sources/csv.ts
var KIND2 = "csv";
var CSV = {
  kind: KIND2,
  keys: [["csv", "a path"]],
  locator: "path",
  isLocal: true,
  inventory: "local",
  create: ({ csv = "", map, where, muted, allow_empty, ...spec }) => ({
    kind: KIND2,
    path: csv,
    map: createFieldMap(map),
    where: where === void 0 ? null : createConditionSet(where),
    muted: createMuted(muted),
    current: createCurrentItems(spec),
    allow_empty: allow_empty ?? false
  }),
  listLocations: () => [KIND2],
  matchesLocation: (location) => isItemLocation(location, KIND2),
  locationType: KIND2,
  selectInRepository: (source, isInside) => isInside(source.path) ? source : null,
  sampleFailure: "file-not-found"
};

// src/domain/sources/ct.ts
var KIND3 = "ct";
var DEFAULT_URLS = {
  certspotter: "https://api.certspotter.com",
  crtsh: "https://crt.sh"
};
var CT = {
  kind: KIND3,
  keys: [[KIND3, "a domain in certificate transparency logs"]],
  locator: "domains",
  variableKeys: { texts: ["token"] },
  hasLifetime: false,
  create: ({ ct, include_subdomains, provider = "certspotter", api_url, fallback_url, token, expected = [] }) => ({
    kind: KIND3,
    domains: [...new Set(toArray(ct).map(normalizeDomain))],
    include_subdomains: include_subdomains ?? true,
    provider,
    api_url: trimEnd(api_url ?? DEFAULT_URLS[provider], "/"),
    fallback_url: fallback_url === void 0 ? null : trimEnd(fallback_url, "/"),
    token: token ?? null,
    expected: expected.map(({ names, issuers, reason }) => ({
      names: toArray(names).flatMap((text) => parseNamePattern(text) ?? []),
      issuers: toArray(issuers),
      reason: reason.trim()
    }))
  }),
  check: (fields) => {
    for (const text of fields.listTexts(KIND3)) {
      if (isDomain(normalizeDomain(text.value))) continue;
      const bare = normalizeDomain(text.value.replace(/^\*?\./, ""));
      fields.report("bad-domain", text, text.value, isDomain(bare) ? bare : null);
    }
    for (const key of ["api_url", "fallback_url"]) {
      for (const text of fields.listTexts(key)) {
        const problem = findUrlProblem(text.value);
        if (problem !== null) fields.report("bad-url", text, problem);
      }
    }
    reportDuplicates(fields, KIND3, normalizeDomain);
    checkExpected(fields);
  },
  listLocations: ({ domains }) => domains.map(formatCtLocation),
  matchesLocation: (location) => location.startsWith(`${KIND3}:`),
  locationType: KIND3,
  sampleName: ({ domains: [domain] }) => domain
};
function checkExpected(fields) {
  const domains = fields.listTexts(KIND3).map(({ value }) => normalizeDomain(value));
  for (const text of fields.listTexts("expected", void 0, "names")) {
    const name = parseNamePattern(text.value);
    if (name === null || !domains.some((domain) => isInDomain(name, domain)))
      fields.report("bad-expected-pattern", text, text.value, domains[0] ?? null);
  }
  for (const text of fields.listTexts("expected", void 0, "issuers"))
    if (/^[*?\s]*$/.test(text.value)) fields.report("any-issuer-expected", text, text.value);
}
function parseNamePattern(text) {
  const labels = text.trim().replace(/\.$/, "").split(".");
  const parsed = labels.map((label, index) => {
    if (label === "*" || label === "**" && index === 0 && !text.includes("*", text.indexOf("."))) return label;
    const ascii = (label.includes("*") ? label : toAsciiHost(label)).toLowerCase();
    return /^(?:[a-z0-9_-]|\*(?!\*))+$/.test(ascii) ? ascii : null;
  });
  return parsed.includes(null) ? null : parsed.join(".");
}
function formatCtLocation(domain) {
  return `${KIND3}:${domain}`;
}
function normalizeDomain(text) {
  return toAsciiHost(text.trim()).toLowerCase().replace(/\.$/, "");
}
function isDomain(name) {
  return isHostName(name) && name.includes(".") && !/^[\d.]+$/.test(name);
}

// src/domain/sources/env.ts
var ENV = {
  kind: "env",
  keys: [["env", "the name of a variable"]],
  locator: "names",
  isLocal: true,
  variableNameKeys: ["env"],
  create: ({ env }) => ({ kind: "env", names: [...new Set(toArray(env))] }),
  check: (fields) => reportDuplicates(fields, "env"),
  listLocations: ({ names }) => names.map((name) => `env:${name}`),
  matchesLocation: (location) => /^env:[A-Za-z_]/.test(location),
  locationType: "env"
};

// src/domain/sources/expires.ts
var EXPIRES = {
  kind: "expires",
  keys: [["expires", "a date"]],
  locator: "date",
  isLocal: true,
  subject: "date",
  hasLifetime: false,
  create: ({ expires = "", what }) => ({ kind: "expires", date: expires, what: what ?? null }),
  check: ({ listTexts, report }) => {
    for (const text of listTexts("expires")) {
      if (text.value.length !== 10 || parseDateOrTime(text.value) === null) report("bad-date", text, text.value);
    }
  },
  listLocations: () => ["declared"],
  matchesLocation: (location) => location === "declared",
  locationType: "declared"
};

// src/domain/sources/file.ts
var FILE = {
  kind: "file",
  keys: [["file", "a path or glob"]],
  locator: "patterns",
  isLocal: true,
  // The host and the clients of a file are unknown.
  defaultTrust: "none",
  create: ({ file, exclude, skip_empty, ...spec }) => ({
    kind: "file",
    patterns: toArray(file),
    exclude: toArray(exclude),
    skip_empty: skip_empty ?? null,
    ...createSourceTrust(spec, "none", null)
  }),
  listLocations: ({ patterns }) => patterns.slice(0, 1),
  // A path can have any form, so the other kinds of sources are matched first.
  matchesLocation: () => false,
  locationType: "file",
  selectInRepository: (source, isInside) => {
    const patterns = source.patterns.filter(isInside);
    return patterns.length === 0 ? null : { ...source, patterns };
  },
  sampleFailure: "file-not-found"
};

// src/domain/sources/github-pages.ts
var SITE = /^[A-Za-z0-9][A-Za-z0-9-]*(?:\/[A-Za-z0-9._-]+)?$/;
var KIND4 = "github_pages";
var GITHUB_PAGES = {
  kind: KIND4,
  keys: [["github_pages", "a repository or an owner"]],
  locator: "sites",
  variableKeys: { texts: ["token"] },
  inventory: "remote",
  create: ({ github_pages, token, allow_empty }) => ({
    kind: KIND4,
    sites: [...new Set(toArray(github_pages))],
    token: token ?? null,
    allow_empty: allow_empty ?? false
  }),
  check: (fields) => {
    for (const text of fields.listTexts("github_pages")) {
      if (!SITE.test(text.value)) fields.report("bad-site", text, text.value);
    }
    reportDuplicates(fields, "github_pages");
  },
  listLocations: () => [KIND4],
  matchesLocation: (location) => isItemLocation(location, KIND4),
  locationType: KIND4
};

// src/domain/sources/pem.ts
var PEM_BLOCK = /^[ \t]*-----BEGIN [^\n-]+-----[ \t]*$/m;
var PEM = {
  kind: "pem",
  keys: [["pem", "the PEM text"]],
  locator: "text",
  isLocal: true,
  verbatimKeys: ["pem"],
  create: ({ pem = "" }) => ({ kind: "pem", text: pem }),
  check: ({ listTexts, reportSecret }) => {
    for (const text of listTexts("pem")) {
      if (/PRIVATE KEY-----/.test(text.value)) reportSecret("private-key-in-manifest", text);
      else if (!PEM_BLOCK.test(text.value)) reportSecret("bad-pem", text);
    }
  },
  listLocations: () => ["pem"],
  matchesLocation: (location) => /^pem(?:#|$)/.test(location),
  locationType: "pem",
  selectInRepository: (source) => source
};

// src/domain/sources/rest-presets/digicert.ts
var DIGICERT = {
  path: "/services/v2/order/certificate",
  items: "orders",
  next: { offset: { parameter: "offset", size_parameter: "limit", size: 1e3 }, total: "page.total" },
  map: {
    id: "id",
    common_name: "certificate.common_name",
    sans: "certificate.dns_names",
    serial: "certificate.serial_number",
    valid_from: "certificate.valid_from",
    valid_to: "certificate.valid_till",
    labels: { organization: "organization.name", container: "container.name", product: "product.name_id" }
  },
  where: {
    and: [
      { attr: "status", op: "in", value: ["issued", "reissue_pending", "expired"] },
      { attr: "is_renewed", value: true, negate: true }
    ]
  },
  muted: { attr: "disable_renewal_notifications", value: true },
  expired_days: 7
};

// src/domain/sources/rest-presets/ejbca.ts
var EJBCA = {
  path: "/ejbca/ejbca-rest-api/v2/certificate/search",
  method: "POST",
  body: {
    criteria: [
      { property: "STATUS", value: "CERT_ACTIVE", operation: "EQUAL" },
      { property: "STATUS", value: "CERT_NOTIFIEDABOUTEXPIRATION", operation: "EQUAL" }
    ],
    sort: { property: "UPDATE_TIME", operation: "ASC" }
  },
  items: "certificates",
  next: {
    page: { parameter: "pagination.current_page", size_parameter: "pagination.page_size", size: 1e3 }
  },
  map: {
    id: "fingerprint",
    pem: "base64Cert",
    issuer: "issuerDN",
    serial: "serialNumber",
    sans: "subjectAltName",
    valid_from: "notBefore",
    valid_to: "expireDate",
    owner: "username",
    labels: { profile: ["certificateProfile", "certificateProfileId"] }
  },
  expired_days: 7,
  superseded: false
};

// src/domain/sources/rest-presets/lemur.ts
var LEMUR = {
  path: "/api/1/certificates?sortBy=id&sortDir=asc",
  items: "items",
  next: { page: { parameter: "page", size_parameter: "count", size: 100 }, total: "total" },
  map: {
    id: "id",
    pem: "body",
    chain: "chain",
    common_name: ["commonName", "cn"],
    sans: ["extensions.subAltNames.names.*.value", "domains.*.name"],
    issuer: "issuer",
    serial: { path: "serial", format: "decimal" },
    valid_from: "notBefore",
    valid_to: "notAfter",
    owner: "owner",
    assignments: "endpoints.*.name"
  },
  where: {
    and: [
      { attr: "status", value: "revoked", negate: true },
      { attr: "replacedBy.0.id", value: null }
    ]
  },
  muted: { attr: "notify", value: false },
  // Before it expires, Lemur issues another one.
  renewed: { attr: "rotation", value: true },
  expired_days: 7
};

// src/domain/sources/rest-presets/netbox-ssl.ts
var IGNORED = ["replaced", "revoked", "archived", "pending"];
var NETBOX_SSL = {
  path: "/api/plugins/ssl/certificates/?limit=200",
  items: "results",
  next: { link: "next", total: "count" },
  map: {
    id: "id",
    pem: "pem_content",
    chain: "issuer_chain",
    common_name: "common_name",
    sans: "sans",
    issuer: "issuer",
    serial: "serial_number",
    fingerprint: "fingerprint_sha256",
    valid_from: "valid_from",
    valid_to: "valid_to",
    renewal_instructions: "effective_renewal_instructions",
    labels: { tenant: ["tenant.slug", "tenant.name"], tags: "tags.*.slug", source_removed: "source_removed" }
  },
  where: {
    and: [
      { attr: "status", op: "in", value: IGNORED, negate: true },
      { attr: "status.value", op: "in", value: IGNORED, negate: true }
    ]
  }
};

// src/domain/sources/rest-presets/sectigo.ts
var SECTIGO = {
  path: "/api/ssl/v1",
  details: "/api/ssl/v1/{id}",
  next: { offset: { parameter: "position", size_parameter: "size", size: 200 }, total: "header:X-Total-Count" },
  map: {
    id: "sslId",
    common_name: "commonName",
    sans: "subjectAlternativeNames",
    issuer: "certificateDetails.issuer",
    serial: "serialNumber",
    fingerprint: "certificateDetails.sha256Hash",
    valid_to: { path: "expires", format: "%m/%d/%Y" },
    owner: ["owner", "requester"],
    labels: { organization: "orgId" }
  },
  where: {
    and: [
      { attr: "renewed", value: true, negate: true },
      { attr: "status", op: "in", value: ["Revoked", "Replaced"], negate: true }
    ]
  },
  muted: { attr: "suspendNotifications", value: true },
  issued: "expires",
  expired_days: 7
};

// src/domain/sources/rest-presets/venafi.ts
var VENAFI = {
  path: "/vedsdk/Certificates/",
  items: "Certificates",
  next: { offset: { parameter: "Offset", size_parameter: "Limit", size: 100 }, total: "TotalCount" },
  map: {
    id: ["Guid", "DN"],
    common_name: ["X509.CN", "Name"],
    sans: "X509.SANS.DNS",
    issuer: "X509.Issuer",
    serial: "X509.Serial",
    valid_from: "X509.ValidFrom",
    valid_to: "X509.ValidTo",
    labels: { policy: "ParentDn" }
  },
  issued: "X509.ValidTo",
  expired_days: 7
};
var VENAFI_CLOUD = {
  path: "/outagedetection/v1/certificatesearch",
  method: "POST",
  body: { ordering: { orders: [{ direction: "ASC", field: "validityEnd" }] } },
  items: "certificates",
  next: {
    page: { parameter: "paging.pageNumber", first: 0, size_parameter: "paging.pageSize", size: 500 }
  },
  map: {
    id: "id",
    common_name: ["subjectCN.0", "certificateName"],
    sans: ["subjectAlternativeNamesByType.dNSName", "subjectAlternativeNameDns"],
    issuer: "issuerCN.0",
    serial: "serialNumber",
    valid_from: "validityStart",
    valid_to: "validityEnd",
    assignments: "instances.*.hostname"
  },
  where: {
    and: [
      { attr: "certificateStatus", op: "in", value: ["RETIRED", "DELETED"], negate: true },
      { attr: "versionType", value: "OLD", negate: true }
    ]
  },
  expired_days: 7
};

// src/domain/sources/rest-presets/index.ts
var REST_PRESETS = {
  netbox_ssl: NETBOX_SSL,
  lemur: LEMUR,
  digicert: DIGICERT,
  venafi: VENAFI,
  venafi_cloud: VENAFI_CLOUD,
  ejbca: EJBCA,
  sectigo: SECTIGO
};

// src/domain/sources/rest.ts
var KIND5 = "rest";
var REST = {
  kind: KIND5,
  keys: [["rest", "the URL of an API"]],
  locator: "url",
  variableKeys: { texts: ["rest"], maps: ["headers"] },
  inventory: "remote",
  caFileUse: "url",
  create: createRestSource,
  check: (fields) => {
    for (const text of fields.listTexts("rest")) {
      const problem = findUrlProblem(text.value);
      if (problem !== null) fields.report("bad-url", text, problem);
    }
  },
  listLocations: () => [KIND5],
  matchesLocation: (location) => isItemLocation(location, KIND5),
  locationType: KIND5
};
function createRestSource(spec) {
  const preset = spec.preset === void 0 ? {} : REST_PRESETS[spec.preset];
  const { method = "GET", body = null, items = null, details = null, next, where, muted } = { ...preset, ...spec };
  const { pages = 1e4, items: maxItems = 25e4, mebibytes = 32 } = spec.limits ?? {};
  return {
    kind: KIND5,
    url: spec.rest ?? "",
    path: preset.path ?? "",
    method,
    headers: toPlainObject(spec.headers),
    body,
    items,
    details,
    next: next ?? {},
    is_single_page: next === null,
    map: createFieldMap(spec.map, preset.map),
    issued: preset.issued ?? null,
    where: where === void 0 ? null : createConditionSet(where),
    muted: createMuted(muted),
    renewed: preset.renewed === void 0 ? null : createConditionSet(preset.renewed),
    current: createCurrentItems({ ...preset, ...spec }),
    limits: { pages, items: maxItems, mebibytes },
    allow_empty: spec.allow_empty ?? false,
    ca_file: spec.ca_file ?? null,
    ssl_verification: spec.ssl_verification ?? true,
    client_certificate: spec.client_certificate ?? null
  };
}

// src/domain/sources/url.ts
var URL_SOURCE = {
  kind: "url",
  keys: [["url", "http or https"]],
  locator: "targets",
  variableKeys: { texts: ["url"], maps: ["headers"] },
  caFileUse: "url",
  create: ({ url, headers, ca_file, ssl_verification }) => ({
    kind: "url",
    targets: [...new Map(toArray(url).map((one) => [toLocation(one), createUrlTarget(one)])).values()],
    headers: toPlainObject(headers),
    ca_file: ca_file ?? null,
    ssl_verification: ssl_verification ?? true
  }),
  check: (fields) => {
    for (const text of fields.listTexts("url")) {
      const problem = findUrlProblem(text.value);
      if (problem !== null) fields.report("bad-url", text, problem);
    }
    reportDuplicates(fields, "url", toLocation);
  },
  listLocations: ({ targets }) => targets.map(({ location }) => location),
  matchesLocation: (location) => /^(?:https?:\/\/|\$\{)/.test(location),
  locationType: "url"
};
function createUrlTarget(url) {
  return { url, location: toLocation(url) };
}
function toLocation(url) {
  const origin = /^(https?:\/\/)(?:[^/?#]*@)?([^/?#]*)/i;
  return url.replace(origin, (_, scheme, host) => lowerCase(scheme + host)).replace(/#.*/s, "");
}
function lowerCase(text) {
  return text.replace(/\$\{\w*\}|[A-Z]/g, (part) => part.startsWith("$") ? part : part.toLowerCase());
}

// src/domain/sources/index.ts
var SOURCES = {
  endpoint: ENDPOINT,
  file: FILE,
  url: URL_SOURCE,
  env: ENV,
  pem: PEM,
  expires: EXPIRES,
  domain: DOMAIN,
  vault_pki: VAULT_PKI,
  aws_acm: AWS_ACM,
  aws_iam: AWS_IAM,
  kubernetes: KUBERNETES,
  azure_key_vault: AZURE_KEY_VAULT,
  entra_app_credentials: ENTRA_APP_CREDENTIALS,
  gcp_certificate_manager: GCP_CERTIFICATE_MANAGER,
  gcp_ssl_certificates: GCP_SSL_CERTIFICATES,
  rest: REST,
  csv: CSV,
  github_pages: GITHUB_PAGES,
  ct: CT
};
var SOURCE_DEFINITIONS = Object.values(SOURCES);
var DEFINITIONS_BY_KEY = SOURCE_DEFINITIONS.flatMap(
  (definition) => definition.keys.map(([key]) => [key, definition])
);
function getSourceDefinition(kind) {
  return SOURCES[kind];
}
function findSourceDefinition(hasKey) {
  for (const [key, definition] of DEFINITIONS_BY_KEY) if (hasKey(key)) return definition;
  return void 0;
}
function createSource(entry, settings) {
  const definition = findSourceDefinition((key) => entry[key] !== void 0);
  if (definition === void 0) throw new Error(`The entry ${entry.name} has no source`);
  return definition.create(entry, settings);
}
function getPossibleLabels({
  source,
  labels
}) {
  return getSourceDefinition(source.kind).inventory === void 0 ? labels : "any";
}
function getSubjectKind(source, location) {
  const { subject = "certificate" } = findByLocation(location) ?? {};
  const isFile = source?.kind === "file" && getSourceDefinition(source.kind).listLocations(source).includes(location);
  return isFile ? "certificate" : subject;
}
function isInventory(source) {
  return getSourceDefinition(source.kind).inventory !== void 0;
}
function findByLocation(location) {
  return SOURCE_DEFINITIONS.findLast((one) => one.matchesLocation(location));
}
function classifyLocation(source, location) {
  if (source === null) return findByLocation(location)?.locationType ?? "file";
  const { locationType, classifyLocation: classifyLocation2 } = getSourceDefinition(source.kind);
  return classifyLocation2?.(source, location) ?? locationType;
}

// src/domain/certificate-names.ts
function listNames({ common_name, sans, subject }) {
  const names = common_name === null ? sans : [common_name, ...sans];
  return (names.length > 0 || subject === null ? names : [subject]).map((name) => name.toLowerCase());
}
function coversNames(facts, old) {
  const names = new Set(listNames(facts));
  return listNames(old).every((name) => names.has(name));
}
function toEntryName(text, maxLength = Number.POSITIVE_INFINITY) {
  return text.replace(/[^A-Za-z0-9._-]+/g, "-").slice(0, maxLength).replace(/^[-.]+|(?<![-.])[-.]+$/g, "");
}
var MAX_NAME_LENGTH = 100;
var MAX_LOCATION_LENGTH = 120;
var CERTIFICATE = { kind: "certificate", what: "certificate" };
var FIXTURE = { ...CERTIFICATE, kind: "fixture" };
function resolveNoun(entry, locations) {
  const kind = getSubjectKind(entry?.source ?? null, locations[0] ?? "");
  if (kind === "certificate") return entry?.settings.fixture === void 0 ? CERTIFICATE : FIXTURE;
  if (kind === "domain") return { kind, what: "domain registration" };
  return { kind, what: (entry?.source.kind === "expires" ? entry.source.what : null) ?? CERTIFICATE.what };
}
function isCalledCertificate({ what }) {
  return what === CERTIFICATE.what;
}
function formatDisplayName({
  name,
  noun = CERTIFICATE,
  facts,
  locations = [],
  distinguishing_locations
}) {
  if (noun.kind === "domain") return `Domain registration of ${findDomain(facts, locations) ?? name}`;
  if (!isCalledCertificate(noun)) return `${capitalize(toOneLine(noun.what))} ${name}`;
  if (distinguishing_locations === null) return name;
  const common = truncateTo(toOneLine(facts === null ? "" : findName(facts)), MAX_NAME_LENGTH);
  const [location] = distinguishing_locations;
  if (location === void 0) return common || name;
  const more = distinguishing_locations.length > 1 ? ` and ${distinguishing_locations.length - 1} more` : "";
  return `${common || name} (${truncateTo(toOneLine(removeFingerprint(location)), MAX_LOCATION_LENGTH)}${more})`;
}
function findDomain(facts, [location = ""]) {
  return facts?.common_name ?? (/^domain:(.*)$/s.exec(location)?.[1] || null);
}
function findName({ common_name, sans, subject }) {
  return common_name ?? sans[0] ?? subject ?? "";
}
function removeFingerprint(location) {
  return location.replace(/#[0-9a-f]{12}$/, "");
}
var UNPRINTABLE = /[\p{C}\p{Zl}\p{Zp}\s]+/gu;
function toOneLine(text) {
  return text.replace(UNPRINTABLE, " ").trim();
}
var KEY_NAME = /\.key$|-key\.pem$/;
function isPrivateKeyName(name) {
  return KEY_NAME.test(name);
}

// src/lib/text/count.ts
function formatNumber(number) {
  return String(number).replace(/\B(?=(?:\d{3})+$)/g, ",");
}
function formatCount(number, singular, plural = `${singular}s`) {
  return `${formatNumber(number)} ${number === 1 ? singular : plural}`;
}
function formatShare(some, all, singular, plural = `${singular}s`) {
  return `${formatNumber(some)} of ${formatCount(all, singular, plural)}`;
}

// src/report/document/model.ts
function createDocument(title, parts) {
  return { title, lead: [], summary: [], sections: [], footer: [], ...parts };
}
function createTable(columns, items, more = {}) {
  const { describeRow, ...options } = more;
  const rows = {
    *[Symbol.iterator]() {
      for (const item of items) yield { cells: columns.map(({ cell }) => cell(item)), ...describeRow?.(item) };
    }
  };
  return { kind: "table", columns, rows, ...options };
}
function createList(items, limit) {
  return { kind: "list", items, ...limit !== void 0 && { limit } };
}
function createParagraph(text, more = {}) {
  return { kind: "paragraph", text, ...more };
}
function quoteName(name) {
  return name === null ? null : { code: name };
}
function quoteMessage(message) {
  return message === null ? null : { message };
}
function listInlines(text) {
  if (text === null) return [];
  return Array.isArray(text) ? text : [text];
}
function joinTexts(texts, max = Number.POSITIVE_INFINITY, separator = ", ") {
  const joined = texts.slice(0, max).flatMap((text, index) => [...index === 0 ? [] : [separator], ...listInlines(text)]);
  return texts.length > max ? [...joined, ` and ${texts.length - max} more`] : joined;
}

// src/report/format/labels.ts
var REASON_LABELS = {
  first: "first",
  escalated: "escalated",
  repeat: "repeat",
  retry: "retry",
  cooldown: "within cooldown",
  once: "already sent",
  silenced: "silenced",
  muted: "muted in the inventory",
  quiet_hours: "deferred by quiet hours",
  no_action: "taken by a rule without actions",
  unmatched: "no matching rule"
};
function labelLocation(location) {
  return location === "declared" ? "date in manifest" : location;
}
function describeSuppression({ reason, silence }) {
  if (silence === void 0) return REASON_LABELS[reason];
  return [`silenced until ${silence.until.replace("T00:00:00Z", "")} (`, { code: silence.reason }, ")"];
}
function listFindingCodes(findings) {
  return [...new Set(findings.flatMap(({ code, checks }) => checks?.map((check) => check.code) ?? [code]))];
}
function formatStatus({ status, findings }) {
  const worst = getWorstStatus({ status, findings });
  if (worst !== "critical") return STATUS_LABELS[worst];
  const has = (event) => findings.some((one) => one.event === event);
  if (has("certificate.revoked")) return "revoked";
  return has("certificate.untrusted") ? "untrusted" : STATUS_LABELS[worst];
}
var KIND_NOUNS = {
  certificate: "certificate",
  fixture: "test certificate",
  domain: "domain registration",
  date: "date"
};
function formatSubjectCount(subjects) {
  const kinds = subjects.map((one) => isCalledCertificate(one) ? "certificate" : one.kind);
  const counts = Object.keys(KIND_NOUNS).flatMap((kind) => {
    const number = kinds.filter((one) => one === kind).length;
    return number === 0 ? [] : formatCount(number, KIND_NOUNS[kind]);
  });
  return counts.length < 2 ? counts[0] ?? "0 certificates" : `${counts.slice(0, -1).join(", ")} and ${counts.at(-1)}`;
}
function isUnreadDomain({ fingerprint_sha256, locations }) {
  return fingerprint_sha256 === null && locations.length > 0 && locations.every(({ location }) => location.startsWith("ct:"));
}
function formatCounts(report) {
  const domains = report.certificates.filter(isUnreadDomain);
  const certificates2 = report.certificates.filter((one) => !isUnreadDomain(one));
  const counted = certificates2.length === 0 ? [] : [`${formatSubjectCount(certificates2)}: ${formatStatusCounts(certificates2.map(formatStatus))}.`];
  const unread = domains.length === 0 ? [] : [`The certificate transparency logs of ${formatCount(domains.length, "domain")} could not be read.`];
  return [...counted, ...unread].join(" ");
}
function formatCommonName(one) {
  return isCalledCertificate(one) ? one.common_name : one.display_name;
}
function formatExpiry({ days_remaining: left, days_since_expiry: since }) {
  if (since !== null) return since === 0 ? "expired less than a day ago" : `expired ${formatCount(since, "day")} ago`;
  return left === 0 ? "expires within a day" : `expires in ${formatCount(left, "day")}`;
}
function formatDays(one) {
  const { days_remaining: left, days_since_expiry: since } = one;
  if (left === null) return null;
  return String(since === null ? left : -since || 0);
}
function hasExpiry(one) {
  return one.days_remaining !== null;
}
function formatEventLabel(event) {
  return event.replace(/^certificate\./, "").replace(/[._]/g, " ").replace(/\bari\b/, "ARI");
}
function formatMinute(time) {
  return time === null ? "-" : time.slice(0, 16).replace("T", " ");
}
var LABELS_WORST_FIRST = WORST_FIRST.flatMap(
  (status) => status === "critical" ? ["revoked", "untrusted", STATUS_LABELS.critical] : STATUS_LABELS[status]
);
function formatStatusCounts(statuses) {
  const groups = groupBy(statuses, (status) => status);
  return LABELS_WORST_FIRST.filter((status) => groups.has(status)).map((status) => `${formatNumber(groups.get(status)?.length ?? 0)} ${status}`).join(", ");
}
function formatPartlySuppressed({ events, deliveries }) {
  const fired = new Set(events.filter((event) => !event.suppressed).map(({ id }) => id));
  const count2 = deliveries.filter(({ status, event_id }) => status === "suppressed" && fired.has(event_id)).length;
  const whose = fired.size === 1 ? "its" : "their";
  return count2 === 0 ? "" : ` (${formatNumber(count2)} of ${whose} notifications suppressed)`;
}
function describeScan(report) {
  const { summary, dry_run } = report;
  const { certificates: certificates2, events_fired, events_suppressed, events_unmatched } = summary;
  const suppressed = `${formatNumber(events_suppressed + events_unmatched)} suppressed`;
  const fired = `${formatCount(events_fired, "event")} ${dry_run ? "would fire" : "fired"}`;
  const events = `${fired}${formatPartlySuppressed(report)}, ${suppressed}.`;
  return [
    certificates2 === 0 ? "No certificates scanned: no entry in the manifest is enabled and selected." : formatCounts(report),
    ...describePolicies(report),
    ...formatUnhandledFindings(report),
    dry_run ? events : `${events} ${formatDeliveries(summary)}`,
    ...dry_run ? ["Dry run: nothing was sent or recorded."] : []
  ];
}
var MAX_POLICIES = 5;
function describePolicies({ policies = [], summary, coverage }) {
  const enabled = policies.filter(({ state }) => state !== "disabled");
  if (enabled.length === 0) return [];
  const unmet = enabled.filter(({ state }) => state !== "met");
  const score = summary.policies?.score ?? null;
  const total = score === null ? "" : ` Score ${score} of 100.`;
  const more = unmet.length - MAX_POLICIES;
  const isPart = coverage.scanned < coverage.entries;
  return [
    `Policies: ${formatNumber(enabled.length - unmet.length)} of ${formatNumber(enabled.length)} met.${total}`,
    ...unmet.slice(0, MAX_POLICIES).map((one) => ["Policy ", { code: one.policy }, ` (${one.severity})${describeUnmet(one, isPart)}`]),
    ...more > 0 ? [`${formatCount(more, "more policy is", "more policies are")} not met.`] : []
  ];
}
function describeUnmet({ state, certificates: certificates2, fail, error }, isPart) {
  if (state === "no-certificates")
    return ` matches no certificate${isPart ? " of this scan" : ", so it checks nothing"}.`;
  if (state === "not-applicable") {
    return ` checks nothing: no check applies to ${certificates2 === 1 ? "the certificate that it matches" : `any of the ${formatNumber(certificates2)} certificates that it matches`}.`;
  }
  const of = `of ${formatCount(certificates2, "certificate")}`;
  const unchecked = `${formatNumber(error)} could not be checked`;
  if (fail === 0) return `: ${formatNumber(error)} ${of} could not be checked.`;
  return `: ${formatNumber(fail)} ${of} ${fail === 1 ? "violates" : "violate"} it${error > 0 ? `, ${unchecked}` : ""}.`;
}
function formatUnhandledFindings({ events }) {
  const unhandled = events.filter(
    ({ event, reason, data, without_rule }) => reason === "unmatched" && // The coverage line names these, and the rule warnings explain them.
    without_rule === void 0 && FINDING_NAMES.some((name) => name === event) && data.finding?.event === event && data.finding.severity !== "info" && // A test certificate that expires is a failing test case, also without a rule.
    !isOnlyByName(event)
  );
  if (unhandled.length === 0) return [];
  const names = [...new Set(unhandled.map(({ event }) => event))].sort(compareText);
  const what = `${formatCount(unhandled.length, "finding")}, so nobody is notified`;
  return [`No rule handles ${what}. Add ${names.join(", ")} to the events of a rule.`];
}
function formatDeliveries({ deliveries_sent: sent, deliveries_failed: failed }) {
  if (sent + failed === 0) return "Nothing was sent.";
  return `${formatCount(sent, "delivery", "deliveries")} sent, ${formatNumber(failed)} failed.`;
}
function describeUnsavedLog({ deliveries_sent: sent }) {
  if (sent === 0) return "This scan sent no notifications, so nothing will be resent.";
  const notifications = sent === 1 ? "notification" : `${formatNumber(sent)} notifications`;
  return `The next scan will resend the ${notifications} that this scan sent.`;
}
var UNSAVED_DIGEST_NOTE = "The next digest will list the same renewals again.";
function describeCoverage({ text, complete }) {
  return createParagraph(quoteMessage(text), complete ? {} : { mark: "bad" });
}

// src/lib/files/glob.ts
import path2 from "node:path";

// node_modules/@isaacs/nonrecursive-glob-match/dist/esm/numeric-range.js
var digit = (a, b) => a === b ? { t: "lit", ch: String(a) } : { t: "class", re: new RegExp(`^[${a}-${b}]$`) };
var prefix = (d, alts) => alts.map((s) => [digit(d, d), ...s]);
var fixed = (a, b) => {
  if (!a)
    return [[]];
  let lo = +a[0];
  let hi = +b[0];
  const ra = a.slice(1);
  const rb = b.slice(1);
  if (lo === hi)
    return prefix(lo, fixed(ra, rb));
  const zeros = "0".repeat(ra.length);
  const nines = "9".repeat(ra.length);
  const out = [];
  if (ra !== zeros)
    out.push(...prefix(lo++, fixed(ra, nines)));
  const last = rb === nines ? [] : prefix(hi--, fixed(zeros, rb));
  if (lo <= hi) {
    out.push([digit(lo, hi), ...Array.from(ra, () => digit(0, 9))]);
  }
  out.push(...last);
  return out;
};
var nonneg = (a, b, width) => {
  if (width) {
    return fixed(String(a).padStart(width, "0"), String(b).padStart(width, "0"));
  }
  const out = [];
  for (let len = String(a).length; len <= String(b).length; len++) {
    const lo = Math.max(a, len === 1 ? 0 : 10 ** (len - 1));
    const hi = Math.min(b, 10 ** len - 1);
    out.push(...fixed(String(lo), String(hi)));
  }
  return out;
};
var numericRange = (loStr, hiStr) => {
  let lo = Number(loStr);
  let hi = Number(hiStr);
  if (!Number.isSafeInteger(lo) || !Number.isSafeInteger(hi))
    return;
  if (lo > hi)
    [lo, hi] = [hi, lo];
  const padded = /^-?0\d/.test(loStr) || /^-?0\d/.test(hiStr);
  const width = padded ? Math.max(loStr.length, hiStr.length) : 0;
  const out = [];
  if (lo < 0) {
    const neg = nonneg(Math.max(-hi, 1), -lo, width && width - 1);
    out.push(...neg.map((s) => [{ t: "lit", ch: "-" }, ...s]));
  }
  if (hi >= 0)
    out.push(...nonneg(Math.max(lo, 0), hi, width));
  return out;
};

// node_modules/@isaacs/nonrecursive-glob-match/dist/esm/parse-class.js
var posixClasses = {
  "[:alnum:]": ["\\p{L}\\p{Nl}\\p{Nd}"],
  "[:alpha:]": ["\\p{L}\\p{Nl}"],
  "[:ascii:]": ["\\x00-\\x7f"],
  "[:blank:]": ["\\p{Zs}\\t"],
  "[:cntrl:]": ["\\p{Cc}"],
  "[:digit:]": ["\\p{Nd}"],
  "[:graph:]": ["\\p{Z}\\p{C}", true],
  "[:lower:]": ["\\p{Ll}"],
  "[:print:]": ["\\p{C}", true],
  "[:punct:]": ["\\p{P}\\p{S}"],
  "[:space:]": ["\\p{Z}\\t\\r\\n\\v\\f"],
  "[:upper:]": ["\\p{Lu}"],
  "[:word:]": ["\\p{L}\\p{Nl}\\p{Nd}\\p{Pc}"],
  "[:xdigit:]": ["A-Fa-f0-9"]
};
var braceEscape = (s) => s.replace(/[[\]\\-]/g, "\\$&");
var noMatch = /$./;
var parseClass = (glob, position, nocase = false, form) => {
  const norm = (c) => {
    const n = form ? c.normalize(form) : c;
    return [...n].length === 1 ? n : c;
  };
  const pos = position;
  if (glob.charAt(pos) !== "[") {
    throw new Error("not in a brace expression");
  }
  const ranges = [];
  const negs = [];
  let i = pos + 1;
  let sawStart = false;
  let escaping = false;
  let negate = false;
  let endPos = pos;
  let rangeStart = "";
  WHILE: while (i < glob.length) {
    const c = String.fromCodePoint(glob.codePointAt(i));
    if ((c === "!" || c === "^") && i === pos + 1) {
      negate = true;
      i++;
      continue;
    }
    if (c === "]" && sawStart && !escaping) {
      endPos = i + 1;
      break;
    }
    sawStart = true;
    if (c === "\\") {
      if (!escaping) {
        escaping = true;
        i++;
        continue;
      }
    }
    if (c === "[" && !escaping) {
      for (const [cls, [unip, neg]] of Object.entries(posixClasses)) {
        if (glob.startsWith(cls, i)) {
          if (rangeStart) {
            return [noMatch, glob.length - pos];
          }
          i += cls.length;
          if (neg)
            negs.push(unip);
          else
            ranges.push(unip);
          continue WHILE;
        }
      }
    }
    escaping = false;
    const n = norm(c);
    if (rangeStart) {
      if (n.codePointAt(0) > rangeStart.codePointAt(0)) {
        ranges.push(braceEscape(rangeStart) + "-" + braceEscape(n));
      } else if (n === rangeStart) {
        ranges.push(braceEscape(n));
      }
      rangeStart = "";
      i += c.length;
      continue;
    }
    if (glob.startsWith("-]", i + c.length)) {
      ranges.push(braceEscape(n + "-"));
      i += c.length + 1;
      continue;
    }
    if (glob.startsWith("-", i + c.length)) {
      rangeStart = n;
      i += c.length + 1;
      continue;
    }
    ranges.push(braceEscape(n));
    i += c.length;
  }
  if (endPos < i) {
    return [noMatch, 0];
  }
  if (!ranges.length && !negs.length) {
    return [noMatch, glob.length - pos];
  }
  const sranges = "[" + (negate ? "^" : "") + ranges.join("") + "]";
  const snegs = "[" + (negate ? "" : "^") + negs.join("") + "]";
  const comb = "^" + (ranges.length && negs.length ? "(" + sranges + "|" + snegs + ")" : ranges.length ? sranges : snegs);
  return [new RegExp(comb, nocase ? "iu" : "u"), endPos - pos];
};

// node_modules/@isaacs/nonrecursive-glob-match/dist/esm/index.js
var MATCH = { t: "match", id: 0 };
var extTypes = "!?+*@";
var lit = (ch) => ({ t: "lit", ch });
var reEscape = (s) => s.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
var newFoldRe = (s) => new RegExp(`^${reEscape(s)}$`, "iu");
var foldCache = /* @__PURE__ */ new Map();
var foldRe = (ch) => {
  let re = foldCache.get(ch);
  if (!re) {
    re = newFoldRe(ch);
    if (foldCache.size >= 1e3)
      foldCache.clear();
    foldCache.set(ch, re);
  }
  return re;
};
var litMatch = (l, c) => {
  if (c === l.ch)
    return true;
  if (!l.re)
    return false;
  const code = c.charCodeAt(0);
  if (code >= 128)
    return l.re.test(c);
  const ascii = l.ascii ??= new Uint8Array(128);
  ascii[code] ||= l.re.test(c) ? 1 : 2;
  return ascii[code] === 1;
};
var tokenize = (p, nocase, noext, form, mark) => {
  const toks = [];
  for (let i = 0; i < p.length; ) {
    const c = String.fromCodePoint(p.codePointAt(i));
    if (mark) {
      const m = c === "\\" && p.startsWith(mark, i + 1) ? 1 : 0;
      if (m || c === mark) {
        const start = i + m + mark.length;
        const end = p.indexOf(mark, start);
        const r = /^(-?\d+)\.\.(-?\d+)$/.exec(p.slice(start, end));
        const alts = end !== -1 && r && numericRange(r[1], r[2]);
        if (alts) {
          toks.push({ t: "ext", type: "@", alts });
          i = end + mark.length;
          continue;
        }
      }
    }
    if (c === "\\") {
      const e = p.codePointAt(i + 1);
      const ch = e === void 0 ? c : String.fromCodePoint(e);
      toks.push(lit(ch));
      i += 1 + ch.length;
      continue;
    }
    if (c === "[") {
      const [re, consumed] = parseClass(p, i, nocase, form);
      if (consumed) {
        toks.push({ t: "class", re });
        i += consumed;
        continue;
      }
    }
    if (!noext && extTypes.includes(c) && p[i + 1] === "(") {
      toks.push({ t: "open", type: c });
      i += 2;
      continue;
    }
    toks.push(!noext && c === "|" ? { t: "bar" } : !noext && c === ")" ? { t: "close" } : c === "*" ? { t: "star" } : c === "?" ? { t: "any" } : lit(c));
    i += c.length;
  }
  return toks;
};
var pair = (toks) => {
  const pairs = /* @__PURE__ */ new Map();
  const stack = [];
  toks.forEach((tok, i) => {
    if (tok.t === "open")
      stack.push(i);
    else if (tok.t === "close" && stack.length)
      pairs.set(stack.pop(), i);
  });
  return pairs;
};
var build = (toks, pairs, start, end, top) => {
  let seq = [];
  const alts = [seq];
  for (let i = start; i < end; i++) {
    const tok = toks[i];
    const close = pairs.get(i);
    if (tok.t === "open" && close !== void 0) {
      const sub = build(toks, pairs, i + 1, close, false);
      seq.push({ t: "ext", type: tok.type, alts: sub });
      i = close;
    } else if (tok.t === "bar" && !top) {
      alts.push(seq = []);
    } else if (tok.t === "open") {
      seq.push(lit(tok.type), lit("("));
    } else if (tok.t === "bar") {
      seq.push(lit("|"));
    } else if (tok.t === "close") {
      seq.push(lit(")"));
    } else {
      seq.push(tok);
    }
  }
  return alts;
};
var normalize = (items, form) => {
  const out = [];
  let run = "";
  const flush = () => {
    for (const ch of run.normalize(form))
      out.push(lit(ch));
    run = "";
  };
  for (const it of items) {
    if (it.t === "lit") {
      run += it.ch;
      continue;
    }
    flush();
    out.push(it.t === "ext" ? { ...it, alts: it.alts.map((a) => normalize(a, form)) } : it);
  }
  flush();
  return out;
};
var compile = (items, nocase) => {
  let id = 1;
  const split = (out) => ({ t: "split", id: id++, out });
  const seq = (items2, next) => items2.reduceRight((next2, it) => item(it, next2), next);
  const item = (it, next) => {
    switch (it.t) {
      case "lit":
        const re = nocase ? foldRe(it.ch) : void 0;
        return { t: "lit", id: id++, ch: it.ch, re, next };
      case "any":
      case "star":
        return { t: it.t, id: id++, next };
      case "class":
        return { t: "class", id: id++, re: it.re, next };
    }
    const alts = (next2) => it.alts.map((a) => seq(a, next2));
    switch (it.type) {
      case "@":
        return split(alts(next));
      case "?":
        return split([next, ...alts(next)]);
      case "!":
        return { t: "neg", id: id++, sub: split(alts(MATCH)), next };
    }
    const after = split([]);
    const entry = split(alts(after));
    after.out.push(next, entry);
    return it.type === "*" ? after : entry;
  };
  const start = seq(items, MATCH);
  return [start, id];
};
var show = (start) => {
  const lines = [];
  const seen = /* @__PURE__ */ new Set();
  const ref = (n) => n.t === "match" ? "match" : String(n.id);
  const walk = (n, indent) => {
    if (n.t === "match" || seen.has(n))
      return;
    seen.add(n);
    const line = (desc) => lines.push(`${indent}${n.id}: ${desc}`);
    switch (n.t) {
      case "split":
        line(`split -> ${n.out.map(ref).join(", ")}`);
        for (const o of n.out)
          walk(o, indent);
        return;
      case "neg":
        line(`!(${ref(n.sub)}) -> ${ref(n.next)}`);
        walk(n.sub, indent + "  ");
        return walk(n.next, indent);
      case "lit":
        line(`${JSON.stringify(n.ch)} -> ${ref(n.next)}`);
        break;
      case "class":
        line(`${n.re} -> ${ref(n.next)}`);
        break;
      default:
        line(`${n.t === "any" ? "?" : "*"} -> ${ref(n.next)}`);
    }
    walk(n.next, indent);
  };
  walk(start, "");
  return [`start -> ${ref(start)}`, ...lines].join("\n");
};
var State = class {
  // set by the Sim, to mark the nodes that this state has
  gen;
  threads = [];
  match = false;
  runs = [];
  // the sorted ids of the threads, with 0 for a match, once the
  // state is done
  ids = [];
  constructor(gen) {
    this.gen = gen;
  }
  // no threads, so nothing more can match
  get dead() {
    return !this.threads.length && !this.match && !this.runs.length;
  }
};
var sameState = (a, b) => {
  if (a.ids.length !== b.ids.length)
    return false;
  if (a.runs.length !== b.runs.length)
    return false;
  if (a.ids.some((id, i) => id !== b.ids[i]))
    return false;
  return a.runs.every((r) => b.runs.some((o) => o.neg === r.neg && sameState(o.state, r.state)));
};
var marks = (size) => ({
  has: new Float64Array(size),
  seen: new Float64Array(size),
  gen: 0
});
var Sim = class {
  // `.` and `..` only match literal dots, even with `dot:true`
  dots;
  // the string starts with `.`, and `dot:true` is not set
  dotStart;
  #marks;
  constructor(dots, dotStart, marks2) {
    this.dots = dots;
    this.dotStart = dotStart;
    this.#marks = marks2;
  }
  state() {
    return new State(++this.#marks.gen);
  }
  // sort the ids of a state, once it has all of its threads
  done(state) {
    state.ids = state.threads.map((n) => n.id).sort((a, b) => a - b);
    if (state.match)
      state.ids.unshift(MATCH.id);
    return state;
  }
  // true the first time that the state walks through the node, so
  // that loops in the graph stop
  #visit(state, node) {
    const { seen } = this.#marks;
    if (seen[node.id] === state.gen)
      return false;
    seen[node.id] = state.gen;
    return true;
  }
  #addThread(state, node) {
    const { has } = this.#marks;
    if (has[node.id] === state.gen)
      return false;
    has[node.id] = state.gen;
    state.threads.push(node);
    return true;
  }
  // wildcards only match a leading dot if `dot:true`. In a negated
  // sub-pattern, this does not apply, because the negation itself
  // can not match a leading dot.
  restricted(i, top) {
    return top && (this.dots || this.dotStart && i === 0);
  }
  add(state, node, i, top) {
    switch (node.t) {
      case "split":
        if (!this.#visit(state, node))
          return;
        for (const o of node.out)
          this.add(state, o, i, top);
        return;
      case "neg":
        if (!this.#visit(state, node))
          return;
        const sub = this.state();
        this.add(sub, node.sub, i, false);
        this.done(sub);
        return this.addRun(state, { t: "run", neg: node, state: sub }, i, top);
      case "star":
        if (this.restricted(i, top))
          return;
        if (this.#addThread(state, node))
          this.add(state, node.next, i, top);
        return;
      case "match":
        state.match = true;
        return;
      default:
        this.#addThread(state, node);
    }
  }
  addRun(state, run, i, top) {
    for (const r of state.runs) {
      if (r.neg === run.neg && sameState(r.state, run.state))
        return;
    }
    state.runs.push(run);
    if (!run.state.match) {
      this.add(state, run.neg.next, i, top);
    }
  }
  // the threads after char `c`, at index `i`
  step(state, c, i, top) {
    const next = this.state();
    for (const th of state.threads) {
      switch (th.t) {
        case "lit":
          if (litMatch(th, c)) {
            this.add(next, th.next, i + 1, top);
          }
          break;
        case "any":
          if (!this.restricted(i, top))
            this.add(next, th.next, i + 1, top);
          break;
        case "class":
          if (!this.restricted(i, top) && th.re.test(c)) {
            this.add(next, th.next, i + 1, top);
          }
          break;
        case "star":
          if (!this.restricted(i, top))
            this.add(next, th, i + 1, top);
      }
    }
    if (!this.restricted(i, top)) {
      for (const run of state.runs) {
        if (run.state.dead) {
          this.addRun(next, run, i + 1, top);
          continue;
        }
        const sub = this.step(run.state, c, i, false);
        this.addRun(next, { t: "run", neg: run.neg, state: sub }, i + 1, top);
      }
    }
    return this.done(next);
  }
};
var stateKey = (state) => {
  const ids = state.ids.join();
  if (!state.runs.length)
    return ids;
  const runs = state.runs.map((r) => `${r.neg.id}(${stateKey(r.state)})`);
  return `${ids}|${runs.sort().join("|")}`;
};
var DFA_BUDGET = 1 << 18;
var Dfa = class {
  #start;
  #states = /* @__PURE__ */ new Map();
  #size = 0;
  #plain;
  #dotStart;
  #sim;
  #dotSim;
  constructor(start, marks2) {
    this.#start = start;
    this.#sim = new Sim(false, false, marks2);
    this.#dotSim = new Sim(false, true, marks2);
  }
  #make(state) {
    return {
      state,
      match: state.match,
      dead: state.dead,
      next: /* @__PURE__ */ new Map()
    };
  }
  #intern(state) {
    const key = stateKey(state);
    const found = this.#states.get(key);
    if (found)
      return found;
    if (this.#size > DFA_BUDGET)
      this.#clear();
    const d = this.#make(state);
    this.#states.set(key, d);
    this.#size += key.length + 1;
    return d;
  }
  #clear() {
    this.#states.clear();
    this.#size = 0;
    this.#plain = void 0;
    this.#dotStart = void 0;
  }
  start(dotStart) {
    if (dotStart) {
      if (this.#dotStart)
        return this.#dotStart;
      const state2 = this.#dotSim.state();
      this.#dotSim.add(state2, this.#start, 0, true);
      return this.#dotStart = this.#make(this.#dotSim.done(state2));
    }
    if (this.#plain)
      return this.#plain;
    const state = this.#sim.state();
    this.#sim.add(state, this.#start, 0, true);
    return this.#plain = this.#intern(this.#sim.done(state));
  }
  // the next state, after a miss in `d.ascii`
  next(d, c) {
    const code = c.charCodeAt(0);
    const found = code < 128 ? void 0 : d.next.get(c);
    if (found)
      return found;
    const n = d === this.#dotStart ? this.#intern(this.#dotSim.step(d.state, c, 0, true)) : this.#intern(this.#sim.step(d.state, c, 1, true));
    if (code < 128) {
      if (!d.ascii) {
        d.ascii = new Array(128);
        this.#size += 128;
      }
      d.ascii[code] = n;
    } else {
      d.next.set(c, n);
    }
    this.#size++;
    return n;
  }
};
var linear = (start) => {
  const nodes = [];
  for (let n = start; n.t !== "match"; n = n.next) {
    if (n.t === "split" || n.t === "neg")
      return void 0;
    nodes.push(n);
  }
  return nodes;
};
var testLinear = (nodes, chars, start, end) => {
  let ni = 0;
  let ci = start;
  let starNi = -1;
  let starCi = 0;
  while (ci < end) {
    const n = nodes[ni];
    if (n?.t === "star") {
      starNi = ni++;
      starCi = ci;
      continue;
    }
    const c = chars[ci];
    if (n && (n.t === "any" || n.t === "lit" && litMatch(n, c) || n.t === "class" && n.re.test(c))) {
      ni++;
      ci++;
      continue;
    }
    if (starNi === -1)
      return false;
    ni = starNi + 1;
    ci = ++starCi;
  }
  while (nodes[ni]?.t === "star")
    ni++;
  return ni === nodes.length;
};
var lengths = (items) => {
  let min = 0;
  let max = 0;
  for (const it of items) {
    const [lo, hi] = itemLengths(it);
    min += lo;
    max += hi;
  }
  return [min, max];
};
var itemLengths = (it) => {
  if (it.t === "star")
    return [0, Infinity];
  if (it.t !== "ext")
    return [1, 1];
  if (it.type === "!")
    return [0, Infinity];
  const alts = it.alts.map(lengths);
  const min = Math.min(...alts.map((a) => a[0]));
  const max = Math.max(...alts.map((a) => a[1]));
  const loop = max === 0 ? 0 : Infinity;
  return it.type === "@" ? [min, max] : it.type === "?" ? [0, max] : it.type === "*" ? [0, loop] : [min, loop];
};
var hasAffix = (lits, chars, start) => {
  for (let j = 0; j < lits.length; j++) {
    if (!litMatch(lits[j], chars[start + j]))
      return false;
  }
  return true;
};
var slashOrSurrogate = /[/\ud800-\udfff]/;
var surrogate = /[\ud800-\udfff]/;
var codePoints = (s) => surrogate.test(s) ? [...s] : s;
var noSlash = (s) => {
  if (s.includes("/")) {
    throw new Error("can only match a single path portion, got: " + s);
  }
};
var Matcher = class {
  pattern;
  options;
  #start;
  // the number of node ids
  #size;
  #marks;
  // the Sim for strings that are only `.` or `..`
  #dotsSim;
  // the string to compare, if the pattern has no magic. With
  // `nocase:true`, the RegExp that folds case is made when it is
  // first used.
  #literal;
  #literalFold = false;
  #literalRe;
  // the nodes between the prefix and suffix, if the graph is a
  // single chain
  #linear;
  // the linear nodes are only `*` and `?`, so the length bounds and
  // the prefix and suffix decide the match
  #wild = false;
  // the least and most chars that a match can have
  #min = 0;
  #max = Infinity;
  // the literals that a match must start and end with. Each one
  // matches exactly one char, and they are distinct items in the
  // pattern, so a string that does not have them can not match.
  #prefix = [];
  #suffix = [];
  // the prefix and suffix as strings, if they do not fold case
  #prefixStr;
  #suffixStr;
  // there is a prefix or suffix to check
  #affix = false;
  #dfa;
  #form;
  constructor(pattern, options = {}) {
    if (pattern.includes("/")) {
      throw new Error("can only match a single path portion, got pattern: " + pattern);
    }
    this.pattern = pattern;
    this.options = options;
    const { nocase = false, noext = false, normalize: n } = options;
    this.#form = n === true ? "NFC" : n || void 0;
    const literal2 = /^[?*+@]\(\)$/.test(pattern);
    const toks = tokenize(pattern, nocase, noext || literal2, this.#form, options.rangeMark);
    let [items] = build(toks, pair(toks), 0, toks.length, true);
    if (this.#form)
      items = normalize(items, this.#form);
    const [start, size] = compile(items, nocase);
    this.#start = start;
    this.#size = size;
    if (items.every((it) => it.t === "lit")) {
      this.#literal = items.map((it) => it.ch).join("");
      this.#literalFold = nocase;
    } else {
      const lit2 = (it) => it.t !== "lit" ? void 0 : nocase ? { ch: it.ch, re: foldRe(it.ch) } : { ch: it.ch };
      for (const it of items) {
        const l = lit2(it);
        if (!l)
          break;
        this.#prefix.push(l);
      }
      for (let j = items.length - 1; j >= 0; j--) {
        const l = lit2(items[j]);
        if (!l)
          break;
        this.#suffix.unshift(l);
      }
      this.#affix = !!(this.#prefix.length || this.#suffix.length);
      if (!nocase) {
        this.#prefixStr = this.#prefix.map((l) => l.ch).join("");
        this.#suffixStr = this.#suffix.map((l) => l.ch).join("");
      }
      this.#linear = linear(this.#start)?.slice(this.#prefix.length, -this.#suffix.length || void 0);
      this.#wild = !!this.#linear?.every((n2) => n2.t === "star" || n2.t === "any");
      const [min, max] = lengths(items);
      this.#min = min;
      this.#max = max;
    }
  }
  test(s) {
    if (this.#form) {
      noSlash(s);
      return this.#test(s.normalize(this.#form));
    }
    if (slashOrSurrogate.test(s)) {
      noSlash(s);
      return this.#test(s, [...s]);
    }
    return this.#test(s, s);
  }
  /**
   * The same as {@link Matcher#test}, but the string is not checked
   * for `/` chars, so the result for a string that has one is not
   * defined. Only use it for a string that is known to be one path
   * portion, such as a part of a path that was split on `/`. It can
   * be faster, because some patterns do not need to look at each char
   * of the string.
   */
  testUnchecked(s) {
    return this.#test(this.#form ? s.normalize(this.#form) : s);
  }
  // Test a string that has no `/`. `chars` indexes it by code point.
  // If it is not given, it is only found if a step needs it.
  #test(s, chars) {
    if (this.#literal !== void 0) {
      return this.#literalFold ? (this.#literalRe ??= newFoldRe(this.#literal)).test(s) : s === this.#literal;
    }
    const min = this.#min;
    const max = this.#max;
    if (chars === void 0) {
      const most = s.length;
      const least = most + 1 >> 1;
      if (most < min || least > max)
        return false;
      if (least < min || most > max)
        chars = codePoints(s);
    }
    if (chars !== void 0 && (chars.length < min || chars.length > max)) {
      return false;
    }
    const prefix2 = this.#prefix.length;
    if (this.#affix) {
      if (this.#prefixStr !== void 0 && this.#suffixStr !== void 0) {
        if (!s.startsWith(this.#prefixStr) || !s.endsWith(this.#suffixStr)) {
          return false;
        }
      } else {
        chars ??= codePoints(s);
        const end = chars.length - this.#suffix.length;
        if (!hasAffix(this.#prefix, chars, 0) || !hasAffix(this.#suffix, chars, end)) {
          return false;
        }
      }
    }
    const dotStart = !this.options.dot && s.startsWith(".");
    if (this.#linear) {
      if (s === "." || s === "..")
        return false;
      if (dotStart && !prefix2)
        return false;
      if (this.#wild)
        return true;
      chars ??= codePoints(s);
      const end = chars.length - this.#suffix.length;
      return testLinear(this.#linear, chars, prefix2, end);
    }
    chars ??= codePoints(s);
    if (s === "." || s === "..") {
      this.#marks ??= marks(this.#size);
      const sim = this.#dotsSim ??= new Sim(true, false, this.#marks);
      const start = sim.state();
      sim.add(start, this.#start, 0, true);
      let state = sim.done(start);
      for (let i = 0; i < chars.length; i++) {
        state = sim.step(state, chars[i], i, true);
      }
      return state.match;
    }
    this.#marks ??= marks(this.#size);
    const dfa = this.#dfa ??= new Dfa(this.#start, this.#marks);
    let d = dfa.start(dotStart);
    const str = chars === s;
    for (let i = 0; i < chars.length; i++) {
      if (d.dead)
        return false;
      const code = str ? s.charCodeAt(i) : chars[i].charCodeAt(0);
      d = d.ascii?.[code] ?? dfa.next(d, chars[i]);
    }
    return d.match;
  }
  /** a readable listing of the state machine */
  toString() {
    return show(this.#start);
  }
};

// node_modules/minimatch/dist/esm/assert-valid-pattern.js
var MAX_PATTERN_LENGTH = 1024 * 64;
var assertValidPattern = (pattern) => {
  if (typeof pattern !== "string") {
    throw new TypeError("invalid pattern");
  }
  if (pattern.length > MAX_PATTERN_LENGTH) {
    throw new TypeError("pattern is too long");
  }
};

// node_modules/minimatch/dist/esm/escape.js
var escape = (s, { windowsPathsNoEscape = false, magicalBraces = false } = {}) => {
  const e = magicalBraces ? windowsPathsNoEscape ? s.replace(/[?*()[\]{}]/g, "[$&]") : s.replace(/[?*()[\]\\{}]/g, "\\$&") : windowsPathsNoEscape ? s.replace(/[?*()[\]]/g, "[$&]") : s.replace(/[?*()[\]\\]/g, "\\$&");
  const c = e.charAt(0);
  if (c === "#") {
    return (windowsPathsNoEscape ? "[#]" : "\\#") + e.slice(1);
  }
  if (c === "!") {
    return (windowsPathsNoEscape ? "@(!)" : "\\!") + e.slice(1);
  }
  return e;
};

// node_modules/minimatch/dist/esm/unescape.js
var unescape = (s, { windowsPathsNoEscape = false, magicalBraces = true } = {}) => {
  if (windowsPathsNoEscape && s.startsWith("@(!)")) {
    return "!" + unescape(s.slice(4), { windowsPathsNoEscape, magicalBraces });
  }
  if (magicalBraces) {
    return windowsPathsNoEscape ? s.replace(/\[([^/\\])\]/g, "$1") : s.replace(/((?!\\).|^)\[([^/\\])\]/g, "$1$2").replace(/\\([^/])/g, "$1");
  }
  return windowsPathsNoEscape ? s.replace(/\[([^/\\{}])\]/g, "$1") : s.replace(/((?!\\).|^)\[([^/\\{}])\]/g, "$1$2").replace(/\\([^/{}])/g, "$1");
};

// node_modules/minimatch/dist/esm/index.js
var DEFAULT_BRACE_EXPAND_MAX = 1e5;
var DEFAULT_GLOB_STAR_RECURSION_MAX = 200;
var AWE_KEY = "allowWindowsEscape";
var minimatch = (p, pattern, options) => {
  assertValidPattern(pattern);
  if (!options?.nocomment && pattern.charAt(0) === "#") {
    return false;
  }
  return cachedMinimatch(pattern, options).match(p);
};
var cache = /* @__PURE__ */ new Map();
var oldCache = /* @__PURE__ */ new Map();
var cacheSize = 0;
var cacheTotalWeight = 0;
var cacheMax = 256;
var cacheMaxWeight = 1 << 15;
var cacheMaxEntryWeight = 1 << 12;
var cacheWeight = (mm) => {
  let w = mm.pattern.length;
  for (const s of mm.globSet) {
    w += s.length + 1;
    if (w > cacheMaxEntryWeight)
      break;
  }
  return w;
};
var tri = (v) => v === void 0 ? 0 : v ? 2 : 1;
var booleanWeights = new Map(Object.keys({
  nobrace: 0,
  nocomment: 0,
  nonegate: 0,
  noglobstar: 0,
  noext: 0,
  nonull: 0,
  partial: 0,
  dot: 0,
  nocase: 0,
  nocaseMagicOnly: 0,
  magicalBraces: 0,
  matchBase: 0,
  flipNegate: 0,
  preserveMultipleSlashes: 0,
  windowsNoMagicRoot: 0
}).map((k, i) => [k, 24 * 3 ** i]));
var optionsKey = (o) => {
  let n = 0;
  let wpe = false;
  for (const k in o) {
    const v = o[k];
    switch (k) {
      // the same test as the Minimatch constructor
      case "windowsPathsNoEscape":
        if (v)
          wpe = true;
        break;
      case AWE_KEY:
        if (v === false)
          wpe = true;
        break;
      case "platform": {
        const p = v || defaultPlatform;
        if (p === defaultPlatform)
          break;
        if (p === "darwin")
          n += 3;
        else if (p === "win32")
          n += 6;
        else if (p === "linux")
          n += 9;
        else
          return JSON.stringify(o);
        break;
      }
      case "optimizationLevel":
        if (v === void 0)
          break;
        n += v >= 2 ? 1 : v >= 1 ? 0 : 2;
        break;
      case "braceExpandMax":
        if (v !== void 0 && v !== DEFAULT_BRACE_EXPAND_MAX) {
          return JSON.stringify(o);
        }
        break;
      case "maxGlobstarRecursion":
        if (v !== void 0 && v !== DEFAULT_GLOB_STAR_RECURSION_MAX) {
          return JSON.stringify(o);
        }
        break;
      case "normalize":
        if (v !== void 0)
          return JSON.stringify(o);
        break;
      default:
        n += (booleanWeights.get(k) ?? 0) * tri(v);
    }
  }
  return wpe ? n + 12 : n;
};
var copyOptions = (o) => {
  const copy = {};
  for (const k in o)
    copy[k] = o[k];
  return copy;
};
var cachedMinimatch = (pattern, options) => {
  const key = options ? optionsKey(options) : 0;
  let mm = cache.get(key)?.get(pattern);
  if (mm)
    return mm;
  mm = oldCache.get(key)?.get(pattern) ?? new Minimatch(pattern, copyOptions(options));
  const weight = cacheWeight(mm);
  if (weight > cacheMaxEntryWeight)
    return mm;
  if (cacheSize >= cacheMax || cacheTotalWeight + weight > cacheMaxWeight) {
    oldCache = cache;
    cache = /* @__PURE__ */ new Map();
    cacheSize = 0;
    cacheTotalWeight = 0;
  }
  let byPattern = cache.get(key);
  if (!byPattern)
    cache.set(key, byPattern = /* @__PURE__ */ new Map());
  byPattern.set(pattern, mm);
  cacheSize++;
  cacheTotalWeight += weight;
  return mm;
};
var defaultPlatform = typeof process === "object" && process ? process.env?.__MINIMATCH_TESTING_PLATFORM__ || process.platform : "posix";
var path = {
  win32: { sep: "\\" },
  posix: { sep: "/" }
};
var sep = defaultPlatform === "win32" ? path.win32.sep : path.posix.sep;
minimatch.sep = sep;
var GLOBSTAR = /* @__PURE__ */ Symbol("globstar **");
minimatch.GLOBSTAR = GLOBSTAR;
var filter = (pattern, options) => {
  let mm;
  return (p) => (mm ??= cachedMinimatch(pattern, options)).match(p);
};
minimatch.filter = filter;
var ext = (a, b = {}) => Object.assign({}, a, b);
var defaults = (def) => {
  if (!def || typeof def !== "object" || !Object.keys(def).length) {
    return minimatch;
  }
  const orig = minimatch;
  const m = (p, pattern, options = {}) => orig(p, pattern, ext(def, options));
  return Object.assign(m, {
    Minimatch: class Minimatch extends orig.Minimatch {
      constructor(pattern, options = {}) {
        super(pattern, ext(def, options));
      }
      static defaults(options) {
        return orig.defaults(ext(def, options)).Minimatch;
      }
    },
    unescape: (s, options = {}) => orig.unescape(s, ext(def, options)),
    escape: (s, options = {}) => orig.escape(s, ext(def, options)),
    filter: (pattern, options = {}) => orig.filter(pattern, ext(def, options)),
    defaults: (options) => orig.defaults(ext(def, options)),
    braceExpand: (pattern, options = {}) => orig.braceExpand(pattern, ext(def, options)),
    match: (list, pattern, options = {}) => orig.match(list, pattern, ext(def, options)),
    sep: orig.sep,
    GLOBSTAR
  });
};
minimatch.defaults = defaults;
var braceExpand = (pattern, options = {}) => {
  assertValidPattern(pattern);
  if (options.nobrace || !/\{(?:(?!\{).)*\}/.test(pattern)) {
    return [pattern];
  }
  let p = pattern.replace(/\\\\/g, "\\\\\\\\");
  if (options.windowsPathsNoEscape || options[AWE_KEY] === false) {
    p = p.replace(/\[([{}])\]/g, "[\\$1]");
  }
  return expand(p, { max: options.braceExpandMax });
};
minimatch.braceExpand = braceExpand;
var RANGE_MIN = 100;
var rangeRe = /(?<![\\$])\{(-?\d+)\.\.(-?\d+)\}/g;
var inRepeatOrNegExt = (portion, mark) => {
  const stack = [];
  for (let i = 0; i < portion.length; i++) {
    const c = portion.charAt(i);
    if (c === "\\") {
      i++;
    } else if (c === mark) {
      if (stack.some((t) => t !== "@" && t !== "?"))
        return true;
    } else if (portion.charAt(i + 1) === "(" && "!?+*@".includes(c)) {
      stack.push(c);
      i++;
    } else if (c === ")") {
      stack.pop();
    }
  }
  return false;
};
var match = (list, pattern, options = {}) => {
  const mm = new Minimatch(pattern, options);
  list = list.filter((f) => mm.match(f));
  if (mm.options.nonull && !list.length) {
    list.push(pattern);
  }
  return list;
};
minimatch.match = match;
var globMagic = /[?*]|[+@!]\(.*?\)|\[|\]/;
var classEnd = (pattern, start) => {
  let i = start + 1;
  if (pattern.charAt(i) === "!" || pattern.charAt(i) === "^")
    i++;
  let sawStart = false;
  for (; i < pattern.length; i++) {
    const c = pattern.charAt(i);
    if (c === "]" && sawStart)
      return i;
    sawStart = true;
    if (c === "\\")
      i++;
  }
  return -1;
};
var literal = (pattern, noext) => {
  if (!noext && (pattern === "+()" || pattern === "@()"))
    return pattern;
  let lit2 = "";
  for (let i = 0; i < pattern.length; i++) {
    const c = pattern.charAt(i);
    if (c === "\\") {
      lit2 += pattern.charAt(++i) || c;
    } else if (c === "*" || c === "?") {
      return void 0;
    } else if (c === "[") {
      const close = classEnd(pattern, i);
      if (close === -1) {
        lit2 += c;
        continue;
      }
      let body = pattern.slice(i + 1, close);
      if (body.startsWith("\\"))
        body = body.slice(1);
      if ([...body].length !== 1 || "!^".includes(pattern.charAt(i + 1))) {
        return void 0;
      }
      lit2 += body;
      i = close;
    } else if (!noext && "+@!".includes(c) && pattern.charAt(i + 1) === "(" && pattern.includes(")", i + 2)) {
      return void 0;
    } else {
      lit2 += c;
    }
  }
  return lit2;
};
var MAX_EXTGLOBS = 256;
var extglobCount = (pattern) => {
  let n = 0;
  for (let i = 0; i < pattern.length - 1; i++) {
    const c = pattern.charAt(i);
    if (c === "\\") {
      i++;
    } else if ("+@!?*".includes(c) && pattern.charAt(i + 1) === "(") {
      n++;
      i++;
    }
  }
  return n;
};
var assertValidExtglobs = (pattern) => {
  if (extglobCount(pattern) > MAX_EXTGLOBS) {
    throw new TypeError("pattern has too many extglobs");
  }
};
var extSafe = (pattern) => {
  if (/^[?*+@]\(\)$/.test(pattern) || pattern.includes("[:"))
    return false;
  let depth = 0;
  for (let i = 0; i < pattern.length; i++) {
    const c = pattern.charAt(i);
    if (c === "\\") {
      if (++i === pattern.length)
        return false;
    } else if (c === "[") {
      const close = classEnd(pattern, i);
      if (close !== -1)
        i = close;
    } else if ("+@!?*".includes(c) && pattern.charAt(i + 1) === "(") {
      depth++;
      i++;
    } else if (c === ")") {
      if (!depth--)
        return false;
    } else if (c === "|" && !depth) {
      return false;
    }
  }
  return !depth;
};
var lastSplit;
var lastChecked;
var portionMatch = (p, f) => typeof p === "string" ? f === p : f !== "" && p.testUnchecked(f);
var endIndex = (p, last, lastStart, prev, prevStart) => portionMatch(p, last) ? lastStart : prev !== void 0 && portionMatch(p, prev) ? prevStart : -1;
var isDots = (p) => p === "." || p === "..";
var isDrive = (p) => typeof p === "string" && /^[a-z]:$/i.test(p);
var isLongUNC = (p) => typeof p === "string" && /^unc$/i.test(p);
var uncHost = (p) => {
  if (p[0] !== "" || p[1] !== "")
    return -1;
  const h = p[2] !== "?" ? 2 : isLongUNC(p[3]) ? 4 : -1;
  const host = p[h];
  const share = p[h + 1];
  return h !== -1 && host !== void 0 && host !== "" && host !== GLOBSTAR && share !== void 0 && share !== "" && share !== GLOBSTAR ? h : -1;
};
var walkable = (p, dot) => !isDots(p) && (dot || !p.startsWith("."));
var dotPortion = (f, start, end, dot, sep2) => {
  for (let k = start; k < end; ) {
    if (f.charCodeAt(k) === 46) {
      if (!dot)
        return true;
      const n = f.charCodeAt(k + 1) === 46 ? k + 2 : k + 1;
      if (n >= end || isSep(f.charCodeAt(n), sep2))
        return true;
    }
    const s = nextSep(f, k, sep2);
    if (s === -1)
      return false;
    k = s + 1;
    while (k < end && isSep(f.charCodeAt(k), sep2))
      k++;
  }
  return false;
};
var isSep = (c, sep2) => sep2 === "/" ? c === 47 : sep2 === "\\" ? c === 92 : c === 47 || c === 92;
var nextSep = (f, from, sep2) => {
  if (sep2 !== "both")
    return f.indexOf(sep2, from);
  const s = f.indexOf("/", from);
  const b = f.indexOf("\\", from);
  return s === -1 ? b : b === -1 ? s : Math.min(s, b);
};
var lastSep = (f, from, sep2) => sep2 !== "both" ? f.lastIndexOf(sep2, from) : Math.max(f.lastIndexOf("/", from), f.lastIndexOf("\\", from));
var PENDING = {};
var Minimatch = class {
  options;
  set;
  pattern;
  windowsPathsNoEscape;
  nonegate;
  negate;
  comment;
  empty;
  preserveMultipleSlashes;
  partial;
  globSet;
  globParts;
  nocase;
  isWindows;
  platform;
  windowsNoMagicRoot;
  maxGlobstarRecursion;
  // the path can be checked against the last portion, and the string
  // portions, of each row before it is split. See #canMatch.
  #endCheck;
  #literalCheck;
  // level 2 resolves `.` and `..` portions in the path
  #level2;
  // the unicode normalization form, if any
  #form;
  // the string portions of each row in the set
  #literals = [];
  // the rows that #canMatch can match without splitting the path
  #shapes = [];
  // the rows whose last portion can be checked against the path's
  #endRows = [];
  // brace expansion can make the same portion in many rows, so they
  // share one Matcher, and the states that it caches
  #matchers = /* @__PURE__ */ new Map();
  // parse() returns PENDING in place of a Matcher
  #pending = false;
  // the char that marks numeric ranges in globSet, if any
  #rangeMark;
  // the GlobstarParts of each pattern row, by start index and partial
  #globstarParts = /* @__PURE__ */ new WeakMap();
  constructor(pattern, options = {}) {
    assertValidPattern(pattern);
    options = options || {};
    this.options = options;
    this.maxGlobstarRecursion = options.maxGlobstarRecursion ?? DEFAULT_GLOB_STAR_RECURSION_MAX;
    this.pattern = pattern;
    this.platform = options.platform || defaultPlatform;
    this.isWindows = this.platform === "win32";
    this.windowsPathsNoEscape = !!options.windowsPathsNoEscape || options[AWE_KEY] === false;
    if (this.windowsPathsNoEscape) {
      this.pattern = this.pattern.replace(/\\/g, "/");
    }
    this.preserveMultipleSlashes = !!options.preserveMultipleSlashes;
    this.negate = false;
    this.nonegate = !!options.nonegate;
    this.comment = false;
    this.empty = false;
    this.partial = !!options.partial;
    this.nocase = !!this.options.nocase;
    this.windowsNoMagicRoot = options.windowsNoMagicRoot !== void 0 ? options.windowsNoMagicRoot : !!(this.isWindows && this.nocase);
    this.globSet = [];
    this.globParts = [];
    this.set = [];
    this.#endCheck = !this.preserveMultipleSlashes;
    this.#level2 = (options.optimizationLevel ?? 1) >= 2;
    const n = options.normalize;
    this.#form = n === true ? "NFC" : n || void 0;
    this.make();
    const drives = this.set.map((row) => this.#rootIndex(row));
    this.#endRows = this.set.map((row, r) => this.#endCheck && row.length - 1 > drives[r]);
    this.#literals = this.set.map((row, r) => {
      const end = this.#endRows[r] ? row.length - 1 : row.length;
      const lits = row.slice(drives[r] + 1, end).filter((p) => typeof p === "string" && !!p);
      return [...new Set(lits)];
    });
    this.#literalCheck = this.#literals.some((l) => l.length);
    this.#shapes = this.set.map((row, r) => {
      const [p0, p1, p2] = row;
      if (this.#endRows[r] && row.length === 2) {
        if (p0 === GLOBSTAR && p1 !== GLOBSTAR)
          return "tail";
      }
      if (this.#endRows[r] && options.matchBase && row.length === 1 && p0 !== GLOBSTAR && p0 !== "") {
        return "base";
      }
      if (!this.#endCheck || drives[r] !== -1)
        return void 0;
      if (row.length === 3 && p0 === GLOBSTAR && p2 === GLOBSTAR && p1 !== GLOBSTAR && p1 !== "" && // the portion between is only matched below this limit
      this.maxGlobstarRecursion > 0) {
        return "mid";
      }
      if (row.length === 2 && p1 === GLOBSTAR && p0 !== GLOBSTAR && p0 !== "") {
        return "head";
      }
      return void 0;
    });
  }
  // a string portion of a pattern, normalized if the option is set
  #norm(p) {
    return this.#form ? p.normalize(this.#form) : p;
  }
  // On Windows, the index of the last root portion of a row, as
  // #matchRow finds it: 0 for `c:/...`, 3 for `//?/c:/...` and
  // `//host/share/...`, and 5 for `//?/UNC/host/share/...`. Otherwise
  // -1.
  #rootIndex(row) {
    if (!this.isWindows)
      return -1;
    if (isDrive(row[0]))
      return 0;
    const uncDrive = row[0] === "" && row[1] === "" && row[2] === "?" && isDrive(row[3]);
    if (uncDrive)
      return 3;
    const h = uncHost(row);
    return h === -1 ? -1 : h + 1;
  }
  hasMagic() {
    if (this.options.magicalBraces && this.set.length > 1) {
      return true;
    }
    for (const pattern of this.set) {
      for (const part of pattern) {
        if (typeof part !== "string")
          return true;
      }
    }
    return false;
  }
  make() {
    const pattern = this.pattern;
    const options = this.options;
    if (!options.nocomment && pattern.charAt(0) === "#") {
      this.comment = true;
      return;
    }
    if (!pattern) {
      this.empty = true;
      return;
    }
    this.parseNegate();
    this.globSet = [...new Set(this.#expandBraces())];
    const rawGlobParts = this.globSet.map((s) => this.#slashSplit(s));
    this.globParts = this.preprocess(rawGlobParts);
    this.#pending = true;
    let set = this.globParts.map((s, _, __) => {
      if (this.isWindows && this.windowsNoMagicRoot) {
        const n = s[2] === "?" && isLongUNC(s[3]) ? 6 : 4;
        const isUNC = s[0] === "" && s[1] === "" && (s[2] === "?" || !globMagic.test(s[2])) && s.slice(3, n).every((p) => !globMagic.test(p));
        const isDrive2 = /^[a-z]:/i.test(s[0]);
        if (isUNC) {
          return [
            ...s.slice(0, n).map((p) => this.#norm(p)),
            ...s.slice(n).map((ss) => this.parse(ss))
          ];
        } else if (isDrive2) {
          return [
            this.#norm(s[0]),
            ...s.slice(1).map((ss) => this.parse(ss))
          ];
        }
      }
      return s.map((ss) => this.parse(ss));
    });
    this.set = set.filter((s) => s.indexOf(false) === -1);
    if (this.isWindows) {
      for (let i = 0; i < this.set.length; i++) {
        const p = this.set[i];
        if (p[0] === "" && p[1] === "" && this.globParts[i][2] === "?" && (isDrive(p[3]) || isLongUNC(this.globParts[i][3]))) {
          if (isLongUNC(this.globParts[i][3]))
            p[3] = "UNC";
          p[2] = "?";
        }
      }
    }
    if (!options.noext)
      this.mergeRows();
    this.#pending = false;
    this.set.forEach((row, i) => {
      for (let k = 0; k < row.length; k++) {
        if (row[k] === PENDING) {
          row[k] = this.parse(this.globParts[i][k]);
        }
      }
    });
  }
  // Merge rows that only differ in one portion, where each of them
  // is a Matcher, into one row that matches any of them with
  // `@(a|b|...)`. Then a path is only walked once for all of them,
  // for example with `**/*.{js,ts}`.
  mergeRows() {
    let merged = true;
    while (merged) {
      merged = false;
      if (this.set.length < 2)
        return;
      let keys = this.#mergeKeys();
      const len = Math.max(0, ...this.set.map((r) => r.length));
      for (let k = 0; k < len; k++) {
        const groups = /* @__PURE__ */ new Map();
        const R = this.set.length + 1;
        this.set.forEach((row, i) => {
          if (!(row[k] instanceof Matcher || row[k] === PENDING) || !extSafe(this.globParts[i][k])) {
            return;
          }
          const { pre, suf } = keys[i];
          const key = pre[k] * R + suf[k + 1];
          const g = groups.get(key);
          if (g)
            g.push(i);
          else
            groups.set(key, [i]);
        });
        const drop = /* @__PURE__ */ new Set();
        for (const g of groups.values()) {
          if (g.length < 2)
            continue;
          const [first, ...rest] = g;
          const alts = g.map((i) => this.globParts[i][k]);
          const glob = `@(${alts.join("|")})`;
          if (extglobCount(glob) > MAX_EXTGLOBS)
            continue;
          this.globParts[first][k] = glob;
          this.set[first][k] = this.parse(glob);
          for (const i of rest)
            drop.add(i);
        }
        if (drop.size) {
          merged = true;
          this.set = this.set.filter((_, i) => !drop.has(i));
          this.globParts = this.globParts.filter((_, i) => !drop.has(i));
          if (this.set.length < 2)
            return;
          keys = this.#mergeKeys();
        }
      }
    }
  }
  // For each row, number ids for its prefixes and suffixes, such that
  // pre[k] identifies parts[0..k) and suf[k] identifies parts[k..n).
  // Two rows are the same other than at portion k exactly when they
  // have the same pre[k] and suf[k + 1]. This is linear in the size of
  // the rows, where joining the whole row for every k was quadratic.
  #mergeKeys() {
    const partIds = /* @__PURE__ */ new Map();
    const ids = this.globParts.map((parts) => parts.map((s) => {
      let id = partIds.get(s);
      if (id === void 0)
        partIds.set(s, id = partIds.size);
      return id;
    }));
    const P = partIds.size;
    const len = Math.max(0, ...ids.map((r) => r.length));
    const keys = ids.map((r) => ({
      pre: [0],
      suf: new Array(r.length + 1).fill(0)
    }));
    for (let k = 0; k < len; k++) {
      const m = /* @__PURE__ */ new Map();
      ids.forEach((r, i) => {
        if (k >= r.length)
          return;
        const { pre } = keys[i];
        const key = pre[k] * P + r[k];
        let id = m.get(key);
        if (id === void 0)
          m.set(key, id = m.size + 1);
        pre.push(id);
      });
    }
    for (let k = len - 1; k >= 0; k--) {
      const m = /* @__PURE__ */ new Map();
      ids.forEach((r, i) => {
        if (k >= r.length)
          return;
        const { suf } = keys[i];
        const key = suf[k + 1] * P + r[k];
        let id = m.get(key);
        if (id === void 0)
          m.set(key, id = m.size + 1);
        suf[k] = id;
      });
    }
    return keys;
  }
  // various transforms to equivalent pattern sets that are
  // faster to process in a filesystem walk.  The goal is to
  // eliminate what we can, and push all ** patterns as far
  // to the right as possible, even if it increases the number
  // of patterns that we have to process.
  preprocess(globParts) {
    if (this.options.noglobstar) {
      for (const partset of globParts) {
        for (let j = 0; j < partset.length; j++) {
          if (partset[j] === "**") {
            partset[j] = "*";
          }
        }
      }
    }
    const { optimizationLevel = 1 } = this.options;
    if (optimizationLevel >= 2) {
      globParts = this.firstPhasePreProcess(globParts);
      globParts = this.secondPhasePreProcess(globParts);
    } else if (optimizationLevel >= 1) {
      globParts = this.levelOneOptimize(globParts);
    } else {
      globParts = this.adjascentGlobstarOptimize(globParts);
    }
    return globParts;
  }
  // just get rid of adjascent ** portions
  adjascentGlobstarOptimize(globParts) {
    return globParts.map((parts) => {
      let gs = -1;
      while (-1 !== (gs = parts.indexOf("**", gs + 1))) {
        let i = gs;
        while (parts[i + 1] === "**") {
          i++;
        }
        if (i !== gs) {
          parts.splice(gs, i - gs);
        }
      }
      return parts;
    });
  }
  // get rid of adjascent ** and resolve .. portions
  levelOneOptimize(globParts) {
    return globParts.map((parts) => {
      const root = this.#rootIndex(parts) + 1;
      parts = parts.reduce((set, part) => {
        const prev = set[set.length - 1];
        if (part === "**" && prev === "**") {
          return set;
        }
        if (part === "..") {
          if (set.length > root && prev && prev !== ".." && prev !== "." && prev !== "**") {
            set.pop();
            return set;
          }
        }
        set.push(part);
        return set;
      }, []);
      return parts.length === 0 ? [""] : parts;
    });
  }
  // Check the path against each row before it is split. 'no' if no
  // row can match, so it does not need to be split. 'yes' if a row of
  // `**` and one more portion matches. 'maybe' if it must be split to
  // know. None of this applies with partial, where the path can end
  // before the row does.
  //
  // On Windows, `\` is a separator in the path too, and the portions of
  // a row up to its drive letter or UNC share are not checked (see
  // #rootIndex).
  //
  // Each string portion of a row must be a portion of the path, so the
  // path must contain it. Level 2 can only take portions out of the
  // path, so this is still true then.
  //
  // The last portion of a row must match the last portion of the path,
  // or the one before a trailing `/` (as a/* and a/**/* match a/b/).
  // This does not apply to rows that end in **, rows that end in a
  // root, or preserveMultipleSlashes (which can leave more
  // than one '' at the end). At level 2, it does not apply if that
  // portion is `.` or `..`, which can be
  // resolved away. Level 2 only takes other portions out of the
  // middle of the path.
  //
  // A row of `**/x` then matches if the ** can walk the portions
  // before the one that x matches, the same as #matchGlobstar. At
  // level 2, this is only known if none of them are `.` or `..`, so
  // that the path does not change when it is resolved.
  #canMatch(f) {
    const sep2 = !this.isWindows || !f.includes("\\") ? "/" : f.includes("/") ? "both" : "\\";
    let ends = this.#endCheck ? 0 : -1;
    let last = "";
    let lastStart = 0;
    let prev;
    let prevStart = 0;
    const dot = !!this.options.dot;
    ROWS: for (let r = 0; r < this.set.length; r++) {
      const row = this.set[r];
      const p = row[row.length - 1];
      let end = ends !== -1 && this.#endRows[r] && p !== GLOBSTAR;
      if (end && ends === 0) {
        const i = lastSep(f, f.length, sep2);
        lastStart = i + 1;
        last = f.slice(lastStart);
        if (last === "" && i >= 0) {
          let j = i;
          while (j > 0 && isSep(f.charCodeAt(j - 1), sep2))
            j--;
          prevStart = j === 0 ? 0 : lastSep(f, j - 1, sep2) + 1;
          prev = f.slice(prevStart, j);
        }
        const resolves = this.#level2 && (isDots(last) || last === "" && prev !== void 0 && isDots(prev));
        ends = resolves ? -1 : 1;
        end = !resolves;
      }
      let tailStart = -1;
      if (end && typeof p === "string") {
        tailStart = endIndex(p, last, lastStart, prev, prevStart);
        if (tailStart === -1)
          continue;
      }
      if (this.#literalCheck) {
        for (const l of this.#literals[r]) {
          if (!f.includes(l))
            continue ROWS;
        }
      }
      if (end && typeof p === "object") {
        tailStart = endIndex(p, last, lastStart, prev, prevStart);
        if (tailStart === -1)
          continue;
      }
      const shape = this.#shapes[r];
      if (shape === "base" && end)
        return "yes";
      if (shape === "tail" && end) {
        if (this.#level2 && dotPortion(f, 0, tailStart, true, sep2)) {
          return "maybe";
        }
        if (!dotPortion(f, 0, tailStart, dot, sep2))
          return "yes";
        continue;
      }
      if (shape === "mid" || shape === "head") {
        const m = this.#walk(f, row, shape === "head", dot, sep2);
        if (m !== "no")
          return m;
        continue;
      }
      return "maybe";
    }
    return "no";
  }
  // Match a row of a known shape against the split path, the same as
  // #matchGlobstar and #matchGlobStarBodySections do. None of these
  // rows have a drive letter, so they start at the first portion.
  #matchShape(file, row, shape) {
    const dot = !!this.options.dot;
    const n = file.length;
    if (shape === "head") {
      if (n < 2 || !portionMatch(row[0], file[0])) {
        return false;
      }
      for (let i = 1; i < n; i++)
        if (!walkable(file[i], dot))
          return false;
      return true;
    }
    const x = row[1];
    if (shape === "tail") {
      let t = n - 1;
      if (!portionMatch(x, file[t])) {
        if (file[t] !== "" || n === 1 || !portionMatch(x, file[--t])) {
          return false;
        }
      }
      for (let i = 0; i < t; i++)
        if (!walkable(file[i], dot))
          return false;
      return true;
    }
    for (let k = 0; k < n; k++) {
      if (portionMatch(x, file[k]) && k + 1 < n) {
        let i = k + 1;
        while (i < n && walkable(file[i], dot))
          i++;
        if (i === n)
          return true;
      }
      if (!walkable(file[k], dot))
        return false;
    }
    return false;
  }
  // Match a row of `**/x/**` or `x/**` against the path, the same as
  // #matchGlobstar and #matchGlobStarBodySections do once it is split.
  // x must match a portion (the first one, for `x/**`), the ** before
  // it must be able to walk the portions before that one, and there
  // must be a portion after it, which the ** after it can walk. At
  // level 2, this is only known if no portion is `.` or `..`.
  #walk(f, row, head, dot, sep2) {
    if (this.#level2 && dotPortion(f, 0, f.length, true, sep2))
      return "maybe";
    const x = row[head ? 0 : 1];
    let s = 0;
    for (let e = nextSep(f, s, sep2); e !== -1; e = nextSep(f, s, sep2)) {
      let next = e + 1;
      while (next < f.length && isSep(f.charCodeAt(next), sep2))
        next++;
      const hit = typeof x === "string" ? e - s === x.length && f.startsWith(x, s) : e > s && x.testUnchecked(f.slice(s, e));
      if (hit && !dotPortion(f, next, f.length, dot, sep2))
        return "yes";
      if (head || dotPortion(f, s, next, dot, sep2))
        return "no";
      s = next;
    }
    return "no";
  }
  // the last split, if it was the same path with the same split
  // settings
  #cachedSplit(f) {
    const last = lastSplit;
    return last?.f === f && last.isWindows === this.isWindows && last.preserveMultipleSlashes === this.preserveMultipleSlashes && last.normalize === this.#form ? last : void 0;
  }
  // split a path for match(), and keep the parts for the next call
  #split(f) {
    const { isWindows, preserveMultipleSlashes } = this;
    let parts = this.#slashSplit(isWindows ? f.split("\\").join("/") : f);
    const normalize2 = this.#form;
    if (normalize2)
      parts = parts.map((p) => p.normalize(normalize2));
    lastSplit = {
      f,
      isWindows,
      preserveMultipleSlashes,
      normalize: normalize2,
      parts
    };
    return lastSplit;
  }
  // resolve `.` and `..` portions of a path, for level 2
  #levelTwoFileOptimize(file) {
    const parts = [...file];
    let didSomething = false;
    do {
      didSomething = false;
      if (!this.preserveMultipleSlashes) {
        for (let i = 1; i < parts.length - 1; i++) {
          const p = parts[i];
          if (i === 1 && p === "" && parts[0] === "")
            continue;
          if (p === "." || p === "") {
            didSomething = true;
            parts.splice(i, 1);
            i--;
          }
        }
        if (parts[0] === "." && parts.length === 2 && (parts[1] === "." || parts[1] === "")) {
          didSomething = true;
          parts.pop();
        }
      }
      const root = this.#rootIndex(parts) + 1;
      let dd = root;
      while (-1 !== (dd = parts.indexOf("..", dd + 1))) {
        const p = parts[dd - 1];
        if (p && p !== "." && p !== ".." && p !== "**") {
          didSomething = true;
          parts.splice(dd - 1, 2);
          dd = Math.max(dd - 2, root);
        }
      }
    } while (didSomething);
    return parts.length === 0 ? [""] : parts;
  }
  // First phase: single-pattern processing
  // <pre> is 1 or more portions
  // <rest> is 1 or more portions
  // <p> is any portion other than ., .., '', or **
  // <e> is . or ''
  //
  // **/.. is *brutal* for filesystem walking performance, because
  // it effectively resets the recursive walk each time it occurs,
  // and ** cannot be reduced out by a .. pattern part like a regexp
  // or most strings (other than .., ., and '') can be.
  //
  // <pre>/**/../<p>/<p>/<rest> -> {<pre>/../<p>/<p>/<rest>,<pre>/**/<p>/<p>/<rest>}
  // <pre>/<e>/<rest> -> <pre>/<rest>
  // <pre>/<p>/../<rest> -> <pre>/<rest>
  // **/**/<rest> -> **/<rest>
  //
  // **/*/<rest> -> */**/<rest> <== not valid because ** doesn't follow
  // this WOULD be allowed if ** did follow symlinks, or * didn't
  firstPhasePreProcess(globParts) {
    const { braceExpandMax = DEFAULT_BRACE_EXPAND_MAX } = this.options;
    let splitCells = 0;
    const maxSplitCells = 1e6;
    let didSomething = false;
    do {
      didSomething = false;
      for (let parts of globParts) {
        let gs = -1;
        while (-1 !== (gs = parts.indexOf("**", gs + 1))) {
          let gss = gs;
          while (parts[gss + 1] === "**") {
            gss++;
          }
          if (gss > gs) {
            parts.splice(gs + 1, gss - gs);
          }
          let next = parts[gs + 1];
          const p = parts[gs + 2];
          const p2 = parts[gs + 3];
          if (next !== "..")
            continue;
          if (!p || p === "." || p === ".." || !p2 || p2 === "." || p2 === "..") {
            continue;
          }
          const addedCells = parts.length - 1;
          if (globParts.length >= braceExpandMax || splitCells + addedCells > maxSplitCells) {
            throw new RangeError(`optimizationLevel 2: too many patterns from '**/..'`);
          }
          didSomething = true;
          parts.splice(gs, 1);
          const other = parts.slice(0);
          other[gs] = "**";
          splitCells += addedCells;
          globParts.push(other);
          gs--;
        }
        if (!this.preserveMultipleSlashes) {
          for (let i = 1; i < parts.length - 1; i++) {
            const p = parts[i];
            if (i === 1 && p === "" && parts[0] === "")
              continue;
            if (p === "." || p === "") {
              didSomething = true;
              parts.splice(i, 1);
              i--;
            }
          }
          if (parts[0] === "." && parts.length === 2 && (parts[1] === "." || parts[1] === "")) {
            didSomething = true;
            parts.pop();
          }
        }
        const root = this.#rootIndex(parts) + 1;
        let dd = root;
        while (-1 !== (dd = parts.indexOf("..", dd + 1))) {
          const p = parts[dd - 1];
          if (p && p !== "." && p !== ".." && p !== "**") {
            didSomething = true;
            const needDot = dd === 1 && parts[dd + 1] === "**";
            const splin = needDot ? ["."] : [];
            parts.splice(dd - 1, 2, ...splin);
            if (parts.length === 0)
              parts.push("");
            dd = Math.max(dd - 2, root);
          }
        }
      }
    } while (didSomething);
    return globParts;
  }
  // second phase: multi-pattern dedupes
  // {<pre>/<rest>,<pre>/<rest>} -> <pre>/<rest>
  // {<pre>/*/<rest>,<pre>/<p>/<rest>} -> <pre>/*/<rest>
  secondPhasePreProcess(globParts) {
    const keys = /* @__PURE__ */ new Set();
    const rows = globParts.filter((parts) => {
      const key = parts.join("/");
      if (keys.has(key))
        return false;
      keys.add(key);
      return true;
    });
    const stars = /* @__PURE__ */ new Map();
    for (const parts of rows) {
      const s = [];
      for (let i = 0; i < parts.length; i++) {
        if (parts[i] === "*")
          s.push(i);
      }
      if (s.length)
        stars.set(s.join(","), s);
    }
    if (!stars.size || rows.length * stars.size > 1e5)
      return rows;
    const { dot } = this.options;
    return rows.filter((parts) => {
      for (const s of stars.values()) {
        if (s[s.length - 1] >= parts.length)
          continue;
        const c = [...parts];
        let ok = true;
        let changed = false;
        for (const i of s) {
          const p = parts[i];
          if (p === "*")
            continue;
          if (!p || p === "**" || !dot && p.startsWith(".")) {
            ok = false;
            break;
          }
          c[i] = "*";
          changed = true;
        }
        if (ok && changed && keys.has(c.join("/")))
          return false;
      }
      return true;
    });
  }
  parseNegate() {
    if (this.nonegate)
      return;
    const pattern = this.pattern;
    let negate = false;
    let negateOffset = 0;
    for (let i = 0; i < pattern.length && pattern.charAt(i) === "!"; i++) {
      negate = !negate;
      negateOffset++;
    }
    if (negateOffset)
      this.pattern = pattern.slice(negateOffset);
    this.negate = negate;
  }
  // Match the parts of a path against one row of the set. `resolved`
  // is the parts after level 2 resolves `.` and `..` in them, or the
  // same parts below level 2. Set partial to true to test if, for
  // example, "/a/b" matches the start of "/*/b/*/d". Partial means, if
  // you run out of file before you run out of pattern, then that's
  // fine, as long as all the parts match.
  #matchRow(file, resolved, pattern, partial) {
    let fileStartIndex = 0;
    let patternStartIndex = 0;
    const fh = this.isWindows ? uncHost(resolved) : -1;
    const ph = fh === -1 ? -1 : uncHost(pattern);
    if (ph !== -1) {
      const host = pattern[ph];
      const share = pattern[ph + 1];
      if (typeof host !== "string" || typeof share !== "string") {
        fileStartIndex = fh;
        patternStartIndex = ph;
      } else if (resolved[fh].toLowerCase() === host.toLowerCase() && resolved[fh + 1].toLowerCase() === share.toLowerCase()) {
        fileStartIndex = fh + 2;
        patternStartIndex = ph + 2;
      }
    } else if (this.isWindows) {
      const fileDrive = typeof file[0] === "string" && /^[a-z]:$/i.test(file[0]);
      const fileUNC = !fileDrive && file[0] === "" && file[1] === "" && file[2] === "?" && /^[a-z]:$/i.test(file[3]);
      const patternDrive = typeof pattern[0] === "string" && /^[a-z]:$/i.test(pattern[0]);
      const patternUNC = !patternDrive && pattern[0] === "" && pattern[1] === "" && pattern[2] === "?" && typeof pattern[3] === "string" && /^[a-z]:$/i.test(pattern[3]);
      const fdi = fileUNC ? 3 : fileDrive ? 0 : void 0;
      const pdi = patternUNC ? 3 : patternDrive ? 0 : void 0;
      if (typeof fdi === "number" && typeof pdi === "number") {
        const [fd, pd] = [
          file[fdi],
          pattern[pdi]
        ];
        if (fd.toLowerCase() === pd.toLowerCase()) {
          patternStartIndex = pdi + 1;
          fileStartIndex = fdi + 1;
        }
      }
    }
    file = resolved;
    if (pattern.includes(GLOBSTAR)) {
      return this.#matchGlobstar(file, pattern, partial, fileStartIndex, patternStartIndex);
    }
    return this.#matchOne(file, pattern, partial, fileStartIndex, patternStartIndex);
  }
  #matchGlobstar(file, pattern, partial, fileIndex, patternIndex) {
    const { head, body, tail, segments } = this.#getGlobstarParts(pattern, partial, patternIndex);
    if (head.length) {
      const headEnd = fileIndex + head.length;
      if (!this.#matchOne(file, head, partial, fileIndex, 0, headEnd)) {
        return false;
      }
      fileIndex += head.length;
      patternIndex += head.length;
    }
    let fileTailMatch = 0;
    if (tail.length) {
      if (tail.length + fileIndex > file.length)
        return false;
      let tailStart = file.length - tail.length;
      if (this.#matchOne(file, tail, partial, tailStart, 0)) {
        fileTailMatch = tail.length;
      } else {
        if (file[file.length - 1] !== "" || fileIndex + tail.length === file.length) {
          return false;
        }
        tailStart--;
        if (!this.#matchOne(file, tail, partial, tailStart, 0)) {
          return false;
        }
        fileTailMatch = tail.length + 1;
      }
    }
    if (!body.length) {
      let sawSome = !!fileTailMatch;
      for (let i = fileIndex; i < file.length - fileTailMatch; i++) {
        const f = String(file[i]);
        sawSome = true;
        if (f === "." || f === ".." || !this.options.dot && f.startsWith(".")) {
          return false;
        }
      }
      return partial || sawSome;
    }
    return !!this.#matchGlobStarBodySections(file, segments, file.length - fileTailMatch, fileIndex, 0, partial, 0, !!fileTailMatch, /* @__PURE__ */ new Set());
  }
  // Split the pattern into head, tail, and middle of ** delimited
  // parts. The tail has to be at the end, and the others just have to
  // be found in order from the head. These only depend on the pattern
  // row, so they are kept for the next path.
  #getGlobstarParts(pattern, partial, patternIndex) {
    let byStart = this.#globstarParts.get(pattern);
    if (!byStart) {
      byStart = [];
      this.#globstarParts.set(pattern, byStart);
    }
    const key = patternIndex * 2 + (partial ? 1 : 0);
    const found = byStart[key];
    if (found)
      return found;
    const firstgs = pattern.indexOf(GLOBSTAR, patternIndex);
    const lastgs = pattern.lastIndexOf(GLOBSTAR);
    const head = pattern.slice(patternIndex, firstgs);
    const body = pattern.slice(firstgs + 1, partial ? void 0 : lastgs);
    const tail = partial ? [] : pattern.slice(lastgs + 1);
    const segments = [[[], 0]];
    let current = segments[0];
    let nonGsParts = 0;
    const nonGsPartsSums = [0];
    for (const b of body) {
      if (b === GLOBSTAR) {
        nonGsPartsSums.push(nonGsParts);
        current = [[], 0];
        segments.push(current);
      } else {
        current[0].push(b);
        nonGsParts++;
      }
    }
    segments.forEach((b, i) => {
      b[1] = nonGsParts - nonGsPartsSums[i];
    });
    const parts = { head, body, tail, segments };
    byStart[key] = parts;
    return parts;
  }
  // return false for "nope, not matching"
  // return null for "not matching, cannot keep trying"
  #matchGlobStarBodySections(file, bodySegments, fileLength, fileIndex, bodyIndex, partial, globStarDepth, sawTail, tried) {
    const bs = bodySegments[bodyIndex];
    if (!bs) {
      if (partial) {
        return fileIndex >= fileLength || fileIndex === fileLength - 1 && file[fileIndex] === "";
      }
      for (let i = fileIndex; i < fileLength; i++) {
        sawTail = true;
        const f = file[i];
        if (f === "." || f === ".." || !this.options.dot && f.startsWith(".")) {
          return false;
        }
      }
      return sawTail;
    }
    const [body, need] = bs;
    const after = partial ? fileLength : fileLength - need;
    while (fileIndex <= after) {
      const key = bodyIndex * (file.length + 1) + fileIndex;
      if (tried.has(key))
        return false;
      tried.add(key);
      const m = this.#matchOne(file, body, partial, fileIndex, 0, fileIndex + body.length);
      if (m && globStarDepth < this.maxGlobstarRecursion) {
        const sub = this.#matchGlobStarBodySections(file, bodySegments, fileLength, fileIndex + body.length, bodyIndex + 1, partial, globStarDepth + 1, sawTail, tried);
        if (sub !== false) {
          return sub;
        }
      }
      if (fileIndex === after)
        break;
      const f = file[fileIndex];
      if (f === "." || f === ".." || !this.options.dot && f.startsWith(".")) {
        return false;
      }
      fileIndex++;
    }
    return partial || null;
  }
  #matchOne(file, pattern, partial, fileIndex, patternIndex, fileEnd = file.length) {
    let fi;
    let pi;
    let pl;
    let fl;
    for (fi = fileIndex, pi = patternIndex, fl = Math.min(fileEnd, file.length), pl = pattern.length; fi < fl && pi < pl; fi++, pi++) {
      let p = pattern[pi];
      let f = file[fi];
      if (p === false || p === GLOBSTAR) {
        return false;
      }
      if (!portionMatch(p, f))
        return false;
    }
    if (fi === fl && pi === pl) {
      return true;
    } else if (fi === fl) {
      return partial;
    } else if (pi === pl) {
      return fi === fl - 1 && file[fi] === "";
    } else {
      throw new Error("wtf?");
    }
  }
  braceExpand() {
    return braceExpand(this.pattern, this.options);
  }
  // Expand braces, except numeric ranges such as {0..999} with at
  // least RANGE_MIN values. Each of those stays in its pattern as
  // `<mark>0..999<mark>`, for the Matcher to test. If a range might
  // be inside a [...] class, expand all of them instead.
  #expandBraces() {
    const { pattern } = this;
    if (this.options.nobrace)
      return this.braceExpand();
    let code = 57344;
    while (pattern.includes(String.fromCharCode(code))) {
      if (++code > 63743)
        return this.braceExpand();
    }
    const mark = String.fromCharCode(code);
    let found = false;
    const marked = pattern.replace(rangeRe, (m, lo, hi) => {
      const a = Number(lo);
      const b = Number(hi);
      if (!Number.isSafeInteger(a) || !Number.isSafeInteger(b) || Math.abs(a - b) + 1 < RANGE_MIN) {
        return m;
      }
      found = true;
      return `${mark}${lo}..${hi}${mark}`;
    });
    if (!found)
      return this.braceExpand();
    const set = braceExpand(marked, this.options);
    for (const p of set) {
      for (const portion of p.split("/")) {
        const c = portion.indexOf("[");
        if (c !== -1 && c < portion.lastIndexOf(mark)) {
          return this.braceExpand();
        }
        if (!this.options.noext && inRepeatOrNegExt(portion, mark)) {
          return this.braceExpand();
        }
      }
    }
    this.#rangeMark = mark;
    return set;
  }
  parse(pattern) {
    assertValidPattern(pattern);
    const options = this.options;
    if (pattern === "**")
      return GLOBSTAR;
    if (pattern === "")
      return "";
    const { nocase, nocaseMagicOnly, noext = false, dot, normalize: normalize2 } = options;
    const rangeMark = this.#rangeMark;
    const lit2 = rangeMark && pattern.includes(rangeMark) ? void 0 : literal(pattern, noext);
    if (lit2 !== void 0 && !(nocase && !nocaseMagicOnly && pattern.toUpperCase() !== pattern.toLowerCase())) {
      return this.#norm(lit2);
    }
    if (this.#pending)
      return PENDING;
    let m = this.#matchers.get(pattern);
    if (!m) {
      if (!noext)
        assertValidExtglobs(pattern);
      m = new Matcher(pattern, {
        nocase,
        noext,
        dot,
        normalize: normalize2,
        ...rangeMark && { rangeMark }
      });
      this.#matchers.set(pattern, m);
    }
    return m;
  }
  #slashSplit(p) {
    if (this.preserveMultipleSlashes) {
      return p.split("/");
    } else if (this.isWindows && /^\/\/[^/]+/.test(p)) {
      return ["", ...p.split(/\/+/)];
    } else {
      return p.split(/\/+/);
    }
  }
  match(f, partial = this.partial) {
    if (this.comment) {
      return false;
    }
    if (this.empty) {
      return f === "";
    }
    if (f === "/" && partial) {
      return true;
    }
    const options = this.options;
    let split = this.#cachedSplit(f);
    if (!split) {
      if (!partial && !this.#form && (this.#endCheck || this.#literalCheck) && lastChecked !== f) {
        lastChecked = f;
        const can = this.#canMatch(f);
        if (can === "no")
          return options.flipNegate ? false : this.negate;
        if (can === "yes")
          return options.flipNegate ? true : !this.negate;
      }
      split = this.#split(f);
    }
    const ff = split.parts;
    const resolved = this.#level2 ? split.resolved ??= this.#levelTwoFileOptimize(ff) : ff;
    const set = this.set;
    let filename = ff[ff.length - 1];
    if (!filename) {
      for (let i = ff.length - 2; !filename && i >= 0; i--) {
        filename = ff[i];
      }
    }
    for (let r = 0; r < set.length; r++) {
      const pattern = set[r];
      const shape = partial ? void 0 : this.#shapes[r];
      const hit = shape === "base" ? portionMatch(pattern[0], filename) : shape ? this.#matchShape(resolved, pattern, shape) : options.matchBase && pattern.length === 1 ? this.#matchRow([filename], [filename], pattern, partial) : this.#matchRow(ff, resolved, pattern, partial);
      if (hit) {
        if (options.flipNegate) {
          return true;
        }
        return !this.negate;
      }
    }
    if (options.flipNegate) {
      return false;
    }
    return this.negate;
  }
  static defaults(def) {
    return minimatch.defaults(def).Minimatch;
  }
};
minimatch.Minimatch = Minimatch;
minimatch.escape = escape;
minimatch.unescape = unescape;

// src/lib/files/glob.ts
function isGlob(text) {
  return /[*?[{\\]/.test(text);
}
function escapeGlob(text) {
  return text.replace(/[*?[{\\]/g, "\\$&");
}
function unifySeparators(glob, separator = path2.sep) {
  return separator === "/" ? glob : glob.replace(/\\(?![[\]{}])/g, "/");
}
var IGNORES_CASE = path2.sep === "\\";
function createFileMatcher(globs) {
  const unified = globs.map((glob) => unifySeparators(glob));
  const matches = createGlobMatcher(unified, IGNORES_CASE);
  return (file) => matches(file.replace(/^\/\//, "/"));
}
function createGlobMatcher(globs, ignoresCase = false) {
  const plain = new Set(ignoresCase ? [] : globs.filter((glob) => !isGlob(glob) && !/^\.$|\//.test(glob)));
  const others2 = globs.filter((glob) => !plain.has(glob));
  const tests = others2.map(
    (glob) => (ignoresCase ? null : createPrefixTest(glob)) ?? createPathTest(glob, ignoresCase)
  );
  return (name) => plain.has(name) || tests.some((matches) => matches(name));
}
function createPrefixTest(glob) {
  const [, prefix2] = /^(\w[\w.-]*)\*$/.exec(glob) ?? [];
  return prefix2 === void 0 ? null : (name) => name.startsWith(prefix2) && !name.includes("/");
}
function createPathTest(glob, ignoresCase) {
  const paths = parseGlob(glob, { ignoresCase });
  return (name) => {
    const names = name.split("/");
    return paths.some(
      (segments) => isMatch(
        segments,
        names.reduce((positions, part) => advance(segments, positions, part), startMatching(segments))
      )
    );
  };
}
var MAX_GLOB_LENGTH = 1e4;
var OPTIONS = { nonegate: true, nocomment: true, noext: true, platform: "linux" };
function parseGlob(glob, { hidden = true, ignoresCase = false } = {}) {
  const set = expandGlob(glob, hidden, ignoresCase) ?? [glob.split("/")];
  const paths = set.map((parts) => parts.filter((part, index) => part !== "." && (part !== "" || index === 0)));
  return [...groupBy(paths, getPrefixKey).values()].map((alike) => mergeAlternatives(alike, { hidden, ignoresCase }));
}
function expandGlob(glob, hidden, ignoresCase) {
  if (glob.length > MAX_GLOB_LENGTH) return null;
  const deepened = glob.replace(/\*{3,}/g, "**").replace(/(^|\/)\*\*(?=[^/*])/g, "$1**/*");
  try {
    return new Minimatch(deepened, { ...OPTIONS, dot: hidden, nocase: ignoresCase, nocaseMagicOnly: true }).set;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
function getPrefixKey(parts) {
  const isPattern = (part) => typeof part === "object";
  return parts.map((part, index) => index === parts.length - 1 && isPattern(part) ? "" : String(part)).join("/");
}
function mergeAlternatives(alike, options) {
  const [segments = [], ...others2] = alike.map((parts) => parts.map((part) => createSegment(part, options)));
  if (others2.length === 0) return segments;
  const lasts = [segments, ...others2].flatMap((path5) => path5.at(-1) ?? []);
  const matches = (name) => lasts.some((last) => last.matches(name));
  return [...segments.slice(0, -1), { literal: null, isGlobstar: false, matches }];
}
function createSegment(part, { hidden, ignoresCase }) {
  if (part === GLOBSTAR) return { literal: null, isGlobstar: true, matches: (name) => hidden || !name.startsWith(".") };
  if (typeof part === "string") {
    const folded = part.toLowerCase();
    const matches = ignoresCase ? (name) => name.toLowerCase() === folded : (name) => name === part;
    return { literal: part, isGlobstar: false, matches };
  }
  return { literal: null, isGlobstar: false, matches: (name) => part.test(name) };
}
function startMatching(segments) {
  return segments[0]?.isGlobstar ? skipGlobstars(segments, /* @__PURE__ */ new Set([0])) : [0];
}
function advance(segments, positions, name) {
  const [index = 0] = positions;
  const segment = positions.length === 1 ? segments[index] : void 0;
  if (segment !== void 0 && !segment.isGlobstar && segments[index + 1]?.isGlobstar !== true) {
    return segment.matches(name) ? [index + 1] : NO_POSITIONS;
  }
  const next = /* @__PURE__ */ new Set();
  for (const position of positions) {
    const { isGlobstar, matches } = segments[position] ?? PAST_THE_END;
    if (matches(name)) next.add(isGlobstar ? position : position + 1);
  }
  return skipGlobstars(segments, next);
}
var NO_POSITIONS = [];
var PAST_THE_END = { literal: null, isGlobstar: false, matches: () => false };
function skipGlobstars(segments, positions) {
  for (const index of positions) if (segments[index]?.isGlobstar) positions.add(index + 1);
  return [...positions].sort((a, b) => a - b);
}
function isMatch(segments, positions) {
  return positions.includes(segments.length);
}
function isMatchAfter(segments, positions, name) {
  for (const index of positions) {
    const segment = segments[index];
    if (segment === void 0 || !(segment.isGlobstar || segment.matches(name))) continue;
    let next = index + 1;
    while (segments[next]?.isGlobstar) next += 1;
    if (next === segments.length) return true;
  }
  return false;
}

// src/lib/files/repository-path.ts
import { existsSync } from "node:fs";
import path3 from "node:path";
function findRepositoryRoot(directory) {
  for (let current = directory; ; current = path3.dirname(current)) {
    if (existsSync(path3.join(current, ".git"))) return current;
    if (current === path3.dirname(current)) return null;
  }
}
function resolveRepositoryRoot(root, { GITHUB_WORKSPACE }) {
  return findRepositoryRoot(root) ?? (GITHUB_WORKSPACE || root);
}
function getDirectory(path5) {
  return path5.slice(0, Math.max(0, path5.lastIndexOf("/")));
}
function getFileName(path5) {
  return path5.slice(path5.lastIndexOf("/") + 1);
}
function toRepositoryPath(file, repository) {
  return path3.relative(repository, file).split(path3.sep).join("/");
}

// src/manifest/diagnostics/format.ts
var MAX_COLUMNS = 120;
var COLUMNS_BEFORE_CARET = 70;
var UNPRINTABLE2 = /(?!\t)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;
function formatDiagnostic(d, color = false) {
  const paint = (codes, text) => color ? `\x1B[${codes}m${text}\x1B[0m` : text;
  const label = paint(d.severity === "error" ? "1;31" : "1;33", `${d.severity}[${d.code}]`);
  const lines = [
    `${paint("1", `${escapeUnprintable(d.file)}:${d.line}:${d.column}:`)} ${label}: ${escapeUnprintable(d.message)}`
  ];
  const gutter = " ".repeat(String(d.line).length);
  if (d.source) {
    const { text, indent, caret } = formatFrame(d.source, d.column);
    lines.push(paint("34", `${gutter} |`), `${paint("34", `${d.line} |`)} ${text}`.trimEnd());
    lines.push(`${paint("34", `${gutter} |`)} ${indent}${paint("1;31", caret)}`);
  }
  if (d.hint) lines.push(`${gutter} ${paint("34", "=")} ${paint("1", "help:")} ${escapeUnprintable(d.hint)}`);
  return lines.join("\n");
}
function formatFrame(source, column) {
  const start = source.text.length > MAX_COLUMNS ? Math.max(0, column - 1 - COLUMNS_BEFORE_CARET) : 0;
  const cut2 = source.text.slice(start, start + MAX_COLUMNS).replace(UNPRINTABLE2, "\xB7");
  const before = (start > 0 ? "\u2026" : "") + cut2.slice(0, column - 1 - start);
  const text = (start > 0 ? "\u2026" : "") + cut2 + (start + MAX_COLUMNS < source.text.length ? "\u2026" : "");
  const room = Math.max(1, start + cut2.length - column + 1);
  return { text, indent: before.replace(/[^\t]/g, " "), caret: "^".repeat(Math.min(source.length, room)) };
}

// src/manifest/yaml/source-file.ts
function createSourceFile(name, text, included) {
  const lineStarts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) lineStarts.push(at + 1);
  return { name, text, lineStarts, included };
}
function findLineIndex(file, offset) {
  let low = 0;
  let high = file.lineStarts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((file.lineStarts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
function getLine(file, index) {
  const start = file.lineStarts[index] ?? file.text.length;
  const end = file.lineStarts[index + 1] ?? file.text.length + 1;
  return file.text.slice(start, end - 1).replace(/\r$/, "");
}
function locateTexts(span, texts) {
  const raw = span.file.text.slice(span.start, span.end);
  let from = 0;
  return texts.map((text) => {
    const at = from === -1 ? -1 : raw.indexOf(text, from);
    from = at === -1 ? -1 : at + text.length;
    return at === -1 ? span : { file: span.file, start: span.start + at, end: span.start + from };
  });
}
var ITEM_BYTES = new Set(Buffer.from("\n,[]{}\\"));
function countItems(bytes) {
  let items = 0;
  for (const byte of bytes) if (ITEM_BYTES.has(byte)) items += 1;
  return items;
}
function countLines(bytes) {
  let lines = 0;
  for (let at = bytes.indexOf(10); at !== -1; at = bytes.indexOf(10, at + 1)) lines += 1;
  return lines;
}
function decodeText(bytes) {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    const nul = text.indexOf("\0");
    return nul === -1 ? { text } : { ...toBytePosition(bytes, text.slice(0, nul)), utf16: true };
  } catch {
    const lenient = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
    const utf16 = bytes[0] === 255 && bytes[1] === 254 || bytes[0] === 254 && bytes[1] === 255;
    return { ...toBytePosition(bytes, lenient.slice(0, findReplacement(bytes, lenient))), utf16 };
  }
}
function findReplacement(bytes, lenient) {
  let offset = 0;
  let from = 0;
  for (let at = lenient.indexOf("\uFFFD"); at !== -1; at = lenient.indexOf("\uFFFD", from)) {
    offset += Buffer.byteLength(lenient.slice(from, at));
    if (bytes[offset] !== 239 || bytes[offset + 1] !== 191 || bytes[offset + 2] !== 189) return at;
    offset += 3;
    from = at + 1;
  }
  return lenient.length;
}
function toBytePosition(bytes, before) {
  const bom = bytes[0] === 239 && bytes[1] === 187 && bytes[2] === 191;
  const text = before.replace(/^\ufeff/, "");
  return {
    offset: Buffer.byteLength(text) + (bom ? 3 : 0),
    line: text.split("\n").length,
    column: text.length - (text.lastIndexOf("\n") + 1) + 1
  };
}

// src/manifest/diagnostics/messages/message.ts
function createError(message, hint) {
  return { severity: "error", message: capitalize2(message), hint };
}
function createWarning(message, hint) {
  return { severity: "warning", message: capitalize2(message), hint };
}
function createNotice(message, hint) {
  return { severity: "notice", message: capitalize2(message), hint };
}
function capitalize2(message) {
  return /^[a-z]+_/.test(message) ? message : message.charAt(0).toUpperCase() + message.slice(1);
}
var INVISIBLE = /(?! )[\p{Cc}\p{Cf}\p{Z}]/gu;
function escapeInvisible(text) {
  return text.replace(INVISIBLE, (char) => `\\u{${char.codePointAt(0)?.toString(16)}}`);
}
function quote(text) {
  return escapeInvisible(JSON.stringify(text.length > 80 ? `${text.slice(0, 79)}\u2026` : text));
}
function formatList(words) {
  return words.join(", ");
}
var MAX_LISTED = 50;
function formatSuggestion(near, known, what) {
  if (near !== void 0) return `Did you mean ${quote(near)}?`;
  if (known.length === 0) return `There are no ${what}.`;
  return `Available ${what}: ${truncateList(known, MAX_LISTED)}.`;
}
var TYPES = {
  string: "a string",
  array: "a list",
  object: "a map",
  boolean: "a boolean",
  number: "a number",
  integer: "an integer",
  null: "null"
};
function describeType(type) {
  return TYPES[type] ?? "something else";
}

// src/manifest/diagnostics/messages/advice.ts
var others = (number) => number === 1 ? "" : ` and ${number - 1} more`;
var certificates = (number) => number === 1 ? "certificate" : "certificates";
function createNotice2(message, hint) {
  return { severity: "notice", message, hint };
}
var ADVICE_MESSAGES = {
  "no-rule": () => createWarning(
    "No rule sends notifications about these certificates.",
    'Add a rule with events and a receiver, or "issues: {}" to open GitHub issues.'
  ),
  "certificate-without-rule": (names, number) => createWarning(
    `No rule matches ${number === 1 ? "the certificate" : `${number} certificates:`} ${names}.`,
    'Extend the "match" of a rule, or add "issues: {}", which covers all certificates. If nobody needs their alerts, add a rule with "actions: []".'
  ),
  "alert-not-notified": (events, names, number) => createWarning(
    `No rule sends ${events} for ${number === 1 ? "the certificate" : `${number} certificates:`} ${names}.`,
    'Add it to the "events" of a rule that matches its status, without "match.thresholds". If nobody needs it, add a rule with "actions: []".'
  ),
  "expiry-not-notified": (names, number) => createWarning(
    `No rule announces the expiry of ${number === 1 ? "the certificate" : `${number} certificates:`} ${names} before its last day.`,
    'Add certificate.expiry_warning to a rule, with a "match.status" and "match.thresholds" that come earlier. If nobody needs it, add a rule with "actions: []".'
  ),
  "violation-not-notified": (names, number) => createWarning(
    `No rule sends violations of ${number === 1 ? "the policy" : `${number} policies:`} ${names}.`,
    'Add certificate.policy_violation to the "events" of a rule without "match.thresholds".'
  ),
  "domain-not-registrable": (names, number) => createWarning(
    `Others register domains under ${names}: ${number === 1 ? "it is a public suffix" : "they are public suffixes"}.`,
    "Use the names of registered domains, such as example.co.uk."
  ),
  "domain-repeated": (names, number) => createWarning(
    `The registration of ${names} is shared with another domain of this entry, so some events are sent more than once.`,
    `Keep only the registered domain, and remove ${number === 1 ? "the other name" : "the others"}.`
  ),
  "domain-without-rdap": (names, number) => createWarning(
    `The ${number === 1 ? "registry of" : "registries of these domains have no RDAP server:"} ${names}${number === 1 ? " has no RDAP server" : ""}.`,
    'Set "rdap_url" if there is one. Otherwise replace "domain" with the date: "expires: YYYY-MM-DD" and "what: domain registration".'
  ),
  "many-yaml-entries": (number) => createNotice2(
    `${number.toLocaleString("en")} entries are in YAML, which takes seconds to load.`,
    "List them in CSV or JSON Lines: see docs/guides/entry-lists.md."
  ),
  "plaintext-credential": (field) => createWarning(
    `"${field}" contains a credential in plain text.`,
    `Store it as a secret, set it as an environment variable of the scan, and write \${NAME}. Replace the credential, because it is in the history of the repository.`
  ),
  "keystore-without-password": (location, number) => createWarning(
    `${quote(location)}${others(number)} cannot be read: the certificates are encrypted, and no password is set.`,
    `Add password: "\${KEYSTORE_PASSWORD}" to the entry, or to "defaults".`
  ),
  "file-unusable": (location, number, detail) => createWarning(`${quote(location)}${others(number)} cannot be read.`, detail),
  "file-expired": (location, number, day) => createWarning(
    `The ${certificates(number)} in ${quote(location)}${others(number)} ${number === 1 ? "has" : "have"} expired (${day}).`,
    'Renew it; or remove the file, or list it under "exclude", if it is not used any more.'
  ),
  "file-expires-soon": (location, number, day) => createWarning(
    `The ${certificates(number)} in ${quote(location)}${others(number)} ${number === 1 ? "expires" : "expire"} soon (${day}), within its smallest threshold.`,
    "Renew it: no other threshold warns before it expires."
  ),
  "scan-too-rare": (location, number, detail) => createNotice2(
    `Scans are too rare for ${quote(location)}${others(number)}: ${detail}`,
    'Add a line under "schedule" to the workflow that scans.'
  ),
  "revocation-not-allowed": (host) => createWarning(
    `With "revocation: true", scans ask ${quote(host)}, which is not public, and network.allow does not contain its address.`,
    "Add its address or network to network.allow; otherwise scans fail from the third on."
  ),
  "fixture-expired": (location, number, day) => createWarning(
    `The test ${certificates(number)} in ${quote(location)}${others(number)} ${number === 1 ? "has" : "have"} expired (${day}), so tests that use it fail.`,
    'Create it again, or generate it in the tests. If it is meant to be expired, move it to an entry with "expired: intended".'
  ),
  "fixture-expiring": (location, number, day) => createWarning(
    `The test ${certificates(number)} in ${quote(location)}${others(number)} ${number === 1 ? "expires" : "expire"} soon (${day}), so tests that use it will fail.`,
    "Create it again with a longer lifetime, or generate it in the tests."
  ),
  "file-without-certificate": (location, number) => createNotice2(
    `${quote(location)}${others(number)} ${number === 1 ? "matches the glob, but contains" : "match the glob, but contain"} no certificate.`,
    'If that is intended, list it under "exclude", or set skip_empty: true.'
  ),
  "keystore-not-checked": (location, number) => createNotice2(
    `${quote(location)}${others(number)} could not be checked without ${number === 1 ? "its password" : "their passwords"}.`,
    `The scan opens ${number === 1 ? "it with the password" : "them with the passwords"}.`
  ),
  "kubeconfig-token-outside": (file) => createNotice2(
    `The token file ${quote(file)} of this kubeconfig is outside the repository. Whoever can change the kubeconfig can send any file on the machine to any server.`,
    "Nothing to do if only trusted people can change it. Otherwise move the kubeconfig out of the repository."
  )
};

// src/manifest/diagnostics/messages/certificates.ts
var ENDPOINT_FORMS = "Use host, host:port, or [address]:port for IPv6.";
var ENDPOINTS = {
  url: ["is a URL", ENDPOINT_FORMS],
  space: ["contains a space", `${ENDPOINT_FORMS} For several locations, use a list: [a, b].`],
  variable: [
    "contains a variable, which is not replaced here",
    "Write the host. If it differs between environments, use a separate entry for each."
  ],
  comma: ["contains a comma", "For several locations, use a list: [a, b]."],
  path: ["contains a path", ENDPOINT_FORMS],
  user: ["contains a user name", ENDPOINT_FORMS],
  port: ["does not have a port from 1 to 65535", ENDPOINT_FORMS],
  brackets: ["does not have an IPv6 address in its brackets", ENDPOINT_FORMS],
  colons: ["is neither an IPv6 address nor host:port", "Write an IPv6 address with a port as [address]:port."],
  wildcard: ["is a wildcard name, which clients cannot connect to", "Use a name that a client connects to."],
  host: ["does not contain a host name or address", ENDPOINT_FORMS]
};
var DIRECTORIES = {
  "unknown-name": "is not a known ACME directory",
  malformed: "is not a valid ACME directory URL",
  credentials: "contains a user name or password, which ACME directories do not use",
  insecure: "is not encrypted, so responses could be modified in transit"
};
function patternHint(pattern) {
  if (/^~[/\\]/.test(pattern)) return '"~" is not expanded to your home directory. Write the full path.';
  if (/\\[\w.]/.test(pattern)) return 'Use "/" between directories, on Windows too.';
  if (pattern.startsWith("!")) return 'To leave files out, list them under "exclude".';
  return "Paths are relative to the manifest's directory.";
}
var THRESHOLD_FORMS = 'Use days (10 or "10d", at most 36500), hours ("36h") or a percentage of the lifetime ("33%").';
var WITHOUT_CA = {
  trust: "these certificates cannot be checked for trust",
  url: "the URL cannot be read",
  acme: "no renewal information is requested for the certificates",
  receiver: "nothing is sent to this receiver",
  proxy: "nothing is sent through proxies with TLS",
  resolver: "CAA and TLSA records cannot be looked up"
};
function countHexDigits(text) {
  return text.replace(/[^0-9a-f]/gi, "").length;
}
var USUAL_SOURCES = SOURCE_DEFINITIONS.filter(({ inventory }) => inventory === void 0).flatMap(
  ({ keys }) => keys.map(([key, value]) => `${key} (${value})`)
);
var CERTIFICATE_MESSAGES = {
  "source-missing": () => createError(
    "The certificate has no source.",
    `Add one of: ${formatList(USUAL_SOURCES)}, or an inventory (docs/reference/inventories.md).`
  ),
  "source-conflict": (sources) => createError(
    `The certificate has more than one source: ${formatList(sources)}.`,
    "Keep one, and add a separate certificate for each of the others."
  ),
  "needs-key": (key, needed) => {
    const names = needed.length > 2 ? `one of ${formatList(needed.map(quote))}` : needed.map(quote).join(" or ");
    return createError(`${quote(key)} requires ${names}.`, `Add ${names}, or remove ${quote(key)}.`);
  },
  "fixture-not-checked": (key) => createWarning(
    `${quote(key)} has no effect with "kind: fixture".`,
    `Remove it: only the dates of test certificates are checked, against "expiry_scan_thresholds".`
  ),
  "ct-not-checked": (key) => createWarning(
    `${quote(key)} has no effect with "ct".`,
    key === "probe" ? "Remove it: the scan that has the event log asks the provider." : key.startsWith("expect.") ? 'Remove it, or set it in the entry of the server. Use "issuer" and "spki_sha256" here.' : "Remove it, or set it in the entry of the server."
  ),
  "duplicate-name": (what, name, first) => createError(`Duplicate ${what} name ${quote(name)} (first defined at ${first}).`, "Rename one of the two."),
  "bad-threshold": (value) => createError(`Invalid threshold ${quote(value)}.`, THRESHOLD_FORMS),
  "duplicate-threshold": (threshold, first) => createWarning(`${quote(threshold)} is the same threshold as ${quote(first)}.`, "Keep one of the two."),
  "critical-over-warning": (critical, warn) => {
    const format = ({ text, explicit }) => explicit ? text : `default: ${text}`;
    const message = `expiry_critical_days (${format(critical)}) is greater than expiry_warning_days (${format(warn)}).`;
    if (!critical.explicit) return createError(message, `Set expiry_critical_days to ${warn.text} or less.`);
    if (!warn.explicit) return createError(message, `Set expiry_warning_days to ${critical.text} or more.`);
    return createError(message, "Make expiry_critical_days the smaller one.");
  },
  "percentage-without-lifetime": (key, value) => createError(
    `${quote(value)} is a percentage of the lifetime, and a hard-coded date has no lifetime.`,
    `Set ${key} in this certificate, in days or hours.`
  ),
  "bad-expected-pattern": (text, domain) => createError(
    `${quote(text)} is not a name in a domain of "ct".`,
    domain === null ? "Use a name from the certificate." : `Use a name from the certificate, such as ${quote(`status.${domain}`)}, or ${quote(`**.${domain}`)} for all names below the domain.`
  ),
  "any-issuer-expected": (text) => createError(
    `${quote(text)} matches every CA, so a certificate that somebody else ordered would be expected.`,
    `Use the organization of the CA, such as "Let's Encrypt".`
  ),
  "bad-pem": () => createError(
    'The text contains no PEM block: no line is "-----BEGIN CERTIFICATE-----".',
    'Write the certificate as a block after "|", which keeps its line breaks.'
  ),
  "private-key-in-manifest": () => createError(
    "The text contains a private key.",
    "Remove it and treat the key as compromised: anyone who can read this file has it. Only the certificate is needed."
  ),
  "bad-expected-name": (value) => createError(
    `${quote(value)} is not a valid certificate name.`,
    "Use a name such as www.example.com or *.example.com, or an address, without a port or path."
  ),
  "bad-fingerprint": (value) => createError(
    `${quote(value)} is not a SHA-256 fingerprint, which has 64 hexadecimal digits.${countHexDigits(value) === 40 ? " It has the length of a SHA-1 fingerprint." : ""}`,
    "Get it with `certvigil inspect` or `openssl x509 -fingerprint -sha256`."
  ),
  "bad-pin": (value) => createError(
    `${quote(value)} is not the SHA-256 of a public key, which has 44 base64 characters or 64 hexadecimal digits.`,
    "Use the key pin shown by `certvigil inspect`."
  ),
  "trust-and-ca-file": () => createError(
    '"trust" and "ca_file" are mutually exclusive.',
    'Keep "ca_file" if clients trust only the CAs in that file. Otherwise keep "trust".'
  ),
  "trust-not-checked": (key) => createWarning(
    `${quote(key)} has no effect, because the trust of these certificates is not checked.`,
    `Set "trust" or "ca_file", or remove ${quote(key)}.`
  ),
  "bad-identifier": (value, what, form) => createError(`${quote(value)} is not a valid ${what}.`, `Use a value such as ${form}.`),
  "login-conflict": (key, other) => createError(
    `${quote(key)} and ${quote(other)} are different logins, and an entry has one.`,
    "Remove one of them. If you need both, add an entry for each."
  ),
  "map-incomplete": (missing) => createError(
    `"map" must set ${missing.join(" and ")}.`,
    "Set it to the name of the field. `certvigil inspect --entry NAME` shows the items as the inventory returns them."
  ),
  "bad-field-format": (field, directive) => directive === null ? createError(
    `${quote(field)} does not support this format.`,
    "Only dates take a strftime format, such as %d.%m.%Y, and serial takes decimal."
  ) : createError(
    `Unsupported directive ${quote(directive)} in the date format.`,
    "Use %Y, %y, %m, %b, %d, %H, %I, %p, %M, %S, %f, %z or %Z."
  ),
  "several-pagings": (ways) => createError('"next" has more than one paging method.', `Keep one of ${formatList(ways)}.`),
  "body-without-post": () => createError("A GET request has no body.", 'Add "method: POST", or remove "body".'),
  "bad-site": (value) => createError(
    `${quote(value)} is not a GitHub repository or owner.`,
    "Use owner/repository, or only the owner to monitor all of its repositories."
  ),
  "bad-date": (value) => /^\d{4}-\d{2}-\d{2}[T ]/.test(value) ? createError(
    `${quote(value)} has a time of day, but only a date is allowed: the certificate expires at 00:00 UTC on that day.`,
    `Write ${value.slice(0, 10)}.`
  ) : createError(
    `Invalid date ${quote(value)}.`,
    describeMissingDay(value) ?? "Use YYYY-MM-DD, such as 2027-03-01."
  ),
  "bad-endpoint": (value, problem, better) => createError(
    `Invalid endpoint ${quote(value)}: it ${ENDPOINTS[problem][0]}.`,
    better === null ? ENDPOINTS[problem][1] : `Write ${better}.`
  ),
  "starttls-without-port": (endpoint, starttls, usual) => createWarning(
    `${quote(endpoint)} has no port, so STARTTLS (${starttls}) is attempted on port 443.`,
    `Add the port, such as ${endpoint}:${usual}.`
  ),
  "port-in-address": (value, better) => createError(`${quote(value)} contains a port, which is not allowed here.`, `Write ${better}.`),
  "ambiguous-ipv6-port": (value, better) => createWarning(
    `${quote(value)} is read as an IPv6 address with the default port 443, but its last group looks like a port.`,
    `Write ${quote(better)} if it is the port, or ${quote(`[${value}]`)} if it is part of the address.`
  ),
  "bad-srv": (value) => createError(
    `${quote(value)} is not a valid SRV record name.`,
    "Use _service._tcp.domain, such as _imaps._tcp.example.com."
  ),
  "bad-proxy": () => createError(
    "Invalid proxy.",
    "Use http://host:port, https://host:port or socks5://host:port (with user:password@ before the host if required), env, or none."
  ),
  "bad-network": (value) => createError(
    `${quote(value)} is not an address or CIDR block.`,
    "Use an address such as 192.0.2.1, or a block such as 10.0.0.0/8 or fd00::/8."
  ),
  "bad-dns-server": (value) => createError(
    `${quote(value)} is not the address of a DNS server.`,
    "Use an address, with a port if it is not 53: 192.0.2.53, 192.0.2.53:5353 or [2001:db8::53]:5353."
  ),
  "bad-resolver": () => createError(
    'Invalid resolver in "dns_over_https".',
    "Use the https URL of its DNS-over-HTTPS service, without a password, such as https://dns.example/dns-query."
  ),
  "dane-without-validation": () => createError(
    '"expect.dane" needs a resolver that validates DNSSEC, because TLSA records count only if they are signed.',
    'Set network.dns_over_https to the URL of one, or network.trust_ad: true if "dns_servers" or the resolver of the machine validates.'
  ),
  "expect-without-name": (key) => createError(
    `"expect.${key}" needs a server with a DNS name.`,
    'Use it with "endpoint" or "srv". If the endpoint is an address, set "server_name".'
  ),
  "bad-caa-identifier": (value) => createError(
    `${quote(value)} cannot name a CA in CAA records.`,
    'Use the domain name from the documentation of the CA, such as letsencrypt.org. Or use "caa: check" to accept only the CA that issued the certificate.'
  ),
  "bad-acme-directory": (value, problem, known) => createError(
    `${problem === "credentials" ? "The URL" : quote(value)} ${DIRECTORIES[problem]}.`,
    `Use an https URL, or one of ${formatList(known)}.`
  ),
  "acme-without-directory": () => createWarning(
    '"acme: true" has no effect: the ACME directory is derived from the issuer only for certificates that are checked against the Mozilla root store.',
    'Set the directory, such as acme: { directory: letsencrypt } or the URL of your own CA, or remove "acme".'
  ),
  "probe-without-secret": (probe) => createError(
    probe === null ? "No secret is set in observations.secrets for entries without a probe." : `No secret is set in observations.secrets for the probe ${quote(probe)}.`,
    probe === null ? "Set observations.secret, which also applies to probes that are not in observations.secrets." : `Add it, such as ${probe}: "\${${toSigningVariable(probe)}}", or set observations.secret for all others.`
  ),
  "probe-secret-unused": (name, similar) => createWarning(
    `No certificate has the probe ${quote(name)}, so its secret is never used.`,
    similar === void 0 ? `Add "probe: ${name}" to the entries that this probe reads, or remove the secret.` : `Did you mean ${quote(similar)}?`
  ),
  "bad-server-name": (value) => createError(`${quote(value)} is not a valid host name.`, "Use the bare name, such as mail.example.com."),
  "duplicate-location": (location) => createWarning(`Duplicate item ${quote(location)}.`, "Keep one of the two."),
  "glob-no-match": (pattern) => createWarning(`No file matches ${quote(pattern)}.`, patternHint(pattern)),
  "ca-file-missing": (path5, use) => createWarning(
    `ca_file ${quote(path5)} not found: without it, ${WITHOUT_CA[use]}.`,
    "Add a PEM file with the CA certificates. Paths are relative to the manifest's directory."
  ),
  "ca-file-without-certificate": (path5, use) => createWarning(
    `ca_file ${quote(path5)} contains no PEM certificate, so ${WITHOUT_CA[use]}.`,
    'Add the CA certificates, each starting with "-----BEGIN CERTIFICATE-----". To convert a DER file: openssl x509 -inform DER -in FILE'
  )
};

// src/manifest/diagnostics/messages/discovery.ts
var DISCOVERY_MESSAGES = {
  "bad-discovery-path": (path5) => createError(
    `${quote(path5)} is not a path in the repository.`,
    "Use a path or glob relative to the manifest's directory, such as vendor or certs/old/**."
  ),
  "bad-discovery-host": (value) => createError(
    `${quote(value)} is not a host name or glob.`,
    "Use a name such as www.example.com or *.example.com, without a scheme, port or path."
  ),
  "bad-domain": (value, better) => createError(
    `${quote(value)} is not a domain.`,
    better === null ? "Use a name such as example.com." : `Use ${quote(better)}, which includes all names in it.`
  ),
  "ignore-without-match": () => createError('This item of "ignore" does not say what to ignore.', 'Add "host", "domain" or "file".'),
  "ignore-expired": (until) => createWarning(
    `This item of "ignore" expired ("until" is ${until}), so what it matches is reported again.`,
    'Remove it, or extend "until".'
  ),
  "ignore-matches-nothing": () => createWarning('Nothing in the repository matches this item of "ignore".', "Fix or remove it."),
  "not-watched": (value, kind, fix, isRequired) => {
    const what = kind === "fixture" ? "test certificate" : kind === "saml" ? "SAML certificate" : kind;
    const describe = isRequired ? createError : createNotice;
    return describe(
      `The ${what} ${quote(value)} is new, and no entry watches it.`,
      `${fix ?? "Add an entry"}, or an item to discovery.ignore.`
    );
  },
  "watched-but-removed": (host, entry, where) => createNotice(
    `${quote(host)} was removed from ${where}, but the entry ${quote(entry)} still watches it.`,
    "Remove the entry if the server is gone."
  )
};

// src/manifest/diagnostics/messages/lists.ts
var CSV2 = {
  "open-quote": ["The quote that starts here is never closed.", 'Close it. Write a quote inside quotes twice ("").'],
  "text-after-quote": [
    "Unexpected text after the closing quote.",
    'Quote the whole cell. Write a quote inside quotes twice ("").'
  ]
};
var JSON_LINES = {
  "not-json": [
    "The line is not valid JSON.",
    "Write one object on each line, with keys and strings in double quotes, and without comments and trailing commas."
  ],
  "not-an-object": ["The line is not a JSON object.", 'Write {"name": "shop", "endpoint": "shop.example.com"}.'],
  "too-deep": ["Lists or objects are nested too deeply.", "An entry has at most three levels."],
  "large-number": [
    "A number on this line is too large, and its last digits would be lost.",
    "Write it in double quotes."
  ]
};
var HEADERS = {
  "no-columns": [
    "The first row has no known column name.",
    "Start the list with a header such as name,endpoint,labels.team."
  ],
  "upper-case": ["The names of columns must be in lower case.", "Start the list with a header such as name,endpoint."],
  "no-rows": [
    "The file is blank.",
    'Check what creates it, or remove it from "include". A list without entries has a header.'
  ]
};
var LIST_MESSAGES = {
  "list-too-large": (limit) => createError(
    `The entry lists under "include" exceed the limit of ${limit} in total.`,
    "Use several manifests, each with a scan and an event log of its own."
  ),
  "list-empty": () => createWarning("The list has no entries.", 'Check what creates the file, or remove it from "include".'),
  "header-missing": (why) => createError(...HEADERS[why]),
  "missing-column": (column) => createError(`Required column ${quote(column)} is missing.`, `Add a column ${quote(column)}.`),
  "duplicate-column": (column, first) => createError(`Duplicate column ${quote(column)} (first defined as column ${first}).`, "Keep one of the two."),
  "unknown-column": (column, near) => createError(
    `Unknown column ${quote(column)}.`,
    near === void 0 ? "Put x- in front of its name to ignore the column. docs/guides/entry-lists.md lists the columns." : `Did you mean ${quote(near)}?`
  ),
  "row-length": (cells, columns) => createError(
    `The row has ${cells} ${cells === 1 ? "cell" : "cells"}, but the header has ${columns} ${columns === 1 ? "column" : "columns"}.`,
    cells > columns ? "Quote a cell that contains the delimiter." : "Leave cells empty, but keep their delimiters."
  ),
  "csv-syntax": (problem) => createError(...CSV2[problem]),
  "json-syntax": (problem) => createError(...JSON_LINES[problem])
};

// src/manifest/diagnostics/messages/rules.ts
function createUnmatchedMessage(field, value) {
  return `No certificate has the ${field} ${quote(value)}.`;
}
var count = (number, what) => `${number} more ${what}${number === 1 ? "" : "s"}`;
var RULE_MESSAGES = {
  "unknown-event": (name, near, known) => createError(
    `Unknown event ${quote(name)}.`,
    near === "certificate.expiry_warning" ? 'Did you mean "certificate.expiry_warning"? It fires at each threshold before the expiry; "certificate.expired" fires afterwards.' : formatSuggestion(near, known, "events")
  ),
  "unknown-webhook": (name, near, known) => createError(
    `Unknown webhook ${quote(name)}.`,
    known.length === 0 ? `Add ${quote(name)} under "webhooks".` : formatSuggestion(near, known, "webhooks")
  ),
  "unknown-email": (name, near, known) => createError(
    `Unknown email receiver ${quote(name)}.`,
    known.length === 0 ? `Add ${quote(name)} under "email".` : formatSuggestion(near, known, "email receivers")
  ),
  "action-missing": () => createError("The action has no receiver.", "Use { webhook: NAME }, { email: NAME } or { issue: {} }."),
  "action-conflict": (kinds) => createError(`The action has more than one receiver: ${formatList(kinds)}.`, "Use a separate action for each."),
  "duplicate-action": (owner, kind, name, first) => createWarning(
    `${owner === "rule" ? "This rule" : "The digest"} already sends to the ${kind} ${quote(name)} at ${first}; this action is ignored.`,
    owner === "rule" ? "Remove one of the two, or move it to a separate rule." : "Remove one of the two."
  ),
  "stateful-preset-grouped": (preset) => createError(
    `group_by is not supported with the preset ${preset}, which opens and resolves a separate alert for each certificate.`,
    "Remove group_by. The receiver can group alerts itself."
  ),
  "unknown-attribute": (attr, near, known) => createError(`${quote(attr)} is not an attribute of data.`, formatSuggestion(near, known, "attributes")),
  "condition-type": (op, needed, found) => createError(
    `"${op}" compares with ${describeType(needed)}, but the value is ${describeType(found)}.`,
    `Use ${describeType(needed)}, or another "op".`
  ),
  "bad-regex": (pattern, problem) => createError(
    `Invalid regular expression ${quote(pattern)}: ${problem}.`,
    problem.includes("not supported") ? 'Rewrite the pattern without it. To exclude a match, use "negate: true".' : "Write the pattern in single quotes, in which a backslash has no special meaning."
  ),
  "rule-matches-nothing": (field, value) => createWarning(createUnmatchedMessage(field, value), "Fix or remove it: the rule cannot match."),
  "threshold-not-notified": (threshold, certificate) => createWarning(
    `No rule matches threshold ${threshold} of ${quote(certificate)}: once it is crossed, reminders for earlier thresholds stop.`,
    'Add it to "match.thresholds" of a rule, or remove it from the thresholds of the certificate.'
  ),
  "rule-never-fires": (why) => createWarning(`This rule never fires: ${why}.`, 'Fix "events", "match" or "conditions": all of them must match.'),
  "bad-time": (value) => createError(
    `Invalid time ${quote(value)}.`,
    describeMissingDay(value) ?? "Use a date such as 2027-03-01 (00:00 UTC on that day), or a time with its UTC offset such as 2027-03-01T08:00:00+01:00."
  ),
  "silence-expired": (until) => createWarning(
    `This silence expired ("until" is ${until}), so its alerts are sent again.`,
    'Remove it, or extend "until".'
  ),
  "silence-too-long": (until, limit) => createError(
    `This silence lasts until ${until}, more than one year from now.`,
    `Use a time before ${limit}. To stop monitoring a certificate, set "enabled: false".`
  ),
  "disabled-without-reason": () => createError('"disabled_until" has no reason.', 'Add "disabled_reason": a sentence, or a link to a ticket.'),
  "disabled-twice": () => createError(
    '"enabled: false" has no end, so "disabled_until" has no effect.',
    'Remove one of the two: "disabled_until" for a while, "enabled: false" until somebody changes it.'
  ),
  "disabled-until-passed": (until) => createWarning(
    `The entry is scanned again ("disabled_until" is ${until}).`,
    'Remove "disabled_until" and "disabled_reason", or extend the time.'
  ),
  "disabled-too-long": (until, limit) => createError(
    `The entry is disabled until ${until}, more than one year from now.`,
    `Use a time before ${limit}. To stop monitoring it, set "enabled: false", or remove it.`
  ),
  "silence-of-resolved-event": (event) => createError(
    `${quote(event)} cannot be silenced: alerts that were sent are always resolved.`,
    "Silence the alert instead, such as certificate.expiry_warning. An alert that was never sent is not resolved."
  ),
  "silence-of-reason": (field) => createError(
    `The codes of this silence have no ${field}: a reason for a red run is about entries, or about the scan.`,
    `Remove "match.${field}", or add "events" if it should silence alerts too.`
  ),
  "silence-matches-nothing": (field, value) => createWarning(createUnmatchedMessage(field, value), "Fix or remove it: the silence cannot match."),
  "bad-time-of-day": (value) => createError(`Invalid time of day ${quote(value)}.`, 'Use hours and minutes in quotes, such as "07:00" or "22:30".'),
  "bad-time-zone": (value, near) => createError(
    `Unknown time zone ${quote(value)}.`,
    near === void 0 ? "Use an IANA time zone name, such as Europe/Berlin or UTC." : `Did you mean ${quote(near)}?`
  ),
  "bad-quiet-hours": (problem) => problem === "empty" ? createError(
    "The quiet hours start and end at the same time.",
    'For whole days, use "00:00" and "24:00", and set "days".'
  ) : createError(
    "The quiet hours leave less than one hour per day, so nothing would be sent.",
    "Leave at least one hour, in which a scan can send deferred events."
  ),
  "branch-without-commit": (key, store) => createWarning(`"${key}" has no effect with "store: ${store}".`, `Use "store: commit", or remove "${key}".`),
  "issues-from-unused": (rule) => createWarning(
    `"from" has no effect, because the rule ${quote(rule)} opens issues.`,
    'Set "match.status" of that rule, such as [warning, critical, expired], or remove "from".'
  ),
  "more-problems": (errors, others2) => (errors > 0 ? createError : createWarning)(
    `Too many problems; ${[
      ...errors > 0 ? [count(errors, "error")] : [],
      ...others2 > 0 ? [count(others2, "warning")] : []
    ].join(" and ")} not shown, starting here.`,
    "Fix the problems above and run again. Often many of them have the same cause."
  ),
  "no-certificates": () => createWarning(
    "There are no certificates to monitor.",
    'List them under "certificates", or files that contain them under "include".'
  ),
  "nothing-is-sent": () => createWarning(
    "There are certificates and receivers, but no enabled rule with actions: nothing is sent.",
    'Add a rule with events and a receiver, or "issues: {}".'
  )
};

// src/manifest/diagnostics/messages/policies.ts
var SEVERITIES = { critical: "error", warning: "warning", info: "notice" };
var POLICY_MESSAGES = {
  "policy-without-check": () => createError("The policy has no checks.", "Add a check, such as min_key_size: 2048 or san_required: true."),
  "policy-name-reserved": (name) => createError(
    `The policy name ${quote(name)} is reserved for violations of "expect" in an entry.`,
    "Use another name."
  ),
  "policy-contradiction": (value, allowed, forbidden) => createError(`${quote(value)} is in both ${allowed} and ${forbidden}.`, "Remove it from one of them."),
  "policy-matches-nothing": (field, value) => createWarning(createUnmatchedMessage(field, value), "Fix or remove it: the policy cannot match."),
  "policy-never-matches": (name) => createWarning(
    `The policy ${quote(name)} matches no certificate: each name and label exists, but no certificate has all of them.`,
    'Fix its "match", or use a separate policy for each.'
  ),
  "unknown-usage": (name, near, known) => createError(`Unknown key usage ${quote(name)}.`, formatSuggestion(near, known, "usages")),
  "internal-error": (location) => createError(
    `The policies of ${quote(location)} could not be checked because of an internal error. This is a bug.`,
    "Please report it with the stack trace on standard error."
  ),
  "policy-violation": (locations, policy, severity, details) => ({
    severity: SEVERITIES[severity],
    message: `${formatViolators(locations, policy)}: ${formatDetails(details)}`,
    hint: `Replace the certificate${locations.length > 1 ? "s" : ""}, or change the policy or its "match".`
  })
};
var MAX_LOCATIONS = 3;
function formatViolators(locations, policy) {
  const names = truncateList(locations.map(quote), MAX_LOCATIONS);
  return locations.length === 1 ? `${names} violates policy ${quote(policy)}` : `${locations.length} certificates (${names}) violate policy ${quote(policy)}`;
}
function formatDetails([first = "", ...others2]) {
  const isSame = others2.every((detail) => detail === first);
  return `${isSame ? "" : "the first one: "}${escapeInvisible(first)}`;
}

// src/presets/preset.ts
var JSON_WEBHOOK = {
  url: null,
  path: "",
  method: "POST",
  content_type: "application/json",
  headers: {},
  secrets: {},
  stateful: false,
  responses: [],
  isError: () => false
};

// src/presets/cloudevents.ts
var MAX_CHARACTERS = 2e4;
var MAX_LABEL_CHARACTERS = 4e3;
var cut = (expression, length = 500) => `${expression} | default('', true) | truncate(${length}, true, '\u2026', 0)`;
var LABELS = `d.labels if d.labels | dump | length <= ${MAX_LABEL_CHARACTERS} else {}`;
var GROUPED = `{
  'event_type': e.event, 'certificate': d.certificate, 'alert_key': d.alert_key, 'status': d.status, 'days_remaining': d.days_remaining,
  'valid_to': d.valid_to, 'location': ${cut("d.location")} or none, 'labels': ${LABELS} }`;
var SHORT = `{
  'truncated': true, 'event_type': event, 'certificate': d.certificate, 'display_name': ${cut("d.display_name")},
  'certificate_id': d.certificate_id, 'alert_key': d.alert_key, 'common_name': ${cut("d.common_name")}, 'issuer': ${cut("d.issuer")},
  'serial_number': ${cut("d.serial_number")}, 'fingerprint_sha256': d.fingerprint_sha256, 'valid_from': d.valid_from, 'valid_to': d.valid_to,
  'effective_valid_to': d.effective_valid_to, 'days_remaining': d.days_remaining, 'days_since_expiry': d.days_since_expiry,
  'status': d.status, 'level': d.level, 'threshold': d.threshold, 'owner': ${cut("d.owner")}, 'labels': ${LABELS},
  'location': ${cut("d.location")} or none, 'assignment_count': d.assignment_count, 'renewal_instructions': ${cut("d.renewal_instructions", 1e3)},
  'error': { 'code': d.error.code, 'detail': ${cut("d.error.detail", 1e3)} } if d.error else none,
  'last_seen': d.last_seen, 'scan_id': d.scan_id, 'repository': d.repository, 'run_url': d.run_url, 'test': d.test }`;
var cloudevents = {
  ...JSON_WEBHOOK,
  description: "any receiver of CloudEvents 1.0 (structured JSON)",
  content_type: "application/cloudevents+json",
  body_template: `{
  "specversion": "1.0",
  "id": "{{ request_id }}/{{ event }}/{{ data.alert_key }}/{{ data.threshold | default('', true) }}",
  "source": "/certvigil/{{ (data.repository or 'local') | urlencode }}",
  "type": "{{ event }}",
  "subject": "{{ data.certificate }}",
  "time": "{{ timestamp }}",
  "datacontenttype": "application/json",
  "data": {% if events | length + more > 1 %}{% set sizes = [] %}{% set listed = [] %}
    {%- for e in events %}{% set d = e.data %}{% set item = ${GROUPED} %}{% set size = item | dump | length %}
    {%- if sizes | sum + size <= ${MAX_CHARACTERS} %}{% if sizes.append(size) %}{% endif %}{% if listed.append(item) %}{% endif %}{% endif %}
    {%- endfor %}{
    "events": {{ listed | dump }},
    "more": {{ more + (events | length) - (listed | length) }}
  }
  {%- elif data | dump | length <= ${MAX_CHARACTERS} %}{{ data | dump }}
  {%- else %}{% set d = data %}{{ ${SHORT} | dump }}{% endif %}
}
`
};

// src/presets/shared-macros.ts
var PLACEHOLDERS = {
  qualifier: "{{ d.finding.qualifier }}",
  code: "{{ d.finding.code }}",
  expires_in: "{% if d.days_remaining == 0 %}expires within a day{% else %}expires in {{ d.days_remaining }} day{{ 's' if d.days_remaining != 1 }}{% endif %}",
  expired_since: "{% if d.days_since_expiry %}expired {{ d.days_since_expiry }} day{{ 's' if d.days_since_expiry != 1 }} ago{% elif d.days_since_expiry == 0 %}expired less than a day ago{% else %}has expired{% endif %}",
  last_seen: "{{ time(d.last_seen) }}",
  unreachable: "{% if d.unreachable and d.unreachable.never_read %}has never been read{% elif d.unreachable and d.unreachable.days > 0 %}has been unreachable for {{ d.unreachable.days }} day{{ 's' if d.unreachable.days != 1 }}{% else %}cannot be read{% endif %}"
};
function toJinja(sentence) {
  return sentence.replace(
    /\{(\w+)\}/g,
    (_, name) => name === "resolved" ? formatResolved() : PLACEHOLDERS[name] ?? ""
  );
}
function formatResolved() {
  return `{%- set what = d.finding.event if d.finding else '' -%}
    ${branch("what", [...FINDING_NAMES, "certificate.expiry_warning"], "resolved", "has recovered")}`;
}
function formatSentence(name, which) {
  const definition = EVENTS[name];
  const plain = which === "resolved" && "resolved" in definition ? definition.resolved : definition.sentence;
  const variants = "variants" in definition ? Object.entries(definition.variants) : [];
  const sentence = variants.reduceRight(
    (rest, [qualifier, texts]) => `{% if ${definition.kind === "finding" ? "" : "d.finding and "}d.finding.qualifier == '${qualifier}' %}${toJinja(texts[which])}{% else %}${rest}{% endif %}`,
    toJinja(plain)
  );
  if (which === "resolved" || !("others" in definition)) return sentence;
  return `{% if d.what and d.what != 'certificate' %}${toJinja(definition.others)}{% else %}${sentence}{% endif %}`;
}
function branch(variable, names, which, otherwise) {
  const branches = names.map((name) => `elif ${variable} == '${name}' -%}${formatSentence(name, which)}
  {%- `);
  return `{%- ${branches.join("").slice("el".length)}else -%}${otherwise}
  {%- endif -%}`;
}
function toList(names) {
  return `[${names.map((name) => `'${name}'`).join(", ")}]`;
}
var RESOLUTIONS = toList(RESOLUTION_NAMES);
var SCANS = toList(SCAN_EVENTS);
var NAMELESS = toList([...SCAN_EVENTS, DIGEST]);
var TITLE_MACROS = `{%- macro title(e) -%}
  {%- set d = e.data -%}
  {% if d.test %}[test] {% endif %}{% if e.event not in ${NAMELESS} %}{{ d.display_name | truncate(200, true, '\u2026', 0) }}{{ ' ' }}{% endif %}
  ${branch("e.event", EVENT_NAMES, "sentence", "{% if e.event == 'digest' %}Certificate digest: {{ d.headline }}{% else %}{{ e.event }}{% endif %}")}
{%- endmacro -%}
{%- macro time(t) -%}{% if t %}{{ t[:10] }} {{ t[11:16] }} UTC{% endif %}{%- endmacro -%}
{%- macro names(list) -%}
  {%- for c in list[:10] %}{{ c.display_name }}{% if c.problems %} ({{ c.problems | join(', ') | truncate(100, true, '\u2026') }}){% elif c.days_remaining is not none %} ({{ c.days_remaining if c.days_since_expiry is none else 0 - c.days_since_expiry }} d){% endif %}{{ ', ' if not loop.last }}{% endfor -%}
  {%- if list | length > 10 %} and {{ list | length - 10 }} more{% endif -%}
{%- endmacro -%}
{%- macro weeks(list) -%}
  {%- for w in list %}{{ w.from }} to {{ w.to[5:] }}: {{ w.certificates | length }}{{ ', ' if not loop.last }}{% endfor -%}
{%- endmacro -%}
{%- macro all(events, more) -%}
  {{ title(events[0]) }}
  {%- if events | length + more > 1 %}, and {{ events | length + more - 1 }} more{% endif -%}
{%- endmacro -%}
`;
var EVENT_MACROS = `${TITLE_MACROS}
{%- set resolutions = ${RESOLUTIONS} -%}
{%- macro severity_color(e) -%}
  {{ 'good' if e.event in resolutions else ('bad' if e.data.status in ['expired', 'critical'] else 'warning') }}
{%- endmacro -%}
{%- macro found(d) -%}
  {{ d.assigned_objects[:3] | map(attribute='name') | join(', ') | truncate(300, true, '\u2026') }}
  {%- if d.assignment_count > 3 %} and {{ d.assignment_count - 3 }} more{% endif -%}
  {%- if d.handshakes %} ({{ d.handshakes.served }} of {{ d.handshakes.total }} handshakes){% endif -%}
{%- endmacro -%}
{%- set renewal = data.renewal_instructions | default('', true) | trim -%}
{%- set is_url = renewal[:8] == 'https://' and renewal | length > 8 and renewal | length < 1000 and renewal.split() | length == 1 -%}
{%- set link = renewal if is_url and events | length == 1 and event not in resolutions else '' -%}
{%- set links = ([['How to renew', link]] if link else []) + ([['Open the run', data.run_url]] if data.run_url else []) + ([['Open issues', issues_url]] if issues_url and events | length == 1 and event not in resolutions and event != 'digest' else []) -%}
`;
var SEVERITY_COLORS = "{'bad': '#d32f2f', 'warning': '#ffa500', 'good': '#2e7d32'}";
var SEVERITY_EMOJI = "{'bad': '\u{1F534}', 'warning': '\u{1F7E0}', 'good': '\u{1F7E2}'}";
var createButtons = (button) => `{% for label, url in links %}{% if not loop.first %}, {% endif %}${button}{% endfor %}`;
var createFactLines = (max) => `{% set lines = [] %}{% for label, value in facts if value %}{% if lines.append(label ~ ': ' ~ (value | truncate(${max}, true, '\u2026', 0))) %}{% endif %}{% endfor %}`;
var createLabelPairs = (reserved, name = "key") => `{% set pairs = [] %}{% for label, value in (d.labels or {}) | dictsort %}{% set key = label_prefix ~ label %}{% set key = ${name} %}
  {%- if pairs.append([('label_' ~ key if key in ${toList(reserved)} else key) | truncate(100, true, '', 0), value | string | truncate(200, true, '\u2026', 0)]) %}{% endif %}{% endfor %}`;
var SET_FACTS = `{% set facts = [
  ['Status', 'resolved' if d.event_type == 'scan.recovered' else d.status if d.status != 'ok' and d.event_type not in resolutions and d.event_type not in ${SCANS} else ''],
  ['Domain' if d.kind == 'domain' else 'Common name', d.common_name | default('', true) | truncate(200, true, '\u2026') if d.kind == 'domain' or d.what == 'certificate' else ''],
  ['Valid to', time(d.effective_valid_to or d.valid_to) ~ (', limited by ' ~ (d.limited_by.subject | truncate(100, true, '\u2026')) ~ ' in its chain' if d.limited_by else '')],
  ['Replaces' if d.what == 'certificate' else 'Before', ('a certificate ' if d.what == 'certificate' else '') ~ 'valid until ' ~ time(d.previous.valid_to) if d.previous else ''],
  ['Registrar', (d.registration.registrar | default('', true)) ~ (' (expires there on ' ~ d.registration.registrar_valid_to[:10] ~ ')' if d.registration.registrar_valid_to else '') if d.registration else ''],
  ['Location', found(d)],
  ['Owner', d.owner | default('', true) | truncate(200, true, '\u2026')],
  ['How to renew', d.renewal_instructions | default('', true) | truncate(500, true, '\u2026') if d.event_type not in resolutions else ''],
  ['Reason' if d.finding or d.error.code == 'ends-before-next-scan' else 'Error', d.error.detail | truncate(500, true, '\u2026') if d.error else ''],
  ['Add to expected', d.finding.proposal | default('', true) | truncate(1000, true, '\u2026') if d.finding else ''],
  ['First seen', time(d.last_seen) if d.error and d.kind else ''],
  ['Issuer', d.issuer | default('', true) | truncate(200, true, '\u2026')],
  ['Entry', d.certificate if d.display_name != d.certificate and d.event_type != 'digest' else '']
] + ([
  ['Expired', names(d.expired)],
  ['Critical', names(d.critical)],
  ['Unknown', names(d.unknown)],
  ['Not yet valid', names(d.not_yet_valid)],
  ['Warning', names(d.warning)],
  ['Renewed', d.renewed | map(attribute='display_name') | join(', ') | truncate(300, true, '\u2026')],
  ['Silenced', names(d.silenced)],
  ['Next 90 days', weeks(d.upcoming)],
  ['Could not be checked', d.unchecked | map(attribute='display_name') | unique | join(', ') | truncate(200, true, '\u2026')],
  ['Certificates', d.summary.certificates | string],
  ['No longer in the manifest', d.disappeared | join(', ') | truncate(200, true, '\u2026')],
  ['Disabled', d.disabled | map(attribute='certificate') | join(', ') | truncate(200, true, '\u2026')],
  ['Coverage', d.coverage.text]
] if d.event_type == 'digest' else []) %}`;
var SET_ALERT_STATE = `{% set resolved = e.event in resolutions %}{% set severity = 'critical' if d.status in ['expired', 'critical', 'unknown'] else ('warning' if d.status in ['warning', 'not_yet_valid'] else 'info') %}`;

// src/presets/discord.ts
var discord = {
  ...JSON_WEBHOOK,
  description: "Discord, channel webhook",
  responses: [
    {
      body: /"code":\s*(10015|50027)\b/,
      advice: "Discord does not know this webhook (10015, 50027): it was deleted, or the URL is incomplete. Create a new one."
    },
    {
      body: /"code":\s*50006\b/,
      advice: "Discord rejects an empty message (50006). The body needs content or embeds."
    },
    {
      body: /"code":\s*(50035|50109)\b/,
      advice: 'Discord rejects the format of this message (50035, 50109). Inspect it with "certvigil render", and check the limits of embeds.'
    },
    {
      status: 404,
      advice: "Discord does not know this webhook: it was deleted, or the URL is incomplete. Create a new one."
    },
    { status: 401, advice: "Discord rejects the token in the URL. Copy the complete URL of the webhook again." }
  ],
  // https://discord.com/developers/docs/reference#error-messages and https://discord.com/developers/docs/topics/rate-limits
  isError: ({ fields: { message, code, retry_after } }) => typeof message === "string" && (typeof code === "number" && code >= 400 || typeof retry_after === "number" || /^[45]\d\d: /.test(message)),
  body_template: `${EVENT_MACROS}
{%- macro plain(text) -%}{{ text | string | replace('\\\\', '\\\\\\\\') | replace('*', '\\\\*') | replace('_', '\\\\_') | replace('\`', '\\\\\`') | replace('[', '\\\\[') | replace('<', '\\\\<') | replace('~', '\\\\~') | replace('|', '\\\\|') | replace('#', '\\\\#') | replace('>', '\\\\>') }}{%- endmacro -%}
{
  "allowed_mentions": { "parse": {% if mentions %}["users", "roles"]{% else %}[]{% endif %} },
  "content": "{% for mention in mentions %}{{ mention | truncate(30, true, '', 0) }} {% endfor %}{{ plain(all(events, more)) | truncate(1500, true, '\u2026') }}",
  "embeds": [
    {%- for e in events[:5] %}{% set d = e.data %}
    ${SET_FACTS}{% if not loop.first %},{% endif %}
    { "title": "{{ plain(title(e)) | truncate(100 if events | length > 1 else 250, true, '\u2026', 0) }}",
      "color": {{ {'bad': 13840175, 'warning': 16753920, 'good': 3046706}[severity_color(e)] }},
      "timestamp": "{{ timestamp }}",
      {%- if d.run_url %}
      "url": "{{ d.run_url }}",
      {%- endif %}
      {%- if loop.first and links %}
      "description": "{% for label, url in links %}{% if not loop.first %} \xB7 {% endif %}[{{ label }}](<{{ url }}>){% endfor %}",
      {%- endif %}
      "fields": [
        {%- for label, value in facts if value %}{% if not loop.first %},{% endif %}
        { "name": "{{ label }}", "value": "{{ plain(value) | truncate(60 if events | length > 1 else 180, true, '\u2026', 0) }}" }
        {%- endfor %}
      ]
    }
    {%- endfor %}
  ]
}
`
};

// src/presets/generic.ts
var FACT_NAMES = "{ 'Common name': 'Name', 'Valid to': 'Valid until', 'Location': 'Found at' }";
var generic = {
  ...JSON_WEBHOOK,
  description: "any JSON receiver: a title, a text, and the facts by name",
  body_template: `${EVENT_MACROS}
{
  "title": "{{ all(events, more) }}",
  "text": "{% for e in events %}{{ title(e) }}\\n{% endfor %}{% if more %}and {{ more }} more\\n{% endif %}",
  "events": [
    {%- for e in events %}{% set d = e.data %}
    ${SET_FACTS}{% set fact_names = ${FACT_NAMES} %}{% if not loop.first %},{% endif %}
    { "event": "{{ e.event }}", "title": "{{ title(e) }}", "certificate": "{{ d.certificate }}", "status": "{{ d.status }}",
      "days_remaining": {{ d.days_remaining }}, "alert_key": "{{ d.alert_key }}",
      "facts": { {%- for label, value in facts if value %}{% if not loop.first %}, {% endif %}"{{ fact_names.get(label, label) }}": "{{ value }}"{% endfor -%} } }
    {%- endfor %}
  ],
  "more": {{ more }},
  "run_url": {{ data.run_url }}
}
`
};

// src/presets/gitlab.ts
var gitlab = {
  ...JSON_WEBHOOK,
  description: "GitLab, creates an issue for each message",
  path: "/issues",
  headers: { "PRIVATE-TOKEN": "{{ secrets.token }}" },
  secrets: {
    token: { description: "a project access token with the scope api", pattern: /^[\w.-]{8,300}$/ }
  },
  responses: [
    { status: 401, advice: "GitLab rejects the token. It may have expired; create a new one with the scope api." },
    {
      status: 403,
      advice: "The token is not allowed to create issues in this project. It needs the scope api and the role Reporter."
    },
    {
      status: 404,
      advice: "GitLab finds no such project, or the token cannot see it. The URL ends with /api/v4/projects/ and the ID, or the path with %2F for /."
    }
  ],
  // https://docs.gitlab.com/api/rest/troubleshooting/
  isError: ({ fields: { message, error } }) => typeof error === "string" && error !== "" || typeof message === "object" && message !== null || typeof message === "string" && /^[45]\d\d /.test(message),
  body_template: `${EVENT_MACROS}
{%- macro code(text) -%}\`{{ (text | string).split() | join(' ') | replace('\`', "'") }}\`{%- endmacro -%}
{
  "title": "{{ all(events, more) | truncate(250, true, '\u2026', 0) }}",
  "labels": "certvigil",
  "description": "
  {%- for e in events[:8] %}{% set d = e.data %}${SET_FACTS}{{ ${SEVERITY_EMOJI}[severity_color(e)] }} {{ code(title(e)) }}\\n\\n
    {%- for label, value in facts if value %}- **{{ label }}:** {{ code(value | truncate(100 if events | length > 1 else 1000, true, '\u2026', 0)) }}\\n{% endfor %}\\n
  {%- endfor %}
  {%- if events | length > 8 or more %}and {{ [events | length - 8, 0] | max + more }} more\\n\\n{% endif %}
  {%- for label, url in links %}{% if not loop.first %} \xB7 {% endif %}[{{ label }}](<{{ url }}>){% endfor %}
  {%- if mentions %}\\n\\ncc {{ mentions | join(' ') }}{% endif %}"
}
`
};

// src/presets/google-chat.ts
var googleChat = {
  ...JSON_WEBHOOK,
  description: "Google Chat, space webhook (card)",
  responses: [
    {
      body: /INVALID_ARGUMENT/,
      advice: "Google Chat rejects the format of this message (INVALID_ARGUMENT). Test the card in the Card Builder."
    },
    {
      body: /UNAUTHENTICATED|PERMISSION_DENIED/,
      advice: "Google Chat rejects the key or the token in the URL. Copy the complete URL of the webhook again."
    },
    {
      body: /NOT_FOUND/,
      advice: "The space or its webhook was deleted. Create a new webhook in the settings of the space."
    },
    { status: 404, advice: "The space or its webhook was deleted. Create a new webhook in the settings of the space." },
    {
      status: 403,
      advice: "Google Chat does not allow this webhook to post. Check the app settings of the space, or create a new webhook."
    }
  ],
  // https://google.aip.dev/193
  isError: ({ fields: { error } }) => typeof error === "object" && error !== null,
  body_template: `${EVENT_MACROS}
{#- Widget texts support some HTML. -#}
{%- macro plain(text) -%}{{ text | string | replace('&', '&amp;') | replace('<', '&lt;') | replace('>', '&gt;') }}{%- endmacro -%}
{
  {%- if mentions %}
  "text": "{{ mentions | join(' ') }}",
  {%- endif %}
  "fallbackText": "{{ all(events, more) | truncate(500, true, '\u2026') }}",
  "cardsV2": [{
    "cardId": "certvigil",
    "card": {
      "header": { "title": "{{ all(events, more) | truncate(200, true, '\u2026') }}", "subtitle": "certvigil" },
      "sections": [
        {%- for e in events[:8] %}{% set d = e.data %}
        ${SET_FACTS}{% if not loop.first %},{% endif %}
        { "header": "{{ plain(title(e) | truncate(150, true, '\u2026', 0)) }}", "widgets": [
          { "textParagraph": { "text": "<font color=\\"{{ ${SEVERITY_COLORS}[severity_color(e)] }}\\">\u2B24 <b>{{ {'bad': 'Critical', 'warning': 'Warning', 'good': 'Resolved'}[severity_color(e)] }}</b></font>" } }
          {%- for label, value in facts if value %},
          { "decoratedText": { "topLabel": "{{ label }}", "wrapText": true, "text": "{{ plain(value) | truncate(80 if events | length > 1 else 500, true, '\u2026', 0) }}" } }
          {%- endfor %}
        ] }
        {%- endfor %}
        {%- if events | length > 8 or more %},
        { "widgets": [{ "textParagraph": { "text": "and {{ [events | length - 8, 0] | max + more }} more" } }] }
        {%- endif %}
        {%- if links %},
        { "widgets": [{ "buttonList": { "buttons": [
          ${createButtons('{ "text": "{{ label }}", "onClick": { "openLink": { "url": "{{ url }}" } } }')}
        ] } }] }
        {%- endif %}
      ]
    }
  }]
}
`
};

// src/presets/jira.ts
var createText = (text, marks2 = "") => `{ "type": "text", "text": "${text}"${marks2 && `, "marks": [${marks2}]`} }`;
var STRONG = '{ "type": "strong" }';
var jira = {
  ...JSON_WEBHOOK,
  description: "Jira Cloud, creates an issue for each message",
  path: "/rest/api/3/issue",
  secrets: {
    project: { description: "the key of a Jira project, such as OPS", pattern: /^[A-Z][A-Z0-9_]{1,254}$/ }
  },
  responses: [
    {
      status: 401,
      advice: "Jira rejects the user or token in the URL. Use the address of an account, with %40 for @, and an API token."
    },
    {
      status: 404,
      advice: "Jira finds no such site, or the account cannot see it. The URL is https://NAME.atlassian.net."
    },
    { status: 403, advice: "The Jira account is not allowed to create issues in this project." },
    {
      body: /project/i,
      advice: "Jira rejects the project. Check its key, and that the account may create issues in it."
    },
    {
      body: /issuetype/i,
      advice: "The project has no issue type Task. Set secrets.issue_type to the name of one that it has."
    },
    {
      status: 400,
      advice: "The project requires a field that the message does not have, or rejects one. Change body_template."
    }
  ],
  // https://developer.atlassian.com/cloud/jira/platform/rest/v3/intro/#status-codes
  isError: ({ fields: { errorMessages } }) => Array.isArray(errorMessages),
  body_template: `${EVENT_MACROS}
{
  "fields": {
    "project": { "key": "{{ secrets.project }}" },
    "issuetype": { "name": "{{ secrets.issue_type | default('Task') }}" },
    "summary": "{{ all(events, more) | truncate(255, true, '\u2026', 0) }}",
    "labels": ["certvigil"],
    "description": {
      "type": "doc",
      "version": 1,
      "content": [
        {%- for e in events[:8] %}{% set d = e.data %}${SET_FACTS}
        { "type": "paragraph", "content": [${createText("{{ title(e) }}", STRONG)}] },
        { "type": "bulletList", "content": [
          {%- for label, value in facts if value %}{% if not loop.first %},{% endif %}
          { "type": "listItem", "content": [{ "type": "paragraph", "content": [
            ${createText("{{ label }}: ", STRONG)}, ${createText("{{ value | truncate(80 if events | length > 1 else 1000, true, '\u2026', 0) }}")} ] }] }
          {%- endfor %}
        ] },
        {%- endfor %}
        {%- if events | length > 8 or more %}
        { "type": "paragraph", "content": [${createText("and {{ [events | length - 8, 0] | max + more }} more")}] },
        {%- endif %}
        { "type": "paragraph", "content": [
          {%- for label, url in links %}
          ${createText("{{ label }}", '{ "type": "link", "attrs": { "href": "{{ url }}" } }')}, ${createText(" \xB7 ")},
          {%- endfor %}
          ${createText("Created by certvigil.")}
        ] }
      ]
    }
  }
}
`
};

// src/presets/matrix.ts
var matrix = {
  ...JSON_WEBHOOK,
  description: "Matrix, client-server API (m.room.message)",
  method: "PUT",
  path: `/send/m.room.message/{{ (request_id ~ '.' ~ event ~ '.' ~ events | length ~ '.' ~ data.threshold ~ '.' ~ data.alert_key[-150:]) | replace('/', ':') }}`,
  headers: { Authorization: "Bearer {{ secrets.access_token }}" },
  secrets: { access_token: { description: "the access token of the account that writes", pattern: /^\S{8,}$/ } },
  responses: [
    {
      body: /M_UNKNOWN_TOKEN|M_MISSING_TOKEN/,
      advice: "The homeserver rejects the access token. Log in again, and copy the new one."
    },
    { body: /M_FORBIDDEN/, advice: "The account is not allowed to write to this room. Invite it, and let it join." },
    {
      body: /M_UNRECOGNIZED|M_NOT_FOUND/,
      advice: "The URL is wrong. It ends with /_matrix/client/v3/rooms/ and the ID of the room, such as !abc:example.org (not its alias)."
    },
    { body: /M_TOO_LARGE/, advice: "The message is too large. Lower max_events, or shorten the template." }
  ],
  // https://spec.matrix.org/latest/client-server-api/#standard-error-response
  isError: ({ fields: { errcode } }) => typeof errcode === "string",
  body_template: `${EVENT_MACROS}
{%- macro plain(text) -%}{{ text | string | replace('&', '&amp;') | replace('<', '&lt;') | replace('>', '&gt;') | replace('"', '&quot;') }}{%- endmacro -%}
{
  "msgtype": "m.text",
  "m.mentions": { "user_ids": [{% for id in mentions if id[0] == '@' %}{% if not loop.first %}, {% endif %}"{{ id }}"{% endfor %}] },
  "body": "
  {%- for e in events[:8] %}{% set d = e.data %}${SET_FACTS}${createFactLines("80 if events | length > 1 else 500")}{{ title(e) }}\\n{{ lines | join('\\n') }}\\n\\n{% endfor %}
  {%- if events | length > 8 or more %}and {{ [events | length - 8, 0] | max + more }} more\\n{% endif %}
  {%- for label, url in links %}{{ label }}: {{ url }}\\n{% endfor %}
  {%- if mentions %}{{ mentions | join(' ') }}{% endif %}",
  "format": "org.matrix.custom.html",
  "formatted_body": "
  {%- for e in events[:8] %}{% set d = e.data %}${SET_FACTS}{% set color = ${SEVERITY_COLORS}[severity_color(e)] -%}
    <p><font color=\\"{{ color }}\\" data-mx-color=\\"{{ color }}\\">\u2B24</font> <strong>{{ plain(title(e)) }}</strong></p><ul>
    {%- for label, value in facts if value %}<li><strong>{{ label }}:</strong> {{ plain(value | truncate(80 if events | length > 1 else 500, true, '\u2026', 0)) }}</li>{% endfor %}</ul>
  {%- endfor %}
  {%- if events | length > 8 or more %}<p>and {{ [events | length - 8, 0] | max + more }} more</p>{% endif %}
  {%- if links %}<p>{% for label, url in links %}{% if not loop.first %} \xB7 {% endif %}<a href=\\"{{ plain(url) }}\\">{{ label }}</a>{% endfor %}</p>{% endif %}
  {%- if mentions %}<p>{% for id in mentions %}<a href=\\"https://matrix.to/#/{{ plain(id) }}\\">{{ plain(id) }}</a> {% endfor %}</p>{% endif %}"
}
`
};

// src/presets/mattermost.ts
var mattermost = {
  ...JSON_WEBHOOK,
  description: "Mattermost, incoming webhook",
  responses: [
    {
      body: /web\.incoming_webhook\.invalid/,
      advice: "Mattermost does not know this webhook: it was deleted, or the URL is wrong."
    },
    {
      body: /web\.incoming_webhook\.disabled/,
      advice: "Incoming webhooks are disabled on this Mattermost server. Ask its administrators to enable them."
    },
    {
      body: /web\.incoming_webhook\.(channel|permissions)/,
      advice: "This webhook is not allowed to post to the channel, or the channel does not exist."
    },
    {
      body: /web\.incoming_webhook\.(text|parse)/,
      advice: "Mattermost rejects the format of this message, or it is too long. It needs text or attachments."
    },
    { status: 404, advice: "Mattermost does not know this URL. Copy the URL of the webhook again." },
    {
      status: 403,
      advice: "This webhook is not allowed to post to the channel. Change its channel, or create a webhook for this one."
    }
  ],
  // https://developers.mattermost.com/api-documentation/#/#error-response
  isError: ({ fields: { id, status_code } }) => typeof id === "string" && typeof status_code === "number" && status_code >= 400,
  body_template: `${EVENT_MACROS}
{#- A zero-width space after @ prevents mentions: @all would notify a whole channel. -#}
{%- macro plain(text) -%}{{ text | string | replace('\\\\', '\\\\\\\\') | replace('@', '@\\u200b') | replace('*', '\\\\*') | replace('_', '\\\\_') | replace('\`', '\\\\\`') | replace('[', '\\\\[') | replace('<', '\\\\<') | replace('~', '\\\\~') | replace('|', '\\\\|') | replace('#', '\\\\#') }}{%- endmacro -%}
{
  "text": "{{ plain(all(events, more)) }}{% if mentions %} {{ mentions | join(' ') }}{% endif %}",
  "attachments": [
    {%- for e in events[:6] %}{% set d = e.data %}
    ${SET_FACTS}{% if not loop.first %},{% endif %}
    { "fallback": "{{ plain(title(e)) }}",
      "title": "{{ plain(title(e)) }}",
      "color": "{{ ${SEVERITY_COLORS}[severity_color(e)] }}",
      {%- if d.run_url %}
      "title_link": "{{ d.run_url }}",
      {%- endif %}
      {%- if loop.first and links %}
      "text": "{% for label, url in links %}{% if not loop.first %} \xB7 {% endif %}[{{ label }}](<{{ url }}>){% endfor %}",
      {%- endif %}
      "fields": [
        {%- for label, value in facts if value %}{% if not loop.first %},{% endif %}
        { "short": {% if value | string | length < 40 %}true{% else %}false{% endif %}, "title": "{{ label }}", "value": "{{ plain(value | truncate(100 if events | length > 1 else 500, true, '\u2026', 0)) }}" }
        {%- endfor %}
      ]
    }
    {%- endfor %}
  ]
}
`
};

// src/presets/ntfy.ts
var ntfy = {
  ...JSON_WEBHOOK,
  description: "ntfy, topic URL",
  content_type: "text/plain",
  headers: {
    Title: `${TITLE_MACROS.replace(/\n */g, "")}{{ all(events, more) | replace('\u2026', '...') | truncate(250, true, '...', 0) }}`,
    Priority: `{{ 'low' if event in ${RESOLUTIONS} else ('urgent' if data.level == 'error' else ('high' if data.status == 'critical' else 'default')) }}`,
    Tags: `{{ 'white_check_mark' if event in ${RESOLUTIONS} else ('rotating_light' if data.status in ['expired', 'critical'] else 'warning') }}`,
    Click: `{{ data.run_url | default('', true) }}`,
    Actions: `${EVENT_MACROS.replace(/\n */g, "")}{% for label, url in links %}{% if not loop.first %}; {% endif %}view, {{ label }}, "{{ url | replace('"', '%22') }}"{% endfor %}`
  },
  responses: [
    {
      status: 401,
      advice: "ntfy rejects the user, password or token. Check the Authorization header of the webhook."
    },
    {
      status: 403,
      advice: "ntfy does not allow this user, or anonymous users, to publish to the topic. Add a token."
    },
    {
      status: 404,
      advice: "The topic does not exist. A topic URL is the server and one name: https://ntfy.example/name"
    },
    { status: 413, advice: "The message is too large for this ntfy server. Shorten the template." }
  ],
  // https://github.com/binwiederhier/ntfy/blob/main/server/errors.go
  isError: ({ fields: { http, error } }) => typeof error === "string" && typeof http === "number",
  body_template: `${EVENT_MACROS}
{%- for e in events[:3] %}{% set d = e.data %}${SET_FACTS}
{%- if events | length > 1 %}{{ title(e) }}
{% endif %}
{%- for label, value in (facts if event == 'digest' else facts[:9]) if value %}{{ label }}: {{ value | truncate(40 if events | length > 1 else (130 if event == 'digest' else 150), true, '\u2026', 0) }}
{% endfor %}
{% endfor -%}
{% if events | length > 3 or more %}and {{ [events | length - 3, 0] | max + more }} more{% endif %}`
};

// src/presets/pushover.ts
var KEY = /^[A-Za-z0-9]{30}$/;
var pushover = {
  ...JSON_WEBHOOK,
  description: "Pushover, messages API",
  url: "https://api.pushover.net",
  path: "/1/messages.json",
  secrets: {
    token: { description: "the API token of an application (30 letters and digits)", pattern: KEY },
    user: { description: "the key of a user or group (30 letters and digits)", pattern: KEY }
  },
  responses: [
    {
      body: /application token is invalid/i,
      advice: "Pushover rejects token. Copy the API token of the application again."
    },
    {
      body: /user (?:identifier|key) is (?:not a valid|invalid)/i,
      advice: "Pushover rejects user. Copy the key of the user or group again."
    },
    { status: 429, advice: "The application has used all messages of this month." }
  ],
  // https://pushover.net/api#response
  isError: ({ fields: { status } }) => status === 0,
  body_template: `${EVENT_MACROS}
{%- set all_lines = [] %}
{%- for e in events[:3] %}{% set d = e.data %}${SET_FACTS}${createFactLines("80 if events | length > 1 else 150")}
  {%- if events | length > 1 and all_lines.append(title(e)) %}{% endif %}{% if all_lines.extend(lines) %}{% endif %}
{%- endfor %}
{%- set rest = [events | length - 3, 0] | max + more -%}
{
  "token": "{{ secrets.token }}",
  "user": "{{ secrets.user }}",
  "title": "{{ ${SEVERITY_EMOJI}[severity_color(events[0])] }} {{ all(events, more) | truncate(240, true, '\u2026', 0) }}",
  "message": "{{ all_lines | join('\\n') | truncate(950, true, '\u2026', 0) }}{% if rest %}\\nand {{ rest }} more{% endif %}",
  "priority": {{ {'bad': 1, 'warning': 0, 'good': -1}[severity_color(events[0])] }}
  {%- if links and links[0][1] | length <= 512 %},
  "url": "{{ links[0][1] }}",
  "url_title": "{{ links[0][0] }}"
  {%- endif %}
}
`
};

// src/presets/slack.ts
var ERROR = /^(?:action_prohibited|channel_is_archived|channel_not_found|invalid_blocks|invalid_payload|invalid_token|no_active_hooks|no_service|no_service_id|no_team|no_text|posting_to_general_channel_denied|team_disabled|too_many_attachments|user_not_found)$/;
var slack = {
  ...JSON_WEBHOOK,
  description: "Slack, incoming webhook (Block Kit)",
  responses: [
    {
      body: /invalid_blocks/,
      advice: "Slack rejects the blocks of this message (invalid_blocks). Test them in the Block Kit Builder."
    },
    {
      body: /invalid_payload|no_text/,
      advice: 'Slack rejects the format of this message (invalid_payload or no_text). Inspect it with "certvigil render"; it needs text or blocks.'
    },
    {
      body: /no_service|no_active_hooks|invalid_token|no_team|team_disabled/,
      advice: "Slack does not know this webhook: it was removed or disabled, or the URL is incomplete. Create a new one in the settings of the Slack app."
    },
    {
      body: /channel_not_found|is_archived/,
      advice: "The channel of this webhook was deleted or archived. Create a webhook for another channel."
    },
    {
      body: /not_in_channel/,
      advice: "The Slack app is not a member of the channel. Invite it."
    },
    {
      body: /not_authed|invalid_auth|token_revoked|token_expired|account_inactive/,
      advice: "Slack rejects the token. Check the Authorization header of the webhook."
    },
    {
      body: /action_prohibited|posting_to_general_channel_denied/,
      advice: "The Slack workspace does not allow webhooks to post to this channel. Ask its administrators, or use another channel."
    },
    {
      body: /too_many_attachments|msg_too_long|msg_blocks_too_long/,
      advice: "The message is too large for Slack. Lower max_events, or shorten the template."
    },
    {
      status: 404,
      advice: "Slack does not know this webhook. Create a new one in the settings of the Slack app, and copy its complete URL."
    },
    {
      status: 403,
      advice: "Slack no longer accepts this webhook, or does not let it post to the channel. Create a new one."
    },
    { status: 410, advice: "The channel of this webhook was archived. Create a webhook for another channel." }
  ],
  // Texts: https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks#handling_errors. JSON, with the status 200:
  // https://docs.slack.dev/apis/web-api#responses, and the triggers of Workflow Builder.
  isError: ({ text, fields: { ok } }) => ok === false || ERROR.test(text),
  body_template: `${EVENT_MACROS}
{#- Slack's three special characters are escaped; "verbatim" disables the rest of its markup. -#}
{%- macro plain(text) -%}{{ text | string | replace('&', '&amp;') | replace('<', '&lt;') | replace('>', '&gt;') }}{%- endmacro -%}
{%- set rest = [events | length - 10, 0] | max + more -%}
{
  "text": "{{ plain(all(events, more)) }}",
  "blocks": [
    { "type": "header", "text": { "type": "plain_text", "text": "{{ all(events, more) | truncate(150, true, '\u2026', 0) }}", "emoji": false } }
    {%- if mentions %},
    { "type": "section", "text": { "type": "mrkdwn", "text": "{{ mentions | join(' ') }}" } }
    {%- endif %}
  ],
  "attachments": [
    {%- for e in events[:10] %}{% set d = e.data %}
    ${SET_FACTS}{% if not loop.first %},{% endif %}
    { "color": "{{ ${SEVERITY_COLORS}[severity_color(e)] }}", "fallback": "{{ plain(title(e) | truncate(150, true, '\u2026', 0)) }}", "blocks": [
      { "type": "section", "text": { "type": "mrkdwn", "verbatim": true, "text": "
        {%- if events | length > 1 %}*{{ plain(title(e)) }}*\\n{% endif %}
        {%- for label, value in facts if value %}{% if not loop.first %}\\n{% endif %}*{{ label }}:* {{ plain(value) | truncate((260 if label == 'Reason' else 90) if events | length > 1 else (270 if event == 'digest' else 340), true, '\u2026', 0) }}{% endfor %}" } }
      {%- if loop.last and rest %},
      { "type": "context", "elements": [{ "type": "plain_text", "text": "and {{ rest }} more" }] }
      {%- endif %}
      {%- if loop.last and links %},
      { "type": "actions", "elements": [
        ${createButtons('{ "type": "button", "text": { "type": "plain_text", "text": "{{ label }}" }, "url": "{{ url }}" }')}
      ] }
      {%- endif %}
    ] }
    {%- endfor %}
  ]
}
`
};

// src/presets/stateful/alertmanager.ts
var LABEL_NAME_MACRO = `{%- macro label_name(text) -%}
  {%- if text[:1] in '0123456789' %}_{% endif -%}
  {%- for c in text %}{{ c if c in 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_' else '_' }}{% endfor -%}
{%- endmacro -%}`;
var OWN_LABELS = ["alertname", "alert_key", "certificate", "severity"];
var alertmanager = {
  ...JSON_WEBHOOK,
  description: "Alertmanager, API v2 (/api/v2/alerts); alerts are resolved automatically",
  stateful: true,
  responses: [
    { status: 404, advice: "This path does not exist. The URL of the webhook must end with /api/v2/alerts." },
    {
      status: 200,
      advice: "Alertmanager accepted the alerts. If none appears, check its silences, inhibitions and routes."
    },
    { status: 400, advice: 'Alertmanager rejects the labels or times. Inspect the body with "certvigil render".' },
    {
      status: 422,
      advice: 'A field is missing or invalid for Alertmanager. Inspect the body with "certvigil render".'
    }
  ],
  // https://github.com/prometheus/alertmanager/blob/main/api/v2/openapi.yaml. `status` is that of the removed API v1, and of Mimir and other
  // compatible servers: https://prometheus.io/docs/prometheus/latest/querying/api/#format-overview
  isError: ({ fields: { status, code, message } }) => status === "error" || status === "deprecated" || typeof code === "number" && code >= 400 && typeof message === "string",
  body_template: `${EVENT_MACROS}${LABEL_NAME_MACRO}
{%- set e = events[0] %}{% set d = e.data %}${SET_ALERT_STATE}${createLabelPairs(OWN_LABELS, "label_name(key)")}
{%- set far = (timestamp[:4] | int + 1) ~ '-' ~ timestamp[5:7] ~ '-01T00:00:00Z' -%}
[
  {%- for one in ['critical', 'warning', 'info'] %}{% if not loop.first %},{% endif %}
  {
    "labels": {
      "alertname": "{{ 'DomainExpiry' if d.kind == 'domain' else 'DateExpiry' if d.what and d.what != 'certificate' else 'CertificateExpiry' }}",
      "alert_key": "{{ d.alert_key }}",
      "certificate": "{{ d.certificate }}",
      "severity": "{{ one }}"
      {#- Without a prefix, it is among the labels of the entry. -#}
      {%- if d.tenant and label_prefix %},
      "tenant": "{{ d.tenant }}"
      {%- endif %}
      {%- for name, value in pairs %},
      "{{ name }}": "{{ value }}"
      {%- endfor %}
    },
    "annotations": {
      "summary": "{{ title(e) }}",
      "common_name": "{{ d.common_name | default('', true) | truncate(200, true, '\u2026') }}",
      "valid_to": "{{ d.effective_valid_to or d.valid_to }}",
      {%- if d.limited_by %}
      "limited_by": "{{ d.limited_by.subject | truncate(200, true, '\u2026') }}",
      {%- endif %}
      "found_at": "{{ found(d) }}",
      "owner": "{{ d.owner }}",
      {%- if link %}
      "runbook_url": "{{ link }}",
      {%- endif %}
      "error": "{{ d.error.detail | truncate(500, true, '\u2026') if d.error else '' }}",
      "how_to_renew": "{{ d.renewal_instructions | default('', true) | truncate(2000, true, '\u2026') }}",
      "event": "{{ e.event }}",
      "status": "{{ d.status }}"
    },
    "startsAt": "{{ timestamp }}",
    "endsAt": "{{ far if one == severity and not resolved else timestamp }}"
    {%- if d.run_url %},
    "generatorURL": "{{ d.run_url }}"
    {%- endif %}
  }
  {%- endfor %}
]
`
};

// src/presets/stateful/gitlab-alerts.ts
var OWN_FIELDS = [
  ...[
    "title",
    "description",
    "fingerprint",
    "severity",
    "start_time",
    "end_time",
    "service",
    "monitoring_tool",
    "hosts"
  ],
  ...["gitlab_environment_name", "certificate", "event", "status", "owner", "links"]
];
var gitlabAlerts = {
  ...JSON_WEBHOOK,
  description: "GitLab, alert integration; alerts are resolved, and incidents closed, automatically",
  headers: { Authorization: "Bearer {{ secrets.key }}" },
  secrets: {
    key: { description: "the authorization key of an alert integration", pattern: /^[\w-]{8,300}$/ }
  },
  stateful: true,
  responses: [
    {
      status: 200,
      advice: "GitLab accepted the alert. If no incident appears, enable incidents in the alert settings of the project, under Settings > Monitor."
    },
    {
      status: 401,
      advice: "GitLab rejects the authorization key. Copy it again from the credentials of the integration."
    },
    {
      status: 403,
      advice: "The alert integration is inactive. Activate it under Settings > Monitor > Alerts."
    },
    { status: 404, advice: "GitLab does not know this URL. Copy it again from the credentials of the integration." }
  ],
  // https://docs.gitlab.com/api/rest/troubleshooting/. A success is a list.
  isError: ({ fields: { message, error } }) => typeof error === "string" && error !== "" || typeof message === "object" && message !== null || typeof message === "string" && /^[45]\d\d /.test(message),
  body_template: `${EVENT_MACROS}
{%- set e = events[0] %}{% set d = e.data %}${SET_ALERT_STATE}${SET_FACTS}${createFactLines("200")}${createLabelPairs(OWN_FIELDS)}
{
  "title": "{{ title(e) | truncate(200, true, '\u2026', 0) }}",
  "description": "{{ lines | join('\\n') | truncate(1000, true, '\u2026', 0) or title(e) | truncate(1000, true, '\u2026', 0) }}",
  "fingerprint": "{{ d.alert_key }}",
  "severity": "{{ {'critical': 'critical', 'warning': 'medium', 'info': 'info'}[severity] }}",
  {%- if resolved %}
  "end_time": "{{ e.timestamp }}",
  {%- else %}
  "start_time": "{{ e.timestamp }}",
  {%- endif %}
  "service": "{{ d.display_name | truncate(100, true, '\u2026', 0) }}",
  "monitoring_tool": "certvigil",
  "hosts": "{{ (found(d) or d.certificate) | truncate(255, true, '\u2026', 0) }}",
  "certificate": "{{ d.certificate }}",
  "event": "{{ e.event }}",
  "status": "{{ d.status }}",
  "owner": "{{ d.owner | default('', true) | truncate(200, true, '\u2026', 0) }}",
  "links": { {% for label, url in links %}{% if not loop.first %}, {% endif %}"{{ label }}": "{{ url }}"{% endfor %} }
  {%- for name, value in pairs %},
  "{{ name }}": "{{ value }}"
  {%- endfor %}
}
`
};

// src/presets/stateful/opsgenie.ts
var ALIAS = `((d.alert_key if d.alert_key | length <= 512 else d.alert_key[:50] ~ '~' ~ d.alert_key[-400:]) | replace('/', ':'))`;
var OWN_DETAILS = [
  "certificate",
  "common_name",
  "status",
  "valid_to",
  "found_at",
  "owner",
  "how_to_renew",
  "run_url"
];
var MAX_LABEL_DETAILS = 4500;
var opsgenie = {
  ...JSON_WEBHOOK,
  description: "Opsgenie and Jira Service Management, alert API; alerts are closed automatically",
  url: "https://api.opsgenie.com",
  path: `/v2/alerts{% set d = data %}{% if event in ${RESOLUTIONS} %}/{{ ${ALIAS} | urlencode }}/close?identifierType=alias{% endif %}`,
  headers: { Authorization: "GenieKey {{ secrets.api_key }}" },
  secrets: {
    api_key: { description: "the API key of an API integration", pattern: /^[0-9a-zA-Z-]{16,64}$/ }
  },
  stateful: true,
  responses: [
    {
      status: 202,
      advice: 'Opsgenie processes the request after it responds. Check that an alert was created; "certvigil test --event certificate.renewed" closes it.'
    },
    {
      status: 422,
      advice: "Opsgenie rejects the key or a field. Use the key of an API integration, and for accounts in the EU the URL https://api.eu.opsgenie.com."
    },
    {
      status: 403,
      advice: "The API key is not allowed to create alerts. Use the key of an API integration, with the right to create and update."
    }
  ],
  // https://docs.opsgenie.com/docs/response: only a success has a result.
  isError: ({ fields: { message, result, took } }) => typeof message === "string" && result === void 0 && typeof took === "number",
  body_template: `${EVENT_MACROS}
{%- set e = events[0] %}{% set d = e.data %}${SET_ALERT_STATE}${SET_FACTS}${createFactLines("1000")}${createLabelPairs(OWN_DETAILS)}
{%- if resolved -%}
{
  "source": "certvigil",
  "note": "{{ ([title(e)] + lines + ([d.run_url] if d.run_url else [])) | join('\\n') | truncate(14000, true, '\u2026', 0) }}"
}
{%- else -%}
{
  "message": "{{ title(e) | truncate(130, true, '\u2026', 0) }}",
  "alias": "{{ ${ALIAS} }}",
  "description": "{{ ([title(e)] + lines) | join('\\n') | truncate(14000, true, '\u2026', 0) }}",
  "priority": "{{ {'critical': 'P1', 'warning': 'P3', 'info': 'P5'}[severity] }}",
  "source": "certvigil",
  "entity": "{{ d.display_name | truncate(512, true, '\u2026', 0) }}",
  "tags": ["certvigil", "{{ e.event }}"{% for name, value in pairs[:18] if (name ~ value) | length < 50 %}, "{{ name }}:{{ value }}"{% endfor %}],
  "details": {
    "certificate": "{{ d.certificate | truncate(200, true, '\u2026', 0) }}",
    "common_name": "{{ d.common_name | default('', true) | truncate(200, true, '\u2026', 0) }}",
    "status": "{{ d.status }}",
    "valid_to": "{{ d.effective_valid_to or d.valid_to }}",
    "found_at": "{{ found(d) }}",
    "owner": "{{ d.owner | default('', true) | truncate(200, true, '\u2026', 0) }}",
    "how_to_renew": "{{ d.renewal_instructions | default('', true) | truncate(1000, true, '\u2026', 0) }}",
    "run_url": "{{ d.run_url }}"
    {%- set sizes = [] %}{% for name, value in pairs if sizes | sum + name | length + value | length <= ${MAX_LABEL_DETAILS} and sizes.append(name | length + value | length) is none %},
    "{{ name }}": "{{ value }}"
    {%- endfor %}
  }
}
{%- endif %}
`
};

// src/presets/stateful/pagerduty.ts
var pagerduty = {
  ...JSON_WEBHOOK,
  description: "PagerDuty, Events API v2; alerts are resolved automatically",
  url: "https://events.pagerduty.com/v2/enqueue",
  secrets: {
    routing_key: {
      description: "the integration key of a PagerDuty service (32 letters and digits)",
      pattern: /^[0-9a-zA-Z]{32}$/
    }
  },
  stateful: true,
  responses: [
    {
      status: 202,
      advice: 'PagerDuty processes the event after it responds. Check that an incident was created; "certvigil test --event certificate.renewed" resolves it.'
    },
    {
      status: 400,
      body: /routing_key|routing key/i,
      advice: "PagerDuty rejects the routing key. Copy the integration key of an Events API v2 integration."
    },
    {
      status: 400,
      body: /severity|summary|source|event_action|dedup_key|payload/i,
      advice: 'A required field is missing or invalid: event_action, dedup_key, or in payload: summary, source, severity. Inspect the body with "certvigil render".'
    }
  ],
  // https://developer.pagerduty.com/api-reference/368ae3d938c9e-send-an-event-to-pager-duty
  isError: ({ fields: { status, errors } }) => status === "invalid event" || status === "throttle exceeded" || Array.isArray(errors) && errors.length > 0,
  body_template: `${EVENT_MACROS}
{%- set e = events[0] %}{% set d = e.data %}${SET_ALERT_STATE}
{
  "routing_key": "{{ secrets.routing_key }}",
  "event_action": "{{ 'resolve' if resolved else 'trigger' }}",
  "dedup_key": "{{ d.alert_key if d.alert_key | length <= 255 else d.alert_key[:50] ~ '~' ~ d.alert_key[-200:] }}",
  "client": "certvigil",
  {%- if d.run_url %}
  "client_url": "{{ d.run_url }}",
  {%- endif %}
  "links": [
    ${createButtons('{ "href": "{{ url }}", "text": "{{ label }}" }')}
  ],
  "payload": {
    "summary": "{{ title(e) }}{% if d.common_name and d.display_name == d.certificate and d.common_name != d.certificate %} ({{ d.common_name | truncate(200, true, '\u2026') }}){% endif %}",
    "source": "{{ (d.location or d.common_name or d.certificate) | truncate(255, true, '\u2026', 0) }}",
    "severity": "{{ severity }}",
    "timestamp": "{{ timestamp }}",
    "component": "{{ d.certificate }}",
    "group": "{{ (d.tenant or d.owner or 'certificates') | truncate(255, true, '\u2026', 0) }}",
    "class": "{{ e.event }}",
    "custom_details": {
      "certificate": "{{ d.certificate }}",
      "common_name": {{ d.common_name | default('', true) | truncate(200, true, '\u2026') }},
      "valid_to": {{ d.effective_valid_to or d.valid_to }},
      {%- if d.limited_by %}
      "limited_by": {{ d.limited_by.subject | truncate(200, true, '\u2026') }},
      {%- endif %}
      "days_remaining": {{ d.days_remaining }},
      "status": "{{ d.status }}",
      "found_at": "{{ found(d) }}",
      "owner": {{ d.owner }},
      "how_to_renew": {{ d.renewal_instructions | default('', true) | truncate(2000, true, '\u2026') }},
      "issuer": {{ d.issuer | default('', true) | truncate(500, true, '\u2026') }},
      "fingerprint_sha256": {{ d.fingerprint_sha256 }},
      "error": {{ d.error.detail | truncate(500, true, '\u2026') if d.error else none }},
      "last_seen": {{ d.last_seen }},
      "labels": {{ d.labels | tojson }}
    }
  }
}
`
};

// src/presets/stateful/servicenow.ts
var OWN_FIELDS2 = ["certificate", "common_name", "status", "valid_to", "owner", "how_to_renew", "run_url"];
var servicenow = {
  ...JSON_WEBHOOK,
  description: "ServiceNow, Event Management; alerts are closed automatically",
  path: "/api/global/em/jsonv2",
  headers: { Accept: "application/json" },
  stateful: true,
  responses: [
    { status: 401, advice: "ServiceNow rejects the user or password in the URL." },
    {
      status: 403,
      advice: "The ServiceNow user is not allowed to create events. It needs the role evt_mgmt_integration."
    },
    {
      status: 404,
      advice: "Event Management is not available at this URL. Use the URL of the instance, and activate the plugin."
    },
    {
      status: 200,
      advice: "ServiceNow processes events later. If no alert appears, look at the event (em_event.list) and its rules."
    }
  ],
  // https://www.servicenow.com/docs/bundle/zurich-api-reference/page/integrate/inbound-rest/concept/c_RESTAPI.html
  isError: ({ fields: { status, error } }) => status === "failure" || typeof error === "object" && error !== null,
  body_template: `${EVENT_MACROS}
{%- set e = events[0] %}{% set d = e.data %}${SET_ALERT_STATE}${SET_FACTS}${createFactLines("500")}${createLabelPairs(OWN_FIELDS2)}
{%- set own = {
  'certificate': d.certificate, 'common_name': d.common_name | default('', true) | truncate(200, true, '\u2026', 0), 'status': d.status,
  'valid_to': d.effective_valid_to or d.valid_to, 'owner': d.owner | default('', true) | truncate(200, true, '\u2026', 0),
  'how_to_renew': d.renewal_instructions | default('', true) | truncate(500, true, '\u2026', 0), 'run_url': d.run_url
} -%}
{%- set info = dict((own.items() | list) + pairs) | dump -%}
{
  "records": [{
    "source": "certvigil",
    "event_class": "{{ (d.repository or 'certvigil') | truncate(100, true, '\u2026', 0) }}",
    "node": "{{ (d.common_name or d.display_name) | truncate(100, true, '\u2026', 0) }}",
    "resource": "{{ d.certificate | truncate(100, true, '\u2026', 0) }}",
    "type": "{{ e.event }}",
    "message_key": "{{ d.alert_key if d.alert_key | length <= 1024 else d.alert_key[:50] ~ '~' ~ d.alert_key[-900:] }}",
    "severity": "{{ '0' if resolved else {'critical': '1', 'warning': '4', 'info': '5'}[severity] }}",
    "description": "{{ ([title(e)] + lines) | join('\\n') | truncate(4000, true, '\u2026', 0) }}",
    "time_of_event": "{{ timestamp[:10] }} {{ timestamp[11:19] }}",
    "additional_info": "{{ info }}"
  }]
}
`
};

// src/presets/stateful/splunk-oncall.ts
var OWN_FIELDS3 = [
  ...["message_type", "entity_id", "entity_display_name", "state_message", "state_start_time", "monitoring_tool"],
  ...["certificate", "event", "status", "owner"]
];
var splunkOnCall = {
  ...JSON_WEBHOOK,
  description: "Splunk On-Call (VictorOps), REST endpoint; incidents are resolved automatically",
  stateful: true,
  responses: [
    {
      status: 200,
      advice: "Splunk On-Call accepted the alert. If no incident appears, check the routing key at the end of the URL, and which states create incidents."
    },
    {
      status: 404,
      advice: "Splunk On-Call does not know this URL. Copy it again from the REST integration, with a routing key at its end."
    }
  ],
  // https://docs.saltproject.io/en/3006/ref/modules/all/salt.modules.victorops.html
  isError: ({ fields: { result } }) => result === "failure",
  body_template: `${EVENT_MACROS}
{%- set e = events[0] %}{% set d = e.data %}${SET_ALERT_STATE}${SET_FACTS}${createFactLines("1000")}${createLabelPairs(OWN_FIELDS3)}
{
  "message_type": "{{ 'RECOVERY' if resolved else {'critical': 'CRITICAL', 'warning': 'WARNING', 'info': 'INFO'}[severity] }}",
  "entity_id": "{{ d.alert_key if d.alert_key | length <= 512 else d.alert_key[:50] ~ '~' ~ d.alert_key[-400:] }}",
  "entity_display_name": "{{ title(e) | truncate(250, true, '\u2026', 0) }}",
  "state_message": "{{ ([title(e)] + lines) | join('\\n') | truncate(15000, true, '\u2026', 0) }}",
  "monitoring_tool": "certvigil",
  {%- if link %}
  "vo_annotate.u.How to renew": "{{ link }}",
  {%- endif %}
  {%- if d.run_url %}
  "vo_annotate.u.Open the run": "{{ d.run_url }}",
  {%- endif %}
  "certificate": "{{ d.certificate }}",
  "event": "{{ e.event }}",
  "status": "{{ d.status }}",
  "owner": "{{ d.owner | default('', true) | truncate(200, true, '\u2026', 0) }}"
  {%- for name, value in pairs %},
  "{{ name }}": "{{ value }}"
  {%- endfor %}
}
`
};

// src/presets/teams.ts
var teams = {
  ...JSON_WEBHOOK,
  description: "Microsoft Teams, Workflows webhook (Adaptive Card)",
  responses: [
    {
      body: /Microsoft Teams endpoint returned HTTP error 429/,
      advice: "Teams limits the rate of this connector. Send fewer messages: use fewer rules, or group_by."
    },
    {
      body: /Microsoft Teams endpoint returned HTTP error 413/,
      advice: "The message is too large for Teams. Lower max_events, or shorten the template."
    },
    {
      body: /Webhook message delivery failed with error/,
      advice: 'The connector cannot post to its channel. Connectors are retired: create a flow with the trigger "When a Teams webhook request is received", and use its URL.'
    },
    {
      status: 202,
      advice: "Teams runs the flow after it responds. If no message appears, check the run history of the flow."
    },
    {
      body: /DirectApiAuthorizationRequired|InvalidAuthorization/,
      advice: 'The flow does not accept anonymous requests. Set "Who can trigger the flow" to Anyone, and copy the URL again, including its sig= parameter.'
    },
    {
      body: /WorkflowTriggerIsNotEnabled|WorkflowNotFound|WorkflowDisabled/,
      advice: "The flow is turned off or deleted. Turn it on, or use the URL of its replacement."
    },
    {
      body: /TriggerInputSchemaMismatch/,
      advice: "The message does not match the schema of the flow's trigger. Leave the request body schema empty."
    },
    {
      status: 401,
      advice: "Teams rejects the signature in the URL. Copy the complete URL of the flow again, including its sig= parameter."
    },
    {
      status: 403,
      advice: 'The flow does not accept this request. Set "Who can trigger the flow" to Anyone, and copy the URL again.'
    },
    {
      status: 404,
      advice: "Teams does not know this flow: it was deleted or turned off. Use the URL of its replacement."
    },
    {
      status: 410,
      advice: 'This connector was retired. Create a flow with the trigger "When a Teams webhook request is received", and use its URL.'
    }
  ],
  // Retired connectors responded with the status 200 to everything that could be retried:
  // https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using#rate-limiting-for-connectors and
  // https://github.com/MicrosoftDocs/msteams-docs/issues/9064. Errors of Workflows: https://learn.microsoft.com/rest/api/logic/
  isError: ({ text, fields: { error } }) => /^Webhook message delivery failed with error/i.test(text) || typeof error === "object" && error !== null,
  body_template: `${EVENT_MACROS}
{#- Card texts are Markdown: whatever could form a link or mention is escaped. -#}
{%- macro plain(text) -%}{{ text | string | replace('\\\\', '\\\\\\\\') | replace('[', '\\\\[') | replace('<', '\u2039') | replace('*', '\\\\*') | replace('_', '\\\\_') }}{%- endmacro -%}
{
  "type": "message",
  "attachments": [{
    "contentType": "application/vnd.microsoft.card.adaptive",
    "contentUrl": null,
    "content": {
      "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
      "type": "AdaptiveCard",
      "version": "1.4",
      "msteams": { "width": "Full"
        {%- if mentions %}, "entities": [
          {%- for id in mentions %}{% if not loop.first %}, {% endif %}{ "type": "mention", "text": "<at>{{ id }}</at>", "mentioned": { "id": "{{ id }}", "name": "{{ id }}" } }{% endfor -%}
        ]{% endif %} },
      "body": [
        {%- for e in events[:8] %}{% set d = e.data %}
        ${SET_FACTS}{% if not loop.first %},{% endif %}
        { "type": "Container", "bleed": true, "style": "{{ {'bad': 'attention', 'warning': 'warning', 'good': 'good'}[severity_color(e)] }}", "items": [
          { "type": "TextBlock", "wrap": true, "weight": "Bolder", "size": "Medium",
            "color": "{{ {'bad': 'Attention', 'warning': 'Warning', 'good': 'Good'}[severity_color(e)] }}",
            "text": "{{ plain(title(e)) }}" }
        ] },
        { "type": "FactSet", "facts": [
          {%- for label, value in facts if value %}{% if not loop.first %},{% endif %}
          { "title": "{{ label }}", "value": "{{ plain(value) | truncate(80 if events | length > 1 else 500, true, '\u2026', 0) }}" }
          {%- endfor %}
        ] }
        {%- endfor %}
        {%- if mentions %},
        { "type": "TextBlock", "wrap": true, "text": "{% for id in mentions %}<at>{{ id }}</at> {% endfor %}" }
        {%- endif %}
        {%- if events | length > 8 or more %},
        { "type": "TextBlock", "wrap": true, "text": "and {{ [events | length - 8, 0] | max + more }} more" }
        {%- endif %}
      ],
      "actions": [
        ${createButtons('{ "type": "Action.OpenUrl", "title": "{{ label }}", "url": "{{ url }}" }')}
      ]
    }
  }]
}
`
};

// src/presets/telegram.ts
var telegram = {
  ...JSON_WEBHOOK,
  description: "Telegram, bot (sendMessage)",
  path: "/sendMessage",
  secrets: {
    chat_id: {
      description: "the ID of a chat, such as -1001234567890, or the @name of a channel",
      pattern: /^(?:-?\d{1,20}|@[A-Za-z]\w{3,31})$/
    }
  },
  responses: [
    {
      status: 401,
      advice: "Telegram rejects the token of the bot. The URL is https://api.telegram.org/bot and the token, without a space."
    },
    {
      status: 404,
      advice: "Telegram does not know this URL. It is https://api.telegram.org/bot and the token of the bot."
    },
    {
      body: /chat not found/i,
      advice: "Telegram does not know the chat. Check chat_id, and add the bot to the group or channel."
    },
    {
      status: 403,
      advice: "The bot is not allowed to write to this chat. Add it to the group, or send it a message first."
    },
    {
      body: /can't parse entities|message is too long/i,
      advice: 'Telegram rejects the text of this message. Inspect it with "certvigil render".'
    }
  ],
  // https://core.telegram.org/bots/api#making-requests
  isError: ({ fields: { ok } }) => ok === false,
  body_template: `${EVENT_MACROS}
{%- macro plain(text) -%}{{ text | string | replace('&', '&amp;') | replace('<', '&lt;') | replace('>', '&gt;') }}{%- endmacro -%}
{
  "chat_id": "{{ secrets.chat_id }}",
  "parse_mode": "HTML",
  "link_preview_options": { "is_disabled": true },
  "disable_notification": {{ event in resolutions }},
  "text": "
  {%- for e in events[:3] %}{% set d = e.data %}${SET_FACTS}{{ ${SEVERITY_EMOJI}[severity_color(e)] }} <b>{{ plain(title(e) | truncate(250, true, '\u2026', 0)) }}</b>\\n
    {%- for label, value in facts if value %}<b>{{ label }}:</b> {{ plain(value | truncate(50 if events | length > 1 else 150, true, '\u2026', 0)) }}\\n{% endfor %}\\n
  {%- endfor %}
  {%- if events | length > 3 or more %}and {{ [events | length - 3, 0] | max + more }} more\\n{% endif %}
  {%- if mentions %}{{ plain(mentions | join(' ') | truncate(300, true, '', 0)) }}{% endif %}"
  {%- if links %},
  "reply_markup": { "inline_keyboard": [[
    ${createButtons('{ "text": "{{ label }}", "url": "{{ url }}" }')}
  ]] }
  {%- endif %}
}
`
};

// src/presets/webex.ts
var webex = {
  ...JSON_WEBHOOK,
  description: "Webex, incoming webhook",
  responses: [
    { status: 404, advice: "Webex does not know this webhook. Create a new one." },
    { status: 400, advice: "Webex rejects the format of this message, or it is longer than 7,439 bytes." }
  ],
  // https://developer.webex.com/docs/basics#api-errors
  isError: ({ fields: { message, trackingId } }) => typeof message === "string" && typeof trackingId === "string",
  body_template: `${EVENT_MACROS}
{%- macro plain(text) -%}{{ text | string | replace('\\\\', '\\\\\\\\') | replace('<', '&lt;') | replace('*', '\\\\*') | replace('_', '\\\\_') | replace('\`', '\\\\\`') | replace('[', '\\\\[') | replace('#', '\\\\#') }}{%- endmacro -%}
{
  "markdown": "
  {%- for e in events[:3] %}{% set d = e.data %}${SET_FACTS}{{ ${SEVERITY_EMOJI}[severity_color(e)] }} **{{ plain(title(e)) }}**\\n
    {%- for label, value in facts if value %}- {{ label }}: {{ plain(value) | truncate(40 if events | length > 1 else 150, true, '\u2026', 0) }}\\n{% endfor %}\\n
  {%- endfor %}
  {%- if events | length > 3 or more %}and {{ [events | length - 3, 0] | max + more }} more\\n{% endif %}
  {%- for label, url in links %}{% if not loop.first %} \xB7 {% endif %}[{{ label }}]({{ url }}){% endfor %}
  {%- if mentions %}\\n\\n{{ mentions | join(' ') }}{% endif %}"
}
`
};

// src/presets/preset-url.ts
function readLiteralPrefix(template) {
  return template.replace(/\{[{%].*$/s, "");
}
function resolvePresetPath(own, path5) {
  const fixed2 = trimEnd(readLiteralPrefix(path5), "/");
  const at = own.lastIndexOf(fixed2);
  const isComplete = fixed2 !== "" && at >= 0 && /^\/?\{[{%]/.test(own.slice(at + fixed2.length));
  return isComplete ? "" : path5;
}
var URL_PARTS = /^((?:https?:\/\/[^/?#\\]*|\*+)?)([^?#]*)(\?[^#]*)?/i;
function appendPresetPath(url, path5, template) {
  if (template === "") return url;
  const [, origin = "", before = "", query = ""] = URL_PARTS.exec(url) ?? [];
  const isJoined = query !== "" && path5.includes("?");
  return `${origin}${cutPath(trimEnd(before, "/"), template)}${path5}${isJoined ? `&${query.slice(1)}` : query}`;
}
function cutPath(path5, template) {
  const literal2 = readLiteralPrefix(template);
  const fixed2 = trimEnd(literal2, "/");
  const candidates = literal2 === fixed2 ? [path5] : [path5, path5.slice(0, path5.lastIndexOf("/"))];
  const found = candidates.find((candidate) => candidate.endsWith(fixed2));
  return found === void 0 ? path5 : found.slice(0, -fixed2.length);
}

// src/presets/index.ts
var PRESETS = {
  slack,
  teams,
  pagerduty,
  discord,
  google_chat: googleChat,
  mattermost,
  ntfy,
  webex,
  cloudevents,
  alertmanager,
  opsgenie,
  splunk_oncall: splunkOnCall,
  servicenow,
  telegram,
  matrix,
  pushover,
  jira,
  gitlab,
  gitlab_alerts: gitlabAlerts,
  generic
};
var PRESET_NAMES = Object.keys(PRESETS);

// src/manifest/diagnostics/messages/receivers.ts
var MENTIONING_PRESETS = PRESET_NAMES.filter((name) => /\bmentions\b/.test(PRESETS[name].body_template ?? ""));
var URLS = {
  "line-end": "contains a line break",
  space: "contains a space",
  scheme: "does not start with https:// or http://",
  host: "has no host",
  malformed: "is malformed"
};
var HEADERS2 = {
  "line-end": ["contains a line break", 'Write it on one line, not as a block ("|" keeps the line break).'],
  control: ["contains a control character", "Remove it. The tab is the only control character allowed in a header."],
  twice: ["is set twice: header names are case-insensitive", "Keep one of the two."],
  connection: ["is managed by the HTTP client and cannot be set", "Remove it."]
};
var EXEMPTIONS = {
  stateful: "its preset opens and resolves each alert separately",
  template: "its messages do not come from a built-in template",
  owner: "each email also goes to the owner of its certificate (to_owner)"
};
var GROUPING_HINTS = {
  stateful: "",
  template: "To send fewer messages, use group_by in the action.",
  owner: "To send fewer messages, use group_by: [owner] in the action."
};
var RECEIVERS = { webhook: "webhook", email: "email receiver" };
function unreplacedHint(name, key) {
  if (key === "body_template") {
    return `Add secrets: { name: "\${${name}}" } to this webhook, and use {{ secrets.name }} here.`;
  }
  return /^(?:subject|text_template|html_template)$/.test(key) ? "Remove it: email templates cannot use environment variables." : "Write the value itself: variables are only replaced in URLs, headers, secrets, passwords and the other fields listed in docs/reference/manifest.md.";
}
var RECEIVER_MESSAGES = {
  "bad-url": (problem) => createError(
    `Invalid URL: it ${URLS[problem]}.`,
    "Use a URL that starts with https:// or http://, or a variable that contains one."
  ),
  "bad-header": (header, problem) => {
    const [why, hint] = HEADERS2[problem];
    const isAboutValue = problem === "line-end" || problem === "control";
    return createError(`${isAboutValue ? "The value of" : "Header"} ${quote(header)} ${why}.`, hint);
  },
  "url-authority-templated": () => createError(
    "The scheme, host or port of the URL contains a {{ value }}, which is not allowed there: certificate data could redirect the request.",
    `Write scheme, host and port, or put them in a variable: https://\${NAME}/{{ value }}.`
  ),
  "reserved-variable": (name) => createError(
    `\${${name}} is reserved for the runner and is never sent.`,
    "Names that start with GITHUB_, ACTIONS_, RUNNER_ or INPUT_ are not allowed. Use another variable."
  ),
  "bad-variable": (text, isExpression) => createError(
    `Invalid variable reference ${quote(text)}.`,
    isExpression ? `GitHub expressions are not supported here. Use \${NAME}, and set NAME under env in the workflow step.` : /^\$\w+$/.test(text) ? `Use \${${text.slice(1)}}, with braces.` : `Use \${NAME}: letters, digits and underscores, not starting with a digit.`
  ),
  "variable-not-replaced": (name, key) => createWarning(`\${${name}} is not replaced in ${quote(key)}.`, unreplacedHint(name, key)),
  "preset-needs-secret": (preset, secret, what) => createError(
    `The preset ${preset} requires the secret ${quote(secret)}: ${what}.`,
    `Add secrets: { ${secret}: "\${NAME}" }, and set NAME in the environment of the scan.`
  ),
  "bad-secret": (secret, what) => createError(`Invalid value for ${quote(secret)}. Expected: ${what}.`, `Use \${NAME}, and set NAME to that value.`),
  "unused-webhook": (name) => createWarning(
    `No rule sends to the webhook ${quote(name)}.`,
    "Add it to the actions of a rule or of the digest, or remove it."
  ),
  "bad-address": (value) => createError(
    `${quote(value)} is not a valid email address.`,
    "Use ops@example.com or Operations <ops@example.com>. For several, use a list: [a@example.com, b@example.com]."
  ),
  "password-unencrypted": () => createError(
    'With "tls: none" the password would be sent unencrypted.',
    "Use tls: starttls or tls: implicit, or remove username and password."
  ),
  "stateful-preset-in-digest": (preset) => createError(
    `The preset ${preset} keeps each message open until it is resolved, and a digest is never resolved.`,
    "Send the digest to a chat or by email."
  ),
  "max-messages-unused": (kind, name, exemption) => createWarning(
    `max_messages does not apply to the ${RECEIVERS[kind]} ${quote(name)}: ${EXEMPTIONS[exemption]}.`,
    `Remove it. ${GROUPING_HINTS[exemption]}`.trimEnd()
  ),
  "messages-not-limited": (kind, name, exemption) => createNotice(
    `The ${RECEIVERS[kind]} ${quote(name)} gets one message per event, however many there are: ${EXEMPTIONS[exemption]}.`,
    GROUPING_HINTS[exemption]
  ),
  "mentions-unused": (name, isOwnTemplate) => createWarning(
    `The webhook ${quote(name)} shows no mentions in its messages, so mentions has no effect.`,
    isOwnTemplate ? 'Insert {{ mentions | join(" ") }} into body_template, or remove mentions.' : `Remove it, or use a preset that mentions people: ${MENTIONING_PRESETS.join(", ")}.`
  ),
  "mention-without-certificate": (key) => createWarning(
    `No certificate has the owner or label ${quote(key)}, so it never mentions anyone.`,
    'Write the owner as in "owner", or a label as name=value. Check the spelling.'
  ),
  "unused-email": (name) => createWarning(
    `No rule sends to the email receiver ${quote(name)}.`,
    "Add it to the actions of a rule or of the digest, or remove it."
  ),
  "template-syntax": (what) => createError(what, "Fix the template. Jinja2 uses {{ value }} for values and {% if \u2026 %} for statements."),
  "template-refused": (what) => createError(what, "Use only the data, filters and tests listed in docs/reference/templates.md."),
  "get-with-body": () => createWarning(
    "A GET request has no body, so this template is never used.",
    "Use method: POST, or move the content to the query string of the url."
  ),
  "body-not-json": (what, isCertain) => (isCertain ? createError : createWarning)(
    what,
    "Fix the JSON: double quotes around strings, commas between members, and no trailing comma. If the body is not JSON, set content_type, such as text/plain."
  ),
  "template-json-join": () => createWarning(
    "Joining with quotes produces invalid JSON, because quotes in the output are escaped.",
    "Use {{ list | tojson }}, without quotes around it."
  ),
  "template-unknown-name": (what) => createWarning(
    what,
    "An undefined name renders as an empty string. docs/reference/templates.md lists the template variables."
  ),
  "template-call-on-null": (what) => createWarning(what, 'Check it first with {% if value %}, or use (value or "").'),
  "template-json-tojson": () => createWarning("The filter tojson adds quotes, but it is already between quotes here.", "Remove the outer quotes.")
};

// src/manifest/diagnostics/messages/schema.ts
var NAMES = {
  entry: ["can only contain letters, digits, dots, underscores and hyphens", "Use a name such as shop-1."],
  edges: ["must not be empty, or start or end with a space", "Use a name that starts and ends with a letter or digit."],
  header: ["is not a valid header name", "Use letters, digits and hyphens, without spaces or colons."],
  secret: ["cannot be used in a template", "Use letters, digits and underscores, and do not start with a digit."],
  variable: [
    "is not a valid environment variable name",
    "Use the bare name, such as SIGNING_CERTIFICATE: letters, digits and underscores, not starting with a digit."
  ],
  branch: ["is not a valid Git branch name", "Use a name such as certvigil-state."],
  label: [
    "must not contain a comma, start or end with a space, or be longer than 50 characters",
    "Use a label such as certificate."
  ],
  user: [
    "is not a valid GitHub user name",
    'Use a user name such as octocat. To mention a team, make it the "owner" of the certificate.'
  ]
};
function suggestEntryName(name) {
  return toEntryName(name.slice(0, 100).normalize("NFKD").replace(new RegExp("\\p{M}", "gu"), ""));
}
function typeHint(what, expected, text, isBracketed) {
  const scalar = text !== null;
  const boolean = /^(?:(yes|on|y)|no|off|n)$/i.exec(text ?? "");
  if (expected.includes("boolean") && boolean !== null) {
    return `YAML 1.2 reads ${text} as a string. Use ${boolean[1] === void 0 ? "false" : "true"}.`;
  }
  if (expected.includes("string") && scalar) return `Quote it: ${quote(text)}`;
  const isNumber = expected.includes("integer") || expected.includes("number");
  if (isNumber && /^\d{1,15}$/.test(text ?? "")) return `Write it without quotes: ${text}`;
  if (expected.includes("string") && /^"(?:webhook|email)"$/.test(what))
    return "Use a separate item for each: [{ webhook: A }, { webhook: B }].";
  if (what === '"owner"' && isBracketed) return 'Use one owner, such as "@org/team". For more, use labels.';
  if (expected.includes("string") && isBracketed)
    return 'Quote a string that starts with { or [, or write it as a block after "|".';
  if (expected.includes("string")) return 'Use a string. Quote a string that contains ": " or starts with "- ".';
  if (expected.includes("array") && scalar) return `Use a list: [${text.slice(0, 60)}].`;
  if (expected.includes("array")) return 'Use a list, in which each item starts with "- ".';
  if (/^item \d+ of "certificates"$/i.test(what))
    return "Write { name: shop, endpoint: shop.example.com }, or the same keys on separate lines.";
  if (/^item \d+ of "actions"$/i.test(what)) return "Use { webhook: NAME }, { email: NAME } or { issue: {} }.";
  if (what === '"conditions"' && !scalar) return "Wrap the list in { and: [...] } or { or: [...] }.";
  if (expected.includes("object")) return 'Use indented lines of "key: value".';
  if (isNumber) return "Use a number, without quotes.";
  return "Use true or false, without quotes.";
}
var SCHEMA_MESSAGES = {
  "unknown-key": (key, map, near, known) => createError(`Unknown key ${quote(key)} in ${map}.`, formatSuggestion(near, known, "keys")),
  "belongs-in-manifest": (key) => createError(
    `${quote(key)} applies to the whole manifest and is not allowed in an included file.`,
    "Move it to the manifest."
  ),
  /** One of the `keys` is required. */
  "missing-key": (keys, map) => {
    const list = keys.map(quote).join(" or ");
    return createError(
      `Required key ${list} is missing in ${map}.`,
      keys[0] === "version" ? "Start the file with: version: 1" : `Add ${list}.`
    );
  },
  "wrong-type": (what, expected, found, text, isBracketed) => createError(
    `${what} must be ${expected.map(describeType).join(" or ")}, but is ${describeType(found)}.`,
    typeHint(what, expected, text, isBracketed)
  ),
  "empty-value": (what) => createError(
    `${what} has no value.`,
    /^"(?:issues?|discovery)"$/.test(what) ? `Write ${what.slice(1, -1)}: {}` : "Set a value, or remove the key."
  ),
  "bad-value": (what, value, near, known) => createError(
    `Invalid value ${quote(value)} for ${what}.`,
    near === void 0 ? `Allowed values: ${formatList(known)}.` : formatSuggestion(near, known, "values")
  ),
  "out-of-range": (what, value, comparison, limit) => createError(`Value ${quote(value)} for ${what} is out of range.`, `Use a number ${comparison} ${limit}.`),
  "unsupported-version": (value) => createError(
    `Unsupported manifest version ${value}. This certvigil supports version 1.`,
    /^[2-9]\d*$/.test(value) ? "Use a newer certvigil, which this manifest was written for. Otherwise write: version: 1" : "Write: version: 1"
  ),
  /** `problem`: what is wrong, or the maximum length that the name exceeds. */
  "bad-name": (name, problem) => {
    if (typeof problem === "number")
      return createError(`The name ${quote(name)} is longer than ${problem} characters.`, "Shorten it.");
    const [why, hint] = NAMES[problem];
    const suggested = problem === "entry" ? suggestEntryName(name) : "";
    return createError(`The name ${quote(name)} ${why}.`, suggested === "" ? hint : `Use a name such as ${suggested}.`);
  },
  "invalid-value": (what) => createError(`Invalid value for ${what}.`, "See docs/reference/manifest.md.")
};

// src/manifest/diagnostics/messages/yaml.ts
var SYNTAX = {
  BAD_ALIAS: ["The alias has no name.", 'Quote a string that starts with "*" or ends with ":".'],
  BAD_DIRECTIVE: ["Invalid YAML directive.", 'Remove the line that starts with "%".'],
  BAD_DQ_ESCAPE: [
    "Invalid escape sequence in a double-quoted string.",
    "Use single quotes, in which a backslash has no special meaning."
  ],
  BAD_INDENT: [
    "The indentation does not match the lines above.",
    "Align the keys of a map and indent its values. Close every [ and { opened above."
  ],
  BAD_SCALAR_START: ["An unquoted string cannot start with this character.", "Quote the string."],
  BLOCK_AS_IMPLICIT_KEY: [
    "Unexpected key in the middle of a value.",
    'Quote a string that contains ": ". Start a map on a separate, indented line.'
  ],
  BLOCK_IN_FLOW: [
    "An indented list or map is not allowed inside [ ] or { }.",
    'Quote a string that contains ": ", or write the inner map with { } too.'
  ],
  KEY_OVER_1024_CHARS: ["The key is longer than 1024 characters.", "Close the quote that is left open above."],
  MISSING_CHAR: [
    'Missing ":" or ",", or an unclosed quote or bracket.',
    'Close every quote, [ and {, and put ": " after each key.'
  ],
  MULTILINE_IMPLICIT_KEY: [
    "A key cannot span several lines.",
    'Put ": " (with the space) after the key, and align the line with its neighbors.'
  ],
  MULTIPLE_ANCHORS: ["A value can have only one anchor.", "Keep one of the anchors."],
  MULTIPLE_TAGS: ["A value can have only one tag.", "Remove the tags."],
  RESOURCE_EXHAUSTION: ["Lists or maps are nested too deeply.", "A manifest needs at most ten levels."],
  "after-quote": [
    "Unexpected text after the closing quote.",
    "Quote the whole string. Inside single quotes, write a single quote twice ('')."
  ],
  "dash-without-space": ['The space after "-" is missing in this list item.', 'Write it like "- name: shop".'],
  "open-quote": ["The quote that starts here is not closed.", "Add the same quote at the end of the string."],
  "conflict-marker": [
    "Git left a merge conflict here.",
    "Keep one of the two versions, and remove the lines that start with <<<<<<<, ======= and >>>>>>>."
  ],
  "list-beside-key": [
    "A list cannot start on the same line as its key.",
    "Start it on the next line, or write [a, b]."
  ],
  unexpected: ["Unexpected text.", "Check the indentation, and that all [ ], { } and quotes are closed."]
};
function isSyntaxProblem(code) {
  return Object.hasOwn(SYNTAX, code);
}
var PITFALLS = {
  "@": 'An unquoted string cannot start with "@", which is reserved in YAML.',
  "`": 'An unquoted string cannot start with "`", which is reserved in YAML.',
  "%": 'An unquoted string cannot start with "%", which starts a YAML directive.',
  ",": 'An unquoted string cannot start with ",", which separates items.',
  "*": 'An unquoted "*" starts a YAML alias.',
  "[": 'An unquoted "[" starts a YAML list.',
  "{": 'An unquoted "{" starts a YAML map.',
  "{ {": 'Inside the braces of a YAML map, "{" starts another map.',
  '"': "The double quote ends a string that started with a double quote.",
  ": ": 'An unquoted ": " starts a YAML map.'
};
var REFUSALS = {
  link: {
    problem: "is or contains a symlink that points outside the workspace, so it is not read",
    hint: "Put the file itself there. Error messages show lines of the file, so the file must not come from elsewhere on the machine."
  },
  outside: {
    problem: "is outside the repository, so it is not read in runs that may check out a pull request",
    hint: "Include only files of the repository. Otherwise, a pull request could name any file on the machine and show its lines in error messages."
  },
  git: {
    problem: "is inside the .git directory, so it is not read",
    hint: "Include a file of the repository. Error messages show lines of the file, and .git can contain a token."
  }
};
var YAML_MESSAGES = {
  "manifest-empty": () => createError("The file is empty.", 'Start with "version: 1" and a list "certificates:".'),
  "included-file-empty": () => createError("The included file is empty.", 'Add certificates, rules or webhooks, or remove it from "include".'),
  "file-too-large": (limit) => createError(`The file exceeds the limit of ${limit}.`, 'Split it and list the parts under "include".'),
  "not-utf8": (offset, utf16) => createError(
    `The file is not valid UTF-8: unexpected byte at offset ${offset}.`,
    utf16 ? "It looks like UTF-16. Save it as UTF-8." : "Save it as UTF-8."
  ),
  "nul-character": () => createError("The value contains the character NUL.", "Remove the escape sequence \\0, \\x00 or \\u0000."),
  "include-not-found": (file) => createError(`File ${quote(file)} not found.`, `Paths under "include" are relative to the manifest's directory.`),
  "include-unreadable": (file, why) => createError(`Cannot read the file ${quote(file)}: ${why}.`, "Include a readable file, or a glob."),
  "include-outside-root": (file) => createError(
    `${quote(file)} is outside the manifest's directory.`,
    "Move the file into the manifest's directory, or use its absolute path."
  ),
  "include-outside-workspace": (file, why) => createError(`${quote(file)} ${REFUSALS[why].problem}.`, REFUSALS[why].hint),
  "include-too-large": (limit) => createError(
    `The manifest and its included files exceed the limit of ${limit} in total.`,
    "Use several manifests, each with a scan of its own, or list similar certificates with globs."
  ),
  "path-outside-checkout": (path5) => createError(
    `${quote(path5)} points outside the checkout.`,
    "In runs that may check out a pull request, only files of the repository are read. Put the file into the repository, or move the entry to a manifest that these runs do not use."
  ),
  "action-placeholder": (placeholder) => createWarning(
    `The workflow contains the placeholder ${placeholder}, so it cannot run.`,
    `Replace ${placeholder} with the account that hosts the action.`
  ),
  "workflow-cron-invalid": (cron) => createWarning(
    `${quote(cron)} is not a valid schedule, so the workflow never runs.`,
    'Use five fields, such as "17 5 * * *".'
  ),
  "workflow-input-unknown": (name, near, known) => createWarning(`The action has no input ${quote(name)}.`, formatSuggestion(near, known, "inputs")),
  "workflow-permission-missing": (name) => createWarning(
    name === "contents" ? "The job does not have permission to write the event log to the repository, so the scan fails before it sends anything." : "The job does not have permission to write issues, so no issue is opened.",
    `Add "${name}: write" to these permissions.`
  ),
  "workflow-paths-incomplete": (missing) => missing.length === 0 ? createWarning(
    'The check does not run on every pull request, but "discovery" compares all files that one changes.',
    'Remove "paths".'
  ) : createWarning(
    `The check does not run on pull requests that change ${truncateList(missing.map(quote), 3)}.`,
    'Add these paths, or remove "paths".'
  ),
  "workflow-env-incomplete": (missing) => createNotice(
    `The scan of this step does not get ${truncateList(missing, 5)}, which the manifest needs.`,
    `Add under env of the step, such as: ${missing[0]}: \${{ secrets.${missing[0]} }}`
  ),
  "heartbeat-missing": () => createNotice(
    "If these scheduled scans stop, nobody is alerted.",
    "Set settings.heartbeat_url to a monitor outside, or to none if you notice it in another way."
  ),
  "include-matches-nothing": (glob) => createWarning(
    `No file matches ${quote(glob)}.`,
    `Paths under "include" are relative to the manifest's directory.`
  ),
  "yaml-syntax": (problem) => createError(...SYNTAX[problem]),
  "needs-quotes": (pitfall, quoted) => createError(PITFALLS[pitfall], `Quote it: ${quoted}`),
  "tab-indent": () => createError("YAML does not allow tabs as indentation.", "Indent with spaces."),
  "multiple-documents": () => createError(
    "A second YAML document starts here.",
    'Remove the "---", or move the second part to a file listed under "include".'
  ),
  "duplicate-key": (key, line) => createError(`Duplicate key ${quote(key)} (first defined on line ${line}).`, "Keep one of the two."),
  "bad-key": (isEmpty) => createError(
    isEmpty ? "The value has no key." : "A list or map cannot be a key.",
    "Write a name, a colon, and the value."
  ),
  "unknown-tag": (tag) => createError(`${tag} is a YAML tag, and manifests do not support tags.`, 'Quote a string that starts with "!".'),
  "unresolved-alias": (alias, near) => createError(
    `No anchor &${alias} is defined before the alias *${alias}.`,
    near === void 0 ? `Define the anchor (&${alias}) above, or quote the string.` : `Did you mean *${near}?`
  ),
  "recursive-alias": (alias) => createError(
    `Recursive alias *${alias}: it is inside the value that it refers to.`,
    "Move the alias out of that value."
  ),
  "too-many-aliases": (limit) => createError(
    `Aliases expand to more than ${limit.toLocaleString("en")} values.`,
    'Write the values out, or split the manifest with "include".'
  ),
  "bad-merge": () => createError('The value of "<<" is not a map.', "Use an alias of a map, or a list of such aliases.")
};

// src/manifest/diagnostics/messages.ts
var MESSAGES = {
  ...YAML_MESSAGES,
  ...LIST_MESSAGES,
  ...SCHEMA_MESSAGES,
  ...CERTIFICATE_MESSAGES,
  ...RECEIVER_MESSAGES,
  ...RULE_MESSAGES,
  ...POLICY_MESSAGES,
  ...DISCOVERY_MESSAGES,
  ...ADVICE_MESSAGES
};

// src/manifest/diagnostics/diagnostic.ts
var DIAGNOSTIC_CODES = Object.keys(MESSAGES);
var MAX_ERRORS = 1e4;
function createDiagnostic(code, where, ...args) {
  const word = MESSAGES[code];
  const { file, line, column, source } = "start" in where ? toLocation2(where) : where;
  return { code, ...word(...args), file, line, column, ...source && { source } };
}
var SOURCE_MESSAGES = MESSAGES;
function createSourceDiagnostic(code, where, args) {
  return { code, ...SOURCE_MESSAGES[code](...args), ..."start" in where ? toLocation2(where) : where };
}
function formatLine(span) {
  const { file, line } = toLocation2(span);
  return `${file}:${line}`;
}
function toLocation2({ file, start, end }) {
  const index = findLineIndex(file, start);
  const column = start - (file.lineStarts[index] ?? 0) + 1;
  const text = getLine(file, index);
  const length = Math.max(1, Math.min(end - start, text.length - column + 1));
  return { file: file.name, line: index + 1, column: Math.min(column, text.length + 1), source: { text, length } };
}

// src/generated/entry-columns.ts
var ENTRY_COLUMNS = {
  "name": { "types": ["string"], "items": null },
  "endpoint": { "types": ["string"], "items": ["string"] },
  "server_name": { "types": ["string"], "items": null },
  "srv": { "types": ["string"], "items": ["string"] },
  "starttls": { "types": ["string"], "items": null },
  "addresses": { "types": ["string"], "items": null },
  "both_algorithms": { "types": ["boolean"], "items": null },
  "connect_to": { "types": ["string"], "items": ["string"] },
  "connections": { "types": ["number"], "items": null },
  "client_certificate.cert": { "types": ["string"], "items": null },
  "client_certificate.key": { "types": ["string"], "items": null },
  "proxy": { "types": ["string"], "items": null },
  "file": { "types": ["string"], "items": ["string"] },
  "kind": { "types": ["string"], "items": null },
  "expired": { "types": ["string"], "items": null },
  "exclude": { "types": ["string"], "items": ["string"] },
  "skip_empty": { "types": ["boolean"], "items": null },
  "url": { "types": ["string"], "items": ["string"] },
  "rest": { "types": ["string"], "items": null },
  "csv": { "types": ["string"], "items": null },
  "github_pages": { "types": ["string"], "items": ["string"] },
  "ct": { "types": ["string"], "items": ["string"] },
  "include_subdomains": { "types": ["boolean"], "items": null },
  "provider": { "types": ["string"], "items": null },
  "api_url": { "types": ["string"], "items": null },
  "fallback_url": { "types": ["string"], "items": null },
  "expected": { "types": [], "items": [] },
  "token": { "types": ["string"], "items": null },
  "preset": { "types": ["string"], "items": null },
  "method": { "types": ["string"], "items": null },
  "items": { "types": ["string"], "items": null },
  "details": { "types": ["string"], "items": null },
  "next.link": { "types": ["string"], "items": null },
  "next.total": { "types": ["string"], "items": null },
  "expired_days": { "types": ["number"], "items": null },
  "superseded": { "types": ["boolean"], "items": null },
  "limits.pages": { "types": ["number"], "items": null },
  "limits.items": { "types": ["number"], "items": null },
  "limits.mebibytes": { "types": ["number"], "items": null },
  "allow_empty": { "types": ["boolean"], "items": null },
  "allow_shrink": { "types": ["boolean"], "items": null },
  "headers.*": { "types": ["string"], "items": null },
  "ssl_verification": { "types": ["boolean"], "items": null },
  "ca_file": { "types": ["string"], "items": null },
  "env": { "types": ["string"], "items": ["string"] },
  "pem": { "types": ["string"], "items": null },
  "password": { "types": ["string"], "items": null },
  "passwords": { "types": [], "items": ["string"] },
  "vault_pki.url": { "types": ["string"], "items": null },
  "vault_pki.mount": { "types": ["string"], "items": ["string"] },
  "vault_pki.namespace": { "types": ["string"], "items": null },
  "vault_pki.role": { "types": ["string"], "items": null },
  "vault_pki.audience": { "types": ["string"], "items": null },
  "vault_pki.jwt": { "types": ["string"], "items": null },
  "vault_pki.jwt_file": { "types": ["string"], "items": null },
  "vault_pki.auth_method": { "types": ["string"], "items": null },
  "vault_pki.role_id": { "types": ["string"], "items": null },
  "vault_pki.secret_id": { "types": ["string"], "items": null },
  "vault_pki.token": { "types": ["string"], "items": null },
  "vault_pki.auth_mount": { "types": ["string"], "items": null },
  "vault_pki.superseded": { "types": ["boolean"], "items": null },
  "vault_pki.expired_days": { "types": ["number"], "items": null },
  "aws_acm.regions": { "types": ["string"], "items": ["string"] },
  "aws_acm.exclude_regions": { "types": ["string"], "items": ["string"] },
  "aws_acm.role_arn": { "types": ["string"], "items": null },
  "aws_acm.audience": { "types": ["string"], "items": null },
  "aws_acm.accounts": { "types": [], "items": [] },
  "aws_acm.in_use": { "types": ["boolean"], "items": null },
  "aws_iam.role_arn": { "types": ["string"], "items": null },
  "aws_iam.audience": { "types": ["string"], "items": null },
  "aws_iam.accounts": { "types": [], "items": [] },
  "kubernetes.server": { "types": ["string"], "items": null },
  "kubernetes.token": { "types": ["string"], "items": null },
  "kubernetes.kubeconfig": { "types": ["string"], "items": null },
  "kubernetes.context": { "types": ["string"], "items": null },
  "kubernetes.exec": { "types": ["string"], "items": null },
  "kubernetes.resources": { "types": [], "items": ["string"] },
  "kubernetes.namespaces": { "types": ["string"], "items": ["string"] },
  "kubernetes.exclude_namespaces": { "types": ["string"], "items": ["string"] },
  "kubernetes.secret_types": { "types": [], "items": ["string"] },
  "kubernetes.label_selector": { "types": ["string"], "items": null },
  "azure_key_vault.vaults": { "types": ["string"], "items": ["string"] },
  "azure_key_vault.subscriptions": { "types": ["string"], "items": ["string"] },
  "azure_key_vault.exclude_vaults": { "types": ["string"], "items": ["string"] },
  "azure_key_vault.cloud": { "types": ["string"], "items": null },
  "azure_key_vault.tenant_id": { "types": ["string"], "items": null },
  "azure_key_vault.client_id": { "types": ["string"], "items": null },
  "azure_key_vault.client_secret": { "types": ["string"], "items": null },
  "azure_key_vault.audience": { "types": ["string"], "items": null },
  "entra_app_credentials.tenant_id": { "types": ["string"], "items": null },
  "entra_app_credentials.client_id": { "types": ["string"], "items": null },
  "entra_app_credentials.client_secret": { "types": ["string"], "items": null },
  "entra_app_credentials.audience": { "types": ["string"], "items": null },
  "entra_app_credentials.cloud": { "types": ["string"], "items": null },
  "gcp_certificate_manager.projects": { "types": ["string"], "items": ["string"] },
  "gcp_certificate_manager.locations": { "types": ["string"], "items": ["string"] },
  "gcp_certificate_manager.workload_identity_provider": { "types": ["string"], "items": null },
  "gcp_certificate_manager.service_account": { "types": ["string"], "items": null },
  "gcp_certificate_manager.audience": { "types": ["string"], "items": null },
  "gcp_ssl_certificates.projects": { "types": ["string"], "items": ["string"] },
  "gcp_ssl_certificates.in_use": { "types": ["boolean"], "items": null },
  "gcp_ssl_certificates.workload_identity_provider": { "types": ["string"], "items": null },
  "gcp_ssl_certificates.service_account": { "types": ["string"], "items": null },
  "gcp_ssl_certificates.audience": { "types": ["string"], "items": null },
  "expect.names": { "types": ["string"], "items": ["string"] },
  "expect.issuer": { "types": ["string"], "items": ["string"] },
  "expect.fingerprint_sha256": { "types": ["string"], "items": ["string"] },
  "expect.spki_sha256": { "types": ["string"], "items": ["string"] },
  "expect.self_signed": { "types": ["boolean"], "items": null },
  "expect.caa": { "types": ["string"], "items": ["string"] },
  "expect.dane": { "types": ["string"], "items": null },
  "expires": { "types": ["string"], "items": null },
  "what": { "types": ["string"], "items": null },
  "domain": { "types": ["string"], "items": ["string"] },
  "rdap_url": { "types": ["string"], "items": null },
  "trust": { "types": ["string"], "items": null },
  "purpose": { "types": ["string"], "items": null },
  "acme": { "types": ["boolean"], "items": null },
  "acme.directory": { "types": ["string"], "items": null },
  "acme.ca_file": { "types": ["string"], "items": null },
  "acme.account_free": { "types": ["boolean"], "items": null },
  "aia": { "types": ["boolean"], "items": null },
  "revocation": { "types": ["boolean"], "items": null },
  "enabled": { "types": ["boolean"], "items": null },
  "disabled_until": { "types": ["string"], "items": null },
  "disabled_reason": { "types": ["string"], "items": null },
  "probe": { "types": ["string"], "items": null },
  "labels.*": { "types": ["string"], "items": null },
  "owner": { "types": ["string"], "items": null },
  "assignments": { "types": [], "items": ["string"] },
  "renewal_instructions": { "types": ["string"], "items": null },
  "expiry_warning_days": { "types": ["number", "string"], "items": null },
  "expiry_critical_days": { "types": ["number", "string"], "items": null },
  "expiry_scan_thresholds": { "types": [], "items": ["number", "string"] },
  "expiry_scan_cooldown_hours": { "types": ["number", "string"], "items": null },
  "expiry_scan_repeat": { "types": ["boolean", "string"], "items": null },
  "settle_hours": { "types": ["number"], "items": null },
  "unreachable_days": { "types": ["number"], "items": null }
};

// src/manifest/lists/columns.ts
var COLUMN_NAMES = Object.keys(ENTRY_COLUMNS).map((name) => name.replace("*", "NAME"));
function findColumn(name) {
  const dot = name.indexOf(".");
  const key = dot === -1 ? name : name.slice(0, dot);
  const innerKey = dot === -1 ? null : name.slice(dot + 1);
  const column = getOwn(ENTRY_COLUMNS, name) ?? (innerKey ? getOwn(ENTRY_COLUMNS, `${key}.*`) : void 0);
  return column === void 0 || innerKey === "*" ? null : { key, innerKey, column };
}
function isIgnored(name) {
  return name.startsWith("x-");
}
function createMap({ file, start, end }, fields) {
  return { kind: "map", file, start, end, fields };
}
function setColumn(fields, { key, innerKey }, field) {
  const outer = fields.get(key);
  if (outer === void 0) {
    const inner = innerKey === null ? field : { key: field.key, node: createMap(field.node, /* @__PURE__ */ new Map([[innerKey, field]])) };
    fields.set(key, inner);
    return null;
  }
  if (innerKey === null || outer.node.kind !== "map") return outer;
  const first = outer.node.fields.get(innerKey);
  if (first === void 0) outer.node.fields.set(innerKey, field);
  return first ?? null;
}
function readValue(cell, { types, items }) {
  const isList = items !== null && (types.length === 0 || cell.text.includes(";"));
  if (!isList) return readScalar(cell, types);
  const texts = cell.text.split(";").map((text) => text.trim());
  const spans = locateTexts(cell, texts);
  const nodes = texts.map((text, index) => readScalar({ ...cell, ...spans[index], value: text, text }, items));
  return { kind: "list", file: cell.file, start: cell.start, end: cell.end, items: nodes };
}
function readScalar(cell, types) {
  if (types.includes("number") && /^-?\d{1,15}(?:\.\d{1,15})?$/.test(cell.text)) {
    return { ...cell, value: Number(cell.text) };
  }
  if (types.includes("boolean") && /^(?:true|false)$/i.test(cell.text)) {
    return { ...cell, value: cell.text.toLowerCase() === "true" };
  }
  return cell;
}

// src/lib/csv/parse-csv.ts
var DELIMITERS = [",", ";", "	"];
function detectDelimiter(text) {
  const end = text.search(/[\r\n]/);
  const header = text.slice(0, end === -1 ? text.length : end).replace(/"[^"]*"/g, "");
  const count2 = (delimiter) => header.split(delimiter).length;
  return DELIMITERS.reduce((best, one) => count2(one) > count2(best) ? one : best);
}
function* parseCsv(text, delimiter) {
  for (let at = 0; at < text.length; ) {
    const row = { cells: [], problem: null };
    at = readRow(text, at, delimiter, row);
    const [first] = row.cells;
    if (row.cells.length > 1 || first === void 0 || first.end > first.start) yield row;
  }
}
function readCell(text, { start, end }) {
  if (text[start] !== '"') return text.slice(start, end);
  const content = text.slice(start + 1, end - 1);
  return content.includes('"') ? content.replaceAll('""', '"') : content;
}
function readRow(text, start, delimiter, row) {
  for (let at = start; ; at += 1) {
    at = text[at] === '"' ? readQuoted(text, at, delimiter, row) : readPlain(text, at, delimiter, row);
    if (text[at] !== delimiter) return at + 1;
  }
}
function readPlain(text, start, delimiter, { cells }) {
  const next = findCellEnd(text, start, delimiter);
  const end = text[next] === "\n" && next > start && text[next - 1] === "\r" ? next - 1 : next;
  cells.push({ start, end });
  return next;
}
function readQuoted(text, start, delimiter, row) {
  const close = findClosingQuote(text, start);
  if (close === -1) row.problem ??= { kind: "open-quote", at: start };
  const end = close === -1 ? text.length : close + 1;
  row.cells.push({ start, end });
  const next = findCellEnd(text, end, delimiter);
  const rest = text.slice(end, next);
  if (rest !== "" && rest !== "\r") row.problem ??= { kind: "text-after-quote", at: end };
  return next;
}
function findClosingQuote(text, open2) {
  let at = text.indexOf('"', open2 + 1);
  while (at !== -1 && text[at + 1] === '"') at = text.indexOf('"', at + 2);
  return at;
}
function findCellEnd(text, start, delimiter) {
  let at = start;
  while (at < text.length && text[at] !== delimiter && text[at] !== "\n") at += 1;
  return at;
}

// src/manifest/lists/csv-list.ts
function parseCsvList(file) {
  const rows = parseCsv(file.text, detectDelimiter(file.text));
  const header = rows.next();
  if (header.done)
    return { entries: [], diagnostics: [createDiagnostic("header-missing", { file, start: 0, end: 0 }, "no-rows")] };
  const { columns, diagnostics } = readHeader(header.value, file);
  if (columns === null) return { entries: [], diagnostics };
  const entries = [];
  for (const row of rows) {
    const problem = findRowProblem(row, columns.length, file);
    if (problem === null) entries.push(readRow2(row, columns, file, diagnostics));
    else diagnostics.push(problem);
    if (diagnostics.length > MAX_ERRORS) break;
  }
  return { entries, diagnostics };
}
function readRow2(row, columns, file, diagnostics) {
  const fields = /* @__PURE__ */ new Map();
  for (const [index, cell] of row.cells.entries()) {
    const target = columns[index];
    const scalar = target ? readScalar2(cell, file) : null;
    if (!target || scalar === null) continue;
    const node = readValue(scalar, target.column);
    const first = setColumn(fields, target, { key: node, node });
    if (first === null) continue;
    diagnostics.push(createDiagnostic("duplicate-key", node, target.key, findLineIndex(file, first.key.start) + 1));
  }
  return createMap(toSpan(row, file), fields);
}
function readScalar2({ start, end }, file) {
  const text = readCell(file.text, { start, end });
  if (text === "") return null;
  const style = file.text[start] === '"' ? "quoted" : "plain";
  return { kind: "scalar", file, start, end, value: text, text, style };
}
function toSpan({ cells }, file) {
  return { file, start: cells[0]?.start ?? 0, end: cells.at(-1)?.end ?? 0 };
}
function readHeader(row, file) {
  const syntax = findRowProblem(row, row.cells.length, file);
  if (syntax !== null) return { columns: null, diagnostics: [syntax] };
  const names = row.cells.map((cell) => readCell(file.text, cell).trim());
  const columns = names.map(findColumn);
  if (columns.every((column) => column === null)) {
    const isUpperCase = names.some((name) => findColumn(name.toLowerCase()) !== null);
    const why = isUpperCase ? "upper-case" : "no-columns";
    return { columns: null, diagnostics: [createDiagnostic("header-missing", toSpan(row, file), why)] };
  }
  const diagnostics = row.cells.flatMap(
    ({ start, end }, index) => checkColumnName(names, index, { file, start, end: Math.max(end, start + 1) })
  );
  const isMisspelled = names.some((name) => findColumn(name) === null && suggest(name, COLUMN_NAMES) === "name");
  if (!names.includes("name") && !isMisspelled)
    diagnostics.push(createDiagnostic("missing-column", toSpan(row, file), "name"));
  if (diagnostics.length > 0) return { columns: null, diagnostics };
  return { columns, diagnostics };
}
function checkColumnName(names, index, span) {
  const name = names[index] ?? "";
  if (isIgnored(name)) return [];
  const first = names.indexOf(name);
  if (first < index) return [createDiagnostic("duplicate-column", span, name, first + 1)];
  if (findColumn(name) !== null) return [];
  return [createDiagnostic("unknown-column", span, name, suggest(name, COLUMN_NAMES))];
}
function findRowProblem({ cells, problem }, count2, file) {
  if (problem !== null) {
    const { kind, at } = problem;
    return createDiagnostic("csv-syntax", { file, start: at, end: at + 1 }, kind);
  }
  if (cells.length === count2) return null;
  const { start, end } = cells[count2] ?? cells.at(-1) ?? { start: 0, end: 0 };
  return createDiagnostic("row-length", { file, start, end: Math.max(end, start + 1) }, cells.length, count2);
}

// src/lib/json/duplicate-keys.ts
function findDuplicateKey(text) {
  const open2 = [];
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    const within = open2.at(-1);
    if (character === '"') {
      const end = findStringEnd(text, at);
      if (within?.keys && isKey(text, end)) {
        within.at = JSON.parse(text.slice(at, end));
        if (within.keys.has(within.at)) return open2.map((one) => `/${one.at}`).join("");
        within.keys.add(within.at);
      }
      at = end - 1;
    } else if (character === "{") open2.push({ keys: /* @__PURE__ */ new Set(), at: "" });
    else if (character === "[") open2.push({ keys: null, at: 0 });
    else if (character === "}" || character === "]") open2.pop();
    else if (character === "," && typeof within?.at === "number") within.at += 1;
  }
  return null;
}
function findStringEnd(text, start) {
  let end = text.indexOf('"', start + 1);
  while (isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end + 1;
}
function isEscaped(text, at) {
  let before = at;
  while (text[before - 1] === "\\") before -= 1;
  return (at - before) % 2 === 1;
}
function isKey(text, end) {
  let at = end;
  while (/\s/.test(text[at] ?? "")) at += 1;
  return text[at] === ":";
}

// src/manifest/lists/json-lines.ts
var MAX_DEPTH = 10;
function parseJsonLines(file) {
  const entries = [];
  const diagnostics = [];
  for (const [index, start] of file.lineStarts.entries()) {
    const text = getLine(file, index);
    if (text.trim() === "") continue;
    const line = { file, start, end: start + 1 };
    const value = parseObject(text);
    if (typeof value === "string") diagnostics.push(createDiagnostic("json-syntax", line, value));
    else {
      const duplicate = findDuplicateKey(text);
      if (duplicate !== null) diagnostics.push(reportDuplicate(line, duplicate.slice(1).replaceAll("/", ".")));
      entries.push(readEntry(value, line, diagnostics));
    }
    if (diagnostics.length > MAX_ERRORS) break;
  }
  return { entries, diagnostics };
}
function parseObject(text) {
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    return "not-json";
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) return "not-an-object";
  return findProblem(value, 0) ?? value;
}
function findProblem(value, depth) {
  if (typeof value === "number") return Math.abs(value) > Number.MAX_SAFE_INTEGER ? "large-number" : null;
  if (typeof value !== "object" || value === null) return null;
  if (depth > MAX_DEPTH) return "too-deep";
  for (const inner of Object.values(value)) {
    const problem = findProblem(inner, depth + 1);
    if (problem !== null) return problem;
  }
  return null;
}
function readEntry(entry, line, diagnostics) {
  const fields = /* @__PURE__ */ new Map();
  const isColumn = (name) => name.includes(".") && findColumn(name) !== null;
  const set = Object.entries(entry).filter(([name, value]) => !isIgnored(name) && (value !== null || name === "next"));
  for (const [name, value] of set) if (!isColumn(name)) fields.set(name, { key: line, node: toNode(value, line) });
  for (const [name, value] of set) {
    const target = isColumn(name) ? findColumn(name) : null;
    if (target === null) continue;
    const first = setColumn(fields, target, { key: line, node: toNode(value, line) });
    if (first !== null) diagnostics.push(reportDuplicate(line, name));
  }
  return createMap(line, fields);
}
function reportDuplicate(line, key) {
  return createDiagnostic("duplicate-key", line, key, findLineIndex(line.file, line.start) + 1);
}
function toNode(value, line) {
  if (Array.isArray(value)) return { kind: "list", ...line, items: value.map((item) => toNode(item, line)) };
  if (typeof value === "object" && value !== null) {
    const fields = Object.entries(value).map(
      ([key, inner]) => [key, { key: line, node: toNode(inner, line) }]
    );
    return createMap(line, new Map(fields));
  }
  const scalar = value;
  return { kind: "scalar", ...line, value: scalar, text: String(scalar), style: "plain" };
}

// src/manifest/lists/entry-list.ts
var PARSERS = {
  csv: parseCsvList,
  tsv: parseCsvList,
  jsonl: parseJsonLines,
  ndjson: parseJsonLines
};
function findListParser(name) {
  const [, extension = ""] = /\.(csv|tsv|jsonl|ndjson)$/i.exec(name) ?? [];
  const parse = PARSERS[extension.toLowerCase()];
  return parse && ((file) => toDocument(parse(file), file));
}
function isEntryList(name) {
  return findListParser(name) !== void 0;
}
function toDocument({ entries, diagnostics }, file) {
  const whole = { file, start: 0, end: file.text.length };
  const isEmpty = entries.length === 0 && diagnostics.length === 0;
  const list = { kind: "list", ...whole, items: entries };
  return {
    root: createMap(whole, /* @__PURE__ */ new Map([["certificates", { key: { file, start: 0, end: 0 }, node: list }]])),
    diagnostics: isEmpty ? [createDiagnostic("list-empty", { file, start: 0, end: 0 })] : diagnostics
  };
}
var MAX_YAML_ENTRIES = 5e3;
function recommendEntryList(entries) {
  const inYaml = entries.filter(({ position }) => !isEntryList(position.file));
  const [first] = inYaml;
  if (first === void 0 || inYaml.length <= MAX_YAML_ENTRIES) return [];
  return [createDiagnostic("many-yaml-entries", first.position, inYaml.length)];
}

// src/manifest/files.ts
import { constants, existsSync as existsSync2 } from "node:fs";
import { open } from "node:fs/promises";
import path4 from "node:path";
var MANIFEST_NAMES = [
  "certvigil.yaml",
  "certvigil.yml",
  ".github/certvigil.yaml",
  ".github/certvigil.yml"
];
var MAX_FILE_BYTES = 5 * 1024 * 1024;
var MAX_FILE_SIZE_TEXT = "5 MB";
var MAX_ITEMS = 5e5;
var MAX_ITEMS_TEXT = "500,000 lines, items and backslashes";
var CHUNK_BYTES = 256 * 1024;
function findDefaultManifest({ cwd }) {
  return MANIFEST_NAMES.find((name) => existsSync2(path4.resolve(cwd, name))) ?? null;
}
function findManifest(file, io) {
  const found = file ?? findDefaultManifest(io);
  if (found !== null) return found;
  throw new AppError("manifest-not-found", `No manifest found in ${io.cwd}. Looked for ${MANIFEST_NAMES.join(", ")}.`, {
    hint: "Specify one with --manifest FILE or the input manifest of the action, or create one with certvigil init."
  });
}
function resolveRoot(absolute) {
  const directory = path4.dirname(absolute);
  return path4.basename(directory) === ".github" ? path4.dirname(directory) : directory;
}
var FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);
async function readLimited(absolute, maxBytes = MAX_FILE_BYTES) {
  let file;
  try {
    file = await open(absolute, FLAGS);
    const stats = await file.stat();
    if (!stats.isFile() && !stats.isDirectory()) return { failure: "unreadable", why: NOT_REGULAR };
    const chunks = [];
    let length = 0;
    for (; ; ) {
      const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(CHUNK_BYTES), 0, CHUNK_BYTES);
      length += bytesRead;
      if (bytesRead === 0) return { bytes: Buffer.concat(chunks) };
      if (length > maxBytes) return { failure: "too-large" };
      chunks.push(buffer.subarray(0, bytesRead));
    }
  } catch (error) {
    const code = error.code;
    if (code === void 0) throw error;
    if (code === "ENOENT" || code === "ENOTDIR") return { failure: "not-found" };
    return { failure: "unreadable", why: describeSystemError(code) };
  } finally {
    await file?.close();
  }
}
var NOT_REGULAR = "it is not a regular file";
function describeSystemError(code) {
  return REASONS[code] ?? `system error ${code}`;
}
var REASONS = {
  EACCES: "permission denied",
  EPERM: "permission denied",
  EISDIR: "it is a directory",
  ELOOP: "symlink loop",
  ENAMETOOLONG: "its name is too long",
  // Opening a socket fails.
  ENXIO: NOT_REGULAR,
  EOPNOTSUPP: NOT_REGULAR
};
var MAX_TOTAL_BYTES = 20 * 1024 * 1024;
var MAX_TOTAL_ITEMS = 1e6;
var MAX_LIST_BYTES = 64 * 1024 * 1024;
var MAX_LIST_LINES = 25e4;
function getMaxBytes(name) {
  return isEntryList(name) ? MAX_LIST_BYTES : MAX_FILE_BYTES;
}
function createSizeBudget() {
  const spent = { bytes: 0, items: 0, listBytes: 0, listLines: 0 };
  const spendList = (read) => {
    if ("failure" in read) return read.failure === "too-large" ? "64 MB" : null;
    spent.listBytes += read.bytes.length;
    if (spent.listBytes > MAX_LIST_BYTES) return "64 MB";
    spent.listLines += countLines(read.bytes);
    return spent.listLines > MAX_LIST_LINES ? "250,000 lines" : null;
  };
  const spendFile = (read) => {
    if ("failure" in read) return null;
    spent.bytes += read.bytes.length;
    if (spent.bytes > MAX_TOTAL_BYTES) return "20 MB";
    spent.items += countItems(read.bytes);
    return spent.items > MAX_TOTAL_ITEMS ? "1,000,000 lines, items and backslashes" : null;
  };
  return { spend: (read, isList) => isList ? spendList(read) : spendFile(read) };
}
function createReadError(file, read) {
  if (read.failure === "not-found") {
    return new AppError("manifest-not-found", `Manifest ${file} not found.`, {
      hint: `Check the path. If none is specified, certvigil looks for ${MANIFEST_NAMES.join(", ")}.`
    });
  }
  return new AppError("manifest-unreadable", `Cannot read the manifest ${file}: ${read.why}.`, {
    hint: "Check that it is a regular file and that this user has permission to read it."
  });
}
function createNotAllowedError(file) {
  return new AppError(
    "manifest-outside-workspace",
    `The manifest ${file} is a symlink that points outside the checkout, or into its .git directory.`,
    {
      hint: "In a pull request, the manifest must be a file of the repository, because error messages show lines of it."
    }
  );
}

// src/lib/without-stack-traces.ts
function runWithoutStackTraces(work) {
  const before = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    return work();
  } finally {
    Error.stackTraceLimit = before;
  }
}

export {
  require_dist,
  EVENT_MACROS,
  SET_FACTS,
  trimEnd,
  trimBoth,
  resolvePresetPath,
  appendPresetPath,
  PRESETS,
  PRESET_NAMES,
  capitalize,
  formatItemLocation,
  isSourceUnder,
  listPossibleListings,
  DEFAULT_AUDIENCE,
  isAwsRegion,
  ALL,
  listAcmListings,
  listIamListings,
  formatSubscription,
  formatVaultName,
  listCertificateManagerListings,
  formatSslListing,
  removeProviderHost,
  SECRET_TYPES,
  formatVaultListing,
  createConditionSet,
  formatCtLocation,
  createSourceTrust,
  findStartTls,
  createEndpointSource,
  parseEndpoint,
  findServer,
  REST_PRESETS,
  createUrlTarget,
  SOURCE_DEFINITIONS,
  getSourceDefinition,
  findSourceDefinition,
  createSource,
  getPossibleLabels,
  isInventory,
  classifyLocation,
  listNames,
  coversNames,
  toEntryName,
  CERTIFICATE,
  resolveNoun,
  isCalledCertificate,
  formatDisplayName,
  isPrivateKeyName,
  createDocument,
  createTable,
  createList,
  createParagraph,
  quoteName,
  quoteMessage,
  listInlines,
  joinTexts,
  formatNumber,
  formatCount,
  formatShare,
  labelLocation,
  describeSuppression,
  listFindingCodes,
  formatStatus,
  formatSubjectCount,
  formatCommonName,
  formatExpiry,
  formatDays,
  hasExpiry,
  formatEventLabel,
  formatMinute,
  formatStatusCounts,
  describeScan,
  describeUnsavedLog,
  UNSAVED_DIGEST_NOTE,
  describeCoverage,
  isGlob,
  escapeGlob,
  unifySeparators,
  IGNORES_CASE,
  createFileMatcher,
  createGlobMatcher,
  parseGlob,
  startMatching,
  advance,
  isMatch,
  isMatchAfter,
  findRepositoryRoot,
  resolveRepositoryRoot,
  getDirectory,
  getFileName,
  toRepositoryPath,
  detectDelimiter,
  parseCsv,
  readCell,
  findDuplicateKey,
  runWithoutStackTraces,
  createSourceFile,
  findLineIndex,
  getLine,
  locateTexts,
  countItems,
  decodeText,
  describeType,
  isSyntaxProblem,
  formatDiagnostic,
  MAX_ERRORS,
  createDiagnostic,
  createSourceDiagnostic,
  formatLine,
  toLocation2 as toLocation,
  findListParser,
  isEntryList,
  recommendEntryList,
  MANIFEST_NAMES,
  MAX_FILE_SIZE_TEXT,
  MAX_ITEMS,
  MAX_ITEMS_TEXT,
  findDefaultManifest,
  findManifest,
  resolveRoot,
  readLimited,
  describeSystemError,
  getMaxBytes,
  createSizeBudget,
  createReadError,
  createNotAllowedError
};
