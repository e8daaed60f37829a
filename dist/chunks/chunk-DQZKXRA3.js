import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
function limiter(concurrency){let waiting=[],free=Math.max(1,concurrency);return async work=>{free>0?free-=1:await new Promise(resolve=>waiting.push(resolve));try{return await work()}finally{let next=waiting.shift();next===void 0?free+=1:next()}}}export{limiter};
