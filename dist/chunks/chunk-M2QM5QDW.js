import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{VERSION}from"./chunk-SME5OCTV.js";var AppError=class extends Error{code;hint;exit;constructor(code,message,options={}){super(message,{cause:options.cause}),this.name="AppError",this.code=code,this.hint=options.hint,this.exit=options.exit??2}};function errorText(error){if(!(error instanceof AppError))return bugText(error);let{code,message,hint}=error,help=hint===void 0?"":`  = help: ${hint}
`;return`certvigil: error[${code}]: ${message}
${help}`}function bugText(error){let stack=error instanceof Error?error.stack??error.message:String(error);return`certvigil: internal error: this is a bug in certvigil ${VERSION}. Please report it with these lines:
${stack}
`}export{AppError,errorText};
