import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
function renderJson(result){return`${JSON.stringify(result,null,2)}
`}export{renderJson};
