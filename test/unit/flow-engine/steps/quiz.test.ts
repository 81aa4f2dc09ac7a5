import { describe, expect, it } from 'vitest';
import { waitingChoices } from '../../../../src/flow-engine/index.ts';
import type { QuizStep, Step } from '../../../../src/flow-engine/types.ts';
import { definitionsOf, flowOf, Walk } from '../../../support/flow-definitions.ts';

const yesNo = [
  { title: 'Nên', value: 'yes', words: ['co'] },
  { title: 'Không nên', value: 'no', words: ['khong'] },
];
const quiz: QuizStep = {
  type: 'quiz',
  questions: [
    { text: 'Có nên đọc mã OTP không?', choices: yesNo, answer: 'no', explain: 'Mã OTP là chìa khóa.' },
    { text: 'Có nên gọi số ở mặt sau thẻ không?', choices: yesNo, answer: 'yes' },
  ],
  save: 'score',
  certificate: { title: 'An toàn số cho {bác}', name: 'name' },
  next: 'passed',
  failed: 'failed',
  giveUp: 'gone',
};
const steps = (fields: Partial<QuizStep> = {}): Record<string, Step> => ({
  name: { type: 'ask', text: 'Tên?', save: 'name', next: 'quiz', giveUp: 'quiz' },
  quiz: { ...quiz, ...fields },
  passed: { type: 'end', text: 'Điểm {score_text}.' },
  failed: { type: 'end', text: 'Chưa qua, {score} câu.' },
  gone: { type: 'end', text: 'Thôi ạ.' },
});
const started = (fields: Partial<QuizStep> = {}): Walk =>
  new Walk(definitionsOf([flowOf(steps(fields))])).start().text('Lan');

describe('quiz', () => {
  it('asks one question at a time, with its number and its choices', () => {
    const asked = started();
    expect(asked.said).toEqual(['Câu 1/2: Có nên đọc mã OTP không?']);
    expect(asked.buttons).toEqual(['Nên', 'Không nên']);
    expect(waitingChoices(definitionsOf([flowOf(steps())]), asked.state).map(({ value }) => value)).toEqual([
      'yes',
      'no',
    ]);
  });

  it('explains each answer together with the next question', () => {
    expect(started().press('no').said).toEqual([
      'Đúng rồi bác ạ!\nMã OTP là chìa khóa.\n\nCâu 2/2: Có nên gọi số ở mặt sau thẻ không?',
    ]);
    expect(started().press('yes').said[0]).toContain('Câu trả lời là: Không nên.\nMã OTP');
  });

  it('gives score and certificate to who passes, with the name they gave', () => {
    const passed = started().text('không ạ').text('1');
    expect(passed.said).toEqual(['Đúng rồi bác ạ!\n\nBác trả lời đúng 2/2 câu.\nChúc mừng bác!', 'Điểm 2/2.']);
    expect(passed.actions).toContainEqual({
      type: 'certificate',
      flow: 'flow',
      right: 2,
      title: 'An toàn số cho bác',
      name: 'Lan',
    });
    expect(passed.tracks).toEqual(['step flow quiz', 'finished flow passed']);
  });

  it('gives none to who does not, and takes the other way', () => {
    const failed = started({ notPassed: 'Lần sau nhé.' }).press('yes').press('yes');
    expect(failed.said.join('\n')).toContain('đúng 1/2 câu.\nLần sau nhé.');
    expect(failed.said.at(-1)).toBe('Chưa qua, 1 câu.');
    expect(failed.types).not.toContain('certificate');
  });

  it('is passed with as many right answers as the author says', () => {
    expect(started({ pass: 1 }).press('yes').press('yes').types).toContain('certificate');
  });

  it('leaves the name out when none was given', () => {
    const { name: _name, ...rest } = steps();
    const nameless = new Walk(definitionsOf([flowOf(rest)])).start().press('no').press('yes');
    expect(nameless.actions).toContainEqual({
      type: 'certificate',
      flow: 'flow',
      right: 2,
      title: 'An toàn số cho bác',
    });
  });

  it('does not let the buttons of one question answer the next', () => {
    const asked = started();
    const first = asked.at;
    asked.press('no').send({ type: 'choice', at: first, value: 'no' });
    expect(asked.actions).toEqual([{ type: 'stale' }]);
  });

  it('asks again, counting tries anew for each question, then gives up', () => {
    const asked = started();
    expect(asked.send({ type: 'unclear' }).said[0]).toMatch(/^Em chưa hiểu.*\n\nCâu 1\/2/u);
    expect(asked.press('no').send({ type: 'unclear' }).said[0]).toMatch(/Câu 2\/2/u);
    asked.send({ type: 'unclear' });
    expect(asked.said).toEqual(['Thôi ạ.']);
    expect(asked.actions.at(-1)).toMatchObject({ how: 'gave-up' });
  });

  it('shows its question again on resume, and leaves other words alone', () => {
    const asked = started().press('no');
    const before = asked.state;
    expect(asked.send({ type: 'resume' }).said).toEqual(['Câu 2/2: Có nên gọi số ở mặt sau thẻ không?']);
    expect(asked.state).toEqual(before);
    expect(asked.text('OTP là gì').actions).toEqual([{ type: 'unmatched' }]);
  });

  it('says a long explanation in a message of its own, before the question', () => {
    const [first, second] = quiz.questions;
    const questions = [{ ...first, explain: 'Vì vậy. '.repeat(90) }, second] as QuizStep['questions'];
    const said = started({ questions }).press('no').said;
    expect(said).toHaveLength(2);
    expect(said[1]).toMatch(/^Câu 2\/2/u);
  });

  it('ends kindly when it has become shorter than the question that waits', () => {
    const asked = started().press('no');
    const shorter = new Walk(definitionsOf([flowOf(steps({ questions: quiz.questions.slice(0, 1) }))]));
    shorter.state = asked.state;
    expect(shorter.text('1').actions.at(-1)).toMatchObject({ how: 'changed' });
  });

  it('expires like any other wait', () => {
    const walk = new Walk(definitionsOf([flowOf(steps({ expires: { after: '1d', next: 'gone' } }))]), { now: 1e12 });
    expect(walk.start().text('Lan').due(86_400_000).said).toEqual(['Thôi ạ.']);
  });
});
