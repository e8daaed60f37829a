import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
var $all=process.getBuiltinModule("node:child_process"),$read=name=>$all[name];var execFile=$read("execFile");export{execFile};
