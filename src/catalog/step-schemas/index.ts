import * as z from 'zod';
import { ask, askProblem } from './ask.ts';
import { branch } from './branch.ts';
import { call } from './call.ts';
import { end } from './end.ts';
import { guide } from './guide.ts';
import { handover } from './handover.ts';
import { poll } from './poll.ts';
import { profile } from './profile.ts';
import { quiz, quizProblem } from './quiz.ts';
import { record } from './record.ts';
import { remind } from './remind.ts';
import { say } from './say.ts';
import { set } from './set.ts';
import { wait } from './wait.ts';

/** One step of a flow, as authors write it: expressions are still texts. */
export const stepSchema = z
  .discriminatedUnion('type', [
    say,
    ask,
    branch,
    set,
    guide,
    call,
    record,
    quiz,
    poll,
    remind,
    wait,
    profile,
    handover,
    end,
  ])
  .superRefine((step, context) => {
    const problem = step.type === 'ask' ? askProblem(step) : step.type === 'quiz' ? quizProblem(step) : undefined;
    if (problem) context.addIssue({ code: 'custom', path: [problem.path], message: problem.message });
  });
