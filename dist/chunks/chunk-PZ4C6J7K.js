import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
var $all=process.getBuiltinModule("node:http");var node_http_default=$all;export{node_http_default};
