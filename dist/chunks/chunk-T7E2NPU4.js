import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
var $all=process.getBuiltinModule("node:https");var node_https_default=$all;export{node_https_default};
