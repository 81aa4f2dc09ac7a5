import type { Expression, Flow, Step, When } from '../../flow-engine/types.ts';
import type { Path } from '../yaml-source.ts';

/** One way on from a step, with the path of the field that names it. */
export interface Edge {
  readonly path: Path;
  readonly to: string;
}

const edge = (to: string | undefined, ...path: Path): Edge[] => (to === undefined ? [] : [{ path, to }]);

/** Every way on from a step, in the order written. */
export function edgesOf(step: Step): Edge[] {
  switch (step.type) {
    case 'ask':
      return [
        ...(step.choices ?? []).flatMap(({ next }, index) => edge(next, 'choices', index, 'next')),
        ...edge(step.next, 'next'),
        ...edge(step.giveUp, 'giveUp'),
        ...edge(step.expires?.next, 'expires', 'next'),
      ];
    case 'branch':
      return [
        ...step.cases.flatMap(({ next }, index) => edge(next, 'cases', index, 'next')),
        ...edge(step.else, 'else'),
      ];
    case 'guide':
      return [...edge(step.next, 'next'), ...edge(step.stuck, 'stuck')];
    case 'quiz':
      return [
        ...edge(step.next, 'next'),
        ...edge(step.failed, 'failed'),
        ...edge(step.giveUp, 'giveUp'),
        ...edge(step.expires?.next, 'expires', 'next'),
      ];
    case 'poll':
      return [
        ...step.choices.flatMap(({ next }, index) => edge(next, 'choices', index, 'next')),
        ...edge(step.next, 'next'),
        ...edge(step.giveUp, 'giveUp'),
        ...edge(step.expires?.next, 'expires', 'next'),
      ];
    case 'wait':
      return [...edge(step.next, 'next'), ...edge(step.expires.next, 'expires', 'next')];
    case 'say':
    case 'set':
    case 'call':
    case 'record':
    case 'remind':
    case 'profile':
      return edge(step.next, 'next');
    case 'handover':
    case 'end':
      return [];
  }
}

/** True for a step that waits for the resident or for time: a loop through it does not run on by itself. */
export function waits(step: Step): boolean {
  return ['ask', 'guide', 'quiz', 'poll', 'remind', 'wait'].includes(step.type);
}

/** True for a step at which the flow can be over. */
export function canLeave(step: Step): boolean {
  if (step.type === 'end' || step.type === 'handover') return true;
  if (step.type === 'wait') return step.next === undefined && step.expires.next === undefined;
  const expires = 'expires' in step ? step.expires : undefined;
  return expires !== undefined && expires.next === undefined;
}

/** The step of that name, never something inherited from Object. */
export const stepOf = (flow: Flow, name: string): Step | undefined =>
  Object.hasOwn(flow.steps, name) ? flow.steps[name] : undefined;

/** Choices somebody may answer with by typing, with the path of their list. */
export interface ChoiceList {
  readonly path: Path;
  readonly choices: readonly {
    readonly title: string;
    readonly value: string;
    readonly words?: readonly string[];
    readonly next?: string;
  }[];
}

/** Every list of choices of a step; a quiz has one a question. */
export function choiceLists(step: Step): ChoiceList[] {
  if (step.type === 'quiz') {
    return step.questions.map(({ choices }, index) => ({ path: ['questions', index, 'choices'], choices }));
  }
  if (step.type === 'poll' || (step.type === 'ask' && step.choices)) {
    return [{ path: ['choices'], choices: step.choices ?? [] }];
  }
  return [];
}

/** A variable that a step reads or sets, with the path of the field. */
export interface VariableUse {
  readonly name: string;
  readonly path: Path;
}

/** Names an expression reads that no step sets: they belong to the resident. */
export const ownVariables: ReadonlySet<string> = new Set(['segment', 'largeSteps', 'assisted', 'address']);

function namesIn(tree: Expression): string[] {
  switch (tree.op) {
    case 'value':
      return [];
    case 'var':
      return [tree.name];
    case 'not':
      return namesIn(tree.of);
    case 'in':
      return [tree.of, ...tree.among].flatMap(namesIn);
    case 'call':
      return tree.args.flatMap(namesIn);
    default:
      return [...namesIn(tree.left), ...namesIn(tree.right)];
  }
}

/** Names of variables a condition or expression reads. */
export function namesInWhen(when: When): string[] {
  if ('tree' in when) return namesIn(when.tree);
  if ('var' in when) return [when.var];
  if ('not' in when) return namesInWhen(when.not);
  return ('all' in when ? when.all : when.any).flatMap(namesInWhen);
}

/** Variables a step's conditions and expressions read. Placeholders in texts are not among them. */
export function variablesRead(step: Step): VariableUse[] {
  const uses = (names: readonly string[], ...path: Path): VariableUse[] => names.map((name) => ({ name, path }));
  switch (step.type) {
    case 'branch':
      return step.cases.flatMap(({ when }, index) => uses(namesInWhen(when), 'cases', index, 'when'));
    case 'say':
      return (step.variants ?? []).flatMap(({ when }, index) => uses(namesInWhen(when), 'variants', index, 'when'));
    case 'set':
      return typeof step.value === 'string' ? [] : uses(namesIn(step.value.tree), 'value');
    case 'record':
      return typeof step.quantity === 'object' ? uses(namesIn(step.quantity.tree), 'quantity') : [];
    case 'quiz':
      return step.certificate?.name === undefined ? [] : uses([step.certificate.name], 'certificate', 'name');
    case 'profile':
      return (['address', 'segment', 'largeSteps', 'commune', 'team', 'announcements', 'counting'] as const).flatMap(
        (field) => {
          const given = step[field];
          return typeof given === 'object' ? uses(namesIn(given.tree), field) : [];
        },
      );
    default:
      return [];
  }
}

/** Variables a step sets. `main` is the one the author named; the others come with it. */
export function variablesSet(step: Step): (VariableUse & { readonly main: boolean })[] {
  const named = (name: string, field: string, ...with_: string[]): (VariableUse & { readonly main: boolean })[] => [
    { name, path: [field], main: true },
    ...with_.map((suffix) => ({ name: `${name}_${suffix}`, path: [field], main: false })),
  ];
  if (step.type === 'set') return named(step.var, 'var');
  if (step.type === 'quiz' && step.save !== undefined) return named(step.save, 'save', 'text');
  if (step.type !== 'ask' || step.save === undefined) return [];
  switch (step.input) {
    case 'place':
      return named(step.save, 'save', 'text', 'province');
    case 'number':
    case 'money':
    case 'date':
      return named(step.save, 'save', 'text');
    default:
      return named(step.save, 'save');
  }
}
