import { engineTexts } from '../texts.ts';
import {
  beginVisit,
  choiceButtons,
  countTry,
  fill,
  replaceTop,
  save,
  say,
  track,
  wait,
  type Next,
  type Place,
  type Turn,
} from '../turn.ts';
import type { FlowEvent, QuizQuestion, QuizStep } from '../types.ts';
import { choiceFor, defaultTries } from './choices.ts';

/** Up to this many characters what is said about the last answer shares a message with the next question. */
const maxSharedCharacters = 600;

const progressOf = (turn: Turn): { question: number; right: number } =>
  turn.stack.at(-1)?.quiz ?? { question: 0, right: 0 };

/** The question that waits; undefined when the quiz has become shorter. */
export function quizQuestion(turn: Turn, step: QuizStep): QuizQuestion | undefined {
  return step.questions[progressOf(turn).question];
}

function ask(turn: Turn, step: QuizStep, lead?: string): Next {
  const { question: number } = progressOf(turn);
  const question = step.questions[number];
  if (!question) return { kind: 'over', how: 'changed' };
  const count = step.questions.length;
  const head = engineTexts.questionOf.replace('{number}', String(number + 1)).replace('{count}', String(count));
  const text = `${count > 1 ? head : ''}${question.text}`;
  const shared = lead === undefined ? text : `${lead}\n\n${text}`;
  const isShared = fill(turn, shared).length <= maxSharedCharacters;
  if (lead !== undefined && !isShared) say(turn, lead);
  say(turn, isShared ? shared : text, choiceButtons(turn, question.choices));
  return wait(turn, step.expires?.after);
}

/** `quiz`: asks its first question and waits. */
export function enterQuiz(turn: Turn, step: QuizStep): Next {
  beginVisit(turn);
  return ask(turn, step);
}

function nameIn(turn: Turn, name: string | undefined): string | undefined {
  const value = name !== undefined && Object.hasOwn(turn.vars, name) ? turn.vars[name] : undefined;
  return value === undefined || value === '' ? undefined : value;
}

function close(turn: Turn, step: QuizStep, place: Place, right: number, lead: string): Next {
  const count = step.questions.length;
  if (step.save !== undefined) {
    save(turn, step.save, String(right));
    save(turn, `${step.save}_text`, `${right}/${count}`);
  }
  const isPassed = right >= (step.pass ?? count);
  const score = engineTexts.score.replace('{right}', String(right)).replace('{count}', String(count));
  const word = isPassed ? (step.passed ?? engineTexts.passed) : (step.notPassed ?? engineTexts.notPassed);
  const ending = `${score}\n${word}`;
  const shared = `${lead}\n\n${ending}`;
  if (fill(turn, shared).length <= maxSharedCharacters) say(turn, shared);
  else {
    say(turn, lead);
    say(turn, ending);
  }
  if (isPassed && step.certificate) {
    const name = nameIn(turn, step.certificate.name);
    turn.actions.push({
      type: 'certificate',
      flow: place.flow.id,
      right,
      title: fill(turn, step.certificate.title),
      ...(name !== undefined && { name }),
    });
  }
  track(turn, 'step', place.flow, place.name);
  return { kind: 'goto', step: isPassed ? step.next : (step.failed ?? step.next) };
}

function answered(turn: Turn, step: QuizStep, place: Place, question: QuizQuestion, value: string): Next {
  const frame = turn.stack.at(-1);
  if (!frame) return { kind: 'over', how: 'changed' };
  const { question: number, right: before } = progressOf(turn);
  const isRight = value === question.answer;
  const right = before + (isRight ? 1 : 0);
  const title = question.choices.find((choice) => choice.value === question.answer)?.title ?? question.answer;
  const verdict = isRight ? engineTexts.right : engineTexts.notRight.replace('{answer}', () => title);
  const lead = question.explain === undefined ? verdict : `${verdict}\n${question.explain}`;
  if (number + 1 >= step.questions.length) return close(turn, step, place, right, lead);
  const { tries: _tries, ...fresh } = frame;
  replaceTop(turn, { ...fresh, quiz: { question: number + 1, right } });
  beginVisit(turn);
  return ask(turn, step, lead);
}

/** What an event means to a waiting `quiz`. The button's position has been checked. */
export function answerQuiz(turn: Turn, step: QuizStep, place: Place, event: FlowEvent): Next {
  const question = quizQuestion(turn, step);
  if (!question) return { kind: 'over', how: 'changed' };
  switch (event.type) {
    case 'choice': {
      const choice = question.choices.find(({ value }) => value === event.value);
      return choice ? answered(turn, step, place, question, choice.value) : { kind: 'stale' };
    }
    case 'text': {
      const choice = choiceFor(question.choices, event.text);
      return choice ? answered(turn, step, place, question, choice.value) : { kind: 'unmatched' };
    }
    case 'unclear':
      if (!countTry(turn, step.tries ?? defaultTries)) return ask(turn, step, step.retry ?? engineTexts.retry);
      turn.gaveUp = true;
      return { kind: 'goto', step: step.giveUp };
    case 'resume':
      return ask(turn, step);
    default:
      return { kind: 'unmatched' };
  }
}
