const require = (name) => { const found = process.getBuiltinModule(name); if (found) return found; throw Object.assign(new Error('Cannot find module ' + name), { code: 'MODULE_NOT_FOUND' }); };
import{formatRow}from"./chunk-HKUAVLX5.js";import{formatOmitted}from"./chunk-N2H2LFWB.js";function createSection(title,lines,rest){return{before:`
### ${title}

`,lines,after:"",rest}}function formatTableHead(titles){return`${formatRow(titles)}
${formatRow(titles.map(()=>"---"))}
`}function createTable(title,columns,rows,rest){let{before,...section}=createSection(title,rows.map(formatRow),rest);return{...section,before:before+formatTableHead(columns)}}function createFoldedTable(summary,columns,rows,rest){return{before:`
<details><summary>${summary}</summary>

${formatTableHead(columns)}`,lines:rows.map(formatRow),after:`
</details>
`,rest}}var DEFAULT_MAX_BYTES=1e6;function renderDocument(head,sections,foot,limit=DEFAULT_MAX_BYTES){let text=head;for(let section of sections){let room=Math.floor((limit-countBytes(text)-countBytes(foot))/2);typeof section!="string"?text+=section.lines.length>0?renderSection(section,room):"":countBytes(section)<=room&&(text+=section)}return text+foot}function countBytes(text){return Buffer.byteLength(text)}function renderSection({before,lines,after,rest},room){let note=omitted=>`
${formatOmitted(omitted,rest)}
`,free=room-countBytes(before+after+note(lines.length));if(free<0)return"";let shown=0,body="";for(let line of lines){if(free-=countBytes(line)+1,free<0)break;body+=`${line}
`,shown+=1}return before+body+(shown<lines.length?note(lines.length-shown):"")+after}export{createSection,formatTableHead,createTable,createFoldedTable,renderDocument};
