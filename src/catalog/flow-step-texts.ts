import type { Step } from '../flow-engine/types.ts';
import type { Path } from './yaml-source.ts';

/** A text of a step that residents read, with its path below the step. */
export interface StepText {
  readonly part: 'message' | 'title';
  readonly text: string;
  readonly path: Path;
}

const message = (text: string | undefined, ...path: Path): StepText[] =>
  text === undefined ? [] : [{ part: 'message', text, path }];

const titles = (items: readonly { readonly title: string }[] | undefined, ...path: Path): StepText[] =>
  (items ?? []).map(({ title }, index) => ({ part: 'title', text: title, path: [...path, index, 'title'] }));

/** Every text of a step that residents read, in the order of its fields. Expressions are not among them. */
export function stepTexts(step: Step): StepText[] {
  switch (step.type) {
    case 'say':
      return [
        ...message(step.text, 'text'),
        ...(step.variants ?? []).flatMap(({ text }, index) => message(text, 'variants', index, 'text')),
        ...(step.ab ?? []).flatMap((text, index) => message(text, 'ab', index)),
        ...titles(step.links, 'links'),
      ];
    case 'ask':
      return [...message(step.text, 'text'), ...message(step.retry, 'retry'), ...titles(step.choices, 'choices')];
    case 'poll':
      return [...message(step.text, 'text'), ...titles(step.choices, 'choices')];
    case 'quiz':
      return [
        ...step.questions.flatMap(({ text, explain, choices }, index) => [
          ...message(text, 'questions', index, 'text'),
          ...titles(choices, 'questions', index, 'choices'),
          ...message(explain, 'questions', index, 'explain'),
        ]),
        ...message(step.passed, 'passed'),
        ...message(step.notPassed, 'notPassed'),
        ...message(step.retry, 'retry'),
        ...(step.certificate === undefined
          ? []
          : [{ part: 'title' as const, text: step.certificate.title, path: ['certificate', 'title'] }]),
      ];
    case 'remind':
    case 'handover':
    case 'end':
      return message(step.text, 'text');
    case 'set':
      return typeof step.value === 'string' ? message(step.value, 'value') : [];
    default:
      return [];
  }
}
