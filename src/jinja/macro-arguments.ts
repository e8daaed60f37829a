/** Binds the arguments of a call of a macro. */

import { TemplateError } from './errors.ts';
import type { Macro } from './parser/ast.ts';
import { bindArguments, type CallArguments } from './signature.ts';
import { createDict, createTuple, type Dict, type Value } from './values.ts';

interface BoundArguments {
  /** One value for each parameter; undefined if the call does not give it. */
  values: Value[];
  /** The variables `varargs`, `kwargs` and `caller`, as far as the macro uses them. */
  additional: [string, Value][];
}

/**
 * Binds the arguments of a call. As in Jinja2, a macro accepts additional arguments only if its body refers to `varargs`, `kwargs`
 * or `caller`.
 *
 * @throws TemplateError if the macro does not accept an argument.
 */
export function bindMacroArguments({ name, parameters, accepts }: Macro, call: CallArguments): BoundArguments {
  const names = parameters.map((parameter) => parameter.name);
  const count = Math.min(call.positional.length, names.length);
  if (call.named.caller !== undefined && !accepts.caller && !accepts.kwargs && !names.includes('caller'))
    throw new TemplateError(
      'template-syntax',
      `the macro ${name} does not call caller(), so {% call %} cannot call it`,
    );
  const isOwn = (argument: string) => names.indexOf(argument) >= count;
  const isCaller = (argument: string) => argument === 'caller' && accepts.caller;
  const [own, others] = [createDict(), createDict()];
  for (const [argument, value] of Object.entries(call.named)) {
    if (isCaller(argument) && !names.includes(argument)) continue;
    const target = isOwn(argument) || !accepts.kwargs ? own : others;
    target[argument] = value;
  }
  const signature = { parameters: names, required: 0, named: names };
  const positional = accepts.varargs ? call.positional.slice(0, count) : call.positional;
  const values = bindArguments(name === 'caller' ? 'caller()' : `the macro ${name}`, signature, {
    positional,
    named: own,
  });
  const additional: [string, Value][] = [];
  if (accepts.varargs) additional.push(['varargs', createTuple(call.positional.slice(count))]);
  if (accepts.kwargs) additional.push(['kwargs', others]);
  if (accepts.caller) additional.push(['caller', call.named.caller]);
  return { values, additional };
}

/** Creates the attributes of a macro, such as its name. */
export function createMacroMembers({ name, parameters, accepts }: Macro): Dict {
  return Object.assign(createDict(), {
    name,
    arguments: createTuple(parameters.map((parameter) => parameter.name)),
    catch_kwargs: accepts.kwargs,
    catch_varargs: accepts.varargs,
    caller: accepts.caller,
  });
}
