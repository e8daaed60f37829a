const require = (name) => { const found = process.getBuiltinModule(name); if (found) return found; throw Object.assign(new Error('Cannot find module ' + name), { code: 'MODULE_NOT_FOUND' }); };
import{escapeXml}from"./chunk-FWMESZFM.js";import{createUuidUrn}from"./chunk-6AMEFL5I.js";import"./chunk-N2H2LFWB.js";import"./chunk-3KU5UO3O.js";import{compareText,createUsageError,escapeUnprintable,formatTopic,getOwn}from"./chunk-DOALQDBO.js";var MAX_ENTRIES=100;function createAtomReport({url}){if(url!==void 0&&!isWebAddress(url))throw createUsageError(`invalid address "${url}" for the atom report`,"Use url=https://HOST/PATH.");return({report,log,manifest})=>{let owners=new Map(report.certificates.map(({certificate,owner})=>[certificate,owner])),steps=new Map(report.certificates.map(one=>[one.certificate,one.renewal_instructions?.trim()??null])),run=report.events[0]?.data.run_url??null,events=log.events.flatMap(event=>event.fired_at===null?[]:[{...event,fired_at:event.fired_at}]).toSorted((a,b)=>compareText(b.fired_at,a.fired_at)||compareText(a.id,b.id)).slice(0,MAX_ENTRIES);return`<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
  <id>${createUuidUrn(["feed",log.scans.manifest??manifest])}</id>
  <title>Certificate events</title>
  <updated>${report.scanned_at}</updated>
  <author><name>certvigil</name></author>
${url===void 0?"":`  <link rel="self" type="application/atom+xml" href="${escapeXml(url)}"/>
`}${events.map(event=>renderEntry(event,{owner:owners.get(event.certificate)??null,expiry:event.fingerprint&&getOwn(log.certificates,event.fingerprint)?.valid_to||null,link:[steps.get(event.certificate),run,url&&new URL(".",url).href].find(one=>one&&isWebAddress(one))})).join("")}</feed>
`}}function isWebAddress(text){return/^https?:\/\/\S+$/.test(text)&&URL.canParse(text)}function renderEntry(event,{owner,expiry,link}){let{id,certificate,place,places,fired_at,cleared_at}=event,where=place===null?places:[place],lines=[...expiry===null?[]:[`Expiry: ${expiry}`],...owner===null?[]:[`Owner: ${escapeUnprintable(owner)}`],...where.map(location=>`At ${escapeUnprintable(location)}`),...cleared_at===null?[]:[`Cleared ${cleared_at}`]];return`  <entry>
    <id>${createUuidUrn([id,fired_at])}</id>
    <title>${escapeXml(escapeUnprintable(`${certificate}: ${event.event}${formatDetail(event)}`))}</title>
    <updated>${cleared_at??fired_at}</updated>
    <published>${fired_at}</published>
${link?`    <link rel="alternate" href="${escapeXml(link)}"/>
`:""}    <category term="${escapeXml(event.event)}"/>
    <content type="text">${escapeXml(lines.join(`
`))}</content>
  </entry>
`}function formatDetail({event,threshold,about}){return threshold!==null?` (${threshold})`:about===void 0?"":formatTopic(event,about)}export{createAtomReport};
