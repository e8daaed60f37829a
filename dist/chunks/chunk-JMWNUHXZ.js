import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
var SEVERITY={ok:0,not_yet_valid:1,unknown:1,warning:2,critical:3,expired:4};function severity(status){return SEVERITY[status]??0}export{severity};
