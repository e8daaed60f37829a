const require = (name) => { const found = process.getBuiltinModule(name); if (found) return found; throw Object.assign(new Error('Cannot find module ' + name), { code: 'MODULE_NOT_FOUND' }); };
import{createUuidUrn}from"./chunk-E7CQULRW.js";import{escapeXml}from"./chunk-FWMESZFM.js";import"./chunk-EXPQLLNW.js";import"./chunk-YYZGIN2I.js";import{compareText,escapeUnprintable,formatTopic}from"./chunk-OPCTP2MI.js";var MAX_ENTRIES=100;function createAtomReport(){return({report,log,manifest})=>{let events=log.events.flatMap(event=>event.fired_at===null?[]:[{...event,fired_at:event.fired_at}]).toSorted((a,b)=>compareText(b.fired_at,a.fired_at)||compareText(a.id,b.id)).slice(0,MAX_ENTRIES);return`<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
  <id>${createUuidUrn(["feed",log.scans.manifest??manifest])}</id>
  <title>Certificate events</title>
  <updated>${report.scanned_at}</updated>
  <author><name>certvigil</name></author>
${events.map(renderEntry).join("")}</feed>
`}}function renderEntry(event){let{id,certificate,place,places,fired_at,cleared_at}=event,lines=[...(place===null?places:[place]).map(location=>`At ${escapeUnprintable(location)}`),...cleared_at===null?[]:[`Cleared ${cleared_at}`]];return`  <entry>
    <id>${createUuidUrn([id,fired_at])}</id>
    <title>${escapeXml(escapeUnprintable(`${certificate}: ${event.event}${formatDetail(event)}`))}</title>
    <updated>${cleared_at??fired_at}</updated>
    <published>${fired_at}</published>
    <category term="${escapeXml(event.event)}"/>
    <content type="text">${escapeXml(lines.join(`
`))}</content>
  </entry>
`}function formatDetail({event,threshold,about}){return threshold!==null?` (${threshold})`:about===void 0?"":formatTopic(event,about)}export{createAtomReport};
